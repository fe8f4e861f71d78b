"""Where in a repetition a person is: what is said of form depends on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.judge.verdict import EventKind

if TYPE_CHECKING:
    from formcheck.judge.verdict import Event, Snapshot

RISEN: Final = 0.35
"""A repetition is under way from this share of the person's range on (domain, section 3)."""

TURNED: Final = 0.15
"""Who has come back by this share of the range is on the way back (domain, section 3)."""

LAST_FIFTH: Final = 0.7
"""On the way back the last 20 % of a repetition's time begin here: a smooth repetition is over, at 20 % of its range,
after 85 % of a whole cycle; a fifth before that it stands at 70 %."""

NO_REP_S: Final = 3.0
"""Who is so long on the way back without a repetition being told does none (a return takes half of 12 s at most, and
a third of that from here)."""

SETUP: Final = -1
"""The number of what comes before the first repetition."""

REP_ENDS: Final = frozenset({EventKind.REP_COUNTED, EventKind.REP_NOT_COUNTED})


class RepCourse:
    """Follows the repetitions of a set by the progress of each and by what the judge tells of them."""

    def __init__(self) -> None:
        self.ended: tuple[Event, ...] = ()
        """The repetitions that ended at this moment."""
        self.in_last_fifth = False
        """Whether a repetition is about to be over: nothing is said then."""
        self.under_way = False
        self._done = 0
        self._begun = False
        self._among_reps = False
        self._peak = 0.0
        self._back_since_s: float | None = None

    @property
    def number(self) -> int | None:
        """Which repetition it is, from 0, the pause before it with it; `SETUP` before the first, None in a hold.

        What is said at the moment in which one ends is said of that one.
        """
        if not self._among_reps:
            return None
        if not (self._begun or self._done):
            return SETUP
        return self._done - 1 if self.ended else self._done

    @property
    def done(self) -> int:
        """Repetitions that ended so far, counted or not."""
        return self._done

    def update(self, snapshot: Snapshot) -> None:
        """Take in a moment."""
        self._among_reps = snapshot.phase_kind == "reps" and snapshot.hold is None
        self.ended = tuple(event for event in snapshot.events if event.kind in REP_ENDS)
        if self.ended:
            self._done += len(self.ended)
            self._rest(0.0)
        if snapshot.rep_progress is not None:
            self._follow(snapshot.time_s, snapshot.rep_progress)

    def _follow(self, time_s: float, progress: float) -> None:
        self._peak = max(self._peak, progress)
        self.under_way = self._peak >= RISEN
        self._begun = self._begun or self.under_way
        back = self.under_way and self._peak - progress >= TURNED and progress <= LAST_FIFTH
        self.in_last_fifth = back and self._among_reps
        if not back:
            self._back_since_s = None
        elif self._back_since_s is None:
            self._back_since_s = time_s
        elif time_s - self._back_since_s >= NO_REP_S:
            self._rest(progress)

    def _rest(self, progress: float) -> None:
        self._peak = progress
        self._back_since_s = None
        self.under_way = self.in_last_fifth = False
