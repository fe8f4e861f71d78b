"""Which shin is in front is told from all around, and turned about for a mirrored person."""

from __future__ import annotations

import math

import numpy as np
import pytest

from formcheck.body.camera import Camera
from formcheck.body.floorwatch import LEGS, look
from formcheck.body.sitting import front_leg
from formcheck.body.view import UNKNOWN_VIEW
from tests.support.figure import mirrored_pose
from tests.support.lunge import view_of
from tests.support.sitting import camera_at, sitter, stills

ALL_AROUND = range(-180, 180, 20)


@pytest.mark.parametrize("front", ["left", "right"])
@pytest.mark.parametrize("height", [0.3, 1.0])
def test_the_front_shin_is_told_from_all_around(front: str, height: float) -> None:
    camera = camera_at(height, math.degrees(math.atan2(height, 1.8)))
    sign = 1 if front == "left" else -1
    told = [
        sign * look(sitter(camera, front=front, azimuth_deg=azimuth), view_of(azimuth), camera).left_in_front
        for azimuth in ALL_AROUND
    ]
    assert min(told) > 0.5


def test_a_mirrored_picture_has_the_other_shin_in_front() -> None:
    for still in stills():
        there = look(still.pose, UNKNOWN_VIEW, Camera()).left_in_front
        mirrored = look(mirrored_pose(still.pose), UNKNOWN_VIEW, Camera()).left_in_front
        assert mirrored == pytest.approx(-there, abs=0.02)


def test_the_front_shin_is_told_on_what_the_model_saw_of_twenty_people() -> None:
    said = [(still, look(still.pose, UNKNOWN_VIEW, Camera()).left_in_front) for still in stills()]
    sure = [(still, value) for still, value in said if abs(value) > 0.2]
    assert len(sure) >= 0.95 * len(said)
    assert all((value > 0) == (still.front == "left") for still, value in sure)


def test_marks_that_are_not_trusted_do_not_decide() -> None:
    pose = sitter(camera_at(0.9, 26.0), front="left", azimuth_deg=-30.0)
    points = pose.points[list(LEGS)].astype(float)
    trust = np.ones(6)
    whole = front_leg(points, trust, math.radians(-30.0))
    points[5] = points[2]  # the right ankle is taken for the left knee ...
    trust[5] = 0.003  # ... and the model says that it does not see it
    assert front_leg(points, trust, math.radians(-30.0)) == pytest.approx(whole, abs=0.3)
