"""Joint angles with a share of the model's own depth.

In the picture alone, a joint whose limbs leave its plane reads too open or too closed. The model gives each
landmark a depth as well: right in sign and poor in size. A share of it, 0 for the picture alone and 1 for all
of it, is better than either; which share is best from where is fitted (:mod:`formcheck.body.accuracy`).
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from formcheck.body import geometry

if TYPE_CHECKING:
    from formcheck.body.joints import Joints

_SCALED_BY: Final = tuple(
    f"{side}_{joint}" for side in ("left", "right") for joint in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
)


@lru_cache(maxsize=2)
def pixels_per_metre(joints: Joints) -> float:
    """Give the scale between a pose's metres and its pixels: the ratio of the two scatters of its joints.

    The camera is taken to be far away (weak perspective). 0 where the joints all lie in one point.
    """
    flat = _scatter([joints.at(name) for name in _SCALED_BY])
    metres = _scatter([joints.world(name) for name in _SCALED_BY])
    return math.sqrt(flat / metres) if metres > 0 else 0.0


def _scatter(points: list[list[float]]) -> float:
    """Sum of squares about the middle, of x and y."""
    count = len(points)
    x, y = (sum(point[axis] for point in points) / count for axis in (0, 1))
    return sum((point[0] - x) ** 2 + (point[1] - y) ** 2 for point in points)


def included_angle(joints: Joints, names: tuple[str, ...], share: float) -> float | None:
    """Angle at the middle one of three joints, degrees, 0 to 180.

    Parameters
    ----------
    joints
        The pose.
    names
        Of three landmarks.
    share
        Of the model's depth that is believed, 0 to 1.

    Returns
    -------
    None where two of the three fall on one point of the picture.
    """
    a, vertex, b = (joints.at(name) for name in names)
    flat = geometry.angle_at(a, vertex, b)
    if flat is None or share == 0:
        return flat
    deep = share * pixels_per_metre(joints)
    return geometry.angle_at(*([*joints.at(name), deep * joints.world(name)[2]] for name in names))
