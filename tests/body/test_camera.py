"""What the picture is laid back onto: points return to where they were, and the tilt is seen from who stands."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.body.camera import Camera, Source, estimate, onto_level, project
from formcheck.body.figure import survey
from formcheck.pose.pose import Observation, Pose
from tests.support.figure import Build, pose_of, seen

KNEELING = Build()
STANDING = Build(front_thigh=0.0, front_knee=3.0, rear_thigh=0.0, rear_knee=3.0)


@given(
    tilt=st.floats(2.0, 60.0),
    roll=st.floats(-8.0, 8.0),
    focal=st.floats(0.5, 1.5),
    height=st.floats(0.2, 1.6),
    right=st.floats(-0.5, 0.5),
    away=st.floats(1.0, 3.0),
    above=st.floats(0.0, 0.1),
)
def test_what_lies_on_the_floor_is_found_where_it_lies(
    tilt: float, roll: float, focal: float, height: float, right: float, away: float, above: float
) -> None:
    camera = np.array([math.radians(tilt), math.radians(roll), math.log(focal), math.log(height)])
    place = np.array([[right, above, away]])
    found = onto_level(project(place[None], camera[None])[0], place[:, 1], camera)
    assert found == pytest.approx(place, abs=1e-6)


def test_a_camera_that_looks_down_sees_what_is_near_lower_in_the_picture() -> None:
    near, far = project(np.array([[[0.0, 0.0, 1.0], [0.0, 0.0, 2.0]]]), Camera().centre[None])[0]
    assert near[1] > far[1]


def filmed_from_above(pose: Pose, tilt_deg: float) -> Pose:
    """Turn the model's metres as a camera looking down would have them."""
    tilt = math.radians(tilt_deg)
    turn = np.array(
        [[1, 0, 0], [0, math.cos(tilt), -math.sin(tilt)], [0, math.sin(tilt), math.cos(tilt)]], dtype=np.float32
    )
    world = (pose.world @ turn.T).astype(np.float32)
    return Pose(pose.time_s, pose.image_size, pose.points, world, pose.visibility, pose.presence)


def standing(tilt_deg: float) -> list[Observation]:
    """Ten looks at somebody who stands straight."""
    return [seen(filmed_from_above(pose_of(STANDING, 0.0), tilt_deg), 0.1 * k) for k in range(10)]


def test_the_higher_the_camera_the_more_tilt_is_seen_from_somebody_standing() -> None:
    tilts = [estimate(standing(tilt)) for tilt in (0.0, 12.0, 24.0)]
    assert [camera.source for camera in tilts] == [Source.STANDING] * 3
    for camera, true in zip(tilts, (0.0, 12.0, 24.0), strict=True):
        assert abs(camera.tilt_deg - true) < 2 * camera.tilt_sigma_deg
    assert tilts[0].tilt_deg < tilts[1].tilt_deg < tilts[2].tilt_deg


def test_who_kneels_tells_no_tilt_and_the_camera_is_taken_to_be_anyone_s() -> None:
    camera = estimate([seen(pose_of(KNEELING, -90.0), 0.1 * k) for k in range(10)])
    assert camera == Camera()
    assert camera.tilt_sigma_deg > 10


def test_nobody_tells_no_tilt() -> None:
    assert estimate([Observation(k, 0.1 * k, None) for k in range(3)]) == Camera()
    assert estimate([]) == Camera()


def test_somebody_in_passing_is_not_enough() -> None:
    assert estimate(standing(20.0)[:2]).source is Source.TYPICAL


def test_the_survey_of_a_recording_knows_its_camera() -> None:
    figure = survey(standing(20.0))
    assert figure is not None
    assert figure.camera.source is Source.STANDING
