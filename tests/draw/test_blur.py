from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from formcheck.draw.blur import FaceBlur, plain_ground
from formcheck.pose.landmarks import FACE, LANDMARKS
from formcheck.pose.pose import Observation


@pytest.fixture
def noise() -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (540, 960, 3), dtype=np.uint8)


def detail(image: np.ndarray, pose) -> float:
    """How much neighbouring pixels differ about the face: high for noise or features, low for a blur."""
    x, y = pose.points[list(FACE)].mean(axis=0).astype(int)
    return float(np.abs(np.diff(image[y - 12 : y + 12, x - 12 : x + 12].astype(int), axis=1)).mean())


def seen(pose, time_s: float) -> Observation:
    return Observation(0, time_s, pose)


def blurred(image: np.ndarray, pose, time_s: float = 0.0, blur: FaceBlur | None = None) -> np.ndarray:
    return (blur or FaceBlur()).apply(image.copy(), seen(pose, time_s))


def test_a_face_becomes_unrecognisable_and_the_rest_stays(figures, noise):
    pose = figures.pose()
    picture = blurred(noise, pose)
    assert detail(picture, pose) < 0.1 * detail(noise, pose)
    assert np.array_equal(picture[300:], noise[300:])


def test_a_face_that_is_lost_stays_blurred_for_a_second(figures, noise):
    pose, blur = figures.pose(), FaceBlur()
    blurred(noise, pose, 3.0, blur)
    assert detail(blurred(noise, None, 4.0, blur), pose) < 0.1 * detail(noise, pose)


def test_where_nobody_was_found_for_long_the_whole_picture_is_blurred(figures, noise):
    blur = FaceBlur()
    blurred(noise, figures.pose(), 3.0, blur)
    for picture in (blurred(noise, None, 6.0, blur), blurred(noise, None)):
        spots = picture[::54, ::60].astype(int), picture[3::54, 3::60].astype(int)
        assert np.abs(spots[0] - spots[1]).max() < 20


def test_a_face_that_jumps_away_for_a_frame_stays_blurred_where_it_was(figures, noise):
    pose, blur = figures.pose(), FaceBlur()
    blurred(noise, pose, 0.0, blur)
    jumped = replace(pose, points=pose.points + np.float32([300, 200]))
    assert detail(blurred(noise, jumped, 0.04, blur), pose) < 0.1 * detail(noise, pose)


def test_a_head_whose_face_is_a_guess_is_blurred_more_widely(figures, noise):
    pose = figures.pose()
    guessed = figures.hidden(pose, *(LANDMARKS[number] for number in FACE))
    areas = [(blurred(noise, each) != noise).any(axis=2).sum() for each in (pose, guessed)]
    assert areas[1] > 1.5 * areas[0]


def test_the_face_is_found_in_a_picture_smaller_than_its_source(figures, noise):
    half = np.ascontiguousarray(noise[:270, :480])
    picture = blurred(half, figures.pose(960, 540))
    assert detail(picture, figures.pose(480, 270)) < 0.2 * detail(half, figures.pose(480, 270))


def test_two_faces_that_differ_in_all_but_their_mean_colours_come_out_alike(figures):
    """What is left of a face are a few mean colours: features of a third of its size are gone."""
    pose = figures.pose()
    x, y = pose.points[list(FACE)].mean(axis=0).astype(int)
    pictures = []
    for turn in (0, 2):
        image = np.full((540, 960, 3), 150, np.uint8)
        features = np.kron(np.rot90(np.indices((4, 4)).sum(axis=0) % 2, turn // 2), np.ones((8, 8)))
        image[y - 16 : y + 16, x - 16 : x + 16] = np.where(features[..., None], 230, 70)
        pictures.append(blurred(image, pose).astype(int))
    assert np.abs(pictures[0] - pictures[1]).max() < 0.25 * (230 - 70)


def test_nothing_of_the_camera_is_in_a_plain_picture(figures, noise):
    one, other = (plain_ground(image, figures.pose()) for image in (noise, noise[::-1]))
    assert np.array_equal(one, other)
    assert np.ptp(plain_ground(noise, None), axis=(0, 1)).max() == 0


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    points=arrays(np.float32, (33, 2), elements=st.floats(-1e7, 1e7, width=32)),
    width=st.integers(1, 200),
    height=st.integers(1, 200),
)
def test_landmarks_anywhere_outside_the_picture_do_no_harm(figures, points, width, height):
    image = np.full((height, width, 3), 90, np.uint8)
    picture = FaceBlur().apply(image, seen(replace(figures.pose(), points=points), 0.0))
    assert picture.shape == (height, width, 3)
