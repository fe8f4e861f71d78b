"""When a leg is lost, its readings are refused and not made up."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from formcheck.body.joints import Joints
from formcheck.body.legs import LegWatch
from formcheck.pose.landmarks import INDEX
from tests.support.figure import Build, pose_of

if TYPE_CHECKING:
    from formcheck.pose.pose import Pose

STEP_S = 1 / 20


def watched(poses: list[Pose]) -> list[frozenset[str]]:
    """Give the sides in doubt, pose by pose, of a person seen side-on."""
    watch = LegWatch()
    joints = [Joints(pose) for pose in poses]
    shank_px = math.dist(joints[-1].at("left_knee"), joints[-1].at("left_ankle"))
    return [
        watch.confused(n * STEP_S, seen, joints[0].trunk_px, shank_px, side_on=True) for n, seen in enumerate(joints)
    ]


def moved(pose: Pose, name: str, toward: str, share: float) -> Pose:
    """Move a landmark a share of the way to another one."""
    points = pose.points.copy()
    points[INDEX[name]] += np.float32(share) * (points[INDEX[toward]] - points[INDEX[name]])
    return replace(pose, points=points)


def test_a_shank_that_shrinks_at_once_puts_its_own_leg_in_doubt_until_it_is_back() -> None:
    sound = pose_of(Build())
    lost = moved(sound, "left_ankle", "left_knee", 0.3)
    doubts = watched([sound] * 20 + [lost] * 20 + [sound] * 5)
    assert set(doubts[:20]) == {frozenset()}
    assert set(doubts[20:40]) == {frozenset({"left"})}
    assert doubts[-1] == frozenset()


def test_a_thigh_that_shortens_in_a_squat_is_believed() -> None:
    sound = pose_of(Build())
    squat = [moved(sound, "left_hip", "left_knee", 0.4 * n / 14) for n in range(15)]
    assert set(watched([sound] * 20 + squat + squat[::-1])) == {frozenset()}


def test_a_leg_that_is_found_after_a_first_frame_without_it_is_believed_at_once() -> None:
    sound = pose_of(Build())
    lost = moved(sound, "left_ankle", "left_knee", 0.5)
    doubts = watched([lost] * 2 + [sound] * 60)
    assert set(doubts[-30:]) == {frozenset()}
