"""A file in the place of a camera: at its own pace, or each frame as soon as the one before was taken."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final, Self

from formcheck.errors import one_line
from formcheck.video.capture_clock import RateMeter
from formcheck.video.picture_watch import PictureWatch
from formcheck.video.reader import VideoFile
from formcheck.video.source import Inbox, SourceState

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from formcheck.video.frame import Frame

LONG_SIDE_PX: Final = 1280
"""More than a window shows of a person three metres away; a file of 4K would only be slow."""


class FilePlayback:
    """A video file that is played as if it were a camera.

    Its clock is the media's own, and begins when the first frame is asked for.

    Parameters
    ----------
    path
        The file.
    realtime
        Whether the frames come at their own pace, a late one being let go for a newer; else each waits to be taken.

    Raises
    ------
    VideoError
        If it cannot be read.
    """

    def __init__(self, path: Path, *, realtime: bool) -> None:
        self._video = VideoFile(path)
        self.name = one_line(path.name)
        self.realtime = realtime
        self._inbox = Inbox()
        self._rate = RateMeter()
        self._watch = PictureWatch()
        self._closing = threading.Event()
        self._zero_s: float | None = None
        self._thread = threading.Thread(target=self._play, name="formcheck-capture", daemon=True)

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
        """Give the media's time now: the clock's, or that of the last frame where time waits."""
        if self.realtime:
            return 0.0 if self._zero_s is None else time.monotonic() - self._zero_s
        last = self._inbox.last()
        return 0.0 if last is None else last.time_s

    @property
    def state(self) -> SourceState:
        """How it is doing: a file may be black or stand still, and is never lost."""
        now_s = self.now_s()
        info = self._video.info
        return SourceState(
            trouble=self._watch.trouble,
            since_s=self._watch.since_s,
            size=(info.width, info.height),
            rate=self._rate.rate(now_s),
            captured=self._inbox.captured,
            dropped=self._inbox.dropped,
        )

    @property
    def ended(self) -> bool:
        """Whether the file is at its end, and its last frame was taken."""
        return self._inbox.emptied

    @property
    def trouble(self) -> str | None:
        """What of the file could not be read; None while all could."""
        return self._video.trouble

    def close(self) -> None:
        """End the thread; a second call does nothing."""
        self._closing.set()
        self._inbox.close()
        if self._thread.is_alive():
            self._thread.join()

    def _play(self) -> None:
        error: BaseException | None = None
        try:
            for frame in self._video.frames(long_side=LONG_SIDE_PX):
                if self.realtime and not self._closing.is_set():
                    self._closing.wait(max(0.0, frame.time_s - self.now_s()))
                if self._closing.is_set():
                    break
                self._rate.add(frame.time_s)
                self._watch.see(frame.image, frame.time_s)
                self._inbox.put(frame, wait=not self.realtime)
        except BaseException as caught:
            error = caught
        self._inbox.close(error)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
