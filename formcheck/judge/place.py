"""Where the body is, told by what is still seen of it while the limbs that are held are not."""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import Final

PLACE_S: Final = 2.0
"""Where the body is, is told by the last seconds in which the limbs were seen: one odd look says nothing."""


class PlaceWatch:
    """Remembers where the body was while its limbs were seen.

    Parameters
    ----------
    drift
        By how much the measure of the place may change with the body still there; None where nothing tells the place.
    """

    def __init__(self, drift: float | None) -> None:
        self._drift = drift
        self._places: deque[tuple[float, float]] = deque()

    def strayed(self, time_s: float, value: float | None, place: float | None) -> float | None:
        """Take in a moment; give by which share of its drift the body is off its place while the limbs are not seen.

        Parameters
        ----------
        time_s
            Of the moment.
        value
            What is held; None where it is not seen.
        place
            The measure of the place; None where it is not seen.

        Returns
        -------
        0 to 1; None where what is held is seen, the place is not, or the body has left it.
        """
        if self._drift is None or place is None:
            return None
        if value is not None:
            self._places.append((time_s, place))
            while self._places[0][0] < time_s - PLACE_S:
                self._places.popleft()
            return None
        if not self._places:
            return None
        share = abs(place - median(at for _, at in self._places)) / self._drift
        return share if share <= 1.0 else None
