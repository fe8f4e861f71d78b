"""The true verdict on every cue: the bands of :mod:`cue_table`, applied to what was really done.

Whether the camera could judge it is said beside it: by the direction from which it looks, and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from .cue_table import CUES, REPS

if TYPE_CHECKING:
    from collections.abc import Callable

    from .cue_table import Band
    from .movements import Act
    from .timing import Span
    from .vectors import Floats

JUDGED_WITHIN_DEG: Final = 15.0
WIDENED_WITHIN_DEG: Final = 30.0
"""Off the wanted view by up to the first: judged; up to the second: with wider tolerance; beyond: not."""
OBLIQUE_DEG: Final = 45.0
HIGH_TILT_DEG: Final = 30.0
"""A camera that looks down by this much sees the floor plane."""
RAISED_M, TOO_LOW_M = 1.2, 0.9
"""Camera heights: from the first on it shows the right angles of legs that lie on the floor, from the front or
front-oblique; at the second and below it does not (a right angle then looks like anything up to 160 degrees)."""
PEAK_HALF_S: Final = 0.2
SUSTAINED: Final = 0.8
"""A fault in a span counts at the quantile that leaves out its worst fifth: moments are not form."""


@dataclass(frozen=True, slots=True)
class TrueVerdict:
    """A cue's true verdict over one span.

    Attributes
    ----------
    ref
        Of the domain tables.
    span
        Kind, name and number of the span, such as ``rep rock 2``.
    start_s, end_s
        Of the span.
    value
        The measure, reduced.
    verdict
        ``good``, ``nearly`` or ``fault``.
    judgeable
        ``yes``, ``widened`` (only with wider tolerance) or ``no``: what the view allows.
    view_off_deg
        How far the camera is from the nearest view that would do; None where any will.
    """

    ref: str
    span: str
    start_s: float
    end_s: float
    value: float
    verdict: Literal["good", "nearly", "fault"]
    judgeable: Literal["yes", "widened", "no"]
    view_off_deg: float | None


def verdict_for(value: float, good: Band, nearly: Band) -> Literal["good", "nearly", "fault"]:
    """Place a value in the bands."""
    if good[0] <= value <= good[1]:
        return "good"
    return "nearly" if nearly[0] <= value <= nearly[1] else "fault"


@dataclass(frozen=True, slots=True)
class Sight:
    """How the camera stands to a person in a span.

    Attributes
    ----------
    azimuth_deg
        0 the person faces it, 90 it is at the person's left, 180 behind, -90 at the right.
    tilt_deg
        How far it looks down.
    height_m
        Of the camera above the floor.
    """

    azimuth_deg: float
    tilt_deg: float
    height_m: float = 1.0

    def off(self, view: str) -> float:
        """Degrees between this and a wanted view."""
        turned = abs(self.azimuth_deg)
        off = {
            "side": abs(turned - 90),
            "front": turned,
            "back": 180 - turned,
            "oblique": abs(turned - OBLIQUE_DEG),
            "high": max(0.0, HIGH_TILT_DEG - self.tilt_deg),
            "raised": max(0.0, turned - OBLIQUE_DEG, self._too_low()),
            "any": 0.0,
        }
        return off[view]

    def _too_low(self) -> float:
        """Say how far this is below chest height, as an angle: none at 1.2 m, and out of the question at 0.9 m."""
        if self.height_m >= RAISED_M:
            return 0.0
        share = (RAISED_M - self.height_m) / (RAISED_M - TOO_LOW_M)
        return JUDGED_WITHIN_DEG + share * (WIDENED_WITHIN_DEG - JUDGED_WITHIN_DEG)

    def judgeable(self, views: tuple[str, ...]) -> tuple[Literal["yes", "widened", "no"], float | None]:
        """Whether one of these views is near enough."""
        if "any" in views:
            return "yes", None
        off = min(self.off(view) for view in views)
        if off <= JUDGED_WITHIN_DEG:
            return "yes", off
        return ("widened" if off <= WIDENED_WITHIN_DEG else "no"), off


def _spans_for(when: str, spans: list[Span], reps: str) -> list[Span]:
    """Give the spans in which a cue is looked at: ``when`` is one word, or words joined by a plus."""
    wanted: dict[str, Callable[[Span], bool]] = {
        "setup": lambda s: s.kind == "phase" and s.name == "setup",
        "facing_setup": lambda s: s.kind == "phase" and s.name == "facing_setup",
        "facing_rep": lambda s: s.kind == "rep" and s.name == "facing_hinge",
        "rep": lambda s: s.kind == "rep" and s.name == reps,
        "peak": lambda s: s.kind == "rep" and s.name == reps,
        "pump": lambda s: s.kind == "phase" and s.name == "pumps",
        "hold": lambda s: s.kind == "hold" and s.name != "side_bend",
        "hold:side_bend": lambda s: s.kind == "hold" and s.name == "side_bend",
    }
    words = when.split("+")
    return [s for s in spans if any(wanted[word](s) for word in words)]


def _reduced(values: Floats, how: str, baseline: float) -> float:
    ways: dict[str, Callable[[], float]] = {
        "median": lambda: np.median(values),
        "high": lambda: np.quantile(values, SUSTAINED),
        "low": lambda: np.quantile(values, 1 - SUSTAINED),
        "rise": lambda: values.max() - baseline,
        "range": lambda: np.ptp(values),
        "after": lambda: values.min(),
    }
    return float(ways[how]())


def derived(measures: dict[str, Floats], act: Act, spans: list[Span], times: Floats) -> dict[str, Floats]:
    """Measures that only make sense for an act: worst of both sides, shares of a peak, signs by side."""
    out = dict(measures)
    both = ("left", "right")
    # Kneeling, the foot rests on its top; where it is put up on the toes, on those.
    feet = [np.minimum(measures[f"foot_clearance.{s}"], measures[f"instep_clearance.{s}"]) for s in both]
    out["worst_ground_clearance"] = np.max([*feet, *(measures[f"knee_clearance.{s}"] for s in both)], axis=0)
    arms = [measures[f"{part}_clearance.{s}"] for part in ("elbow", "wrist") for s in both]
    out["worst_forearm_clearance"] = np.max(arms, axis=0)
    sided = (f"{name}.{side}" for name in ("foot_direction", "leg_direction") for side in both)
    for name in ("lateral_lean", "trunk_twist", *sided):
        out[f"abs_{name}"] = np.abs(measures[name])
    # The front leg of the lunge is opposite the knee that is down; leaning toward the left is positive.
    out["lean_to_front_leg"] = measures["lateral_lean"] * (1 if act.side == "right" else -1)
    for side in both:
        height = measures[f"ankle_clearance.{side}"]
        setup = [s for s in spans if s.kind == "phase" and s.name == "setup"]
        out[f"foot_drop.{side}"] = baseline_of(height, times, setup) - height
    reps = REPS[act.movement][1]
    last = [s for s in spans if s.kind == "rep" and s.name == reps]
    peak_s = last[-1].peak_s if last else None
    if peak_s is not None:
        at_peak = int(np.argmin(np.abs(times - peak_s)))
        for name, measure in (("rock_of_peak", "rock"), ("trunk_of_peak", "trunk_inclination")):
            out[name] = measures[measure] / max(1e-6, float(measures[measure][at_peak]))
    return out


def true_verdicts(
    act: Act,
    spans: list[Span],
    times: Floats,
    measures: dict[str, Floats],
    sight: Callable[[float, float], Sight],
) -> list[TrueVerdict]:
    """Judge an act by the truth.

    Parameters
    ----------
    spans
        Of this act.
    times
        (n,) of the frames.
    measures
        Those of :func:`sample_videos.studio.truth.measures` and of :func:`derived`.
    sight
        Gives how the camera stands to the person between two times.
    """
    worked = "left" if act.side == "both" else act.side
    other = "right" if worked == "left" else "left"
    reps = REPS[act.movement][1]
    setup = [s for s in spans if s.kind == "phase" and s.name == "setup"]
    out: list[TrueVerdict] = []
    for cue in CUES[act.movement]:
        values = measures[cue.measure.format(worked=worked, other=other)]
        baseline = baseline_of(values, times, setup)
        for span in _spans_for(cue.when, spans, reps):
            start, end = span.start_s, span.end_s
            if cue.when == "peak" and span.peak_s is not None:
                start, end = span.peak_s - PEAK_HALF_S, span.peak_s + PEAK_HALF_S
            elif cue.reduce == "after":
                start = span.peak_s or start
            inside = values[(times >= start) & (times <= end)]
            if not len(inside):
                continue
            value = _reduced(inside, cue.reduce, baseline)
            can, off = sight(start, end).judgeable(cue.views)
            out.append(
                TrueVerdict(
                    cue.ref,
                    label_of(span),
                    start,
                    end,
                    value,
                    verdict_for(value, cue.good, cue.nearly),
                    can,
                    off,
                )
            )
    return out


def label_of(span: Span) -> str:
    """Name a span in words."""
    return f"{span.kind} {span.name}" + (f" {span.number}" if span.number else "")


def baseline_of(values: Floats, times: Floats, setup: list[Span]) -> float:
    """Give a measure in the start position: its median there."""
    if not setup:
        return float(values[0])
    inside = values[(times >= setup[-1].start_s) & (times <= setup[-1].end_s)]
    return float(np.median(inside)) if len(inside) else float(values[0])
