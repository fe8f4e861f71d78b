"""A file in the place of a camera."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from formcheck.video.camera import open_source
from formcheck.video.source import Trouble
from formcheck.video.writer import VideoWriter

from .conftest import number_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formcheck.video.frame import Frame
    from formcheck.video.source import LiveSource

PATIENCE_S = 10.0


def all_of(source: LiveSource, pause_s: float = 0.0) -> list[Frame]:
    frames = []
    while not source.ended:
        frame = source.newest(PATIENCE_S)
        if frame is not None:
            frames.append(frame)
            time.sleep(pause_s)
    return frames


def test_without_haste_every_frame_is_given_however_slowly_it_is_taken(make_video: Callable[..., Path]) -> None:
    with open_source(str(make_video("clip.mp4", [number / 10 for number in range(12)]))) as source:
        frames = all_of(source, pause_s=0.01)
        assert [number_in(frame.image) for frame in frames] == list(range(12))
        assert source.state.dropped == 0
        assert source.now_s() == frames[-1].time_s == pytest.approx(1.1)


def test_in_real_time_no_frame_comes_before_its_time_and_late_ones_are_let_go(make_video: Callable[..., Path]) -> None:
    path = make_video("clip.mp4", [number / 30 for number in range(30)])
    with open_source(str(path), realtime=True) as source:
        frames = []
        while not source.ended:
            frame = source.newest(PATIENCE_S)
            if frame is not None:
                assert source.now_s() >= frame.time_s - 0.002
                frames.append(frame)
                time.sleep(0.1)  # slower than they come
        assert len(frames) < 30
        assert source.state.dropped == 30 - len(frames)
        assert number_in(frames[-1].image) == 29


def test_the_turn_that_a_file_asks_for_is_applied(make_video: Callable[..., Path]) -> None:
    with open_source(str(make_video("portrait.mp4", rotation_deg=90))) as source:
        frame = source.newest(PATIENCE_S)
        assert frame is not None
        assert frame.image.shape == (64, 48, 3)
        assert source.state.size == (48, 64)


@pytest.mark.parametrize(("level", "trouble"), [(0, Trouble.BLACK), (128, Trouble.FROZEN)])
def test_a_black_and_a_frozen_picture_are_told(level: int, trouble: Trouble, tmp_path: Path) -> None:
    path = tmp_path / "still.mp4"
    with VideoWriter(path, (64, 48), frame_rate_hint=10) as writer:
        for number in range(35):
            writer.write(np.full((48, 64, 3), level, np.uint8), number / 10)
    with open_source(str(path)) as source:
        all_of(source)
        assert source.state.trouble is trouble


def test_a_picture_that_moves_is_no_trouble(make_video: Callable[..., Path]) -> None:
    with open_source(str(make_video("clip.mp4", [number / 10 for number in range(50)]))) as source:
        all_of(source)
        assert source.state.trouble is Trouble.NONE


def test_a_session_can_be_left_before_the_file_ends(make_video: Callable[..., Path]) -> None:
    source = open_source(str(make_video("clip.mp4")), realtime=True)
    source.newest(PATIENCE_S)
    source.close()
    source.newest(0.0)
    assert source.ended
