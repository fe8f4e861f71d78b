"""A measure put together in a movement file reads what a ruler and a protractor would."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.body import composed
from formcheck.body.composed import Plan
from formcheck.body.figure import Figure
from formcheck.body.joints import Joints
from formcheck.body.measures import MEASURES, Measure, Sight
from formcheck.body.reader import Reader
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import UNKNOWN_VIEW, View
from formcheck.errors import RoutineError
from tests.support.figure import SHANK_M, SHOULDER_M, THIGH_M, TRUNK_M, Build, pose_of, seen
from tests.support.lunge import view_of

if TYPE_CHECKING:
    from formcheck.pose.pose import Pose

PX_PER_M = 300.0
FIGURE = Figure(TRUNK_M * PX_PER_M, SHANK_M * PX_PER_M, 1.0)
ANYWHERE, SIDEWAYS, FACING = Plan("Made up"), Plan("Made up", ("side", "oblique")), Plan("Made up", ("front", "back"))


def read(measure: Measure, pose: Pose, view: View, side: str = "") -> Reading:
    sight = Sight(Joints(pose), view, FIGURE)
    if side:
        assert measure.of_side is not None
        return measure.of_side(sight, side)
    assert measure.of_body is not None
    return measure.of_body(sight)


def value(measure: Measure, build: Build, yaw_deg: float = -90.0, side: str = "") -> float:
    reading = read(measure, pose_of(build, yaw_deg), view_of(yaw_deg), side)
    assert isinstance(reading, Measured), reading
    assert reading.unit is measure.unit
    assert 0 < reading.sigma < math.inf
    return reading.value


@settings(max_examples=40, deadline=None)
@given(knee=st.floats(5, 150), facing=st.sampled_from([-90.0, 90.0]))
def test_an_angle_of_three_points_is_the_angle_between_them(knee: float, facing: float) -> None:
    build, points = Build(front_knee=knee), ("hip", "knee", "ankle")
    bent = composed.angle(SIDEWAYS, points, flexion=True)
    included = composed.angle(SIDEWAYS, points, flexion=False)
    assert value(bent, build, facing, "left") == pytest.approx(knee, abs=0.1)
    assert value(included, build, facing, "left") == pytest.approx(180 - knee, abs=0.1)


@given(trunk=st.floats(-60, 80), facing=st.sampled_from([-90.0, 90.0]))
def test_a_line_leans_forward_whichever_way_the_person_faces(trunk: float, facing: float) -> None:
    leaning = composed.inclination(SIDEWAYS, "mid_hip", "mid_shoulder", vertical=True)
    assert value(leaning, Build(trunk=trunk), facing) == pytest.approx(trunk, abs=0.1)
    rising = composed.inclination(SIDEWAYS, "mid_hip", "mid_shoulder", vertical=False)
    assert value(rising, Build(trunk=trunk), facing) == pytest.approx(90 - abs(trunk), abs=0.1)


@pytest.mark.parametrize("yaw_deg", [0.0, 180.0])
@pytest.mark.parametrize("rear", ["left", "right"])
def test_from_the_front_and_from_behind_a_line_leans_outward(yaw_deg: float, rear: str) -> None:
    front = {"left": "right", "right": "left"}[rear]
    shank = composed.inclination(FACING, "ankle", "knee", vertical=True)
    build = Build(rear=rear, outward=0.08)
    assert value(shank, build, yaw_deg, front) == pytest.approx(math.degrees(math.atan2(0.08, SHANK_M)), abs=0.2)


def test_a_distance_is_told_over_the_length_that_was_asked_for() -> None:
    build = Build()
    over = {
        "trunk": SHANK_M / TRUNK_M,
        "shank": 1.0,
        "thigh": 1.0,
    }
    for whole, wanted in over.items():
        shank = composed.distance(ANYWHERE, ("knee", "ankle"), over=whole, along="any")
        assert value(shank, build, side="left") == pytest.approx(wanted, abs=0.01)
    apart = composed.distance(FACING, ("left_hip", "right_hip"), over="shoulders", along="across")
    assert value(apart, build, 0.0) == pytest.approx(0.2 / SHOULDER_M, abs=0.01)
    assert isinstance(read(apart, pose_of(build), view_of(-90.0)), Unknown)


def test_up_has_a_sign_and_across_has_none() -> None:
    build = Build(front_thigh=90.0, front_knee=90.0)
    up = composed.distance(ANYWHERE, ("hip", "ankle"), over="trunk", along="up")
    across = composed.distance(ANYWHERE, ("ankle", "hip"), over="trunk", along="across")
    assert value(up, build, side="left") == pytest.approx(-SHANK_M / TRUNK_M, abs=0.01)
    assert value(across, build, side="left") == pytest.approx(THIGH_M / TRUNK_M, abs=0.01)


def test_a_height_is_told_above_another_point_or_above_the_floor() -> None:
    build = Build(rear_thigh=0.0)
    over_knee = composed.height(ANYWHERE, "hip", "knee")
    assert value(over_knee, build, side="right") == pytest.approx(THIGH_M / TRUNK_M, abs=0.01)
    for point in ("knee", "mid_hip", "nose"):
        measure = composed.height(SIDEWAYS, point, None)
        side = "right" if point == "knee" else ""
        height = value(measure, build, side=side)
        assert height == pytest.approx({"knee": 0.0, "mid_hip": 1.0, "nose": 2.4}[point], abs=0.2)


def test_a_difference_is_this_side_less_the_other() -> None:
    uneven = composed.difference(SIDEWAYS, MEASURES["knee_flexion"])
    build = Build(front_knee=95.0, rear_knee=70.0)
    assert value(uneven, build, side="left") == pytest.approx(25.0, abs=3.0)
    assert value(uneven, build, side="left") == pytest.approx(-value(uneven, build, side="right"))
    one = read(MEASURES["knee_flexion"], pose_of(build), view_of(-90.0), "left")
    both = read(uneven, pose_of(build), view_of(-90.0), "left")
    assert isinstance(one, Measured)
    assert isinstance(both, Measured)
    assert both.sigma > one.sigma


def test_a_difference_of_what_has_no_sides_is_refused() -> None:
    with pytest.raises(ValueError, match="sides"):
        composed.difference(ANYWHERE, MEASURES["trunk_inclination"])


def test_a_sum_adds_what_it_is_made_of_by_its_weights() -> None:
    parts = [MEASURES["trunk_inclination"], MEASURES["knee_flexion"]]
    fold = composed.weighted_sum(SIDEWAYS, parts, (1.0, 0.5))
    build = Build(trunk=20.0, front_knee=80.0)
    whole = sum(
        weight * found.value
        for weight, found in (
            (1.0, read(parts[0], pose_of(build), view_of(-90.0))),
            (0.5, read(parts[1], pose_of(build), view_of(-90.0), "left")),
        )
        if isinstance(found, Measured)
    )
    assert value(fold, build, side="left") == pytest.approx(whole)
    assert fold.of_body is None


def test_a_sum_of_which_a_part_is_unknown_is_unknown_for_that_reason() -> None:
    fold = composed.weighted_sum(SIDEWAYS, [MEASURES["trunk_inclination"], MEASURES["knee_flexion"]], (1.0, 1.0))
    reading = read(fold, pose_of(hidden=("left_ankle",)), view_of(-90.0), "left")
    assert reading == Unknown(Unit.DEGREES, Reason.NOT_VISIBLE, "left_ankle")


def test_a_measure_is_read_from_the_views_it_names_only() -> None:
    bent = composed.angle(SIDEWAYS, ("hip", "knee", "ankle"), flexion=True)
    for yaw_deg in (-90.0, 45.0, -135.0):
        assert isinstance(read(bent, pose_of(Build(), yaw_deg), view_of(yaw_deg), "left"), Measured)
    for yaw_deg in (0.0, 180.0):
        refused = read(bent, pose_of(Build(), yaw_deg), view_of(yaw_deg), "left")
        assert refused == Unknown(Unit.DEGREES, Reason.WRONG_VIEW)
    assert read(bent, pose_of(), UNKNOWN_VIEW, "left") == Unknown(Unit.DEGREES, Reason.VIEW_UNKNOWN)


def test_seen_obliquely_there_is_more_doubt() -> None:
    bent = composed.angle(SIDEWAYS, ("hip", "knee", "ankle"), flexion=True)
    square = read(bent, pose_of(), view_of(-90.0), "left")
    oblique = read(bent, pose_of(yaw_deg=-50.0), view_of(-50.0), "left")
    assert isinstance(square, Measured)
    assert isinstance(oblique, Measured)
    assert oblique.sigma > 1.5 * square.sigma


def test_the_reader_reads_composed_measures_beside_its_own() -> None:
    own = {"elbow_bend": composed.angle(ANYWHERE, ("shoulder", "elbow", "wrist"), flexion=True)}
    reader = Reader(["front.elbow_bend", "trunk_inclination"], FIGURE, own)
    moment = reader.read(seen(pose_of(Build(elbow=60.0)), 0.0))
    reading = moment.readings["left_elbow_bend"]
    assert isinstance(reading, Measured)
    assert reading.value == pytest.approx(60.0, abs=0.1)
    with pytest.raises(RoutineError, match="no measure called 'elbow_bend'"):
        Reader(["front.elbow_bend"], FIGURE)


def test_a_composed_measure_of_the_legs_is_not_believed_while_they_are_confused() -> None:
    own = {
        "shin": composed.inclination(SIDEWAYS, "ankle", "knee", vertical=True),
        "apart": composed.distance(ANYWHERE, ("left_knee", "right_knee"), over="trunk", along="any"),
        "arm": composed.inclination(SIDEWAYS, "shoulder", "wrist", vertical=True),
    }
    reader = Reader(["front.shin", "apart", "front.arm"], FIGURE, own)
    for n in range(20):
        moment = reader.read(seen(pose_of(legs_swapped=n == 15), n / 30))
        if n == 15:
            for name in ("left_shin", "apart"):
                assert moment.readings[name] == Unknown(moment.readings[name].unit, Reason.LEGS_CONFUSED)
            assert isinstance(moment.readings["left_arm"], Measured)
