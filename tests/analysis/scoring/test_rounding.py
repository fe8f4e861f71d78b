"""The rounding index is weighed fairly: alike trunks, seen from the side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.analysis.scoring.rounding import BackRep, separation


def rep(flexion_deg: float, index: float | None, inclination_deg: float = 40.0, off_deg: float = 0.0) -> BackRep:
    return BackRep(flexion_deg, inclination_deg, off_deg, index)


def test_an_index_that_parts_all_backs_has_an_area_of_one() -> None:
    found = separation([rep(5, 0.1), rep(12, 0.5), rep(30, 0.85), rep(50, 0.95)])
    assert (found.auc, found.flat_called_round, found.round_found) == (1.0, 0.0, 1.0)


def test_an_index_that_says_nothing_has_an_area_of_one_half() -> None:
    assert separation([rep(5, 0.05), rep(40, 0.05)]).auc == 0.5


def test_backs_that_are_neither_flat_nor_round_are_left_out() -> None:
    found = separation([rep(20, 0.05), rep(5, 0.01)])
    assert (found.flat, found.rounded, found.auc, found.round_found) == (1, 0, None, None)


def test_only_trunks_that_lean_alike_are_compared() -> None:
    found = separation([rep(5, 0.3, inclination_deg=80), rep(5, 0.0, 40), rep(40, 0.1, 45)])
    assert (found.pairs, found.auc) == (1, 1.0)


def test_backs_seen_at_an_angle_do_not_count() -> None:
    assert separation([rep(5, 0.0, off_deg=20), rep(40, 0.1)]).flat == 0


def test_backs_without_an_index_are_told_as_unseen() -> None:
    found = separation([rep(5, None), rep(40, 0.1)])
    assert (found.unseen, found.flat, found.rounded) == (1, 0, 1)


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=8),
    st.lists(st.floats(0, 1), min_size=1, max_size=8),
)
def test_swapping_flat_and_round_mirrors_the_area(flat: list[float], rounded: list[float]) -> None:
    there = separation([*(rep(5, f) for f in flat), *(rep(40, f) for f in rounded)]).auc
    back = separation([*(rep(40, f) for f in flat), *(rep(5, f) for f in rounded)]).auc
    assert there is not None
    assert back == pytest.approx(1.0 - there)
