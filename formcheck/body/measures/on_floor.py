"""What lies on the floor, measured on the floor: knees and directions of legs laid down, and which shin is in front.

Read by :mod:`formcheck.body.floorwatch`, which lays the picture back onto the floor. From a camera that sees the
floor edge-on it cannot be known, and that is said.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from formcheck.body.measures.base import Measure
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.pose.landmarks import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.body.floor import FloorLegs
    from formcheck.body.floorwatch import FloorSight
    from formcheck.body.sight import Sight

SURE: Final = 0.2
"""One shin is known to be in front when its pattern fits so much better (0 alike, 1 perfectly): of 545 rendered
stills from all around 99 % told, 99 % of those rightly."""

IN_FRONT_SIGMA: Final = 0.2

DEPRESSION_LEAST_DEG: Final = 18.0
"""The camera has to look down onto the legs by this much, by more than its own uncertainty: below, a pixel is worth
ten degrees. 18 degrees are a camera 1 m high at 3 m."""

HEIGHT_LEAST_STATURES: Final = 0.53
"""A camera lower than this (0.9 m before a person of 1.70) has to be close to look down so far, and is refused too."""

KNEE_SIGMA_MOST_DEG: Final = 14.5
"""A knee that is known worse than this is not told: the mean error of a reading with it is 12 degrees."""

MISFIT_MOST: Final = 5.0
"""Legs that fit the floor worse were marked wrong: beyond, the mean error of a knee doubles."""

AZIMUTHS_DEG: Final = (-68.0, 38.0)
"""From where legs can be laid down, 0 = from ahead, + = from the side of the leg in front: beyond, one leg hides the
other, or the front thigh points at the camera and its knee is marked half a thigh too short."""

DIRECTION_SIGMA_DEG: Final = 9.0
"""How well the way is known that the hips face on the floor, from their two marks."""


def _mirror(side: str) -> float:
    return 1.0 if side == "left" else -1.0


def _seen(sight: Sight) -> FloorSight | None:
    return None if sight.floor is None else sight.floor.now


def _problem(sight: Sight, side: str, seen: FloorSight) -> tuple[Reason, str | None] | None:
    """Return why this leg cannot be measured on the floor; None when it can."""
    legs = seen.legs
    flat = legs.depression_deg - legs.tilt_sigma_deg < DEPRESSION_LEAST_DEG
    if flat or legs.camera_height < HEIGHT_LEAST_STATURES:
        return Reason.CAMERA_LOW, None
    problem = sight.joints.problem(*(f"{side}_{joint}" for joint in ("hip", "knee", "ankle")))
    if problem:
        return problem
    if not AZIMUTHS_DEG[0] <= math.copysign(1.0, seen.left_in_front) * legs.azimuth_deg <= AZIMUTHS_DEG[1]:
        return Reason.WRONG_VIEW, None
    if legs.lost[SIDES.index(side)]:
        return Reason.NOT_VISIBLE, f"{side}_ankle"
    if legs.misfit > MISFIT_MOST or abs(seen.left_in_front) < SURE:
        return Reason.LEGS_CONFUSED, None
    return None


def _laid_down(sight: Sight, side: str) -> FloorLegs | Unknown:
    seen = _seen(sight)
    if seen is None:
        return Unknown(Unit.DEGREES, Reason.NO_FLOOR)
    problem = _problem(sight, side, seen)
    return seen.legs if problem is None else Unknown(Unit.DEGREES, *problem)


def floor_knee_flexion(sight: Sight, side: str) -> Reading:
    """180 - angle(hip, knee, ankle) of a leg laid down, as it lies on the floor."""
    legs = _laid_down(sight, side)
    if isinstance(legs, Unknown):
        return legs
    number = SIDES.index(side)
    if legs.sigma_deg[number] > KNEE_SIGMA_MOST_DEG:
        return Unknown(Unit.DEGREES, Reason.CAMERA_LOW)
    return Measured(180.0 - legs.included_deg[number], Unit.DEGREES, legs.sigma_deg[number])


def floor_thigh_direction(sight: Sight, side: str) -> Reading:
    """Which way a thigh laid down points, against the way the hips face: 0 = ahead, 90 = straight outward."""
    return _direction(sight, side, lambda legs: legs.thigh_deg)


def floor_shin_direction(sight: Sight, side: str) -> Reading:
    """Which way a shin laid down points, knee to ankle: 0 = ahead, 90 = outward, -90 = across, 180 = behind."""
    return _direction(sight, side, lambda legs: legs.shin_deg)


def floor_shin_behind(sight: Sight, side: str) -> Reading:
    """How far a shin laid down points from straight behind: 0 = behind, 90 = sideways, 180 = ahead."""
    reading = floor_shin_direction(sight, side)
    if isinstance(reading, Unknown):
        return reading
    return Measured(180.0 - abs(reading.value), reading.unit, reading.sigma)


def _direction(sight: Sight, side: str, of_legs: Callable[[FloorLegs], tuple[float, float]]) -> Reading:
    legs = _laid_down(sight, side)
    if isinstance(legs, Unknown):
        return legs
    number = SIDES.index(side)
    scatter = legs.sigma_deg[number] / math.sqrt(2.0)
    return Measured(of_legs(legs)[number], Unit.DEGREES, math.hypot(DIRECTION_SIGMA_DEG, scatter))


def shin_in_front(sight: Sight, side: str) -> Reading:
    """How surely this shin is the one in front of somebody who sits on the floor: -1 surely not, 1 surely.

    From any side: by what the whole picture of the legs fits better, not by one landmark.
    """
    seen = _seen(sight)
    if seen is None:
        return Unknown(Unit.RATIO, Reason.NO_FLOOR)
    return Measured(_mirror(side) * seen.left_in_front, Unit.RATIO, IN_FRONT_SIGMA)


MEASURES: Final = {
    "floor_knee_flexion": Measure(
        Unit.DEGREES, "clinical flexion of a knee laid down, on the floor", floor_knee_flexion
    ),
    "floor_thigh_direction": Measure(
        Unit.DEGREES, "thigh laid down, from straight ahead, + outward", floor_thigh_direction
    ),
    "floor_shin_direction": Measure(
        Unit.DEGREES, "shin laid down, from straight ahead, + outward", floor_shin_direction
    ),
    "floor_shin_behind": Measure(Unit.DEGREES, "shin laid down, from straight behind", floor_shin_behind),
    "shin_in_front": Measure(
        Unit.RATIO, "how surely this shin is the one in front, sitting on the floor", shin_in_front
    ),
}
