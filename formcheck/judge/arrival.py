"""When a hold began, looked back on: where a depth was reached, and when the rest of the body had come to rest."""

from __future__ import annotations

from statistics import median_low
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formcheck.judge.trace import Sample


def reached_s(trace: Sequence[Sample], from_s: float, level: float, *, near: float, out: float, gap_s: float) -> float:
    """When a signal that is at a level had come there: it may have trembled, or been lost for a moment, since.

    Parameters
    ----------
    trace
        Times and values in the order of time.
    from_s
        Since when it is known to be there.
    level
        Where it is.
    near
        It had come there within so much of the level.
    out
        Further off than this it was not there yet.
    gap_s
        What lies before a longer gap says nothing.
    """
    there_s = seen_s = from_s
    for at_s, value in reversed(trace):
        if at_s >= from_s:
            continue
        away = abs(value - level)
        if away > out or seen_s - at_s > gap_s:
            break
        seen_s = at_s
        there_s = at_s if away <= near else there_s
    return there_s


def at_rest_s(columns: Iterable[Sequence[Sample]], near: float) -> float | None:
    """When the last of several signals had come within so much of where it rests by the end; None where none is seen.

    Parameters
    ----------
    columns
        Times and values of each signal in the order of time; its second half tells where it rests.
    near
        How far off the rest it is still at rest.
    """
    times = []
    for seen in columns:
        if seen:
            rest = median_low(value for _, value in seen[len(seen) // 2 :])
            times.append(next(at_s for at_s, value in seen if abs(value - rest) <= near))
    return max(times, default=None)
