"""A stretch of a recording belongs to the movement with the better claim."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from formcheck.judge.claims import Claim, Deed, Stretch, gaps_between, resolve


def reps(number: int, start_s: float, each_s: float = 3.0) -> tuple[Deed, ...]:
    return tuple(Deed("rep", start_s + n * each_s, start_s + (n + 1) * each_s) for n in range(number))


def test_what_was_done_beats_a_longer_time_in_position() -> None:
    rocks = Claim("rock", "both", ((10.0, 30.0),), reps(5, 12.0))
    idle = Claim("lunge", "left", ((5.0, 35.0),), in_plain_sight=False)
    assert resolve([idle, rocks]) == (Stretch("rock", "both", 10.0, 30.0),)


def test_what_is_left_of_a_weaker_claim_is_a_stretch_when_it_shows_enough() -> None:
    first = Claim("rock", "both", ((0.0, 40.0),), reps(9, 5.0))
    second = Claim("lunge", "left", ((35.0, 70.0),), reps(5, 45.0))
    assert resolve([second, first]) == (Stretch("rock", "both", 0.0, 40.0), Stretch("lunge", "left", 40.0, 70.0))


def test_a_set_with_another_movement_in_its_middle_becomes_two() -> None:
    around = Claim("lunge", "left", ((0.0, 20.0), (60.0, 80.0)), reps(2, 5.0) + reps(2, 65.0))
    between = Claim("rock", "both", ((25.0, 55.0),), reps(8, 26.0))
    found = [(stretch.movement, stretch.start_s) for stretch in resolve([around, between])]
    assert found == [("lunge", 0.0), ("rock", 25.0), ("lunge", 60.0)]


def test_a_moment_in_a_position_is_no_movement() -> None:
    assert resolve([Claim("lunge", "left", ((3.0, 5.0),), reps(1, 3.0, 1.5))]) == ()


def test_keeping_a_position_in_plain_sight_and_doing_nothing_is_no_movement() -> None:
    assert resolve([Claim("rock", "both", ((0.0, 60.0),))]) == ()


def test_keeping_a_position_from_where_little_is_seen_is_the_movement() -> None:
    claim = Claim("rock", "both", ((0.0, 20.0),), in_plain_sight=False)
    assert resolve([claim]) == (Stretch("rock", "both", 0.0, 20.0),)


def test_repetitions_that_were_tried_and_do_not_count_are_still_the_movement() -> None:
    tried = tuple(Deed("tried", 2.0 + n, 2.8 + n) for n in range(4))
    assert resolve([Claim("rock", "both", ((0.0, 20.0),), tried)]) == (Stretch("rock", "both", 0.0, 20.0),)


def _claim(movement: str, starts: list[float]) -> Claim:
    spans, at = [], 0.0
    for gap in starts:
        spans.append((at + gap, at + gap + 6.0))
        at += gap + 6.0
    return Claim(movement, "left", tuple(spans), tuple(Deed("rep", a, b) for a, b in spans))


_PAUSES = st.lists(st.floats(0.0, 9.0), min_size=1, max_size=5)


@given(_PAUSES, _PAUSES, _PAUSES)
def test_no_moment_belongs_to_two_movements_and_each_belongs_to_one_that_claimed_it(
    one: list[float], two: list[float], three: list[float]
) -> None:
    claims = [_claim(name, starts) for name, starts in zip("abc", (one, two, three), strict=True)]
    found = resolve(claims)
    for before, later in pairwise(found):
        assert before.end_s <= later.start_s
    for stretch in found:
        claimed = next(claim for claim in claims if claim.movement == stretch.movement)
        assert claimed.kept[0][0] <= stretch.start_s < stretch.end_s <= claimed.kept[-1][1]


def test_the_time_between_is_what_no_span_has() -> None:
    assert gaps_between([(5.0, 10.0), (10.0, 20.0)], 0.0, 25.0) == [(0.0, 5.0), (20.0, 25.0)]
    assert gaps_between([], 0.0, 4.0) == [(0.0, 4.0)]
