"""Knees of legs laid down are measured where they lie, or it is said why not and what to do."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from formcheck.body.camera import Camera
from formcheck.body.figure import Figure
from formcheck.body.floorwatch import FloorWatch, look
from formcheck.body.joints import Joints
from formcheck.body.measures import MEASURES, Sight
from formcheck.body.reader import Reader
from formcheck.body.reading import Measured, Reading, Reason, Unknown
from formcheck.body.view import UNKNOWN_VIEW, View
from formcheck.judge.words import mend_words, reason_words
from formcheck.pose.landmarks import INDEX, SIDES
from tests.support.figure import seen
from tests.support.lunge import view_of
from tests.support.sitting import Still, camera_at, sitter, stills

if TYPE_CHECKING:
    from formcheck.pose.pose import Pose

HIGH = camera_at(0.95, 24.0)
LOW = camera_at(0.3, 4.0)


def read(name: str, pose: Pose, side: str, camera: Camera, view: View = UNKNOWN_VIEW) -> Reading:
    watch = FloorWatch()
    watch.offer(pose, view, camera)
    of_side = MEASURES[name].of_side
    assert of_side is not None
    return of_side(Sight(Joints(pose), view, Figure(200.0, 180.0, 1.0, camera=camera), watch), side)


def knees(still: Still, camera: Camera) -> list[tuple[float, Reading]]:
    """Give the true flexion and what was read, of both knees."""
    return [
        (180.0 - true, read("floor_knee_flexion", still.pose, side, camera))
        for side, true in zip(SIDES, still.included_deg, strict=True)
    ]


TRUNK = 0.29
"""A trunk's length in statures."""


def hand_height(name: str, side: str, azimuth: float, camera: Camera, hand: tuple[float, float, float]) -> float:
    """Read how high a hand is, in trunk lengths, of somebody who sits with the left leg in front."""
    hands = {"left_hand" if side == "left" else "right_hand": hand}
    pose = sitter(camera, front="left", azimuth_deg=azimuth, **hands)
    trunk_px = TRUNK * camera.focal / math.hypot(1.8, camera.height) * max(pose.image_size)
    of_side = MEASURES[name].of_side
    assert of_side is not None
    found = of_side(Sight(Joints(pose), view_of(azimuth), Figure(trunk_px, trunk_px, 1.0, camera=camera)), side)
    assert isinstance(found, Measured), found
    return found.value


# ---- by geometry alone ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("azimuth", [-105.0, -90.0, -70.0, 75.0, 95.0])
@pytest.mark.parametrize("camera", [HIGH, LOW, camera_at(1.25, 32.0)])
@pytest.mark.parametrize("up", [0.0, 0.1])
def test_hands_on_the_floor_of_the_ninety_ninety_are_told_from_raised_ones_on_either_side_of_the_camera(
    azimuth: float, camera: Camera, up: float
) -> None:
    """From a camera that looks down the floor beyond the person lies higher in the picture: no hand is up for that."""
    resting = 0.065 * TRUNK
    support = hand_height("support_hand_height", "left", azimuth, camera, (0.24, resting + up, 0.04))
    reaching = hand_height("reaching_hand_height", "right", azimuth, camera, (-0.13, resting + up, 0.34))
    for height in (support, reaching):
        assert height == pytest.approx(up / TRUNK, abs=0.2)


@pytest.mark.parametrize("azimuth", [-60.0, -30.0, 0.0, 25.0])
@pytest.mark.parametrize("bent", [(90.0, 90.0), (120.0, 110.0), (70.0, 75.0)])
def test_from_a_good_camera_knees_are_read_as_they_lie(azimuth: float, bent: tuple[float, float]) -> None:
    pose = sitter(HIGH, azimuth_deg=azimuth, knees=bent)
    for side, included in zip(SIDES, bent, strict=True):
        reading = read("floor_knee_flexion", pose, side, HIGH, view_of(azimuth))
        assert isinstance(reading, Measured), reading
        assert reading.value == pytest.approx(180.0 - included, abs=8.0)


def test_a_camera_nobody_told_of_is_found_from_the_legs() -> None:
    legs = look(sitter(HIGH, azimuth_deg=-30.0), view_of(-30.0), Camera()).legs
    assert abs(legs.tilt_deg - HIGH.tilt_deg) < legs.tilt_sigma_deg < 10.0
    assert abs(legs.azimuth_deg + 30.0) < 10.0


def test_what_is_known_of_the_camera_makes_a_knee_surer() -> None:
    pose = sitter(HIGH, azimuth_deg=-30.0)
    known, unknown = (look(pose, view_of(-30.0), camera).legs for camera in (HIGH, Camera()))
    assert max(known.sigma_deg) < max(unknown.sigma_deg)


@pytest.mark.parametrize("camera", [LOW, Camera()])
@pytest.mark.parametrize("azimuth", [-60.0, 0.0, 30.0, 90.0])
def test_from_a_low_camera_it_is_said_that_and_how_to_raise_it(camera: Camera, azimuth: float) -> None:
    pose = sitter(LOW, azimuth_deg=azimuth)
    for side in SIDES:
        reading = read("floor_knee_flexion", pose, side, camera, view_of(azimuth))
        assert isinstance(reading, Unknown)
        assert reading.reason is Reason.CAMERA_LOW
        assert mend_words(reading, view_of(azimuth), ("front",), None) == (
            "Raise the camera to chest height and turn to face it"
        )
        assert reason_words(reading, view_of(azimuth)) == "the camera looks too flat over the floor"


@pytest.mark.parametrize("azimuth", [90.0, -120.0, 180.0])
def test_from_the_side_or_behind_the_person_is_asked_to_turn(azimuth: float) -> None:
    reading = read("floor_knee_flexion", sitter(HIGH, azimuth_deg=azimuth), "left", HIGH, view_of(azimuth))
    assert isinstance(reading, Unknown)
    assert reading.reason is Reason.WRONG_VIEW


@pytest.mark.parametrize("front", SIDES)
def test_a_rear_shin_that_is_marked_where_none_can_lie_is_taken_for_hidden(front: str) -> None:
    """Behind the body the model puts the ankle onto the front leg, and is sure of it."""
    rear = "right" if front == "left" else "left"
    azimuth = 20.0 if front == "left" else -20.0
    pose = sitter(HIGH, front=front, azimuth_deg=azimuth)
    points = pose.points.copy()
    points[INDEX[f"{rear}_ankle"]] = points[INDEX[f"{front}_knee"]]
    caught = replace(pose, points=points)
    reading = read("floor_knee_flexion", caught, rear, HIGH, view_of(azimuth))
    assert reading == Unknown(reading.unit, Reason.NOT_VISIBLE, f"{rear}_ankle")
    untouched = read("floor_knee_flexion", caught, front, HIGH, view_of(azimuth))
    assert isinstance(untouched, Measured)
    assert untouched.value == pytest.approx(90.0, abs=8.0)


def test_an_ankle_outside_the_picture_is_named() -> None:
    pose = sitter(HIGH, azimuth_deg=-30.0)
    points = pose.points.copy()
    points[28] += (3000.0, 0.0)
    reading = read("floor_knee_flexion", replace(pose, points=points), "right", HIGH, view_of(-30.0))
    assert reading == Unknown(reading.unit, Reason.OUT_OF_FRAME, "right_ankle")


def test_legs_that_cannot_lie_like_this_are_not_measured() -> None:
    pose = sitter(HIGH, azimuth_deg=-30.0)
    points = pose.points.copy()
    points[27] = points[25] + 2 * (points[27] - points[25])  # a shin twice as long as the other
    reading = read("floor_knee_flexion", replace(pose, points=points), "left", HIGH, view_of(-30.0))
    assert isinstance(reading, Unknown)


@pytest.mark.parametrize("front", SIDES)
def test_thighs_and_shins_point_where_they_lie_on_either_side(front: str) -> None:
    rear = "right" if front == "left" else "left"
    azimuth = -30.0 if front == "left" else 30.0
    pose = sitter(HIGH, front=front, azimuth_deg=azimuth)
    expected = {
        ("floor_thigh_direction", front): 38.0,
        ("floor_thigh_direction", rear): 78.0,
        ("floor_shin_direction", front): -52.0,
        ("floor_shin_behind", rear): 12.0,
    }
    for (name, side), true in expected.items():
        reading = read(name, pose, side, HIGH, view_of(azimuth))
        assert isinstance(reading, Measured), reading
        assert abs(reading.value - true) < 2 * reading.sigma


def test_the_front_shin_is_the_one_that_is_surer_to_be_in_front() -> None:
    pose = sitter(HIGH, front="right", azimuth_deg=30.0)
    left, right = (read("shin_in_front", pose, side, HIGH, view_of(30.0)) for side in SIDES)
    assert isinstance(left, Measured)
    assert isinstance(right, Measured)
    assert right.value == -left.value > 0.5


def test_without_a_look_at_the_floor_it_is_said_that_there_is_none() -> None:
    pose = sitter(HIGH)
    sight = Sight(Joints(pose), UNKNOWN_VIEW, Figure(200.0, 180.0, 1.0))
    for name in ("floor_knee_flexion", "floor_shin_direction", "floor_shin_behind", "shin_in_front"):
        of_side = MEASURES[name].of_side
        assert of_side is not None
        reading = of_side(sight, "left")
        assert isinstance(reading, Unknown)
        assert reading.reason is Reason.NO_FLOOR


def test_a_reader_of_a_recording_tells_the_knees_as_they_change() -> None:
    reader = Reader(["front.floor_knee_flexion"], Figure(200.0, 180.0, 1.0, camera=HIGH))
    told = []
    for step, included in enumerate((90.0, 90.0, 120.0)):
        pose = sitter(HIGH, azimuth_deg=-30.0, knees=(included, 90.0), time_s=float(step))
        told.append(reader.read(seen(pose, float(step))).readings["left_floor_knee_flexion"])
    assert [reading.value for reading in told if isinstance(reading, Measured)] == pytest.approx([90, 90, 60], abs=8)


# ---- on what the model saw of rendered people that took no part in fitting anything --------------------------------


@pytest.mark.parametrize("known", [False, True])
def test_knees_of_strangers_are_within_twelve_degrees_on_average_and_as_sure_as_stated(known: bool) -> None:
    read_ = [knee for still in stills() for knee in knees(still, still.camera if known else Camera())]
    told = [(reading.value - true, reading.sigma) for true, reading in read_ if isinstance(reading, Measured)]
    errors, sigmas = np.array(told).T
    assert len(told) >= 8
    assert np.abs(errors).mean() <= 12.0
    assert np.mean(np.abs(errors) <= 2 * sigmas) >= 0.8


@pytest.mark.parametrize("known", [False, True])
def test_strangers_before_a_low_or_a_side_camera_are_told_that_it_cannot_be_judged(known: bool) -> None:
    poor = [still for still in stills() if still.camera_height_m < 0.9 or abs(still.azimuth_deg) > 80]
    assert poor
    for still in poor:
        assert all(isinstance(reading, Unknown) for _, reading in knees(still, still.camera if known else Camera()))


def test_looking_is_done_a_few_times_a_second_and_anew_after_a_jump_back() -> None:
    watch = FloorWatch()
    looks = []
    for time_s in (0.0, 0.1, 0.2, 0.3, 0.0):
        watch.offer(sitter(HIGH, azimuth_deg=-30.0, time_s=time_s), view_of(-30.0), HIGH)
        looks.append(watch.now)
    assert looks[0] is looks[1] is looks[2]
    assert looks[3] is not looks[0]
    assert looks[4] is not looks[3]


def test_nothing_stands_before_the_first_pose() -> None:
    assert FloorWatch().now is None


def test_whatever_is_marked_legs_are_laid_down_without_a_stumble() -> None:
    rng = np.random.default_rng(5)
    for _ in range(20):
        pose = sitter(HIGH)
        wild = replace(pose, points=rng.uniform(-500, 2000, (33, 2)).astype(np.float32))
        legs = look(wild, UNKNOWN_VIEW, Camera()).legs
        assert all(math.isfinite(value) for value in (*legs.included_deg, *legs.sigma_deg, legs.depression_deg))
