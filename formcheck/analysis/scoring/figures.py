"""The headline: a few figures that say how right the program is, each with what it should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from formcheck.analysis.scoring.rounding import separation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from formcheck.analysis.scoring.clip import ActScore, ClipScore
    from formcheck.analysis.scoring.cues import CueScore

WITHIN_ONE_SIGMA: Final = 0.68
"""Share of errors within one standard uncertainty, where that is what it claims to be."""

HELD_CLOSE_S: Final = 0.5
"""Held seconds within this are right."""

FLOOR_KNEES: Final = "hip-rotation-90-90"
"""In this movement both legs lie on the floor: its knees are told apart from all others."""

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
    "person_found": Target("frames with a person, worst clip", "share", "higher", 0.99),
    "reps_exact": Target("acts with every rep counted, view from the side", "share", "higher", 0.97),
    "reps_far_off": Target("acts off by more than one", "count", "lower", 0.0),
    "reps_false": Target("reps counted where there was none", "count", "lower", 0.0),
    "rep_peak_s": Target("time of a rep's peak, median error", "seconds", "lower"),
    "hold_found": Target("holds found, view from the side", "share", "higher"),
    "hold_start_s": Target("start of a hold, median error", "seconds", "lower", 0.4),
    "hold_end_s": Target("end of a hold, median error", "seconds", "lower", 0.4),
    "held_close": Target("held seconds within 0.5 s", "share", "higher", 0.95),
    "holds_false": Target("holds timed where there was none", "count", "lower", 0.0),
    "clear_found": Target("clear faults found, in views that can judge", "share", "higher", 0.90),
    "faults_found": Target("all faults found, in views that can judge", "share", "higher"),
    "false_alarms": Target("faults claimed on good form", "share", "lower", 0.02),
    "answered": Target("cues answered, in views that can judge", "share", "higher"),
    "blind_refused": Target("cues refused, in views that cannot judge", "share", "higher", 0.98),
    "blind_faults": Target("faults claimed in views that cannot judge", "count", "lower", 0.0),
    "knee_mae_deg": Target("knee flexion, near, side-on, mean error", "degrees", "lower", 5.0),
    "trunk_mae_deg": Target("trunk inclination, side-on, mean error", "degrees", "lower", 3.5),
    "hip_mae_deg": Target("apparent hip flexion, near, side-on, mean error", "degrees", "lower", 8.0),
    "floor_knee_mae_deg": Target("knees of the 90/90, any view, mean error", "degrees", "lower", 12.0),
    "within_sigma": Target("errors within the stated uncertainty", "share", "near", WITHIN_ONE_SIGMA, 0.08),
    "yaw_mae_deg": Target("yaw of the view, mean error", "degrees", "lower"),
    "label_right": Target("frames whose view bears the right name", "share", "higher"),
    "side_right": Target("side recognised", "share", "higher", 0.97),
    "rounding_auc": Target("first outline feature: flat against round (AUC)", "ratio", "higher", 0.97),
    "flat_called_round": Target("first outline feature: flat backs beyond 0.07", "share", "lower", 0.03),
    "round_found": Target("first outline feature: round backs beyond 0.07", "share", "higher"),
}
"""Every figure, in the order of the table, with what issue by issue was asked of it."""


def figures(clips: Sequence[ClipScore], acts: Sequence[ActScore]) -> dict[str, Figure]:
    """Work out every figure over some acts and clips."""
    found = {"person_found": _worst_found(clips)}
    found |= _counting(clips, acts)
    found |= _cues(acts)
    found |= _angles(acts)
    found |= _views(acts)
    parted = separation([rep for act in acts for rep in act.backs])
    found["rounding_auc"] = Figure(parted.auc, parted.pairs)
    found["flat_called_round"] = Figure(parted.flat_called_round, parted.flat)
    found["round_found"] = Figure(parted.round_found, parted.rounded)
    return {name: found[name] for name in TARGETS}


def counts_can_be_seen(act: ActScore) -> bool:
    """Whether repetitions and holds can be expected to be seen: within 30 degrees of the side."""
    return act.view.startswith("side")


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


def _worst_found(clips: Sequence[ClipScore]) -> Figure:
    shares = [clip.frames_with_person / clip.frames for clip in clips if clip.frames]
    return Figure(min(shares, default=None), len(shares))


def _counting(clips: Sequence[ClipScore], acts: Sequence[ActScore]) -> dict[str, Figure]:
    judged = [act for act in acts if act.judged and counts_can_be_seen(act)]
    reps = [act.reps for act in judged if act.reps is not None]
    holds = [act.hold for act in judged if act.hold is not None]
    held = [hold.held_error_s for hold in holds]
    strays = [stray for clip in clips for stray in clip.strays]
    return {
        "reps_exact": share(score.counted == score.done == score.matched for score in reps),
        "reps_far_off": Figure(float(sum(abs(s.counted - s.done) > 1 for s in reps)), len(reps)),
        "reps_false": Figure(float(sum(stray.kind == "rep" for stray in strays)), len(clips)),
        "rep_peak_s": median_size(error for score in reps for error in score.peak_errors_s),
        "hold_found": share(hold.found for hold in holds),
        "hold_start_s": median_size(hold.start_error_s for hold in holds),
        "hold_end_s": median_size(hold.end_error_s for hold in holds),
        "held_close": share(error is not None and abs(error) <= HELD_CLOSE_S for error in held),
        "holds_false": Figure(float(sum(stray.kind == "hold" for stray in strays)), len(clips)),
    }


def is_false_alarm(cue: CueScore) -> bool:
    """Whether a fault was claimed where the form was good, in a view that can judge."""
    return cue.truth == "good" and cue.judgeable != "no" and cue.verdict == "fault"


def is_blind_fault(cue: CueScore) -> bool:
    """Whether a fault was claimed in a view that cannot judge; a right count of too few is no mistake from there."""
    return cue.judgeable == "no" and cue.verdict == "fault" and not (cue.tallied and cue.truth == "fault")


def _cues(acts: Sequence[ActScore]) -> dict[str, Figure]:
    cues = [cue for act in acts for cue in act.cues]
    visible = [cue for cue in cues if cue.judgeable == "yes"]
    blind = [cue for cue in cues if cue.judgeable == "no"]
    return {
        "clear_found": share(cue.verdict == "fault" for cue in cues if cue.clear),
        "faults_found": share(cue.verdict == "fault" for cue in visible if cue.truth == "fault"),
        "false_alarms": share(is_false_alarm(cue) for cue in cues if cue.truth == "good" and cue.judgeable != "no"),
        "answered": share(cue.verdict in {"good", "nearly", "fault"} for cue in visible),
        "blind_refused": share(cue.verdict in {"cannot_judge", "not_reached"} for cue in blind if not cue.tallied),
        "blind_faults": Figure(float(sum(is_blind_fault(cue) for cue in blind)), len(blind)),
    }


def _angles(acts: Sequence[ActScore]) -> dict[str, Figure]:
    upright = [act for act in acts if act.movement != FLOOR_KNEES]
    floor = [act for act in acts if act.movement == FLOOR_KNEES]
    known = [
        (sample.error[np.isfinite(sample.error)], sample.sigma[np.isfinite(sample.error)])
        for act in acts
        for sample in act.samples
    ]
    within = sum(int((np.abs(error) <= sigma).sum()) for error, sigma in known)
    total = sum(len(error) for error, _ in known)
    return {
        "knee_mae_deg": _mae(errors_of(upright, "knee_flexion", "near", "side")),
        "trunk_mae_deg": _mae(errors_of(acts, "trunk_inclination", None, "side")),
        "hip_mae_deg": _mae(errors_of(upright, "hip_flexion", "near", "side")),
        "floor_knee_mae_deg": _mae(errors_of(floor, "knee_flexion", None, None)),
        "within_sigma": Figure(within / total if total else None, total),
    }


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
        "side_right": share(act.sight.side_found == act.sight.side_true for act in acts if act.judged),
    }


DIMENSIONS: Final[dict[str, Callable[[ActScore], str]]] = {
    "movement": lambda act: act.movement,
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
