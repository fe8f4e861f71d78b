"""How far apart the same form can come out in two recordings: the band outside of which a difference is a change.

What a trend compares are statistics of whole sets: the mean of a measure over the peaks of the repetitions, its median
in the holds, the mean range of a repetition, the seconds held. For each set that is recognised in clips with truth the
error of each statistic is taken: over many people, cameras and clothes. The band is the minimal detectable change of
clinical measurement, 1.96 times the square root of two times the standard deviation of that error: two sets are off by
an error each. Beside each band stands which share of the pairs of sets from different clips lies inside, as its errors
need not be normal. The part of the error that is a person's own does not differ between their own sessions: for one
person a band is rather too wide.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import TYPE_CHECKING, Final

import numpy as np
from rich.table import Table

import formcheck
from formcheck.analysis.analysis import judge_program
from formcheck.analysis.scoring.counting import main_reps, true_holds
from formcheck.analysis.scoring.cues import set_of
from formcheck.analysis.scoring.measured import true_values
from formcheck.analysis.scoring.tracks import find_clips, pose_stage, track_of
from formcheck.analysis.scoring.truth import read_truth
from formcheck.body.reading import Unit
from formcheck.files import atomic_write
from formcheck.judge.loading import load_program
from formcheck.judge.roles import roles_for
from formcheck.report import change
from formcheck.report.change import FEWEST_SETS, Kind, aspect_of
from formcheck.routine.program import DEFAULT_PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from numpy.typing import NDArray

    from formcheck.analysis.scoring.truth import Act, Truth
    from formcheck.judge.result import SetResult
    from formcheck.pose.models import Model
    from formcheck.routine.program import Program
    from formcheck.routine.schema import Movement

    Floats = NDArray[np.float64]

NORMAL_95: Final = 1.96
"""So many standard deviations cover 95 % of a normal distribution."""

ALIKE: Final = frozenset({"rock", "buttock_heel"})
"""Measures of a side that the truth has by the same name; :func:`true_values` gives those of the whole body."""

DEGREES: Final = Unit.DEGREES.value


@dataclass(frozen=True, slots=True)
class SetError:
    """By how much one statistic of one set was off.

    Attributes
    ----------
    clip
        Where from.
    kind
        What a band is for: movement, measure, statistic, view, aspect.
    unit, error
        Ours less the truth, in this unit.
    """

    clip: str
    kind: Kind
    unit: str
    error: float


def set_errors(folder: Path, work: Path, model: Model, told: Callable[[str], None]) -> list[SetError]:
    """Compare the statistics of every recognised set with their truth, in every clip of a folder.

    Parameters
    ----------
    folder, work, model
        As :func:`formcheck.analysis.scoring.tracks.track_of` takes them.
    told
        Called with the name of each clip that is finished.
    """
    program, stage = load_program(DEFAULT_PROGRAM), pose_stage()
    found: list[SetError] = []
    for clip in find_clips(folder):
        if clip.video is None and clip.track is None:
            continue
        truth, sets = read_truth(clip.truth), judge_program(track_of(clip, work, model, stage), program).sets
        for act in truth.acts:
            found += _act_errors(clip.name, act, truth, sets, program)
        told(clip.name)
    return found


def _act_errors(clip: str, act: Act, truth: Truth, sets: Sequence[SetResult], program: Program) -> Iterator[SetError]:
    movement = next((each for each in program.movements if each.id == act.movement), None)
    result = set_of(act, [each for each in sets if each.movement == act.movement])
    if movement is None or result is None or result.side != act.side:
        return
    view = result.view.view
    where = (view.label.value, aspect_of(result.side, view.near))
    for measure, statistic, unit, ours, true in _pairs(act, truth, movement, result):
        error = ours - true
        if unit == DEGREES:
            error = (error + 180.0) % 360.0 - 180.0
        yield SetError(clip, Kind(movement.id, measure, statistic, *where), unit, error)


def _pairs(
    act: Act, truth: Truth, movement: Movement, result: SetResult
) -> Iterator[tuple[str, str, str, float, float]]:
    """Give each statistic of a set with its truth: measure, statistic, unit, ours, true."""
    true = _TrueSet(act, truth, movement, result)
    for name, seen in result.measures.items():
        values = true.values(name)
        if values is None:
            continue
        if seen.at_peaks is not None and true.peaks_s:
            yield name, "at_peaks", seen.unit, seen.at_peaks, true.at_peaks(values)
        if seen.in_holds is not None and true.holds:
            yield name, "in_holds", seen.unit, seen.in_holds, true.in_holds(values)
    ranges = [rep.range for rep in result.counted]
    signal = None if movement.main_phase is None else movement.main_phase.rep
    name = "" if signal is None else signal.signal.replace(".", "_")
    values = true.values(name)
    if ranges and values is not None and true.peaks_s:
        yield "range", "mean", result.measures[name].unit, fmean(ranges), true.range(values)
    if true.holds:
        ours_s = sum(hold.held_s for hold in result.holds)
        # Where any depth is a hold it may end anywhere from the end of the pose to getting up.
        least_s = sum(hold.end_s - hold.start_s for hold in true.holds)
        most_s = sum(hold.latest_end_s - hold.start_s for hold in true.holds)
        yield "held", "sum", "s", ours_s, min(max(ours_s, least_s), most_s)
    yield "reps", "counted", "", float(len(result.counted)), float(sum(rep.counts for rep in main_reps(act)))


class _TrueSet:
    """An act as its truth has it, by the names that our measures have in its movement."""

    def __init__(self, act: Act, truth: Truth, movement: Movement, result: SetResult) -> None:
        self._times_s = truth.times_s
        self._measures, self._raw = true_values(truth), truth.measures
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


def band_of(errors: Sequence[SetError]) -> float:
    """Give the difference of two sets that 95 of 100 stay within when nothing has changed, were the errors normal."""
    return float(NORMAL_95 * np.sqrt(2.0) * np.std([each.error for each in errors], ddof=1))


def share_inside(errors: Sequence[SetError]) -> float:
    """Give the share of pairs of sets from different clips whose errors differ by no more than the band."""
    values, clips = np.array([each.error for each in errors]), np.array([each.clip for each in errors])
    first, second = np.triu_indices(len(values), 1)
    apart = clips[first] != clips[second]
    return float((np.abs(values[first] - values[second])[apart] <= band_of(errors)).mean())


def by_kind(found: Sequence[SetError]) -> dict[Kind, list[SetError]]:
    """Sort errors by what a band is for, leaving out what too few sets tell of."""
    kinds: dict[Kind, list[SetError]] = {}
    for each in found:
        kinds.setdefault(each.kind, []).append(each)
    return {kind: kinds[kind] for kind in sorted(kinds) if len({each.clip for each in kinds[kind]}) >= FEWEST_SETS}


def bands_record(found: Sequence[SetError], folders: Sequence[Path]) -> dict[str, Any]:
    """Give the data file of :mod:`formcheck.report.change`."""
    return {
        "formcheck": formcheck.__version__,
        "from": [folder.name for folder in folders],
        "clips": len({each.clip for each in found}),
        "bands": [
            {
                **kind._asdict(),
                "unit": errors[0].unit,
                "sets": len(errors),
                "bias": _short(fmean(each.error for each in errors)),
                "sd": _short(float(np.std([each.error for each in errors], ddof=1))),
                "band": _short(band_of(errors)),
                "inside": round(share_inside(errors), 3),
            }
            for kind, errors in by_kind(found).items()
        ],
    }


def write_bands(record: dict[str, Any]) -> None:
    """Write the data file, a band a line."""
    lines = ",\n".join(f"  {json.dumps(band)}" for band in record["bands"])
    head = json.dumps({key: value for key, value in record.items() if key != "bands"}, indent=1)
    with atomic_write(Path(change.__file__).with_name(change.DATA)) as temporary:
        temporary.write_text(f'{head[:-2]},\n "bands": [\n{lines}\n ]\n}}\n', encoding="utf-8")


def _short(value: float) -> float:
    return float(f"{value:.3g}")


NUMBERS: Final = ("sets", "bias", "sd", "band", "inside")


def bands_table(record: dict[str, Any]) -> Table:
    """Show the bands."""
    table = Table(title=f"Bands from {record['clips']} clips", title_justify="left")
    for column in ("movement", "measure", "statistic", "view", *NUMBERS):
        table.add_column(column, justify="right" if column in NUMBERS else "left")
    for band in record["bands"]:
        seen = f"{band['view']}, {band['aspect']}" if band["aspect"] else band["view"]
        numbers = (f"{band[name]:g}" for name in NUMBERS)
        table.add_row(band["movement"], band["measure"], band["statistic"], seen, *numbers)
    return table
