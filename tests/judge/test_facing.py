"""Which way a person faces through a set, and what is turned away from it."""

from __future__ import annotations

import pytest

from formcheck.body.moment import Moment
from formcheck.judge.facing import VIEW_SETTLE_S, Facing
from tests.support.lunge import view_of


def looks(yaw_deg: float, from_s: float = 0.0, for_s: float = 1.0) -> list[Moment]:
    return [Moment(from_s + n / 15, view_of(yaw_deg), {}) for n in range(round(15 * for_s))]


def facing(yaw_deg: float) -> Facing:
    way = Facing()
    way.take(looks(yaw_deg))
    return way


@pytest.mark.parametrize(
    ("began_deg", "during_deg", "away"),
    [(60, 45, False), (60, 35, True), (-170, 175, False), (-170, 160, True), (60, 85, False), (85, -85, True)],
)
def test_more_than_20_degrees_from_the_first_view_is_turned_away_unless_it_is_toward_the_side(
    began_deg: float, during_deg: float, away: bool
) -> None:
    assert facing(began_deg).turned_away(looks(during_deg)) is away


def test_nobody_is_turned_away_whose_first_view_was_never_known() -> None:
    assert not Facing().turned_away(looks(0))


def test_most_of_what_was_seen_decides() -> None:
    assert facing(60).turned_away([*looks(60, for_s=0.4), *looks(20, for_s=0.6)])
    assert not facing(60).turned_away([*looks(60, for_s=0.6), *looks(20, for_s=0.4)])


@pytest.mark.parametrize(
    ("at_rest", "for_s", "away"),
    [(True, VIEW_SETTLE_S + 0.2, False), (True, VIEW_SETTLE_S - 0.2, True), (False, 2.0, True)],
)
def test_who_rests_side_on_the_other_way_round_for_a_while_faces_that_way_now(
    at_rest: bool, for_s: float, away: bool
) -> None:
    way = facing(90)
    for moment in looks(-90, for_s=for_s):
        way.follow(moment, at_rest=at_rest)
    assert way.turned_away(looks(-90)) is away
