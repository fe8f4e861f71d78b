"""What became of a person's movements over their sessions: which figures changed, and which side moves less.

A figure is one statistic of one set, as `formcheck.report.change` compares them. Only figures whose error is known are
followed. The newest is compared with the oldest that was seen as it was, and with the one before it.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.body.measures import MEASURES
from formcheck.body.reading import Unit
from formcheck.report.change import (
    HELD,
    RANGE,
    REPS,
    Change,
    Figure,
    Kind,
    Outcome,
    Statistic,
    aspect_of,
    band_of,
    compared,
)
from formcheck.report.followed import statistics_of
from formcheck.report.kept import range_signal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date, datetime

    from formcheck.store.points import MeasurePoint, SetPoint, TrendPoint
    from formcheck.store.store import Store

MOVES_LESS: Final = {
    "kneeling-lunge": (RANGE, "rear_hip_extension"),
    "hip-rotation-90-90": (RANGE, "trunk_inclination"),
    "standing-stretch": (RANGE, "trunk_inclination"),
}
"""Figures of which less on one side means that this side moves less: how far a repetition goes, how far back the hip is
stretched in the lunge, how far one comes forward over the leg in the others."""

MIRRORED: Final = frozenset({"lateral_lean", "trunk_twist", "pelvic_obliquity"})
"""Measures whose sign is the person's left or right: of the two sides they say opposite things by themselves."""


@dataclass(frozen=True, slots=True)
class Point:
    """A figure in one session.

    Attributes
    ----------
    session, ordinal, done_at
        Number of the session, which set of it, and when it was done.
    figure
        The number, with how it was seen.
    versions
        By which routine, formcheck and pose model it was judged.
    """

    session: int
    ordinal: int
    done_at: datetime
    figure: Figure
    versions: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A figure over the sessions of a person.

    Attributes
    ----------
    movement, side, measure, statistic, unit
        What it is.
    points
        In the order of time; a session in which it was not seen has a point without a value.
    since_first, since_last
        The newest against the oldest that was seen as it was, and against the one before it; None where there is
        nothing to compare.
    first, last
        The points that these two compare the newest with.
    """

    movement: str
    side: str | None
    measure: str
    statistic: Statistic
    unit: str
    points: tuple[Point, ...]
    since_first: Change | None
    since_last: Change | None
    first: Point | None
    last: Point | None

    @property
    def newest(self) -> Point:
        """The last point with a value; the last of all where none has one."""
        return next((point for point in reversed(self.points) if point.figure.value is not None), self.points[-1])

    @property
    def other_views(self) -> int:
        """How many sessions saw it, but otherwise than the newest did, and are not compared with it."""
        seen = [point.figure.kind for point in self.points if point.figure.value is not None]
        return sum(kind != self.newest.figure.kind for kind in seen)


@dataclass(frozen=True, slots=True)
class SidePair:
    """The two sides on one day: the left figure, the right one, and what comes of comparing them (right less left)."""

    left: Point
    right: Point
    change: Change


@dataclass(frozen=True, slots=True)
class SidesLine:
    """A figure of both sides over the sessions.

    Attributes
    ----------
    movement, measure, statistic, unit
        What it is.
    pairs
        A day each, in the order of time.
    less
        The side that has less of it on the newest day, by more than the measured error; None where neither has.
    """

    movement: str
    measure: str
    statistic: Statistic
    unit: str
    pairs: tuple[SidePair, ...]

    @property
    def newest(self) -> SidePair:
        """The last day."""
        return self.pairs[-1]

    @property
    def less(self) -> str | None:
        """The side with less on the last day, by more than the measured error; None where there is none."""
        return _less(self.newest.change)

    @property
    def days_alike(self) -> int:
        """On how many days the outcome was that of the last day."""
        return sum(_less(pair.change) == self.less for pair in self.pairs)


@dataclass(frozen=True, slots=True)
class Trend:
    """What became of a person's movements.

    Attributes
    ----------
    person
        Pseudonym.
    sessions
        The numbers of the sessions that have a part in it, with their time, the oldest first.
    lines, sides
        Figures over time, and of both sides; movement by movement.
    versions
        From each session whose judge was another than that of the session before: its number and what judged it.
    """

    person: str
    sessions: tuple[tuple[int, datetime], ...]
    lines: tuple[Line, ...]
    sides: tuple[SidesLine, ...]
    versions: tuple[tuple[int, tuple[str | None, ...]], ...]

    @property
    def days(self) -> list[date]:
        """The days on which they were done, by the clock on the wall."""
        return list(dict.fromkeys(done_at.astimezone().date() for _, done_at in self.sessions))

    def changed(self) -> list[Line]:
        """Give the figures that changed since the first session that can be compared, movement by movement."""
        return [line for line in self.lines if line.since_first and line.since_first.outcome is Outcome.CHANGED]

    def same(self) -> list[Line]:
        """Give the figures in which no difference can be measured."""
        return [line for line in self.lines if line.since_first and line.since_first.outcome is Outcome.SAME]

    def not_compared(self) -> list[Line]:
        """Give the figures that cannot be compared with an earlier session."""
        return [line for line in self.lines if not line.since_first or line.since_first.outcome is Outcome.CANNOT]

    def stiffer(self) -> list[SidesLine]:
        """Give the figures by which one side moves less than the other, by more than the measured error."""
        return [
            line for line in self.sides if line.less is not None and line.measure in MOVES_LESS.get(line.movement, ())
        ]


def trend_of(
    store: Store,
    person: str,
    *,
    movement: str | None = None,
    side: str | None = None,
    measure: str | None = None,
    since: datetime | None = None,
) -> Trend:
    """Follow a person's figures over their sessions, by the current judgement of each.

    Parameters
    ----------
    store
        The records.
    person
        Pseudonym.
    movement, side, measure, since
        Only this movement, this side, this measure (``range``, ``held`` and ``reps`` are measures, too), sessions done
        from then on.

    Raises
    ------
    StoreError
        If there is nobody of that pseudonym.
    """
    sets = store.trends.sets(person, movement=movement, side=side, since=since)
    measures = store.trends.measures(person, movement=movement, side=side, since=since)
    return trend_from(person, sets, measures, measure)


def trend_from(
    person: str, sets: Sequence[SetPoint], measures: Sequence[MeasurePoint], measure: str | None = None
) -> Trend:
    """Follow figures from the points of a store; see :func:`trend_of`."""
    fullest = _fullest(sets)
    points: dict[tuple[str, str, str, str], list[Point]] = defaultdict(list)
    for point in (*_of_sets(fullest, measures), *_of_measures(fullest, measures)):
        kind = point.figure.kind
        if measure in {None, kind.measure} and _is_followed(point.figure):
            points[kind.movement, fullest[point.session, point.ordinal].side or "", *kind[1:3]].append(point)
    lines = [_line(side or None, each) for (_, side, _, _), each in sorted(points.items())]
    seen = [line for line in lines if any(point.figure.value is not None for point in line.points)]
    done = {point.session: point.done_at for point in fullest.values()}
    return Trend(person, tuple(done.items()), tuple(seen), tuple(_both_sides(seen)), tuple(_versions(fullest.values())))


def _fullest(sets: Iterable[SetPoint]) -> dict[tuple[int, int], SetPoint]:
    """Give one set of each session, movement and side: that in which most counted, of two alike the first."""
    best: dict[tuple[int, str, str | None], SetPoint] = {}
    for each in sets:
        key = each.session, each.movement, each.side
        if key not in best or each.reps_counted > best[key].reps_counted:
            best[key] = each
    return {(each.session, each.ordinal): each for each in sets_in_time(best.values())}


def sets_in_time(sets: Iterable[SetPoint]) -> list[SetPoint]:
    """Sort sets by when they were done."""
    return sorted(sets, key=lambda each: (each.done_at, each.session, each.ordinal))


@functools.cache
def _signal(movement: str) -> str:
    return range_signal(movement, None) or ""


def _of_sets(sets: dict[tuple[int, int], SetPoint], measures: Sequence[MeasurePoint]) -> Iterator[Point]:
    """Give the ranges, the seconds held and the repetitions."""
    units = {(each.session, each.ordinal, each.measure): each.unit or "" for each in measures}
    for each in sets.values():
        signal = _signal(each.movement)
        unit = units.get((each.session, each.ordinal, signal)) or _unit_of(signal)
        yield _point(each, each.reps_counted, RANGE, Statistic.MEAN, each.range_mean, unit)
        held_s = each.held_s if each.held_s > 0 else None
        yield _point(each, each.reps_counted, HELD, Statistic.SUM, held_s, Unit.SECONDS.value)
        yield _point(each, each.reps_counted, REPS, Statistic.COUNTED, float(each.reps_counted), Unit.REPS.value)


def _unit_of(measure: str) -> str:
    known = MEASURES.get(measure) or MEASURES.get(measure.partition("_")[2])
    return known.unit.value if known else ""


def _of_measures(sets: dict[tuple[int, int], SetPoint], measures: Sequence[MeasurePoint]) -> Iterator[Point]:
    for each in measures:
        done = sets.get((each.session, each.ordinal))
        if done is None:
            continue
        for statistic in statistics_of(each.movement, each.measure):
            value = each.at_peaks if statistic is Statistic.AT_PEAKS else each.in_holds
            yield _point(each, done.reps_counted, each.measure, statistic, value, each.unit or "")


def _point(place: TrendPoint, reps: int, measure: str, statistic: Statistic, value: float | None, unit: str) -> Point:
    kind = Kind(place.movement, measure, statistic, place.view or "unknown", aspect_of(place.side, place.near))
    signal = _signal(place.movement) if measure == RANGE else ""
    figure = Figure(kind, value, unit, reps, signal)
    return Point(place.session, place.ordinal, place.done_at, figure, (place.routine, place.formcheck, place.model))


def _is_followed(figure: Figure) -> bool:
    return band_of(figure.kind, figure.signal) is not None


def _line(side: str | None, points: list[Point]) -> Line:
    points = sorted(points, key=lambda point: (point.done_at, point.session))
    seen = [point for point in points if point.figure.value is not None]
    newest = (seen or points)[-1]
    alike = [point for point in seen if point.figure.kind == newest.figure.kind and point is not newest]
    earlier = alike or [point for point in seen if point is not newest]
    able = [point for point in earlier if compared(point.figure, newest.figure).outcome is not Outcome.CANNOT]
    earlier = able or earlier
    first, last = (earlier[0], earlier[-1]) if earlier else (None, None)
    kind = newest.figure.kind
    return Line(
        kind.movement,
        side,
        kind.measure,
        Statistic(kind.statistic),
        newest.figure.unit,
        tuple(points),
        compared(first.figure, newest.figure) if first else None,
        compared(last.figure, newest.figure) if last else None,
        first,
        last,
    )


def _both_sides(lines: Iterable[Line]) -> Iterator[SidesLine]:
    """Pair the left and the right figures of one day."""
    found: dict[tuple[str, str, Statistic], dict[str, Line]] = defaultdict(dict)
    for line in lines:
        if line.side in {"left", "right"} and line.measure not in {*MIRRORED, HELD, REPS}:
            found[line.movement, line.measure, line.statistic][str(line.side)] = line
    for (movement, measure, statistic), sides in found.items():
        if len(sides) == len(("left", "right")):
            pairs = tuple(_pairs(sides["left"], sides["right"]))
            if pairs:
                yield SidesLine(movement, measure, statistic, sides["left"].unit, pairs)


def _pairs(left: Line, right: Line) -> Iterator[SidePair]:
    days = [
        {point.done_at.astimezone().date(): point for point in line.points if point.figure.value is not None}
        for line in (left, right)
    ]
    for day in sorted(days[0].keys() & days[1].keys()):
        one, other = days[0][day], days[1][day]
        yield SidePair(one, other, compared(one.figure, other.figure))


def _less(change: Change) -> str | None:
    if change.outcome is not Outcome.CHANGED or change.difference is None:
        return None
    return "left" if change.difference > 0 else "right"


def _versions(sets: Iterable[SetPoint]) -> Iterator[tuple[int, tuple[str | None, ...]]]:
    """Give the sessions that were judged by other versions than the one before them."""
    before: tuple[str | None, ...] | None = None
    for each in sets:
        versions = (each.routine, each.formcheck, each.model)
        if before is not None and versions != before:
            yield each.session, versions
        before = versions
