"""The headline: a few figures that say how right the program is, each with what it should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from formcheck.analysis.scoring.rounding import kind_of, separation
from formcheck.analysis.scoring.truth import OTHER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from formcheck.analysis.scoring.clip import ActScore, ClipScore
    from formcheck.analysis.scoring.counting import HoldScore
    from formcheck.analysis.scoring.cues import CueScore
    from formcheck.analysis.scoring.rounding import BackRep

WITHIN_ONE_SIGMA: Final = 0.68
"""Share of errors within one standard uncertainty, where that is what it claims to be."""

HELD_CLOSE_S: Final = 0.5
"""Held seconds within this are right."""

FLOOR_KNEES: Final = "hip-rotation-90-90"
"""In this movement both legs lie on the floor: its knees are told apart from all others."""

FLOOR_KNEE: Final = "floor_knee_flexion"
"""The measure that lays them onto the floor."""

SIGMA_SLACK: Final = 0.10
"""So far off 68 % the share of errors within the stated uncertainty may be, for one measure in one view."""

ENOUGH_FRAMES: Final = 300
"""A share over fewer frames than this says nothing of an uncertainty: they are one person in one moment."""

REFUSED: Final = ("cannot_judge", "not_reached")

Better = Literal["higher", "lower", "near"]


@dataclass(frozen=True, slots=True)
class Target:
    """What a figure should be.

    Attributes
    ----------
    label
        What it is, in words for a table.
    kind
        How it is written: ``share``, ``count``, ``seconds``, ``degrees`` or ``ratio``.
    better
        Which way is better; ``near`` means near to the target.
    value
        At least, at most, or within ``slack`` of this; None where nothing is asked.
    slack
        For ``near``.
    """

    label: str
    kind: Literal["share", "count", "seconds", "degrees", "ratio"]
    better: Better
    value: float | None = None
    slack: float = 0.0

    def met(self, value: float | None) -> bool | None:
        """Whether a value is as it should be; None where nothing is asked or known."""
        if value is None or self.value is None:
            return None
        if self.better == "near":
            return abs(value - self.value) <= self.slack
        return value >= self.value if self.better == "higher" else value <= self.value

    def badness(self, value: float) -> float:
        """Give a number that grows as the figure gets worse."""
        if self.better == "near":
            return abs(value - (self.value or 0.0))
        return -value if self.better == "higher" else value


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its value, None where nothing spoke for it, and over how many it was taken."""

    value: float | None
    n: int


TARGETS: Final[dict[str, Target]] = {
    "movement_right": Target("movement recognised", "share", "higher", 0.97),
    "side_right": Target("movement and side recognised", "share", "higher", 0.97),
    "others_left": Target("other activities called unrecognised", "share", "higher", 0.97),
    "person_found": Target("frames in position with a person, worst act", "share", "higher", 0.99),
    "reps_exact": Target("phases with every rep counted, where they can be seen", "share", "higher", 0.97),
    "reps_far_off": Target("phases off by more than one", "count", "lower", 0.0),
    "reps_exact_given": Target("the same, with the movement given where it was not recognised", "share", "higher"),
    "reps_silent": Target("phases miscounted without saying that they cannot be counted", "count", "lower"),
    "reps_within_one": Target("phases off by one at most, movement given as above", "share", "higher"),
    "reps_worst": Target("reps off in the worst phase, movement given as above", "count", "lower"),
    "reps_unseen": Target("phases out of sight: said so, or counted right", "share", "higher"),
    "reps_false": Target("reps counted where there was none", "count", "lower", 0.0),
    "rep_peak_s": Target("time of a rep's peak, median error", "seconds", "lower"),
    "hold_found": Target("holds found, where they can be seen", "share", "higher"),
    "hold_start_s": Target("start of a hold, median error", "seconds", "lower", 0.4),
    "hold_end_s": Target("end of a hold, median error", "seconds", "lower", 0.4),
    "held_close": Target("held seconds within 0.5 s", "share", "higher", 0.95),
    "holds_false": Target("holds timed where there was none", "count", "lower", 0.0),
    "clear_found": Target("clear faults found, in views that can judge", "share", "higher", 0.90),
    "faults_found": Target("all faults found, in views that can judge", "share", "higher"),
    "false_alarms": Target("faults claimed on good form", "share", "lower", 0.02),
    "false_alarm_acts": Target("acts with any fault claimed on good form", "share", "lower"),
    "nearly_called": Target("faults claimed on form that is nearly good", "share", "lower"),
    "answered": Target("cues answered, in views that can judge", "share", "higher"),
    "blind_refused": Target("cues refused, in views that cannot judge", "share", "higher", 0.98),
    "blind_faults": Target("faults claimed in views that cannot judge", "count", "lower", 0.0),
    "rounding_auc": Target("rounding index: flat against round (AUC)", "ratio", "higher", 0.97),
    "flat_called_round": Target("rounding index: flat backs called round", "share", "lower", 0.03),
    "round_found": Target("rounding index: round backs called round", "share", "higher"),
    "rounding_answered": Target("rounding index: backs for which there is one", "share", "higher"),
    "knee_mae_deg": Target("knee flexion, near, side-on, mean error", "degrees", "lower", 5.0),
    "trunk_mae_deg": Target("trunk inclination, side-on, mean error", "degrees", "lower", 3.5),
    "hip_mae_deg": Target("apparent hip flexion, near, side-on, mean error", "degrees", "lower", 8.0),
    "floor_knee_mae_deg": Target("knees of the 90/90, good camera, mean error", "degrees", "lower", 12.0),
    "floor_knee_judged": Target("knees of the 90/90, good camera, frames judged", "share", "higher"),
    "floor_knee_refused": Target("knees of the 90/90, low camera, frames refused", "share", "higher", 0.98),
    "within_sigma": Target("errors within the stated uncertainty, all", "share", "near", WITHIN_ONE_SIGMA, 0.08),
    "sigma_true": Target("measures and views in which 58 to 78% are within it", "share", "higher", 1.0),
    "yaw_mae_deg": Target("yaw of the view, mean error", "degrees", "lower"),
    "label_right": Target("frames whose view bears the right name", "share", "higher"),
    "markers_exact": Target("marker recordings counted as ten of ten", "share", "higher", 0.95),
}
"""Every figure, in the order of the table, with what was asked of it."""


def figures(clips: Sequence[ClipScore], acts: Sequence[ActScore]) -> dict[str, Figure]:
    """Work out every figure over some acts and clips."""
    movements = [act for act in acts if act.movement != OTHER]
    found = {"person_found": _worst_found(movements)}
    found |= _recognition(acts)
    found |= _repetitions(clips, movements)
    found |= _holds(clips, movements)
    found |= _cues(movements)
    found |= _rounding([rep for act in movements for rep in act.backs])
    found |= _angles(movements)
    found |= _sigmas(movements)
    found |= _views(movements)
    return {name: found[name] for name in TARGETS if name in found}


def share(values: Iterable[bool]) -> Figure:
    """Give the share of true ones."""
    listed = list(values)
    return Figure(sum(listed) / len(listed) if listed else None, len(listed))


def median_size(values: Iterable[float | None]) -> Figure:
    """Give the median of the absolute values that are known."""
    sizes = [abs(value) for value in values if value is not None]
    return Figure(float(np.median(sizes)) if sizes else None, len(sizes))


def errors_of(acts: Iterable[ActScore], measure: str, aspect: str | None, view: str | None) -> NDArray[np.float32]:
    """Join the known errors of a measure; None for an aspect or a view takes any."""
    parts = [
        sample.error
        for act in acts
        for sample in act.samples
        if sample.measure == measure and aspect in {None, sample.aspect} and view in {None, sample.view}
    ]
    joined = np.concatenate([np.empty(0, np.float32), *parts])
    known: NDArray[np.float32] = joined[np.isfinite(joined)]
    return known


def _worst_found(acts: Sequence[ActScore]) -> Figure:
    return Figure(min((1.0 - act.seen.nobody for act in acts), default=None), len(acts))


def _recognition(acts: Sequence[ActScore]) -> dict[str, Figure]:
    movements = [act.recognition for act in acts if act.judged]
    others = [act.recognition for act in acts if act.movement == OTHER]
    return {
        "movement_right": share(score.movement_right for score in movements),
        "side_right": share(score.side_right for score in movements),
        "others_left": share(score.movement_right for score in others),
    }


def _repetitions(clips: Sequence[ClipScore], acts: Sequence[ActScore]) -> dict[str, Figure]:
    found = [score for act in acts for score in act.reps_found if score.scored and score.seen]
    given = [score for act in acts for score in act.reps if score.scored and score.seen]
    unseen = [score for act in acts for score in act.reps if score.scored and not score.seen]
    strays = sum(stray.kind == "rep" for clip in clips for stray in clip.strays)
    return {
        "reps_exact": share(score.exact for score in found),
        "reps_far_off": Figure(float(sum(score.off_by > 1 for score in found)), len(found)),
        "reps_exact_given": share(score.exact for score in given),
        "reps_silent": Figure(float(sum(not score.exact and not score.refused for score in found)), len(found)),
        "reps_within_one": share(score.off_by <= 1 for score in given),
        "reps_worst": Figure(float(max((score.off_by for score in given), default=0)), len(given)),
        "reps_unseen": share(bool(score.refused) or score.exact for score in unseen),
        "reps_false": Figure(float(strays), len(clips)),
        "rep_peak_s": median_size(error for score in given for error in score.peak_errors_s),
    }


def _holds(clips: Sequence[ClipScore], acts: Sequence[ActScore]) -> dict[str, Figure]:
    holds = [hold for act in acts for hold in act.holds if hold.seen]
    strays = sum(stray.kind == "hold" for clip in clips for stray in clip.strays)
    return {
        "hold_found": share(hold.found for hold in holds),
        "hold_start_s": median_size(hold.start_error_s for hold in holds),
        "hold_end_s": median_size(hold.end_error_s for hold in holds),
        "held_close": share(is_held_close(hold) for hold in holds),
        "holds_false": Figure(float(strays), len(clips)),
    }


def is_held_close(hold: HoldScore) -> bool:
    """Whether a hold was found and its length is right."""
    return hold.held_error_s is not None and abs(hold.held_error_s) <= HELD_CLOSE_S


def is_false_alarm(cue: CueScore) -> bool:
    """Whether a fault was claimed where the form was good, in a view that can judge."""
    return can_be_false(cue) and cue.verdict == "fault"


def is_blind_fault(cue: CueScore) -> bool:
    """Whether a fault was claimed in a view that cannot judge; a right count of too few is no mistake from there."""
    return cue.judgeable == "no" and cue.verdict == "fault" and not (cue.tallied and cue.truth == "fault")


def can_be_false(cue: CueScore) -> bool:
    """Whether a fault claimed here would be a false alarm: good form, in a view that can judge."""
    return cue.truth == "good" and cue.judgeable != "no"


def _cues(acts: Sequence[ActScore]) -> dict[str, Figure]:
    cues = [cue for act in acts for cue in act.cues]
    visible = [cue for cue in cues if cue.judgeable == "yes"]
    blind = [cue for cue in cues if cue.judgeable == "no"]
    return {
        "clear_found": share(cue.verdict == "fault" for cue in cues if cue.clear),
        "faults_found": share(cue.verdict == "fault" for cue in visible if cue.truth == "fault"),
        "false_alarms": share(is_false_alarm(cue) for cue in cues if can_be_false(cue)),
        "false_alarm_acts": share(
            any(is_false_alarm(cue) for cue in act.cues) for act in acts if any(can_be_false(cue) for cue in act.cues)
        ),
        "nearly_called": share(cue.verdict == "fault" for cue in visible if cue.truth == "nearly"),
        "answered": share(cue.verdict in {"good", "nearly", "fault"} for cue in visible),
        "blind_refused": share(cue.verdict in REFUSED for cue in blind if not cue.tallied),
        "blind_faults": Figure(float(sum(is_blind_fault(cue) for cue in blind)), len(blind)),
    }


def _rounding(reps: Sequence[BackRep]) -> dict[str, Figure]:
    parted = separation(reps)
    return {
        "rounding_auc": Figure(parted.auc, parted.pairs),
        "flat_called_round": Figure(parted.flat_called_round, parted.flat),
        "round_found": Figure(parted.round_found, parted.rounded),
        "rounding_answered": share(rep.index is not None for rep in reps if kind_of(rep)),
    }


def _angles(acts: Sequence[ActScore]) -> dict[str, Figure]:
    upright = [act for act in acts if act.movement != FLOOR_KNEES]
    good = _floor_errors(acts, "good")
    low = _floor_errors(acts, "low")
    return {
        "knee_mae_deg": _mae(errors_of(upright, "knee_flexion", "near", "side")),
        "trunk_mae_deg": _mae(errors_of(acts, "trunk_inclination", None, "side")),
        "hip_mae_deg": _mae(errors_of(upright, "hip_flexion", "near", "side")),
        "floor_knee_mae_deg": _mae(good[np.isfinite(good)]),
        "floor_knee_judged": Figure(float(np.isfinite(good).mean()) if len(good) else None, len(good)),
        "floor_knee_refused": Figure(float(np.isnan(low).mean()) if len(low) else None, len(low)),
    }


def _floor_errors(acts: Sequence[ActScore], camera: str) -> NDArray[np.float32]:
    """Join the errors of knees that lie on the floor, NaN where they are refused, from one kind of camera."""
    parts = [
        sample.error
        for act in acts
        if act.movement == FLOOR_KNEES and act.floor_camera == camera
        for sample in act.samples
        if sample.measure == FLOOR_KNEE
    ]
    return np.concatenate([np.empty(0, np.float32), *parts])


def _sigmas(acts: Sequence[ActScore]) -> dict[str, Figure]:
    rows = coverage(acts)
    total = sum(row.n for row in rows)
    within = sum(row.share * row.n for row in rows)
    enough = [row for row in rows if row.n >= ENOUGH_FRAMES]
    return {
        "within_sigma": Figure(within / total if total else None, total),
        "sigma_true": share(abs(row.share - WITHIN_ONE_SIGMA) <= SIGMA_SLACK for row in enough),
    }


@dataclass(frozen=True, slots=True)
class Coverage:
    """How true the stated uncertainty of a measure is from one class of view: share of n errors within it."""

    measure: str
    view: str
    share: float
    n: int


def coverage(acts: Iterable[ActScore]) -> list[Coverage]:
    """Give the share of errors within the stated uncertainty, measure by measure and view by view."""
    counted: dict[tuple[str, str], list[int]] = {}
    for act in acts:
        for sample in act.samples:
            known = np.isfinite(sample.error)
            row = counted.setdefault((sample.measure, sample.view), [0, 0])
            row[0] += int((np.abs(sample.error[known]) <= sample.sigma[known]).sum())
            row[1] += int(known.sum())
    return [Coverage(*key, within / n, n) for key, (within, n) in counted.items() if n]


def _mae(errors: NDArray[np.float32]) -> Figure:
    return Figure(float(np.abs(errors).mean(dtype=np.float64)) if len(errors) else None, len(errors))


def _views(acts: Sequence[ActScore]) -> dict[str, Figure]:
    yaws = np.concatenate([np.empty(0, np.float32), *(act.sight.yaw_error for act in acts)])
    labels = [(true == ours, n) for act in acts for (true, ours), n in act.sight.labels.items()]
    frames = sum(n for _, n in labels)
    right = sum(n for same, n in labels if same)
    return {
        "yaw_mae_deg": _mae(yaws[np.isfinite(yaws)]),
        "label_right": Figure(right / frames if frames else None, frames),
    }


DIMENSIONS: Final[dict[str, Callable[[ActScore], str]]] = {
    "movement": lambda act: act.movement,
    "movement and view": lambda act: f"{act.movement}, {act.band}",
    "person": lambda act: act.person,
    "view": lambda act: act.view,
    "distance": lambda act: act.distance,
}
"""What everything is broken down by."""


def breakdown(clips: Sequence[ClipScore], by: Callable[[ActScore], str]) -> dict[str, dict[str, Figure]]:
    """Work out the figures of every group of acts; what was counted outside is told with the clips that hold it."""
    acts = [act for clip in clips for act in clip.acts]
    groups = {}
    for group in sorted({by(act) for act in acts}):
        inside = [act for act in acts if by(act) == group]
        names = {act.clip for act in inside}
        groups[group] = figures([clip for clip in clips if clip.name in names], inside)
    return groups
