"""The real model on the sample clips and on pictures of awkward sizes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from known_poses import SAMPLES, shown

from formcheck.errors import ModelError
from formcheck.pose.estimator import MODEL_LONG_SIDE_PX, WIDTH_MULTIPLE_PX, Estimator, model_picture
from formcheck.pose.landmarks import INDEX
from formcheck.video.frame import Frame
from formcheck.video.reader import VideoFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Sample = Callable[[str, int], list[Frame]]

CLIP = "kneeling_lunge_good"

RENDERED_PX = {"right_shoulder": (435, 212), "right_hip": (437, 329), "right_knee": (442, 438)}
"""Where the renderer put these joints in the first frames of the clip."""

TRUNK_PX = 118


RAISED_CLIP, LOST_FROM_S, LOST_UNTIL_S = "standing-stretch-right-rising-portrait", 24.0, 24.8
RAISED_PX, RAISED_TRUNK_PX = (122, 370), 67
"""Where the renderer put the ankle of the foot that is up, all that time, and how long it made the trunk. The model
lays it up to 1.2 trunks off."""


def picture(width: int, height: int) -> np.ndarray:
    return np.zeros((height, width, 3), np.uint8)


def test_landmarks_lie_on_the_rendered_joints(model: Path, sample: Sample) -> None:
    with Estimator(model) as estimator:
        seen = [estimator.observe(frame) for frame in sample(CLIP, 3)]
    for each in seen:
        pose = shown(each)
        for name, place in RENDERED_PX.items():
            assert np.hypot(*(pose.points[INDEX[name]] - place)) < 0.25 * TRUNK_PX
        assert pose.image_size == (960, 540)
        assert all(part.dtype == np.float32 for part in (pose.points, pose.world, pose.visibility, pose.presence))
        assert pose.back is not None
        assert np.isfinite(pose.back.outline).mean() > 0.8


def test_the_leg_that_is_up_and_that_the_model_loses_is_found_again(model: Path) -> None:
    with Estimator(model) as estimator, VideoFile(SAMPLES / f"{RAISED_CLIP}.mp4") as video:
        frames = video.frames(long_side=MODEL_LONG_SIDE_PX, start_s=LOST_FROM_S - 0.2, end_s=LOST_UNTIL_S)
        seen = [shown(estimator.observe(frame)) for frame in frames]
    ankles = [pose.points[INDEX["right_ankle"]] for pose in seen if pose.time_s > LOST_UNTIL_S - 0.5]
    assert len(ankles) >= 6
    assert max(np.hypot(*(ankle - RAISED_PX)) for ankle in ankles) < 0.75 * RAISED_TRUNK_PX


@pytest.mark.parametrize("size", [(405, 720), (361, 640), (362, 640), (270, 480), (1, 1), (16, 16), (3, 999)])
def test_no_width_ends_the_process_and_a_black_picture_shows_nobody(model: Path, size: tuple[int, int]) -> None:
    with Estimator(model) as estimator:
        for index in range(2):
            seen = estimator.observe(Frame(index, index / 30, picture(*size), size))
            assert seen.pose is None


@pytest.mark.parametrize("width", [405, 361, 362, 270])
def test_the_padding_does_not_move_the_landmarks(model: Path, sample: Sample, width: int) -> None:
    frame = sample(CLIP, 1)[0]
    centred = frame.image[:, 120 : 120 + 360]
    poses = []
    for wide in (360, width):
        image = cv2.resize(centred, (wide, 360))
        with Estimator(model) as estimator:
            poses.append(shown(estimator.observe(Frame(0, 0.0, image, (720, 720)))))
    distance = np.hypot(*(poses[0].points - poses[1].points).T)
    assert np.median(distance) < 12


@given(width=st.integers(1, 1500), height=st.integers(1, 1500), zoom=st.sampled_from([1, 2, 3]))
def test_the_model_gets_a_width_it_survives_and_the_scale_leads_back(width: int, height: int, zoom: int) -> None:
    small = model_picture(Frame(0, 0.0, picture(width, height), (width * zoom, height * zoom)))
    rows, columns = small.rgb.shape[:2]
    assert columns % WIDTH_MULTIPLE_PX == 0
    assert max(rows, columns - WIDTH_MULTIPLE_PX + 1) <= MODEL_LONG_SIDE_PX
    assert rows * small.scale[1] == pytest.approx(height * zoom)
    assert -1e-6 <= columns * small.scale[0] - width * zoom < WIDTH_MULTIPLE_PX * small.scale[0]


def test_time_stamps_that_stand_still_or_lie_within_a_millisecond_are_no_trouble(model: Path, sample: Sample) -> None:
    frames = sample(CLIP, 4)
    with Estimator(model, mask=False) as estimator:
        for frame, time_s in zip(frames, (0.0, 0.0, 0.0004, 0.0003), strict=True):
            seen = estimator.observe(Frame(frame.index, time_s, frame.image, frame.source_size))
            assert shown(seen).time_s == time_s
            assert shown(seen).back is None


def test_the_same_frames_give_the_same_poses(model: Path, sample: Sample) -> None:
    points = []
    for _ in range(2):
        with Estimator(model) as estimator:
            points.append([shown(estimator.observe(frame)).points for frame in sample(CLIP, 4)])
    np.testing.assert_array_equal(points[0], points[1])


def test_a_file_that_is_no_model_is_refused_with_one_line(tmp_path: Path) -> None:
    path = tmp_path / "broken.task"
    path.write_bytes(b"not a bundle" * 100)
    for wrong in (path, tmp_path / "none.task"):
        with pytest.raises(ModelError, match=wrong.name) as caught:
            Estimator(wrong)
        assert "\n" not in str(caught.value)


def test_nothing_is_printed_from_first_to_last_but_what_python_says(model: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from formcheck.pose.estimator import Estimator;"
        "from formcheck.video.reader import VideoFile\n"
        "frames = VideoFile(sys.argv[2]).frames(long_side=640)\n"
        "estimator = Estimator(Path(sys.argv[1]))\n"
        "poses = [estimator.observe(next(frames)).pose for _ in range(3)]\n"
        "estimator.close(); estimator.close()\n"
        "print('mine', file=sys.stderr); print(sum(pose is not None for pose in poses))"
    )
    command = [sys.executable, "-c", script, str(model), str(SAMPLES / f"{CLIP}.mp4")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("3\n", "mine\n")
