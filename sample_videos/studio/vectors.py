"""Vectors and rotations: the few that posing a person needs.

Rotations are (3, 3) matrices whose columns are the turned axes. Angles are in degrees.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

IDENTITY: Floats = np.eye(3)
UP: Floats = np.array([0.0, 1.0, 0.0])
MIRROR: Floats = np.diag([-1.0, 1.0, 1.0])
"""Swaps the subject's left and right."""

_TINY = 1e-9


def vec(x: float, y: float, z: float) -> Floats:
    """(3,) vector."""
    return np.array([x, y, z], float)


def length(v: Floats) -> float:
    """Length of a (3,) vector (quicker than the general norm, and it is called thousands of times)."""
    return float(np.sqrt(v @ v))


def unit(v: Floats) -> Floats:
    """Scale to length one; the zero vector stays zero."""
    return v / max(length(v), _TINY)


def cross(a: Floats, b: Floats) -> Floats:
    """Cross product of two (3,) vectors (NumPy's own is slow for one pair)."""
    return np.array([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])


def turn_x(deg: float) -> Floats:
    """Pitch: positive brings y toward z (bowing forward)."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return np.array([[1.0, 0, 0], [0, c, -s], [0, s, c]])


def turn_y(deg: float) -> Floats:
    """Yaw: positive brings z toward x (turning to the subject's left)."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return np.array([[c, 0, s], [0, 1.0, 0], [-s, 0, c]])


def turn_z(deg: float) -> Floats:
    """Roll: positive brings x toward y (tipping to the subject's right)."""
    c, s = np.cos(np.radians(deg)), np.sin(np.radians(deg))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]])


def turn_about(axis: Floats, deg: float) -> Floats:
    """Rotation about any axis (Rodrigues)."""
    a = unit(axis)
    k = np.array([[0, -a[2], a[1]], [a[2], 0, -a[0]], [-a[1], a[0], 0]])
    t = np.radians(deg)
    turned: Floats = IDENTITY + np.sin(t) * k + (1 - np.cos(t)) * (k @ k)
    return turned


def between(rotation: Floats, other: Floats, share: float) -> Floats:
    """Part of the way from one rotation to another, along the shortest turn."""
    if share <= 0:
        return rotation
    if share >= 1:
        return other
    difference = rotation.T @ other
    cosine = np.clip((np.trace(difference) - 1) / 2, -1, 1)
    angle = np.degrees(np.arccos(cosine))
    if angle < 1e-4:
        return rotation
    axis = np.array(
        [
            difference[2, 1] - difference[1, 2],
            difference[0, 2] - difference[2, 0],
            difference[1, 0] - difference[0, 1],
        ]
    )
    if length(axis) < 1e-6:  # half a turn: any axis of the symmetric part will do
        column = int(np.argmax(np.diag(difference)))
        axis = (difference + IDENTITY)[:, column]
    return rotation @ turn_about(axis, angle * share)


def limb_frame(hinge: Floats, along: Floats) -> Floats:
    """Frame of a limb segment: x the hinge axis, y from the far end to the near end, z = x cross y.

    Parameters
    ----------
    hinge
        The axis about which the joint bends; only its part across the segment counts.
    along
        From the near end to the far end of the segment.
    """
    y = -unit(along)
    x = unit(hinge - y * (hinge @ y))
    return np.stack([x, y, cross(x, y)], axis=1)


def angle_at(a: Floats, b: Floats, c: Floats) -> float:
    """Included angle at ``b`` between ``a`` and ``c``, degrees, 0 to 180."""
    u, v = unit(a - b), unit(c - b)
    return float(np.degrees(np.arccos(np.clip(u @ v, -1, 1))))


def yaw_of(rotation: Floats) -> float:
    """Which way somebody with this pelvis faces: yaw of what lies square to the left-right axis.

    It is taken from the x axis, which stays level when a person bows or kneels face down.
    """
    x = rotation[:, 0]
    return float(np.degrees(np.arctan2(-x[2], x[0])))
