"""The example movement files count real people: on film, and on markers filmed by a virtual camera."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from formcheck.analysis.analysis import judge_track
from formcheck.analysis.scoring.markers import Flaws, VirtualCamera, film
from formcheck.analysis.watching import watch
from formcheck.judge.loading import load_movement
from formcheck.resources import resource

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.pose.models import Model
    from formcheck.routine.schema import Movement

CLIPS = os.environ.get("FORMCHECK_REAL_CLIPS")
MARKERS = os.environ.get("FORMCHECK_MARKER_DATA")
MARKER_RATE_HZ = 33.3

FILMED = [
    ("wanshape__squats", "squat", 3),
    ("aiTrainer__squats", "squat", 3),
    ("weighted_lunges", "standing-lunge", 4),
    ("aiTrainer__lunges", "standing-lunge", 5),
    ("pvc-good-morning", "good-morning", 6),
    ("standing_crossed_leg_hamstring", "good-morning", 2),
]
MARKED = [("m01", "squat"), ("m03", "standing-lunge"), ("m04", "standing-lunge")]


def example(name: str) -> Movement:
    return load_movement(resource("routines", "examples", f"{name}.toml"))


@pytest.mark.real
@pytest.mark.skipif(not CLIPS, reason="FORMCHECK_REAL_CLIPS names no folder")
@pytest.mark.parametrize(("clip", "movement", "reps"), FILMED)
def test_people_on_film_are_counted(clip: str, movement: str, reps: int, model: Model) -> None:
    found = sorted(Path(CLIPS or "").glob(f"*{clip}*.mp4"))
    if len(found) != 1:
        pytest.skip(f"{len(found)} clips called *{clip}*.mp4 in the folder")
    track, _ = watch(found[0], model)
    assert sum(len(done.counted) for done in judge_track(track, example(movement)).sets) == reps


def filmed(joints: NDArray[np.float32], names: list[str], yaw_deg: float, dropouts: float, movement: Movement) -> int:
    """Count the repetitions of a recording, with a second of its first pose before and half a second of its last."""
    held = np.concatenate([joints[:1].repeat(40, axis=0), joints, joints[-1:].repeat(20, axis=0)])
    track = film(held.astype(float), names, MARKER_RATE_HZ, VirtualCamera(yaw_deg), Flaws(0.01, dropouts))
    return sum(len(done.counted) for done in judge_track(track, movement).sets)


@pytest.mark.real
@pytest.mark.skipif(not MARKERS, reason="FORMCHECK_MARKER_DATA names no marker recordings")
@pytest.mark.parametrize("yaw_deg", [90.0, 45.0, 0.0])
@pytest.mark.parametrize("dropouts", [0.0, 0.05])
def test_ten_of_ten_are_counted_for_nearly_every_person_from_three_sides(yaw_deg: float, dropouts: float) -> None:
    """One recording begins with a corrupt frame, a shank of a metre: its first lunge is refused as not seen."""
    counts = []
    with np.load(MARKERS or "") as data:
        names = [str(name) for name in data["joints"]]
        for exercise, movement in MARKED:
            recordings = [key for key in data.files if key.startswith(exercise) and key.endswith("_correct")]
            counts += [filmed(data[key], names, yaw_deg, dropouts, example(movement)) for key in recordings]
    assert len(counts) == 14
    assert sum(count == 10 for count in counts) >= 13
    assert min(counts) >= 9
