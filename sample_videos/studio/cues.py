"""The true verdict on every cue: the bands of :mod:`cue_table`, applied to what was really done.

Whether the camera could judge it is said beside it: by the direction from which it looks, and no more.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from .cue_table import ANY, CUES, HOLD_GOOD_S, HOLD_NEARLY_S, HOLDS, REP_GOOD_S, REP_NEARLY_S, REPS, SIDE

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
    """

    azimuth_deg: float
    tilt_deg: float

    def off(self, view: str) -> float:
        """Degrees between this and a wanted view."""
        turned = abs(self.azimuth_deg)
        off = {
            "side": abs(turned - 90),
            "front": turned,
            "back": 180 - turned,
            "oblique": abs(turned - OBLIQUE_DEG),
            "high": max(0.0, HIGH_TILT_DEG - self.tilt_deg),
            "any": 0.0,
        }
        return off[view]

    def judgeable(self, views: tuple[str, ...]) -> tuple[Literal["yes", "widened", "no"], float | None]:
        """Whether one of these views is near enough."""
        if "any" in views:
            return "yes", None
        off = min(self.off(view) for view in views)
        if off <= JUDGED_WITHIN_DEG:
            return "yes", off
        return ("widened" if off <= WIDENED_WITHIN_DEG else "no"), off


def _spans_for(when: str, spans: list[Span], reps: str) -> list[Span]:
    kind, _, name = when.partition(":")
    if kind == "hold":
        return [s for s in spans if s.kind == "hold" and (s.name == name or (not name and s.name != "side_bend"))]
    wanted: dict[str, Callable[[Span], bool]] = {
        "setup": lambda s: s.kind == "phase" and s.name == "setup",
        "facing_setup": lambda s: s.kind == "phase" and s.name == "facing_setup",
        "facing_rep": lambda s: s.kind == "rep" and s.name == "facing_hinge",
        "rep": lambda s: s.kind == "rep" and s.name == reps,
        "peak": lambda s: s.kind == "rep" and s.name == reps,
        "pump": lambda s: s.kind == "phase" and s.name == "pumps",
        "rep+hold": lambda s: (s.kind == "rep" and s.name == reps) or (s.kind == "hold" and s.name != "side_bend"),
    }
    return [s for s in spans if wanted[kind](s)]


def _reduced(values: Floats, how: str, baseline: float) -> float:
    ways: dict[str, Callable[[], float]] = {
        "median": lambda: np.median(values),
        "high": lambda: np.quantile(values, SUSTAINED),
        "low": lambda: np.quantile(values, 1 - SUSTAINED),
        "max": lambda: values.max(),
        "min": lambda: values.min(),
        "rise": lambda: values.max() - baseline,
        "fall": lambda: values[0] - values.min(),
        "range": lambda: np.ptp(values),
    }
    return float(ways[how]())


def derived(measures: dict[str, Floats], act: Act, spans: list[Span], times: Floats) -> dict[str, Floats]:
    """Measures that only make sense for an act: worst of both sides, shares of a peak, signs by side."""
    out = dict(measures)
    for name in ("knee_clearance", "elbow_clearance"):
        out[f"worst_{name}"] = np.maximum(measures[f"{name}.left"], measures[f"{name}.right"])
    sided = (f"{name}.{side}" for name in ("foot_direction", "leg_direction") for side in ("left", "right"))
    for name in ("lateral_lean", "trunk_twist", *sided):
        out[f"abs_{name}"] = np.abs(measures[name])
    # The front leg of the lunge is opposite the knee that is down; leaning toward the left is positive.
    out["lean_to_front_leg"] = measures["lateral_lean"] * (1 if act.side == "right" else -1)
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
        baseline = _baseline(values, times, setup)
        for span in _spans_for(cue.when, spans, reps):
            start, end = span.start_s, span.end_s
            if cue.when == "peak" and span.peak_s is not None:
                start, end = span.peak_s - PEAK_HALF_S, span.peak_s + PEAK_HALF_S
            inside = values[(times >= start) & (times <= end)]
            if not len(inside):
                continue
            value = _reduced(inside, cue.reduce, baseline)
            can, off = sight(start, end).judgeable(cue.views)
            out.append(
                TrueVerdict(
                    cue.ref,
                    _label(span),
                    start,
                    end,
                    value,
                    verdict_for(value, cue.good, cue.nearly),
                    can,
                    off,
                )
            )
    return out + _counted(act, spans, sight)


def _label(span: Span) -> str:
    return f"{span.kind} {span.name}" + (f" {span.number}" if span.number else "")


def _baseline(values: Floats, times: Floats, setup: list[Span]) -> float:
    if not setup:
        return float(values[0])
    inside = values[(times >= setup[-1].start_s) & (times <= setup[-1].end_s)]
    return float(np.median(inside)) if len(inside) else float(values[0])


def _counted(act: Act, spans: list[Span], sight: Callable[[float, float], Sight]) -> list[TrueVerdict]:
    """Judge counts, tempo, bounces and hold times: they need no band of a measure."""
    out: list[TrueVerdict] = []

    def add(ref: str, label: str, start: float, end: float, value: float, good: Band, nearly: Band) -> None:
        can, off = sight(start, end).judgeable(SIDE)
        out.append(TrueVerdict(ref, label, start, end, value, verdict_for(value, good, nearly), can, off))

    ref, name = REPS[act.movement]
    reps = [s for s in spans if s.kind == "rep" and s.name == name]
    if reps:
        count = float(len(reps))
        add(
            ref,
            f"reps {name}",
            reps[0].start_s,
            reps[-1].end_s,
            count,
            (act.reps, act.reps),
            (act.reps, act.reps),
        )
    for rep in reps:
        if rep.peak_s is not None and rep.end_s > rep.peak_s:
            add(
                "G7",
                _label(rep),
                rep.start_s,
                rep.end_s,
                rep.end_s - rep.start_s,
                (REP_GOOD_S, ANY),
                (REP_NEARLY_S, ANY),
            )
        add("G13", _label(rep), rep.start_s, rep.end_s, act.faults.bouncing, (-ANY, 0.05), (-ANY, 0.05))
    if act.movement == "standing-stretch":
        pumps = [s for s in spans if s.kind == "rep" and s.name == "pump"]
        if pumps:
            five = (float(act.reps), float(act.reps))
            add("4.18", "reps pump", pumps[0].start_s, pumps[-1].end_s, float(len(pumps)), five, five)
    wanted = HOLDS.get(act.movement)
    for hold in spans:
        if wanted and hold.kind == "hold" and hold.name == wanted[1]:
            add(
                wanted[0],
                _label(hold),
                hold.start_s,
                hold.end_s,
                hold.end_s - hold.start_s,
                HOLD_GOOD_S,
                HOLD_NEARLY_S,
            )
    return out
