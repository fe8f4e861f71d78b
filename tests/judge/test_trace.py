from __future__ import annotations

import pytest

from formcheck.judge.trace import Trace


def traced(values: list[float | None], *, step_s: float = 0.1, told_by: str = "") -> Trace:
    trace = Trace(keep_s=60.0)
    for number, value in enumerate(values):
        if value is None:
            trace.miss(number * step_s)
        else:
            trace.add(number * step_s, value, told_by[number % len(told_by)] if told_by else "")
    return trace


def test_a_signal_that_is_not_known_for_long_enough_is_not_called_still() -> None:
    trace = traced([5.0] * 11)
    assert trace.keeps_within(0.1, since_s=0.0)
    assert not trace.keeps_within(0.1, since_s=-0.05)


def test_one_step_ends_the_stillness_until_it_is_past() -> None:
    trace = traced([5.0] * 10 + [9.0] * 10)
    assert not trace.keeps_within(1.0, since_s=0.5)
    assert trace.keeps_within(1.0, since_s=1.0)


@pytest.mark.parametrize(("missed", "unseen"), [(0, False), (2, False), (4, True)])
def test_a_gap_is_bridged_while_it_is_short(missed: int, unseen: bool) -> None:
    trace = traced([1.0] * 10 + [None] * missed + [1.0] * 10)
    assert trace.is_unseen(0.5, 1.9) is unseen


def test_a_camera_that_gave_nothing_for_a_second_leaves_a_gap_as_well() -> None:
    trace = traced([1.0] * 10)
    trace.add(1.9, 1.0, "")
    assert trace.is_unseen(0.0, 3.0)
    assert trace.back_s == 1.9


def test_a_landmark_that_jumps_for_one_frame_is_no_bounce() -> None:
    jumps: list[float | None] = [0.0, 3.0, 6.0, 9.0, 0.0, 12.0, 15.0]
    dips: list[float | None] = [0.0, 3.0, 6.0, 9.0, 6.0, 3.0, 0.0, 3.0, 6.0, 9.0]
    assert traced(jumps, step_s=0.05).bounces(0.0, 1.0, least=2.0) == 0
    assert traced(dips, step_s=0.05).bounces(0.0, 1.0, least=2.0) == 1


def test_a_step_from_one_measure_to_another_is_no_bounce() -> None:
    alternating = [10.0 if number // 2 % 2 else 0.0 for number in range(20)]
    assert traced(alternating).bounces(0.0, 1.9, least=2.0) > 2
    assert traced(alternating, told_by="aabb").bounces(0.0, 1.9, least=2.0) == 0
