"""What leads a person through a set and corrects nothing: the phases' prompts, and the cues that no camera can see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.judge.verdict import EventKind
from formcheck.routine.cues import SpokenCue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formcheck.coach.arbiter_reps import RepCourse
    from formcheck.judge.verdict import Snapshot
    from formcheck.routine.schema import Movement

PROMPT_FRESH_S: Final = 3.0
"""Later than this a phase's prompt tells somebody what they are doing already."""

CUE_FRESH_S: Final = 6.0
"""A cue that no camera can see fits as well a few seconds later."""


@dataclass(frozen=True, slots=True)
class Lead:
    """Words that wait for a free moment, until they are of no use."""

    words: str
    until_s: float
    is_cue: bool


class Leads:
    """Collects what is to be said, each once in its phase, or after every so many repetitions."""

    def __init__(self, movement: Movement) -> None:
        self._prompts = {phase.id: phase.prompt for phase in movement.phases if phase.kind in {"reps", "turn"}}
        self._hold_prompts = {phase.id: phase.prompt for phase in movement.phases if phase.kind == "hold"}
        self._cues = [cue for cue in movement.cues if isinstance(cue, SpokenCue) and cue.say and _is_said(cue)]
        self._said: set[tuple[str, str]] = set()
        self._waiting: list[Lead] = []

    def collect(self, snapshot: Snapshot, course: RepCourse) -> None:
        """Take in a moment: note what it gives to say, and drop what has become too late."""
        self._waiting = [lead for lead in self._waiting if lead.until_s >= snapshot.time_s]
        for event in snapshot.events:
            if event.kind is EventKind.PHASE_CHANGED and self._first("prompt", event.subject):
                prompt = self._prompts.get(event.subject)
                self._waiting += [Lead(prompt, snapshot.time_s + PROMPT_FRESH_S, is_cue=False)] if prompt else []
        for cue in self._due(snapshot, course):
            self._waiting.append(Lead(cue.say, snapshot.time_s + CUE_FRESH_S, is_cue=True))

    def hold_prompt(self, phase: str) -> str | None:
        """Words with which a hold begins; None from the second time on."""
        return self._hold_prompts.get(phase) if self._first("hold", phase) else None

    def next(self, *, cues: bool) -> Lead | None:
        """Take what is to be said next out of what waits; None where nothing does. ``cues``: those as well."""
        lead = next((lead for lead in self._waiting if cues or not lead.is_cue), None)
        if lead is not None:
            self._waiting.remove(lead)
        return lead

    def _due(self, snapshot: Snapshot, course: RepCourse) -> Iterator[SpokenCue]:
        when = _when(snapshot, course)
        for cue in self._cues:
            if when not in cue.when or (cue.phases and snapshot.phase not in cue.phases):
                continue
            if when == "rep" and cue.every_reps is not None:
                is_due = bool(course.ended) and course.done % cue.every_reps == 0
            else:
                is_due = self._first(f"{cue.ref} {when}", snapshot.phase)
            if is_due:
                yield cue

    def _first(self, what: str, phase: str) -> bool:
        """Whether this comes up for the first time in a phase; from now on it does not."""
        fresh = (what, phase) not in self._said
        self._said.add((what, phase))
        return fresh


def _is_said(cue: SpokenCue) -> bool:
    """Whether a cue is said meanwhile: a prompt, or a question that keeps from harm and asks for no answer then."""
    return cue.how == "prompt" or (cue.how == "question" and cue.severity == "safety" and "hold" in cue.when)


def _when(snapshot: Snapshot, course: RepCourse) -> str | None:
    """Which time of the set it is, as cues name it; None where nothing is to be said."""
    if snapshot.hold is not None:
        return None if snapshot.hold.paused else "hold"
    if snapshot.phase_kind != "reps":
        return None
    return "rep" if course.done else None if course.under_way else "setup"
