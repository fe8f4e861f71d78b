"""When a frame was taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.video.capture_clock import CaptureClock, RateMeter

ZERO_S = 1000.0


@given(st.lists(st.tuples(st.none() | st.floats(-10, 3000), st.floats(0, 5)), min_size=1, max_size=40))
def test_times_only_ever_grow_and_none_lies_ahead(arrivals: list[tuple[float | None, float]]) -> None:
    clock = CaptureClock(ZERO_S)
    now_s, last_s = ZERO_S, -1.0
    for number, (stamp_s, wait_s) in enumerate(arrivals):
        now_s += wait_s
        time_s = clock.time_s(stamp_s, now_s)
        assert time_s > last_s
        assert time_s <= now_s - ZERO_S + 0.002 * (number + 1)
        last_s = time_s


def test_stamps_of_the_machines_own_clock_are_the_times() -> None:
    clock = CaptureClock(ZERO_S)
    assert clock.time_s(1001.0, 1001.2) == pytest.approx(1.0)
    assert clock.time_s(1001.1, 1001.4) == pytest.approx(1.1)


def test_a_frame_that_was_held_up_on_its_way_keeps_its_place() -> None:
    clock = CaptureClock(ZERO_S)
    delays = [0.05, 0.02, 0.30, 0.02]
    times = [clock.time_s(5.0 + k / 10, 1000.0 + k / 10 + late) for k, late in enumerate(delays)]
    assert times[2] - times[1] == pytest.approx(0.1)
    assert times[3] - times[2] == pytest.approx(0.1)


def test_a_stream_that_was_restarted_is_timed_by_its_arrival_again() -> None:
    clock = CaptureClock(ZERO_S)
    clock.time_s(500.0, 1001.0)
    clock.time_s(500.1, 1001.1)
    assert clock.time_s(0.1, 1010.0) == pytest.approx(10.0)
    assert clock.time_s(0.2, 1010.1) == pytest.approx(10.1)


def test_the_rate_is_of_late_and_unknown_when_nothing_comes() -> None:
    meter = RateMeter()
    assert meter.rate(0.0) is None
    for number in range(100):
        meter.add(number / 20)
    assert meter.rate(5.0) == pytest.approx(20.0)
    assert meter.rate(9.0) is None


@given(st.floats(15.0, 23.0))
def test_pictures_counted_at_a_promised_rate_are_not_taken_for_ever_older_ones(rate: float) -> None:
    """JPEG over HTTP is stamped as if 25 came a second, however many do."""
    clock = CaptureClock(zero_s=1000.0)
    late = [n / rate - clock.time_s(1.0 + n / 25.0, 1000.0 + n / rate) for n in range(int(60 * rate))]
    assert max(late[int(3 * rate) :]) < 0.1
    assert max(late) < 1.0
