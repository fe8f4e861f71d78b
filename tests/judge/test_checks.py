"""One cue in one moment: its bands, the doubt in what was measured, and from where it can be judged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.body.moment import Moment
from formcheck.body.reading import Measured, Reason, Unit, Unknown
from formcheck.body.view import View, ViewLabel
from formcheck.judge.checks import judge_check, judge_cue, median_finding, off_views_deg
from formcheck.judge.verdict import Verdict
from formcheck.routine.cues import Check, MeasuredCue
from tests.support.lunge import view_of

if TYPE_CHECKING:
    from formcheck.body.reading import Reading

ROLES = {"rear": "right", "front": "left"}
SIDE_ON, FRONT = view_of(-90.0), view_of(0.0)


def check(**changes: Any) -> Check:
    """Return a question about the trunk: good to 10 degrees, nearly to 20, from the side."""
    asked = {"measure": "trunk_inclination", "good": [-10.0, 10.0], "nearly": [-20.0, 20.0], "views": ("side",)}
    return Check.model_validate(asked | changes)


def cue(*checks: Check, severity: str = "form") -> MeasuredCue:
    return MeasuredCue.model_validate(
        {
            "ref": "3.14",
            "id": "upright",
            "title": "Upright",
            "quote": "implied",
            "severity": severity,
            "how": "measured",
            "when": ("rep",),
            "checks": checks,
        }
    )


def degrees(value: float, sigma: float = 0.0) -> Reading:
    return Measured(value, Unit.DEGREES, sigma)


def seen(trunk: float | Reading, view: View = SIDE_ON, sigma: float = 0.0, **others: Reading) -> Moment:
    reading = degrees(trunk, sigma) if isinstance(trunk, float | int) else trunk
    return Moment(0.0, view, {"trunk_inclination": reading, **others})


def certain(yaw_deg: float) -> View:
    return replace(view_of(yaw_deg), sigma_deg=0.0)


def verdict(value: float, view: View = SIDE_ON, sigma: float = 0.0, *, safety: bool = False, **changes: Any) -> Verdict:
    return judge_check(check(**changes), seen(value, view, sigma), ROLES, safety=safety).verdict


# ---- bands and doubt -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trunk", "expected"),
    [
        (0.0, Verdict.GOOD),
        (10.0, Verdict.GOOD),
        (-10.0, Verdict.GOOD),
        (10.01, Verdict.NEARLY),
        (20.0, Verdict.NEARLY),
        (-20.0, Verdict.NEARLY),
        (20.01, Verdict.FAULT),
        (-20.01, Verdict.FAULT),
    ],
)
def test_the_ends_of_a_band_belong_to_it(trunk: float, expected: Verdict) -> None:
    assert verdict(trunk) is expected


@pytest.mark.parametrize(("trunk", "expected"), [(24.9, Verdict.NEARLY), (25.1, Verdict.FAULT)])
def test_a_fault_has_to_be_larger_than_the_doubt_in_it(trunk: float, expected: Verdict) -> None:
    assert verdict(trunk, sigma=5.0) is expected


@given(st.floats(-90, 90), st.floats(0, 60))
def test_more_doubt_never_makes_a_fault(trunk: float, sigma: float) -> None:
    if verdict(trunk, sigma=sigma) is Verdict.FAULT:
        assert verdict(trunk) is Verdict.FAULT
    assert (verdict(trunk, sigma=sigma) is Verdict.GOOD) == (-10 <= trunk <= 10)


def test_the_finding_names_the_limit_that_was_passed() -> None:
    assert judge_check(check(), seen(-30.0), ROLES, safety=False).limit == -10
    assert judge_check(check(), seen(30.0), ROLES, safety=False).limit == 10
    assert judge_check(check(), seen(30.0), ROLES, safety=False).excess == 20


@pytest.mark.parametrize(("trunk", "clear"), [(5.0, True), (17.0, True), (17.1, False), (30.0, False), (-17.1, False)])
def test_a_fault_is_mended_well_inside_the_limit_and_not_at_it(trunk: float, clear: bool) -> None:
    assert judge_check(check(), seen(trunk), ROLES, safety=False).clear is clear


# ---- views -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("yaw_deg", "expected"),
    [
        (-90, Verdict.FAULT),
        (-76, Verdict.FAULT),
        (-74, Verdict.NEARLY),
        (-62, Verdict.NEARLY),
        (-55, Verdict.CANNOT_JUDGE),
    ],
)
def test_form_is_no_fault_from_fifteen_degrees_off_the_view_and_not_judged_from_thirty(
    yaw_deg: float, expected: Verdict
) -> None:
    assert verdict(45.0, certain(yaw_deg)) is expected


def test_safety_is_a_fault_up_to_thirty_degrees_off_the_view() -> None:
    assert verdict(45.0, certain(-62), safety=True) is Verdict.FAULT
    assert verdict(45.0, certain(-55), safety=True) is Verdict.CANNOT_JUDGE


@pytest.mark.parametrize(("yaw_deg", "sigma_deg"), [(-62, 4.0), (-70, 12.0), (-88, 29.0)])
def test_a_view_that_may_be_more_than_thirty_degrees_off_judges_nothing(yaw_deg: float, sigma_deg: float) -> None:
    doubtful = replace(view_of(yaw_deg), sigma_deg=sigma_deg)
    for safety in (True, False):
        found = judge_check(check(), seen(45.0, doubtful), ROLES, safety=safety)
        assert found.reading == Unknown(Unit.DEGREES, Reason.WRONG_VIEW)


def test_what_any_view_shows_is_judged_from_any() -> None:
    assert verdict(45.0, view_of(-45.0), views=("any",)) is Verdict.FAULT


@pytest.mark.parametrize("yaw_deg", [0, 14, -14, 22, 35, -45, 58])
def test_from_the_front_to_the_oblique_form_is_a_fault_where_both_are_named(yaw_deg: float) -> None:
    assert verdict(45.0, view_of(yaw_deg), views=("front", "oblique")) is Verdict.FAULT


@pytest.mark.parametrize(
    ("yaw_deg", "views", "expected"),
    [
        (22, ("front",), Verdict.NEARLY),
        (35, ("oblique",), Verdict.FAULT),
        (22, ("side", "front"), Verdict.NEARLY),
        (58, ("oblique", "side"), Verdict.FAULT),
        (70, ("oblique", "side"), Verdict.FAULT),
        (110, ("oblique", "side"), Verdict.NEARLY),
        (-135, ("oblique", "side"), Verdict.CANNOT_JUDGE),
        (165, ("front", "back"), Verdict.FAULT),
        (155, ("front", "back"), Verdict.NEARLY),
    ],
)
def test_how_far_off_counts_from_the_views_that_are_named(
    yaw_deg: float, views: tuple[str, ...], expected: Verdict
) -> None:
    assert verdict(45.0, view_of(yaw_deg), views=views) is expected


def test_a_view_without_an_angle_is_far_off_any_view_but_any() -> None:
    unsure = View(ViewLabel.SIDE, None, None)
    assert off_views_deg(unsure, ("side",)) == 180
    assert off_views_deg(unsure, ("any",)) == 0


def test_a_view_that_does_not_show_it_is_the_reason() -> None:
    found = judge_check(check(), seen(45.0, FRONT), ROLES, safety=False)
    assert found.reading == Unknown(Unit.DEGREES, Reason.WRONG_VIEW)
    unclear = judge_check(check(), seen(45.0, View(ViewLabel.UNKNOWN, None, None)), ROLES, safety=False)
    assert unclear.reading == Unknown(Unit.DEGREES, Reason.VIEW_UNKNOWN)


def test_a_hidden_joint_is_the_reason_and_is_named() -> None:
    hidden = Unknown(Unit.DEGREES, Reason.NOT_VISIBLE, "right_hip")
    found = judge_check(check(), seen(hidden), ROLES, safety=False)
    assert (found.verdict, found.reading) == (Verdict.CANNOT_JUDGE, hidden)


def test_without_a_person_there_is_nothing_to_judge() -> None:
    found = judge_check(check(), Moment(0.0, trouble=Reason.AMBIGUOUS_PERSON), ROLES, safety=False)
    assert isinstance(found.reading, Unknown)
    assert found.reading.reason is Reason.AMBIGUOUS_PERSON


def test_a_measure_of_a_leg_waits_until_it_is_known_which_leg_is_which() -> None:
    asked = check(measure="rear.hip_extension")
    moment = seen(0.0, left_hip_extension=degrees(0.0), right_hip_extension=degrees(40.0))
    assert judge_check(asked, moment, ROLES, safety=False).verdict is Verdict.FAULT
    assert judge_check(asked, moment, {"rear": "left"}, safety=False).verdict is Verdict.GOOD
    unknown = judge_check(asked, moment, {}, safety=False).reading
    assert isinstance(unknown, Unknown)
    assert unknown.reason is Reason.ROLE_UNKNOWN


# ---- several checks -----------------------------------------------------------------------------------------------

LEAN = check(measure="lateral_lean", good=[-8.0, 8.0], nearly=[-15.0, 15.0], views=("front",), needed=False)


def test_the_worst_of_several_checks_speaks_for_the_cue() -> None:
    both = cue(check(views=("any",)), LEAN.model_copy(update={"views": ("any",), "needed": True}))
    found = judge_cue(both, seen(2.0, lateral_lean=degrees(30.0)), ROLES)
    assert found is not None
    assert (found.verdict, found.measure) == (Verdict.FAULT, "lateral_lean")


def test_a_check_that_is_not_needed_is_passed_over_where_it_is_unseen() -> None:
    found = judge_cue(cue(check(), LEAN), seen(2.0, lateral_lean=degrees(0.0)), ROLES)
    assert found is not None
    assert (found.verdict, found.measure) == (Verdict.GOOD, "trunk_inclination")


def test_while_a_needed_check_is_unseen_the_cue_is_not_good() -> None:
    found = judge_cue(cue(check(), LEAN), seen(2.0, FRONT, lateral_lean=degrees(0.0)), ROLES)
    assert found is not None
    assert (found.verdict, found.measure) == (Verdict.CANNOT_JUDGE, "trunk_inclination")


def test_a_fault_that_is_seen_is_one_even_while_a_needed_check_is_unseen() -> None:
    found = judge_cue(cue(check(), LEAN), seen(2.0, FRONT, lateral_lean=degrees(40.0)), ROLES)
    assert found is not None
    assert (found.verdict, found.measure) == (Verdict.FAULT, "lateral_lean")


ARM_UP = {"measure": "rear.shoulder_elevation", "within": [90.0, "inf"], "why": "the arm was not raised"}


@pytest.mark.parametrize("arm", [degrees(20.0), Unknown(Unit.DEGREES, Reason.NOT_VISIBLE, "right_wrist")])
def test_a_cue_is_not_asked_while_its_condition_does_not_hold(arm: Reading) -> None:
    asked = cue(check(only_if=ARM_UP))
    assert judge_cue(asked, seen(45.0, right_shoulder_elevation=arm), ROLES) is None


def test_a_cue_is_asked_while_its_condition_holds() -> None:
    found = judge_cue(cue(check(only_if=ARM_UP)), seen(45.0, right_shoulder_elevation=degrees(170.0)), ROLES)
    assert found is not None
    assert found.verdict is Verdict.FAULT


INWARD = {"measure": "front.frontal_plane_projection", "within": [-8.0, "inf"], "why": "the knee falls inward"}


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        (degrees(-20.0), Verdict.FAULT),
        (degrees(0.0), Verdict.NEARLY),
        (Unknown(Unit.DEGREES, Reason.NOT_VISIBLE, "left_ankle"), Verdict.NEARLY),
    ],
)
def test_a_fault_that_wants_confirming_is_one_only_when_the_second_measure_says_so_too(
    second: Reading, expected: Verdict
) -> None:
    found = judge_cue(cue(check(confirm=INWARD)), seen(45.0, left_frontal_plane_projection=second), ROLES)
    assert found is not None
    assert found.verdict is expected


# ---- the peak ------------------------------------------------------------------------------------------------------


def test_a_peak_is_judged_by_its_middle_frame() -> None:
    findings = [judge_check(check(), seen(t), ROLES, safety=False) for t in (4.0, 60.0, 6.0, 5.0, 7.0)]
    assert median_finding(findings).reading == degrees(6.0)


def test_a_peak_that_was_mostly_unseen_is_not_judged() -> None:
    good = judge_check(check(), seen(4.0), ROLES, safety=False)
    hidden = judge_check(check(), seen(Unknown(Unit.DEGREES, Reason.NOT_VISIBLE, "right_hip")), ROLES, safety=False)
    assert median_finding([good, hidden, hidden]).verdict is Verdict.CANNOT_JUDGE
    assert median_finding([good, hidden]).verdict is Verdict.CANNOT_JUDGE
    assert median_finding([good, good, hidden]).verdict is Verdict.GOOD
    assert median_finding([replace(good)]).verdict is Verdict.GOOD
