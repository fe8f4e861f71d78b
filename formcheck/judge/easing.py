"""When a movement from rest to rest began and ended: where it passed a level, and what is foreseen of its slow ends."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import Final

Trace = Sequence[tuple[float, float]]
"""Times and values, in the order of time."""

MIDDLE_SHARE: Final = 0.50
"""A movement's pace is told from here: its slow beginning and end drown in noise."""

FORESEEN_MAX_S: Final = 0.6
"""No end is foreseen further than this: that of a smooth repetition of four seconds."""

EXACT: Final = 1e-6
"""How exactly a share of time is found: far below a frame."""


def first_reached_s(trace: Trace, level: float) -> float:
    """When a signal was first at a level or above it, between its samples; at its end where it never was."""
    for before, after in pairwise(trace):
        if before[1] < level <= after[1]:
            return _between(before, after, level)
    return next((time_s for time_s, value in trace if value >= level), trace[-1][0])


def last_reached_s(trace: Trace, level: float) -> float | None:
    """When a signal rose to a level for good, between its samples; None where it never did."""
    for after, before in pairwise(reversed(trace)):
        if before[1] <= level < after[1]:
            return _between(before, after, level)
    return None


def last_left_s(trace: Trace, level: float) -> float | None:
    """When a signal fell below a level for good, between its samples; None where it never did."""
    for after, before in pairwise(reversed(trace)):
        if before[1] >= level > after[1]:
            return _between(before, after, level)
    return None


def stayed_s(trace: Trace, level: float) -> float:
    """How long a signal stayed at a level or above it: from when it first came there until it left for good."""
    left_s = last_left_s(trace, level)
    return 0.0 if left_s is None else max(0.0, left_s - first_reached_s(trace, level))


def begun_s(trace: Trace, floor: float, top: float, share: float) -> float | None:
    """When the last rise from a floor to a top began: foreseen backward from where it left its lowest share.

    None where the trace does not hold that moment.
    """
    low_s = last_reached_s(trace, floor + share * (top - floor))
    if low_s is None:
        return None
    middle_s = first_reached_s([s for s in trace if s[0] >= low_s], floor + MIDDLE_SHARE * (top - floor))
    return low_s - pace(share) * (middle_s - low_s)


def come_up_s(rise: Trace, top: float, height: float, share: float) -> float:
    """When a rise of some height came to rest at its top: foreseen from where it reached its uppermost share."""
    high_s, middle_s = (first_reached_s(rise, top - part * height) for part in (share, MIDDLE_SHARE))
    return high_s + pace(share) * (high_s - middle_s)


def come_down_s(fall: Trace, floor: float, height: float, share: float) -> float | None:
    """When a fall of some height came to rest on its floor: foreseen from where it reached its lowest share.

    None where the trace does not hold that moment, or the middle of the fall.
    """
    low_s, middle_s = (last_left_s(fall, floor + part * height) for part in (share, MIDDLE_SHARE))
    if low_s is None or middle_s is None:
        return None
    return low_s + min(FORESEEN_MAX_S, pace(share) * (low_s - middle_s))


@cache
def pace(share: float) -> float:
    """How long the first, or last, share of a movement takes, over the time from there to its middle."""
    return _ease(share) / (_ease(MIDDLE_SHARE) - _ease(share))


def _ease(share: float) -> float:
    """Share of its time after which a smooth movement from rest to rest has come so far.

    People move with the least jerk: 10 x^3 - 15 x^4 + 6 x^5 (Flash and Hogan, J Neurosci 1985;5:1688).
    """
    low, high = 0.0, 1.0
    while high - low > EXACT:
        x = (low + high) / 2
        low, high = (x, high) if x**3 * (10.0 - 15.0 * x + 6.0 * x * x) < share else (low, x)
    return low


def _between(before: tuple[float, float], after: tuple[float, float], level: float) -> float:
    return before[0] + (after[0] - before[0]) * (level - before[1]) / (after[1] - before[1])
