"""Notes taken along a set: time in position, views, and every measure seen."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from statistics import fmean, median
from typing import TYPE_CHECKING

from formcheck.body.reading import Measured
from formcheck.body.view import UNKNOWN_VIEW, View, ViewLabel
from formcheck.judge.result import MeasureSummary, SetResult, ViewSummary
from formcheck.judge.roles import reading_of

if TYPE_CHECKING:
    from formcheck.body.moment import Moment
    from formcheck.judge.holds import Hold
    from formcheck.judge.result import RepResult
    from formcheck.judge.roles import Roles
    from formcheck.routine.schema import Movement


class SetNotes:
    """Collects what a set's result tells beside reps, holds and cues."""

    def __init__(self, movement: Movement) -> None:
        self._movement = movement
        self._refs = sorted(movement.reported_refs())
        self._values: dict[str, list[tuple[float, float]]] = defaultdict(list)
        self._units: dict[str, str] = {}
        self._times_s: list[float] = []
        self._views: dict[bool, dict[tuple[ViewLabel, str | None], list[tuple[float, View]]]] = {
            True: defaultdict(list),
            False: defaultdict(list),
        }
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
            view = moment.view
            self._views[kept][view.label, view.near].append((max(step_s, 1e-3), view))
        if not kept:
            return
        self._in_position_s += step_s
        self._times_s.append(moment.time_s)
        for ref in self._refs:
            reading = reading_of(moment, ref, roles)
            if isinstance(reading, Measured):
                self._values[ref].append((moment.time_s, reading.value))
                self._units[ref] = reading.unit.value

    def result(
        self, *, side: str | None, reps: tuple[RepResult, ...], holds: tuple[Hold, ...], target: int
    ) -> SetResult:
        """Sum up, without cues and events."""
        kept = True in self._first_s
        movement = self._movement
        peaks_s = {_nearest(self._times_s, rep.peak_s) for rep in reps if rep.counted and self._times_s}
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
                ref.replace(".", "_"): _summed_up(timed, self._units[ref], peaks_s, holds)
                for ref, timed in self._values.items()
            },
        )

    def _view(self, *, kept: bool) -> ViewSummary:
        """Return the commonest view, its middle yaw, and the share of time it had."""
        views = self._views[kept]
        if not views:
            return ViewSummary(UNKNOWN_VIEW, 0.0)
        times = {key: sum(step for step, _ in seen) for key, seen in views.items()}
        best = max(times, key=lambda key: times[key])
        seen = sorted((view for _, view in views[best]), key=lambda view: view.yaw_deg or 0.0)
        return ViewSummary(seen[len(seen) // 2], times[best] / sum(times.values()))


def _summed_up(
    timed: list[tuple[float, float]], unit: str, peaks_s: set[float], holds: tuple[Hold, ...]
) -> MeasureSummary:
    """Sum up a measure: over all its time, at the peaks of the repetitions that count, and in the holds."""
    values = [value for _, value in timed]
    seen = [value for time_s, value in timed if time_s in peaks_s]
    held = [value for time_s, value in timed if any(hold.start_s <= time_s <= hold.end_s for hold in holds)]
    return MeasureSummary(
        mean=fmean(values),
        low=min(values),
        high=max(values),
        unit=unit,
        at_peaks=fmean(seen) if seen else None,
        in_holds=median(held) if held else None,
    )


def _nearest(times_s: list[float], time_s: float) -> float:
    """Give the time of a list, in its order, that is nearest to another; the earlier of two that are as near."""
    after = bisect_left(times_s, time_s)
    return min(times_s[max(0, after - 1) : after + 1], key=lambda each: abs(each - time_s))
