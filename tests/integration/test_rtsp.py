"""A camera in the network by RTSP, served by GStreamer from this machine to itself: found, lost, found again."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from formcheck.errors import CameraError
from formcheck.live.journal import Journal, Noted
from formcheck.video.camera import fitted, open_source
from formcheck.video.reader import VideoFile
from formcheck.video.source import Trouble
from tests.support.rtspcamera import RATE, SIZE, RtspCamera, python_with_gstreamer, stamped_s
from tests.support.waiting import wait_for

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from formcheck.pose.models import Model

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        python_with_gstreamer() is None,
        reason="there is no RTSP server here (Debian: gir1.2-gst-rtsp-server-1.0, gstreamer1.0-plugins-ugly)",
    ),
]

CLIP = Path(__file__).parents[2] / "sample_videos" / "rock-back-good.mp4"
PATIENCE_S = 60.0
GATHERED_S = 1.0
"""A stream takes longer than this to be opened; pictures from that time would be so old."""
SPREAD_S = 0.1


@pytest.fixture
def camera() -> Iterator[RtspCamera]:
    with RtspCamera() as plugged:
        yield plugged


def test_frames_of_a_stream_are_of_now_from_the_first_one_on_and_keep_their_true_distances(camera: RtspCamera) -> None:
    with open_source(camera.address) as source:
        zero_s = time.monotonic() - source.now_s()
        frames = [frame for _ in range(3 * RATE) if (frame := source.newest(PATIENCE_S)) is not None]
    assert frames[0].image.shape == (SIZE[1], SIZE[0], 3)
    late_s = np.array([zero_s + frame.time_s - stamped_s(frame.image) for frame in frames])
    assert late_s[0] < GATHERED_S
    assert np.all(late_s > 0.0)
    settled_s = late_s[RATE:]
    assert np.percentile(settled_s, 90) - np.percentile(settled_s, 10) < SPREAD_S


def test_a_stream_whose_camera_is_killed_is_found_again_and_its_time_goes_on(camera: RtspCamera) -> None:
    with open_source(camera.address) as source:
        before = source.newest(PATIENCE_S)
        assert before is not None
        camera.unplug()
        wait_for(lambda: source.state.trouble is Trouble.LOST, PATIENCE_S)
        while source.newest(0.0) is not None:
            pass
        assert not source.ended
        camera.plug_in()
        after = source.newest(PATIENCE_S)
        assert after is not None
        wait_for(lambda: source.state.trouble is Trouble.NONE, PATIENCE_S)
        assert source.state.reconnected == 1
        assert before.time_s < after.time_s <= source.now_s()


@pytest.mark.parametrize("seconds", [2.0, 12.0], ids=["a hiccup", "longer than a connection lasts"])
def test_a_stream_that_stands_still_is_told_and_goes_on(camera: RtspCamera, seconds: float) -> None:
    with open_source(camera.address) as source:
        camera.stalled = True
        wait_for(lambda: source.state.trouble is Trouble.STALLED, PATIENCE_S)
        time.sleep(seconds)
        assert source.state.trouble in {Trouble.STALLED, Trouble.LOST}
        camera.stalled = False
        wait_for(lambda: source.state.trouble is Trouble.NONE, PATIENCE_S)
        stopped_s = source.now_s()
        while source.newest(0.0) is not None:
            pass
        frame = source.newest(PATIENCE_S)
        assert frame is not None
        assert frame.time_s > stopped_s - GATHERED_S


def test_an_address_at_which_that_camera_has_no_stream_is_one_clear_error(camera: RtspCamera) -> None:
    with pytest.raises(CameraError, match=r"rtsp://127.0.0.1:\d+/cellar: the camera does not answer"):
        open_source(camera.address.replace("/camera", "/cellar"))


def test_an_address_where_nothing_is_ends_the_command_with_one_line(
    formcheck: Callable[..., Any], tmp_path: Path
) -> None:
    wrong = formcheck("live", "--source", "rtsp://me:secret@127.0.0.1:9/camera", "--no-window", "--yes", "--mute")
    assert wrong.code == 2
    assert wrong.err.splitlines() == [
        "formcheck: rtsp://127.0.0.1:9/camera: the camera does not answer. "
        "See that it is switched on and that the address is right."
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")
def test_a_session_outlives_its_camera(
    start: Callable[..., subprocess.Popen[bytes]], model: Model, tmp_path: Path
) -> None:
    pictures = someone_moving()
    with RtspCamera(lambda number: pictures[number % len(pictures)]) as camera:
        child = start("live", "--source", camera.address, "--no-window", "--yes", "--mute", "--out", tmp_path)
        wait_for(lambda: poses_kept(tmp_path) > RATE, PATIENCE_S)
        camera.unplug()
        wait_for(lambda: troubles(tmp_path)[-1:] == ["lost"], PATIENCE_S)
        kept = poses_kept(tmp_path)
        camera.plug_in()
        wait_for(lambda: poses_kept(tmp_path) > kept + RATE, PATIENCE_S)
        child.send_signal(signal.SIGINT)
        assert child.wait(PATIENCE_S) == 130
    (record,) = tmp_path.glob("*/session.json")
    live = json.loads(record.read_text("utf-8"))["live"]
    assert live["camera"]["reconnected"] == 1
    assert "lost" in [each["trouble"] for each in live["camera_troubles"]]
    assert camera.address not in record.read_text("utf-8")


def someone_moving() -> list[NDArray[np.uint8]]:
    with VideoFile(CLIP) as video:
        return [
            np.asarray(fitted(frame.image, SIZE), np.uint8) for frame in video.frames(long_side=max(SIZE), end_s=6.0)
        ]


def entries(parent: Path) -> list[object]:
    return [entry for path in parent.glob("*/*.journal") for entry in Journal(path).entries()]


def poses_kept(parent: Path) -> int:
    return sum(getattr(entry, "pose", None) is not None for entry in entries(parent))


def troubles(parent: Path) -> list[str]:
    notes = [entry for entry in entries(parent) if isinstance(entry, Noted) and entry.kind == "camera"]
    return [note.more["trouble"] for note in notes]
