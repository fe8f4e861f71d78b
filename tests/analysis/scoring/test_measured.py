"""What we measure and what the truth calls by the same name are the same thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from formcheck.analysis.scoring.measured import REFS, Comparison, Sample, truth_frames, view_class
from formcheck.analysis.scoring.truth import Truth, read_truth
from formcheck.body.figure import survey
from formcheck.body.reader import Reader
from tests.support.truths import RATE_HZ, perfect_track, truth, write_truth

if TYPE_CHECKING:
    from pathlib import Path

CLOSE = {"deg": 6.0, "trunk": 0.15}
"""What perspective costs a perfect pose model at four metres: the far leg looks smaller and stands higher."""


def stick(folder: Path, yaw_deg: float, lean_deg: float = 2.0) -> Truth:
    return read_truth(write_truth(folder / "x.json.gz", truth(yaw_deg, lean_deg=lean_deg)))


def samples_of(known: Truth, yaw_deg: float, lean_deg: float = 2.0) -> dict[tuple[str, str], Sample]:
    seen = perfect_track(yaw_deg, lean_deg=lean_deg).observations
    reader = Reader(REFS, survey(seen))
    comparison = Comparison(known, [reader.read(each) for each in seen])
    return {(s.measure, s.aspect): s for s in comparison.samples(comparison.within(2.0, 17.0))}


@pytest.mark.parametrize("yaw_deg", [90.0, -90.0])
@pytest.mark.parametrize("lean_deg", [0.0, 25.0])
def test_perfect_poses_from_the_side_are_measured_as_they_are(tmp_path: Path, yaw_deg: float, lean_deg: float) -> None:
    samples = samples_of(stick(tmp_path, yaw_deg, lean_deg), yaw_deg, lean_deg)
    for measure in ("knee_flexion", "hip_flexion", "hip_extension", "shank_inclination", "elbow_extension"):
        for aspect in ("near", "far"):
            assert np.abs(samples[measure, aspect].error).max() < CLOSE["deg"], (measure, aspect)
    assert np.abs(samples["trunk_inclination", ""].error).max() < 2.0
    for measure in ("knee_below_other", "hip_above_knee", "knee_above_low_foot", "heel_height"):
        assert np.abs(samples[measure, "near"].error).max() < CLOSE["trunk"], measure


def test_perfect_poses_from_the_front_are_measured_as_they_are(tmp_path: Path) -> None:
    samples = samples_of(stick(tmp_path, 0.0), 0.0)
    assert np.abs(samples["lateral_lean", ""].error).max() < 1.0
    assert np.abs(samples["trunk_twist", ""].error).max() < 1.0
    assert np.isnan(samples["trunk_inclination", ""].error).all()


def test_an_error_has_the_sign_of_ours_minus_the_truth(tmp_path: Path) -> None:
    samples = samples_of(stick(tmp_path, -90.0, lean_deg=0.0), -90.0, lean_deg=10.0)
    assert samples["trunk_inclination", ""].error.mean() == pytest.approx(10.0, abs=1.0)


def test_the_side_toward_the_camera_is_the_near_one(tmp_path: Path) -> None:
    known = stick(tmp_path, -90.0)
    known.measures["knee_flexion.right"][:] += 50.0  # the right side is near
    samples = samples_of(known, -90.0)
    assert samples["knee_flexion", "near"].error.mean() < -40.0
    assert abs(samples["knee_flexion", "far"].error.mean()) < CLOSE["deg"]


@pytest.mark.parametrize(
    ("azimuth_deg", "name"),
    [
        (90, "side"),
        (-80, "side"),
        (105, "side"),
        (110, "side, 15-30 off"),
        (-62, "side, 15-30 off"),
        (45, "oblique"),
        (-140, "oblique"),
        (10, "front"),
        (-175, "back"),
        (180, "back"),
    ],
)
def test_views_are_named_by_how_far_they_are_off_the_side(azimuth_deg: float, name: str) -> None:
    assert view_class(azimuth_deg) == name


def test_frames_are_paired_by_time_and_not_by_number(tmp_path: Path) -> None:
    known = stick(tmp_path, -90.0)
    step = 1 / RATE_HZ
    assert truth_frames(known, [0.0, 3 * step, 7.2 * step, 100.0]).tolist() == [0, 3, 7, -1]
