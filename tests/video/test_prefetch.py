"""Decoding ahead changes nothing but the time it takes."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import numpy as np
import pytest

from formcheck.errors import VideoError
from formcheck.video.frame import Frame
from formcheck.video.prefetch import prefetch
from formcheck.video.reader import VideoFile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .conftest import MakeVideo

PICTURE = np.zeros((2, 2, 3), np.uint8)


def decoding_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "formcheck-decode"]


class Source:
    """Endless frames that count how many were asked for, and whether they were closed."""

    def __init__(self) -> None:
        self.given = 0
        self.closed = False

    def frames(self) -> Iterator[Frame]:
        try:
            while True:
                self.given += 1
                yield Frame(self.given - 1, self.given / 10, PICTURE, (2, 2))
        finally:
            self.closed = True


def test_a_video_read_ahead_is_the_same_video(make_video: MakeVideo) -> None:
    video = VideoFile(make_video("clip.mp4"))
    direct = [(frame.index, frame.time_s, frame.image.tobytes()) for frame in video.frames()]
    ahead = [(frame.index, frame.time_s, frame.image.tobytes()) for frame in prefetch(video.frames())]
    assert ahead == direct
    assert decoding_threads() == []


def test_no_more_frames_wait_than_allowed() -> None:
    source = Source()
    frames = prefetch(source.frames(), ahead=3)
    for taken in range(1, 40):
        next(frames)
        # One more may be in the hands of the decoding thread, one just put in the place of the taken.
        assert source.given <= taken + 3 + 1
    frames.close()


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError])
def test_a_consumer_that_stops_early_leaves_no_thread_behind(stop: type[BaseException]) -> None:
    source = Source()

    def take_a_few() -> None:
        for frame in prefetch(source.frames()):
            if frame.index == 5:
                raise stop

    with pytest.raises(stop):
        take_a_few()
    assert decoding_threads() == []
    assert source.closed


def test_an_error_of_the_source_comes_after_the_frames_before_it() -> None:
    def breaking() -> Iterator[Frame]:
        for index in range(3):
            yield Frame(index, index / 10, PICTURE, (2, 2))
        raise VideoError("gone", where="clip.mp4")

    frames = prefetch(breaking())
    assert [next(frames).index for _ in range(3)] == [0, 1, 2]
    with pytest.raises(VideoError, match=r"clip\.mp4: gone"):
        next(frames)
    assert decoding_threads() == []


def test_nothing_is_decoded_before_the_first_frame_is_wanted() -> None:
    source = Source()
    prefetch(source.frames())
    assert source.given == 0
