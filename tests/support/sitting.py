"""People sitting on the floor: as geometry says, and as the pose model marked rendered ones.

``fixtures/sitting.npz`` holds the model's raw landmarks on twenty stills of the studio (random bodies and cameras,
seed 92, which took no part in fitting any constant), with the true included angles of both knees.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from formcheck.body.camera import Camera, Source, project
from formcheck.body.floorwatch import LEGS
from formcheck.body.sitting import sit
from formcheck.pose.landmarks import INDEX
from formcheck.pose.pose import Pose

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE = (1280, 720)


def camera_at(
    height_statures: float,
    tilt_deg: float,
    *,
    tilt_sigma_deg: float = 1.0,
    focal: float = 0.82,
    focal_sigma: float = 0.03,
) -> Camera:
    """Give a camera that is known well."""
    return Camera(tilt_deg, tilt_sigma_deg, 0.0, 1.0, focal, focal_sigma, height_statures, 0.05, Source.GIVEN)


def sitter(
    camera: Camera,
    *,
    front: str = "left",
    azimuth_deg: float = 0.0,
    distance: float = 1.8,
    knees: tuple[float, float] = (90.0, 90.0),
    time_s: float = 0.0,
    left_hand: tuple[float, float, float] = (0.3, 0.0, 0.0),
    right_hand: tuple[float, float, float] = (-0.3, 0.0, 0.0),
) -> Pose:
    """Film somebody who sits; ``knees`` are the included angles of the front and the rear one.

    Where the hands are is told in statures from under the hips: toward the left, up, and ahead.
    """
    marks = sit(38.0, -78.0, *knees)
    if front == "right":
        marks = (marks * [-1.0, 1.0, 1.0])[[1, 0, 3, 2, 5, 4]]
    marks = np.concatenate([marks, [left_hand, right_hand]])
    turn = math.radians(azimuth_deg)
    # Toward the person's left and ahead become right of the picture and away from the camera.
    right = math.cos(turn) * marks[:, 0] - math.sin(turn) * marks[:, 2]
    away = distance - math.sin(turn) * marks[:, 0] - math.cos(turn) * marks[:, 2]
    pixels = project(np.stack([right, marks[:, 1], away], axis=-1)[None], camera.centre[None])[0]
    points = np.tile(np.array(SIZE) / 2.0, (33, 1))
    points[[*LEGS, INDEX["left_wrist"], INDEX["right_wrist"]]] += pixels * max(SIZE)
    world = np.zeros((33, 3))
    across = np.array([math.cos(turn), 0.0, -math.sin(turn)])
    ahead = np.array([-math.sin(turn), 0.0, -math.cos(turn)])
    for left_mark, half_width, up in ((11, 0.18, 0.5), (23, 0.1, 0.0)):
        for mark, sign in ((left_mark, 1.0), (left_mark + 1, -1.0)):
            world[mark] = sign * half_width * across + np.array([0.0, -up, 0.0]) + 0.1 * up * ahead
    tall = np.ones(33, np.float32)
    return Pose(time_s, SIZE, points.astype(np.float32), world.astype(np.float32), tall, tall)


@dataclass(frozen=True, slots=True, eq=False)
class Still:
    """What the model saw in one picture of the studio, and what was true."""

    pose: Pose
    front: str
    included_deg: tuple[float, float]
    azimuth_deg: float
    camera_height_m: float
    camera: Camera


def stills() -> Iterator[Still]:
    """Give the stills of the fixture."""
    with np.load(Path(__file__).parents[1] / "fixtures" / "sitting.npz") as held:
        data = {name: held[name] for name in held.files}
    for row in range(len(data["size"])):
        width, height = (int(side) for side in data["size"][row])
        seen = data["visibility"][row]
        azimuth, height_m, tilt, roll, focal, stature = (float(value) for value in data["camera"][row])
        left, right = (float(angle) for angle in data["included_deg"][row])
        yield Still(
            pose=Pose(0.0, (width, height), data["points"][row], data["world"][row], seen, seen),
            front="left" if data["left_in_front"][row] else "right",
            included_deg=(left, right),
            azimuth_deg=azimuth,
            camera_height_m=height_m,
            camera=Camera(tilt, 2.0, -roll, 1.5, focal, 0.05, height_m / stature, 0.08, Source.GIVEN),
        )
