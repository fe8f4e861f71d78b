"""The studio's course, judged: what trends are proven on, with the true figures beside it."""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

from formcheck.analysis.analysis import judge_program
from formcheck.analysis.scoring.tracks import find_clips, pose_stage, track_of
from formcheck.analysis.scoring.truth import read_truth
from formcheck.analysis.summary import summary
from formcheck.errors import TruthError
from formcheck.files import atomic_write
from formcheck.judge.loading import load_program
from formcheck.routine.program import DEFAULT_PROGRAM
from sample_videos.studio.course import day_of

from .figures import set_figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from formcheck.pose.models import Model

Json = dict[str, Any]

DECIMALS = 3


def course_sessions(folder: Path, work: Path, model: Model, told: Callable[[str], None]) -> Iterator[Json]:
    """Judge each clip of the course.

    Parameters
    ----------
    folder, work, model
        As :func:`formcheck.analysis.scoring.tracks.track_of` takes them.
    told
        Called with the name of each clip that is finished.

    Yields
    ------
    ``session`` and ``day`` of the course, the ``record`` (a summary), and the ``true`` figures of its sets by
    ``movement/side/measure/statistic``.
    """
    program, stage = load_program(DEFAULT_PROGRAM), pose_stage()
    for clip in find_clips(folder):
        truth = read_truth(clip.truth)
        analysis = judge_program(track_of(clip, work, model, stage), program)
        true = {
            f"{figure.kind.movement}/{act.side}/{figure.kind.measure}/{figure.kind.statistic}": round(
                figure.true, DECIMALS
            )
            for act in truth.acts
            for figure in set_figures(act, truth, analysis.sets, program)
        }
        session = _session_of(clip.name)
        yield {"session": session, "day": day_of(session).isoformat(), "record": summary(analysis), "true": true}
        told(clip.name)


def _session_of(name: str) -> int:
    """Give the session that is named in ``course-3-kneeling-lunge-left``."""
    word, _, rest = name.rpartition("/")[2].partition("-")
    number = rest.partition("-")[0]
    if word != "course" or not number.isdecimal():
        raise TruthError("not a clip of the course", where=name, mend="Draw it: python -m sample_videos.studio course")
    return int(number)


def write_sessions(sessions: Iterator[Json], target: Path) -> None:
    """Write what came of the course, the same bytes for the same."""
    text = json.dumps(list(sessions), separators=(",", ":"), sort_keys=True)
    with atomic_write(target) as temporary:
        temporary.write_bytes(gzip.compress(text.encode(), compresslevel=9, mtime=0))
