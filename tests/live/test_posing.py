"""Finding poses at the step of the pace: in a smaller picture, and with another model."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.errors import ModelError
from formcheck.live.pace import Change, Pace, Step
from formcheck.live.posing import PoseThread, shrunk
from formcheck.pose.estimator import MODEL_LONG_SIDE_PX
from formcheck.pose.models import find_local_model
from formcheck.video.camera import open_source
from formcheck.video.frame import Frame
from tests.support.netcamera import NetCamera

PATIENCE_S = 60.0
STEPS = [Step("full", 640), Step("full", 320), Step("other", 320)]
FRAMES_A_STEP = 5


class Descending(Pace):
    """Goes down a step after every few frames, as on a machine that becomes slower and slower."""

    judged_frames = 0

    def judged(self, time_s: float, took_s: float, offered_rate: float | None) -> Change | None:
        self.judged_frames += 1
        if self.judged_frames % FRAMES_A_STEP:
            return None
        return self._step_down(time_s, 10.0)


@given(width=st.integers(1, 1000), height=st.integers(1, 1000), long_side=st.sampled_from([320, 640]))
def test_a_picture_is_made_smaller_in_its_own_shape_and_its_poses_stay_in_pixels_of_the_source(
    width: int, height: int, long_side: int
) -> None:
    frame = Frame(7, 0.25, np.zeros((height, width, 3), np.uint8), (width, height))
    small = shrunk(frame, long_side)
    assert (small.index, small.time_s, small.source_size) == (7, 0.25, (width, height))
    own = small.image.shape[1], small.image.shape[0]
    assert max(own) == min(max(width, height), long_side, MODEL_LONG_SIDE_PX)
    assert abs(own[0] * height - own[1] * width) <= max(width, height)


@pytest.mark.slow
def test_each_step_down_is_taken_between_two_frames_and_told() -> None:
    try:
        full = find_local_model()
    except ModelError as error:
        pytest.skip(f"no pose model on this machine: {error}")
    # The lighter model is not on every machine; its place is taken by the same file under another name.
    models = {"full": full, "other": replace(full, name="other")}
    changes: list[Change] = []
    times: list[float] = []
    with (
        NetCamera() as camera,
        open_source(camera.address) as source,
        PoseThread(source, models, Descending(STEPS)) as poses,
    ):
        end_s = time.monotonic() + PATIENCE_S
        while len(times) < FRAMES_A_STEP * (len(STEPS) + 1):
            assert time.monotonic() < end_s
            times += [posed.seen.time_s for posed in poses.take(0.2)]
            changes += poses.changes()
    assert [change.step for change in changes] == STEPS[1:]
    assert times == sorted(times)
