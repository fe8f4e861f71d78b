"""Whatever a file's stamps do, the time of its frames only grows."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.video.clock import MediaClock

MILLISECOND = Fraction(1, 1000)
STAMPS = st.one_of(st.none(), st.integers(-(10**6), 10**6))


def clock(rate: Fraction | None = Fraction(25)) -> MediaClock:
    return MediaClock(MILLISECOND, Fraction(0), rate)


@given(stamps=st.lists(st.tuples(STAMPS, STAMPS), max_size=60))
def test_time_only_grows(stamps: list[tuple[int | None, int | None]]) -> None:
    ours = clock()
    times_s = [time_s for pts, dts in stamps if (time_s := ours.time_s(pts, dts)) is not None]
    assert all(later > earlier for earlier, later in pairwise(times_s))


@given(ticks=st.lists(st.integers(0, 10**9), unique=True, max_size=60).map(sorted))
def test_sound_stamps_are_kept_exactly(ticks: list[int]) -> None:
    ours = clock()
    assert [ours.time_s(tick, None) for tick in ticks] == [tick / 1000 for tick in ticks]


def test_a_frame_shown_at_the_same_time_as_the_one_before_is_left_out() -> None:
    ours = clock()
    assert [ours.time_s(tick, None) for tick in (0, 40, 40, 80)] == [0.0, 0.04, None, 0.08]


def test_presentation_stamps_that_run_back_give_way_to_decoding_stamps() -> None:
    ours = clock()
    times_s = [
        ours.time_s(pts, dts) for pts, dts in zip((0, 120, 40, 80, 240, 160, 200), range(0, 280, 40), strict=True)
    ]
    assert times_s[3:] == [None, 0.16, 0.2, 0.24]


def test_without_stamps_the_rate_counts() -> None:
    ours = clock(Fraction(30000, 1001))
    assert [ours.time_s(None, None) for _ in range(3)] == pytest.approx([0.0, 1001 / 30000, 2002 / 30000])


def test_a_count_that_starts_afresh_goes_on_one_frame_later() -> None:
    ours = clock()
    assert [ours.time_s(tick, None) for tick in (9000, 9040, 0, 40)] == pytest.approx([9.0, 9.04, 9.08, 9.12])
    assert ours.new_counts == 1
