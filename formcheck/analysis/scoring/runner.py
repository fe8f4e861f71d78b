"""Every clip of a folder, scored by several processes at once."""

from __future__ import annotations

import multiprocessing
import signal
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.analysis.scoring.clip import ClipScore, score_clip
from formcheck.analysis.scoring.tracks import pose_stage, track_of
from formcheck.analysis.scoring.truth import read_truth
from formcheck.errors import FormcheckError
from formcheck.judge.loading import load_program

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from formcheck.analysis.scoring.tracks import Clip
    from formcheck.pose.models import Model

    Told = Callable[["Outcome"], None]


PROGRAM: Final = "hip-mobility"
"""The program whose movements are looked for in every clip, as where no movement is named."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What became of a clip: its score, or the line that says why there is none."""

    clip: str
    score: ClipScore | None
    trouble: str | None


def run(clips: Sequence[Clip], work: Path, model: Model | None, jobs: int, told: Told) -> list[Outcome]:
    """Score clips; one that fails does not stop the others.

    Ctrl-C lets the clips at hand be finished and kept, so that the next run goes on from there.

    Parameters
    ----------
    clips
        From :func:`formcheck.analysis.scoring.tracks.find_clips`.
    work
        Folder of kept tracks.
    model
        The pose model; None to score only what has a track.
    jobs
        How many processes.
    told
        Called with each outcome as it comes.

    Returns
    -------
    The outcomes in the order of the clips.
    """
    stage = pose_stage()
    waiting, done = list(reversed(clips)), dict[str, Outcome]()
    pending: dict[Future[Outcome], Clip] = {}
    jobs = max(1, min(jobs, len(clips)))
    pool = _pool(jobs)
    try:
        while waiting or pending:
            # No more than there are processes: a clip that waits in the pool's own queue could not be called off.
            while waiting and len(pending) < jobs:
                clip = waiting.pop()
                try:
                    future = pool.submit(_score, clip, work, model, stage)
                except BrokenProcessPool:
                    pool = _pool(jobs)
                    future = pool.submit(_score, clip, work, model, stage)
                pending[future] = clip
            finished, _ = wait(pending, return_when=FIRST_COMPLETED)
            for future in finished:
                outcome = _outcome(future, pending.pop(future))
                done[outcome.clip] = outcome
                told(outcome)
    finally:
        # After Ctrl-C nobody waits here: the clips at hand are finished while the program ends.
        pool.shutdown(wait=not pending)
    return [done[clip.name] for clip in clips]


def _pool(jobs: int) -> ProcessPoolExecutor:
    spawn = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(jobs, spawn, initializer=_leave_ctrl_c_to_the_parent)


def _outcome(future: Future[Outcome], clip: Clip) -> Outcome:
    try:
        return future.result()
    except BrokenProcessPool:
        # A native library can end its whole process; the pool then gives up on the clips of the other ones as well.
        return Outcome(clip.name, None, f"{clip.truth}: the process that worked on it, or on another clip, broke down")


def _leave_ctrl_c_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _score(clip: Clip, work: Path, model: Model | None, stage: str) -> Outcome:
    try:
        truth = read_truth(clip.truth)
        track = track_of(clip, work, model, stage)
        return Outcome(clip.name, score_clip(clip.name, truth, track, load_program(PROGRAM)), None)
    except FormcheckError as error:
        return Outcome(clip.name, None, str(error))
    except Exception as error:  # A mistake of ours that shows in one clip must not lose the work on all others.
        return Outcome(clip.name, None, f"{clip.truth}: {type(error).__name__}: {error}")
