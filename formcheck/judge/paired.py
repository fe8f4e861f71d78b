"""What is counted, where a second measure tells of the same thing, or a third.

In the lunge the hips travel forward over two knees that stay where they are: one bends by as much as the other
opens, so that both together are always the same. Their mean errs less than either; either alone will do while the
other is not seen; and one that flies off is found out by the other. Where the hips are is a third that tells, and is
seen while both legs are lost: of three, one that flies off is found out by the two that agree. It errs so much less
than the knees that repetitions are counted by it alone where it agrees with one of them; whether somebody stays as
they are, all that agree tell together.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from statistics import fmean, median
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
"""When two are apart by more than so many times the smallest rise that counts, one of them has flown off: the one that
has moved further from where they were last, of three the one so far from the middle one (errors of the pose model
stay below that)."""

SEEN_SHARE: Final = 0.8
"""A measure that was seen for less of a repetition than this cannot say that it did not bounce (domain, section 3)."""

SIGNAL: Final = "signal"
ECHO: Final = "echo"
TRAVEL: Final = "travel"
"""Who tells a value."""


class PairedSignal:
    """Reads the signal of a repetition, with the other measures that tell of the same thing where there are any.

    Parameters
    ----------
    rule
        From the movement file.
    """

    def __init__(self, rule: RepRule) -> None:
        self._rule = rule
        self._echo = rule.echo if rule.echo is not None and rule.echo.alike else None
        self._together = _Level()
        self._on_the_way = _Level()
        self._near: str | None = None
        self._last: float | None = None
        self.told_by = SIGNAL
        """Which of them told the value taken last: from one to another it may make a step."""

    def take(self, moment: Moment, roles: Mapping[str, str]) -> float | None:
        """Take in a moment and return the value to count; None where it is not seen."""
        if self._echo is None:
            return value_of(moment, self._rule.signal, roles)
        if moment.view.near != self._near:
            # Seen to face the other way, if only for a while, ahead is the other way too.
            self._near, self._on_the_way = moment.view.near, _Level()
        signal, other, way = self._seen(moment, roles)
        if signal is not None and other is not None:
            self._together.take(moment.time_s, signal - other)
        limbs = _mean(self._agreed(signal, other, None))
        if limbs is not None and way is not None:
            self._on_the_way.take(moment.time_s, limbs - way)
        agreed = self._agreed(signal, other, way)
        self.told_by = TRAVEL if TRAVEL in agreed else "+".join(agreed)
        value = _counted(agreed)
        self._last = self._last if value is None else value
        return value

    def read(self, moment: Moment, roles: Mapping[str, str]) -> float | None:
        """Return the value of a moment without taking it in."""
        if self._echo is None:
            return value_of(moment, self._rule.signal, roles)
        return _counted(self._agreed(*self._seen(moment, roles)))

    def joined(self, moment: Moment, roles: Mapping[str, str]) -> float | None:
        """Return the mean of all that tell a moment's value: who gets up moves the limbs before the body travels."""
        return self.read(moment, roles) if self._echo is None else _mean(self._agreed(*self._seen(moment, roles)))

    def bounces(self, during: Sequence[Moment], roles: Mapping[str, str], range_: float, found: int) -> int:
        """Say how many of the bounces found in a repetition each of the two shows: a body that bounces moves both."""
        if self._echo is None or not found:
            return found
        for ref in (self._rule.signal, self._echo.measure):
            values = [(m.time_s, value) for m in during if (value := value_of(m, ref, roles)) is not None]
            if len(values) >= SEEN_SHARE * len(during):
                found = min(found, bounces_of(values, BOUNCE_SHARE * range_))
        return found

    def _seen(self, moment: Moment, roles: Mapping[str, str]) -> tuple[float | None, float | None, float | None]:
        """Give the signal, the second measure, turned so that it rises with it, and the way in the signal's unit."""
        assert self._echo is not None  # noqa: S101 - the callers have looked
        travel = self._rule.travel
        other = value_of(moment, self._echo.measure, roles)
        way = None if travel is None or moment.view.near != self._near else value_of(moment, travel.measure, roles)
        return (
            value_of(moment, self._rule.signal, roles),
            other if other is None or self._echo.change == "rises" else -other,
            None if travel is None or way is None else travel.per * way,
        )

    def _agreed(self, signal: float | None, other: float | None, way: float | None) -> dict[str, float]:
        """Give what each says that the signal is, without what has flown off; nothing where all three differ."""
        each = {SIGNAL: signal, ECHO: self._together.over(other), TRAVEL: self._on_the_way.over(way)}
        told = {teller: value for teller, value in each.items() if value is not None}
        if len(told) < 2:
            return told
        three = len(told) > 2
        last = next(iter(told.values())) if self._last is None else self._last
        middle = median(told.values()) if three else min(told.values(), key=partial(_apart, last))
        while len(told) > 1 and max(told.values()) - min(told.values()) > ASTRAY_FACTOR * self._rule.min_excursion:
            furthest = max(told, key=lambda teller: _apart(middle, told[teller]))
            told = {teller: value for teller, value in told.items() if teller != furthest}
        return {} if three and len(told) == 1 else told


def _counted(agreed: Mapping[str, float]) -> float | None:
    """Give the mean, or the body's own way where that agrees: its mark errs by 0.01 trunks, a knee by 6 degrees."""
    return agreed.get(TRAVEL, _mean(agreed))


def _mean(agreed: Mapping[str, float]) -> float | None:
    return fmean(agreed.values()) if agreed else None


def _apart(one: float, other: float) -> float:
    return abs(one - other)


class _Level:
    """By how much the signal is over another measure: the median of a while."""

    def __init__(self) -> None:
        self._apart: deque[tuple[float, float]] = deque()
        self._level: float | None = None

    def take(self, time_s: float, apart: float) -> None:
        """Take in a moment in which both were seen."""
        self._apart.append((time_s, apart))
        while self._apart[0][0] < time_s - TOGETHER_S:
            self._apart.popleft()
        if len(self._apart) >= TOGETHER_LEAST:
            self._level = median(apart for _, apart in self._apart)

    def over(self, other: float | None) -> float | None:
        """Give what the other measure says that the signal is; None while that is not known."""
        return None if other is None or self._level is None else self._level + other
