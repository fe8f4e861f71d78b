"""The figures of a set that trends follow, each beside its truth."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean, median
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.analysis.scoring.counting import main_reps, true_holds
from formcheck.analysis.scoring.cues import set_of
from formcheck.analysis.scoring.measured import true_values
from formcheck.body.reading import Unit
from formcheck.judge.roles import roles_for
from formcheck.pose.landmarks import INDEX
from formcheck.report.change import HELD, RANGE, REPS, Kind, Statistic, aspect_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from formcheck.analysis.scoring.truth import Act, Truth
    from formcheck.judge.result import SetResult
    from formcheck.routine.program import Program
    from formcheck.routine.schema import Movement

    Floats = NDArray[np.float64]

ALIKE: Final = frozenset({"rock", "buttock_heel"})
"""Measures of a side that the truth has by the same name; :func:`true_values` gives those of the whole body."""

CARRIED_BACK: Final = "carried_back"
"""A signal that is counted from the middle of the picture: it has a range, and no value of its own."""


@dataclass(frozen=True, slots=True)
class SetFigure:
    """One figure of one set: what it is, ours and the truth in its unit."""

    kind: Kind
    unit: str
    ours: float
    true: float

    @property
    def error(self) -> float:
        """Ours less the truth."""
        error = self.ours - self.true
        return (error + 180.0) % 360.0 - 180.0 if self.unit == Unit.DEGREES.value else error


def set_figures(act: Act, truth: Truth, sets: Sequence[SetResult], program: Program) -> Iterator[SetFigure]:
    """Give the figures of the set that was found for an act; none where it was not recognised.

    Parameters
    ----------
    act, truth
        What was really done.
    sets
        What was found in the clip.
    program
        By which it was judged.
    """
    movement = next((each for each in program.movements if each.id == act.movement), None)
    result = set_of(act, [each for each in sets if each.movement == act.movement])
    if movement is None or result is None or result.side != act.side:
        return
    view = result.view.view
    where = (view.label.value, aspect_of(result.side, view.near))
    for measure, statistic, unit, ours, true in _pairs(act, truth, movement, result):
        yield SetFigure(Kind(movement.id, measure, statistic, *where), unit, ours, true)


_Pair = tuple[str, Statistic, str, float, float]
"""Measure, statistic, unit, ours, true."""


def _pairs(act: Act, truth: Truth, movement: Movement, result: SetResult) -> Iterator[_Pair]:
    true = _TrueSet(act, truth, movement, result)
    for name, seen in result.measures.items():
        values = true.values(name)
        if values is None:
            continue
        if seen.at_peaks is not None and true.peaks_s:
            yield name, Statistic.AT_PEAKS, seen.unit, seen.at_peaks, true.at_peaks(values)
        if seen.in_holds is not None and true.holds:
            yield name, Statistic.IN_HOLDS, seen.unit, seen.in_holds, true.in_holds(values)
    yield from _range(true, movement, result)
    if true.holds:
        ours_s = sum(hold.held_s for hold in result.holds)
        # Where any depth is a hold it may end anywhere from the end of the pose to getting up.
        least_s = sum(hold.end_s - hold.start_s for hold in true.holds)
        most_s = sum(hold.latest_end_s - hold.start_s for hold in true.holds)
        yield HELD, Statistic.SUM, Unit.SECONDS.value, ours_s, min(max(ours_s, least_s), most_s)
    counted = float(sum(rep.counts for rep in main_reps(act)))
    yield REPS, Statistic.COUNTED, Unit.REPS.value, float(len(result.counted)), counted


def _range(true: _TrueSet, movement: Movement, result: SetResult) -> Iterator[_Pair]:
    ranges = [rep.range for rep in result.counted]
    rule = None if movement.main_phase is None else movement.main_phase.rep
    if not ranges or not true.peaks_s or rule is None:
        return
    name = rule.signal.replace(".", "_")
    values = true.carried_back() if name == CARRIED_BACK else true.values(name)
    if values is not None and name in result.measures:
        yield RANGE, Statistic.MEAN, result.measures[name].unit, fmean(ranges), true.range(values)


class _TrueSet:
    """An act as its truth has it, by the names that our measures have in its movement."""

    def __init__(self, act: Act, truth: Truth, movement: Movement, result: SetResult) -> None:
        self._times_s = truth.times_s
        self._measures, self._raw = true_values(truth), truth.measures
        self._landmarks_m = truth.landmarks_m
        self._roles: dict[str, str | None] = {**roles_for(movement, result.side), "near": result.view.view.near}
        self._reps = [rep for rep in main_reps(act) if rep.counts]
        self.peaks_s = [rep.peak_s for rep in self._reps]
        self.holds = true_holds(act, movement)

    def values(self, name: str) -> Floats | None:
        """(n,) of a measure of the summary such as ``front_knee_flexion``; None where it has no truth."""
        if name in self._measures:
            return self._measures[name]
        role, _, rest = name.partition("_")
        side = self._roles.get(role)
        if f"{side}_{rest}" in self._measures:
            return self._measures[f"{side}_{rest}"]
        return self._raw.get(f"{rest}.{side}") if rest in ALIKE else None

    def carried_back(self) -> Floats:
        """(n,) shoulders back along the floor, in shanks: of use for how they change, as ours are."""
        yaw = np.radians(self._raw["facing"])
        forward = np.stack([np.sin(yaw), np.zeros_like(yaw), np.cos(yaw)], axis=1)
        shoulders = (self._at_joint("left_shoulder") + self._at_joint("right_shoulder")) / 2
        shank = np.linalg.norm(self._at_joint("left_knee") - self._at_joint("left_ankle"), axis=1)
        back: Floats = -np.einsum("ij,ij->i", shoulders, forward) / shank
        return back

    def _at_joint(self, name: str) -> Floats:
        return self._landmarks_m[:, INDEX[name]]

    def at_peaks(self, values: Floats) -> float:
        return fmean(self._at(values, peak_s) for peak_s in self.peaks_s)

    def in_holds(self, values: Floats) -> float:
        inside = np.logical_or.reduce([self._between(hold.start_s, hold.end_s) for hold in self.holds])
        return float(median(values[inside]))

    def range(self, values: Floats) -> float:
        return fmean(abs(self._at(values, rep.peak_s) - self._at(values, rep.start_s)) for rep in self._reps)

    def _between(self, start_s: float, end_s: float) -> NDArray[np.bool_]:
        inside: NDArray[np.bool_] = (self._times_s >= start_s) & (self._times_s <= end_s)
        return inside

    def _at(self, values: Floats, time_s: float) -> float:
        return float(values[np.abs(self._times_s - time_s).argmin()])
