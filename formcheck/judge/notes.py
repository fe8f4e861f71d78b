"""Notes taken along a set: time in position, views, and every measure seen; bounded, however long the set goes on."""

from __future__ import annotations

import math
from bisect import bisect_left
from statistics import fmean, median
from typing import TYPE_CHECKING

from formcheck.body.reading import Measured
from formcheck.body.view import UNKNOWN_VIEW, View, ViewLabel
from formcheck.judge.result import MeasureSummary, SetResult, ViewSummary
from formcheck.judge.roles import reading_of
from formcheck.judge.sample import EvenSample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.body.moment import Moment
    from formcheck.judge.account import Hold
    from formcheck.judge.result import RepResult
    from formcheck.judge.roles import Roles
    from formcheck.routine.schema import Movement


class SetNotes:
    """Collects what a set's result tells beside reps, holds and cues."""

    def __init__(self, movement: Movement) -> None:
        self._movement = movement
        self._refs = sorted(movement.reported_refs())
        self._seen = EvenSample(1 + len(self._refs))
        self._spans: dict[str, _Span] = {}
        self._views: dict[bool, dict[tuple[ViewLabel, str | None], _SeenFrom]] = {True: {}, False: {}}
        self._first_s: dict[bool, float] = {}
        self._last_s: dict[bool, float] = {}
        self._in_position_s = 0.0

    def begin(self, since_s: float) -> None:
        """Note that the position was taken up, and since when."""
        self._first_s[True] = min(since_s, self._first_s.get(True, since_s))

    def add(self, moment: Moment, step_s: float, roles: Roles, *, kept: bool) -> None:
        """Note one moment; measures count only while in position."""
        self._first_s.setdefault(kept, moment.time_s)
        self._last_s[kept] = moment.time_s
        if moment.person:
            seen_from = self._views[kept].setdefault((moment.view.label, moment.view.near), _SeenFrom())
            seen_from.add(moment.view, max(step_s, 1e-3))
        if not kept:
            return
        self._in_position_s += step_s
        row = [moment.time_s]
        for ref in self._refs:
            reading = reading_of(moment, ref, roles)
            if isinstance(reading, Measured):
                self._spans.setdefault(ref, _Span(reading.unit.value)).add(reading.value)
            row.append(reading.value if isinstance(reading, Measured) else math.nan)
        self._seen.add(row)

    def result(
        self, *, side: str | None, reps: tuple[RepResult, ...], holds: tuple[Hold, ...], target: int
    ) -> SetResult:
        """Sum up, without cues and events."""
        kept = True in self._first_s
        movement = self._movement
        times_s = self._seen.column(0)
        peaks_s = {_nearest(times_s, rep.peak_s) for rep in reps if rep.counted and times_s}
        return SetResult(
            movement=movement.id,
            name=movement.name,
            version=movement.version,
            side=side,
            start_s=self._first_s.get(kept, 0.0),
            end_s=self._last_s.get(kept, 0.0),
            in_position_s=self._in_position_s,
            view=self._view(kept=kept),
            reps_target=target,
            reps=reps,
            holds=holds,
            cues=(),
            measures={
                ref.replace(".", "_"): _summed_up(timed, span, peaks_s, holds)
                for ref, span in self._spans.items()
                if (timed := self._timed(ref))
            },
        )

    def _timed(self, ref: str) -> list[tuple[float, float]]:
        """Give when a measure was seen, and its value then; of a very long set, of an even sample of its moments."""
        values = self._seen.column(1 + self._refs.index(ref))
        return [(at_s, value) for at_s, value in zip(self._seen.column(0), values, strict=True) if value == value]

    def _view(self, *, kept: bool) -> ViewSummary:
        """Return the commonest view, its middle yaw, and the share of time it had."""
        views = self._views[kept]
        if not views:
            return ViewSummary(UNKNOWN_VIEW, 0.0)
        label, near = max(views, key=lambda key: views[key].seconds)
        yaw_deg, sigma_deg = views[label, near].middle()
        share = views[label, near].seconds / sum(each.seconds for each in views.values())
        return ViewSummary(View(label, near, yaw_deg, sigma_deg), share)


class _Span:
    """Between which values a measure was, in all of the set."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        self.low, self.high = math.inf, -math.inf

    def add(self, value: float) -> None:
        self.low, self.high = min(self.low, value), max(self.high, value)


class _SeenFrom:
    """For how long somebody was seen from one view, and how they were turned there."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self._turned = EvenSample(2)

    def add(self, view: View, step_s: float) -> None:
        self.seconds += step_s
        self._turned.add((math.nan if view.yaw_deg is None else view.yaw_deg, view.sigma_deg))

    def middle(self) -> tuple[float | None, float]:
        """Give the middle one of the yaws, None where it is not known, with its uncertainty."""
        rows = list(zip(self._turned.column(0), self._turned.column(1), strict=True))
        rows.sort(key=lambda row: 0.0 if math.isnan(row[0]) else row[0])
        yaw_deg, sigma_deg = rows[len(rows) // 2]
        return None if math.isnan(yaw_deg) else yaw_deg, sigma_deg


def _summed_up(
    timed: list[tuple[float, float]], span: _Span, peaks_s: set[float], holds: tuple[Hold, ...]
) -> MeasureSummary:
    """Sum up a measure: over all its time, at the peaks of the repetitions that count, and in the holds."""
    seen = [value for time_s, value in timed if time_s in peaks_s]
    held = [value for time_s, value in timed if any(hold.start_s <= time_s <= hold.end_s for hold in holds)]
    return MeasureSummary(
        mean=fmean(value for _, value in timed),
        low=span.low,
        high=span.high,
        unit=span.unit,
        at_peaks=fmean(seen) if seen else None,
        in_holds=median(held) if held else None,
    )


def _nearest(times_s: Sequence[float], time_s: float) -> float:
    """Give the time of a list, in its order, that is nearest to another; the earlier of two that are as near."""
    after = bisect_left(times_s, time_s)
    return min(times_s[max(0, after - 1) : after + 1], key=lambda each: abs(each - time_s))
