"""What the repetitions that count tell of a person, and what is forgotten of one that turned out not to."""

from __future__ import annotations

from dataclasses import replace

from formcheck.judge.own_range import OwnRange
from formcheck.judge.rep import Rep


def test_nothing_is_left_of_a_repetition_that_turned_out_to_be_held_and_not_to_count() -> None:
    own, rep = OwnRange(15.0, 5), Rep(2.0, 3.0, 6.0, 40.0)
    own.add(rep)
    own.remove(replace(rep, held=True))
    assert (own.counted, own.middle, own.longest_s) == (0, None, None)


def test_how_long_a_repetition_takes_is_told_by_those_that_came_back() -> None:
    own = OwnRange(15.0, 5)
    for rep in (Rep(0.0, 1.0, 1.6, 40.0), Rep(2.0, 3.0, 4.0, 42.0), Rep(5.0, 6.0, 15.0, 41.0, held=True)):
        own.add(rep)
    assert own.longest_s == 2.0
    assert own.middle == 41.0
