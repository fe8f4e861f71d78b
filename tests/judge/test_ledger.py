"""The books of one cue: when a fault is one, when it is gone, and what is said at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from formcheck.body.moment import Moment
from formcheck.body.reading import Reason, Unit, Unknown
from formcheck.judge.checks import Finding, judge_check
from formcheck.judge.ledger import CueLedger, CueResult
from formcheck.judge.verdict import Verdict
from tests.judge.test_checks import ROLES, SIDE_ON, check, cue, degrees, seen
from tests.support.lunge import view_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formcheck.routine.cues import MeasuredCue

STEP_S = 1 / 20
HIDDEN = None
Stretch = tuple[float, float | None]


def finding(trunk: float | None) -> Finding:
    reading = Unknown(Unit.DEGREES, Reason.NOT_VISIBLE, "right_hip") if trunk is None else trunk
    return judge_check(check(), seen(reading), ROLES, safety=False)


def written(
    stretches: Iterable[Stretch], asked: MeasuredCue | None = None
) -> tuple[CueLedger, list[tuple[float, bool]]]:
    """Keep the books over (seconds, trunk lean) stretches; return them with what was raised and cleared."""
    ledger = CueLedger(asked or cue(check()))
    told, frame = [], 0
    for length_s, trunk in stretches:
        for _ in range(round(length_s / STEP_S)):
            change = ledger.add(frame * STEP_S, STEP_S, finding(trunk), SIDE_ON)
            if change is not None:
                told.append((frame * STEP_S, change))
            frame += 1
    return ledger, told


def end(*stretches: Stretch, severity: str = "form") -> CueResult:
    ledger, _ = written(stretches, cue(check(), severity=severity))
    ledger.close()
    return ledger.result(("right_hip",), "its moment did not come")


# ---- raising and clearing ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("severity", "after_s"), [("safety", 0.4), ("form", 0.7), ("refinement", 1.0)])
def test_a_fault_is_raised_when_it_has_lasted(severity: str, after_s: float) -> None:
    asked = cue(check(), severity=severity)
    _, told = written([(1, 0), (3, 40)], asked)
    assert told == [(pytest.approx(1 + after_s, abs=STEP_S + 1e-6), True)]
    assert written([(1, 0), (after_s - 0.1, 40), (1, 0)], asked)[1] == []


def test_faults_that_come_and_go_faster_are_never_raised() -> None:
    assert written([(0.3, 40), (0.3, 0)] * 10)[1] == []


def test_an_unseen_frame_does_not_put_a_fault_off() -> None:
    _, told = written([(0.3, 40), (0.05, HIDDEN)] * 4)
    assert told == [(pytest.approx(0.7, abs=0.1), True)]


def test_what_was_at_fault_before_a_long_unseen_time_does_not_count_after_it() -> None:
    assert written([(0.5, 40), (2, HIDDEN), (0.5, 40)])[1] == []


def test_a_fault_is_cleared_half_a_second_after_it_was_mended() -> None:
    _, told = written([(2, 40), (2, 0)])
    assert [change for _, change in told] == [True, False]
    assert told[1][0] == pytest.approx(2.5, abs=2 * STEP_S)


def test_a_fault_that_is_only_just_inside_its_limit_is_not_cleared() -> None:
    assert [change for _, change in written([(2, 40), (3, 19)])[1]] == [True]
    assert [change for _, change in written([(2, 40), (3, 16)])[1]] == [True, False]


def test_a_fault_mended_for_a_moment_is_still_the_same_one() -> None:
    ledger, told = written([(2, 40), (0.3, 0), (2, 40), (1, 0)])
    assert [change for _, change in told] == [True, False]
    assert len(ledger.episodes) == 1


def test_an_episode_tells_when_it_was_and_when_it_was_worst() -> None:
    ledger, _ = written([(1, 0), (1, 40), (0.5, 60), (1, 40), (1, 0)])
    (episode,) = ledger.episodes
    assert episode.start_s == pytest.approx(1, abs=STEP_S)
    assert episode.end_s == pytest.approx(3.5, abs=2 * STEP_S)
    assert episode.worst_s == pytest.approx(2, abs=STEP_S)


def test_a_rep_has_the_faults_that_overlap_it() -> None:
    ledger, _ = written([(2, 0), (2, 40), (2, 0), (2, 40)])
    assert not ledger.faulted_within(0, 1.9)
    assert ledger.faulted_within(1.5, 2.5)
    assert ledger.faulted_within(3.5, 5.9)
    assert not ledger.faulted_within(4.5, 5.9)
    assert ledger.faulted_within(5.5, 7.9)  # still raised


# ---- at the end ------------------------------------------------------------------------------------------------------


def test_a_cue_whose_moment_never_came_says_why() -> None:
    result = end()
    assert (result.verdict, result.reason) == (Verdict.NOT_REACHED, "its moment did not come")


def test_good_all_along_is_good() -> None:
    result = end((10, 4))
    assert (result.verdict, result.share_fault, result.share_judged) == (Verdict.GOOD, 0.0, 1.0)
    assert (result.value, result.limit, result.worst_time_s) == (4, 10, None)


def test_a_fault_tells_its_share_of_time_and_its_worst_moment() -> None:
    result = end((6, 0), (2, 40), (1, 50), (1, 40))
    assert result.verdict is Verdict.FAULT
    assert result.share_fault == pytest.approx(0.4, abs=0.02)
    assert result.worst_time_s == pytest.approx(8, abs=STEP_S)
    assert (result.worst_value, result.parts) == (50, ("right_hip",))


def test_a_slip_of_form_is_nearly_and_one_of_safety_is_a_fault() -> None:
    assert end((30, 0), (1, 40), (10, 0)).verdict is Verdict.NEARLY
    assert end((30, 0), (1, 40), (10, 0), severity="safety").verdict is Verdict.FAULT


def test_nearly_for_a_quarter_of_the_time_is_nearly() -> None:
    assert end((7, 0), (3, 15)).verdict is Verdict.NEARLY
    assert end((8, 0), (2, 15)).verdict is Verdict.GOOD


def test_mostly_unseen_cannot_be_judged_and_says_the_commonest_reason() -> None:
    result = end((8, HIDDEN), (2, 0))
    assert result.verdict is Verdict.CANNOT_JUDGE
    assert result.share_judged == pytest.approx(0.2, abs=0.01)
    assert result.reason == "your right hip was hidden"
    assert result.mend == "Let the camera see your right hip"
    assert result.value is None


def test_a_fault_in_the_little_that_was_seen_is_a_fault() -> None:
    assert end((8, HIDDEN), (2, 40)).verdict is Verdict.FAULT


def test_half_unseen_is_judged_by_what_was_seen() -> None:
    result = end((5, HIDDEN), (5, 0))
    assert (result.verdict, result.reason, result.mend) == (Verdict.GOOD, None, None)


def test_each_peak_counts_as_one() -> None:
    asked = cue(check()).model_copy(update={"when": ("peak",)})
    ledger = CueLedger(asked)
    for number, trunk in enumerate([0.0, 40.0, 0.0, 40.0, None]):
        ledger.add_peak(float(number), finding(trunk), SIDE_ON)
    result = ledger.result((), "")
    assert (result.verdict, result.share_fault, result.share_judged) == (Verdict.FAULT, 0.5, 0.8)
    assert [ledger.faulted_within(n - 0.4, n + 0.4) for n in range(4)] == [False, True, False, True]


def test_a_wrong_view_says_how_to_turn_toward_the_wanted_side() -> None:
    ledger = CueLedger(cue(check()), near="right")
    front = view_of(0.0)
    for number in range(20):
        moment = Moment(number * STEP_S, front, {"trunk_inclination": Unknown(Unit.DEGREES, Reason.WRONG_VIEW)})
        ledger.add(moment.time_s, STEP_S, judge_check(check(), moment, ROLES, safety=False), front)
    result = ledger.result((), "")
    assert result.mend == "Turn a quarter to your left, so that the camera sees you from the side"


def test_a_cue_with_two_measures_tells_the_one_that_was_at_fault_and_never_a_mixture() -> None:
    lean = check(measure="lateral_lean", good=[-8.0, 8.0], nearly=[-15.0, 15.0])
    ledger = CueLedger(cue(check(), lean))
    for number in range(100):
        asked, value = (check(), 2.0) if number < 60 else (lean, 30.0)
        moment = seen(value, lateral_lean=degrees(value))
        ledger.add(number * STEP_S, STEP_S, judge_check(asked, moment, ROLES, safety=False), SIDE_ON)
    ledger.close()
    result = ledger.result((), "")
    assert (result.verdict, result.value, result.limit) == (Verdict.FAULT, 30, 8)


def test_a_cue_that_could_not_be_judged_has_no_value_and_no_unit() -> None:
    result = end((9, HIDDEN), (1, 0))
    assert (result.value, result.unit, result.sigma, result.limit) == (None, None, None, None)
