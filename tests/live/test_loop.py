"""The time that a coach is told: it goes on without a pose, never back, and past none that is still coming."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from formcheck.live.journal import JournalWriter
from formcheck.live.loop import Ending, LiveLoop, Parts
from formcheck.live.posing import Posed, PoseThread
from formcheck.live.sessionbook import SessionBook
from formcheck.live.unattended import Unattended
from formcheck.routine.phrasebook import load_phrases
from formcheck.video.frame import Frame
from formcheck.video.source import LiveSource, SourceState, Trouble
from tests.coach.person import SIZE, STANDING, Led, filmed
from tests.support.figure import seen

if TYPE_CHECKING:
    from pathlib import Path

    from formcheck.live.pace import Change


def posed(time_s: float) -> Posed:
    frame = Frame(round(30 * time_s), time_s, np.zeros((SIZE[1] // 8, SIZE[0] // 8, 3), np.uint8), SIZE)
    return Posed(frame, seen(filmed(STANDING, time_s), time_s), 0.02)


@dataclass
class Clockwork:
    """A camera and the poses found in its pictures, by a clock that is given with each of them."""

    steps: list[tuple[float, float | None, list[Posed]]]
    """What the clock shows as poses are asked for, of when the one is that is being looked at, and those that come."""
    realtime = True
    clock_s: float = 0.0
    in_hand_s: float | None = None
    state: SourceState = field(default_factory=lambda: SourceState(Trouble.NONE, 0.0, SIZE, 30.0, 0, 0))

    def now_s(self) -> float:
        return self.clock_s

    def latest(self) -> Frame | None:
        return None

    def take(self, _timeout_s: float) -> list[Posed]:
        self.clock_s, self.in_hand_s, found = self.steps.pop(0)
        return found

    def changes(self) -> list[Change]:
        return []

    @property
    def ended(self) -> bool:
        return not self.steps


def told(clockwork: Clockwork, folder: Path) -> list[float]:
    """Play it; return the times of all that the coach was told."""
    times: list[float] = []
    led = Led()
    with JournalWriter(folder / "journal.jsonl", {}) as journal:
        parts = Parts(
            source=cast("LiveSource", clockwork),
            poses=cast("PoseThread", clockwork),
            coach=led.coach,
            phrases=load_phrases("en"),
            journal=journal,
            book=SessionBook(led.program.movements),
            face=Unattended(),
            tell=lambda turn: times.append(turn.time_s),
        )
        assert LiveLoop(parts).run() is Ending.DONE
    return times


def test_a_picture_that_is_being_looked_at_is_judged_though_the_time_went_on_meanwhile(tmp_path: Path) -> None:
    times = told(Clockwork([(1.1, None, [posed(1.0)]), (2.0, 1.2, []), (2.1, None, [posed(1.2)])]), tmp_path)
    assert 1.0 < times[-2] < 1.2  # The time went on up to it,
    assert times[-1] == 1.2  # and it was not too late.


@pytest.mark.parametrize("late_s", [1.05, 1.5])
def test_a_picture_that_comes_after_its_time_was_told_turns_no_clock_back(late_s: float, tmp_path: Path) -> None:
    times = told(Clockwork([(1.1, None, [posed(1.0)]), (2.0, None, []), (2.1, None, [posed(late_s)])]), tmp_path)
    assert times == sorted(times)
    assert late_s not in times
    assert times[-1] == pytest.approx(1.9)
