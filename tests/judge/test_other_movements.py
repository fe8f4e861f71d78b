"""Movements that lack what the lunge has: no repetitions, no hold, no sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from formcheck.judge.session import judge_moments
from formcheck.judge.verdict import EventKind, Verdict
from tests.support.lunge import KNEELING, STANDING, filmed, get_down, rocks, stand_up, whole_set

if TYPE_CHECKING:
    from formcheck.judge.result import SetResult
    from formcheck.judge.verdict import Snapshot
    from formcheck.routine.schema import Movement
    from tests.support.lunge import Script


def without(lunge: Movement, kind: str) -> Movement:
    """Take a kind of phase, and the cue that asks for it, out of the lunge."""
    asks = {"reps": "count", "hold": "timer"}[kind]
    return lunge.model_copy(
        update={
            "phases": tuple(phase for phase in lunge.phases if phase.kind != kind),
            "cues": tuple(cue for cue in lunge.cues if cue.how != asks),
        }
    )


def judged(movement: Movement, script: Script) -> tuple[SetResult, list[Snapshot]]:
    (result,), snapshots = judge_moments(movement, filmed(script))
    return result, snapshots


def test_a_stretch_without_repetitions_is_held_from_the_first_stillness_on(lunge: Movement) -> None:
    result, snapshots = judged(without(lunge, "reps"), [*get_down(), (8, KNEELING), *stand_up()])
    assert [hold.held_s for hold in result.holds] == [pytest.approx(9.6, abs=0.7)]
    assert (result.reps, result.reps_target, result.why_nothing) == ((), 0, None)
    assert {s.rep_progress for s in snapshots} == {None}
    assert list(dict.fromkeys(s.phase_kind for s in snapshots)) == ["setup", "hold", "done"]


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ([*get_down(wait_s=0.5), *rocks(3, period_s=2.0), *stand_up()], "no hold was seen"),
        ([(10.0, STANDING)], "one knee has to be on the floor"),
    ],
)
def test_a_stretch_that_was_not_held_says_why(lunge: Movement, script: Script, why: str) -> None:
    result, _ = judged(without(lunge, "reps"), script)
    assert result.holds == ()
    assert why in str(result.why_nothing)


def test_an_exercise_without_a_hold_is_counted_and_never_held(lunge: Movement) -> None:
    result, snapshots = judged(without(lunge, "hold"), whole_set(hold_s=8))
    assert len(result.counted) == 5
    assert result.holds == ()
    assert {s.hold for s in snapshots} == {None}
    assert EventKind.HOLD_STARTED not in {event.kind for event in result.events}
    assert next(cue for cue in result.cues if cue.ref == "3.16").verdict is Verdict.NOT_REACHED


def test_a_movement_without_sides_is_one_of_both(lunge: Movement) -> None:
    result, snapshots = judged(lunge.model_copy(update={"sides": None}), whole_set())
    assert result.side == "both"
    assert len(result.counted) == 5
    assert {s.side_words for s in snapshots} == {""}
