"""Tracks with no pose model in between: what is judged wrong of them is the judge's own mistake."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.analysis.analysis import judge_track
from formcheck.analysis.scoring.markers import SEEN, Flaws
from formcheck.judge.loading import load_movement
from formcheck.pose.landmarks import INDEX
from sample_videos.studio.camera import Camera
from sample_videos.studio.clip import Clip, Film, Placed, simulate
from sample_videos.studio.exact import exact_track
from sample_videos.studio.movements import Act
from sample_videos.studio.person import Person
from sample_videos.studio.record import truth_of

if TYPE_CHECKING:
    from formcheck.pose.pose import Pose
    from formcheck.pose.track import Track
    from sample_videos.studio.skeleton import Skeleton

KNEE = [INDEX[name] for name in ("left_hip", "left_knee", "left_ankle")]


def truth(skeleton: Skeleton, camera: Camera, reps: int = 5) -> dict[str, Any]:
    act = Act("kneeling-lunge", "right", reps=reps, gets_in=False, gets_out=False)
    clip = Clip("lunge", "a lunge", Person(), (Placed(act),), camera=camera, film=Film(fps=15.0), seed=1)
    return truth_of(clip, skeleton, simulate(clip, skeleton))


def poses(track: Track) -> list[Pose]:
    return [seen.pose for seen in track.observations if seen.pose is not None]


def knee_deg(pose: Pose) -> float:
    hip, knee, ankle = pose.world[KNEE].astype(float)
    thigh, shank = knee - hip, ankle - knee
    return float(np.degrees(np.arccos(thigh @ shank / np.linalg.norm(thigh) / np.linalg.norm(shank))))


def test_every_rock_of_a_lunge_whose_landmarks_are_exact_is_counted_in_its_place(skeleton: Skeleton) -> None:
    true = truth(skeleton, Camera(yaw_deg=-90))
    judged = judge_track(exact_track(true), load_movement("kneeling-lunge"))
    (only,) = judged.sets
    peaks = [rep["peak_s"] for rep in true["acts"][0]["reps"]]
    assert [rep.peak_s for rep in only.reps if rep.counted] == pytest.approx(peaks, abs=0.35)


@cache
def tilted(skeleton: Skeleton) -> dict[str, Any]:
    return truth(skeleton, Camera(yaw_deg=-60, height_m=1.8, roll_deg=4), reps=1)


def test_angles_in_space_are_those_of_the_truth_from_any_camera(skeleton: Skeleton) -> None:
    true = tilted(skeleton)
    measured = [knee_deg(pose) for pose in poses(exact_track(true))]
    assert measured == pytest.approx(true["measures"]["knee_flexion.left"], abs=0.5)


def test_space_is_seen_as_the_camera_sees_it(skeleton: Skeleton) -> None:
    """Right in the picture is right in space, down is down, and what is nearer is drawn larger."""
    pose = poses(exact_track(tilted(skeleton)))[0]
    body = pose.points - pose.points[KNEE[:1]]
    along = [np.corrcoef(body[:, axis], pose.world[:, axis])[0, 1] for axis in (0, 1)]
    assert min(along) > 0.97
    assert pose.world[INDEX["right_hip"], 2] < pose.world[INDEX["left_hip"], 2]


def test_what_lies_outside_the_picture_is_unseen(skeleton: Skeleton) -> None:
    track = exact_track(truth(skeleton, Camera(yaw_deg=-90, look_height_m=1.0, height_m=1.0, fov_deg=20), reps=1))
    width, height = track.header.image_size
    for pose in poses(track):
        within = (pose.points >= 0).all(axis=1) & (pose.points < (width, height)).all(axis=1)
        assert ((pose.visibility >= SEEN - 1e-6) == within).all()
    assert any((pose.visibility < SEEN - 1e-6).any() for pose in poses(track))


def test_nobody_is_seen_who_is_outside_the_picture(skeleton: Skeleton) -> None:
    track = exact_track(truth(skeleton, Camera(yaw_deg=-90, look_left_m=9.0), reps=1))
    assert [seen.pose for seen in track.observations] == [None] * len(track.observations)


@settings(max_examples=10, deadline=None)
@given(noise=st.floats(0.002, 0.05), dropouts=st.floats(0.05, 0.6), seed=st.integers(0, 99))
def test_flaws_are_as_large_as_asked(skeleton: Skeleton, noise: float, dropouts: float, seed: int) -> None:
    true = tilted(skeleton)
    clean, flawed = (poses(exact_track(true, flaws)) for flaws in (None, Flaws(noise, dropouts, seed)))
    off = np.array([b.world - a.world for a, b in zip(clean, flawed, strict=True)])
    lost = np.mean([b.visibility < a.visibility for a, b in zip(clean, flawed, strict=True)])
    assert off.std() == pytest.approx(noise * true["person"]["trunk_m"], rel=0.1)
    assert lost == pytest.approx(dropouts, abs=0.03)
