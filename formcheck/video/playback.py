"""A file in the place of a camera: at its own pace, or each frame as soon as the one before was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.errors import one_line
from formcheck.video.capture_clock import RateMeter
from formcheck.video.picture_watch import PictureWatch
from formcheck.video.reader import VideoFile
from formcheck.video.source import PlayedSource, SourceState

if TYPE_CHECKING:
    from pathlib import Path

LONG_SIDE_PX: Final = 1280
"""More than a window shows of a person three metres away; a file of 4K would only be slow."""


class FilePlayback(PlayedSource):
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
        super().__init__()
        self._video = VideoFile(path)
        self.name = one_line(path.name)
        self.realtime = realtime
        self._rate = RateMeter()
        self._watch = PictureWatch()

    def now_s(self) -> float:
        """Give the media's time now: the clock's, or that of the last frame where time waits."""
        if self.realtime:
            return super().now_s()
        last = self.latest()
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
    def trouble(self) -> str | None:
        """What of the file could not be read; None while all could."""
        return self._video.trouble

    def _play(self) -> None:
        for frame in self._video.frames(long_side=LONG_SIDE_PX):
            if self.realtime and not self._closing.is_set():
                self._closing.wait(max(0.0, frame.time_s - self.now_s()))
            if self._closing.is_set():
                break
            self._rate.add(frame.time_s)
            self._watch.see(frame.image, frame.time_s)
            self._inbox.put(frame, wait=not self.realtime)
