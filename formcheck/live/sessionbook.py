"""What of a session's turns goes into its record: the measures over time, what happened, and what was said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formcheck.analysis.analysis import Series

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.coach.coach import Turn
    from formcheck.routine.schema import Movement


class SessionBook:
    """Gathers from turn to turn; from the same turns, live or told again, the same.

    Parameters
    ----------
    movements
        All that may be done.
    """

    def __init__(self, movements: Sequence[Movement]) -> None:
        self._reported = {movement.id: movement.reported_refs() for movement in movements}
        self.series = Series(sorted(frozenset().union(*self._reported.values())))
        self.happenings: list[dict[str, Any]] = []
        self.said: list[dict[str, Any]] = []

    def add(self, turn: Turn) -> None:
        """Take in a turn."""
        if turn.moment is not None:
            reported = self._reported.get(turn.movement, frozenset())
            self.series.add(turn.moment, turn.snapshot.roles if turn.snapshot else {}, reported)
        for event in turn.events:
            self.happenings.append(
                {
                    "kind": event.kind.value,
                    "time_s": round(event.time_s, 3),
                    "subject": event.subject,
                    "detail": event.detail,
                }
            )
        for utterance in turn.utterances:
            if utterance.text:
                said = {"time_s": round(utterance.born_s, 3), "text": utterance.text, "source": utterance.source}
                self.said.append(said)
