"""What a trend is made of: what was done, measured and said in each set of each session, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One movement on one side in one session: where a point of a trend comes from.

    Attributes
    ----------
    session, done_at
        Number of the session, and when it was done, UTC.
    ordinal
        Which set of the session, from 1.
    movement, side
        Id of the movement; ``left``, ``right``, ``both`` or None.
    view, near, yaw_off_side_deg
        From where the camera saw it, as in the summary.
    routine, formcheck, model
        By which versions it was judged.
    """

    session: int
    done_at: datetime
    ordinal: int
    movement: str
    side: str | None
    view: str | None
    near: str | None
    yaw_off_side_deg: float | None
    routine: str | None
    formcheck: str | None
    model: str | None


@dataclass(frozen=True, slots=True)
class SetPoint(TrendPoint):
    """What was done in one set.

    Attributes
    ----------
    reps_counted, reps_not_counted, reps_clean, reps_target
        Repetitions that count; that do not; that count and had no fault; wanted.
    range_best, range_mean, range_sd
        Of the counted repetitions' ranges, in the unit of the movement's signal; None where there are too few.
    held_s, held_good_s, held_unseen_s
        All holds together.
    """

    reps_counted: int
    reps_not_counted: int
    reps_clean: int
    reps_target: int
    range_best: float | None
    range_mean: float | None
    range_sd: float | None
    held_s: float
    held_good_s: float
    held_unseen_s: float


@dataclass(frozen=True, slots=True)
class MeasurePoint(TrendPoint):
    """A measure over the time in position of one set.

    Attributes
    ----------
    measure
        As in the summary, such as ``front_knee_flexion``.
    mean, low, high, unit
        Over that time.
    sigma
        Standard uncertainty of one reading of it, by the cue of this set that judged it; None where none did.
    at_peaks, in_holds
        Mean over the peaks of the repetitions that count, median in the holds; None where it was not seen then,
        or the session was judged before formcheck told it.
    """

    measure: str
    mean: float | None
    low: float | None
    high: float | None
    unit: str | None
    sigma: float | None
    at_peaks: float | None
    in_holds: float | None


@dataclass(frozen=True, slots=True)
class VerdictPoint(TrendPoint):
    """What was said of a cue in one set.

    Attributes
    ----------
    ref, cue, verdict, share_fault, share_judged, worst_time_s, worst_value
        As in the summary; ``cue`` is its id there.
    measure, value, unit, sigma, limit
        As in the summary: the median of what was measured, and its standard uncertainty.
    """

    ref: str
    cue: str
    verdict: str
    share_fault: float | None
    share_judged: float | None
    worst_time_s: float | None
    worst_value: float | None
    measure: str | None
    value: float | None
    unit: str | None
    sigma: float | None
    limit: float | None
