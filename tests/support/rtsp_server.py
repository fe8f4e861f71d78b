"""A camera of the RTSP kind, as a program: what comes in at standard input goes out as H.264.

Run by the Python that has GStreamer's bindings (Debian: gir1.2-gst-rtsp-server-1.0, gstreamer1.0-plugins-ugly), which
need not be the one that runs the tests. Pictures are (height, width, 3) bytes, BGR, one after the other; while nobody
watches they are let go.
"""

from __future__ import annotations

import sys
import threading

import gi  # type: ignore[import-not-found]

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # type: ignore[import-not-found]  # noqa: E402

LAUNCH = (
    "( appsrc name=lens is-live=true format=time do-timestamp=true block=false"
    " caps=video/x-raw,format=BGR,width={width},height={height},framerate={rate}/1"
    " ! videoconvert ! video/x-raw,format=I420"
    " ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max={rate} ! rtph264pay name=pay0 pt=96 )"
)


class Camera:
    """Hands the pictures to whatever stream is being watched."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._lens = None

    def watched(self, _: object, media: GstRtspServer.RTSPMedia) -> None:
        self._lens = media.get_element().get_by_name("lens")
        media.connect("unprepared", self.left)

    def left(self, _: object) -> None:
        self._lens = None

    def run(self) -> None:
        while picture := sys.stdin.buffer.read(self._size):
            lens = self._lens
            if lens is not None:
                lens.emit("push-buffer", Gst.Buffer.new_wrapped(picture))


def main() -> None:
    port, width, height, rate = sys.argv[1:]
    Gst.init(None)
    camera = Camera(int(width) * int(height) * 3)
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(LAUNCH.format(width=width, height=height, rate=rate))
    factory.set_shared(True)
    factory.connect("media-configure", camera.watched)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(port)
    server.get_mount_points().add_factory("/camera", factory)
    if not server.attach(None):
        sys.exit(f"port {port} is taken")
    threading.Thread(target=camera.run, daemon=True).start()
    print("ready", flush=True)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
