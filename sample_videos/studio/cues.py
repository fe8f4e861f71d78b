"""The true verdict on every cue: the bands of the domain tables, applied to what was really done.

A row says over which spans a cue is looked at, which measure counts, how a span becomes one number, where
good and nearly end, and from which side a camera can see it. ``{worked}`` and ``{other}`` stand for the
sides of an act.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from .movements import Act
    from .timing import Span
    from .vectors import Floats

Band = tuple[float, float]
When = Literal["setup", "facing_setup", "facing_rep", "rep", "peak", "pump", "hold", "hold:side_bend", "rep+hold"]
View = Literal["side", "front", "back", "oblique", "high", "any"]

JUDGED_WITHIN_DEG: Final = 15.0
WIDENED_WITHIN_DEG: Final = 30.0
"""Off the wanted view by up to the first: judged; up to the second: with wider tolerance; beyond: not."""
OBLIQUE_DEG: Final = 45.0
HIGH_TILT_DEG: Final = 30.0
"""A camera that looks down by this much sees the floor plane."""
PEAK_HALF_S: Final = 0.2
SUSTAINED: Final = 0.8
"""A fault in a span counts at the quantile that leaves out its worst fifth: moments are not form."""

ANY: Final = float("inf")
SIDE: Final = ("side",)
FRONT_BACK: Final = ("front", "back")


@dataclass(frozen=True, slots=True)
class Cue:
    """One row.

    Attributes
    ----------
    ref
        Of the domain tables.
    when
        Spans in which it is looked at, each giving a verdict.
    measure
        Name of a measure.
    reduce
        How a span becomes one number: ``median``; ``high`` and ``low`` are the sustained extremes; ``rise``
        and ``fall`` are the extremes against the start position; ``max`` and ``min``.
    good, nearly
        Closed bands.
    views
        From where it can be judged.
    """

    ref: str
    when: When
    measure: str
    reduce: Literal["median", "high", "low", "rise", "fall", "max", "min", "range"]
    good: Band
    nearly: Band
    views: tuple[View, ...] = SIDE


def _at_most(good: float, nearly: float) -> tuple[Band, Band]:
    return (-ANY, good), (-ANY, nearly)


def _at_least(good: float, nearly: float) -> tuple[Band, Band]:
    return (good, ANY), (nearly, ANY)


def _about(value: float, good: float, nearly: float) -> tuple[Band, Band]:
    return (value - good, value + good), (value - nearly, value + nearly)


ROUNDING: Final = _at_most(12.0, 30.0)
"""True bend of the spine, degrees. The domain bands are of an index; these are the studio's own: ten to
twelve degrees go with any hinge, and from thirty on a viewer sees a round back."""

CUES: Final[dict[str, tuple[Cue, ...]]] = {
    "adductor-rock-back": (
        Cue("1.1", "rep", "worst_knee_clearance", "high", *_at_most(0.10, 0.18)),
        Cue("1.3", "rep", "trunk_inclination", "low", *_at_least(60, 45)),
        Cue("1.4", "rep", "worst_elbow_clearance", "high", *_at_most(0.12, 0.20), ("side", "oblique")),
        Cue("1.5", "setup", "knee_separation", "median", *_at_least(1.5, 1.2), FRONT_BACK),
        Cue("1.8", "rep", "rock", "rise", *_at_least(0.15, 0.15)),
        Cue("1.13", "hold", "rock_of_peak", "low", *_at_least(0.9, 0.8)),
        Cue("1.14", "hold", "shoulder_height", "fall", *_at_least(0.03, 0.0)),
        Cue("1.16", "rep", "abs_lateral_lean", "high", *_at_most(8, 15), FRONT_BACK),
    ),
    "hip-rotation-90-90": (
        Cue("2.2", "setup", "ankle_clearance.{worked}", "median", *_at_most(0.15, 0.25), ("oblique", "high")),
        Cue("2.4", "setup", "knee_included.{worked}", "median", *_about(90, 20, 30), ("high",)),
        Cue("2.4r", "setup", "knee_included.{other}", "median", *_about(90, 20, 30), ("high",)),
        Cue("2.6", "rep+hold", "wrist_clearance.{worked}", "high", *_at_most(0.12, 0.20), ("side", "oblique")),
        Cue("2.7", "rep", "pelvic_obliquity", "range", *_at_most(10, 18), FRONT_BACK),
        Cue("2.9", "rep", "reach.{other}", "rise", *_at_least(0.25, 0.15), ("side", "oblique")),
        Cue("2.9e", "peak", "elbow_included.{other}", "median", *_at_least(150, 130), ("side", "oblique")),
        Cue("2.10", "rep", "trunk_inclination", "rise", *_at_least(15, 10)),
        Cue("2.11", "rep+hold", "spine_flexion", "high", *ROUNDING),
        Cue("2.14", "hold", "wrist_clearance.{other}", "low", *_at_most(0.12, 0.20), ("side", "oblique")),
    ),
    "kneeling-lunge": (
        Cue("3.4", "setup", "knee_included.{other}", "median", *_about(90, 15, 25)),
        Cue(
            "3.5",
            "setup",
            "knee_over_toe.{other}",
            "median",
            (0.0, 0.30),
            (-0.10, 0.45),
            ("front", "oblique"),
        ),
        Cue("3.7", "setup", "abs_trunk_twist", "median", *_at_most(15, 25), ("front",)),
        Cue("3.9", "hold", "trunk_inclination", "low", *_at_least(-10, -10)),
        Cue("3.10", "rep", "knee_flexion.{other}", "rise", (8.0, 35.0), (5.0, 45.0)),
        Cue(
            "3.11",
            "peak",
            "knee_over_toe.{other}",
            "median",
            (0.0, 0.30),
            (-0.10, 0.45),
            ("front", "oblique"),
        ),
        Cue("3.14", "rep+hold", "trunk_inclination", "high", *_at_most(10, 20)),
        Cue("3.14s", "rep", "abs_lateral_lean", "high", *_at_most(8, 15), FRONT_BACK),
        Cue(
            "3.16",
            "hold:side_bend",
            "shoulder_elevation.{worked}",
            "median",
            *_at_least(150, 130),
            ("front", "side"),
        ),
        Cue("3.17", "hold:side_bend", "lean_to_front_leg", "median", (5.0, 20.0), (2.0, 25.0), FRONT_BACK),
        Cue("3.19", "rep", "heel_clearance.{other}", "high", *_at_most(0.08, 0.12)),
    ),
    "standing-stretch": (
        Cue("4.1", "setup", "surface_height.{worked}", "median", *_at_most(0.10, 0.25), ("side", "front")),
        Cue("4.6", "setup", "foot_from_vertical.{worked}", "median", *_at_most(30, 45), ("side", "front")),
        Cue(
            "4.7",
            "facing_setup",
            "abs_foot_direction.{other}",
            "median",
            *_at_most(15, 25),
            ("front", "high"),
        ),
        Cue("4.8", "facing_rep", "trunk_inclination", "rise", *_at_least(15, 10), ("side", "oblique")),
        Cue("4.9", "rep", "spine_flexion", "high", *ROUNDING),
        Cue("4.12", "setup", "abs_leg_direction.{worked}", "median", *_at_most(25, 35), ("any",)),
        Cue("4.13", "setup", "abs_foot_direction.{other}", "median", *_at_most(25, 35), ("high",)),
        Cue("4.14", "rep", "trunk_inclination", "rise", *_at_least(15, 10)),
        Cue("4.16", "pump", "trunk_of_peak", "low", *_at_least(0.70, 0.50)),
        Cue("4.17", "pump", "ankle_angle.{worked}", "range", *_at_least(15, 10)),
        Cue("4.24", "rep", "knee_included.{worked}", "low", *_at_least(160, 145)),
    ),
}
"""By movement; letters after a number part a cue that has two halves."""

REPS: Final = {
    "adductor-rock-back": ("1.10", "rock"),
    "hip-rotation-90-90": ("2.12", "reach"),
    "kneeling-lunge": ("3.12", "rock"),
    "standing-stretch": ("4.15", "hinge"),
}
HOLDS: Final = {
    "adductor-rock-back": ("1.15", "back"),
    "hip-rotation-90-90": ("2.13", "reach"),
    "kneeling-lunge": ("3.13", "upright"),
}
HOLD_GOOD_S: Final = (5.0, 20.0)
HOLD_NEARLY_S: Final = (4.0, 25.0)
REP_GOOD_S, REP_NEARLY_S = 2.0, 1.5


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
