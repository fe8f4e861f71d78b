"""Who sits on the floor keeps the seat while the trunk leans, whatever becomes of the hips' mark."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from formcheck.body.figure import survey
from formcheck.body.reader import Reader
from formcheck.body.reading import Measured
from formcheck.pose.landmarks import INDEX
from formcheck.pose.pose import Observation, Pose
from tests.support.figure import Build, pose_of

SITTING = Build(front_thigh=80.0, front_knee=150.0, rear_thigh=80.0, rear_knee=150.0)
HIPS = [INDEX["left_hip"], INDEX["right_hip"]]


def seen(base: Build, trunk_deg: float, time_s: float, slip: float = 0.0) -> Observation:
    """See somebody lean so far; the mark of the hips is so many trunk lengths ahead of them."""
    pose = pose_of(replace(base, trunk=trunk_deg))
    points = pose.points.copy()
    points[HIPS, 0] += slip * _trunk_px(pose)
    return Observation(round(30 * time_s), time_s, replace(pose, points=points, time_s=time_s))


def _trunk_px(pose: Pose) -> float:
    hips, shoulders = (
        pose.points[[INDEX[f"{side}_{part}"] for side in ("left", "right")]] for part in ("hip", "shoulder")
    )
    return float(((hips.mean(axis=0) - shoulders.mean(axis=0)) ** 2).sum() ** 0.5)


def leans(slips: list[float], *, upright_s: float = 1.0, trunk_deg: float = 35.0, base: Build = SITTING) -> list[float]:
    """Read somebody who leans with the mark slipped so far, having been seen upright for so long."""
    tall = [seen(base, 0.0, n / 30) for n in range(30)]
    reader = Reader({"trunk_inclination"}, survey(tall))
    for observation in tall[: int(30 * upright_s)]:
        reader.read(observation)
    readings = [
        reader.read(seen(base, trunk_deg, 1.5 + n / 30, slip)).readings["trunk_inclination"]
        for n, slip in enumerate(slips)
    ]
    assert all(isinstance(reading, Measured) for reading in readings)
    return [reading.value for reading in readings if isinstance(reading, Measured)]


@pytest.mark.parametrize("slip", [-0.12, 0.0, 0.12])
def test_a_mark_that_slips_on_the_seat_changes_no_lean(slip: float) -> None:
    assert leans([slip])[0] == pytest.approx(35.0, abs=1.0)
    if slip:
        assert abs(leans([slip], upright_s=0.0)[0] - 35.0) > 4.0


def test_hips_of_somebody_who_kneels_go_where_they_are_seen_to_go() -> None:
    kneeling = Build()
    assert leans([-0.12], base=kneeling) == pytest.approx(leans([-0.12], upright_s=0.0, base=kneeling))


def test_hips_that_moved_on_are_where_they_are() -> None:
    assert leans([0.4]) == pytest.approx(leans([0.4], upright_s=0.0))


def test_a_mark_that_slips_ever_further_makes_no_step() -> None:
    found = leans([n / 100 for n in range(41)])
    assert max(abs(after - before) for before, after in pairwise(found)) < 4.0
