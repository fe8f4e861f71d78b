"""A rock-back on video, through the real model: five rocks, the last one held, and what the side cannot show."""

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

HELD_S = (14.86, 20.86)
"""From when to when the last rock of the clip is held, by its truth."""


@pytest.fixture(scope="module")
def done(model: Model) -> SetResult:
    track, _ = watch(SAMPLES / "rock-back-good-from-the-right.mp4", model)
    (only,) = judge_track(track, load_movement("adductor-rock-back")).sets
    return only


def test_five_rocks_are_counted_though_the_last_never_comes_back(done: SetResult) -> None:
    assert done.side == "both"
    assert len(done.counted) == 5
    assert done.counted[-1].back is None


def test_the_hold_is_timed_from_when_the_hips_were_back_until_they_left(done: SetResult) -> None:
    (hold,) = done.holds
    assert (hold.start_s, hold.end_s) == (pytest.approx(HELD_S[0], abs=0.4), pytest.approx(HELD_S[1], abs=0.4))


def test_good_form_is_not_faulted_and_knees_apart_are_left_to_another_view(done: SetResult) -> None:
    verdicts = {cue.ref: cue.verdict for cue in done.cues}
    assert Verdict.FAULT not in verdicts.values()
    assert verdicts["1.3"] is verdicts["1.10"] is verdicts["1.13"] is verdicts["G8"] is Verdict.GOOD
    assert verdicts["1.5"] is Verdict.CANNOT_JUDGE
