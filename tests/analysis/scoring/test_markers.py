"""People recorded by markers are filmed by a camera that is not there, and judged as if it were."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.analysis.analysis import judge_track
from formcheck.analysis.scoring.markers import Flaws, VirtualCamera, film
from formcheck.body.figure import survey
from formcheck.body.reader import Reader
from formcheck.body.reading import Measured
from formcheck.judge.loading import load_movement
from formcheck.pose.landmarks import INDEX, LANDMARKS
from tests.support.truths import RATE_HZ, angle, performance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.pose.track import Track

    Floats = NDArray[np.float64]

SQUAT = Path(__file__).parents[2] / "fixtures" / "squat.toml"
MARKER_RATE_HZ = 33.3
PEOPLE = ("s01", "s02", "s03", "s04", "s05")


def knee_readings(track: Track, side: str) -> Floats:
    reader = Reader(["any.knee_flexion"], survey(track.observations))
    readings = [reader.read(seen).readings.get(f"{side}_knee_flexion") for seen in track.observations]
    return np.array([r.value if isinstance(r, Measured) else np.nan for r in readings])


def test_the_camera_sees_the_near_side_on_the_right_side_of_the_picture() -> None:
    joints = performance(reps=0)[1][:1]
    facing_left, facing_right, from_front = (
        film(joints, LANDMARKS, RATE_HZ, VirtualCamera(yaw)).observations[0].pose for yaw in (90.0, -90.0, 0.0)
    )
    assert facing_left is not None
    assert facing_right is not None
    assert from_front is not None
    toe, heel = INDEX["left_foot_index"], INDEX["left_heel"]
    assert facing_left.points[toe, 0] < facing_left.points[heel, 0]
    assert facing_right.points[toe, 0] > facing_right.points[heel, 0]
    # From the front a person's left is on the right of the picture; up in space is up in the picture.
    left, right = (from_front.points[INDEX[f"{side}_shoulder"]] for side in ("left", "right"))
    assert left[0] > right[0]
    assert left[1] < from_front.points[INDEX["left_hip"], 1]
    assert facing_left.world[INDEX["left_hip"], 2] < facing_left.world[INDEX["right_hip"], 2]


def test_landmarks_without_a_marker_are_unseen() -> None:
    names = [name for name in LANDMARKS if name != "left_wrist"]
    joints = performance(reps=0)[1][:, [INDEX[name] for name in names]]
    pose = film(joints, names, RATE_HZ, VirtualCamera(90.0)).observations[0].pose
    assert pose is not None
    assert pose.visibility[INDEX["left_wrist"]] < 0.5 < pose.visibility[INDEX["left_elbow"]]


def test_a_person_without_hips_cannot_be_filmed() -> None:
    with pytest.raises(ValueError, match="left_hip"):
        film(np.zeros((1, 1, 3)), ["nose"], RATE_HZ, VirtualCamera(0.0))


def test_a_camera_within_the_person_is_refused() -> None:
    with pytest.raises(ValueError, match="behind the camera"):
        film(performance(reps=0)[1], LANDMARKS, RATE_HZ, VirtualCamera(0.0, distance_m=0.1))


@settings(deadline=None, max_examples=30)
@given(st.floats(-180, 180))
def test_a_knee_keeps_its_angle_in_space_from_wherever_it_is_filmed(yaw_deg: float) -> None:
    joints = performance(reps=1)[1][::15]
    track = film(joints, LANDMARKS, RATE_HZ, VirtualCamera(yaw_deg))
    parts = [INDEX[f"left_{part}"] for part in ("hip", "knee", "ankle")]
    worlds = np.stack([seen.pose.world for seen in track.observations if seen.pose is not None]).astype(np.float64)
    found = angle(*(worlds[:, part] for part in parts))
    assert found == pytest.approx(angle(*(joints[:, part] for part in parts)), abs=0.01)


def test_noise_and_dropouts_are_as_large_as_asked_and_alike_for_a_seed() -> None:
    joints = performance(reps=3)[1]
    clean, once, again = (
        film(joints, LANDMARKS, RATE_HZ, VirtualCamera(90.0), flaws)
        for flaws in (None, Flaws(0.01, 0.05, 4), Flaws(0.01, 0.05, 4))
    )

    def stacked(track: Track, name: str) -> Floats:
        return np.stack([getattr(seen.pose, name) for seen in track.observations])

    torso_px = np.linalg.norm(
        stacked(clean, "points")[:, INDEX["left_shoulder"]] - stacked(clean, "points")[:, INDEX["left_hip"]], axis=1
    ).mean()
    assert (stacked(once, "points") - stacked(clean, "points")).std() == pytest.approx(0.01 * torso_px, rel=0.1)
    assert (stacked(once, "visibility") < 0.5).mean() == pytest.approx(0.05, abs=0.01)
    assert (stacked(once, "points") == stacked(again, "points")).all()


@pytest.fixture(scope="module")
def marker_data() -> dict[str, Floats]:
    path = os.environ.get("FORMCHECK_MARKER_DATA")
    if not path:
        pytest.skip("FORMCHECK_MARKER_DATA names no marker recordings")
    with np.load(path) as data:
        return {name: data[name] for name in data.files}


def squats(data: dict[str, Floats], person: str) -> tuple[Floats, list[str]]:
    """Ten squats as they were joined, with a second of standing before and half a second after.

    The recordings begin and end within the movement, where nobody films from.
    """
    moved = data[f"m01_{person}_correct"]
    stand = moved[-1:]
    return np.concatenate([stand.repeat(40, axis=0), moved, stand.repeat(20, axis=0)]), [str(n) for n in data["joints"]]


@pytest.mark.real
@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("yaw_deg", [90.0, -90.0])
def test_ten_squats_of_a_person_are_counted_as_ten_from_the_side(
    marker_data: dict[str, Floats], person: str, yaw_deg: float
) -> None:
    joints, names = squats(marker_data, person)
    track = film(joints, names, MARKER_RATE_HZ, VirtualCamera(yaw_deg), Flaws(noise=0.01))
    (result,) = judge_track(track, load_movement(SQUAT), "left" if yaw_deg > 0 else "right").sets
    assert len(result.counted) == 10


@pytest.mark.real
@pytest.mark.parametrize("person", PEOPLE)
def test_with_gaps_no_squat_is_lost_in_silence(marker_data: dict[str, Floats], person: str) -> None:
    """One that was not seen for long enough need not count, but is told."""
    joints, names = squats(marker_data, person)
    track = film(joints, names, MARKER_RATE_HZ, VirtualCamera(90.0), Flaws(noise=0.01, dropouts=0.05))
    (result,) = judge_track(track, load_movement(SQUAT), "left").sets
    assert len(result.reps) == 10
    assert {rep.why_not for rep in result.reps if not rep.counted} <= {"not seen for long enough"}


@pytest.mark.real
@pytest.mark.parametrize("person", PEOPLE)
def test_knees_seen_exactly_from_the_side_bend_as_they_do_in_space(marker_data: dict[str, Floats], person: str) -> None:
    joints, names = marker_data[f"m01_{person}_correct"], [str(name) for name in marker_data["joints"]]
    hip, knee, ankle = (joints[:, names.index(f"left_{part}")].astype(float) for part in ("hip", "knee", "ankle"))
    far_away = VirtualCamera(90.0, distance_m=30.0, focal_px=8000.0)
    seen = knee_readings(film(joints, names, MARKER_RATE_HZ, far_away), "left")
    in_space = 180.0 - angle(hip, knee, ankle)
    in_plane = 180.0 - angle(*(point[:, [0, 2]] for point in (hip, knee, ankle)))
    # The feet are turned out a little: what a picture can show is the knee in its plane.
    assert np.abs(seen - in_plane).max() < 1.5
    assert np.abs(seen - in_space).mean() < 6.0
