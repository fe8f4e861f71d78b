"""What the picture is laid back onto: points return to where they were, and the tilt is seen from who stands."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.body.camera import Camera, CameraHint, Source, estimate, learn_camera, onto_level, project
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


# ---- what is said of it --------------------------------------------------------------------------------------------


def test_what_is_said_of_the_camera_goes_before_what_was_learned() -> None:
    hint = CameraHint(tilt_deg=31.0, height_m=1.5, stature_m=1.5)
    camera = learn_camera(standing(12.0), hint)
    assert (camera.tilt_deg, camera.height, camera.source) == (31.0, 1.0, Source.GIVEN)
    assert camera.focal == Camera().focal


def test_a_camera_that_was_measured_is_surer_than_one_judged_by_eye() -> None:
    said, measured = (
        CameraHint(tilt_deg=30.0, focal=0.8, height_m=1.4, stature_m=1.7, measured=measured).refine(
            Camera(), (640, 360)
        )
        for measured in (False, True)
    )
    assert (measured.spread[[0, 2, 3]] < said.spread[[0, 2, 3]]).all()
    assert (said.spread < Camera().spread + 1e-9).all()


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280)])
def test_the_width_that_is_seen_is_that_of_the_picture_upright_or_across(size: tuple[int, int]) -> None:
    camera = CameraHint(fov_deg=50.0).refine(Camera(), size)
    half_width = size[0] / max(size) / 2
    assert math.degrees(math.atan(half_width / camera.focal)) == pytest.approx(25.0)


def test_a_height_in_metres_is_surer_when_the_person_s_own_is_told() -> None:
    unsaid, said = (CameraHint(height_m=1.36, stature_m=s).refine(Camera(), (640, 360)) for s in (None, 1.7))
    assert unsaid.height == said.height == pytest.approx(0.8)
    assert said.height_sigma < unsaid.height_sigma
