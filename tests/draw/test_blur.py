from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from formcheck.draw.blur import FaceBlur
from formcheck.pose.landmarks import FACE, LANDMARKS


@pytest.fixture
def noise() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (540, 960, 3), dtype=np.uint8)


def detail(image: np.ndarray, pose) -> float:
    """How much neighbouring pixels differ about the face: high for noise or features, low for a blur."""
    x, y = pose.points[list(FACE)].mean(axis=0).astype(int)
    return float(np.abs(np.diff(image[y - 12 : y + 12, x - 12 : x + 12].astype(int), axis=1)).mean())


def test_a_face_becomes_unrecognisable_and_the_rest_stays(figures, noise):
    pose = figures.pose()
    picture = FaceBlur().apply(noise.copy(), pose, 0.0)
    assert detail(picture, pose) < 0.1 * detail(noise, pose)
    assert np.array_equal(picture[300:], noise[300:])


def test_a_face_that_is_lost_stays_blurred_for_a_second(figures, noise):
    pose, blur = figures.pose(), FaceBlur()
    blur.apply(noise.copy(), pose, 3.0)
    assert detail(blur.apply(noise.copy(), None, 4.0), pose) < 0.1 * detail(noise, pose)


def test_a_face_that_is_long_gone_is_no_longer_blurred(figures, noise):
    blur = FaceBlur()
    blur.apply(noise.copy(), figures.pose(), 3.0)
    assert np.array_equal(blur.apply(noise.copy(), None, 6.0), noise)


def test_where_nobody_has_been_seen_nothing_is_blurred(noise):
    assert np.array_equal(FaceBlur().apply(noise.copy(), None, 0.0), noise)


def test_a_face_that_jumps_away_for_a_frame_stays_blurred_where_it_was(figures, noise):
    pose, blur = figures.pose(), FaceBlur()
    blur.apply(noise.copy(), pose, 0.0)
    jumped = replace(pose, points=pose.points + np.float32([300, 200]))
    assert detail(blur.apply(noise.copy(), jumped, 0.04), pose) < 0.1 * detail(noise, pose)


def test_a_head_whose_face_is_a_guess_is_blurred_more_widely(figures, noise):
    pose = figures.pose()
    guessed = figures.hidden(pose, *(LANDMARKS[number] for number in FACE))
    areas = [(FaceBlur().apply(noise.copy(), seen, 0.0) != noise).any(axis=2).sum() for seen in (pose, guessed)]
    assert areas[1] > 1.5 * areas[0]


def test_the_face_is_found_in_a_picture_smaller_than_its_source(figures, noise):
    half = np.ascontiguousarray(noise[:270, :480])
    picture = FaceBlur().apply(half.copy(), figures.pose(960, 540), 0.0)
    assert detail(picture, figures.pose(480, 270)) < 0.2 * detail(half, figures.pose(480, 270))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    points=arrays(np.float32, (33, 2), elements=st.floats(-1e7, 1e7, width=32)),
    width=st.integers(1, 200),
    height=st.integers(1, 200),
)
def test_landmarks_anywhere_outside_the_picture_do_no_harm(figures, points, width, height):
    image = np.full((height, width, 3), 90, np.uint8)
    picture = FaceBlur().apply(image, replace(figures.pose(), points=points), 0.0)
    assert picture.shape == (height, width, 3)
