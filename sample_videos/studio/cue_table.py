"""The table of cues whose truth is known: what counts, how a span becomes one number, the bands, the views.

``{worked}`` and ``{other}`` stand for the sides of an act. The numbers are those of the domain tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Band = tuple[float, float]
When = Literal[
    "setup", "facing_setup", "facing_rep", "rep", "peak", "pump", "hold", "hold:side_bend", "rep+hold", "setup+rep",
    "setup+hold", "setup+rep+hold",
]  # fmt: skip
View = Literal["side", "front", "back", "oblique", "high", "raised", "any"]

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
        is the greatest over the start position; ``after`` is the least from the peak on.
    good, nearly
        Closed bands.
    views
        From where it can be judged.
    """

    ref: str
    when: When
    measure: str
    reduce: Literal["median", "high", "low", "rise", "range", "after"]
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
        Cue("1.1", "setup+rep", "worst_ground_clearance", "high", *_at_most(0.10, 0.18)),
        # Not to reach the heels is allowed: never a fault.
        Cue("1.2", "peak", "buttock_heel", "median", *_at_most(0.75, ANY)),
        Cue("1.3", "setup+rep", "trunk_inclination", "low", *_at_least(60, 45)),
        Cue("1.4", "setup+rep", "worst_forearm_clearance", "high", *_at_most(0.12, 0.20), ("side", "oblique")),
        Cue("1.5", "setup", "knee_separation", "median", *_at_least(1.5, 1.2), FRONT_BACK),
        Cue("1.8", "rep", "rock", "rise", *_at_least(0.15, 0.15)),
        Cue("1.13", "hold", "rock_of_peak", "low", *_at_least(0.9, 0.8)),
        Cue("1.16", "rep", "abs_lateral_lean", "high", *_at_most(8, 15), FRONT_BACK),
    ),
    "hip-rotation-90-90": (
        Cue("2.2", "setup", "ankle_clearance.{worked}", "median", *_at_most(0.15, 0.25), ("oblique", "high")),
        Cue("2.4", "setup", "knee_included.{worked}", "median", *_about(90, 20, 30), ("raised",)),
        Cue("2.4r", "setup", "knee_included.{other}", "median", *_about(90, 20, 30), ("raised",)),
        Cue("2.5", "setup", "ankle_included.{worked}", "median", *_about(90, 20, 30), ("raised",)),
        Cue("2.5r", "setup", "ankle_included.{other}", "median", *_about(90, 20, 30), ("raised",)),
        Cue("2.6", "setup+rep+hold", "wrist_clearance.{worked}", "high", *_at_most(0.12, 0.20), ("side", "oblique")),
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
        Cue("3.7", "setup+hold", "abs_trunk_twist", "median", *_at_most(15, 25), ("front",)),
        Cue("3.9", "hold", "trunk_inclination", "low", *_at_least(-10, -10)),
        Cue("3.10", "rep", "knee_flexion.{other}", "rise", (8.0, 35.0), (5.0, 35.0)),
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
        Cue("3.14s", "rep+hold", "abs_lateral_lean", "high", *_at_most(8, 15), FRONT_BACK),
        Cue(
            "3.16",
            "hold:side_bend",
            "shoulder_elevation.{worked}",
            "median",
            *_at_least(150, 130),
            ("front", "side"),
        ),
        Cue("3.16e", "hold:side_bend", "elbow_included.{worked}", "median", *_at_least(150, 130), ("front", "side")),
        Cue("3.17", "hold:side_bend", "lean_to_front_leg", "median", (5.0, 20.0), (2.0, 25.0), FRONT_BACK),
        Cue("3.17t", "hold:side_bend", "trunk_inclination", "high", *_at_most(15, 20)),
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
        Cue("4.10", "facing_rep", "trunk_inclination", "after", *_at_most(15, 20), ("side", "oblique")),
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
ACROSS: Final[dict[str, tuple[Band, Band, tuple[View, ...]]]] = {
    "1.9": (*_at_least(0.80, 0.60), SIDE),
    "1.11": (*_at_least(-0.03, -ANY), SIDE),
    "1.14": (*_at_least(0.03, 0.0), SIDE),
    "4.5": (*_at_most(0.05, 0.10), ("any",)),
    "4.12c": (*_at_least(45, 30), ("any",)),
    "4.19": (*_at_least(0.80, 0.60), SIDE),
    "4.20": (*_at_least(-3.0, -8.0), SIDE),
    "4.21": (*_at_least(15, 10), SIDE),
    "4.21t": (*_at_most(10, 15), SIDE),
    "4.25": (*_at_most(0.06, 0.06), ("any",)),
}
"""Good, nearly and views of what compares one span with another (:mod:`set_cues` says how). Where the domain
tables give one limit only, the band between is the studio's own."""
HOLD_GOOD_S: Final = (5.0, 20.0)
HOLD_NEARLY_S: Final = (4.0, 25.0)
REP_GOOD_S, REP_NEARLY_S = 2.0, 1.5
