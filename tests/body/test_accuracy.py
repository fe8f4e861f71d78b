"""What is known of each measure's errors: where it is looked up, how it is blended, what it does to a reading."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.body.accuracy import DATA, FORMAT, Cell, accuracy, hips_above_legs, situation, table, without_bias
from formcheck.body.depth import included_angle, pixels_per_metre
from formcheck.body.figure import Figure
from formcheck.body.joints import Joints
from formcheck.body.measures import MEASURES, Sight
from formcheck.body.reading import Measured, Reason, Unit, Unknown
from tests.support.figure import SHANK_M, TRUNK_M, Build, pose_of
from tests.support.lunge import view_of

PX_PER_M = 300.0

yaws = st.floats(-180.0, 180.0)


def sight_of(build: Build = Build(), yaw_deg: float = -90.0, model: str = "full") -> Sight:  # noqa: B008 - frozen
    return Sight(
        Joints(pose_of(build, yaw_deg, px_per_m=PX_PER_M)),
        view_of(yaw_deg),
        Figure(TRUNK_M * PX_PER_M, SHANK_M * PX_PER_M, 1.0),
        model=model,
    )


def test_every_fitted_measure_is_one_there_is_and_has_an_answer_for_everything() -> None:
    assert table()
    for name, fitted in table().items():
        assert name in MEASURES
        assert "" in fitted.cells


def test_the_data_file_says_what_it_is_and_on_how_much_it_rests() -> None:
    loaded = json.loads(DATA.read_text("utf-8"))
    assert (loaded["format"], loaded["version"]) == (FORMAT, 1)
    assert loaded["stills"] >= 500


@settings(deadline=None, max_examples=40)
@given(yaw_deg=yaws, name=st.sampled_from(sorted(MEASURES)), side=st.sampled_from(["left", "right"]))
def test_what_is_known_of_a_measure_is_a_number_from_wherever_it_is_seen(yaw_deg: float, name: str, side: str) -> None:
    known = accuracy(sight_of(yaw_deg=yaw_deg), name, side if MEASURES[name].of_side else "")
    assert known is None or (0 <= known.sigma < 200 and abs(known.bias) <= 20 and 0 <= known.depth <= 1)


@settings(deadline=None, max_examples=40)
@given(yaw_deg=yaws)
def test_the_shares_of_view_and_posture_are_shares(yaw_deg: float) -> None:
    for shares in situation(sight_of(yaw_deg=yaw_deg)):
        assert sum(share for _, share in shares) == pytest.approx(1.0)
        assert all(share >= 0 for _, share in shares)


def test_no_reading_jumps_while_somebody_turns() -> None:
    known = [accuracy(sight_of(yaw_deg=-90.0 + step / 4), "hip_flexion", "left") for step in range(240)]
    for one, next_one in pairwise([cell for cell in known if cell is not None]):
        assert abs(one.bias - next_one.bias) < 1.0
        assert abs(one.depth - next_one.depth) < 0.1


def test_no_reading_jumps_while_somebody_folds() -> None:
    """A step there would be a bounce of nobody's, and would break a hold at 45 degrees."""
    trunks = [30.0 + step / 2 for step in range(60)]
    known = [accuracy(sight_of(Build(trunk=trunk)), "trunk_inclination") for trunk in trunks]
    for one, next_one in pairwise([cell for cell in known if cell is not None]):
        assert abs(one.bias - next_one.bias) < 0.2
        assert abs(one.sigma - next_one.sigma) < 0.2


def test_a_trunk_is_better_known_from_the_side_than_obliquely() -> None:
    from_the_side, obliquely = (accuracy(sight_of(yaw_deg=yaw), "trunk_inclination") for yaw in (-90.0, -45.0))
    assert isinstance(from_the_side, Cell)
    assert isinstance(obliquely, Cell)
    assert from_the_side.sigma < 0.5 * obliquely.sigma


def test_the_knee_of_somebody_sitting_is_not_believed_from_the_side() -> None:
    kneeling = accuracy(sight_of(), "knee_flexion", "right")
    sitting = accuracy(
        sight_of(Build(front_thigh=85.0, front_knee=20.0, rear_thigh=85.0, rear_knee=20.0)), "knee_flexion", "right"
    )
    assert isinstance(kneeling, Cell)
    assert isinstance(sitting, Cell)
    assert sitting.sigma > 4 * kneeling.sigma


def test_hips_are_as_high_above_the_legs_as_the_thigh_of_somebody_kneeling() -> None:
    sight = sight_of(Build(rear_thigh=0.0, rear_knee=90.0))
    assert hips_above_legs(sight.joints, sight.figure.trunk_px) == pytest.approx(0.86, abs=0.1)


def test_a_measure_that_was_never_fitted_keeps_its_reading() -> None:
    reading = Measured(12.0, Unit.DEGREES, 1.0)
    assert accuracy(sight_of(), "no_such_measure", "left") is None
    assert without_bias(reading, sight_of(), "no_such_measure", "left") == reading


def test_poses_that_no_model_made_have_no_model_s_errors() -> None:
    assert accuracy(sight_of(model=""), "trunk_inclination") is None
    reading = Measured(12.0, Unit.DEGREES, 1.0)
    assert without_bias(reading, sight_of(model="markers"), "trunk_inclination") == reading


def test_what_is_unknown_stays_unknown() -> None:
    unknown = Unknown(Unit.DEGREES, Reason.NOT_VISIBLE, "left_knee")
    assert without_bias(unknown, sight_of(), "hip_flexion", "left") is unknown


def test_a_bias_is_taken_off_and_the_uncertainty_left() -> None:
    sight = sight_of()
    known = {name: accuracy(sight, name, "left") for name, measure in MEASURES.items() if measure.of_side}
    name, cell = next((name, cell) for name, cell in known.items() if cell is not None and cell.bias)
    reading = without_bias(Measured(12.0, Unit.DEGREES, 1.5), sight, name, "left")
    assert reading == Measured(12.0 - cell.bias, Unit.DEGREES, 1.5)


@settings(deadline=None, max_examples=40)
@given(yaw_deg=yaws, px_per_m=st.floats(80.0, 400.0))
def test_a_pose_tells_its_own_scale(yaw_deg: float, px_per_m: float) -> None:
    assert pixels_per_metre(Joints(pose_of(Build(), yaw_deg, px_per_m=px_per_m))) == pytest.approx(px_per_m, rel=0.01)


@settings(deadline=None, max_examples=40)
@given(yaw_deg=yaws, knee=st.floats(20.0, 120.0))
def test_with_all_of_a_right_depth_an_angle_is_right_from_anywhere(yaw_deg: float, knee: float) -> None:
    joints = Joints(pose_of(Build(front_knee=knee, front_thigh=60.0), yaw_deg))
    angle = included_angle(joints, ("left_hip", "left_knee", "left_ankle"), 1.0)
    assert angle is not None
    assert 180.0 - angle == pytest.approx(knee, abs=1.0)


def inclination(build: Build, yaw_deg: float) -> float:
    of_body = MEASURES["trunk_inclination"].of_body
    assert of_body is not None
    reading = of_body(sight_of(build, yaw_deg))
    assert isinstance(reading, Measured)
    return reading.value


@pytest.mark.parametrize("yaw_deg", [-90.0, 90.0, -75.0, 75.0, -60.0, 60.0])
@pytest.mark.parametrize("trunk", [-10.0, 0.0, 15.0, 35.0])
def test_a_trunk_seen_obliquely_from_before_leans_about_as_it_does(yaw_deg: float, trunk: float) -> None:
    assert inclination(Build(trunk=trunk), yaw_deg) == pytest.approx(trunk, abs=max(2.0, 0.2 * abs(trunk)))


@settings(deadline=None, max_examples=40)
@given(trunk=st.floats(-10.0, 60.0), yaw_deg=st.floats(-89.0, -35.0))
def test_a_trunk_s_lean_does_not_jump_while_the_person_turns(trunk: float, yaw_deg: float) -> None:
    build = Build(trunk=trunk)
    assert abs(inclination(build, yaw_deg) - inclination(build, yaw_deg - 0.5)) < 1.0
