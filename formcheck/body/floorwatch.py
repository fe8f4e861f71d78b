"""Follows what lies on the floor: which shin is in front, and how the legs lie, a few times a second."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.body import geometry
from formcheck.body.floor import FloorLegs, Marks, lay_down
from formcheck.body.sitting import front_leg
from formcheck.pose.landmarks import INDEX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.body.camera import Camera
    from formcheck.body.view import View
    from formcheck.pose.pose import Pose

LOOK_EVERY_S: Final = 0.25
"""Legs laid down hardly move, and laying them down in the picture costs as much as a third of finding a pose."""

LEAN_FROM_WORLD: Final = (12.6, 0.5)
"""Lean of a sitting person's trunk (degrees) from that in the model's metres: constant and factor. Fitted on rendered
people; what is left, 11 degrees, moves the hips by a hundredth of the stature."""

REAR_THIGH_DEG: Final = (45.0, 115.0)
REAR_SHIN_DEG: Final = 75.0
FOLDED_KNEE_DEG: Final = 45.0
"""Between what angles a rear thigh points outward, how far its shin may be from straight behind, and what a knee that
lies on the floor is open to at least. Of rendered rear legs that were marked outside of this the mean error of the
knee was 56 degrees, of those inside 10, whatever visibility the model gave them."""

LEGS: Final = tuple(INDEX[f"{side}_{joint}"] for joint in ("hip", "knee", "ankle") for side in ("left", "right"))


@dataclass(frozen=True, slots=True, eq=False)
class FloorSight:
    """What was made of the legs on the floor.

    Attributes
    ----------
    left_in_front
        -1 (surely the right shin) to 1 (surely the left one).
    legs
        How they lie, if they lie on the floor.
    """

    left_in_front: float
    legs: FloorLegs


class FloorWatch:
    """Looks at the legs of one person when it is asked to, a few times a second at most."""

    def __init__(self) -> None:
        self._offered: tuple[Pose, View, Camera] | None = None
        self._seen: FloorSight | None = None
        self._seen_s = -math.inf

    def offer(self, pose: Pose, view: View, camera: Camera) -> None:
        """Take in one pose, which costs nothing. Poses come in the order of time."""
        self._offered = (pose, view, camera)

    @property
    def now(self) -> FloorSight | None:
        """What stands now; None before the first pose."""
        if self._offered is None:
            return None
        time_s = self._offered[0].time_s
        if self._seen is None or not 0 <= time_s - self._seen_s < LOOK_EVERY_S:
            self._seen, self._seen_s = look(*self._offered), time_s
        return self._seen


def look(pose: Pose, view: View, camera: Camera) -> FloorSight:
    """Find out which shin is in front and how the legs lie."""
    points = pose.points[list(LEGS)].astype(np.float64)
    visibility = pose.visibility[list(LEGS)].astype(np.float64)
    in_front = front_leg(points, np.clip(visibility, 0.05, 1.0) ** 2, math.radians(_azimuth_deg(pose, view)))
    size = np.array(pose.image_size, dtype=np.float64)
    inside = ((points >= 0) & (points <= size)).all(axis=1)
    marks = Marks(
        points=(points - size / 2) / size.max(),
        visibility=np.where(inside, visibility, 0.0),
        front=0 if in_front > 0 else 1,
        lean_rad=math.radians(_lean_deg(pose.world, camera.tilt_deg)),
    )
    legs = lay_down(marks, camera)
    if _lies_behind(legs, 1 - marks.front):
        return FloorSight(in_front, legs)
    # Marked where no rear leg can lie: the body hides it. It must not tell of the camera either.
    seen = marks.visibility.copy()
    seen[[3 - marks.front, 5 - marks.front]] = 0.0
    return FloorSight(in_front, lay_down(replace(marks, visibility=seen), camera))


def _lies_behind(legs: FloorLegs, side: int) -> bool:
    """Whether a leg lies as a rear leg can: the thigh to the side, the shin behind, the knee not folded up."""
    thigh, behind = legs.thigh_deg[side], 180.0 - abs(legs.shin_deg[side])
    wide = REAR_THIGH_DEG[0] < thigh < REAR_THIGH_DEG[1]
    return wide and behind < REAR_SHIN_DEG and legs.included_deg[side] > FOLDED_KNEE_DEG


def _azimuth_deg(pose: Pose, view: View) -> float:
    if view.yaw_deg is not None:
        return view.yaw_deg
    return geometry.heading(pose.world[INDEX["left_hip"]].tolist(), pose.world[INDEX["right_hip"]].tolist())


def _lean_deg(world: NDArray[np.float32], tilt_deg: float) -> float:
    """How far the trunk leans forward, from the model's metres, whose axes are the camera's."""
    left_shoulder, right_shoulder, left_hip, right_hip = (
        world[INDEX[name]].astype(np.float64) for name in ("left_shoulder", "right_shoulder", "left_hip", "right_hip")
    )
    trunk = (left_shoulder + right_shoulder - left_hip - right_hip) / 2
    facing = math.radians(geometry.heading((left_shoulder + left_hip).tolist(), (right_shoulder + right_hip).tolist()))
    tilt = math.radians(tilt_deg)
    away = trunk[2] * math.cos(tilt) - trunk[1] * math.sin(tilt)
    up = -trunk[1] * math.cos(tilt) - trunk[2] * math.sin(tilt)
    forward = -math.sin(facing) * trunk[0] - math.cos(facing) * away
    constant, factor = LEAN_FROM_WORLD
    return constant + factor * math.degrees(math.atan2(forward, up))
