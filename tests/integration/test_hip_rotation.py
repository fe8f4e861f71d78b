"""A 90/90 on video, through the real model: whose leg is in front, five reaches, the hold, and what is not seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from formcheck.analysis.analysis import judge_track
from formcheck.analysis.watching import watch
from formcheck.judge.loading import load_movement
from formcheck.judge.verdict import Verdict
from tests.integration.recordings import SAMPLES

if TYPE_CHECKING:
    from formcheck.judge.result import SetResult
    from formcheck.pose.models import Model

HELD_FROM_S = 15.02
"""From when on the last reach of the clip is held, by its truth."""


@pytest.fixture(scope="module")
def done(model: Model) -> SetResult:
    track, _ = watch(SAMPLES / "hip-rotation-right-good.mp4", model)
    (only,) = judge_track(track, load_movement("hip-rotation-90-90")).sets
    return only


def test_five_reaches_over_the_right_leg_are_counted(done: SetResult) -> None:
    assert done.side == "right"
    assert len(done.counted) == 5
    assert done.counted[-1].back is None


def test_the_last_reach_becomes_the_hold(done: SetResult) -> None:
    (hold,) = done.holds
    assert hold.start_s == pytest.approx(HELD_FROM_S, abs=0.4)
    assert hold.held_s > 5


def test_good_form_is_not_faulted_and_the_knees_are_left_to_a_higher_camera(done: SetResult) -> None:
    found = {cue.ref: cue for cue in done.cues}
    assert Verdict.FAULT not in {cue.verdict for cue in found.values()}
    assert found["2.6"].verdict is found["2.10"].verdict is Verdict.GOOD
    assert found["2.4"].verdict is Verdict.CANNOT_JUDGE
    assert found["2.4"].reason == "the camera looks too flat over the floor"
