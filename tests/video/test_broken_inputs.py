"""A broken video gives what was readable and says what was not, or is refused in one clear line."""

from __future__ import annotations

import os
import random
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from formcheck.errors import VideoError
from formcheck.video.reader import VideoFile

from .conftest import number_in, numbered_picture, write_silence

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import MakeVideo

IN_FILE_ORDER = {"g": "10", "bf": "0"}


def refusal(path: Path) -> str:
    """Give the one line with which a file is refused."""
    with pytest.raises(VideoError) as caught:
        VideoFile(path)
    line = str(caught.value)
    assert line.startswith(f"{path}: ")
    assert "\n" not in line
    return line


def cut(path: Path, share: float) -> Path:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


def numbers_read(video: VideoFile) -> list[int]:
    return [number_in(frame.image) for frame in video.frames()]


def test_a_missing_file(tmp_path: Path) -> None:
    assert "there is no such file" in refusal(tmp_path / "missing.mp4")


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path)


def test_a_device(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    assert "not an ordinary file" in refusal(tmp_path / "pipe.mp4")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read all")
def test_no_permission(make_video: MakeVideo) -> None:
    path = make_video("private.mp4")
    path.chmod(0)
    assert "no permission" in refusal(path)


def test_a_name_too_long_for_the_system(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / ("n" * 300 + ".mp4"))


def test_zero_bytes(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    assert "is empty" in refusal(tmp_path / "empty.mp4")


@pytest.mark.parametrize(
    "content",
    [
        b"Monday: three sets of lunges.\n" * 50,
        b"\x00" * 5000,
        random.Random(3).randbytes(5000),  # noqa: S311 - not a secret
        b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/part.ts\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile other.mp4\n",
    ],
    ids=["text", "zeroes", "noise", "play list of addresses", "list of files"],
)
@pytest.mark.parametrize("name", ["clip.mp4", "clip.txt", "clip"])
def test_something_else_under_the_name_of_a_video(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert "is not a video" in refusal(tmp_path / name)


def test_a_list_that_leads_to_a_real_video_is_not_followed(make_video: MakeVideo, tmp_path: Path) -> None:
    make_video("part.ts")
    listed = tmp_path / "clip.m3u8"
    listed.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:3\n#EXTINF:3,\npart.ts\n#EXT-X-ENDLIST\n")
    assert "is not a video" in refusal(listed)


@pytest.mark.parametrize(("name", "codec", "pixels"), [("a.png", "png", "rgb24"), ("a.jpg", "mjpeg", "yuvj420p")])
def test_a_still_picture(make_video: MakeVideo, name: str, codec: str, pixels: str) -> None:
    path = make_video(name, [0.0], codec=codec, pixel_format=pixels, options={})
    assert "still picture" in refusal(path)


def test_only_sound(tmp_path: Path) -> None:
    path = tmp_path / "sound.m4a"
    with av.open(str(path), "w") as container:
        write_silence(container, container.add_stream("aac", rate=8000), 1.0)
    assert "only sound" in refusal(path)


def test_a_song_with_its_cover(make_video: MakeVideo, tmp_path: Path) -> None:
    cover = make_video("cover.png", [0.0], codec="png", pixel_format="rgb24", options={}).read_bytes()
    path = tmp_path / "song.flac"
    path.write_bytes(flac_with_picture(cover))
    assert "only sound" in refusal(path)


def flac_with_picture(picture: bytes) -> bytes:
    """Lay out a FLAC file of no samples with a cover (RFC 9639, sections 8.2 and 8.8)."""
    info = (4096).to_bytes(2, "big") * 2 + bytes(6) + (8000 << 44 | 15 << 36).to_bytes(8, "big") + bytes(16)
    cover = b"".join(
        [
            (3).to_bytes(4, "big"),
            (9).to_bytes(4, "big"),
            b"image/png",
            (0).to_bytes(4, "big"),
            *(number.to_bytes(4, "big") for number in (64, 48, 24, 0)),
            len(picture).to_bytes(4, "big"),
            picture,
        ]
    )
    return b"fLaC\x00" + len(info).to_bytes(3, "big") + info + b"\x86" + len(cover).to_bytes(3, "big") + cover


@pytest.mark.parametrize(("width", "height"), [(20000, 16), (16, 60000)])
def test_an_absurd_size_is_not_obeyed(tmp_path: Path, width: int, height: int) -> None:
    path = tmp_path / "wide.y4m"
    path.write_text(f"YUV4MPEG2 W{width} H{height} F25:1 Ip A1:1 C420jpeg\n")
    assert f"{width}x{height}" in refusal(path)


def test_an_8k_header_with_nothing_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "8k.y4m"
    path.write_text("YUV4MPEG2 W7680 H4320 F25:1 Ip A1:1 C420jpeg\nFRAME\n")
    assert "no frame of it can be decoded" in refusal(path)


def test_16_by_16_is_small_and_fine(make_video: MakeVideo) -> None:
    assert len(list(VideoFile(make_video("tiny.mp4", size=(16, 16))).frames())) == 30


def test_one_frame_is_a_short_video(make_video: MakeVideo) -> None:
    video = VideoFile(make_video("one.mp4", [0.0]))
    assert [frame.time_s for frame in video.frames()] == [0.0]
    assert video.trouble is None


@pytest.mark.parametrize("share", [0.02, 0.5, 0.8])
def test_a_recording_that_was_cut_off_before_its_index(make_video: MakeVideo, share: float) -> None:
    assert "breaks off before its index" in refusal(cut(make_video("dropped.mp4"), share))


def test_an_index_with_no_picture_behind_it(make_video: MakeVideo) -> None:
    path = make_video("clip.mp4", container_options={"movflags": "+faststart"})
    content = path.read_bytes()
    path.write_bytes(content[: content.index(b"mdat") + 4])
    assert "no frame of it can be decoded" in refusal(path)


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv"])
@pytest.mark.parametrize("share", [0.6, 0.8])
def test_a_lost_tail_gives_what_was_readable_and_says_up_to_where(
    make_video: MakeVideo, name: str, share: float
) -> None:
    options = {"movflags": "+faststart"} if name.endswith("mp4") else {}
    path = make_video(
        name,
        [n / 10 for n in range(100)],
        size=(320, 240),
        options=IN_FILE_ORDER,
        container_options=options,
    )
    video = VideoFile(cut(path, share))
    numbers = numbers_read(video)
    assert 20 < len(numbers) < 90
    assert numbers == list(range(len(numbers)))
    assert video.trouble is not None
    assert f"stopped being readable at {len(numbers) / 10:.1f} s of 10.0 s" in video.trouble


def test_the_time_before_a_lost_tail_is_no_trouble(make_video: MakeVideo) -> None:
    path = make_video("clip.mp4", size=(320, 240), container_options={"movflags": "+faststart"})
    video = VideoFile(cut(path, 0.8))
    assert len(list(video.frames(end_s=0.5))) == 5
    assert video.trouble is None


def noisy_video(make_video: MakeVideo, name: str) -> Path:
    """Give a video large enough that most of its bytes are picture."""
    return make_video(name, [n / 10 for n in range(60)], size=(320, 240))


@pytest.mark.parametrize("name", ["clip.mp4", "clip.mkv", "clip.ts"])
@pytest.mark.parametrize("seed", [1, 2])
def test_flipped_bits_in_the_middle_give_the_same_result_in_each_run(
    make_video: MakeVideo, name: str, seed: int
) -> None:
    path = noisy_video(make_video, name)
    content, chance = bytearray(path.read_bytes()), random.Random(seed)  # noqa: S311 - not a secret
    for _ in range(25):
        content[chance.randrange(len(content) * 4 // 10, len(content) * 6 // 10)] ^= 1 << chance.randrange(8)
    path.write_bytes(content)
    runs = []
    for _ in range(3):
        video = VideoFile(path)
        frames = [(frame.time_s, frame.image.tobytes()) for frame in video.frames()]
        runs.append((frames, video.trouble))
    assert runs[0] == runs[1] == runs[2]
    times_s = [time_s for time_s, _ in runs[0][0]]
    assert 20 < len(times_s) <= 60
    assert np.all(np.diff(times_s) > 0)


def test_a_hole_in_the_middle_is_passed_over_and_counted(make_video: MakeVideo) -> None:
    path = noisy_video(make_video, "clip.mp4")
    content = bytearray(path.read_bytes())
    start, end = len(content) * 4 // 10, len(content) * 5 // 10
    content[start:end] = bytes(end - start)
    path.write_bytes(content)
    video = VideoFile(path)
    frames = list(video.frames())
    assert number_in(frames[0].image) == 0
    assert number_in(frames[-1].image) == 59
    assert video.trouble is not None
    assert "left out" in video.trouble
    assert "stopped" not in video.trouble


def test_an_undamaged_video_is_not_called_damaged_where_its_sound_is_longer(make_video: MakeVideo) -> None:
    for name in ("clip.mp4", "clip.mkv"):
        video = VideoFile(make_video(name, sound_s=6.0))
        assert numbers_read(video) == list(range(30))
        assert video.trouble is None


def test_the_picture_helper_tells_numbers_apart() -> None:
    """All tests here lean on it."""
    assert [number_in(numbered_picture(n, 64, 48)) for n in range(256)] == list(range(256))
