"""Whether the uncertainty fitted to single stills holds in recordings, and by how much it must be widened there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from rich.table import Table

from formcheck.analysis.scoring.measured import REFS, Comparison
from formcheck.analysis.scoring.tracks import find_clips, pose_stage, track_of
from formcheck.analysis.scoring.truth import read_truth
from formcheck.body.figure import survey
from formcheck.body.reader import Reader
from formcheck.pose.untangle import untangled
from formcheck.pose.zerophase import butterworth

from .accuracy import COVERED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from formcheck.pose.models import Model

    Floats = NDArray[np.float64]

EVERY: Final = 2
"""Frames between two that are read: neighbours say the same."""

FEWEST_CLIPS: Final = 3
"""In each half, before a factor is believed."""

LARGEST_FACTOR: Final = 2.0
"""More would mean that the cells are wrong, not their width."""


@dataclass(frozen=True, slots=True, eq=False)
class ClipErrors:
    """Errors of a measure in one recording: (n,) by how much readings were off, and their stated sigma."""

    clip: str
    measure: str
    errors: Floats
    sigmas: Floats

    def covered(self, factor: float = 1.0) -> float:
        """Share of the errors within the stated sigma times a factor."""
        return float((np.abs(self.errors) <= factor * self.sigmas).mean())


def clip_errors(folder: Path, work: Path, model: Model, told: Callable[[str], None]) -> list[ClipErrors]:
    """Read all measures of every clip with truth in a folder while its movements are done.

    Parameters
    ----------
    folder, work, model
        As :func:`formcheck.analysis.scoring.tracks.track_of` takes them.
    told
        Called with the name of each clip that is finished.
    """
    found: list[ClipErrors] = []
    stage = pose_stage()
    for clip in find_clips(folder):
        if clip.video is None and clip.track is None:
            continue
        track, truth = track_of(clip, work, model, stage), read_truth(clip.truth)
        reader = Reader(REFS, survey(track.observations), model=track.header.model)
        seen = list(butterworth(untangled(track.observations)))[::EVERY]
        comparison = Comparison(truth, [reader.read(observation) for observation in seen])
        parts: dict[str, list[tuple[Floats, Floats]]] = {}
        for act in truth.acts:
            for sample in comparison.samples(comparison.within(act.start_s, act.end_s)):
                known = np.isfinite(sample.error)
                parts.setdefault(sample.measure, []).append(
                    (sample.error[known].astype(np.float64), sample.sigma[known].astype(np.float64))
                )
        found += _joined(clip.name, parts)
        told(clip.name)
    return found


def _joined(clip: str, parts: dict[str, list[tuple[Floats, Floats]]]) -> Iterator[ClipErrors]:
    for measure, pieces in parts.items():
        errors, sigmas = (np.concatenate([piece[k] for piece in pieces]) for k in (0, 1))
        if len(errors):
            yield ClipErrors(clip, measure, errors, sigmas)


def factor_of(clips: Sequence[ClipErrors]) -> float:
    """Give what the stated sigmas must be multiplied by to cover their share; each clip counts the same."""
    low, high = 0.0, 10.0
    for _ in range(30):
        middle = (low + high) / 2
        covered = float(np.mean([clip.covered(middle) for clip in clips]))
        low, high = (middle, high) if covered < COVERED else (low, middle)
    return high


def held_factor(clips: Sequence[ClipErrors]) -> float:
    """Give a factor that each half of the clips taught and the other half bore out; else 1.

    Never less than 1: frames of a recording are no better than stills, and a mixture of easy clips would say so.
    """
    order = sorted(clips, key=lambda clip: clip.clip)
    halves = order[::2], order[1::2]
    if min(len(half) for half in halves) < FEWEST_CLIPS:
        return 1.0
    for half, other in (halves, halves[::-1]):
        learned = min(LARGEST_FACTOR, factor_of(half))
        off = [abs(np.mean([clip.covered(f) for clip in other]) - COVERED) for f in (1.0, learned)]
        if off[1] >= off[0]:
            return 1.0
    return round(min(LARGEST_FACTOR, max(1.0, factor_of(clips))), 2)


def factors(found: Sequence[ClipErrors]) -> dict[str, float]:
    """Give the factor of each measure whose factor is not 1."""
    by_measure: dict[str, list[ClipErrors]] = {}
    for clip in found:
        by_measure.setdefault(clip.measure, []).append(clip)
    all_of = {measure: held_factor(clips) for measure, clips in sorted(by_measure.items())}
    return {measure: factor for measure, factor in all_of.items() if factor != 1.0}


def video_table(found: Sequence[ClipErrors]) -> Table:
    """Give a table of how errors and stated uncertainty agree in recordings."""
    table = Table(title="Errors in recordings, and the share within one stated sigma", title_justify="left")
    table.add_column("measure")
    for column in ("clips", "readings", "MAE", "sigma", "covered"):
        table.add_column(column, justify="right")
    for measure in sorted({clip.measure for clip in found}):
        clips = [clip for clip in found if clip.measure == measure]
        errors = np.concatenate([clip.errors for clip in clips])
        sigmas = np.concatenate([clip.sigmas for clip in clips])
        covered = float((np.abs(errors) <= sigmas).mean())
        row = (f"{np.abs(errors).mean():.3g}", f"{np.median(sigmas):.3g}", f"{covered:.0%}")
        table.add_row(measure, str(len(clips)), str(len(errors)), *row)
    readings = sum(len(clip.errors) for clip in found)
    inside = sum(clip.covered() * len(clip.errors) for clip in found)
    table.add_row("all", "", str(readings), "", "", f"{inside / max(1, readings):.0%}", style="bold")
    return table
