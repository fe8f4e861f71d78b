"""What happened, in its order."""

from __future__ import annotations

from formcheck.judge.verdict import Event, EventKind


class EventLog:
    """Keeps all events of a set, and apart those of the moment that is being judged."""

    def __init__(self) -> None:
        self._all: list[Event] = []
        self._fresh: list[Event] = []

    @property
    def all(self) -> tuple[Event, ...]:
        """Everything that happened so far."""
        return tuple(self._all)

    @property
    def fresh(self) -> tuple[Event, ...]:
        """What happened in this moment."""
        return tuple(self._fresh)

    def turn_page(self) -> None:
        """Begin a new moment."""
        self._fresh = []

    def say(self, kind: EventKind, time_s: float, subject: str = "", detail: str = "") -> None:
        """Enter an event."""
        event = Event(kind, time_s, subject, detail)
        self._fresh.append(event)
        self._all.append(event)
