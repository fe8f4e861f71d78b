"""A figure built with known angles is read with those angles, or it is said why not."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from formcheck.body.figure import Figure
from formcheck.body.geometry import wrapped
from formcheck.body.joints import Joints
from formcheck.body.measures import MEASURES, Sight
from formcheck.body.measures.feet import ankle_angle
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import View, ViewLabel
from formcheck.pose.landmarks import INDEX, OTHER
from formcheck.pose.pose import Pose
from tests.support.figure import FOOT_M, SHANK_M, THIGH_M, TRUNK_M, Build, mirrored_pose, pose_of
from tests.support.lunge import view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

PX_PER_M = 300.0


def figure_of(px_per_m: float = PX_PER_M, noise_px: float = 1.0) -> Figure:
    return Figure(TRUNK_M * px_per_m, SHANK_M * px_per_m, noise_px)


def read(name: str, pose: Pose, view: View, side: str = "", figure: Figure | None = None) -> Reading:
    sight = Sight(Joints(pose), view, figure or figure_of())
    measure = MEASURES[name]
    if side:
        assert measure.of_side is not None
        return measure.of_side(sight, side)
    assert measure.of_body is not None
    return measure.of_body(sight)


def value(name: str, build: Build, yaw_deg: float = -90.0, side: str = "") -> float:
    reading = read(name, pose_of(build, yaw_deg), view_of(yaw_deg), side)
    assert isinstance(reading, Measured), reading
    return reading.value


def all_readings(pose: Pose, view: View, figure: Figure) -> Iterator[tuple[str, str, Reading]]:
    """Every measure of the registry, on every side it has."""
    for name, measure in MEASURES.items():
        for side in ("left", "right") if measure.of_side else ():
            yield name, side, read(name, pose, view, side, figure)
        if measure.of_body:
            yield name, "", read(name, pose, view, "", figure)


# ---- what was built is what is read --------------------------------------------------------------------------------

angles = st.floats(5.0, 150.0)


@settings(max_examples=60, deadline=None)
@given(
    knee=angles,
    thigh=st.floats(20.0, 110.0),
    px_per_m=st.floats(100.0, 500.0),
    x=st.floats(500.0, 800.0),
    facing=st.sampled_from([-90.0, 90.0]),
    rear=st.sampled_from(["left", "right"]),
)
def test_a_knee_is_read_as_it_was_bent(
    knee: float, thigh: float, px_per_m: float, x: float, facing: float, rear: str
) -> None:
    build = Build(rear=rear, front_knee=knee, front_thigh=thigh)
    pose = pose_of(build, facing, px_per_m=px_per_m, centre=(x, 360.0), size=(1280, 1200))
    reading = read("knee_flexion", pose, view_of(facing), OTHER[rear], figure_of(px_per_m))
    assert isinstance(reading, Measured)
    assert reading.value == pytest.approx(knee, abs=0.1)


@pytest.mark.parametrize("yaw_deg", [-120, -60, -45, 0, 30, 60, 135, 180])
@pytest.mark.parametrize("knee", [60.0, 90.0, 120.0])
def test_from_the_front_or_obliquely_a_knee_is_read_with_more_doubt_and_within_it(yaw_deg: float, knee: float) -> None:
    side_on = read("knee_flexion", pose_of(), view_of(-90), "left")
    reading = read("knee_flexion", pose_of(Build(front_knee=knee), yaw_deg), view_of(yaw_deg), "left")
    assert isinstance(side_on, Measured)
    assert isinstance(reading, Measured)
    assert reading.sigma > side_on.sigma
    assert abs(reading.value - knee) < 2.5 * reading.sigma


@given(trunk=st.floats(-60, 80), facing=st.sampled_from([-90.0, 90.0]))
def test_a_trunk_leans_forward_whichever_way_the_person_faces(trunk: float, facing: float) -> None:
    assert value("trunk_inclination", Build(trunk=trunk), facing) == pytest.approx(trunk, abs=0.1)


@pytest.mark.parametrize("yaw_deg", [0.0, 180.0])
@pytest.mark.parametrize("lean", [-20.0, 0.0, 12.0])
def test_leaning_to_the_left_is_positive_from_the_front_and_from_behind(yaw_deg: float, lean: float) -> None:
    assert value("lateral_lean", Build(lean=lean), yaw_deg) == pytest.approx(lean, abs=0.1)
    assert value("lateral_lean", Build(lean=lean), yaw_deg, "left") == pytest.approx(lean, abs=0.1)
    assert value("lateral_lean", Build(lean=lean), yaw_deg, "right") == pytest.approx(-lean, abs=0.1)


@pytest.mark.parametrize("facing", [-90.0, 90.0])
def test_the_hip_is_extended_when_the_thigh_is_behind_the_trunk_s_line(facing: float) -> None:
    build = Build(trunk=5.0, rear_thigh=-20.0)
    assert value("hip_extension", build, facing, "right") == pytest.approx(20.0 - 5.0, abs=0.2)
    assert value("hip_extension", Build(trunk=30.0, rear_thigh=-10.0), facing, "right") == pytest.approx(-20, abs=0.2)
    assert value("hip_flexion", Build(front_thigh=70.0), facing, "left") == pytest.approx(70, abs=0.2)


@pytest.mark.parametrize("facing", [-90.0, 90.0])
def test_a_shank_leans_forward_as_the_knee_goes_over_the_foot(facing: float) -> None:
    build = Build(front_thigh=80.0, front_knee=100.0)
    assert value("shank_inclination", build, facing, "left") == pytest.approx(20.0, abs=0.1)


def test_an_arm_overhead_is_a_hundred_and_eighty_degrees_and_a_straight_elbow_too() -> None:
    build = Build(arm=180.0, elbow=0.0)
    assert value("shoulder_elevation", build, side="right") == pytest.approx(180, abs=0.1)
    assert value("elbow_extension", build, side="right") == pytest.approx(180, abs=0.1)
    assert value("elbow_extension", Build(elbow=60.0), side="right") == pytest.approx(120, abs=0.1)
    assert value("shoulder_elevation", Build(arm=0.0, elbow=0.0), side="right") == pytest.approx(0, abs=0.1)


def test_a_foot_flat_under_an_upright_shank_is_at_a_right_angle() -> None:
    assert value("ankle_angle", Build(), side="left") == pytest.approx(90, abs=0.1)


def raised(ankle_deg: float, *, sole: bool = True, model: str = "full") -> Reading:
    """Read the ankle of somebody who stands on the right leg with the left on a surface, toes invented as pointed."""
    at = {"shoulder": (300, 100), "hip": (300, 250), "knee": (300, 380), "ankle": (300, 500), "heel": (295, 510)}
    points = np.zeros((33, 2), np.float32)
    for part, place in {**at, "foot_index": (340, 510)}.items():
        points[[INDEX[f"left_{part}"], INDEX[f"right_{part}"]]] = place
    for part, place in {"knee": (420, 250), "ankle": (540, 250), "heel": (550, 255), "foot_index": (600, 250)}.items():
        points[INDEX[f"left_{part}"]] = place
    angle = math.radians(ankle_deg)
    heel = np.array([555.0, 260.0])
    toes = heel + 70 * np.array([-math.cos(angle), -math.sin(angle)])
    sure = np.ones(33, np.float32)
    line = np.stack([heel, toes]).astype(np.float32) if sole else None
    pose = Pose(0.0, (960, 540), points, np.zeros((33, 3), np.float32), sure, sure, sole=line)
    sight = Sight(Joints(pose), view_of(-90.0), Figure(150.0, 120.0, 1.0), model=model)
    return ankle_angle(sight, "left")


@pytest.mark.parametrize("ankle_deg", [65.0, 90.0, 125.0])
def test_the_ankle_of_a_raised_foot_is_read_by_its_sole(ankle_deg: float) -> None:
    reading = raised(ankle_deg)
    assert isinstance(reading, Measured)
    assert reading.value == pytest.approx(ankle_deg, abs=0.1)


def test_without_a_sole_a_raised_foot_is_unknown_to_a_model_and_known_to_markers() -> None:
    unseen = raised(65.0, sole=False)
    assert isinstance(unseen, Unknown)
    assert unseen.reason is Reason.NOT_VISIBLE
    assert isinstance(raised(65.0, sole=False, model=""), Measured)


@pytest.mark.parametrize("yaw_deg", [0.0, 30.0, 180.0])
def test_a_chest_turned_to_its_right_is_a_positive_twist(yaw_deg: float) -> None:
    assert value("trunk_twist", Build(twist=20.0), yaw_deg) == pytest.approx(20, abs=0.5)


@pytest.mark.parametrize(("yaw_deg", "hidden"), [(180.0, "left"), (0.0, "right"), (150.0, "left"), (-30.0, "right")])
def test_which_knee_is_down_is_told_from_ahead_and_behind_by_the_one_that_is_hidden(
    yaw_deg: float, hidden: str
) -> None:
    pose = without_knee(pose_of(Build(rear_thigh=0.0), yaw_deg), hidden)
    down = read("leg_below_other", pose, view_of(yaw_deg), "right")
    assert isinstance(down, Measured)
    assert down.value > 0.35
    assert isinstance(read("leg_below_other", pose, view_of(yaw_deg), "left"), Measured)


def test_a_knee_that_is_hidden_tells_nothing_of_who_stands_or_is_seen_from_the_side() -> None:
    standing = Build(front_thigh=0.0, front_knee=0.0, rear_thigh=0.0, rear_knee=0.0)
    for build, yaw_deg in ((standing, 180.0), (Build(rear_thigh=0.0), -90.0)):
        pose = without_knee(pose_of(build, yaw_deg), "left")
        assert isinstance(read("leg_below_other", pose, view_of(yaw_deg), "right"), Unknown)


def without_knee(pose: Pose, side: str) -> Pose:
    """Hide a knee."""
    return without(pose, f"{side}_knee")


def without(pose: Pose, name: str) -> Pose:
    """Hide a landmark."""
    visibility = pose.visibility.copy()
    visibility[INDEX[name]] = 0.1
    return replace(pose, visibility=visibility)


@pytest.mark.parametrize("yaw_deg", [180.0, -90.0])
def test_a_foot_that_is_put_up_out_of_sight_is_up_and_one_beside_the_other_is_not_known(yaw_deg: float) -> None:
    standing = Build(rear_thigh=0.0, rear_knee=0.0, front_thigh=80.0, front_knee=0.0)
    foot_up = without(pose_of(standing, yaw_deg), "left_ankle")
    up = read("foot_below_other", foot_up, view_of(yaw_deg), "left")
    assert isinstance(up, Measured)
    assert up.value < -0.8
    assert isinstance(read("foot_below_other", foot_up, view_of(yaw_deg), "right"), Measured)
    both_down = without(pose_of(replace(standing, front_thigh=5.0), yaw_deg), "left_ankle")
    assert isinstance(read("foot_below_other", both_down, view_of(yaw_deg), "left"), Unknown)
    stood_on = without(pose_of(standing, yaw_deg), "right_ankle")
    assert isinstance(read("foot_below_other", stood_on, view_of(yaw_deg), "left"), Unknown)


KNEE_TOLD = ("knee_flexion", "hip_above_knee", "knee_above_low_foot")


def moved_knee(pose: Pose, side: str, toward: str, share: float) -> Pose:
    """Let a knee's mark slide so far toward another one of its leg."""
    points = pose.points.copy()
    knee, end = INDEX[f"{side}_knee"], INDEX[f"{side}_{toward}"]
    points[knee] += share * (points[end] - points[knee])
    return replace(pose, points=points)


@pytest.mark.parametrize(("toward", "share"), [("hip", 0.35), ("ankle", 0.25)])
def test_a_knee_whose_mark_slid_along_the_leg_is_not_believed_from_the_side(toward: str, share: float) -> None:
    build = Build(rear_thigh=0.0)
    slid = moved_knee(pose_of(build, -90.0), "right", toward, share)
    for name in KNEE_TOLD:
        assert isinstance(read(name, pose_of(build, -90.0), view_of(-90.0), "right"), Measured)
        told = read(name, slid, view_of(-90.0), "right")
        assert isinstance(told, Unknown)
        assert told.part == "right_knee"


def test_a_thigh_that_seems_short_is_believed_where_it_may_be_foreshortened_or_half_hidden() -> None:
    build = Build(rear_thigh=0.0)
    from_ahead = moved_knee(pose_of(build, 0.0), "right", "hip", 0.35)
    assert isinstance(read("knee_flexion", from_ahead, view_of(0.0), "right"), Measured)
    far_leg = moved_knee(pose_of(build, -90.0), "left", "hip", 0.3)
    assert isinstance(read("knee_flexion", far_leg, view_of(-90.0), "left"), Measured)


def test_heights_are_told_in_trunk_lengths() -> None:
    build = Build(rear_thigh=0.0)
    assert value("knee_below_other", build, side="right") == pytest.approx(THIGH_M / TRUNK_M, abs=0.01)
    assert value("knee_below_other", build, side="left") == pytest.approx(-THIGH_M / TRUNK_M, abs=0.01)
    assert value("hip_above_knee", build, side="right") == pytest.approx(THIGH_M / TRUNK_M, abs=0.01)
    assert value("knee_above_low_foot", build, side="right") == pytest.approx(0.1, abs=0.1)
    assert value("heel_height", build, side="left") == pytest.approx(0.0, abs=0.01)


@pytest.mark.parametrize("rear", ["left", "right"])
@pytest.mark.parametrize("outward", [-0.10, 0.0, 0.08])
def test_a_knee_outward_of_its_foot_is_positive_on_either_side(rear: str, outward: float) -> None:
    build, front = Build(rear=rear, outward=outward), OTHER[rear]
    assert value("knee_over_toe", build, 0.0, front) == pytest.approx(outward / FOOT_M, abs=0.02)
    lean = math.degrees(math.atan2(outward, SHANK_M))
    assert value("frontal_plane_projection", build, 0.0, front) == pytest.approx(lean, abs=0.2)


# ---- what cannot be seen -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["trunk_inclination", "hip_extension", "shank_inclination", "heel_height"])
def test_what_only_the_side_shows_is_not_read_from_the_front(name: str) -> None:
    side = "right" if MEASURES[name].of_side else ""
    reading = read(name, pose_of(Build(), 0.0), view_of(0.0), side)
    assert isinstance(reading, Unknown)
    assert reading.reason is Reason.WRONG_VIEW


@pytest.mark.parametrize("name", ["lateral_lean", "trunk_twist", "knee_over_toe", "frontal_plane_projection"])
def test_what_only_the_front_shows_is_not_read_from_the_side(name: str) -> None:
    side = "" if MEASURES[name].of_body else "left"
    reading = read(name, pose_of(), view_of(-90.0), side)
    assert isinstance(reading, Unknown)
    assert reading.reason is Reason.WRONG_VIEW


def test_a_hidden_joint_is_named_and_not_guessed() -> None:
    reading = read("knee_flexion", pose_of(hidden=("left_ankle",)), view_of(-90), "left")
    assert reading == Unknown(Unit.DEGREES, Reason.NOT_VISIBLE, "left_ankle")
    other = read("knee_flexion", pose_of(hidden=("left_ankle",)), view_of(-90), "right")
    assert isinstance(other, Measured)


def test_a_joint_outside_the_picture_is_named() -> None:
    pose = pose_of(centre=(640.0, 650.0))  # the knee on the floor lies below the picture
    assert read("knee_flexion", pose, view_of(-90), "right") == Unknown(Unit.DEGREES, Reason.OUT_OF_FRAME, "right_knee")


def test_from_the_side_the_trunk_needs_the_near_side_only() -> None:
    far, near = pose_of(hidden=("left_hip", "left_shoulder")), pose_of(hidden=("right_hip",))
    assert isinstance(read("trunk_inclination", far, view_of(-90)), Measured)
    assert read("trunk_inclination", near, view_of(-90)) == Unknown(Unit.DEGREES, Reason.NOT_VISIBLE, "right_hip")


def test_the_farther_off_the_side_the_more_doubt_in_the_trunk() -> None:
    sigmas = []
    for yaw_deg in (-90.0, -75.0, -60.0, -45.0):
        reading = read("trunk_inclination", pose_of(Build(trunk=20), yaw_deg), view_of(yaw_deg))
        assert isinstance(reading, Measured)
        sigmas.append(reading.sigma)
    assert sigmas == sorted(sigmas)
    assert sigmas[-1] > 2 * sigmas[0]


# ---- mirrors and doubt -----------------------------------------------------------------------------------------------

ASYMMETRIC = {"lateral_lean", "trunk_twist", "pelvic_obliquity"}


@settings(max_examples=30, deadline=None)
@given(
    st.builds(
        Build,
        trunk=st.floats(-20, 40),
        lean=st.floats(-15, 15),
        twist=st.floats(-20, 20),
        front_knee=angles,
        arm=st.floats(0, 180),
        outward=st.floats(-0.1, 0.1),
    ),
    st.floats(-180.0, 180.0),
)
def test_a_mirrored_person_has_mirrored_readings(build: Build, yaw_deg: float) -> None:
    pose = pose_of(build, yaw_deg)
    here = {(n, s): r for n, s, r in all_readings(pose, view_of(yaw_deg), figure_of())}
    there = {(n, s): r for n, s, r in all_readings(mirrored_pose(pose), view_of(-yaw_deg), figure_of())}
    for (name, side), reading in here.items():
        twin = there[name, OTHER.get(side, "")]
        if isinstance(reading, Unknown) or isinstance(twin, Unknown):
            assert type(reading) is type(twin)
            continue
        sign = -1.0 if name in ASYMMETRIC and not side else 1.0
        assert wrapped(twin.value - sign * reading.value) == pytest.approx(0, abs=0.05)
        assert twin.sigma == pytest.approx(reading.sigma, abs=0.01)


arbitrary_points = hnp.arrays(np.float32, (33, 2), elements=st.floats(-200, 2200, width=32))
arbitrary_world = hnp.arrays(np.float32, (33, 3), elements=st.floats(-2, 2, width=32))
arbitrary_visibility = hnp.arrays(np.float32, (33,), elements=st.floats(0, 1, width=32))


@settings(max_examples=60, deadline=None)
@given(
    arbitrary_points,
    arbitrary_world,
    st.one_of(st.just(np.ones(33, np.float32)), arbitrary_visibility),
    st.floats(-180, 180),
    st.sampled_from(ViewLabel),
)
def test_whatever_the_model_says_a_reading_has_its_unit_and_a_doubt_or_a_reason(
    points: np.ndarray, world: np.ndarray, visibility: np.ndarray, yaw_deg: float, label: ViewLabel
) -> None:
    pose = Pose(0.0, (1920, 1080), points, world, visibility, visibility)
    for view in (view_of(yaw_deg), View(label, None, None)):
        for name, _, reading in all_readings(pose, view, figure_of()):
            assert reading.unit is MEASURES[name].unit
            if isinstance(reading, Measured):
                assert math.isfinite(reading.value)
                assert 0 < reading.sigma < math.inf
            else:
                assert reading.reason in Reason
