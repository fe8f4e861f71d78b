"""The video of a session."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from formcheck.draw.blur import Showing
from formcheck.errors import OutputError
from formcheck.live.record import ROOM, VideoRecorder
from formcheck.pose.landmarks import FACE, INDEX
from formcheck.pose.pose import Observation, Pose
from formcheck.video.frame import Frame
from formcheck.video.reader import VideoFile

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

SIZE = (160, 120)
FACE_AT = (80, 30)


def stripes() -> NDArray[np.uint8]:
    image = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    image[:, ::2] = 255
    return image


def somebody(time_s: float) -> Pose:
    points = np.zeros((33, 2), np.float32)
    points[list(FACE)] = FACE_AT
    for part, y in (("shoulder", 50), ("hip", 100)):
        points[INDEX[f"left_{part}"]] = points[INDEX[f"right_{part}"]] = (80, y)
    sure = np.ones(33, np.float32)
    return Pose(time_s, SIZE, points, np.zeros((33, 3), np.float32), sure, sure)


def recorded(path: Path, image: NDArray[np.uint8], *, showing: Showing) -> list[Frame]:
    recorder = VideoRecorder(path, showing=showing, rate=10.0)
    for index in range(ROOM):
        time_s = 5.0 + index / 10
        recorder.add(Frame(index, time_s, image, SIZE), Observation(index, time_s, somebody(time_s)))
    assert recorder.finish() == path
    with VideoFile(path) as video:
        return list(video.frames())


def contrast_at(frame: Frame, x: int, y: int) -> float:
    return float(frame.image[y, x - 4 : x + 4].std())


def test_the_face_is_blurred_in_the_video_and_not_in_the_session(tmp_path: Path) -> None:
    image = stripes()
    frames = recorded(tmp_path / "session.mp4", image, showing=Showing.BLURRED)
    assert np.array_equal(image, stripes())
    assert all(contrast_at(frame, *FACE_AT) < 20 for frame in frames)
    assert all(contrast_at(frame, 10, 110) > 80 for frame in frames)


def test_who_wants_the_face_gets_it(tmp_path: Path) -> None:
    frames = recorded(tmp_path / "session.mp4", stripes(), showing=Showing.UNBLURRED)
    assert all(contrast_at(frame, *FACE_AT) > 80 for frame in frames)


def test_a_video_of_the_skeleton_alone_has_nothing_of_the_picture(tmp_path: Path) -> None:
    frames = recorded(tmp_path / "session.mp4", stripes(), showing=Showing.SKELETON)
    assert all(contrast_at(frame, x, y) < 10 for frame in frames for x, y in ((10, 110), (150, 60), FACE_AT))


def test_frames_with_somebody_else_in_them_are_counted(tmp_path: Path) -> None:
    recorder = VideoRecorder(tmp_path / "session.mp4", showing=Showing.BLURRED, rate=10.0)
    for index, people in enumerate((None, 1, 2, 2)):
        seen = Observation(index, index / 10, somebody(index / 10), people)
        recorder.add(Frame(index, index / 10, stripes(), SIZE), seen)
    recorder.finish()
    assert recorder.with_others == 2


def test_the_video_begins_with_its_first_frame_and_keeps_the_times(tmp_path: Path) -> None:
    frames = recorded(tmp_path / "session.mp4", stripes(), showing=Showing.BLURRED)
    assert [frame.time_s for frame in frames] == pytest.approx([index / 10 for index in range(ROOM)])


def test_a_session_without_a_frame_leaves_no_video(tmp_path: Path) -> None:
    assert VideoRecorder(tmp_path / "session.mp4", showing=Showing.BLURRED, rate=30.0).finish() is None
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_cannot_be_written_is_told_at_the_end_only(tmp_path: Path) -> None:
    recorder = VideoRecorder(tmp_path / "nowhere" / "session.mp4", showing=Showing.BLURRED, rate=30.0)
    recorder.add(Frame(0, 0.0, stripes(), SIZE), Observation(0, 0.0, None))
    with pytest.raises(OutputError, match="the folder does not exist"):
        recorder.finish()
