"""A session without a window: nobody to press a key, and one line for each thing that happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.coach.commands import Ask, Command
from formcheck.coach.screens import ScreenKind
from formcheck.judge.verdict import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from formcheck.coach.coach import Turn
    from formcheck.coach.screens import Screen
    from formcheck.judge.verdict import Event, Snapshot
    from formcheck.pose.pose import Pose

ANSWERS: Final = {
    ScreenKind.CONSENT: Ask.NEXT,
    ScreenKind.WARM_UP: Ask.NEXT,
    ScreenKind.QUESTION: Ask.SKIP,
    ScreenKind.SUMMARY: Ask.STOP,
}
"""What is asked for at the screens that wait for a person; all others go on by themselves."""


class Unattended:
    """The face of a session that nobody sees."""

    closed = False
    waits_at_end = False

    def __init__(self) -> None:
        self._wanted: list[Command] = []

    def show(
        self,
        image: NDArray[np.uint8] | None,  # noqa: ARG002
        pose: Pose | None,  # noqa: ARG002
        screen: Screen,
        fresh: Callable[[], bool] = lambda: True,
    ) -> bool:
        """Answer what the screen waits for."""
        if screen.kind in ANSWERS and not self._wanted:
            self._wanted.append(Command(ANSWERS[screen.kind]))
        return fresh()

    def commands(self) -> Sequence[Command]:
        """Take the answer."""
        wanted, self._wanted = self._wanted, []
        return wanted

    def close(self) -> None:
        """There is nothing to take away."""


class EventLines:
    """Tells a session line by line.

    Parameters
    ----------
    say
        Takes a line.
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say

    def tell(self, turn: Turn) -> None:
        """Tell what a turn brought."""
        lines = [f"{event.kind.value} {event.subject} {event.detail}" for event in turn.events]
        if turn.snapshot is not None:
            lines += [words for event in turn.snapshot.events if (words := _in_words(event, turn.snapshot))]
        lines += [f"“{utterance.text}”" for utterance in turn.utterances if utterance.text]
        for line in lines:
            self._say(f"{turn.time_s:7.1f}  {line.strip()}")


def _in_words(event: Event, snapshot: Snapshot) -> str:
    """Say a judge's event in a line; empty for those that only a picture needs."""
    if event.kind is EventKind.REP_COUNTED:
        return f"rep {snapshot.reps} of {snapshot.reps_target}"
    if event.kind is EventKind.REP_NOT_COUNTED:
        return f"rep not counted: {event.detail}"
    if event.kind in HOLDS:
        return f"{HOLDS[event.kind]} {event.detail}"
    if event.kind is EventKind.CUE_RAISED:
        return f"cue {event.subject}: {event.detail}"
    return ""


HOLDS: Final = {
    EventKind.HOLD_STARTED: "hold begun",
    EventKind.HOLD_PAUSED: "hold paused",
    EventKind.HOLD_RESUMED: "hold goes on",
    EventKind.HOLD_ENDED: "hold ended",
}
