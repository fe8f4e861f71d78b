"""The live loop: capture, pose, and what is done with it overlap, and what is late is let go.

The camera captures on its own thread, poses are found on another; here each is judged by the coach, kept, drawn and
said. Only the newest is drawn, and nothing that is too old by then (`display`).
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol

from formcheck.coach.commands import Ask, Command
from formcheck.coach.events import Happening
from formcheck.coach.screens import ScreenKind
from formcheck.live.display import Display
from formcheck.live.heap import FreeMemory
from formcheck.live.notices import notices
from formcheck.video.capture_clock import LEAST_STEP_S, RateMeter
from formcheck.video.source import Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from formcheck.coach.coach import Coach, Turn
    from formcheck.coach.screens import Screen
    from formcheck.coach.utterance import Utterance
    from formcheck.live.journal import JournalWriter
    from formcheck.live.pace import Change
    from formcheck.live.posing import Posed, PoseThread
    from formcheck.live.record import VideoRecorder
    from formcheck.live.sessionbook import SessionBook
    from formcheck.pose.pose import Pose
    from formcheck.routine.phrasebook import Phrases
    from formcheck.video.source import LiveSource

WAIT_S: Final = 0.02
"""A pose is waited for in steps of this, so that a key is heeded at once."""

TICK_AFTER_S: Final = 0.5
"""Without a new pose for so long the coach is told that the time goes on: longer than a slow machine takes for one."""

TICK_EVERY_S: Final = 0.25
"""And then so often: a countdown shows no smaller steps."""

TICK_BEHIND_S: Final = 0.1
"""Ticks stay so far behind the clock: a frame that is just being laid down is not to come after them."""

RATE_KNOWN_S: Final = 4.0
"""At first networks load, and a rate says nothing."""

STILL_SCREENS: Final = (ScreenKind.CONSENT, ScreenKind.WARM_UP, ScreenKind.QUESTION, ScreenKind.SUMMARY)
"""Screens to read, on which it does not matter how many frames are judged."""


class Ending(StrEnum):
    """How a session came to its end."""

    DONE = "done"
    """The program is over, or the file was at its end."""

    STOPPED = "stopped"
    """By Ctrl-C."""

    CLOSED = "closed"
    """The window was closed."""

    BROKEN = "broken"
    """The source or the pose model failed for good."""


class Face(Protocol):
    """What shows a session and takes what is asked for: a window, or none."""

    def show(
        self, image: NDArray[np.uint8] | None, pose: Pose | None, screen: Screen, fresh: Callable[[], bool] = ...
    ) -> bool:
        """Show a screen over a picture, BGR and not to be changed; None where there is no picture.

        ``fresh`` is asked when all is painted, and again by whoever hands it on, right before anybody sees it: where it
        says no, nothing is shown. Returns whether it was.
        """

    def commands(self) -> Sequence[Command]:
        """Take what was asked for since."""

    @property
    def closed(self) -> bool:
        """Whether the person closed it."""

    @property
    def waits_at_end(self) -> bool:
        """Whether somebody is there to see the summary when the frames have ended."""

    def close(self) -> None:
        """Take it away."""


class Voice(Protocol):
    """What says it."""

    def hear(self, utterances: Sequence[Utterance]) -> None:
        """Take what is to be said; returns at once."""

    @property
    def status(self) -> str:
        """Something to be told about it, once; empty for nothing."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a live session is made of."""

    source: LiveSource
    poses: PoseThread
    coach: Coach
    phrases: Phrases
    journal: JournalWriter
    book: SessionBook
    face: Face
    voice: Voice | None = None
    recorder: VideoRecorder | None = None
    tell: Callable[[Turn], None] | None = None
    consented: Callable[[], None] | None = None


class LiveLoop:
    """Runs one session on the thread that calls it.

    Parameters
    ----------
    parts
        What it is made of; they are not closed here.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._turn: Turn | None = None
        self._last_s = 0.0
        self._ended: tuple[float, float] | None = None
        self._ticking = False
        self._trouble = Trouble.NONE
        self._rate = RateMeter()
        self._free = FreeMemory()
        self._display = Display(parts.source, self._show)
        self.latencies = self._display.latencies
        self.changes: list[Change] = []

    def run(self, wants_to_stop: Callable[[], bool] = lambda: False) -> Ending:
        """Run to the end of the program or of the source, until the window is closed or somebody wants to stop.

        Raises
        ------
        FormcheckError
            If the source or the pose model fails for good. What was done is in the journal.
        """
        parts = self._parts
        self._tick(0.0)
        self._show(None, None)
        while True:
            posed = parts.poses.take(WAIT_S)
            for command in parts.face.commands():
                self._obey(command)
            for each in posed:
                self._judge(each)
            self._note_changes()
            self._draw(posed)
            self._free.give_back(time.monotonic())
            if wants_to_stop():
                return Ending.STOPPED
            if parts.face.closed:
                return Ending.CLOSED
            if parts.coach.done or (parts.poses.ended and not parts.face.waits_at_end):
                return Ending.DONE
            if parts.poses.ended and self._ended is None:
                self._now_s()
                self._obey(Command(Ask.STOP))

    # ---- what comes in -------------------------------------------------------------------------------------------

    def _judge(self, posed: Posed) -> None:
        """Let the coach see a pose, and keep it."""
        parts, seen = self._parts, posed.seen
        if seen.time_s < self._last_s:
            return  # Time was told past it while the camera stood still: it would come too late.
        parts.journal.see(seen)
        if parts.recorder is not None:
            parts.recorder.add(posed.frame, seen)
        self._ticking = False
        self._rate.add(seen.time_s)
        self._take(parts.coach.see(seen), seen.time_s)

    def _obey(self, command: Command) -> None:
        self._parts.journal.ask(command, self._last_s)
        self._take(self._parts.coach.command(command, self._last_s), self._last_s)

    def _tick(self, time_s: float) -> None:
        self._parts.journal.tick(time_s)
        self._take(self._parts.coach.tick(time_s), time_s)

    def _take(self, turn: Turn, time_s: float) -> None:
        """Take the coach's turn: keep it, say it, tell it."""
        parts = self._parts
        self._turn, self._last_s = turn, time_s
        parts.book.add(turn)
        if parts.voice is not None and turn.utterances:
            parts.voice.hear(turn.utterances)
        if any(event.kind is Happening.CONSENTED for event in turn.events) and parts.consented is not None:
            parts.consented()
        if parts.tell is not None:
            parts.tell(turn)

    def _note_changes(self) -> None:
        """Keep what happened to the camera and the pace."""
        journal, trouble = self._parts.journal, self._parts.source.state.trouble
        if trouble is not self._trouble:
            self._trouble = trouble
            journal.note("camera", self._last_s, trouble=trouble.value)
        for change in self._parts.poses.changes():
            self.changes.append(change)
            journal.note(
                "pace",
                change.time_s,
                model=change.step.model,
                long_side_px=change.step.long_side_px,
                down=change.down,
                rate=round(change.rate, 1),
            )

    # ---- what goes out -------------------------------------------------------------------------------------------

    def _draw(self, posed: Sequence[Posed]) -> None:
        """Draw the newest of what was judged or, where nothing was for a while, that the time goes on."""
        if posed:
            self._display.draw(posed[-1].frame, self._pose)
            return
        ticked = self._wait_on()
        if self._parts.source.realtime:
            self._display.stay_alive()
        elif ticked:
            self._show(None, None)

    def _wait_on(self) -> bool:
        """Tell the coach that the time goes on, where no pose came for a while; return whether it was told."""
        now_s = self._now_s()
        if now_s - self._last_s < (TICK_EVERY_S if self._ticking else TICK_AFTER_S) + TICK_BEHIND_S:
            return False
        time_s, in_hand_s = now_s - TICK_BEHIND_S, self._parts.poses.in_hand_s
        if in_hand_s is not None:
            time_s = min(time_s, in_hand_s - LEAST_STEP_S)
        if time_s <= self._last_s:
            return False
        self._tick(time_s)
        self._ticking = True
        return True

    def _now_s(self) -> float:
        """Give the time: the source's, and after its end the clock's from there on."""
        if not self._parts.poses.ended:
            return self._parts.source.now_s() if self._parts.source.realtime else self._last_s
        if self._ended is None:
            self._ended = self._last_s, time.monotonic()
        return self._ended[0] + time.monotonic() - self._ended[1]

    @property
    def _pose(self) -> Pose | None:
        return None if self._turn is None else self._turn.pose

    def _show(
        self, image: NDArray[np.uint8] | None, pose: Pose | None, fresh: Callable[[], bool] = lambda: True
    ) -> bool:
        if self._turn is None:
            return False
        parts = self._parts
        told = parts.source.realtime and self._last_s > RATE_KNOWN_S and self._turn.screen.kind not in STILL_SCREENS
        rate = self._rate.rate(self._last_s) if told else None
        said = notices(parts.phrases, parts.source.state, rate, self._others())
        screen = replace(self._turn.screen, notes=(*self._turn.screen.notes, *said))
        return parts.face.show(image, pose, screen, fresh)

    def _others(self) -> tuple[str, ...]:
        parts = self._parts
        failed = parts.journal.error is not None or (parts.recorder is not None and parts.recorder.error is not None)
        record = (parts.phrases("record.failed"),) if failed else ()
        voice = (parts.voice.status,) if parts.voice is not None and parts.voice.status else ()
        return (*record, *voice)
