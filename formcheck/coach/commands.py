"""What a person can ask the coach for, by key, by click or by a raised hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Ask(StrEnum):
    """The kinds of commands."""

    NEXT = "next"
    """Agree, begin, go on: whatever the screen offers first."""

    TICK = "tick"
    """Tick or untick an item of a checklist; ``value`` is its number from 0."""

    ANSWER = "answer"
    """Answer the question on the screen; ``value`` is an answer's number from 0, or a number on its scale."""

    SKIP = "skip"
    """Leave this out: a question, a rest, or the movement on this side."""

    BACK = "back"
    """Return to the step before."""

    REPEAT = "repeat"
    """Do this step once more from its beginning."""

    PAUSE = "pause"
    """Pause, or resume when paused."""

    STOP = "stop"
    """End the session and show the summary; in the summary, close."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command, given at a time of the camera's clock."""

    ask: Ask
    value: float | None = None
