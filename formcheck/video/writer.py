"""Frames into an H.264 file that browsers play, each shown at the time it is given."""

from __future__ import annotations

import contextlib
import math
import queue
import threading
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Self

import av
import av.error
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorPrimaries, ColorRange, Colorspace, ColorTrc, VideoReformatter

from formcheck.errors import OutputError
from formcheck.files import PendingFile, output_error

if TYPE_CHECKING:
    import os

    from av.container import OutputContainer
    from av.video.stream import VideoStream
    from numpy.typing import NDArray

#: The clock of the file. 90 kHz is the customary one of video, and 11 microseconds fine.
TIME_BASE = Fraction(1, 90_000)

#: The index before the pictures, so that a browser can begin before it has all; and a late first picture
#: told on the same clock as the others (the default is one of milliseconds).
FILE_OPTIONS = {"movflags": "+faststart", "movie_timescale": "90000"}

#: x264's speed and quality. veryfast costs about half of the default's time at some more bytes; 23 is
#: x264's own default quality.
PRESET = "veryfast"
QUALITY_CRF = 23

#: A player can jump only to key frames at once; a report that jumps to a rep should land near it.
KEY_FRAME_EVERY_S = 2.0

#: Frames that wait for the encoder at most: enough to even out key frames, and little memory.
QUEUE_FRAMES = 8

#: How often a wait looks up, to see Ctrl-C or that the encoder has stopped.
LOOK_UP_S = 0.2


class VideoWriter:
    """Writes an MP4 file (H.264, yuv420p), on a thread of its own.

    The file appears under its name only when it is finished. As a context manager it finishes when the
    block ends well and is abandoned (removed) on any exception; one who wants to keep what there is, after
    Ctrl-C, catches that inside the block or calls `finish`.

    Parameters
    ----------
    path
        Where the file shall stand.
    size
        (width, height) of the pictures. An odd side is made even by repeating its last row or column,
        since yuv420p has no odd ones.
    frame_rate_hint
        About how many frames a second there will be: for the key frames' distance and the length of the
        last frame. The times come from `write`.

    Raises
    ------
    OutputError
        The file cannot be made.
    """

    def __init__(self, path: str | os.PathLike[str], size: tuple[int, int], *, frame_rate_hint: float = 30.0) -> None:
        if min(size) < 1 or not frame_rate_hint > 0:
            raise ValueError(f"size {size} and frame rate {frame_rate_hint} must be positive")
        self.path = Path(path)
        self.size = size
        self.written = 0
        self.dropped = 0
        self._last_pts: int | None = None
        self._closed = False
        self._error: Exception | None = None
        self._abandoned = threading.Event()
        self._waiting: queue.Queue[tuple[NDArray[np.uint8], int] | None] = queue.Queue(QUEUE_FRAMES)
        self._pending = PendingFile(self.path)
        try:
            self._container, self._stream = _open(self._pending.path, size, frame_rate_hint)
        except BaseException as error:
            self._pending.discard()
            if isinstance(error, OSError):
                raise output_error(error, self.path) from error
            raise
        self._thread = threading.Thread(target=self._encode_all, name="formcheck-encode", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.finish()
        else:
            self.abort()

    def write(self, image: NDArray[np.uint8], time_s: float) -> None:
        """Add a picture.

        Parameters
        ----------
        image
            (h, w, 3) BGR uint8 of the writer's size. It is copied: the caller may draw on it again.
        time_s
            When it is shown, seconds from the beginning of the file. A picture that is not shown later
            than the one before would never be seen: it is left out and counted in `dropped`.

        Raises
        ------
        OutputError
            The disk is full, or what else hinders.
        ValueError
            The picture has another size, the time is negative or no number, or the file is closed.
        """
        if self._closed:
            raise ValueError(f"{self.path} is closed")
        if image.shape != (self.size[1], self.size[0], 3):
            raise ValueError(f"a picture of shape {image.shape} in a video of size {self.size}")
        if not math.isfinite(time_s) or time_s < 0:
            raise ValueError(f"a picture at {time_s} s")
        self._raise_error()
        pts = round(time_s / TIME_BASE)
        if self._last_pts is not None and pts <= self._last_pts:
            self.dropped += 1
            return
        self._last_pts = pts
        self._put((image.copy(), pts))
        self.written += 1

    def finish(self) -> None:
        """Encode what waits, close the file and give it its name. A second call does nothing.

        Raises
        ------
        OutputError
            It could not be written, or there was no frame; nothing is left behind.
        """
        if self._closed:
            return
        try:
            self._put(None)
            while self._thread.is_alive():
                self._thread.join(LOOK_UP_S)
            self._closed = True
            self._raise_error()
            if not self.written:
                raise OutputError("no video, since there was no frame to write", where=self.path)
        except BaseException:
            self.abort()
            raise
        self._pending.keep()

    def abort(self) -> None:
        """Stop and remove the unfinished file. A second call does nothing."""
        self._closed = True
        self._abandoned.set()
        self._thread.join()
        self._pending.discard()

    def _put(self, picture: tuple[NDArray[np.uint8], int] | None) -> None:
        while True:
            self._raise_error()
            try:
                return self._waiting.put(picture, timeout=LOOK_UP_S)
            except queue.Full:
                continue

    def _raise_error(self) -> None:
        if self._error is None:
            return
        self.abort()
        if isinstance(self._error, OSError):
            raise output_error(self._error, self.path) from self._error
        raise OutputError(f"the video could not be encoded ({self._error})", where=self.path) from self._error

    def _encode_all(self) -> None:
        """Encode what is put into the queue, up to None; the only one to touch the container."""
        try:
            with contextlib.closing(self._container):
                self._encode_waiting()
        except (av.error.FFmpegError, OSError, ValueError) as error:
            self._error = error

    def _encode_waiting(self) -> None:
        reformatter = VideoReformatter()
        while not self._abandoned.is_set():
            try:
                waiting = self._waiting.get(timeout=LOOK_UP_S)
            except queue.Empty:
                continue
            if waiting is not None:
                image, pts = waiting
                frame = VideoFrame.from_ndarray(_with_even_sides(image), format="bgr24")
                frame.pts, frame.time_base = pts, TIME_BASE
                picture = reformatter.reformat(
                    frame,
                    format="yuv420p",
                    dst_colorspace=Colorspace.ITU709,
                    dst_color_range=ColorRange.MPEG,
                    threads=1,
                )
                self._container.mux(self._stream.encode(picture))
            else:
                self._container.mux(self._stream.encode(None))
                return


def _open(path: Path, size: tuple[int, int], frame_rate: float) -> tuple[OutputContainer, VideoStream]:
    container = av.open(str(path), "w", format="mp4", options=FILE_OPTIONS)
    stream = container.add_stream(
        "libx264",
        rate=Fraction(frame_rate).limit_denominator(1001),
        options={"preset": PRESET, "crf": str(QUALITY_CRF)},
    )
    stream.width, stream.height = (side + side % 2 for side in size)
    stream.pix_fmt = "yuv420p"
    stream.time_base = stream.codec_context.time_base = TIME_BASE
    context = stream.codec_context
    context.gop_size = max(1, round(KEY_FRAME_EVERY_S * frame_rate))
    # Without B-frames the file needs no edit list; players that pass over those show each frame late.
    context.max_b_frames = 0
    # Said in the file, since players otherwise guess the colours by the size of the picture.
    context.colorspace, context.color_range = Colorspace.ITU709, ColorRange.MPEG
    context.color_trc, context.color_primaries = ColorTrc.BT709, ColorPrimaries.BT709
    return container, stream


def _with_even_sides(image: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = image.shape[:2]
    if width % 2 == 0 and height % 2 == 0:
        return image
    return np.pad(image, ((0, height % 2), (0, width % 2), (0, 0)), mode="edge")
