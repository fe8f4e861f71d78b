"""Whose pose it was while two people crossed: a leg that stayed says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from formcheck.pose.landmarks import INDEX
from formcheck.pose.planted import PlantedLeg, told_by_legs
from formcheck.pose.pose import Observation
from formcheck.pose.untangle import untangled
from tests.pose.known_poses import standing

LEFT_LEG = [INDEX[f"left_{joint}"] for joint in ("knee", "ankle", "heel", "foot_index")]
RIGHT_LEG = [INDEX[f"right_{joint}"] for joint in ("knee", "ankle", "heel", "foot_index")]


def crossing(moved: np.ndarray) -> list[Observation]:
    """Four frames, the middle two in doubt, in which the landmarks lie so far from where they were."""
    seen = []
    for index in range(4):
        pose = standing(index / 15)
        if index in (1, 2):
            pose = replace(pose, points=pose.points + moved.astype(np.float32))
        seen.append(Observation(index, index / 15, pose, 2, ambiguous=index in (1, 2)))
    return seen


def seated_crossing(moved: np.ndarray) -> list[Observation]:
    """Give the same of somebody who sits: all but the legs let down, until the hips are over the feet."""
    feet, hips = ([INDEX[f"{side}_{part}"] for side in ("left", "right")] for part in ("ankle", "hip"))
    upper = [index for index in range(33) if index not in LEFT_LEG + RIGHT_LEG]
    down = np.zeros((33, 2), dtype=np.float32)
    points = standing(0.0).points
    down[upper, 1] = points[feet, 1].mean() - points[hips, 1].mean() - 15.0
    return [
        replace(each, pose=each.pose and replace(each.pose, points=each.pose.points + down)) for each in crossing(moved)
    ]


def doubts(observations: object) -> list[bool]:
    return [seen.ambiguous for seen in observations]  # type: ignore[attr-defined]


def test_whose_leg_stayed_while_somebody_passed_is_the_subject_though_all_else_moved() -> None:
    moved = np.full((33, 2), 90.0)
    moved[RIGHT_LEG] = 4.0
    assert doubts(told_by_legs(crossing(moved))) == [False] * 4
    assert doubts(untangled(crossing(moved))) == [False] * 4


def test_legs_whose_names_were_exchanged_in_the_crossing_are_still_the_subjects() -> None:
    swapped = np.zeros((33, 2))
    swapped[LEFT_LEG] = standing(0.0).points[RIGHT_LEG] - standing(0.0).points[LEFT_LEG]
    swapped[RIGHT_LEG] = -swapped[LEFT_LEG]
    seen = crossing(swapped)
    assert doubts(told_by_legs(seen)) == [False] * 4


@given(st.floats(61.0, 300.0), st.floats(0.0, 2 * np.pi))
def test_a_pose_that_stands_somewhere_else_stays_in_doubt(away_px: float, direction: float) -> None:
    # A fifth of the trunk's 100 pixels further than the other leg, which stands 40 pixels beside.
    moved = np.tile(away_px * np.array([np.cos(direction), np.sin(direction)]), (33, 1))
    assert doubts(told_by_legs(crossing(moved))) == [False, True, True, False]


def test_who_sits_where_they_sat_is_the_subject_though_the_legs_were_lost() -> None:
    moved = np.full((33, 2), 4.0)
    moved[LEFT_LEG + RIGHT_LEG, 0] = 90.0
    assert doubts(told_by_legs(seated_crossing(moved))) == [False] * 4
    assert doubts(told_by_legs(crossing(moved))) == [False, True, True, False]


def test_who_stands_over_the_place_where_the_subject_sat_may_be_anybody() -> None:
    moved = np.full((33, 2), 4.0)
    moved[LEFT_LEG + RIGHT_LEG, 1] = 150.0
    assert doubts(told_by_legs(seated_crossing(moved))) == [False, True, True, False]
    assert doubts(told_by_legs(seated_crossing(np.full((33, 2), 90.0)))) == [False, True, True, False]


def test_who_was_never_known_before_the_doubt_stays_unknown() -> None:
    seen = [replace(each, ambiguous=True) for each in crossing(np.zeros((33, 2)))]
    assert doubts(told_by_legs(seen)) == [True] * 4


def test_live_and_recorded_take_back_the_same_doubts() -> None:
    moved = np.full((33, 2), 90.0)
    moved[LEFT_LEG] = 3.0
    known = PlantedLeg()
    seen = crossing(moved)
    assert doubts(known(each) for each in seen) == doubts(told_by_legs(seen))
    assert doubts(told_by_legs(seen)[1:3]) == [False, False]
