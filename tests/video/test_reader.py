"""A video is read upright, with its true times, the same in each run."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formcheck.errors import VideoError
from formcheck.video.reader import VideoFile

from .conftest import TEN_A_SECOND, corner_colours, number_in, write_video

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import MakeVideo

UPRIGHT = {"red": "top left", "green": "top right"}


def times_of(path: Path, **how: Any) -> list[float]:
    return [frame.time_s for frame in VideoFile(path).frames(**how)]


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mov", "clip.mkv", "clip.ts"])
def test_each_frame_comes_once_in_order_at_its_time(make_video: MakeVideo, name: str) -> None:
    with VideoFile(make_video(name)) as video:
        frames = list(video.frames())
        assert [number_in(frame.image) for frame in frames] == list(range(30))
        assert [frame.index for frame in frames] == list(range(30))
        assert [frame.time_s for frame in frames] == pytest.approx(TEN_A_SECOND, abs=0.001)
        assert video.trouble is None


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(gaps_ms=st.lists(st.integers(2, 900), min_size=1, max_size=25))
def test_a_variable_rate_is_read_as_it_was_recorded(
    tmp_path_factory: pytest.TempPathFactory, gaps_ms: list[int]
) -> None:
    times_s = [0.0, *(int(total) / 1000 for total in np.cumsum(gaps_ms))]
    path = write_video(tmp_path_factory.mktemp("variable") / "clip.mp4", times_s)
    assert times_of(path) == pytest.approx(times_s, abs=0.0005)


def test_the_rate_of_film_is_not_rounded(make_video: MakeVideo) -> None:
    rate = Fraction(24000, 1001)
    path = make_video("film.mp4", [float(number / rate) for number in range(48)], rate=rate)
    video = VideoFile(path)
    assert video.info.frame_rate == pytest.approx(24000 / 1001, abs=0.001)
    assert list(video.frames())[24].time_s == pytest.approx(1.001, abs=1e-4)


def test_a_picture_that_begins_after_the_sound_keeps_its_delay(make_video: MakeVideo) -> None:
    path = make_video("late.mp4", [0.5, 0.6, 0.7], sound_s=1.0)
    assert times_of(path) == pytest.approx([0.5, 0.6, 0.7], abs=0.001)


def test_a_transport_stream_begins_at_zero_wherever_its_count_begins(make_video: MakeVideo) -> None:
    path = make_video("broadcast.ts", [700.0 + time_s for time_s in TEN_A_SECOND])
    assert times_of(path)[0] == 0.0


@pytest.mark.parametrize(
    ("turn_back_deg", "clockwise_deg", "red", "green"),
    [
        (0, 0, "top left", "top right"),
        (-90, 90, "top right", "bottom right"),
        (180, 180, "bottom right", "bottom left"),
        (90, 270, "bottom left", "top left"),
    ],
)
def test_the_rotation_of_a_phone_is_applied_once(
    make_video: MakeVideo, turn_back_deg: int, clockwise_deg: int, red: str, green: str
) -> None:
    video = VideoFile(make_video("phone.mp4", rotation_deg=turn_back_deg, size=(96, 48)))
    frame = next(iter(video.frames()))
    sideways = clockwise_deg in (90, 270)
    assert video.info.rotation_deg == clockwise_deg
    assert (video.info.width, video.info.height) == ((48, 96) if sideways else (96, 48))
    assert frame.image.shape == ((96, 48, 3) if sideways else (48, 96, 3))
    assert corner_colours(frame.image) == {"red": red, "green": green}


def test_a_mirrored_recording_is_mirrored_back(make_video: MakeVideo) -> None:
    frame = next(iter(VideoFile(make_video("selfie.mp4", mirrored=True)).frames()))
    assert corner_colours(frame.image) == {"red": "top right", "green": "top left"}


@pytest.mark.parametrize(
    ("aspect", "size"),
    [(Fraction(4, 3), (128, 48)), (Fraction(3, 4), (96, 64)), (Fraction(1, 900), (96, 48))],
)
def test_pixels_that_are_not_square_are_made_so(make_video: MakeVideo, aspect: Fraction, size: tuple[int, int]) -> None:
    video = VideoFile(make_video("tv.mkv", size=(96, 48), pixel_aspect=aspect))
    frame = next(iter(video.frames()))
    assert (video.info.width, video.info.height) == size
    assert frame.source_size == size
    assert frame.image.shape[1::-1] == size


@pytest.mark.parametrize(
    ("name", "codec", "pixel_format", "size"),
    [
        ("ten-bit.mp4", "libx264", "yuv420p10le", (64, 48)),
        ("grey.mkv", "ffv1", "gray", (64, 48)),
        ("alpha.mov", "png", "rgba", (64, 48)),
        ("odd.mkv", "ffv1", "yuv444p", (67, 49)),
        ("odd-chroma.mkv", "ffv1", "yuv420p", (67, 49)),
        ("full-range.mov", "mjpeg", "yuvj420p", (64, 48)),
        ("small.mp4", "libx264", "yuv420p", (16, 16)),
    ],
)
def test_every_kind_of_picture_becomes_plain_bgr(
    make_video: MakeVideo, name: str, codec: str, pixel_format: str, size: tuple[int, int]
) -> None:
    video = VideoFile(make_video(name, codec=codec, pixel_format=pixel_format, size=size, options={}))
    frames = list(video.frames())
    assert len(frames) == 30
    assert number_in(frames[21].image) == 21
    assert frames[0].image.dtype == np.uint8
    assert frames[0].image.shape == (size[1], size[0], 3)
    assert frames[0].image.flags.c_contiguous
    if pixel_format != "gray":
        assert corner_colours(frames[0].image) == UPRIGHT


def test_pictures_are_shrunk_to_the_long_side_and_never_enlarged(make_video: MakeVideo) -> None:
    video = VideoFile(make_video("phone.mp4", size=(96, 48), rotation_deg=-90))
    small = next(iter(video.frames(long_side=64)))
    assert small.image.shape == (64, 32, 3)
    assert small.source_size == (48, 96)
    assert next(iter(video.frames(long_side=4000))).image.shape == (96, 48, 3)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts"])
@settings(max_examples=8, deadline=None)
@given(start=st.integers(0, 31), length=st.integers(0, 31))
def test_a_time_range_gives_just_the_frames_within_it(
    tmp_path_factory: pytest.TempPathFactory, name: str, start: int, length: int
) -> None:
    path = tmp_path_factory.mktemp("range") / name
    write_video(path)
    got = [number_in(f.image) for f in VideoFile(path).frames(start_s=start / 10, end_s=(start + length) / 10)]
    assert got == [number for number in range(30) if start <= number < start + length]


def test_the_part_after_a_cut_without_recoding_begins_where_a_player_begins(
    make_video: MakeVideo, tmp_path: Path
) -> None:
    """Such a cut copies from the key frame on and hides what was not wanted behind an edit list."""
    source, cut = make_video("whole.mp4"), tmp_path / "cut.mp4"
    with av.open(str(source)) as old, av.open(str(cut), "w") as new:
        stream = old.streams.video[0]
        copy = new.add_stream_from_template(stream)
        assert stream.time_base is not None
        old.seek(round(1.0 / stream.time_base), stream=stream)
        for packet in old.demux(stream):
            if packet.pts is None or packet.dts is None:
                continue
            packet.pts -= round(1.4 / stream.time_base)
            packet.dts -= round(1.4 / stream.time_base)
            packet.stream = copy
            new.mux(packet)
    frames = list(VideoFile(cut).frames())
    assert number_in(frames[0].image) == 14
    assert frames[0].time_s == pytest.approx(0.0, abs=0.001)
    assert frames[-1].time_s == pytest.approx(1.5, abs=0.001)


def test_two_recordings_joined_end_to_end_are_both_read(make_video: MakeVideo, tmp_path: Path) -> None:
    one = make_video("one.ts", options={"g": "10", "bf": "0"}).read_bytes()
    joined = tmp_path / "joined.ts"
    joined.write_bytes(one + one)
    video = VideoFile(joined)
    times_s = [frame.time_s for frame in video.frames()]
    assert len(times_s) >= 58
    assert all(later > earlier for earlier, later in pairwise(times_s))
    assert video.trouble is not None
    assert "start afresh" in video.trouble


def test_the_header_is_told(make_video: MakeVideo) -> None:
    path = make_video("clip.mp4", sound_s=2.0)
    info = VideoFile(path).info
    assert info.path == path
    assert info.duration_s == pytest.approx(3.0, abs=0.01)
    assert info.frame_rate == pytest.approx(10.0)
    assert info.frames_estimate == 30
    assert (info.codec, info.pixel_format, info.rotation_deg) == ("h264", "yuv420p", 0)


def test_a_raw_stream_without_times_is_counted_out(make_video: MakeVideo) -> None:
    video = VideoFile(make_video("raw.h264"))
    frames = list(video.frames(start_s=1.0))
    assert video.info.frame_rate is not None
    assert video.info.duration_s == pytest.approx(30 / video.info.frame_rate, rel=0.05)
    assert all(frame.time_s >= 1.0 for frame in frames)


def test_reading_twice_gives_the_same(make_video: MakeVideo) -> None:
    video = VideoFile(make_video("clip.mp4"))
    first, second = ([(f.time_s, f.image.tobytes()) for f in video.frames()] for _ in range(2))
    assert first == second


def test_leaving_the_block_ends_the_reading(make_video: MakeVideo) -> None:
    with VideoFile(make_video("clip.mp4")) as video:
        frames = video.frames()
        next(frames)
    assert list(frames) == []


def test_a_file_that_went_away_meanwhile_is_said(make_video: MakeVideo) -> None:
    video = VideoFile(make_video("clip.mp4"))
    video.path.unlink()
    with pytest.raises(VideoError, match="no such file"):
        list(video.frames())
