"""A written video is whole, plays anywhere, and shows each picture at its time, or is not there."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.errors import OutputError
from formcheck.video.reader import VideoFile
from formcheck.video.writer import VideoWriter

from .conftest import number_in, numbered_picture

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

resource = pytest.importorskip("resource", reason="limits the size of files, as only POSIX can")

SIZE = (64, 48)


def write(path: Path, times_s: list[float], size: tuple[int, int] = SIZE) -> VideoWriter:
    with VideoWriter(path, size, frame_rate_hint=10) as writer:
        for number, time_s in enumerate(times_s):
            writer.write(numbered_picture(number, *size), time_s)
    return writer


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


@settings(max_examples=15, deadline=None)
@given(gaps_ms=st.lists(st.floats(0.5, 900), max_size=25), first_s=st.floats(0, 3))
def test_every_picture_is_read_back_at_its_time(
    tmp_path_factory: pytest.TempPathFactory, gaps_ms: list[float], first_s: float
) -> None:
    times_s = [first_s, *(first_s + float(total) / 1000 for total in np.cumsum(gaps_ms))]
    path = tmp_path_factory.mktemp("written") / "out.mp4"
    write(path, times_s)
    video = VideoFile(path)
    frames = list(video.frames())
    assert [number_in(frame.image) for frame in frames] == list(range(len(times_s)))
    assert [frame.time_s for frame in frames] == pytest.approx(times_s, abs=0.0001)
    assert video.trouble is None


def test_a_browser_can_play_it_from_the_first_bytes_on(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    write(path, [number / 10 for number in range(30)])
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")
    assert b"avc1" in content
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert float(stream.average_rate or 0) == pytest.approx(10)


@pytest.mark.parametrize("size", [(67, 48), (64, 49), (67, 49)])
def test_an_odd_side_is_made_even_by_repeating_the_edge(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "odd.mp4"
    with VideoWriter(path, size) as writer:
        writer.write(np.full((size[1], size[0], 3), 200, np.uint8), 0.0)
    frame = next(iter(VideoFile(path).frames()))
    assert frame.source_size == (size[0] + size[0] % 2, size[1] + size[1] % 2)
    assert np.abs(frame.image.astype(int) - 200).max() <= 6


def test_the_colours_stay_what_they_were(tmp_path: Path) -> None:
    colours = [(40, 40, 220), (40, 200, 40), (220, 60, 40), (128, 128, 128), (250, 250, 250), (5, 5, 5)]
    path = tmp_path / "colours.mp4"
    with VideoWriter(path, SIZE) as writer:
        for number, colour in enumerate(colours):
            writer.write(np.full((*SIZE[::-1], 3), colour, np.uint8), number / 10)
    for colour, frame in zip(colours, VideoFile(path).frames(), strict=True):
        assert frame.image.mean(axis=(0, 1)) == pytest.approx(colour, abs=4)


def test_a_picture_may_be_drawn_over_once_it_was_given(tmp_path: Path) -> None:
    path = tmp_path / "out.mp4"
    image = np.empty((*SIZE[::-1], 3), np.uint8)
    with VideoWriter(path, SIZE) as writer:
        for number in range(30):
            image[:] = numbered_picture(number, *SIZE)
            writer.write(image, number / 10)
            image[:] = 0
    assert [number_in(frame.image) for frame in VideoFile(path).frames()] == list(range(30))


def test_a_picture_that_would_never_be_seen_is_left_out_and_counted(tmp_path: Path) -> None:
    writer = write(tmp_path / "out.mp4", [0.0, 0.1, 0.1, 0.05, 0.2])
    assert (writer.written, writer.dropped) == (3, 2)
    assert [number_in(frame.image) for frame in VideoFile(tmp_path / "out.mp4").frames()] == [0, 1, 4]


@pytest.mark.parametrize("stop", [KeyboardInterrupt, ValueError, OutputError])
def test_a_stop_on_the_way_leaves_no_half_video(tmp_path: Path, stop: Callable[[str], BaseException]) -> None:
    (tmp_path / "out.mp4").write_bytes(b"the one before")

    def stopped() -> None:
        with VideoWriter(tmp_path / "out.mp4", SIZE) as writer:
            for number in range(50):
                writer.write(numbered_picture(number, *SIZE), number / 10)
            raise stop("stop")

    with pytest.raises((KeyboardInterrupt, ValueError, OutputError), match="stop"):
        stopped()
    assert names_in(tmp_path) == ["out.mp4"]
    assert (tmp_path / "out.mp4").read_bytes() == b"the one before"
    assert all(thread.name != "formcheck-encode" for thread in threading.enumerate())


def test_what_was_written_before_ctrl_c_can_be_kept(tmp_path: Path) -> None:
    def interrupted() -> None:
        with VideoWriter(tmp_path / "out.mp4", SIZE) as writer:
            try:
                for number in range(20):
                    writer.write(numbered_picture(number, *SIZE), number / 10)
                raise KeyboardInterrupt
            except KeyboardInterrupt:
                writer.finish()
                raise

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert len(list(VideoFile(tmp_path / "out.mp4").frames())) == 20


def test_a_full_disk_is_one_line_and_leaves_nothing(tmp_path: Path) -> None:
    """The limit on the size of a file stands for the disk's end: the system refuses alike."""
    noise = np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))

    def fill() -> None:
        with VideoWriter(tmp_path / "out.mp4", (640, 480)) as writer:
            for number in range(30):
                writer.write(np.roll(noise, number * 7, axis=0), number / 10)

    try:
        with pytest.raises(OutputError, match="larger than this disk allows") as caught:
            fill()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert "\n" not in str(caught.value)
    assert names_in(tmp_path) == []


def test_a_folder_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="folder does not exist"):
        VideoWriter(tmp_path / "missing" / "out.mp4", SIZE)


def test_a_video_of_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no frame to write"):
        write(tmp_path / "out.mp4", [])
    assert names_in(tmp_path) == []


@pytest.mark.parametrize("time_s", [-0.1, float("nan"), float("inf")])
def test_a_time_that_is_none_is_refused(tmp_path: Path, time_s: float) -> None:
    with pytest.raises(ValueError, match="a picture at"):
        write(tmp_path / "out.mp4", [time_s])


def test_a_picture_of_another_size_is_refused(tmp_path: Path) -> None:
    with VideoWriter(tmp_path / "out.mp4", SIZE) as writer:
        writer.write(numbered_picture(0, *SIZE), 0.0)
        with pytest.raises(ValueError, match="shape"):
            writer.write(numbered_picture(1, 32, 32), 0.1)


def test_the_same_pictures_give_the_same_file(tmp_path: Path) -> None:
    for name in ("one.mp4", "two.mp4"):
        write(tmp_path / name, [number / 10 for number in range(30)])
    assert (tmp_path / "one.mp4").read_bytes() == (tmp_path / "two.mp4").read_bytes()
