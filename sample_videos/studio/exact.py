"""Tracks with no pose model in between: what a pose model that is never wrong would have said of a clip.

Judging such a track shows the judge's own mistakes, apart from those of the landmarks. It needs the truth alone, no
picture, so hundreds of acts can be weighed in minutes. The outline of the back is not in it: that takes a picture, and
rounding cannot be judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np

from formcheck.analysis.scoring.markers import SEEN, UNSEEN, Flaws
from formcheck.pose.landmarks import INDEX
from formcheck.pose.pose import Observation, Pose
from formcheck.pose.raised import raised_side
from formcheck.pose.track import Track, TrackHeader

from .record import read_truth

if TYPE_CHECKING:
    from pathlib import Path

    from .vectors import Floats

PICTURED: Final = 12
"""Landmarks within the picture from which on a person counts as seen."""


def exact_track(truth: dict[str, Any], flaws: Flaws | None = None) -> Track:
    """Give the track of a clip as its truth has it.

    What lies within the picture is seen, even behind another limb; what lies outside is not.

    Parameters
    ----------
    truth
        As :func:`.record.truth_of` makes it and :func:`.record.read_truth` reads it.
    flaws
        Noise and dropouts to add; None for none.

    Returns
    -------
    A track of one person at most; frames with less than :data:`PICTURED` landmarks within the picture have nobody.
    """
    flaws = flaws or Flaws()
    random = np.random.default_rng(flaws.seed)
    size = (int(truth["size"][0]), int(truth["size"][1]))
    body = np.array(truth["landmarks_mm"], dtype=np.float64) / 1000.0
    points = np.array(
        [[(np.nan, np.nan) if p is None else p for p in frame] for frame in truth["landmarks_px"]], dtype=np.float64
    )
    hips = [INDEX["left_hip"], INDEX["right_hip"]]
    world = (body - body[:, hips].mean(axis=1, keepdims=True)) @ _camera_axes(np.array(truth["camera"]["matrix"])).T
    world += random.normal(0.0, flaws.noise * truth["person"]["trunk_m"], world.shape)
    points += random.normal(0.0, flaws.noise * _trunk_px(points), points.shape)
    pictured = np.all((points >= 0) & (points < size), axis=2)
    shown = pictured & (random.random(pictured.shape) >= flaws.dropouts)
    observations = tuple(
        Observation(number, time_s, _pose(time_s, size, points[number], world[number], shown[number]), people=1)
        if pictured[number].sum() >= PICTURED and np.isfinite(points[number]).all()
        else Observation(number, time_s, None, people=0)
        for number, time_s in enumerate(truth["times_s"])
    )
    rate_hz, frames = float(truth["fps"]), len(observations)
    header = TrackHeader(f"{truth['name']}.mp4", frames / rate_hz, frames, size, rate_hz, 0, "exact", "", "")
    return Track(header, observations)


def exact_track_of(path: Path, flaws: Flaws | None = None) -> Track:
    """Give the track of a clip from its truth file."""
    return exact_track(read_truth(path), flaws)


def _pose(time_s: float, size: tuple[int, int], points: Floats, world: Floats, shown: Floats) -> Pose:
    seen = np.where(shown, SEEN, UNSEEN).astype(np.float32)
    side = raised_side(points.tolist())
    sole = None if side is None else points[[INDEX[f"{side}_heel"], INDEX[f"{side}_foot_index"]]].astype(np.float32)
    return Pose(time_s, size, points.astype(np.float32), world.astype(np.float32), seen, seen, None, sole)


def _trunk_px(points: Floats) -> float:
    """Length of the trunk in the picture, pixels: the median over the clip; 0 when all of it is behind the camera."""
    ends = (("left_hip", "right_hip"), ("left_shoulder", "right_shoulder"))
    hips, shoulders = (points[:, [INDEX[name] for name in pair]].mean(axis=1) for pair in ends)
    lengths = np.linalg.norm(shoulders - hips, axis=1)
    return float(np.nanmedian(lengths)) if np.isfinite(lengths).any() else 0.0


def _camera_axes(matrix: Floats) -> Floats:
    """Give the camera's axes in the room, as rows: x right, y down, z away.

    Parameters
    ----------
    matrix
        (3, 4), from the room to pixels times depth: a triangle of focal lengths and centre before a rotation. Its rows
        are so mixtures of the axes, and are unmixed from the last one upwards (Hartley and Zisserman, *Multiple View
        Geometry*, 6.2.4); depth is positive before the camera.
    """
    away = matrix[2, :3] / np.linalg.norm(matrix[2, :3])
    down = matrix[1, :3] - (matrix[1, :3] @ away) * away
    down /= np.linalg.norm(down)
    return np.stack([np.cross(down, away), down, away])
