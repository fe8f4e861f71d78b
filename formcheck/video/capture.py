"""OpenCV's captures: opened with what is asked of a camera, and read; an old picture is never the first one."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from formcheck.errors import CameraError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

WANTED: Final = (((1280, 720), 30.0), ((640, 480), 30.0))
"""Size and rate asked for, the best first: enough for any window, and no more than a small machine can take in."""

LEAST_RATE: Final = 24.0
"""A camera that promises less at one size is asked for the next smaller one."""

GIVE_UP_S: Final = 5.0
"""A camera by address that gives nothing for so long is opened anew; its own reading gives up then."""

OPEN_S: Final = 5.0
"""A camera by address that does not answer within this is not there."""

WAITED_FOR_SHARE: Final = 0.5
"""Pictures that a stream had gathered are read faster than they were taken; one that comes later after the one before
than this share of the time between the two was waited for."""

CATCH_UP_S: Final = 3.0
"""A stream that comes faster than it counts for longer than this, or does not count, has its own idea of time."""

_QUIET_FFMPEG: Final = ("OPENCV_FFMPEG_LOGLEVEL", "-8")
"""OpenCV's FFmpeg speaks of each lost packet on the screen unless it is told not to."""


def opened(which: int | str) -> cv2.VideoCapture:
    """Open a camera and ask it for a good size and rate.

    Raises
    ------
    CameraError
        If it cannot be opened.
    """
    os.environ.setdefault(*_QUIET_FFMPEG)
    with _quiet_opencv():
        if isinstance(which, str):
            limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, OPEN_S * 1000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, GIVE_UP_S * 1000]
            capture = cv2.VideoCapture(which, cv2.CAP_FFMPEG, [round(number) for number in limits])
        else:
            # The one way of this system, where there is one: trying them all takes long and says much.
            capture = cv2.VideoCapture(which, cv2.CAP_V4L2 if sys.platform.startswith("linux") else cv2.CAP_ANY)
    if not capture.isOpened():
        capture.release()
        raise _not_there(which)
    if isinstance(which, int):
        _ask(capture)
    return capture


def _ask(capture: cv2.VideoCapture) -> None:
    """Ask a camera for size and rate; it gives what it can."""
    # Packed pictures: raw ones of this size do not pass through USB 2 at more than ten a second.
    capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
    for (width, height), rate in WANTED:
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, width)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, height)
        capture.set(cv2.CAP_PROP_FPS, rate)
        promised = capture.get(cv2.CAP_PROP_FPS)
        if promised <= 0 or promised >= LEAST_RATE:  # Many do not say.
            break
    # One frame in the driver's hands: an older one would only be late.
    capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)


def read(capture: cv2.VideoCapture) -> Image | None:
    """Read the next picture, (h, w, 3) uint8 BGR; None where there is none, or it cannot be used."""
    try:
        done, image = capture.read()
    except cv2.error:
        return None
    if not done or image is None or image.ndim != 3:
        return None
    return np.ascontiguousarray(image, np.uint8)


def stamp_s_of(capture: cv2.VideoCapture) -> float:
    """Give the stamp of the picture that was read last; 0 or less where there is none."""
    return float(capture.get(cv2.CAP_PROP_POS_MSEC)) / 1000


def newest(capture: cv2.VideoCapture, opening_s: float) -> Image | None:
    """Read the first picture that is of now, leaving out those that a stream gathered while it was being opened.

    They are as many as were taken meanwhile (up to a second and a half), and what a camera sends first from its own
    store: those are not waited for.
    """
    image, read_s, stamp_s = read(capture), time.monotonic(), stamp_s_of(capture)
    first_s, end_s = stamp_s, read_s + CATCH_UP_S
    while image is not None and read_s < end_s:
        before_s, last_stamp_s = read_s, stamp_s
        image, read_s, stamp_s = read(capture), time.monotonic(), stamp_s_of(capture)
        waited_for = read_s - before_s >= WAITED_FOR_SHARE * (stamp_s - last_stamp_s)
        if waited_for and stamp_s - first_s >= opening_s:
            break
    return image


@contextmanager
def _quiet_opencv() -> Iterator[None]:
    """Keep OpenCV from complaining on the screen of a camera that is not there: that is said in better words."""
    logging = cv2.utils.logging
    level = logging.getLogLevel()
    logging.setLogLevel(logging.LOG_LEVEL_SILENT)
    try:
        yield
    finally:
        logging.setLogLevel(level)


def _not_there(which: int | str) -> CameraError:
    if isinstance(which, int):
        return CameraError(
            "there is no such camera, or another program has it",
            where=f"camera {which}",
            mend="Close other programs that use it, or see formcheck doctor for the cameras there are",
        )
    mend = "See that it is switched on and that the address is right"
    return CameraError("the camera does not answer", where=without_password(which), mend=mend)


def no_picture(which: int | str) -> CameraError:
    """Say of a camera that it opens and gives nothing."""
    where = f"camera {which}" if isinstance(which, int) else without_password(which)
    return CameraError("it opens, but gives no picture", where=where, mend="Unplug it and plug it in again")


def without_password(address: str) -> str:
    """Give an address as it may be shown: without the name and password that it may have before an ``@``."""
    scheme, _, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{host.rpartition('@')[2]}{slash}{path}"
