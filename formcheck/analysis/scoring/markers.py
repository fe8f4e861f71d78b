"""Real movement without a camera: joints known in space, filmed by a virtual camera into a track.

The judge can so be driven by marker-based recordings, from any side, with as much noise and as many gaps as one
likes, and no pose model in between.

Space is that of the marker files: metres, x forward, y to the person's left, z up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.pose.landmarks import INDEX, LANDMARKS
from formcheck.pose.pose import Observation, Pose
from formcheck.pose.track import Track, TrackHeader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

UNSEEN: Final = 0.1
"""Visibility of a landmark that has no marker or has dropped out: well below what counts as seen."""

SEEN: Final = 0.99

HEAD: Final = "head"
"""A marker on the head stands for the nose: for nothing that is measured, but which way the face points is unknown,
so it is marked as unseen."""


@dataclass(frozen=True, slots=True)
class VirtualCamera:
    """A camera without distortion, level with the horizon, looking at the middle of the movement.

    Attributes
    ----------
    yaw_deg
        Where it stands, seen from the person: 0 in front, 90 at the left side, -90 at the right, 180 behind.
    height_m
        Above the floor.
    distance_m
        From the middle of the movement, along the floor.
    focal_px
        Focal length in pixels.
    size
        (width, height) of the picture in pixels.
    """

    yaw_deg: float
    height_m: float = 1.0
    distance_m: float = 3.2
    focal_px: float = 900.0
    size: tuple[int, int] = (1280, 960)


@dataclass(frozen=True, slots=True)
class Flaws:
    """What is lost between the person and the pose.

    Attributes
    ----------
    noise
        Standard deviation of a landmark, as a share of the person's torso.
    dropouts
        Share of landmarks that are unseen in a frame, each by itself.
    seed
        Of both.
    """

    noise: float = 0.0
    dropouts: float = 0.0
    seed: int = 1


def film(
    joints_m: Floats,
    names: Sequence[str],
    rate_hz: float,
    camera: VirtualCamera,
    flaws: Flaws | None = None,
) -> Track:
    """Turn joints in space into the track that a perfect pose model would have made, but for the flaws.

    Parameters
    ----------
    joints_m
        (frames, joints, 3) metres: x forward, y left, z up.
    names
        What each joint is called, BlazePose style; others than those of BlazePose are passed over. Landmarks
        without a joint are unseen.
    rate_hz
        Frames a second.
    camera
        From where.
    flaws
        None for none.

    Returns
    -------
    A track with no outline of the back.

    Raises
    ------
    ValueError
        If a hip or shoulder is missing, or somebody comes behind the camera.
    """
    flaws = flaws or Flaws()
    random = np.random.default_rng(flaws.seed)
    body, known = _landmarks(joints_m, names)
    eye, axes = _placed(camera, body)
    seen_from = (body - eye) @ axes.T
    if seen_from[..., 2].min() <= 0:
        raise ValueError("somebody is behind the camera")
    points = camera.focal_px * seen_from[..., :2] / seen_from[..., 2:] + np.array(camera.size) / 2
    middle = seen_from[:, [INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=1, keepdims=True)
    torso_m = float(np.median(_torso(body)))
    torso_px = torso_m * camera.focal_px / float(np.median(middle[..., 2]))
    points += random.normal(0.0, flaws.noise * torso_px, points.shape)
    world = seen_from - middle + random.normal(0.0, flaws.noise * torso_m, body.shape)
    visibility = np.where(known, SEEN, UNSEEN) * np.ones(body.shape[:2])
    visibility[random.random(visibility.shape) < flaws.dropouts] = UNSEEN
    return _track(points, world, visibility, rate_hz, camera.size)


def _landmarks(joints_m: Floats, names: Sequence[str]) -> tuple[Floats, NDArray[np.bool_]]:
    """Put joints in the order of the landmarks; those that are missing lie at the head or the hips."""
    places = {name: number for number, name in enumerate(names)}
    trunk = ("left_hip", "right_hip", "left_shoulder", "right_shoulder")
    if missing := [name for name in trunk if name not in places]:
        raise ValueError(f"no joint called {', '.join(missing)}")
    known = np.array([name in places for name in LANDMARKS])
    rest = places.get(HEAD, places["left_shoulder"])
    order = [places.get(name, rest) for name in LANDMARKS]
    return np.asarray(joints_m, dtype=np.float64)[:, order], known


def _placed(camera: VirtualCamera, body: Floats) -> tuple[Floats, Floats]:
    """Give the place of the camera, (3,), and its axes as rows, (3, 3): right and down in the picture, and ahead."""
    target = (body.reshape(-1, 3).min(axis=0) + body.reshape(-1, 3).max(axis=0)) / 2
    floor = float(body[..., 2].min())
    yaw = np.radians(camera.yaw_deg)
    eye = target + camera.distance_m * np.array([np.cos(yaw), np.sin(yaw), 0.0])
    eye[2] = floor + camera.height_m
    ahead = target - eye
    ahead /= np.linalg.norm(ahead)
    right = np.cross(ahead, [0.0, 0.0, 1.0])
    right /= np.linalg.norm(right)
    return eye, np.stack([right, np.cross(ahead, right), ahead])


def _torso(body: Floats) -> Floats:
    hips = body[:, [INDEX["left_hip"], INDEX["right_hip"]]].mean(axis=1)
    shoulders = body[:, [INDEX["left_shoulder"], INDEX["right_shoulder"]]].mean(axis=1)
    length: Floats = np.linalg.norm(shoulders - hips, axis=1)
    return length


def _track(points: Floats, world: Floats, visibility: Floats, rate_hz: float, size: tuple[int, int]) -> Track:
    frames = len(points)
    observations = tuple(
        Observation(
            number,
            number / rate_hz,
            Pose(
                number / rate_hz,
                size,
                points[number].astype(np.float32),
                world[number].astype(np.float32),
                visibility[number].astype(np.float32),
                visibility[number].astype(np.float32),
            ),
            people=1,
        )
        for number in range(frames)
    )
    header = TrackHeader("markers", frames / rate_hz, frames, size, rate_hz, 0, "markers", "", "")
    return Track(header, observations)
