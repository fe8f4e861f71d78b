"""What was lately seen of one signal: its samples, which measure told them, and when it was out of sight."""

from __future__ import annotations

from collections import Counter, deque
from itertools import pairwise
from typing import Final

Sample = tuple[float, float]
"""Seconds, and the signal's value."""

UNSEEN_SHARE: Final = 0.20
UNSEEN_AT_ONCE_S: Final = 0.5
"""A repetition of which more than this was not seen is not counted (domain, section 3)."""

BRIDGED_S: Final = 0.3
BRIDGED_SHARE: Final = 0.5
"""Gaps no longer than this are bridged, as by a filter (domain, section 6), unless they make up half of it all."""

BOUNCE_SHARE: Final = 0.08
"""A bounce turns back and on again by this share of the range (domain, section 1, has 5 % for a clean signal)."""

BOUNCE_S: Final = 1.0
"""A bounce turns back and on again within so long ..."""

BOUNCE_LEAST_S: Final = 0.1
"""... and takes this long: a body does not turn back and on again five times a second, a landmark that jumps for one
frame does."""


class Trace:
    """The samples of a signal, as far back as they are asked for.

    Parameters
    ----------
    keep_s
        Seconds for which a sample is kept.

    Attributes
    ----------
    back_s
        When the signal was last back from having been out of sight for long.
    """

    def __init__(self, keep_s: float) -> None:
        self.back_s = float("-inf")
        self._keep_s = keep_s
        self._samples: deque[Sample] = deque()
        self._told_by: deque[str] = deque()
        self._gaps: deque[tuple[float, float]] = deque()
        self._seen_s: float | None = None
        self._last_s: float | None = None

    def miss(self, time_s: float) -> None:
        """Note a moment at which the signal was not seen."""
        self._last_s = time_s

    def add(self, time_s: float, value: float, told_by: str) -> None:
        """Add a sample, and which measure told it."""
        if self._seen_s is not None and self._last_s is not None:
            if time_s - self._seen_s > UNSEEN_AT_ONCE_S:
                self.back_s = time_s
            # Samples without a value, or none at all for too long.
            until_s = time_s if time_s - self._last_s > UNSEEN_AT_ONCE_S else self._last_s
            if until_s > self._seen_s:
                self._gaps.append((self._seen_s, until_s))
        self._seen_s = self._last_s = time_s
        self._samples.append((time_s, value))
        self._told_by.append(told_by)
        self.forget_before(time_s - self._keep_s)

    def forget_before(self, time_s: float) -> None:
        """Drop the samples before a time, and what was out of sight before those that are left."""
        while self._samples[0][0] < time_s:
            self._samples.popleft()
            self._told_by.popleft()
        while self._gaps and self._gaps[0][1] < self._samples[0][0]:
            self._gaps.popleft()

    def clear(self) -> None:
        """Drop all samples."""
        self._samples.clear()
        self._told_by.clear()

    def since(self, time_s: float) -> list[Sample]:
        """Give the samples from a time on."""
        return [sample for sample in self._samples if sample[0] >= time_s]

    def until(self, time_s: float) -> list[Sample]:
        """Give the samples up to a time."""
        return [sample for sample in self._samples if sample[0] <= time_s]

    def keeps_within(self, width: float, since_s: float) -> bool:
        """Whether the signal has kept within a width since a time; not while it is not known for as long."""
        if not self._samples or self._samples[0][0] > since_s:
            return False
        values = [value for _, value in self.since(since_s)]
        return max(values) - min(values) <= width

    def is_unseen(self, start_s: float, end_s: float) -> bool:
        """Whether too much of a stretch was out of sight for a repetition to be told."""
        unseen = [min(end_s, until_s) - max(start_s, from_s) for from_s, until_s in self._gaps]
        unseen = [gap_s for gap_s in unseen if gap_s > 0]
        long = [gap_s for gap_s in unseen if gap_s > BRIDGED_S]
        too_much = sum(long) > UNSEEN_SHARE * (end_s - start_s) or sum(unseen) > BRIDGED_SHARE * (end_s - start_s)
        return too_much or max(long, default=0.0) > UNSEEN_AT_ONCE_S

    def bounces(self, start_s: float, end_s: float, least: float) -> int:
        """Count the turns back and on again within a second by at least so much, beside the one at the peak.

        Where the signal is told now by one measure and now by another, only by who told most of the stretch.
        """
        told = [
            (sample, teller)
            for sample, teller in zip(self._samples, self._told_by, strict=True)
            if start_s <= sample[0] <= end_s
        ]
        most = Counter(teller for _, teller in told).most_common(1)
        return bounces_of([sample for sample, teller in told if teller == most[0][0]], least)


def bounces_of(samples: list[Sample], least: float) -> int:
    """Count the turns back and on again within a second by at least so much, beside the one at the peak."""
    turns = turning_points(samples, least)
    quick = sum(BOUNCE_LEAST_S <= after - before <= BOUNCE_S for before, after in pairwise(turns))
    return (quick + 1) // 2  # one on the way has one such pair, one on top, beside the peak, has two


def turning_points(samples: list[Sample], least: float) -> list[float]:
    """Give the times at which a signal, samples in the order of time, turned by at least so much."""
    turns: list[float] = []
    rising: bool | None = None
    extreme = samples[0] if samples else (0.0, 0.0)
    for time_s, value in samples:
        if rising is not None and (value > extreme[1]) is rising:
            extreme = (time_s, value)
        elif abs(value - extreme[1]) >= least:
            if rising is not None:
                turns.append(extreme[0])
            rising, extreme = value > extreme[1], (time_s, value)
    return turns
