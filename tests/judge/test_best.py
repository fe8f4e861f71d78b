"""What is to be reached once in a hold, and may then be let go of: the arm that is raised in the lunge."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.body.reading import Reason, Unit, Unknown
from formcheck.judge.best import BestOfHold
from formcheck.judge.checks import judge_check
from formcheck.judge.session import judge_moments
from formcheck.judge.verdict import EventKind, Verdict
from formcheck.routine.bands import Band
from formcheck.routine.cues import MeasuredCue
from formcheck.routine.terms import Condition
from tests.judge.test_checks import ROLES, check, seen
from tests.support.lunge import KNEELING, filmed, get_down, rocks, stand_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.body.moment import Moment
    from formcheck.judge.ledger import CueResult
    from formcheck.judge.result import SetResult
    from formcheck.judge.verdict import Snapshot
    from formcheck.routine.schema import Movement
    from tests.support.lunge import Script, Stance

UP, HALF_UP = replace(KNEELING, arm=170.0), replace(KNEELING, arm=140.0)
BENT = replace(UP, elbow=90.0)
HIDDEN_ARM = {
    f"right_{name}": Unknown(Unit.DEGREES, Reason.NOT_VISIBLE, "right_elbow")
    for name in ("shoulder_elevation", "elbow_extension")
}
STEP_S = 0.05


def held(*hold: tuple[float, Stance]) -> list[Moment]:
    """Film five rocks and then a hold."""
    script: Script = [*get_down(), *rocks(5), *hold, *stand_up()]
    return filmed(script)


def judged(lunge: Movement, moments: list[Moment]) -> tuple[SetResult, list[Snapshot]]:
    (result,), snapshots = judge_moments(lunge, moments)
    return result, snapshots


def cue(result: SetResult, ref: str) -> CueResult:
    return next(cue for cue in result.cues if cue.ref == ref)


def arm(lunge: Movement, *hold: tuple[float, Stance]) -> CueResult:
    return cue(judged(lunge, held(*hold))[0], "3.16")


def hide_arm(moments: list[Moment], from_s: float, to_s: float) -> list[Moment]:
    return [
        replace(m, readings={**m.readings, **HIDDEN_ARM}) if from_s <= m.time_s < to_s and m.person else m
        for m in moments
    ]


# ---- the lunge's arm ---------------------------------------------------------------------------------------------


def test_an_arm_that_stays_down_through_the_hold_is_a_fault(lunge: Movement) -> None:
    found = arm(lunge, (8, KNEELING))
    assert (found.verdict, found.say) == (Verdict.FAULT, "Reach the back-leg arm up.")
    assert (found.value, found.limit, found.share_fault, found.share_judged) == (15, 150, 1.0, 1.0)


@pytest.mark.parametrize("up_s", [1.5, 3.0, 8.0])
def test_an_arm_that_was_up_for_a_while_is_good_whatever_it_did_before_and_after(lunge: Movement, up_s: float) -> None:
    found = arm(lunge, (3, KNEELING), (1, UP), (up_s, UP), (1, KNEELING), (3, KNEELING))
    assert (found.verdict, found.value, found.reason) == (Verdict.GOOD, 170, None)


def test_swinging_the_arm_up_and_down_is_not_reaching(lunge: Movement) -> None:
    assert arm(lunge, (5, KNEELING), (0.5, UP), (0.5, KNEELING), (5, KNEELING)).verdict is Verdict.FAULT


def test_half_way_up_is_nearly(lunge: Movement) -> None:
    assert arm(lunge, (1, HALF_UP), (8, HALF_UP)).verdict is Verdict.NEARLY


def test_an_arm_that_is_up_and_bent_is_a_fault_of_the_elbow(lunge: Movement) -> None:
    found = arm(lunge, (1, BENT), (8, BENT))
    assert (found.verdict, found.measure) == (Verdict.FAULT, "rear.elbow_extension")


def test_a_short_hold_is_too_short_to_ask_for_the_arm(lunge: Movement) -> None:
    found = arm(lunge, (3, KNEELING))
    assert (found.verdict, found.reason) == (Verdict.NOT_REACHED, "the hold was shorter than 5 s")


def test_without_a_hold_its_moment_did_not_come(lunge: Movement) -> None:
    found = arm(lunge)
    assert (found.verdict, found.reason) == (Verdict.NOT_REACHED, "its moment did not come")


def test_an_arm_that_was_not_seen_cannot_be_judged(lunge: Movement) -> None:
    result, _ = judged(lunge, hide_arm(held((8, KNEELING)), 18, 60))
    found = cue(result, "3.16")
    assert (found.verdict, found.value) == (Verdict.CANNOT_JUDGE, None)
    assert (found.reason, found.mend) == ("your right elbow was hidden", "Let the camera see your right elbow")


def test_an_arm_may_have_been_up_while_it_was_not_seen(lunge: Movement) -> None:
    moments = held((8, KNEELING))
    end_s = judged(lunge, moments)[0].holds[0].end_s
    for hidden_s, verdict in ((0.5, Verdict.FAULT), (3.0, Verdict.CANNOT_JUDGE)):
        result, _ = judged(lunge, hide_arm(moments, end_s - hidden_s - 1, end_s - 1))
        assert cue(result, "3.16").verdict is verdict


def test_an_arm_that_was_seen_up_is_good_though_it_was_hidden_for_the_rest(lunge: Movement) -> None:
    moments = held((1, UP), (8, UP))
    end_s = judged(lunge, moments)[0].holds[0].end_s
    assert cue(judged(lunge, hide_arm(moments, end_s - 5, 60))[0], "3.16").verdict is Verdict.GOOD


def test_while_the_hold_runs_only_an_arm_that_is_up_is_shown_and_nothing_is_raised(lunge: Movement) -> None:
    result, snapshots = judged(lunge, held((4, KNEELING), (1, UP), (3, UP), (1, KNEELING), (6, KNEELING)))
    shown = [(s.time_s, state.verdict) for s in snapshots for state in s.cues if state.ref == "3.16"]
    assert {verdict for _, verdict in shown} == {Verdict.GOOD}
    assert 3 < shown[-1][0] - shown[0][0] < 4.5
    down, _ = judged(lunge, held((8, KNEELING)))
    told = [event for each in (result, down) for event in each.events if event.kind is EventKind.CUE_RAISED]
    assert "3.16" not in {event.subject for event in told}


def test_a_rest_between_two_rocks_does_not_ask_for_the_arm(lunge: Movement) -> None:
    rest: Script = [*get_down(), *rocks(2), (3.5, KNEELING), *rocks(3), (1, UP), (8, UP), *stand_up()]
    assert cue(judged(lunge, filmed(rest))[0], "3.16").share_fault == 0


@pytest.mark.parametrize("after", [[(1, UP), (8, UP)], [(3, KNEELING)], []])
def test_a_long_rest_before_all_rocks_are_done_is_no_fault_of_the_arm(lunge: Movement, after: Script) -> None:
    rested = judged(lunge, filmed([*get_down(), *rocks(2), (7, KNEELING), *rocks(3), *after, *stand_up()]))[0]
    assert len(rested.counted) == 5
    assert rested.holds[0].held_s > 5
    found = cue(rested, "3.16")
    assert (found.verdict, found.share_fault) == (Verdict.GOOD if after[:1] == [(1, UP)] else Verdict.NOT_REACHED, 0)


def test_an_arm_that_stays_down_in_the_only_hold_is_a_fault_though_rocks_are_missing(lunge: Movement) -> None:
    early = judged(lunge, filmed([*get_down(), *rocks(3), (9, KNEELING), *stand_up()]))[0]
    assert cue(early, "3.16").verdict is Verdict.FAULT


def test_a_hold_in_which_it_was_never_asked_says_why(lunge: Movement) -> None:
    raised = Condition(measure="rear.shoulder_elevation", within=Band(low=90), why="the arm was not raised")
    asking = [
        each.model_copy(update={"checks": tuple(c.model_copy(update={"only_if": raised}) for c in each.checks)})
        if each.ref == "3.16" and isinstance(each, MeasuredCue)
        else each
        for each in lunge.cues
    ]
    found = arm(lunge.model_copy(update={"cues": tuple(asking)}), (8, KNEELING))
    assert (found.verdict, found.reason) == (Verdict.NOT_REACHED, "the arm was not raised")


# ---- cues that hang on the arm ---------------------------------------------------------------------------------------


def test_a_bend_is_not_asked_for_without_a_raised_arm_and_it_is_said_so(lunge: Movement) -> None:
    bend = cue(judged(lunge, held((8, KNEELING)))[0], "3.17")
    assert (bend.verdict, bend.reason) == (Verdict.NOT_REACHED, "the arm was not raised")


def test_an_arm_that_was_not_seen_is_not_said_to_have_been_down(lunge: Movement) -> None:
    bend = cue(judged(lunge, hide_arm(held((8, KNEELING)), 18, 60))[0], "3.17")
    assert (bend.verdict, bend.reason) == (Verdict.NOT_REACHED, "your right elbow was hidden")


# ---- the best of a hold ----------------------------------------------------------------------------------------------


def best(trunks: Sequence[float | None], end_s: float = 60.0, step_s: float = STEP_S) -> tuple[float, float] | None:
    """Enter a moment for each trunk lean, None for unseen, and return when the best was, and how far it is off."""
    hold, asked = BestOfHold(), check()
    for number, trunk in enumerate(trunks):
        moment = seen(Unknown(Unit.DEGREES, Reason.NOT_VISIBLE, "left_hip") if trunk is None else trunk)
        hold.add(number * step_s, step_s, [(asked, judge_check(asked, moment, ROLES, safety=False))])
    found = hold.of(end_s)
    return None if found is None else (found[0], found[1].excess)


@given(st.lists(st.floats(0, 80), min_size=11, max_size=200))
def test_the_best_is_what_a_tenth_of_the_hold_was_no_worse_than(trunks: list[float]) -> None:
    found = best(trunks)
    assert found is not None
    as_good = sum(trunk - 10 <= found[1] for trunk in trunks)
    better = sum(trunk - 10 < found[1] for trunk in trunks)
    assert as_good * STEP_S >= max(0.5, 0.1 * len(trunks) * STEP_S) - 1e-6
    assert better * STEP_S < max(0.5, 0.1 * len(trunks) * STEP_S) + 1e-6
    assert trunks[round(found[0] / STEP_S)] - 10 == pytest.approx(found[1])


def test_what_came_after_the_hold_s_end_does_not_belong_to_it() -> None:
    assert best([40.0] * 100 + [0.0] * 100, end_s=4.9) == pytest.approx((0.45, 30), abs=0.06)


@given(st.lists(st.floats(0, 80) | st.none(), min_size=11, max_size=400), st.integers(0, 100))
def test_what_is_let_go_of_a_very_long_hold_changes_nothing(trunks: list[float | None], left_out: int) -> None:
    step_s = 0.0625  # so that sums are exact in whatever order
    end_s = (len(trunks) - left_out) * step_s
    with pytest.MonkeyPatch.context() as patch:
        whole = best(trunks, end_s, step_s)
        patch.setattr("formcheck.judge.best.LOOK_BACK_S", 100 * step_s)
        assert best(trunks, end_s, step_s) == whole


def test_a_hold_of_an_hour_takes_no_more_memory_than_one_of_minutes() -> None:
    hold, asked = BestOfHold(), check()
    found = [(asked, judge_check(asked, seen(trunk), ROLES, safety=False)) for trunk in (12.0, 30.0)]
    sizes = []
    for number in range(30_000):
        hold.add(number * 0.1, 0.1, found[number % 2 :][:1])
        sizes += [len(pickle.dumps(hold))] if number in {3_000, 29_999} else []
    assert sizes[1] < 1.5 * sizes[0]


def test_less_than_half_a_second_is_nothing_to_choose_from() -> None:
    assert best([0.0] * 9) is None
    assert best([]) is None
