"""Keeping up: smaller pictures and a lighter model when too few frames are judged, and back when there is room.

Pure: it is told what was judged when, and says what to change.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_RATE: Final = 12.0
"""Frames a second below which quick movements slip through (domain, section 5)."""

OFFERED_RATIO: Final = 1.2
"""A source must offer so much more than is judged: where it is slow itself, nothing done here helps."""

SETTLING_S: Final = 3.0
"""After a change, and at first, so long before the next decision: networks load, and a rate wants some frames."""

ROOM_TOOK_S: Final = 0.028
"""With so little time a frame, one that takes twice as long still makes 18 a second: half more than the least."""

ROOM_FOR_S: Final = 10.0
"""There must have been room for so long before it is used."""

LONGEST_WAIT_S: Final = 160.0
"""Each step up that had to be taken back doubles the wait, up to this."""

TAKEN_BACK_S: Final = 30.0
"""A step up that is undone within this was one too many."""


@dataclass(frozen=True, slots=True)
class Step:
    """How poses are found: with which model, in pictures of what long side in pixels."""

    model: str
    long_side_px: int


@dataclass(frozen=True, slots=True)
class Change:
    """A step taken, when, and at what rate of judged frames a second."""

    time_s: float
    step: Step
    down: bool
    rate: float


class Pace:
    """Which step to use.

    Parameters
    ----------
    steps
        The best and slowest first.
    """

    def __init__(self, steps: Sequence[Step]) -> None:
        if not steps:
            raise ValueError("there must be a step")
        self._steps = tuple(steps)
        self._place = 0
        self._judged: deque[tuple[float, float]] = deque()
        self._settled_s: float | None = None
        self._room_since_s: float | None = None
        self._wait_s = ROOM_FOR_S
        self._went_up_s: float | None = None

    @property
    def step(self) -> Step:
        """The step to use now."""
        return self._steps[self._place]

    def judged(self, time_s: float, took_s: float, offered_rate: float | None) -> Change | None:
        """Take in a judged frame.

        Parameters
        ----------
        time_s
            When it was done, by the session's clock.
        took_s
            How long finding the pose took.
        offered_rate
            Frames a second that the source gives; None while unknown.

        Returns
        -------
        The change to be made now, or None.
        """
        if self._settled_s is None:
            self._settled_s = time_s + SETTLING_S
        self._judged.append((time_s, took_s))
        while self._judged[0][0] < time_s - SETTLING_S:
            self._judged.popleft()
        if time_s < self._settled_s:
            return None
        rate = len(self._judged) / SETTLING_S
        late = rate < LEAST_RATE and (offered_rate is None or offered_rate > OFFERED_RATIO * rate)
        if late:
            self._room_since_s = None
            return self._step_down(time_s, rate)
        return self._step_up(time_s, rate) if self._has_room(time_s) else None

    def _has_room(self, time_s: float) -> bool:
        mean_s = sum(took_s for _, took_s in self._judged) / len(self._judged)
        if mean_s > ROOM_TOOK_S:
            self._room_since_s = None
        elif self._room_since_s is None:
            self._room_since_s = time_s
        return self._room_since_s is not None and time_s - self._room_since_s >= self._wait_s

    def _step_down(self, time_s: float, rate: float) -> Change | None:
        if self._place == len(self._steps) - 1:
            return None
        if self._went_up_s is not None and time_s - self._went_up_s < TAKEN_BACK_S:
            self._wait_s = min(2 * self._wait_s, LONGEST_WAIT_S)
        return self._go(self._place + 1, time_s, rate)

    def _step_up(self, time_s: float, rate: float) -> Change | None:
        if self._place == 0:
            return None
        self._went_up_s = time_s
        return self._go(self._place - 1, time_s, rate)

    def _go(self, place: int, time_s: float, rate: float) -> Change:
        down = place > self._place
        self._place = place
        self._settled_s = time_s + SETTLING_S
        self._room_since_s = None
        return Change(time_s, self.step, down, rate)
