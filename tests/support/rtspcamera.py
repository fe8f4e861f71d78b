"""A camera that speaks RTSP, from this machine to itself; in each of its pictures stands when it was taken."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Self

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

RATE = 25
SIZE = (640, 480)
BITS = 32
CELL_PX = 16
PROGRAM = Path(__file__).with_name("rtsp_server.py")
NEEDED = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import GstRtspServer"


@cache
def python_with_gstreamer() -> str | None:
    """Find a Python that has GStreamer's RTSP server; None where there is none."""
    for python in filter(None, (sys.executable, shutil.which("python3", path="/usr/bin"))):
        if subprocess.run([python, "-c", NEEDED], capture_output=True, check=False).returncode == 0:
            return python
    return None


def stamp(image: Image, time_s: float) -> None:
    """Draw a time into the first row of cells, in milliseconds, as light and dark."""
    for bit in range(BITS):
        image[:CELL_PX, bit * CELL_PX : (bit + 1) * CELL_PX] = 255 if round(1000 * time_s) >> bit & 1 else 0


def stamped_s(image: Image) -> float:
    """Read the time again, in seconds."""
    row = image[CELL_PX // 2, CELL_PX // 2 : BITS * CELL_PX : CELL_PX].mean(axis=1)
    return sum(1 << bit for bit in range(BITS) if row[bit] > 127) / 1000


def noise(_: int) -> Image:
    """Give a picture in which something moves, as in that of any sensor."""
    grains = np.random.default_rng().integers(60, 160, (SIZE[1] // 16, SIZE[0] // 16, 3), np.uint8)
    return np.asarray(cv2.resize(grains, SIZE), np.uint8)


class RtspCamera:
    """Can be unplugged (its process is killed), be plugged in again at the same address, and stall.

    Parameters
    ----------
    picture
        Gives the picture of a number, (480, 640, 3) BGR; its first row of cells is drawn over.
    """

    def __init__(self, picture: Callable[[int], Image] = noise) -> None:
        self.stalled = False
        self._picture = picture
        self._number = 0
        self._server: subprocess.Popen[bytes] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]

    @property
    def address(self) -> str:
        return f"rtsp://127.0.0.1:{self._port}/camera"

    def plug_in(self) -> None:
        python = python_with_gstreamer()
        assert python is not None
        command = [python, str(PROGRAM), str(self._port), *map(str, SIZE), str(RATE)]
        server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert server.stdout is not None
        assert server.stdout.readline() == b"ready\n"
        self._server = server
        threading.Thread(target=self._film, args=(server,), daemon=True).start()

    def unplug(self) -> None:
        if self._server is not None:
            self._server.kill()
            self._server.wait()

    def _film(self, server: subprocess.Popen[bytes]) -> None:
        assert server.stdin is not None
        next_s = time.monotonic()
        while server.poll() is None:
            next_s = max(next_s + 1 / RATE, time.monotonic())
            picture = self._picture(self._number).copy()
            time.sleep(max(0.0, next_s - time.monotonic()))
            if self.stalled:
                continue
            self._number += 1
            stamp(picture, time.monotonic())
            try:
                server.stdin.write(picture.tobytes())
                server.stdin.flush()
            except OSError:
                return

    def __enter__(self) -> Self:
        self.plug_in()
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()
