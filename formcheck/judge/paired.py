"""What is counted, where a second measure tells of the same thing.

In the lunge the hips travel forward over two knees that stay where they are: one bends by as much as the other
opens, so that both together are always the same. Their mean errs less than either; either alone will do while the
other is not seen; and one that flies off is found out by the other.
"""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import TYPE_CHECKING, Final

from formcheck.judge.roles import value_of
from formcheck.judge.trace import BOUNCE_SHARE, bounces_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formcheck.body.moment import Moment
    from formcheck.routine.schema import RepRule

TOGETHER_S: Final = 20.0
"""What both are together is the median over so long: several repetitions, in which an odd one does not count."""

TOGETHER_LEAST: Final = 10
"""So many moments with both of them seen tell what they are together; with fewer the signal stands alone."""

ASTRAY_FACTOR: Final = 1.5
"""When both together are off by more than so many times the smallest rise that counts, one of them has flown off:
the one that has moved further from where they were last (errors of the pose model stay below that)."""

SEEN_SHARE: Final = 0.8
"""A measure that was seen for less of a repetition than this cannot say that it did not bounce (domain, section 3)."""

SIGNAL: Final = "signal"
ECHO: Final = "echo"
BOTH: Final = "both"
"""Who tells a value."""


class PairedSignal:
    """Reads the signal of a repetition, with the second measure that tells of the same thing where there is one.

    Parameters
    ----------
    rule
        From the movement file.
    """

    def __init__(self, rule: RepRule) -> None:
        self._rule = rule
        self._echo = rule.echo if rule.echo is not None and rule.echo.alike else None
        self._sums: deque[tuple[float, float]] = deque()
        self._together: float | None = None
        self._last: float | None = None
        self.told_by = SIGNAL
        """Which of the two told the value taken last: from one to the other it may make a step."""

    def take(self, moment: Moment, roles: Mapping[str, str]) -> float | None:
        """Take in a moment and return the value to count; None where it is not seen."""
        if self._echo is None:
            return value_of(moment, self._rule.signal, roles)
        signal, other = self._both(moment, roles)
        if signal is not None and other is not None:
            self._sums.append((moment.time_s, signal - other))
            while self._sums[0][0] < moment.time_s - TOGETHER_S:
                self._sums.popleft()
            if len(self._sums) >= TOGETHER_LEAST:
                self._together = median(apart for _, apart in self._sums)
        value = self._joined(signal, other)
        self.told_by = self._teller(value, signal, other)
        self._last = self._last if value is None else value
        return value

    def read(self, moment: Moment, roles: Mapping[str, str]) -> float | None:
        """Return the value of a moment without taking it in."""
        if self._echo is None:
            return value_of(moment, self._rule.signal, roles)
        return self._joined(*self._both(moment, roles))

    def bounces(self, during: Sequence[Moment], roles: Mapping[str, str], range_: float, found: int) -> int:
        """Say how many of the bounces found in a repetition each of the two shows: a body that bounces moves both."""
        if self._echo is None or not found:
            return found
        for ref in (self._rule.signal, self._echo.measure):
            values = [(m.time_s, value) for m in during if (value := value_of(m, ref, roles)) is not None]
            if len(values) >= SEEN_SHARE * len(during):
                found = min(found, bounces_of(values, BOUNCE_SHARE * range_))
        return found

    def _both(self, moment: Moment, roles: Mapping[str, str]) -> tuple[float | None, float | None]:
        """Give the signal and the second measure, turned so that it rises with it."""
        assert self._echo is not None  # noqa: S101 - the callers have looked
        other = value_of(moment, self._echo.measure, roles)
        turned = other if other is None or self._echo.change == "rises" else -other
        return value_of(moment, self._rule.signal, roles), turned

    def _teller(self, value: float | None, signal: float | None, other: float | None) -> str:
        if value is None or value == signal:
            return SIGNAL
        return BOTH if signal is not None and other is not None and value != other + (self._together or 0.0) else ECHO

    def _joined(self, signal: float | None, other: float | None) -> float | None:
        if other is None or self._together is None:
            return signal
        told = other + self._together
        if signal is None:
            return told
        if abs(signal - told) > ASTRAY_FACTOR * self._rule.min_excursion and self._last is not None:
            return min(signal, told, key=lambda value: abs(value - self._last) if self._last is not None else 0.0)
        return (signal + told) / 2
