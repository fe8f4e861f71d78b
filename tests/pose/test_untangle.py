"""Legs that the pose model takes for each other keep their right names."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from formcheck.pose.landmarks import INDEX
from formcheck.pose.pose import Observation, Pose
from formcheck.pose.untangle import untangled
from tests.support.figure import Build, pose_of

RATE_HZ = 20

LEGS = tuple(INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("knee", "ankle", "foot_index"))


def recording(poses: list[Pose]) -> list[Observation]:
    """Film poses at an even rate."""
    return [Observation(n, n / RATE_HZ, replace(pose, time_s=n / RATE_HZ)) for n, pose in enumerate(poses)]


def lower_knees(seen: list[Observation]) -> list[str]:
    """Tell which knee is called the lower one, frame by frame."""
    points = [each.pose.points for each in seen if each.pose is not None]
    return ["left" if p[INDEX["left_knee"]][1] > p[INDEX["right_knee"]][1] else "right" for p in points]


@given(start=st.integers(20, 60), length=st.integers(1, 40))
def test_legs_whose_names_change_places_for_a_while_are_the_same_legs(start: int, length: int) -> None:
    build = Build(rear="right")
    named = [pose_of(build)] * start + [pose_of(build, legs_swapped=True)] * length + [pose_of(build)] * 60
    assert set(lower_knees(list(untangled(recording(named))))) == {"right"}


def test_a_beginning_in_which_the_legs_are_wrongly_named_is_put_right_by_all_that_follows() -> None:
    build = Build(rear="left")
    named = [pose_of(build, legs_swapped=True)] * 30 + [pose_of(build)] * 100
    assert set(lower_knees(list(untangled(recording(named))))) == {"left"}


def test_frames_on_the_way_from_one_naming_to_the_other_are_not_seen() -> None:
    build = Build(rear="right")
    sound, wrong = pose_of(build), pose_of(build, legs_swapped=True)
    half = replace(sound, points=((sound.points + wrong.points) / 2).astype(np.float32))
    seen = untangled(recording([sound] * 40 + [half] * 2 + [wrong] * 20 + [half] * 2 + [sound] * 40))
    hidden = [n for n, each in enumerate(seen) if each.pose is not None and max(each.pose.visibility[list(LEGS)]) == 0]
    assert hidden == [40, 41, 62, 63]


def test_who_changes_legs_by_standing_up_has_changed_them() -> None:
    kneels, other = pose_of(Build(rear="right")), pose_of(Build(rear="left"))
    stands = pose_of(Build(front_thigh=0.0, front_knee=0.0, rear_thigh=0.0, rear_knee=0.0))
    poses = [kneels] * 60 + [stands] * 40 + [other] * 60
    lower = lower_knees(list(untangled(recording(poses))))
    assert set(lower[:60]) == {"right"}
    assert set(lower[100:]) == {"left"}


def test_a_recording_with_nothing_to_put_right_is_given_as_it_is() -> None:
    rocks = [pose_of(Build(rear_knee=85.0 - 15.0 * np.sin(n / 10) ** 2)) for n in range(120)]
    filmed = recording(rocks)
    assert untangled(filmed) is filmed


def test_where_nobody_was_seen_nothing_is_put_right() -> None:
    empty = [Observation(n, n / RATE_HZ, None) for n in range(10)]
    assert list(untangled(empty)) == empty
