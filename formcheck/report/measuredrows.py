"""Rows from the series: a measure at a peak, over a span, over the peaks of a set's repetitions."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from formcheck.report.kept import KeptSession
    from formcheck.report.row import Place, Row

NOT_SEEN: Final = "not seen"

_OVER: Final[dict[str, Callable[[NDArray[np.float64]], np.float64]]] = {"mean": np.mean, "min": np.min, "max": np.max}


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """The measures of a set, as the series have them.

    Attributes
    ----------
    kept
        The session.
    units
        Of each measure that was seen in this set.
    sigmas
        Standard uncertainty of one reading, by the cues that judged it.
    unjudged
        Why a measure could not be judged, in words.
    """

    kept: KeptSession
    units: Mapping[str, str]
    sigmas: Mapping[str, float]
    unjudged: Mapping[str, str]

    def over_time(self) -> Iterator[tuple[str, str]]:
        """Give the measures that the series hold, each with its unit."""
        return ((name, unit) for name, unit in sorted(self.units.items()) if name in self.kept.series)

    def why_not(self, name: str) -> str:
        """Say why there is no value of a measure here."""
        return self.unjudged.get(name, NOT_SEEN)

    def at(self, name: str, time_s: float) -> float:
        """Give a measure in the frame nearest to a moment; NaN where it was not seen in it."""
        frames = self.kept.frames(time_s, time_s)
        return float("nan") if frames is None else float(self.kept.series[name][frames[0]])


def rows_at_peak(place: Place, peak_s: float, measured: Measured) -> Iterator[Row]:
    """Give each measure in the frame nearest to a repetition's peak."""
    for name, unit in measured.over_time():
        value = measured.at(name, peak_s)
        yield place.row(name, "peak", value, unit, start_s=peak_s, end_s=peak_s, **_known(measured, name, value))


def rows_over_span(place: Place, measured: Measured, wanted: Sequence[str]) -> Iterator[Row]:
    """Give the mean, smallest or largest of each measure over the frames of a span in which it was seen."""
    frames = place.frames
    for name, unit in measured.over_time():
        column = measured.kept.series[name][frames[0] : frames[1] + 1] if frames else np.empty(0)
        seen = column[~np.isnan(column)]
        for statistic in wanted:
            value = float(_OVER[statistic](seen)) if len(seen) else float("nan")
            yield place.row(name, statistic, value, unit, **_known(measured, name, value))


def peaks_over_reps(
    place: Place, peaks_s: Sequence[float], measured: Measured, told: Mapping[str, float | None]
) -> Iterator[Row]:
    """Give mean, spread, smallest and largest of each measure over the peaks of the repetitions that count.

    ``told`` are the means that the record has itself; they hold, also where it has no series.
    """
    for name, unit in sorted(measured.units.items()):
        mean = told.get(name)
        if name not in measured.kept.series:
            if mean is not None:
                yield place.row(name, "peak_mean", mean, unit, **_known(measured, name, mean))
            continue
        values = [value for peak_s in peaks_s if not np.isnan(value := measured.at(name, peak_s))]
        if mean is None:
            mean = statistics.fmean(values) if values else float("nan")
        spread = statistics.stdev(values) if len(values) > 1 else float("nan")
        low, high = min(values, default=float("nan")), max(values, default=float("nan"))
        found = {
            "peak_mean": (mean, _known(measured, name, mean)),
            "peak_sd": (spread, {"reason": "" if len(values) > 1 else "fewer than two peaks were seen"}),
            "peak_min": (low, _known(measured, name, low)),
            "peak_max": (high, _known(measured, name, high)),
        }
        for statistic, (value, more) in found.items():
            yield place.row(name, statistic, value, unit, **(more if peaks_s else {"reason": "no repetition counted"}))


def _known(measured: Measured, name: str, value: float) -> dict[str, Any]:
    """Say how sure a value is, or why there is none."""
    if np.isnan(value):
        return {"reason": measured.why_not(name)}
    return {"sigma": measured.sigmas.get(name)}
