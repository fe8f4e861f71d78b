"""The last moments, for what is only understood afterwards."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formcheck.body.moment import Moment


class Recent:
    """Remembers the moments of so many seconds."""

    def __init__(self, keep_s: float) -> None:
        self._keep_s = keep_s
        self._moments: deque[Moment] = deque()

    def add(self, moment: Moment) -> None:
        """Remember a moment, and forget those that are too old."""
        self._moments.append(moment)
        while self._moments[0].time_s < moment.time_s - self._keep_s:
            self._moments.popleft()

    def since(self, time_s: float) -> list[Moment]:
        """Return the moments from a time on."""
        return [moment for moment in self._moments if moment.time_s >= time_s]

    def within(self, start_s: float, end_s: float) -> list[Moment]:
        """Return the moments from one time to another, both included."""
        return [moment for moment in self._moments if start_s <= moment.time_s <= end_s]
