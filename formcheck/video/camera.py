"""Cameras: by number or by address, on a thread of their own, found again when they vanish."""

from __future__ import annotations

import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import cv2
import numpy as np

from formcheck.errors import CameraError
from formcheck.video.capture import newest, no_picture, opened, read, stamp_s_of
from formcheck.video.capture_clock import CaptureClock, RateMeter
from formcheck.video.frame import Frame
from formcheck.video.picture_watch import PictureWatch
from formcheck.video.playback import FilePlayback
from formcheck.video.source import Inbox, LiveSource, SourceState, Trouble

if TYPE_CHECKING:
    from types import TracebackType

    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

ADDRESSES: Final = ("rtsp://", "rtsps://", "http://", "https://", "tcp://", "udp://")
"""How the address of a camera in the network begins."""

STALLED_S: Final = 1.0
"""Without a frame for longer, a camera has stalled; the slowest give eight a second."""

RETRY_S: Final = 1.0
"""How often a lost camera is looked for: trying takes time of its own."""

FAILED_READS: Final = 3
"""A frame now and then cannot be read; so many in a row are a lost camera."""

FAILED_READ_WAIT_S: Final = 0.05
"""Between two failed reads: some drivers return at once."""

CLOSING_S: Final = 2.0
"""A driver may hang in its own read; the thread is left behind then, to end with the program."""


def open_source(text: str, *, realtime: bool = False) -> LiveSource:
    """Open a camera, or a file that stands for one.

    Parameters
    ----------
    text
        The number of a camera (``0``), the address of one (``rtsp://...``), or a video file.
    realtime
        Whether a file plays at its own pace; else each of its frames waits to be taken. Cameras always do.

    Raises
    ------
    CameraError
        If the camera cannot be opened, or gives no picture.
    VideoError
        If the file cannot be read.
    """
    if text.isdecimal():
        return CameraSource(int(text))
    if text.lower().startswith(ADDRESSES):
        return CameraSource(text)
    return FilePlayback(Path(text), realtime=realtime)


class CameraSource:
    """A camera.

    When it vanishes it is looked for until it is there again; the times of its frames go on. A picture of another size
    than the first is fitted into that, so that nothing behind it needs to know.

    Parameters
    ----------
    which
        Its number, or its address.

    Raises
    ------
    CameraError
        If it cannot be opened, or gives no picture.
    """

    realtime = True

    def __init__(self, which: int | str) -> None:
        self._which = which
        self.name = f"camera {which}" if isinstance(which, int) else "camera in the network"
        self._zero_s = time.monotonic()
        self._inbox = Inbox()
        self._rate = RateMeter()
        self._clock = CaptureClock(self._zero_s)
        self._watch = PictureWatch()
        self._closing = threading.Event()
        self._lost_s: float | None = None
        self._last_s = 0.0
        self._reconnected = 0
        self._index = 0
        first = self._open()
        if first is None:
            self._capture.release()
            raise no_picture(which)
        self._size = (first.shape[1], first.shape[0])
        self._lay_down(first)
        self._thread = threading.Thread(target=self._watch_camera, name="formcheck-capture", daemon=True)
        self._thread.start()

    def newest(self, timeout_s: float) -> Frame | None:
        """Take the newest frame that was not taken yet; None when none came in time."""
        return self._inbox.take(timeout_s)

    def latest(self) -> Frame | None:
        """Give the frame captured last."""
        return self._inbox.last()

    def now_s(self) -> float:
        """Give the seconds since the camera was opened."""
        return time.monotonic() - self._zero_s

    @property
    def state(self) -> SourceState:
        """How it is doing now."""
        now_s = self.now_s()
        trouble, since_s = self._watch.trouble, self._watch.since_s
        if self._lost_s is not None:
            trouble, since_s = Trouble.LOST, self._lost_s
        elif now_s - self._last_s > STALLED_S:
            trouble, since_s = Trouble.STALLED, self._last_s
        return SourceState(
            trouble=trouble,
            since_s=since_s,
            size=self._size,
            rate=self._rate.rate(now_s),
            captured=self._inbox.captured,
            dropped=self._inbox.dropped,
            reconnected=self._reconnected,
        )

    @property
    def ended(self) -> bool:
        """Whether it was closed: a camera has no end of its own."""
        return self._inbox.emptied

    def close(self) -> None:
        """End the thread; a second call does nothing."""
        self._closing.set()
        self._inbox.close()
        self._thread.join(CLOSING_S)

    def _watch_camera(self) -> None:
        """Capture until closed; the only one to touch the camera."""
        failed = 0
        while not self._closing.is_set():
            image = read(self._capture)
            if image is not None:
                failed = 0
                self._lay_down(image)
                continue
            failed += 1
            if failed < FAILED_READS:
                self._closing.wait(FAILED_READ_WAIT_S)
            else:
                self._find_again()
                failed = 0
        self._capture.release()

    def _open(self) -> Image | None:
        """Open it and read the first picture; None where there is none.

        Raises
        ------
        CameraError
            If it cannot be opened.
        """
        begun_s = time.monotonic()
        self._capture = opened(self._which)
        if isinstance(self._which, int):
            return read(self._capture)
        return newest(self._capture, time.monotonic() - begun_s)

    def _lay_down(self, image: Image) -> None:
        arrival_s = time.monotonic()
        stamp_s = stamp_s_of(self._capture)
        time_s = self._clock.time_s(stamp_s if stamp_s > 0 else None, arrival_s)
        image = fitted(image, self._size)
        self._last_s = arrival_s - self._zero_s
        self._rate.add(self._last_s)
        self._watch.see(image, time_s)
        self._inbox.put(Frame(self._index, time_s, image, self._size))
        self._index += 1

    def _find_again(self) -> None:
        """Look for a camera that has gone, until it is there or nobody wants it any more."""
        self._lost_s = self.now_s()
        self._capture.release()
        while not self._closing.wait(RETRY_S):
            try:
                image = self._open()
            except CameraError:
                continue
            if image is None:
                self._capture.release()
                continue
            self._reconnected += 1
            self._lay_down(image)
            self._lost_s = None
            return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def fitted(image: Image, size: tuple[int, int]) -> Image:
    """Fit a picture into a size, whole and in its own shape, with black beside it.

    Parameters
    ----------
    image
        (h, w, 3) uint8.
    size
        (width, height) wanted, pixels.

    Returns
    -------
    (height, width, 3); the same array where it fits already.
    """
    width, height = size
    own_height, own_width = image.shape[:2]
    if (own_width, own_height) == size:
        return image
    scale = min(width / own_width, height / own_height)
    small = max(1, round(own_width * scale)), max(1, round(own_height * scale))
    canvas = np.zeros((height, width, 3), np.uint8)
    left, top = (width - small[0]) // 2, (height - small[1]) // 2
    canvas[top : top + small[1], left : left + small[0]] = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
    return canvas


@dataclass(frozen=True, slots=True)
class Trial:
    """What a camera gave when it was tried: its number, size, rate and whether there was a picture at all."""

    number: int
    size: tuple[int, int]
    rate: float | None
    trouble: Trouble


TRIAL_S: Final = 1.5
"""How long a camera is tried: it begins dark, and a rate wants some frames."""


def try_camera(number: int) -> Trial | None:
    """Try a camera for a moment; None where it cannot be opened or gives nothing."""
    try:
        camera = CameraSource(number)
    except CameraError:
        return None
    with camera:
        time.sleep(TRIAL_S)
        state = camera.state
    return Trial(number, state.size, state.rate, state.trouble)


def camera_numbers() -> list[int]:
    """Give the numbers of cameras worth trying on this machine."""
    if not sys.platform.startswith("linux"):
        return list(range(CAMERAS_TRIED))
    devices = (path.name.removeprefix("video") for path in Path("/dev").glob("video*"))
    return sorted(int(number) for number in devices if number.isdecimal())


CAMERAS_TRIED: Final = 4
"""Hardly anybody has more, and each number tried takes up to a second on some systems."""
