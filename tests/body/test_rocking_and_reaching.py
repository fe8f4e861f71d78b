"""What the floor movements and the raised leg are judged by: read as it was built, or refused with a reason."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.body.figure import Figure
from formcheck.body.joints import Joints
from formcheck.body.measures import MEASURES, Sight
from formcheck.body.reader import Reader
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.judge.composing import own_measures
from formcheck.judge.loading import load_movement
from formcheck.pose.landmarks import INDEX
from tests.support.figure import ARM_M, HIP_M, SHANK_M, THIGH_M, TRUNK_M, Build, pose_of, seen
from tests.support.lunge import view_of

if TYPE_CHECKING:
    from formcheck.pose.pose import Pose

PX_PER_M = 300.0
FIGURE = Figure(TRUNK_M * PX_PER_M, SHANK_M * PX_PER_M, 1.0)
HEIGHTS = ("wrist_height", "elbow_height", "knee_height", "ankle_height", "foot_height")


def read(name: str, pose: Pose, yaw_deg: float = -90.0, side: str = "") -> Reading:
    sight = Sight(Joints(pose), view_of(yaw_deg), FIGURE)
    measure = MEASURES[name]
    if side:
        assert measure.of_side is not None
        return measure.of_side(sight, side)
    assert measure.of_body is not None
    return measure.of_body(sight)


def value(name: str, build: Build, yaw_deg: float = -90.0, side: str = "") -> float:
    reading = read(name, pose_of(build, yaw_deg), yaw_deg, side)
    assert isinstance(reading, Measured), reading
    return reading.value


def kneeling(thigh_deg: float) -> Build:
    """Put the right shank level on the floor behind the knee, the thigh so far back from upright over it."""
    return Build(rear_thigh=thigh_deg, rear_knee=thigh_deg + 90.0)


def raised(thigh_deg: float) -> Build:
    """Hold the left leg straight, so far up from hanging down, toes at a right angle to it."""
    return Build(front_thigh=thigh_deg, front_knee=0.0)


# ---- rocking back ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("facing", [-90.0, 90.0])
def test_a_trunk_that_is_carried_back_is_followed_whatever_becomes_of_the_legs(facing: float) -> None:
    level = Build(trunk=80.0)
    here = value("carried_back", level, facing)
    legs_elsewhere = value("carried_back", replace(level, front_thigh=70.0, front_knee=20.0, rear_knee=120.0), facing)
    assert legs_elsewhere == pytest.approx(here, abs=0.01)
    shifted = pose_of(level, facing)
    back_px = 60.0 if facing > 0 else -60.0
    moved = replace(shifted, points=shifted.points + np.array([back_px, 0.0]))
    reading = read("carried_back", moved, facing)
    assert isinstance(reading, Measured)
    assert reading.value - here == pytest.approx(60.0 / FIGURE.shank_px, abs=0.01)


def test_of_an_upright_trunk_nobody_can_tell_where_back_is() -> None:
    assert read("carried_back", pose_of(Build(trunk=5.0))) == Unknown(Unit.RATIO, Reason.WRONG_VIEW)
    assert read("carried_back", pose_of(Build(trunk=80.0), 0.0), 0.0) == Unknown(Unit.RATIO, Reason.WRONG_VIEW)


@pytest.mark.parametrize("facing", [-90.0, 90.0])
def test_hips_that_go_ahead_are_followed_whatever_becomes_of_the_legs(facing: float) -> None:
    here = value("hips_ahead", Build(), facing)
    pose = pose_of(Build(front_thigh=70.0, front_knee=20.0, rear_knee=120.0), facing)
    ahead_px = -45.0 if facing > 0 else 45.0
    reading = read("hips_ahead", replace(pose, points=pose.points + np.array([ahead_px, 0.0])), facing)
    assert isinstance(reading, Measured)
    assert reading.value - here == pytest.approx(45.0 / FIGURE.trunk_px, abs=0.01)


def test_how_far_ahead_the_hips_are_is_not_told_from_the_front_nor_where_one_is_hidden() -> None:
    assert read("hips_ahead", pose_of(Build(), 0.0), 0.0) == Unknown(Unit.TRUNKS, Reason.WRONG_VIEW)
    hidden = read("hips_ahead", pose_of(Build(), hidden=("left_hip",)))
    assert hidden == Unknown(Unit.TRUNKS, Reason.NOT_VISIBLE, "left_hip")


def test_a_hand_that_the_model_calls_hidden_still_tells_how_it_rises() -> None:
    pose = pose_of(Build(), hidden=("left_wrist",))
    lower = read("hand_over_seat", pose, side="left")
    points = pose.points.copy()
    points[INDEX["left_wrist"], 1] -= 0.3 * FIGURE.trunk_px
    higher = read("hand_over_seat", replace(pose, points=points), side="left")
    assert isinstance(lower, Measured)
    assert isinstance(higher, Measured)
    assert higher.value - lower.value == pytest.approx(0.3, abs=0.01)


@settings(max_examples=40, deadline=None)
@given(thigh=st.floats(-10, 70), facing=st.sampled_from([-90.0, 90.0]))
def test_rock_is_how_far_the_hip_has_gone_from_over_the_knee_to_over_the_ankle(thigh: float, facing: float) -> None:
    gone = THIGH_M * math.sin(math.radians(thigh)) / SHANK_M
    assert value("rock", kneeling(thigh), facing, "right") == pytest.approx(gone, abs=0.01)


@pytest.mark.parametrize(("thigh", "ratio"), [(0.0, 1.43), (30.0, 1.02), (60.0, 0.53)])
def test_the_seat_comes_nearer_to_the_heel_as_it_rocks_back(thigh: float, ratio: float) -> None:
    assert value("buttock_heel", kneeling(thigh), side="right") == pytest.approx(ratio, abs=0.02)


def test_without_a_side_the_near_leg_tells_and_the_far_one_where_the_near_one_is_hidden() -> None:
    build = kneeling(40.0)
    near, far = (read("rock", pose_of(build), side=side) for side in ("right", "left"))
    assert read("rock", pose_of(build)) == near
    assert read("rock", pose_of(build, hidden=("right_knee",))) == far


@pytest.mark.parametrize("name", ["rock", "buttock_heel"])
@pytest.mark.parametrize("yaw_deg", [0.0, 45.0, -50.0, 150.0])
def test_more_than_thirty_degrees_off_the_side_rocking_is_not_read(name: str, yaw_deg: float) -> None:
    assert read(name, pose_of(kneeling(30.0), yaw_deg), yaw_deg) == Unknown(Unit.RATIO, Reason.WRONG_VIEW)


def test_a_shank_that_points_at_the_camera_tells_nothing_of_rocking() -> None:
    pose = pose_of(kneeling(30.0))
    ankle, knee = Joints(pose).at("right_ankle"), Joints(pose).at("right_knee")
    pose.points[28] = [knee[0] + 0.3 * (ankle[0] - knee[0]), ankle[1]]
    assert read("rock", pose, side="right") == Unknown(Unit.RATIO, Reason.WRONG_VIEW, "right_ankle")


@pytest.mark.parametrize("yaw_deg", [0.0, 180.0])
@pytest.mark.parametrize("outward", [0.0, 0.1, 0.2])
def test_knees_apart_are_told_over_the_hips(yaw_deg: float, outward: float) -> None:
    build = Build(front_thigh=0.0, front_knee=0.0, rear_thigh=0.0, rear_knee=0.0, outward=outward)
    assert value("knee_separation", build, yaw_deg) == pytest.approx((HIP_M + outward) / HIP_M, abs=0.02)
    assert isinstance(read("knee_separation", pose_of(build), -90.0), Unknown)


# ---- what is on the floor --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("facing", [-90.0, 90.0, -65.0])
def test_a_knee_on_the_floor_is_at_no_height(facing: float) -> None:
    assert value("knee_height", kneeling(0.0), facing, "right") == pytest.approx(0.0, abs=0.02)
    assert value("foot_height", Build(), facing, "left") == pytest.approx(0.0, abs=0.1)


def test_a_hand_is_as_high_as_it_is_above_the_knee_that_rests() -> None:
    low, high = (value("wrist_height", Build(arm=arm, elbow=0.0, rear_thigh=0.0), side="right") for arm in (0.0, 90.0))
    assert high - low == pytest.approx(2 * ARM_M / TRUNK_M, abs=0.02)
    elbow = value("elbow_height", Build(arm=90.0, elbow=0.0), side="right")
    assert value("wrist_height", Build(arm=90.0, elbow=0.0), side="right") == pytest.approx(elbow, abs=0.05)


def test_hips_and_shoulders_are_a_trunk_apart() -> None:
    build = Build(trunk=0.0)
    apart = value("shoulder_height", build) - value("hip_height", build)
    assert apart == pytest.approx(1.0, abs=0.01)


def test_a_leg_that_is_up_on_something_is_measured_from_the_floor_of_the_other() -> None:
    build = raised(90.0)
    foot = value("ankle_height", build, side="left")
    assert foot == pytest.approx((THIGH_M + 0.05) / TRUNK_M, abs=0.25)
    assert foot > 0.6


@pytest.mark.parametrize("name", HEIGHTS)
@pytest.mark.parametrize("yaw_deg", [0.0, 180.0])
def test_from_the_front_and_from_behind_no_height_above_the_floor_is_told(name: str, yaw_deg: float) -> None:
    reading = read(name, pose_of(yaw_deg=yaw_deg), yaw_deg, "right")
    assert reading == Unknown(Unit.TRUNKS, Reason.WRONG_VIEW)


def test_with_both_legs_out_of_sight_there_is_no_floor() -> None:
    legs = [f"{side}_{part}" for side in ("left", "right") for part in ("knee", "ankle", "heel", "foot_index")]
    assert read("wrist_height", pose_of(hidden=tuple(legs)), side="right") == Unknown(Unit.TRUNKS, Reason.NO_FLOOR)
    assert read("hip_height", pose_of(hidden=tuple(legs))) == Unknown(Unit.TRUNKS, Reason.NO_FLOOR)


# ---- arms ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("yaw_deg", [-90.0, 90.0, -60.0, 45.0])
def test_an_arm_held_forward_reaches_as_far_as_it_is_long(yaw_deg: float) -> None:
    build = Build(arm=90.0, elbow=0.0)
    reading = read("reach", pose_of(build, yaw_deg), yaw_deg, "right")
    assert isinstance(reading, Measured)
    assert reading.value == pytest.approx(2 * ARM_M / TRUNK_M, abs=2.5 * reading.sigma)
    assert value("reach", Build(arm=-40.0, elbow=0.0), yaw_deg, "right") < 0


@settings(max_examples=30, deadline=None)
@given(arm=st.floats(0.0, 180.0), facing=st.sampled_from([-90.0, 90.0]))
def test_a_forearm_is_as_far_from_level_as_it_was_held(arm: float, facing: float) -> None:
    build = Build(arm=arm, elbow=0.0)
    assert value("forearm_from_level", build, facing, "right") == pytest.approx(abs(90.0 - arm), abs=0.2)


# ---- the raised leg, the pelvis --------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(thigh=st.floats(30.0, 120.0), facing=st.sampled_from([-90.0, 90.0]))
def test_a_raised_leg_is_as_high_as_it_was_raised(thigh: float, facing: float) -> None:
    leg_m = THIGH_M + SHANK_M
    assert value("leg_elevation", raised(thigh), facing, "left") == pytest.approx(thigh - 90.0, abs=0.2)
    above = -leg_m * math.cos(math.radians(thigh)) / TRUNK_M
    assert value("surface_height", raised(thigh), facing, "left") == pytest.approx(above, abs=0.01)
    assert value("foot_from_vertical", raised(thigh), facing, "left") == pytest.approx(abs(90.0 - thigh), abs=0.2)


@pytest.mark.parametrize("yaw_deg", [-90.0, 90.0, 0.0, 30.0, -135.0, 180.0])
def test_the_front_foot_is_ahead_of_the_hips_and_the_rear_one_behind_from_wherever_it_is_seen(yaw_deg: float) -> None:
    build = Build(rear_thigh=0.0, rear_knee=90.0)
    assert value("ankle_ahead", build, yaw_deg, "left") == pytest.approx(THIGH_M / TRUNK_M, abs=0.05)
    assert value("ankle_ahead", build, yaw_deg, "right") == pytest.approx(-SHANK_M / TRUNK_M, abs=0.05)


@pytest.mark.parametrize("yaw_deg", [-90.0, 90.0, 0.0, 45.0, 180.0])
def test_a_leg_held_straight_ahead_points_nowhere_else(yaw_deg: float) -> None:
    assert value("leg_direction", raised(80.0), yaw_deg, "left") == pytest.approx(0.0, abs=2.0)
    assert value("foot_direction", Build(), yaw_deg, "left") == pytest.approx(0.0, abs=2.0)


def test_a_leg_that_hangs_down_points_nowhere_for_certain() -> None:
    hanging = read("leg_direction", pose_of(raised(3.0)), side="left")
    ahead = read("leg_direction", pose_of(raised(80.0)), side="left")
    assert isinstance(hanging, Measured)
    assert isinstance(ahead, Measured)
    assert hanging.sigma > 2 * ahead.sigma


def test_a_foot_that_points_at_the_camera_is_not_said_to_point_up() -> None:
    reading = read("foot_from_vertical", pose_of(Build(), 0.0), 0.0, "left")
    assert reading == Unknown(Unit.DEGREES, Reason.WRONG_VIEW, "left_foot_index")


@pytest.mark.parametrize("yaw_deg", [0.0, 180.0])
def test_a_hip_that_is_hitched_up_is_the_higher_one(yaw_deg: float) -> None:
    pose = pose_of(yaw_deg=yaw_deg)
    pose.points[23, 1] -= HIP_M * PX_PER_M * math.tan(math.radians(12.0))
    for side, wanted in (("", 12.0), ("left", 12.0), ("right", -12.0)):
        reading = read("pelvic_obliquity", pose, yaw_deg, side)
        assert isinstance(reading, Measured)
        assert reading.value == pytest.approx(wanted, abs=0.2)
    assert isinstance(read("pelvic_obliquity", pose, -90.0), Unknown)


@pytest.mark.parametrize("yaw_deg", [0.0, 180.0])
def test_swaying_over_a_foot_moves_the_hips_outward_of_it(yaw_deg: float) -> None:
    pose = pose_of(yaw_deg=yaw_deg)
    left_of_picture = 1.0 if yaw_deg == 0.0 else -1.0
    before = {side: read("hip_offset", pose, yaw_deg, side) for side in ("left", "right")}
    pose.points[23:25, 0] += 0.1 * FIGURE.trunk_px * left_of_picture
    for side, sign in (("left", 1.0), ("right", -1.0)):
        was, now = before[side], read("hip_offset", pose, yaw_deg, side)
        assert isinstance(was, Measured)
        assert isinstance(now, Measured)
        assert now.value - was.value == pytest.approx(sign * 0.1, abs=0.01)


# ---- confused legs ---------------------------------------------------------------------------------------------------


def test_while_the_legs_are_confused_rocking_is_not_read_and_reaching_is() -> None:
    reader = Reader(["rock", "front.reach", "front.surface_height"], FIGURE)
    for n in range(20):
        readings = reader.read(seen(pose_of(kneeling(20.0), legs_swapped=n == 15), n / 30)).readings
        if n == 15:
            assert readings["rock"] == Unknown(Unit.RATIO, Reason.LEGS_CONFUSED)
            assert readings["left_surface_height"] == Unknown(Unit.TRUNKS, Reason.LEGS_CONFUSED)
            assert isinstance(readings["left_reach"], Measured)


# ---- a trunk seen end-on ---------------------------------------------------------------------------------------------


def test_a_level_trunk_seen_from_the_front_leans_by_how_far_its_shoulders_are_to_the_side() -> None:
    for trunk in (0.0, 60.0, 85.0, 95.0):
        straight = read("lateral_lean", pose_of(Build(trunk=trunk), 0.0), 0.0)
        assert isinstance(straight, Measured)
        assert straight.value == pytest.approx(0.0, abs=0.1)
    pose = pose_of(Build(trunk=95.0), 0.0)
    pose.points[11:13, 0] += FIGURE.trunk_px * math.tan(math.radians(15.0))
    aside = read("lateral_lean", pose, 0.0)
    upright = read("lateral_lean", pose_of(Build(), 0.0), 0.0)
    assert isinstance(aside, Measured)
    assert isinstance(upright, Measured)
    assert aside.value == pytest.approx(15.0, abs=0.5)
    assert aside.sigma > 2 * upright.sigma


def test_a_bent_trunk_seen_obliquely_is_not_said_to_lean_to_the_side() -> None:
    reading = read("lateral_lean", pose_of(Build(trunk=80.0), 45.0), 45.0)
    assert reading == Unknown(Unit.DEGREES, Reason.WRONG_VIEW)


def test_somebody_whose_shanks_point_at_the_camera_is_not_too_small_for_it() -> None:
    assert not Figure(trunk_px=90.0, shank_px=34.0, noise_px=0.5).too_small
    assert Figure(trunk_px=40.0, shank_px=34.0, noise_px=0.5).too_small


# ---- sitting ---------------------------------------------------------------------------------------------------------


@settings(max_examples=30, deadline=None)
@given(thigh=st.floats(0, 90), knee=st.floats(0, 120), facing=st.sampled_from([-90.0, -50.0, 0.0, 90.0]))
def test_how_high_somebody_sits_is_the_same_whichever_leg_is_taken_for_the_other(
    thigh: float, knee: float, facing: float
) -> None:
    pose = pose_of(Build(front_thigh=thigh, front_knee=knee), facing)
    points = pose.points.copy()
    for joint in ("knee", "ankle"):
        left, right = INDEX[f"left_{joint}"], INDEX[f"right_{joint}"]
        points[[left, right]] = points[[right, left]]
    swapped = read("seat_over_feet", replace(pose, points=points), facing)
    here = read("seat_over_feet", pose, facing)
    assert isinstance(here, Measured)
    assert isinstance(swapped, Measured)
    assert swapped.value == pytest.approx(here.value, abs=1e-6)


@pytest.mark.parametrize("facing", [-90.0, 90.0])
def test_legs_stretched_out_are_ahead_and_only_from_the_side_whichever_leg_is_taken_for_the_other(
    facing: float,
) -> None:
    out = Build(front_thigh=90.0, front_knee=0.0, rear_thigh=90.0, rear_knee=0.0)
    assert value("feet_ahead", out, facing) > 1.4
    one_behind = replace(out, rear_thigh=-30.0, rear_knee=60.0)
    here = value("feet_ahead", one_behind, facing)
    assert -0.5 < here < 1.0
    pose = pose_of(one_behind, facing)
    points = pose.points.copy()
    points[[INDEX["left_ankle"], INDEX["right_ankle"]]] = points[[INDEX["right_ankle"], INDEX["left_ankle"]]]
    swapped = read("feet_ahead", replace(pose, points=points), facing)
    assert isinstance(swapped, Measured)
    assert swapped.value == pytest.approx(here)
    assert read("feet_ahead", pose_of(out, 0.0), 0.0) == Unknown(Unit.TRUNKS, Reason.WRONG_VIEW)


def test_who_kneels_in_a_lunge_does_not_sit_and_feet_outside_the_picture_tell_nothing() -> None:
    pose = pose_of(Build())
    kneeling_up = read("seat_over_feet", pose)
    assert isinstance(kneeling_up, Measured)
    assert kneeling_up.value > 0.7
    points = pose.points.copy()
    points[INDEX["left_ankle"], 1] = 10 * pose.image_size[1]
    assert isinstance(read("seat_over_feet", replace(pose, points=points)), Unknown)


def test_who_stands_with_a_foot_as_high_as_the_hips_is_told_from_who_kneels() -> None:
    standing = Build(rear_thigh=0.0, rear_knee=0.0)
    for thigh in (45.0, 90.0, 110.0):
        assert value("standing_over_feet", replace(standing, front_thigh=thigh, front_knee=0.0)) > 1.3
    assert value("standing_over_feet", Build()) == value("seat_over_feet", Build())


# ---- on all fours ----------------------------------------------------------------------------------------------------


def propped(build: Build, yaw_deg: float, tilt_deg: float) -> float:
    """Read the shoulders over wrists and hips together, to a camera that looks down."""
    pose = pose_of(build, yaw_deg)
    tilt = math.radians(tilt_deg)
    points = pose.points.copy()
    points[:, 1] = (pose.world[:, 1] * math.cos(tilt) - pose.world[:, 2] * math.sin(tilt)) * PX_PER_M + 360.0
    movement = load_movement("adductor-rock-back")
    reader = Reader({"propped_on_left_end_on"}, FIGURE, own_measures(movement))
    reading = reader.read(seen(replace(pose, points=points), 0.0)).readings["propped_on_left_end_on"]
    assert isinstance(reading, Measured)
    return reading.value


@pytest.mark.parametrize("yaw_deg", [0.0, 180.0, 40.0])
@pytest.mark.parametrize("tilt_deg", [0.0, 10.0, 30.0])
def test_forearms_are_told_from_straight_arms_however_the_camera_looks_down(yaw_deg: float, tilt_deg: float) -> None:
    level = Build(trunk=88.0, arm=88.0, front_thigh=0.0, rear_thigh=0.0)
    assert propped(replace(level, elbow=90.0), yaw_deg, tilt_deg) < 0.77
    if tilt_deg <= 10.0 or yaw_deg == 180.0:
        assert propped(replace(level, elbow=0.0), yaw_deg, tilt_deg) > 0.87
