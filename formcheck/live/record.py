"""The video of a session, where it is wanted: heads blurred unless told otherwise, and never in the session's way."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING, Final

from formcheck.draw.blur import FaceBlur, Showing, plain_ground
from formcheck.draw.figure import figure_on
from formcheck.draw.skeleton import draw_skeleton
from formcheck.draw.style import Style, scale_for
from formcheck.errors import FormcheckError
from formcheck.video.writer import VideoWriter

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from formcheck.pose.pose import Observation
    from formcheck.video.frame import Frame

ROOM: Final = 8
"""So many frames may wait for blur and encoder; when more come, the encoder is behind and they are left out."""


class VideoRecorder:
    """Writes the frames of a session to a video, on a thread of its own.

    A frame that finds no room is left out: the session never waits. Trouble with the disk does not end the session: it
    is kept in `error`.

    Parameters
    ----------
    path
        Where the video shall stand when it is finished.
    showing
        What of the camera's picture is in it.
    rate
        About how many frames a second there will be.
    """

    def __init__(self, path: Path, *, showing: Showing, rate: float) -> None:
        self.path = path
        self.left_out = 0
        self.with_others = 0
        """Frames of it in which more than one person was counted; of others than the main one no head is hidden."""
        self.error: FormcheckError | None = None
        self._showing = showing
        self._blur = FaceBlur()
        self._style = Style()
        self._rate = rate
        self._writer: VideoWriter | None = None
        self._first_s = 0.0
        self._waiting: deque[tuple[Frame, Observation]] = deque()
        self._changed = threading.Condition()
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="formcheck-record", daemon=True)
        self._thread.start()

    def add(self, frame: Frame, seen: Observation) -> None:
        """Give a frame with what was seen in it; returns at once. The frame's picture is not changed."""
        with self._changed:
            if len(self._waiting) >= ROOM:
                self.left_out += 1
                return
            self._waiting.append((frame, seen))
            self.with_others += (seen.people or 0) > 1
            self._changed.notify_all()

    def finish(self) -> Path | None:
        """Close the video; give its path, or None where nothing was recorded. A second call does nothing more.

        Raises
        ------
        FormcheckError
            What had hindered it.
        """
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        if self.error is not None:
            raise self.error
        return None if self._writer is None else self.path

    def _run(self) -> None:
        try:
            while (waiting := self._next()) is not None:
                self._write(*waiting)
            if self._writer is not None:
                self._writer.finish()
        except FormcheckError as error:
            self.error = error

    def _next(self) -> tuple[Frame, Observation] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._closing)
            return self._waiting.popleft() if self._waiting else None

    def _write(self, frame: Frame, seen: Observation) -> None:
        height, width = frame.image.shape[:2]
        if self._writer is None:
            self._writer = VideoWriter(self.path, (width, height), frame_rate_hint=self._rate)
            self._first_s = frame.time_s
        self._writer.write(self._shown(frame, seen), frame.time_s - self._first_s)

    def _shown(self, frame: Frame, seen: Observation) -> NDArray[np.uint8]:
        """Give the picture that may be kept; the frame's own is not changed."""
        if self._showing is Showing.UNBLURRED:
            return frame.image
        if self._showing is Showing.BLURRED:
            return self._blur.apply(frame.image.copy(), seen)
        image = plain_ground(frame.image, seen.pose, self._style)
        if seen.pose is not None:
            height, width = image.shape[:2]
            draw_skeleton(image, figure_on(seen.pose, width, height), scale_for(width, height), self._style)
        return image
