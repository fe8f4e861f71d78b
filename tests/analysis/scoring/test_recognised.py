"""A movement is recognised when most of its time is given to it; something else when none of it is."""

from __future__ import annotations

import pytest

from formcheck.analysis.scoring.recognised import RecognitionScore, score_recognition
from formcheck.analysis.scoring.truth import Act
from formcheck.body.view import ViewLabel
from formcheck.judge.claims import Stretch
from formcheck.judge.recognition import Unrecognised


def act(movement: str = "kneeling-lunge", side: str = "right", activity: str = "") -> Act:
    return Act.model_validate(
        {
            "movement": movement,
            "activity": activity,
            "side": side,
            "start_s": 5.0,
            "end_s": 45.0,
            "reps_meant": 5,
            "faults": {},
            "phases": (),
            "reps": (),
            "holds": (),
            "cues": (),
        }
    )


def scored(done: Act, *stretches: Stretch) -> RecognitionScore:
    unseen = Unrecognised(0.0, 50.0, "standing-stretch", "one foot has to be up", ViewLabel.SIDE, 1.0)
    return score_recognition(done, (10.0, 40.0), stretches, [unseen])


def test_a_movement_that_gets_its_time_and_side_is_recognised() -> None:
    score = scored(act(), Stretch("kneeling-lunge", "right", 11.0, 40.0))
    assert (score.movement_right, score.side_right, score.found) == (True, True, "kneeling-lunge")


def test_the_other_side_is_not_the_side() -> None:
    score = scored(act(), Stretch("kneeling-lunge", "left", 11.0, 40.0))
    assert (score.movement_right, score.side_right) == (True, False)


def test_a_movement_without_sides_has_the_right_one() -> None:
    score = scored(act("adductor-rock-back", "both"), Stretch("adductor-rock-back", None, 11.0, 40.0))
    assert score.side_right


@pytest.mark.parametrize("stretches", [[], [Stretch("kneeling-lunge", "right", 30.0, 40.0)]])
def test_less_than_half_of_its_time_is_not_recognised_and_the_reason_is_told(stretches: list[Stretch]) -> None:
    score = scored(act(), *stretches)
    assert (score.movement_right, score.side_right) == (False, False)
    assert score.why == "closest to standing-stretch, but one foot has to be up"


def test_a_movement_taken_for_another_is_told_with_it() -> None:
    assert scored(act(), Stretch("standing-stretch", "left", 11.0, 40.0)).found == "standing-stretch"


@pytest.mark.parametrize(("until_s", "left_alone"), [(5.9, True), (20.0, False)])
def test_something_else_is_left_alone_but_for_a_moment(until_s: float, left_alone: bool) -> None:
    score = scored(act("other", activity="lying_down"), Stretch("kneeling-lunge", "right", 0.0, until_s))
    assert score.movement_right is left_alone
    assert score.found == (None if left_alone else "kneeling-lunge")
