"""What a state of a session is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from formcheck.coach.commands import Command
    from formcheck.coach.lead import Lead, Now
    from formcheck.coach.screens import Screen, ScreenKind


class State(ABC):
    """A state; a session is in one of them at a time.

    Attributes
    ----------
    kind
        Its screen.
    judged
        Whether the judge is told meanwhile what is seen.
    starts
        Whether taking up a position goes on to working at once: nobody has to wait for a countdown.
    pausable
        Whether it can be paused.
    hand
        Whether a raised hand is a command here.
    """

    kind: ClassVar[ScreenKind]
    judged: bool = True
    starts: ClassVar[bool] = True
    pausable: ClassVar[bool] = True
    hand: ClassVar[bool] = True

    def __init__(self) -> None:
        self.since_s = 0.0

    def enter(self, lead: Lead, time_s: float) -> None:  # noqa: ARG002 - what a state says as it begins, if anything
        """Begin."""
        self.since_s = time_s

    def go_on(self, lead: Lead, now: Now) -> ScreenKind | None:  # noqa: ARG002 - a state that waits for a command
        """Let time pass; return the screen that follows, None to stay."""
        return None

    def obey(self, lead: Lead, command: Command, time_s: float) -> ScreenKind | None:  # noqa: ARG002 - as above
        """Do as asked; return the screen that follows, None to stay. What a state cannot do it passes over."""
        return None

    @abstractmethod
    def screen(self, lead: Lead, now: Now) -> Screen:
        """Show itself."""
