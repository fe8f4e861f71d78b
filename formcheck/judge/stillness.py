"""Whether a body is still, bounces or goes on: by the last moments of the measures that a hold asks to be still."""

from __future__ import annotations

from collections import deque
from statistics import fmean, median, pstdev
from typing import TYPE_CHECKING, Final

from formcheck.judge.trace import BOUNCE_SHARE, turning_points

if TYPE_CHECKING:
    from formcheck.routine.schema import HoldRule

STILL_S: Final = 0.7
"""A hold begins after so much stillness, and is back-dated by it (domain, section 3)."""

STILL_SD_SHARE: Final = 0.04
"""A person with a large range may sway this share of it and still be still (domain, section 3)."""

SEEN_SHARE: Final = 0.7
"""What flickers for moments, and is otherwise where it was, was still: what is seen between them tells."""

BOUNCING_TURNS: Final = 2
"""Who turns back and on again in the time of stillness, by what a bounce is, is not still yet."""

TREMBLES_MOST_SHARE: Final = 0.25
"""Who goes through so much of their own range moves, however much the measure may tremble."""

MOVING_MEASURES: Final = 2
"""The body moves on when so many of the measures move faster than stillness allows; one alone is a limb."""

ROCKING_SHARE: Final = 0.5
"""A repetition goes through so much of its own range in a second at its middle, be it one of six seconds."""


class Stillness:
    """The measures of a hold over the time for which they have to be still.

    Parameters
    ----------
    rule
        From the movement file.
    joined
        Whether the first measure is joined of two.

    Attributes
    ----------
    any_depth
        Whether the hold is stillness at any depth.
    """

    def __init__(self, rule: HoldRule, *, joined: bool) -> None:
        self.any_depth = rule.at_depth is None and rule.below_depth is None
        self._rule = rule
        self._joined = joined
        self._window: deque[tuple[float, tuple[float | None, ...]]] = deque()

    def add(self, time_s: float, values: tuple[float | None, ...], step_s: float) -> None:
        """Take in a sample, which came so long after the one before."""
        self._window.append((time_s, values))
        while self._window[0][0] < time_s - STILL_S - step_s:
            self._window.popleft()

    def clear(self) -> None:
        """Forget what was seen."""
        self._window.clear()

    @property
    def since_s(self) -> float:
        """When the oldest sample that is kept was taken."""
        return self._window[0][0]

    @property
    def first(self) -> list[tuple[float, float]]:
        """The samples of the first measure, where it was seen."""
        return [(at_s, values[0]) for at_s, values in self._window if values[0] is not None]

    @property
    def level(self) -> float:
        """Where the first measure stays: its median."""
        return median(value for _, value in self.first)

    def is_still(self, time_s: float, spread: float) -> bool:
        """Whether all measures that are seen have kept still, long enough; the first one has to be seen."""
        if not self._is_long_enough(time_s):
            return False
        columns = list(zip(*(values for _, values in self._window), strict=True))
        if not self._was_there(columns[0]) or self.is_bouncing(spread):
            return False
        limit = max(self._rule.still_sd, STILL_SD_SHARE * spread)
        slope = self._rule.still_slope_per_s
        # A second measure that is not seen (the trunk, from the front) says nothing either way.
        seen = [self._seen(column) for column in columns if self._was_there(column)]
        return all(pstdev(values) <= limit and abs(_slope(times, values)) <= slope for times, values in seen)

    def _was_there(self, column: tuple[float | None, ...]) -> bool:
        """Whether a measure was seen all along, but for flickering."""
        return sum(value is not None for value in column) >= SEEN_SHARE * len(column)

    def _seen(self, column: tuple[float | None, ...]) -> tuple[list[float], list[float]]:
        """Give the times and values of a measure where it was seen."""
        pairs = [(at_s, value) for (at_s, _), value in zip(self._window, column, strict=True) if value is not None]
        return [at_s for at_s, _ in pairs], [value for _, value in pairs]

    def is_bouncing(self, spread: float) -> bool:
        """Whether the first measure turns back and on again; where any depth will do, there is nothing to bounce on."""
        trembles = min(self._rule.trembles, TREMBLES_MOST_SHARE * spread)
        least = max(self._rule.still_sd, trembles, BOUNCE_SHARE * spread)
        return not self.any_depth and len(turning_points(self.first, least)) >= BOUNCING_TURNS

    def is_moving(self, time_s: float, spread: float) -> bool:
        """Whether the body is on its way somewhere: two of the measures at least, not a limb that sways."""
        if not self._is_long_enough(time_s):
            return False
        times = [at_s for at_s, _ in self._window]
        columns = list(zip(*(values for _, values in self._window), strict=True))
        seen = [[v for v in column if v is not None] for column in columns]
        whole = [column for column in seen if len(column) == len(times)]
        slopes = [abs(_slope(times, column)) for column in whole]
        if self._joined and None not in columns[0] and slopes:
            # Two measures of it already; in a second it goes through much of the own range, or it is trembling.
            return slopes[0] > max(self._rule.still_slope_per_s, ROCKING_SHARE * spread)
        moving = sum(slope > self._rule.still_slope_per_s for slope in slopes)
        return bool(slopes) and moving >= min(MOVING_MEASURES, len(slopes))

    def _is_long_enough(self, time_s: float) -> bool:
        return len(self._window) >= 3 and self._window[0][0] <= time_s - STILL_S


def _slope(times: list[float], values: list[float]) -> float:
    """Least-squares slope, per second."""
    mean_t, mean_v = fmean(times), fmean(values)
    spread = sum((t - mean_t) ** 2 for t in times)
    if spread == 0:
        return 0.0
    return sum((t - mean_t) * (v - mean_v) for t, v in zip(times, values, strict=True)) / spread
