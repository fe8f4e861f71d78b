"""When nothing was counted, the person is told why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from formcheck.body.moment import Moment
from formcheck.body.reading import Reason
from formcheck.judge.movement import Judge
from formcheck.judge.verdict import Verdict
from tests.judge.test_movement import cue, judged
from tests.support.lunge import (
    KNEELING,
    STANDING,
    STRIDE,
    Script,
    filmed,
    get_down,
    moment,
    nobody,
    rocks,
    stand_up,
)

if TYPE_CHECKING:
    from formcheck.routine.schema import Movement


def test_an_empty_recording_says_that_nobody_was_seen(lunge: Movement) -> None:
    judge = Judge(lunge)
    result = judge.finish()
    assert result.why_nothing == "nobody was seen"
    assert {c.verdict for c in result.cues} <= {Verdict.NOT_REACHED, Verdict.CANNOT_JUDGE}
    assert all(c.reason for c in result.cues)


def test_a_recording_of_an_empty_room_says_so(lunge: Movement) -> None:
    result, snapshots = judged(lunge, [nobody(n / 30) for n in range(90)])
    assert result.why_nothing == "nobody was seen"
    assert snapshots[-1].hint == "Step into the picture"


def test_a_single_frame_is_enough_for_a_result_and_not_for_a_rep(lunge: Movement) -> None:
    result, _ = judged(lunge, [moment(0.0)])
    assert result.reps == ()
    assert result.why_nothing


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ([(20.0, STANDING)], "one knee has to be on the floor"),
        ([(0.4, STRIDE), (0.4, STANDING)] * 15, "one knee has to be on the floor"),
        ([(20.0, replace(KNEELING, lift=0.6))], "the back knee has to be on the floor"),
        ([(20.0, replace(KNEELING, hip=0.1))], "the hips have to be up"),
        ([(20.0, replace(KNEELING, trunk=75.0))], "the upper body has to be up"),
        ([*get_down(), (8.0, KNEELING), *stand_up()], "no repetition was seen"),
        ([*get_down(), *rocks(5, deep=20, period_s=1.0), (2.0, KNEELING)], "too fast"),
    ],
)
def test_when_nothing_was_counted_it_is_said_why(lunge: Movement, script: Script, why: str) -> None:
    result, _ = judged(lunge, filmed(script))
    assert result.counted == ()
    assert why in str(result.why_nothing)
    assert cue(result, "3.12").verdict is not Verdict.GOOD


def test_who_never_took_the_position_has_no_side_and_nothing_that_was_asked(lunge: Movement) -> None:
    result, snapshots = judged(lunge, filmed([(20.0, replace(KNEELING, lift=0.6))]))
    assert snapshots[-1].side == "right"  # a knee was down, as it seemed, but nobody was kneeling
    assert result.side is None
    assert result.why_nothing == "not in the starting position (the back knee has to be on the floor)"
    asked = [cue(result, ref) for ref in ("3.1", "3.12", "3.18")]
    assert {(found.verdict, found.reason) for found in asked} == {(Verdict.NOT_REACHED, result.why_nothing)}


@pytest.mark.parametrize(
    ("number", "why"),
    [(1, "1 attempt was no repetition (too fast"), (4, "4 attempts were no repetitions (too fast")],
)
def test_attempts_that_do_not_count_are_told_with_the_reason(lunge: Movement, number: int, why: str) -> None:
    hasty = [*get_down(), *rocks(number, deep=20, period_s=1.0), (2.0, KNEELING)]
    assert str(judged(lunge, filmed(hasty))[0].why_nothing).startswith(why)


@pytest.mark.parametrize(("kneels_s", "verdict"), [(3.0, Verdict.NOT_REACHED), (14.0, Verdict.FAULT)])
def test_none_at_all_is_a_fault_only_of_who_had_the_time_for_some(
    lunge: Movement, kneels_s: float, verdict: Verdict
) -> None:
    result, _ = judged(lunge, filmed([*get_down(), (kneels_s, KNEELING), *stand_up()]))
    found = cue(result, "3.12")
    assert found.verdict is verdict
    assert found.reason == (result.why_nothing if verdict is Verdict.NOT_REACHED else None)


def test_rocks_too_small_to_count_are_told_and_the_hold_after_them_is_timed(lunge: Movement) -> None:
    result, _ = judged(lunge, filmed([*get_down(), *rocks(5, deep=6.0), (9.0, KNEELING), *stand_up()]))
    assert result.counted == ()
    assert result.why_nothing == "what was done was too small to be a repetition"
    (hold,) = result.holds
    assert hold.held_s == pytest.approx(9.0, abs=1.0)


def test_a_glimpse_of_the_starting_position_is_too_short_to_start(lunge: Movement) -> None:
    result, _ = judged(lunge, filmed([(0.5, KNEELING)]), "right")
    assert result.why_nothing == "the starting position was not kept for long enough"


def test_a_person_too_small_in_the_picture_is_asked_to_come_closer(lunge: Movement) -> None:
    small = [Moment(n / 30, trouble=Reason.TOO_SMALL) for n in range(60)]
    _, snapshots = judged(lunge, small)
    assert snapshots[-1].hint == "Come closer to the camera"
