"""Where a leg and a foot point, and how high a leg is raised.

The directions are told against the way the pelvis faces, from the model's metres, whose axes are the camera's:
they take the camera to look level.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from formcheck.body import geometry
from formcheck.body.measures.base import Measure, joined, model_sigma, trunks
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import ViewLabel

if TYPE_CHECKING:
    from formcheck.body.sight import Sight

DEPTH_NOISE_M: Final = 0.12
"""How well the model knows where an ankle is against the hips, metres: a direction is worth the less, the shorter
the line it is read from."""

FOOT_NOISE_M: Final = 0.06
"""The same of the toes against the heel."""

FOOT_OF_SHANK_LEAST: Final = 0.25
"""A foot seen shorter than this share of a shank points along the line of sight (it is 0.62 of a shank)."""


def level_turn(sight: Sight, line: list[float]) -> tuple[float, float]:
    """Split a line (metres, the camera's axes) into what points where the pelvis faces, and to its left."""
    yaw = math.radians(_facing_deg(sight))
    ahead = -math.sin(yaw) * line[0] - math.cos(yaw) * line[2]
    left = math.cos(yaw) * line[0] - math.sin(yaw) * line[2]
    return ahead, left


def _facing_deg(sight: Sight) -> float:
    """Which way the pelvis faces: by the view, which is settled over time, else by the hips as they are."""
    if sight.view.yaw_deg is not None:
        return sight.view.yaw_deg
    return geometry.heading(sight.joints.world("left_hip"), sight.joints.world("right_hip"))


def ankle_ahead(sight: Sight, side: str) -> Reading:
    """How far the ankle is ahead of the middle of the hips, the way the pelvis faces, in trunk lengths.

    From the side the picture and the model's metres err against each other: their mean is taken.
    """
    problem = sight.joints.problem("left_hip", "right_hip", f"{side}_ankle")
    if problem:
        return Unknown(Unit.TRUNKS, *problem)
    hips = sight.joints.world_mid("hip")
    trunk_m = geometry.distance(hips, sight.joints.world_mid("shoulder"))
    if trunk_m <= 0:
        return Unknown(Unit.TRUNKS, Reason.TOO_SMALL, "left_hip")
    ankle = sight.joints.world(f"{side}_ankle")
    value = level_turn(sight, [a - b for a, b in zip(ankle, hips, strict=True)])[0] / trunk_m
    if sight.view.label is ViewLabel.SIDE:
        across_px = sight.joints.at(f"{side}_ankle")[0] - sight.joints.mid("hip")[0]
        value = (value + sight.view.forward * across_px / sight.figure.trunk_px) / 2
    scatter = math.sqrt(1.5) * sight.figure.noise_px / sight.figure.trunk_px
    return Measured(value, Unit.TRUNKS, joined(scatter, model_sigma(sight, "ankle_ahead", side)))


def leg_direction(sight: Sight, side: str) -> Reading:
    """Which way the leg points, hip to ankle, against the way the pelvis faces: 0 = ahead, + = outward."""
    return _direction(sight, "leg_direction", side, ("hip", "ankle"), DEPTH_NOISE_M)


def foot_direction(sight: Sight, side: str) -> Reading:
    """Which way the foot points, heel to toes, against the way the pelvis faces: 0 = ahead, + = outward."""
    return _direction(sight, "foot_direction", side, ("heel", "foot_index"), FOOT_NOISE_M)


def _direction(sight: Sight, measure: str, side: str, joints: tuple[str, str], noise_m: float) -> Reading:
    names = [f"{side}_{joint}" for joint in joints]
    problem = sight.joints.problem("left_hip", "right_hip", *names)
    if problem:
        return Unknown(Unit.DEGREES, *problem)
    start, end = (sight.joints.world(name) for name in names)
    ahead, left = level_turn(sight, [b - a for a, b in zip(start, end, strict=True)])
    outward = left if side == "left" else -left
    value = math.degrees(math.atan2(outward, ahead))
    length_m = math.hypot(ahead, outward)
    # A line that hangs straight down points nowhere.
    loose = math.degrees(math.atan2(noise_m, length_m))
    return Measured(value, Unit.DEGREES, joined(loose, model_sigma(sight, measure, side)))


def surface_height(sight: Sight, side: str) -> Reading:
    """How far the ankle is above its own hip, in trunk lengths."""
    names = (f"{side}_hip", f"{side}_ankle")
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.TRUNKS, *problem)
    hip, ankle = (sight.joints.at(name) for name in names)
    return trunks(sight, "surface_height", side, hip[1] - ankle[1])


def leg_elevation(sight: Sight, side: str) -> Reading:
    """How far the line from hip to ankle points above level, degrees; -90 = hanging down."""
    names = (f"{side}_hip", f"{side}_ankle")
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.DEGREES, *problem)
    hip, ankle = (sight.joints.at(name) for name in names)
    value = math.degrees(math.atan2(hip[1] - ankle[1], abs(ankle[0] - hip[0])))
    scatter = geometry.tilt_sigma(sight.figure.noise_px, geometry.distance(hip, ankle))
    return Measured(value, Unit.DEGREES, joined(scatter, model_sigma(sight, "leg_elevation", side)))


def foot_from_vertical(sight: Sight, side: str) -> Reading:
    """How far the foot, heel to toes, is from pointing straight up, 0 to 180 degrees."""
    names = (f"{side}_heel", f"{side}_foot_index")
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.DEGREES, *problem)
    heel, toe = (sight.joints.at(name) for name in names)
    length_px = geometry.distance(heel, toe)
    if length_px < FOOT_OF_SHANK_LEAST * sight.figure.shank_px:
        return Unknown(Unit.DEGREES, Reason.WRONG_VIEW, names[1])
    scatter = geometry.tilt_sigma(sight.figure.noise_px, length_px)
    sigma = joined(scatter, model_sigma(sight, "foot_from_vertical", side))
    return Measured(abs(geometry.lean(heel, toe)), Unit.DEGREES, sigma)


MEASURES: Final[dict[str, Measure]] = {
    "ankle_ahead": Measure(Unit.TRUNKS, "ankle ahead of the hips, the way the pelvis faces", ankle_ahead, legs=True),
    "leg_direction": Measure(
        Unit.DEGREES, "hip to ankle against the pelvis, 0 = ahead, + outward", leg_direction, legs=True
    ),
    "foot_direction": Measure(
        Unit.DEGREES, "heel to toes against the pelvis, 0 = ahead, + outward", foot_direction, legs=True
    ),
    "surface_height": Measure(Unit.TRUNKS, "ankle above its own hip", surface_height, legs=True),
    "leg_elevation": Measure(Unit.DEGREES, "hip to ankle from level, + = raised", leg_elevation, legs=True),
    "foot_from_vertical": Measure(Unit.DEGREES, "heel to toes from straight up", foot_from_vertical, legs=True),
}
