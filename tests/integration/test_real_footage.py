"""Real people: the clips are not passed on; FORMCHECK_REAL_CLIPS names the folder where they lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from formcheck.analysis.analysis import judge_track
from formcheck.analysis.summary import summary
from formcheck.analysis.watching import watch

if TYPE_CHECKING:
    from formcheck.pose.models import Model
    from formcheck.routine.schema import Movement

FOLDER = os.environ.get("FORMCHECK_REAL_CLIPS")

pytestmark = [pytest.mark.real, pytest.mark.skipif(not FOLDER, reason="FORMCHECK_REAL_CLIPS names no folder")]


def analysed(name: str, model: Model, movement: Movement) -> dict[str, Any]:
    """Analyse the one clip that has this in its name."""
    found = sorted(Path(FOLDER or "").glob(f"*{name}*.mp4"))
    if len(found) != 1:
        pytest.skip(f"{len(found)} clips called *{name}*.mp4 in the folder")
    track, _ = watch(found[0], model)
    return summary(judge_track(track, movement))


def test_the_rocks_of_a_man_at_home_are_counted(model: Model, lunge: Movement) -> None:
    (done,) = analysed("hip_flexor_stretch", model, lunge)["movements"]
    assert done["reps"]["counted"] == 3
    # He leans forward a little, but the camera stands 27 degrees off his side, give or take 8: too far to say.
    assert next(cue["verdict"] for cue in done["cues"] if cue["ref"] == "3.14") == "cannot_judge"


@pytest.mark.parametrize("name", ["weighted_lunges", "glute_bridges", "straight_leg_hamstring_hug", "cat-cow"])
def test_another_exercise_gives_no_count_and_the_reason_is_said(name: str, model: Model, lunge: Movement) -> None:
    summed = analysed(name, model, lunge)
    assert summed["frames_with_person"] > 0.9 * summed["frames"]
    assert sum(done["reps"]["counted"] for done in summed["movements"]) == 0
    assert all(done["why_nothing"] for done in summed["movements"])
