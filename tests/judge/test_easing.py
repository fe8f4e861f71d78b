"""When a movement began and ended: told between samples, and from its middle where its ends drown in noise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.judge.easing import begun_s, first_reached_s, last_left_s, last_reached_s


def least_jerk(x: float) -> float:
    x = max(0.0, min(1.0, x))
    return x**3 * (10.0 - 15.0 * x + 6.0 * x * x)


@settings(max_examples=60, deadline=None)
@given(
    lasts_s=st.floats(0.5, 4.0),
    starts_s=st.floats(0.2, 1.5),
    rate=st.sampled_from([12.0, 15.0, 30.0, 60.0]),
    floor=st.floats(-50, 50),
    height=st.floats(0.1, 80.0),
)
def test_a_smooth_rise_is_dated_to_a_fraction_of_a_frame_at_any_rate(
    lasts_s: float, starts_s: float, rate: float, floor: float, height: float
) -> None:
    times = [n / rate for n in range(int(rate * (starts_s + lasts_s + 0.5)))]
    trace = [(t, floor + height * least_jerk((t - starts_s) / lasts_s)) for t in times]
    assert begun_s(trace, floor, floor + height, 0.1) == pytest.approx(starts_s, abs=0.5 / rate)


def test_of_several_rises_the_last_one_is_dated() -> None:
    trace = [(0.0, 0.0), (1.0, 10.0), (2.0, 0.0), (3.0, 10.0)]
    assert last_reached_s(trace, 5.0) == pytest.approx(2.5)
    assert first_reached_s(trace, 5.0) == pytest.approx(0.5)
    assert last_left_s(trace, 5.0) == pytest.approx(1.5)


def test_what_never_passes_the_level_has_no_date() -> None:
    trace = [(0.0, 8.0), (1.0, 9.0)]
    assert last_reached_s(trace, 5.0) is None
    assert last_left_s(trace, 5.0) is None
    assert begun_s(trace, 0.0, 9.0, 0.1) is None
