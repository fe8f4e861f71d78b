"""A raised leg that the landmarks lost, found again in drawn silhouettes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_poses import standing

from formcheck.pose.landmarks import INDEX
from formcheck.pose.limb import RaisedLeg
from formcheck.pose.raised import raised_side
from formcheck.pose.sole import raised_sole

if TYPE_CHECKING:
    from formcheck.pose.pose import Pose

HIPS = np.array([320.0, 200.0])
LEG_PX, TRUNK_PX, THICK_PX = 140.0, 80.0, 18


def foot_up(leg_deg: float = 15.0, facing: int = 1) -> tuple[Pose, np.ndarray]:
    """Give somebody with the left foot up, the leg so far below level, and the mask that shows them."""
    pose = standing(0.0)
    points = pose.points.copy()
    way = np.array([facing * np.cos(np.radians(leg_deg)), np.sin(np.radians(leg_deg))])
    for side in ("left", "right"):
        points[INDEX[f"{side}_hip"]] = HIPS
        points[INDEX[f"{side}_shoulder"]] = HIPS + np.array([facing * 20.0, -TRUNK_PX])
    for joint, share in (("knee", 0.47), ("ankle", 1.0), ("heel", 1.06), ("foot_index", 1.1)):
        points[INDEX[f"left_{joint}"]] = HIPS + share * LEG_PX * way
        points[INDEX[f"right_{joint}"]] = HIPS + np.array([0.0, share * LEG_PX])
    mask = np.zeros((360, 640), np.float32)
    ankle = HIPS + LEG_PX * way
    heel, toes = (ankle + np.array([facing * 6.0, down]) for down in (8.0, -40.0))
    ground = HIPS + np.array([0.0, 1.05 * LEG_PX])
    limbs = [HIPS, points[INDEX["left_shoulder"]]], [HIPS, ankle], [HIPS, ground], [heel, toes]
    for limb in limbs:
        start, end = (np.round(place).astype(int).tolist() for place in limb)
        cv2.line(mask, start, end, 1.0, THICK_PX)
    return replace(pose, points=points.astype(np.float32)), cv2.GaussianBlur(mask, (5, 5), 0).astype(np.float32)


def lost(pose: Pose, down_px: float) -> Pose:
    """Give the pose with its raised leg laid below where it is."""
    points = pose.points.copy()
    for joint, share in (("knee", 0.5), ("ankle", 1.0), ("heel", 1.0), ("foot_index", 1.0)):
        points[INDEX[f"left_{joint}"]] += [0.0, share * down_px]
    return replace(pose, points=points)


def off_px(pose: Pose, truth: Pose) -> float:
    return float(np.hypot(*(pose.points[INDEX["left_ankle"]] - truth.points[INDEX["left_ankle"]])))


def later(pose: Pose, seconds: float) -> Pose:
    return replace(pose, time_s=pose.time_s + seconds)


@settings(max_examples=25, deadline=None)
@given(leg_deg=st.floats(-5, 26), facing=st.sampled_from([1, -1]), down_px=st.floats(28, 45), scale=st.floats(0.5, 4))
def test_a_leg_laid_into_the_air_is_found_where_the_mask_shows_it(
    leg_deg: float, facing: int, down_px: float, scale: float
) -> None:
    truth, mask = foot_up(leg_deg, facing)
    truth = replace(truth, points=truth.points * np.float32(scale))
    mended = RaisedLeg().mended(mask, lost(truth, down_px * scale), (scale, scale))
    assert off_px(mended, truth) <= 0.15 * TRUNK_PX * scale
    assert raised_sole(mask, mended.points, (scale, scale)) is not None


def test_what_is_only_known_to_be_near_is_hidden_and_the_other_leg_untouched() -> None:
    truth, mask = foot_up()
    mended = RaisedLeg().mended(mask, lost(truth, 40.0), (1.0, 1.0))
    shown = {joint: mended.visibility[INDEX[f"left_{joint}"]] for joint in ("knee", "ankle", "heel", "foot_index")}
    assert {joint for joint, value in shown.items() if value > 0.5} == {"ankle"}
    rest = [place for name, place in INDEX.items() if name not in {f"left_{joint}" for joint in shown}]
    assert np.array_equal(mended.points[rest], truth.points[rest])
    assert np.array_equal(mended.world[rest], truth.world[rest])


def test_a_leg_in_its_place_is_left_as_it_is() -> None:
    truth, mask = foot_up()
    assert RaisedLeg().mended(mask, truth, (1.0, 1.0)) is truth


def test_a_foot_said_to_be_down_is_found_while_it_rests_where_it_was() -> None:
    truth, mask = foot_up()
    down = lost(truth, LEG_PX - 36.0)
    assert raised_side(down.points) is None
    leg = RaisedLeg()
    leg.mended(mask, truth, (1.0, 1.0))
    for step in range(1, 60):  # four seconds, and nothing tells of it but the mask
        mended = leg.mended(mask, later(down, step / 15), (1.0, 1.0))
        assert off_px(mended, truth) <= 0.15 * TRUNK_PX


@pytest.mark.parametrize("gap_s", [1.2, 30.0])
def test_a_foot_that_was_up_a_while_ago_is_not_looked_for(gap_s: float) -> None:
    truth, mask = foot_up()
    down = later(lost(truth, LEG_PX - 36.0), gap_s)
    leg = RaisedLeg()
    leg.mended(mask, truth, (1.0, 1.0))
    assert leg.mended(mask, down, (1.0, 1.0)) is down


def test_a_foot_taken_down_is_not_put_up_again() -> None:
    truth, _ = foot_up()
    _, mask = foot_up(leg_deg=88.0)
    down = later(lost(truth, LEG_PX - 36.0), 0.1)
    leg = RaisedLeg()
    leg.mended(foot_up()[1], truth, (1.0, 1.0))
    assert leg.mended(mask, down, (1.0, 1.0)) is down
