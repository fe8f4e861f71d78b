"""A camera in the network that is real to whoever reads it: JPEG after JPEG over HTTP, from this machine to itself."""

from __future__ import annotations

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Self

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 25.0


class NetCamera:
    """Serves pictures with noise, as a sensor has it. It can be unplugged, stall, go dark or change its size."""

    def __init__(self) -> None:
        self.size = (160, 120)
        self.stalled = False
        self.dark = False
        self._server: ThreadingHTTPServer | None = None
        self._port = 0
        self._noise = np.random.default_rng(0)
        self._unplugged = threading.Event()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}/camera"

    def plug_in(self) -> None:
        camera = self
        self._unplugged = unplugged = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=next")
                self.end_headers()
                while not unplugged.is_set():
                    if not camera.stalled:
                        self._send(camera.picture())
                    time.sleep(1 / RATE)

            def _send(self, picture: NDArray[np.uint8]) -> None:
                data = cv2.imencode(".jpg", picture)[1].tobytes()
                head = f"--next\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
                try:
                    self.wfile.write(head.encode() + data + b"\r\n")
                except OSError:
                    unplugged.wait(1 / RATE)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", self._port), Handler)
        self._server.daemon_threads = True
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def unplug(self) -> None:
        self._unplugged.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    def picture(self) -> NDArray[np.uint8]:
        width, height = self.size
        if self.dark:
            return np.zeros((height, width, 3), np.uint8)
        noise = self._noise.integers(0, 60, (height // 8, width // 8, 3), np.uint8)
        return np.asarray(cv2.resize(noise + np.uint8(100), (width, height)), np.uint8)

    def __enter__(self) -> Self:
        self.plug_in()
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()
