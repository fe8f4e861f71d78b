"""Keeping up: a step down when too few frames are judged, and up again when there is room."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.live.pace import LEAST_RATE, LONGEST_WAIT_S, Change, Pace, Step

BEST, MIDDLE, LEAST = Step("full", 640), Step("full", 480), Step("lite", 480)
CAMERA_RATE = 30.0


class Machine:
    """Judges frames of a camera, each taking so long as the step costs; ``busy`` makes all of it slower."""

    def __init__(self, pace: Pace, camera_rate: float = CAMERA_RATE) -> None:
        self.pace = pace
        self.camera_rate = camera_rate
        self.now_s = 0.0
        self.changes: list[Change] = []

    def run(self, seconds: float, cost_s: dict[Step, float]) -> None:
        end_s = self.now_s + seconds
        while self.now_s < end_s:
            took_s = cost_s[self.pace.step]
            self.now_s += max(took_s, 1 / self.camera_rate)
            change = self.pace.judged(self.now_s, took_s, self.camera_rate)
            self.changes += [] if change is None else [change]


def machine(camera_rate: float = CAMERA_RATE) -> Machine:
    return Machine(Pace([BEST, MIDDLE, LEAST]), camera_rate)


def test_a_machine_that_keeps_up_changes_nothing() -> None:
    quick = machine()
    quick.run(60, {BEST: 0.015})
    assert quick.changes == []


def test_a_slow_machine_steps_down_until_it_keeps_up() -> None:
    slow = machine()
    slow.run(60, {BEST: 0.2, MIDDLE: 0.15, LEAST: 0.06})
    assert [change.step for change in slow.changes] == [MIDDLE, LEAST]
    assert all(change.down and change.rate < LEAST_RATE for change in slow.changes)
    assert slow.changes[0].time_s < 10


def test_there_is_no_step_below_the_last() -> None:
    slow = machine()
    slow.run(120, {BEST: 0.3, MIDDLE: 0.3, LEAST: 0.3})
    assert len(slow.changes) == 2


def test_a_camera_that_is_slow_itself_is_no_reason_to_step_down() -> None:
    dark_room = machine(camera_rate=8.0)
    dark_room.run(60, {BEST: 0.02})
    assert dark_room.changes == []


def test_when_there_is_room_again_it_goes_back_up() -> None:
    hindered = machine()
    hindered.run(20, {BEST: 0.2, MIDDLE: 0.15, LEAST: 0.06})
    hindered.run(60, {BEST: 0.015, MIDDLE: 0.013, LEAST: 0.01})
    assert hindered.pace.step == BEST
    assert [change.down for change in hindered.changes] == [True, True, False, False]


def test_it_does_not_go_up_and_down_for_ever() -> None:
    torn = machine()
    torn.run(1200, {BEST: 0.2, MIDDLE: 0.01, LEAST: 0.01})
    ups = [change.time_s for change in torn.changes if not change.down]
    assert len(ups) < 12
    assert ups[-1] - ups[-2] >= LONGEST_WAIT_S


@given(st.lists(st.tuples(st.floats(0.001, 1.0), st.floats(0.0, 1.0)), max_size=200))
def test_whatever_happens_a_step_is_one_of_those_there_are_and_changes_go_one_by_one(
    frames: list[tuple[float, float]],
) -> None:
    steps = [BEST, MIDDLE, LEAST]
    pace, now_s = Pace(steps), 0.0
    for wait_s, took_s in frames:
        now_s += wait_s
        before = pace.step
        change = pace.judged(now_s, took_s, None)
        moved = steps.index(pace.step) - steps.index(before)
        assert moved == (0 if change is None else 1 if change.down else -1)


def test_there_must_be_a_step() -> None:
    with pytest.raises(ValueError, match="a step"):
        Pace([])
