"""The camera over the floor: which way it looks, how high it stands, how long its lens is, and how well that is known.

Lengths are in statures (the person's own height), because a picture alone tells no metres. The room's axes: x to
the right of the picture, y up, z ahead along the floor; the origin lies on the floor under the camera.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.body import geometry
from formcheck.pose.landmarks import INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from formcheck.pose.pose import Observation, Pose

    Floats = NDArray[np.float64]

STATURE_M: Final = 1.70
"""A person's height where it is not given ..."""

STATURE_SIGMA: Final = 0.06
"""... and how much adults differ in it, relative (about 10 cm)."""

TYPICAL_TILT_DEG: Final = (18.0, 14.0)
"""How far a camera in a home looks down, and its scatter: from level on a shelf to 45 degrees over a door."""

TYPICAL_ROLL_DEG: Final = (0.0, 2.5)
"""Cameras stand nearly straight."""

TYPICAL_FOCAL: Final = (0.82, 0.14)
"""Focal length over the longer side of the picture, and its relative scatter: 63 degrees, from 52 to 72, as webcams
and telephones have."""

TYPICAL_HEIGHT: Final = (0.8, 0.5)
"""Height of the camera in statures, and its relative scatter."""

STATURE_SAID_SIGMA: Final = 0.02
"""How well people know their height, relative."""

SAID_SIGMAS: Final = (4.0, 0.06, 0.08)
MEASURED_SIGMAS: Final = (1.5, 0.02, 0.03)
"""Uncertainty of what is said by eye, and measured with a checkerboard: of the tilt (degrees), of the focal length and
of the camera's height (relative)."""

STANDING_TILT: Final = (-2.5, 1.3, 7.0)
"""Tilt from the pitch of a standing person in the model's metres: constant, factor, uncertainty (degrees).

The model sees people straighter than they stand to the camera. Fitted on 170 rendered people before as many cameras
(0.4 to 2.5 m high), where 5.3 degrees were left; with so little, knees read with it were surer than they were right.
"""

STANDING_POSES: Final = 5
"""So many standing poses are asked for: one may be somebody in passing."""

SURVEYED_POSES: Final = 1000
"""So many poses of a long recording are looked at."""

STANDING_HIP_DEG: Final = 145.0
STANDING_KNEE_DEG: Final = 130.0
"""Hips and knees of somebody who stands are open to this angle or more in the model's metres, which bend them
(rendered people: hips 154, knees 132 at the twentieth part)."""


class Source(StrEnum):
    """How the camera is known."""

    TYPICAL = "typical"
    """Not at all: it is taken to be one as people have."""
    STANDING = "standing"
    """Its tilt was seen from the person standing."""
    GIVEN = "given"
    """By hand, or from a checkerboard."""


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera over a floor; each quantity with its standard uncertainty.

    Attributes
    ----------
    tilt_deg, tilt_sigma_deg
        How far it looks down.
    roll_deg, roll_sigma_deg
        Turned about its own axis, + when the picture's right side is low.
    focal, focal_sigma
        Focal length over the longer side of the picture; its uncertainty is relative.
    height, height_sigma
        Above the floor, in statures; its uncertainty is relative.
    source
        How it is known.
    """

    tilt_deg: float = TYPICAL_TILT_DEG[0]
    tilt_sigma_deg: float = TYPICAL_TILT_DEG[1]
    roll_deg: float = TYPICAL_ROLL_DEG[0]
    roll_sigma_deg: float = TYPICAL_ROLL_DEG[1]
    focal: float = TYPICAL_FOCAL[0]
    focal_sigma: float = TYPICAL_FOCAL[1]
    height: float = TYPICAL_HEIGHT[0]
    height_sigma: float = TYPICAL_HEIGHT[1]
    source: Source = Source.TYPICAL

    @property
    def centre(self) -> Floats:
        """(4,) tilt and roll in radians, logarithms of focal length and height: what an estimate moves."""
        return np.array(
            [math.radians(self.tilt_deg), math.radians(self.roll_deg), math.log(self.focal), math.log(self.height)]
        )

    @property
    def spread(self) -> Floats:
        """(4,) standard uncertainties of :attr:`centre`."""
        return np.array(
            [math.radians(self.tilt_sigma_deg), math.radians(self.roll_sigma_deg), self.focal_sigma, self.height_sigma]
        )


@dataclass(frozen=True, slots=True)
class CameraHint:
    """What somebody says of the camera and of the person; None for what is not said.

    Attributes
    ----------
    tilt_deg, roll_deg
        How far the camera looks down, and how it is turned about its own axis.
    fov_deg
        How much it sees from the left to the right border of the upright picture.
    focal
        Focal length over the longer side of the picture, which says the same; a checkerboard gives it.
    height_m
        Of the camera above the floor.
    stature_m
        The person's height.
    measured
        Whether the camera was measured with a checkerboard instead of by eye.
    """

    tilt_deg: float | None = None
    roll_deg: float | None = None
    fov_deg: float | None = None
    focal: float | None = None
    height_m: float | None = None
    stature_m: float | None = None
    measured: bool = False

    def refine(self, camera: Camera, image_size: tuple[int, int]) -> Camera:
        """Put what is said in the place of what was taken to be so.

        Parameters
        ----------
        camera
            What is known without it.
        image_size
            (width, height) of the upright picture.
        """
        tilt_sigma, focal_sigma, height_sigma = MEASURED_SIGMAS if self.measured else SAID_SIGMAS
        if self.tilt_deg is not None:
            camera = replace(camera, tilt_deg=self.tilt_deg, tilt_sigma_deg=tilt_sigma, source=Source.GIVEN)
        if self.roll_deg is not None:
            camera = replace(camera, roll_deg=self.roll_deg, roll_sigma_deg=tilt_sigma)
        focal = self.focal
        if self.fov_deg is not None:
            focal = image_size[0] / max(image_size) / 2 / math.tan(math.radians(self.fov_deg) / 2)
        if focal is not None:
            camera = replace(camera, focal=focal, focal_sigma=focal_sigma)
        if self.height_m is not None:
            stature, sigma = (self.stature_m, STATURE_SAID_SIGMA) if self.stature_m else (STATURE_M, STATURE_SIGMA)
            height = self.height_m / stature
            camera = replace(camera, height=height, height_sigma=math.hypot(height_sigma, sigma))
        return camera


def project(points: Floats, camera: Floats) -> Floats:
    """Pixels of points of the room, over the longer side of the picture, from its middle.

    Parameters
    ----------
    points
        (n, k, 3) statures in the room's axes.
    camera
        (n, 4) as :attr:`Camera.centre`.

    Returns
    -------
    (n, k, 2) array
        x right, y down. A point behind the camera comes out as if just before it.
    """
    tilt, roll, focal, height = camera[:, :1], camera[:, 1:2], np.exp(camera[:, 2:3]), np.exp(camera[:, 3:])
    cos, sin = np.cos(tilt), np.sin(tilt)
    below, ahead = height - points[..., 1], points[..., 2]
    down = cos * below - sin * ahead
    depth = np.maximum(sin * below + cos * ahead, 0.05)
    right, scale = points[..., 0], focal / depth
    cos, sin = np.cos(roll), np.sin(roll)
    return np.stack([scale * (cos * right - sin * down), scale * (sin * right + cos * down)], axis=-1)


def onto_level(pixels: Floats, heights: Floats, camera: Floats) -> Floats:
    """Points of the room seen at pixels, when their heights above the floor are known.

    Parameters
    ----------
    pixels
        (k, 2) over the longer side of the picture, from its middle.
    heights
        (k,) statures.
    camera
        (4,) as :attr:`Camera.centre`.

    Returns
    -------
    (k, 3) array
        Statures. A ray that does not go down is taken to go down by a hair.
    """
    tilt, roll, focal, height = camera[0], camera[1], math.exp(camera[2]), math.exp(camera[3])
    across, below = pixels[:, 0] / focal, pixels[:, 1] / focal
    right = math.cos(roll) * across + math.sin(roll) * below
    down = math.cos(roll) * below - math.sin(roll) * across
    falls = np.maximum(math.sin(tilt) + math.cos(tilt) * down, 1e-3)
    far = (height - heights) / falls
    return np.stack([far * right, heights, far * (math.cos(tilt) - math.sin(tilt) * down)], axis=-1)


def learn_camera(observations: Sequence[Observation], hint: CameraHint | None = None) -> Camera:
    """Learn the camera from a recording and from what is said of it."""
    camera = estimate(observations)
    size = next((seen.pose.image_size for seen in observations if seen.pose is not None), None)
    return camera if hint is None or size is None else hint.refine(camera, size)


def estimate(observations: Sequence[Observation]) -> Camera:
    """Learn the camera from the person standing: their feet-to-shoulders line is the vertical.

    Where nobody stands it is a typical one, with the uncertainty of not knowing it.
    """
    step = math.ceil(len(observations) / SURVEYED_POSES)
    sample = (observations[place].pose for place in range(0, len(observations), max(1, step)))
    pitches = [pitch for pose in sample if pose is not None for pitch in _standing_pitch(pose)]
    if len(pitches) < STANDING_POSES:
        return Camera()
    constant, factor, sigma = STANDING_TILT
    return Camera(
        tilt_deg=constant + factor * float(np.median(pitches)),
        tilt_sigma_deg=sigma,
        source=Source.STANDING,
    )


def _standing_pitch(pose: Pose) -> list[float]:
    """How far the line from the feet to the shoulders of somebody standing tips toward the camera, degrees."""
    lines = [pose.world[list(stack)].tolist() for stack in _STACKS]
    for shoulder, hip, knee, ankle in lines:
        hip_open, knee_open = geometry.angle_at(shoulder, hip, knee), geometry.angle_at(hip, knee, ankle)
        if hip_open is None or knee_open is None:
            return []
        if hip_open < STANDING_HIP_DEG or knee_open < STANDING_KNEE_DEG:
            return []
    across, down, away = (sum(line[0][axis] - line[-1][axis] for line in lines) for axis in range(3))
    if -down <= max(abs(across), abs(away)):
        return []  # Lying stretched out, or not to be told from it.
    return [math.degrees(math.atan2(-away, -down))]


_STACKS: Final = tuple(
    tuple(INDEX[f"{side}_{joint}"] for joint in ("shoulder", "hip", "knee", "ankle")) for side in ("left", "right")
)
