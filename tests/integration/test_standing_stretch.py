"""A standing stretch on video, through the real model: facing forward, the turn, five hinges, five pumps, two holds."""

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

TURN_S = (10.4, 12.4)
"""When the person of the clip turns, by its truth."""

HOLDS_S = {"pointed": (37.1, 40.4), "toes-back": (41.2, 44.5)}
"""When the toes are kept pointed and pulled back, by its truth."""


@pytest.fixture(scope="module")
def done(model: Model) -> SetResult:
    track, _ = watch(SAMPLES / "standing-stretch-left-good.mp4", model)
    (only,) = judge_track(track, load_movement("standing-stretch")).sets
    return only


def verdicts(done: SetResult) -> dict[str, Verdict]:
    return {cue.ref: cue.verdict for cue in done.cues}


def test_five_hinges_are_counted_for_the_left_foot(done: SetResult) -> None:
    assert done.side == "left"
    assert len(done.counted) == 5
    assert all(rep.start_s >= 12.4 and rep.end_s <= 31.0 for rep in done.counted)


def test_the_hinges_facing_forward_and_the_turn_come_before_them(done: SetResult) -> None:
    facing, turn = done.phase("hinge-facing"), done.phase("turn")
    assert len(facing.counted) == 3
    assert turn.start_s is not None
    assert turn.end_s is not None
    assert TURN_S[0] <= turn.start_s <= turn.end_s <= TURN_S[1]


def test_five_pumps_of_the_foot_on_the_far_side_are_counted_and_both_holds_timed(done: SetResult) -> None:
    assert len(done.phase("pumps").counted) == 5
    assert {ref: verdicts(done)[ref] for ref in ("4.17", "4.18")} == dict.fromkeys(("4.17", "4.18"), Verdict.GOOD)
    for phase, (start_s, end_s) in HOLDS_S.items():
        (hold,) = done.phase(phase).holds
        assert abs(hold.start_s - start_s) <= 1.0
        assert abs(hold.end_s - end_s) <= 0.6


def test_nothing_is_corrected_in_good_form(done: SetResult) -> None:
    assert Verdict.FAULT not in verdicts(done).values()
    assert {ref: verdicts(done)[ref] for ref in ("4.1", "4.12", "4.14", "4.24")} == dict.fromkeys(
        ("4.1", "4.12", "4.14", "4.24"), Verdict.GOOD
    )
