"""Where the frames of a live session come from, and how their source is doing.

A source has a thread of its own that captures; the newest frame wins, and one that nobody took in time is let go.
"""

from __future__ import annotations

import threading
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, Self

if TYPE_CHECKING:
    from types import TracebackType

    from formcheck.video.frame import Frame

LOOK_UP_S: Final = 0.2
"""A wait looks up this often, to see Ctrl-C or that there is nothing to wait for any more."""


class Trouble(StrEnum):
    """What can be amiss with a source, in the order of its gravity."""

    NONE = "none"
    FROZEN = "frozen"
    """The same picture again and again."""

    BLACK = "black"
    """A picture, but nothing in it: the lens is covered or the room is dark."""

    STALLED = "stalled"
    """It is there, and gives no frames."""

    LOST = "lost"
    """It has gone; it is being looked for."""


@dataclass(frozen=True, slots=True)
class SourceState:
    """How a source is doing.

    Attributes
    ----------
    trouble
        What is amiss now.
    since_s
        Since when it is like that, by the session's clock.
    size
        (width, height) of its frames, pixels.
    rate
        Frames a second that it gave lately; None before there were two.
    captured, dropped
        How many frames it gave, and how many of them were let go because a newer one came first.
    reconnected
        How often it was lost and found again.
    """

    trouble: Trouble
    since_s: float
    size: tuple[int, int]
    rate: float | None
    captured: int
    dropped: int
    reconnected: int = 0


class LiveSource(Protocol):
    """A camera, or a file that stands for one. A context manager; leaving it ends its thread.

    Attributes
    ----------
    name
        What it is called in a record: ``camera 0``, or the name of a file. Never an address.
    realtime
        Whether time passes by itself; else each frame waits to be taken.
    """

    name: str
    realtime: bool

    def newest(self, timeout_s: float) -> Frame | None:
        """Take the newest frame that was not taken yet, waiting for one; None when none came.

        Raises
        ------
        FormcheckError
            What ended the source for good.
        """

    def latest(self) -> Frame | None:
        """Give the frame captured last, whether it was taken or not; None before the first."""

    def now_s(self) -> float:
        """Give the time by the session's clock, on which the frames' times are."""

    @property
    def state(self) -> SourceState:
        """How it is doing now."""

    @property
    def ended(self) -> bool:
        """Whether there will be no more frames, and the last was taken."""

    def close(self) -> None:
        """End its thread; a second call does nothing."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


class Inbox:
    """The place for one frame between the thread that captures and the one that takes."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._frame: Frame | None = None
        self._last: Frame | None = None
        self._error: BaseException | None = None
        self._closed = False
        self.captured = 0
        self.dropped = 0

    def put(self, frame: Frame, *, wait: bool = False) -> None:
        """Lay a frame down; the one that still lies there is let go, or waited for."""
        with self._changed:
            while wait and self._frame is not None and not self._closed:
                self._changed.wait(LOOK_UP_S)
            self.dropped += self._frame is not None
            self.captured += 1
            self._frame = self._last = frame
            self._changed.notify_all()

    def take(self, timeout_s: float) -> Frame | None:
        """Take the frame that lies there, or wait for one; None when none came in time.

        Raises
        ------
        BaseException
            With which the inbox was closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._frame is not None or self._closed, timeout_s)
            frame, self._frame = self._frame, None
            self._changed.notify_all()
            if frame is None and self._error is not None:
                raise self._error
            return frame

    def last(self) -> Frame | None:
        """Give the frame that was laid down last."""
        return self._last

    def close(self, error: BaseException | None = None) -> None:
        """Say that no more frames come; what lies there can still be taken."""
        with self._changed:
            self._closed = True
            self._error = self._error or error
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        """Whether no more frames come; one may still lie there."""
        return self._closed

    @property
    def emptied(self) -> bool:
        """Whether no more frames come and none lies there."""
        with self._changed:
            return self._closed and self._frame is None


class PlayedSource(ABC):
    """A source that is played: its clock begins when its first frame is asked for, and a thread lays frames down."""

    def __init__(self) -> None:
        self._inbox = Inbox()
        self._closing = threading.Event()
        self._zero_s: float | None = None
        self._thread = threading.Thread(target=self._run, name="formcheck-capture", daemon=True)

    @abstractmethod
    def _play(self) -> None:
        """Lay the frames down, each at its time, until the last one or until it is closing; on the thread."""

    def newest(self, timeout_s: float) -> Frame | None:
        """Take the newest frame that was not taken yet; None when none came in time."""
        if self._zero_s is None:
            self._zero_s = time.monotonic()
            self._thread.start()
        return self._inbox.take(timeout_s)

    def latest(self) -> Frame | None:
        """Give the frame played last; None before the first."""
        return self._inbox.last()

    def now_s(self) -> float:
        """Give the seconds since the first frame was asked for."""
        return 0.0 if self._zero_s is None else time.monotonic() - self._zero_s

    @property
    def ended(self) -> bool:
        """Whether the end was reached, and the last frame was taken."""
        return self._inbox.emptied

    def close(self) -> None:
        """End the thread; a second call does nothing."""
        self._closing.set()
        self._inbox.close()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            self._play()
        except BaseException as caught:
            error = caught
        self._inbox.close(error)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
