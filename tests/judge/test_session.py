"""Two sides one after the other: each is a set of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from formcheck.judge.session import Session, judge_moments
from tests.support.lunge import KNEELING, filmed, get_down, length_s, mirrored, nobody, rocks, stand_up, whole_set

if TYPE_CHECKING:
    from formcheck.routine.schema import Movement


@pytest.mark.parametrize("turns_round", [False, True])
def test_right_and_then_left_are_two_sets(lunge: Movement, turns_round: bool) -> None:
    script = whole_set()
    right = filmed(script)
    if turns_round:
        left = [replace(m, time_s=m.time_s + length_s(script)) for m in mirrored(right)]
    else:
        left = filmed(script, "left", start_s=length_s(script))
    sets, snapshots = judge_moments(lunge, [*right, *left])
    assert [s.side for s in sets] == ["right", "left"]
    assert [len(s.counted) for s in sets] == [5, 5]
    assert [len(s.holds) for s in sets] == [1, 1]
    assert sets[0].end_s < length_s(script) < sets[1].start_s
    assert snapshots[-1].side == "left"
    assert len(snapshots) == len(right) + len(left)


def test_an_unfinished_side_is_a_set_too(lunge: Movement) -> None:
    first = [*get_down(), *rocks(2), *stand_up()]
    moments = [*filmed(first), *filmed(whole_set(), "left", start_s=length_s(first))]
    sets, _ = judge_moments(lunge, moments)
    assert [(s.side, len(s.counted)) for s in sets] == [("right", 2), ("left", 5)]


def test_getting_up_and_down_again_on_the_same_side_is_still_one_set(lunge: Movement) -> None:
    script = [*get_down(), *rocks(2), *stand_up(), *get_down(), *rocks(3), (8.0, KNEELING), *stand_up()]
    sets, _ = judge_moments(lunge, filmed(script))
    assert [(s.side, len(s.counted), len(s.holds)) for s in sets] == [("right", 5, 1)]


def test_taking_up_the_wrong_side_for_a_moment_first_is_no_set(lunge: Movement) -> None:
    first = [*get_down(), (1.0, KNEELING), *stand_up()]
    moments = [*filmed(first, "left"), *filmed(whole_set(), "right", start_s=length_s(first))]
    sets, _ = judge_moments(lunge, moments)
    assert [(s.side, len(s.counted)) for s in sets] == [("right", 5)]


def test_a_side_that_was_given_is_not_found_out(lunge: Movement) -> None:
    (wrong,), snapshots = judge_moments(lunge, filmed(whole_set()), side="left")
    assert (wrong.side, wrong.counted) == ("left", ())
    assert snapshots[0].roles == {"rear": "left", "front": "right"}
    (right,), _ = judge_moments(lunge, filmed(whole_set()), side="right")
    assert (right.side, len(right.counted)) == ("right", 5)


def test_nothing_at_all_is_one_set_with_its_reason(lunge: Movement) -> None:
    (empty,) = Session(lunge).finish()
    assert empty.why_nothing
    (alone,), _ = judge_moments(lunge, [nobody(0.0)])
    assert alone.side is None
