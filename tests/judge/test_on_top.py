"""Pumps on top of a hinge, and the holds after them, of a foot that trembles, flickers or is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from formcheck.body.reading import Reason, Unit, Unknown
from formcheck.judge.movement import Judge
from formcheck.judge.session import judge_moments
from formcheck.judge.verdict import Verdict
from formcheck.routine.catalogue import load_movement
from tests.support.standing import (
    HINGED,
    POINTED,
    PULLED,
    TURNED,
    Script,
    begins_s,
    come_up,
    filmed,
    foot_up,
    hinges,
    last_hinge,
    last_pump,
    pumps,
    two_holds,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.judge.result import CueResult, Hold, SetResult
    from formcheck.judge.verdict import Snapshot
    from formcheck.routine.schema import Movement

TO_THE_PUMPS = [*foot_up(), *hinges(4), *last_hinge()]
TREMBLE = [(0.25, replace(POINTED, ankle=110.0)), (0.25, POINTED)]


@pytest.fixture(scope="module")
def stretch() -> Movement:
    return load_movement("standing-stretch")


def judged(movement: Movement, script: Script, *, unseen: Callable[[float], bool] = lambda _: False) -> SetResult:
    """Judge a script; ``unseen`` says when the raised foot is not seen."""
    lost = {"right_ankle_angle": Unknown(Unit.DEGREES, Reason.NOT_VISIBLE, "right_foot_index")}
    moments = [replace(m, readings=m.readings | lost) if unseen(m.time_s) else m for m in filmed(script)]
    (result,), _ = judge_moments(movement, moments)
    return result


def watched(movement: Movement, script: Script) -> list[Snapshot]:
    """Judge a script as it is watched, moment by moment, from the first pump on."""
    judge = Judge(movement)
    shown = [judge.feed(moment) for moment in filmed(script)]
    return shown[next(n for n, each in enumerate(shown) if each.phase == "pumps") :]


def the_hold(result: SetResult, phase: str) -> Hold:
    (hold,) = result.phase(phase).holds
    return hold


def pumped(result: SetResult) -> CueResult:
    return next(cue for cue in result.cues if cue.ref == "4.18")


def test_who_keeps_the_toes_pointed_for_longer_than_a_pump_took_holds_them_be_it_after_three_pumps(
    stretch: Movement,
) -> None:
    result = judged(stretch, [*TO_THE_PUMPS, *pumps(2), *last_pump(), *two_holds(1.4), *come_up()])
    assert len(result.phase("pumps").counted) == 3
    assert the_hold(result, "pointed").held_s == pytest.approx(1.4, abs=0.5)
    assert the_hold(result, "toes-back").held_s == pytest.approx(1.4, abs=0.5)


def test_a_foot_that_trembles_on_top_of_the_third_pump_is_held_all_the_same(stretch: Movement) -> None:
    back = [(0.8, replace(PULLED, ankle=66.0)), (3.0, replace(PULLED, ankle=66.0))]
    script = [*TO_THE_PUMPS, *pumps(2), *last_pump(), *TREMBLE * 8, *back, *come_up()]
    result = judged(stretch, script)
    assert len(result.phase("pumps").counted) == 3
    assert the_hold(result, "pointed").held_s == pytest.approx(4.0, abs=0.6)
    assert the_hold(result, "toes-back").held_s == pytest.approx(3.0, abs=0.5)


@pytest.mark.parametrize("before", [2, 4])
def test_as_soon_as_a_pump_is_told_to_be_held_it_counts_though_the_foot_trembles_and_is_not_back(
    stretch: Movement, before: int
) -> None:
    script = [*TO_THE_PUMPS, *pumps(before), *last_pump(), *TREMBLE * 8, (0.8, PULLED), *come_up()]
    shown = watched(stretch, script)
    held = next(n for n, each in enumerate(shown) if each.hold is not None)
    assert [each.reps for each in shown[held - 1 : held + 1]] == [before, before + 1]
    assert shown[-1].time_s > shown[held].time_s + 4.0
    assert {each.reps for each in shown[held:] if each.phase in {"pumps", "pointed"}} == {before + 1}


def test_a_session_that_ends_while_the_fifth_pump_is_held_has_five(stretch: Movement) -> None:
    result = judged(stretch, [*TO_THE_PUMPS, *pumps(4), *last_pump(), *TREMBLE * 8])
    assert len(result.phase("pumps").counted) == 5
    assert pumped(result).verdict is Verdict.GOOD


def test_who_trembles_on_top_of_a_pump_and_pumps_on_is_counted_up_and_never_back(stretch: Movement) -> None:
    script = [*TO_THE_PUMPS, *pumps(2), *last_pump(), *TREMBLE * 8, (0.75, PULLED), (0.2, PULLED), *pumps(2)]
    counts = [each.reps for each in watched(stretch, script) if each.phase in {"pumps", "pointed"}]
    assert counts == sorted(counts)
    assert counts[-1] == 5


def test_who_only_pauses_on_top_of_a_pump_trembling_is_not_told_of_it_before_it_is_back(stretch: Movement) -> None:
    script = [*TO_THE_PUMPS, *pumps(2), *last_pump(), *TREMBLE * 2, (0.75, PULLED), (0.5, PULLED)]
    shown = watched(stretch, script)
    back_s = begins_s(script, len(script) - 2)
    assert {each.reps for each in shown if each.time_s < back_s} == {0, 1, 2}
    assert shown[-1].reps == 3


@pytest.mark.parametrize(("upright_deg", "folded_deg"), [(-90.0, -45.0), (-45.0, -90.0)])
def test_who_folds_out_of_the_camera_s_plane_for_the_model_or_into_it_has_not_turned(
    stretch: Movement, upright_deg: float, folded_deg: float
) -> None:
    """How far a folded trunk is turned is hardly known, and nobody turns with a foot up."""
    upright, folded = replace(TURNED, yaw=upright_deg), replace(PULLED, yaw=folded_deg)
    all_on_top = [(0.8, folded), *pumps(4, folded), *last_pump(folded), *two_holds(base=folded)]
    script = [*foot_up(upright), *hinges(4, upright), *last_hinge(upright), *all_on_top, *come_up(upright)]
    result = judged(stretch, script)
    assert len(result.phase("pumps").counted) == 5
    assert len(result.phase("pointed").holds) == len(result.phase("toes-back").holds) == 1


def test_a_foot_that_was_not_seen_has_not_left_out_its_pumps(stretch: Movement) -> None:
    still = [*TO_THE_PUMPS, (9.0, HINGED), *come_up()]
    begin_s = begins_s(still, len(TO_THE_PUMPS))
    seen = pumped(judged(stretch, still))
    unseen = pumped(judged(stretch, still, unseen=lambda t: begin_s + 1.0 < t < begin_s + 8.0))
    assert seen.verdict is Verdict.FAULT
    assert unseen.verdict is Verdict.CANNOT_JUDGE
    assert unseen.reason == "not all repetitions could be seen"


def test_a_foot_that_trembles_is_not_said_to_be_held_where_much_of_the_pumps_was_not_seen(stretch: Movement) -> None:
    """It may be pumping still: in a rendered set whose tops were lost, what was seen of them was taken for a hold."""
    script = [*TO_THE_PUMPS, *pumps(2), (6.0, PULLED), *last_pump(), *TREMBLE * 5]
    pause_s = begins_s(script, len(TO_THE_PUMPS) + 6)
    assert judged(stretch, script).phase("pointed").holds
    assert not judged(stretch, script, unseen=lambda t: pause_s + 0.5 < t < pause_s + 5.0).phase("pointed").holds


def test_five_pumps_that_were_seen_are_five_whatever_was_lost_between_them(stretch: Movement) -> None:
    script = [*TO_THE_PUMPS, *pumps(3), (6.0, PULLED), *pumps(1), *last_pump(), *two_holds(), *come_up()]
    pause_s = begins_s(script, len(TO_THE_PUMPS) + 9)
    result = judged(stretch, script, unseen=lambda t: pause_s + 0.5 < t < pause_s + 5.0)
    assert len(result.phase("pumps").counted) == 5
    assert pumped(result).verdict is Verdict.GOOD


def test_who_comes_up_and_folds_again_has_held_twice_and_not_once(stretch: Movement) -> None:
    back = replace(PULLED, ankle=66.0)
    again = [(0.7, replace(TURNED, ankle=66.0)), (0.5, replace(TURNED, ankle=66.0)), (0.7, back), (2.5, back)]
    script = [*TO_THE_PUMPS, *pumps(4), *last_pump(), *two_holds(3.0), *again, *come_up()]
    left_s = begins_s(script, len(script) - len(come_up()) - len(again))
    first, second = judged(stretch, script).phase("toes-back").holds
    assert first.end_s == pytest.approx(left_s, abs=0.4)
    assert second.start_s == pytest.approx(left_s + 1.9, abs=0.4)
