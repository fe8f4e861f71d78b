"""What remains of a set when it is over: reps, holds, cues and measures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formcheck.body.view import View
    from formcheck.judge.holds import Hold
    from formcheck.judge.ledger import CueResult
    from formcheck.judge.verdict import Event


@dataclass(frozen=True, slots=True)
class RepResult:
    """One repetition with what was wrong with it; ``faults`` are cue refs."""

    start_s: float
    peak_s: float
    end_s: float
    range: float
    faults: tuple[str, ...]
    counted: bool
    why_not: str | None


@dataclass(frozen=True, slots=True)
class MeasureSummary:
    """A measure over the set, smoothed, while in position: mean, smallest and largest value."""

    mean: float
    low: float
    high: float
    unit: str


@dataclass(frozen=True, slots=True)
class ViewSummary:
    """The view in which most of the set was seen, and for what share of its time."""

    view: View
    share_of_time: float


@dataclass(frozen=True, slots=True)
class SetResult:
    """One movement on one side.

    Attributes
    ----------
    movement, name, version
        Of the movement file.
    side
        ``left``, ``right``, ``both``, or None while it was not found out.
    start_s, end_s
        From the first to the last moment judged.
    in_position_s
        Seconds spent in the movement's position.
    why_nothing
        Why nothing was counted; None when something was.
    """

    movement: str
    name: str
    version: int
    side: str | None
    start_s: float
    end_s: float
    in_position_s: float
    view: ViewSummary
    reps_target: int
    reps: tuple[RepResult, ...]
    holds: tuple[Hold, ...]
    cues: tuple[CueResult, ...]
    measures: dict[str, MeasureSummary]
    events: tuple[Event, ...] = field(default=())
    why_nothing: str | None = None

    @property
    def counted(self) -> tuple[RepResult, ...]:
        """The repetitions that count."""
        return tuple(rep for rep in self.reps if rep.counted)
