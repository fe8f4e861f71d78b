"""Cameras that stall, vanish and come back; the camera is served over HTTP by the test itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.errors import CameraError, VideoError
from formcheck.video.camera import CameraSource, fitted, open_source, try_camera
from formcheck.video.capture import without_password
from formcheck.video.playback import FilePlayback
from formcheck.video.source import Trouble
from tests.support.netcamera import NetCamera
from tests.support.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PATIENCE_S = 20.0
NO_CAMERA = 97


@pytest.fixture
def camera() -> Iterator[NetCamera]:
    with NetCamera() as plugged:
        yield plugged


def test_a_camera_that_vanishes_is_told_and_found_again_and_its_time_goes_on(camera: NetCamera) -> None:
    with open_source(camera.address) as source:
        before = source.newest(PATIENCE_S)
        assert before is not None
        camera.unplug()
        wait_for(lambda: source.state.trouble is Trouble.LOST, PATIENCE_S)
        assert source.state.since_s > before.time_s
        while source.newest(0.0) is not None:
            pass
        assert not source.ended
        camera.plug_in()
        after = source.newest(PATIENCE_S)
        assert after is not None
        assert source.state.trouble is Trouble.NONE
        assert source.state.reconnected == 1
        assert before.time_s < after.time_s <= source.now_s()
        assert after.index > before.index


def test_a_camera_that_comes_back_with_another_size_gives_pictures_of_the_first(camera: NetCamera) -> None:
    with open_source(camera.address) as source:
        camera.unplug()
        wait_for(lambda: source.state.trouble is Trouble.LOST, PATIENCE_S)
        camera.size = (200, 120)
        camera.plug_in()
        wait_for(lambda: source.state.reconnected == 1, PATIENCE_S)
        source.newest(0.0)
        frame = source.newest(PATIENCE_S)
        assert frame is not None
        assert frame.image.shape == (120, 160, 3)
        assert frame.source_size == source.state.size == (160, 120)


def test_a_camera_that_stalls_or_goes_dark_is_told(camera: NetCamera) -> None:
    with open_source(camera.address) as source:
        camera.dark = True
        wait_for(lambda: source.state.trouble is Trouble.BLACK, PATIENCE_S)
        camera.dark = False
        wait_for(lambda: source.state.trouble is Trouble.NONE, PATIENCE_S)
        camera.stalled = True
        wait_for(lambda: source.state.trouble is Trouble.STALLED, PATIENCE_S)
        camera.stalled = False
        wait_for(lambda: source.state.trouble is Trouble.NONE, PATIENCE_S)


def test_who_comes_late_gets_the_newest_frame_and_the_others_are_let_go(camera: NetCamera) -> None:
    with open_source(camera.address) as source:
        wait_for(lambda: source.state.captured >= 5, PATIENCE_S)
        frame = source.newest(PATIENCE_S)
        assert frame is not None
        assert frame.index >= 4
        assert source.state.dropped >= 4


def test_a_camera_that_is_not_there_is_one_clear_error() -> None:
    with pytest.raises(CameraError, match=f"camera {NO_CAMERA}: there is no such camera.*formcheck doctor"):
        open_source(str(NO_CAMERA))
    assert try_camera(NO_CAMERA) is None


def test_an_address_that_does_not_answer_is_told_without_its_password() -> None:
    with pytest.raises(CameraError, match="does not answer") as caught:
        open_source("rtsp://me:secret@127.0.0.1:9/stream")
    assert "secret" not in str(caught.value)
    assert without_password("rtsp://me:s@cret@host:554/a@b") == "rtsp://host:554/a@b"


def test_text_that_is_no_camera_is_a_file(make_video: Callable[..., Path], tmp_path: Path) -> None:
    with open_source(str(make_video("lunge.mp4"))) as source:
        assert isinstance(source, FilePlayback)
        assert source.name == "lunge.mp4"
    with pytest.raises(VideoError, match="there is no such file"):
        open_source(str(tmp_path / "missing.mp4"))


def test_a_camera_never_tells_its_address_in_a_record(camera: NetCamera) -> None:
    with CameraSource(camera.address) as source:
        assert source.name == "camera in the network"


@given(
    own=st.tuples(st.integers(1, 200), st.integers(1, 200)),
    wanted=st.tuples(st.integers(1, 200), st.integers(1, 200)),
)
def test_a_picture_of_any_size_is_fitted_whole(own: tuple[int, int], wanted: tuple[int, int]) -> None:
    image = np.full((own[1], own[0], 3), 200, np.uint8)
    result = fitted(image, wanted)
    assert result.shape == (wanted[1], wanted[0], 3)
    lit = result[:, :, 0] == 200
    assert lit.any(axis=0).all() or lit.any(axis=1).all()  # it fills one direction
    height, width = int(lit.any(axis=1).sum()), int(lit.any(axis=0).sum())
    scale = min(wanted[0] / own[0], wanted[1] / own[1])
    assert abs(width - max(1, own[0] * scale)) <= 1
    assert abs(height - max(1, own[1] * scale)) <= 1
