"""What is to be heard of a hold: that it begins, five seconds, its half, and the release."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.coach.utterance import Tone
from formcheck.judge.verdict import EventKind

if TYPE_CHECKING:
    from formcheck.judge.verdict import Snapshot
    from formcheck.routine.schema import Movement

FIVE_S: Final = 5.0
"""The shortest hold that is called done (domain, section 3)."""

APART_S: Final = 1.0
"""Two marks closer together than this are one: the later of them."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of a hold: after how many seconds held, its tone, and the key of its words."""

    at_s: float
    tone: Tone
    key: str


class HoldMarks:
    """Tells the marks of each hold of a set, each once."""

    def __init__(self, movement: Movement) -> None:
        self._release_s = {phase.id: phase.hold.release_s for phase in movement.phases if phase.hold}
        self._ahead: list[Mark] = []

    def begun(self, snapshot: Snapshot) -> str | None:
        """Id of the hold's phase when one begins at this moment; else None."""
        started = (event.subject for event in snapshot.events if event.kind is EventKind.HOLD_STARTED)
        phase = next(started, None)
        if phase is not None:
            self._ahead = list(marks(self._release_s[phase])) if phase in self._release_s else []
        return phase

    def due(self, snapshot: Snapshot) -> Mark | None:
        """Give the mark that is reached at this moment; None where none is."""
        if snapshot.hold is None or snapshot.hold.paused:
            return None
        reached = [mark for mark in self._ahead if snapshot.hold.held_s >= mark.at_s]
        self._ahead = [mark for mark in self._ahead if mark not in reached]
        return reached[-1] if reached else None


def marks(release_s: float) -> tuple[Mark, ...]:
    """Give the marks of a hold that is released after so many seconds, in their order."""
    release = Mark(release_s, Tone.RELEASE, "hold.release")
    middle = (Mark(FIVE_S, Tone.MARK, "hold.five_seconds"), Mark(release_s / 2, Tone.MARK, "hold.half"))
    inside = sorted((mark for mark in middle if mark.at_s <= release_s - APART_S), key=lambda mark: mark.at_s)
    apart = [
        mark for mark, after in zip(inside, [*inside[1:], release], strict=True) if after.at_s - mark.at_s >= APART_S
    ]
    return (*apart, release)
