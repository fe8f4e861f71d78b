"""Poses known by thought, tracks of them, and what makes two of them equal."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from formcheck.pose.landmarks import INDEX
from formcheck.pose.pose import BackProfile, Observation, Pose
from formcheck.pose.track import Track, TrackHeader

SAMPLES = Path(__file__).parents[2] / "sample_videos"
SIZE = (640, 360)


def standing(time_s: float, x: float = 320.0, visibility: float = 1.0) -> Pose:
    """Give somebody who stands upright at ``x``, 100 pixels from hip to shoulder, half a metre in the world."""
    points = np.zeros((33, 2), np.float32)
    points[:] = (x, 100.0)
    world = np.zeros((33, 3), np.float32)
    for part, height in (("shoulder", 100), ("hip", 200), ("knee", 280), ("ankle", 350)):
        for side, sign in (("left", 1), ("right", -1)):
            number = INDEX[f"{side}_{part}"]
            points[number] = (x + 20 * sign, height)
            world[number] = (0.1 * sign, (height - 200) / 200, 0.0)
    sure = np.full(33, visibility, np.float32)
    return Pose(time_s, SIZE, points, world, sure, sure.copy())


def outlined(pose: Pose, stations: int = 24) -> BackProfile:
    """Give an outline 30 pixels to the left and 40 to the right, with one station unseen."""
    outline = np.stack([np.full(stations, 30.0), np.full(stations, 40.0)]).astype(np.float32)
    outline[0, 0] = np.nan
    chord = np.array([pose.points[23:25].mean(axis=0), pose.points[11:13].mean(axis=0)], np.float32)
    return BackProfile(chord, np.linspace(0, 1, stations, dtype=np.float32), outline)


SOLE = np.array([[450.0, 230.0], [446.0, 190.0]], np.float32)
"""Heel and toes of a foot that is up."""


def header(frames: int, **changes: object) -> TrackHeader:
    known: dict[str, object] = {
        "video": "übung.mp4",
        "duration_s": frames / 30,
        "frames": frames,
        "image_size": SIZE,
        "frame_rate": 30.0,
        "rotation": 90,
        "model": "full",
        "model_sha256": "0" * 64,
        "formcheck": "0.1.0",
        "trouble": None,
    }
    return TrackHeader(**{**known, **changes})  # type: ignore[arg-type]


def same_array(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    assert one is not None
    assert other is not None
    return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()


def same_pose(one: Pose | None, other: Pose | None) -> bool:
    """Tell whether two poses are equal to the last bit."""
    if one is None or other is None:
        return one is other
    if (one.back is None) != (other.back is None) or (one.sole is None) != (other.sole is None):
        return False
    pairs = [(getattr(one, name), getattr(other, name)) for name in ("points", "world", "visibility", "presence")]
    if one.back is not None and other.back is not None:
        pairs += [(getattr(one.back, name), getattr(other.back, name)) for name in ("chord", "stations", "outline")]
    if one.sole is not None:
        pairs.append((one.sole, other.sole))
    return (one.time_s, one.image_size) == (other.time_s, other.image_size) and all(same_array(a, b) for a, b in pairs)


def same_track(one: Track, other: Track) -> bool:
    """Tell whether two tracks are equal to the last bit."""
    plain = [
        [(seen.index, seen.time_s, seen.people, seen.ambiguous) for seen in track.observations]
        for track in (one, other)
    ]
    return (
        one.header == other.header
        and plain[0] == plain[1]
        and all(same_pose(a.pose, b.pose) for a, b in zip(one.observations, other.observations, strict=True))
    )


def shown(seen: Observation) -> Pose:
    """Give the pose of an observation that has one."""
    assert seen.pose is not None
    return seen.pose
