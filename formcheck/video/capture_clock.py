"""When a frame was taken: from the stamps of a camera, or from its arrival, to the session's clock."""

from __future__ import annotations

from collections import deque
from typing import Final

SAME_CLOCK_S: Final = 1.0
"""A stamp that lies within this of the machine's clock is of that clock: drivers on Linux stamp so."""

OFFSET_MEMORY_S: Final = 10.0
"""How long the quickest arrival is remembered; two clocks drift apart by a millisecond in this time at most."""

NEW_COUNT_S: Final = 1.0
"""An arrival that is off by more than this from what the stamps say begins a new count: the stream was restarted."""

COUNTED_WINDOW_S: Final = 2.0
COUNTED_BEHIND_S: Final = 0.05
"""Stamps that fall behind by so much from one second to the next, at their quickest arrival, are no times but counts of
pictures at a rate that was promised (JPEG over HTTP): a clock is not wrong by a twentieth."""

LEAST_STEP_S: Final = 0.001
"""Between two frames at least: times only ever grow, and the pose model counts in whole milliseconds."""

RATE_WINDOW_S: Final = 2.0
"""Over which a rate is counted: steady to half a frame a second, and soon aware of a change."""


class CaptureClock:
    """Gives each frame of a camera its time on the session's clock.

    Where the stamps are of the machine's own clock they are the times. Where they count from anywhere (network
    streams), the quickest arrival of late tells the offset, so that a frame that was held up on its way keeps its true
    place among the others. Without stamps the arrival counts.

    Parameters
    ----------
    zero_s
        The machine's monotonic clock at the session's zero.
    """

    def __init__(self, zero_s: float) -> None:
        self._zero_s = zero_s
        self._offsets: deque[tuple[float, float]] = deque()
        self._late: deque[tuple[float, float]] = deque()
        self._last_stamp_s: float | None = None
        self._last_s = -LEAST_STEP_S

    def time_s(self, stamp_s: float | None, arrival_s: float) -> float:
        """Give the time of the next frame; each is later than the one before.

        Parameters
        ----------
        stamp_s
            The camera's own stamp; None where there is none.
        arrival_s
            By the machine's monotonic clock.
        """
        taken_s = min(self._taken_s(stamp_s, arrival_s), arrival_s) - self._zero_s
        self._last_s = max(taken_s, self._last_s + LEAST_STEP_S)
        return self._last_s

    def _taken_s(self, stamp_s: float | None, arrival_s: float) -> float:
        usable = stamp_s is not None and stamp_s > 0 and (self._last_stamp_s is None or stamp_s > self._last_stamp_s)
        self._last_stamp_s = stamp_s
        if stamp_s is None or not usable:
            self._offsets.clear()
            self._late.clear()
            return arrival_s
        if abs(arrival_s - stamp_s) < SAME_CLOCK_S:
            return stamp_s
        offset_s = arrival_s - stamp_s
        if self._offsets and abs(offset_s - self._offsets[0][1]) > NEW_COUNT_S:
            self._offsets.clear()
        while self._offsets and self._offsets[-1][1] >= offset_s:
            self._offsets.pop()
        self._offsets.append((arrival_s, offset_s))
        while self._offsets[0][0] < arrival_s - OFFSET_MEMORY_S:
            self._offsets.popleft()
        if self._only_counts(arrival_s, offset_s):
            return arrival_s
        return stamp_s + self._offsets[0][1]

    def _only_counts(self, arrival_s: float, offset_s: float) -> bool:
        """Whether the stamps fall behind the arrivals all the time."""
        self._late.append((arrival_s, offset_s))
        while self._late[0][0] < arrival_s - COUNTED_WINDOW_S:
            self._late.popleft()
        middle_s = arrival_s - COUNTED_WINDOW_S / 2
        before = [late for at_s, late in self._late if at_s < middle_s]
        after = [late for at_s, late in self._late if at_s >= middle_s]
        return bool(before) and min(after) - min(before) > COUNTED_BEHIND_S


class RateMeter:
    """Counts how many a second there were of something, over the last two seconds."""

    def __init__(self) -> None:
        self._times: deque[float] = deque()

    def add(self, time_s: float) -> None:
        """Note that there was one."""
        self._times.append(time_s)
        while self._times[0] < time_s - RATE_WINDOW_S:
            self._times.popleft()

    def rate(self, now_s: float) -> float | None:
        """Give the rate as of now; None before there were two, and while there were none of late."""
        times = list(self._times)  # Another thread may be adding.
        if len(times) < 2 or now_s - times[-1] > RATE_WINDOW_S:
            return None
        return (len(times) - 1) / (times[-1] - times[0])
