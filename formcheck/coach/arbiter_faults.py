"""Which corrections a moment calls for, the gravest first. When to say one is not decided here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Measured
from formcheck.judge.ledger import CLEAR_S
from formcheck.judge.rep import TOO_FAST
from formcheck.judge.verdict import EventKind, Severity, Verdict
from formcheck.routine.cues import MeasuredCue, RepCue
from formcheck.routine.own_targets import MORE_OF_A_REP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formcheck.judge.verdict import CueState, Event, Snapshot
    from formcheck.routine.cues import Cue
    from formcheck.routine.schema import Movement

GRAVITY: Final = {Severity.SAFETY: 2, Severity.FORM: 1, Severity.REFINEMENT: 0}
"""Safety before form before refinement (domain, section 6). Information corrects nothing."""

STILL_OF_USE_S: Final = 2.5
"""What was wrong with a repetition as a whole is worth saying for so long after it: the next one is about to begin."""

HASTY_TWICE: Final = 2
"""One attempt that was too fast to count may be somebody getting up or shifting; from so many on it is haste."""

BOUNCED_TWICE: Final = 2
"""One repetition with a bounce may be a slip, or a landmark's, as at the end of a set; from so many on it is one."""


CERTAIN_SIGMAS: Final = 2.0
"""A value is at fault when it lies beyond what is nearly good by more than its uncertainty; to be corrected for it at
once, and not only shown it, by this many: of the values on the border one in six is beyond it by one, one in forty by
two."""

LASTING_S: Final = CLEAR_S
"""What is hardly beyond has to be seen so for as long again as it takes to be mended. What is wrong of a hand or knee
that is about to be lost from sight, or of somebody who shifts between two repetitions, is over by then."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to correct.

    Attributes
    ----------
    ref
        The number in the cue table.
    words
        What corrects it.
    severity
        How much it matters.
    wants_more
        Whether the words ask for more of the movement.
    certain
        Whether it is far beyond, or has been beyond for a while: what was never spoken of in a set waits for that.
    """

    ref: str
    words: str
    severity: Severity
    wants_more: bool = False
    certain: bool = True

    @property
    def gravity(self) -> int:
        """The larger, the sooner it is said."""
        return GRAVITY[self.severity]


class FaultFinder:
    """Finds what there is to correct.

    The judge has debounced what it tells of a moment: a cue is at fault only after 0.4 to 1 s, and no more when it
    was mended for half a second. What is wrong with a whole repetition is told once, as that ends. Whoever is leaving
    the position is asked nothing of it any more: a hand comes off the floor to get up.
    """

    def __init__(self, movement: Movement) -> None:
        self._cues = {cue.ref: cue for cue in movement.cues}
        self._hasty = next((cue for cue in movement.cues if isinstance(cue, RepCue) and cue.of == "seconds"), None)
        main = movement.main_phase
        self._hasty_in = self._hasty.phase if self._hasty and self._hasty.phase else main.id if main else ""
        self._bouncing = next((cue.ref for cue in movement.cues if isinstance(cue, RepCue) and cue.of == "bounces"), "")
        self._phase = ""
        self._hasty_attempts = self._bounced_reps = 0
        self._of_reps: dict[str, tuple[Fault, float]] = {}
        self._beyond_since_s: dict[str, float] = {}

    def find(self, snapshot: Snapshot, *, within_rep: bool) -> tuple[Fault, ...]:
        """Give what there is to correct, the gravest first.

        Parameters
        ----------
        snapshot
            The moment.
        within_rep
            Whether a repetition is going on: a refinement then waits for its end.
        """
        # In a hold nobody repeats anything: what is seen there is a hand that reaches, or the way out.
        ended = snapshot.events if snapshot.hold is None and snapshot.phase_kind == "reps" else ()
        self._phase = snapshot.phase
        self._hasty_attempts += sum(self._is_haste(event) for event in ended)
        self._bounced_reps += sum(self._bouncing in _told_of(event) for event in ended)
        for event in ended:
            for cue in self._broken(event):
                fault = _fault(cue.ref, cue.say, Severity(cue.severity), wants_more=_wants_more(cue))
                self._of_reps |= {each.ref: (each, event.time_s) for each in fault}
        late_s = snapshot.time_s - STILL_OF_USE_S
        self._of_reps = {ref: found for ref, found in self._of_reps.items() if found[1] >= late_s}
        found = {fault.ref: fault for fault, _ in self._of_reps.values()}
        raised = {state.ref for state in snapshot.cues if state.verdict is Verdict.FAULT}
        self._beyond_since_s = {ref: since_s for ref, since_s in self._beyond_since_s.items() if ref in raised}
        for state in () if snapshot.leaving else snapshot.cues:
            # A fault outlasts a moment in which it is not seen; spoken of is what is seen.
            if state.verdict is Verdict.FAULT and isinstance(state.reading, Measured):
                certain = self._is_certain(state, state.reading, snapshot.time_s)
                found |= {each.ref: each for each in _fault(state.ref, state.say, state.severity, certain=certain)}
        ready = (each for each in found.values() if not (within_rep and each.severity is Severity.REFINEMENT))
        return tuple(sorted(ready, key=lambda fault: -fault.gravity))

    def _is_certain(self, state: CueState, reading: Measured, time_s: float) -> bool:
        """Whether a value lies far beyond what is nearly good, or has been seen beyond it for a while."""
        cue = self._cues.get(state.ref)
        checks = cue.checks if isinstance(cue, MeasuredCue) else ()
        beyond = min((c.nearly.excess(reading.value) for c in checks if c.measure == state.measure), default=math.inf)
        if beyond < reading.sigma:
            self._beyond_since_s.pop(state.ref, None)
            return False
        since_s = self._beyond_since_s.setdefault(state.ref, time_s)
        return beyond >= CERTAIN_SIGMAS * reading.sigma or time_s - since_s >= LASTING_S

    def broken_by_reps(self, events: Iterable[Event]) -> frozenset[str]:
        """Refs of the cues that the repetitions which just ended broke as a whole, or at their peak."""
        return frozenset(cue.ref for event in events for cue in self._broken(event))

    def _broken(self, event: Event) -> Iterator[Cue]:
        if self._hasty is not None and self._is_haste(event) and self._hasty_attempts >= HASTY_TWICE:
            yield self._hasty
        for ref in _told_of(event):
            cue = self._cues.get(ref)
            is_slip = ref == self._bouncing and self._bounced_reps < BOUNCED_TWICE
            if cue is not None and is_of_reps(cue) and not is_slip:
                yield cue

    def _is_haste(self, event: Event) -> bool:
        """Whether an attempt at the movement's own repetitions was too fast; a foot that trembles hastes nowhere."""
        too_fast = event.kind is EventKind.REP_NOT_COUNTED and event.detail.startswith(TOO_FAST)
        return too_fast and self._phase == self._hasty_in


def _told_of(event: Event) -> tuple[str, ...]:
    """Refs of the cues that a counted repetition broke, as its event tells them."""
    return tuple(event.detail.split(", ")) if event.kind is EventKind.REP_COUNTED else ()


def is_of_reps(cue: Cue) -> bool:
    """Whether a cue speaks of repetitions as they end, and of no moment before."""
    return isinstance(cue, RepCue) or (isinstance(cue, MeasuredCue) and set(cue.when) == {"peak"})


def _wants_more(cue: Cue) -> bool:
    return isinstance(cue, RepCue) and cue.of in MORE_OF_A_REP


def _fault(
    ref: str, words: str, severity: Severity, *, wants_more: bool = False, certain: bool = True
) -> tuple[Fault, ...]:
    """One fault, or none where there is nothing to say of it."""
    return (Fault(ref, words, severity, wants_more, certain),) if words and severity in GRAVITY else ()
