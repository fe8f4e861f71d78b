"""Plane and space geometry on plain floats: one pose is too small for arrays to pay.

Points are (x, y) in pixels with y down, or (x, y, z) in metres in the camera's axes: x right, y down, z away.
Angles are in degrees.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

Point = Sequence[float]


def distance(a: Point, b: Point) -> float:
    """Length from a to b, in the points' own unit."""
    return math.dist(a, b)


def middle(a: Point, b: Point) -> tuple[float, ...]:
    """Return the point half-way between two."""
    return tuple((p + q) / 2 for p, q in zip(a, b, strict=True))


def angle_at(a: Point, vertex: Point, b: Point) -> float | None:
    """Angle a-vertex-b, 0 to 180 degrees, in the plane or in space; None where an arm has no length."""
    arm_a = [p - q for p, q in zip(a, vertex, strict=True)]
    arm_b = [p - q for p, q in zip(b, vertex, strict=True)]
    length = math.hypot(*arm_a) * math.hypot(*arm_b)
    if length == 0:
        return None
    cosine = sum(p * q for p, q in zip(arm_a, arm_b, strict=True)) / length
    return math.degrees(math.acos(max(-1.0, min(1.0, cosine))))


def flexion(a: Point, vertex: Point, b: Point) -> float | None:
    """Clinical flexion of a joint, 0 = straight: 180 minus the included angle."""
    included = angle_at(a, vertex, b)
    return None if included is None else 180.0 - included


def lean(low: Point, high: Point, toward: float = 1.0) -> float:
    """Angle of the line low to high from the upward vertical of the picture, -180 to 180 degrees.

    Positive when the upper end lies on the side ``toward`` (1: to the right of the picture, -1: left).
    """
    return math.degrees(math.atan2((high[0] - low[0]) * toward, low[1] - high[1]))


def heading(left: Point, right: Point) -> float:
    """Which way a person faces, from a left-right pair of points in the camera's axes (metres).

    0 = facing the camera, 90 = the left side near the camera, -90 = the right side near, 180 = facing away.
    """
    return math.degrees(math.atan2(right[2] - left[2], left[0] - right[0]))


def wrapped(angle_deg: float) -> float:
    """Bring an angle into -180 (exclusive) to 180 (inclusive) degrees."""
    turned = math.fmod(angle_deg, 360.0)
    if turned > 180.0:
        return turned - 360.0
    return turned + 360.0 if turned <= -180.0 else turned


def angle_sigma(noise: float, arm_a: float, arm_b: float) -> float:
    """Give the standard uncertainty (degrees) of an angle whose three points scatter by ``noise``.

    ``noise`` and the two arms have the same unit. First-order propagation:
    57.3 * s * sqrt(2 (1/L1^2 + 1/L2^2)).
    """
    if arm_a <= 0 or arm_b <= 0:
        return 180.0
    return min(180.0, math.degrees(noise * math.sqrt(2.0 * (arm_a**-2 + arm_b**-2))))


def tilt_sigma(noise: float, length: float) -> float:
    """Give the standard uncertainty (degrees) of the direction of a line whose two ends scatter by ``noise``."""
    return 180.0 if length <= 0 else min(180.0, math.degrees(noise * math.sqrt(2.0) / length))


def interpolated(x: float, knots: Sequence[tuple[float, float]]) -> float:
    """Piecewise linear curve through ``knots`` (x ascending); the end values beyond the ends."""
    if x <= knots[0][0]:
        return knots[0][1]
    for (x0, y0), (x1, y1) in pairwise(knots):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return knots[-1][1]
