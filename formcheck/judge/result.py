"""What remains of a set when it is over: reps, holds, cues and measures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formcheck.body.view import View
    from formcheck.judge.account import Hold
    from formcheck.judge.ledger import CueResult
    from formcheck.judge.verdict import Event


@dataclass(frozen=True, slots=True)
class RepResult:
    """One repetition with what was wrong with it; ``faults`` are cue refs.

    ``peak`` and ``back`` are the signal's values at the peak and on coming back, None for one that was held;
    ``bounces`` is how often it turned back and on again.
    """

    start_s: float
    peak_s: float
    end_s: float
    range: float
    faults: tuple[str, ...]
    counted: bool
    why_not: str | None
    peak: float = 0.0
    back: float | None = None
    bounces: int = 0


@dataclass(frozen=True, slots=True)
class PhaseResult:
    """A phase of a set.

    Attributes
    ----------
    id, kind, title
        From the movement file.
    start_s, end_s
        From its first repetition or hold to its last; None where it was not seen.
    target
        How many repetitions are wanted.
    note
        What was out of order: skipped, begun early, done again; None when nothing was.
    why_unseen
        Why its repetitions could not be seen; None when they could.
    partly_unseen
        Whether what shows them was lost for so long that some may have gone unseen.
    """

    id: str
    kind: str
    title: str
    start_s: float | None
    end_s: float | None
    target: int = 0
    reps: tuple[RepResult, ...] = ()
    holds: tuple[Hold, ...] = ()
    note: str | None = None
    why_unseen: str | None = None
    partly_unseen: bool = False

    @property
    def counted(self) -> tuple[RepResult, ...]:
        """The repetitions that count."""
        return tuple(rep for rep in self.reps if rep.counted)


@dataclass(frozen=True, slots=True)
class MeasureSummary:
    """A measure over the set, smoothed, while in position.

    Attributes
    ----------
    mean, low, high
        Over all that time; it holds getting settled and leaving as well, so that the extremes say little of the form.
    unit
        Of all of them.
    at_peaks
        Mean over the peaks of the repetitions that count; None where it was seen at none.
    in_holds
        Median over the time from the start of each hold to its end; None where nothing was seen then.
    """

    mean: float
    low: float
    high: float
    unit: str
    at_peaks: float | None = None
    in_holds: float | None = None


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
    reps, holds
        The repetitions of the movement's main phase, and all holds.
    phases
        Each phase of the movement, in the order of the file, with its own repetitions and holds.
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
    phases: tuple[PhaseResult, ...] = ()
    events: tuple[Event, ...] = field(default=())
    why_nothing: str | None = None

    @property
    def counted(self) -> tuple[RepResult, ...]:
        """The repetitions that count."""
        return tuple(rep for rep in self.reps if rep.counted)

    def phase(self, phase_id: str) -> PhaseResult:
        """Return the phase of that name; KeyError when there is none."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise KeyError(phase_id)
