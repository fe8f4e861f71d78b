"""Decoding ahead, on a thread of its own, while the frames before are still being looked at."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable

    from formcheck.video.frame import Frame

#: On some systems a thread that waits without a limit cannot be stopped with Ctrl-C; it looks up this often.
LOOK_UP_S = 0.2


class _Shelf:
    """A place for a few frames between the thread that decodes and the one that takes them."""

    def __init__(self, room: int) -> None:
        self._room = room
        self._frames: deque[Frame] = deque()
        self._changed = threading.Condition()
        self._finished = False
        self._abandoned = False
        self._error: BaseException | None = None

    def fill(self, frames: Iterable[Frame]) -> None:
        """Put frame after frame on the shelf, waiting for room; on a thread of its own."""
        error: BaseException | None = None
        try:
            for frame in frames:
                if not self._put(frame):
                    break
        except BaseException as caught:
            error = caught
        finally:
            close = getattr(frames, "close", None)
            if close is not None:
                close()
        with self._changed:
            self._error, self._finished = error, True
            self._changed.notify_all()

    def _put(self, frame: Frame) -> bool:
        with self._changed:
            while len(self._frames) >= self._room and not self._abandoned:
                self._changed.wait()
            self._frames.append(frame)
            self._changed.notify_all()
            return not self._abandoned

    def take(self) -> Frame | None:
        """Take the next frame, waiting for it; None after the last.

        Raises
        ------
        BaseException
            Whatever stopped the decoding, after the frames before it.
        """
        with self._changed:
            while not self._frames and not self._finished:
                self._changed.wait(LOOK_UP_S)
            if self._frames:
                frame = self._frames.popleft()
                self._changed.notify_all()
                return frame
            if self._error is not None:
                raise self._error
            return None

    def abandon(self) -> None:
        """Want no more frames: the thread that fills ends after the frame in its hands."""
        with self._changed:
            self._abandoned = True
            self._frames.clear()
            self._changed.notify_all()


def prefetch(frames: Iterable[Frame], ahead: int = 8) -> Generator[Frame, None, None]:
    """Give the same frames in the same order, decoded ahead of their use.

    Decoding leaves the interpreter free, so it overlaps with whatever is done to the frames.

    Parameters
    ----------
    frames
        Where the frames come from; used, and closed at the end, on another thread.
    ahead
        How many decoded frames are kept waiting at most.

    Yields
    ------
    Frame
        Closing this iterator, or leaving it unfinished, ends the thread.

    Raises
    ------
    BaseException
        What `frames` raises, after the frames before it.
    """
    shelf = _Shelf(ahead)
    thread = threading.Thread(target=shelf.fill, args=(frames,), name="formcheck-decode", daemon=True)
    thread.start()
    try:
        while (frame := shelf.take()) is not None:
            yield frame
    finally:
        shelf.abandon()
        thread.join()
