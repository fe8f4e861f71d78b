"""Follows what lies on the floor: which shin is in front, and how the legs lie, a few times a second."""

from __future__ import annotations

import math
from dataclasses import dataclass
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
    return FloorSight(in_front, lay_down(marks, camera))


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
