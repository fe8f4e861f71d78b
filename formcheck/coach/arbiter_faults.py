"""Which corrections a moment calls for, the gravest first. When to say one is not decided here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Measured
from formcheck.judge.reps import TOO_FAST
from formcheck.judge.verdict import EventKind, Severity, Verdict
from formcheck.routine.cues import MeasuredCue, RepCue
from formcheck.routine.own_targets import MORE_OF_A_REP

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from formcheck.judge.verdict import Event, Snapshot
    from formcheck.routine.cues import Cue
    from formcheck.routine.schema import Movement

GRAVITY: Final = {Severity.SAFETY: 2, Severity.FORM: 1, Severity.REFINEMENT: 0}
"""Safety before form before refinement (domain, section 6). Information corrects nothing."""

STILL_OF_USE_S: Final = 2.5
"""What was wrong with a repetition as a whole is worth saying for so long after it: the next one is about to begin."""

HASTY_TWICE: Final = 2
"""One attempt that was too fast to count may be somebody getting up or shifting; from so many on it is haste."""


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
    """

    ref: str
    words: str
    severity: Severity
    wants_more: bool = False

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
        self._phase = ""
        self._hasty_attempts = 0
        self._of_reps: dict[str, tuple[Fault, float]] = {}

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
        for event in ended:
            for cue in self._broken(event):
                fault = _fault(cue.ref, cue.say, Severity(cue.severity), wants_more=_wants_more(cue))
                self._of_reps |= {each.ref: (each, event.time_s) for each in fault}
        late_s = snapshot.time_s - STILL_OF_USE_S
        self._of_reps = {ref: found for ref, found in self._of_reps.items() if found[1] >= late_s}
        found = {fault.ref: fault for fault, _ in self._of_reps.values()}
        for state in () if snapshot.leaving else snapshot.cues:
            # A fault outlasts a moment in which it is not seen; spoken of is what is seen.
            if state.verdict is Verdict.FAULT and isinstance(state.reading, Measured):
                found |= {each.ref: each for each in _fault(state.ref, state.say, state.severity)}
        ready = (each for each in found.values() if not (within_rep and each.severity is Severity.REFINEMENT))
        return tuple(sorted(ready, key=lambda fault: -fault.gravity))

    def forget(self, ref: str) -> None:
        """Take it that what was wrong with the last repetition has been said."""
        self._of_reps.pop(ref, None)

    def broken_by_reps(self, events: Iterable[Event]) -> frozenset[str]:
        """Refs of the cues that the repetitions which just ended broke as a whole, or at their peak."""
        return frozenset(cue.ref for event in events for cue in self._broken(event))

    def _broken(self, event: Event) -> Iterator[Cue]:
        if self._hasty is not None and self._is_haste(event) and self._hasty_attempts >= HASTY_TWICE:
            yield self._hasty
        if event.kind is not EventKind.REP_COUNTED:
            return
        for ref in event.detail.split(", "):
            cue = self._cues.get(ref)
            if cue is not None and is_of_reps(cue):
                yield cue

    def _is_haste(self, event: Event) -> bool:
        """Whether an attempt at the movement's own repetitions was too fast; a foot that trembles hastes nowhere."""
        too_fast = event.kind is EventKind.REP_NOT_COUNTED and event.detail.startswith(TOO_FAST)
        return too_fast and self._phase == self._hasty_in


def is_of_reps(cue: Cue) -> bool:
    """Whether a cue speaks of repetitions as they end, and of no moment before."""
    return isinstance(cue, RepCue) or (isinstance(cue, MeasuredCue) and set(cue.when) == {"peak"})


def _wants_more(cue: Cue) -> bool:
    return isinstance(cue, RepCue) and cue.of in MORE_OF_A_REP


def _fault(ref: str, words: str, severity: Severity, *, wants_more: bool = False) -> tuple[Fault, ...]:
    """One fault, or none where there is nothing to say of it."""
    return (Fault(ref, words, severity, wants_more),) if words and severity in GRAVITY else ()
