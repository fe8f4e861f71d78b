"""From which side the camera sees a person, and a name for it that does not flicker."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.body.geometry import wrapped
from formcheck.body.joints import Joints
from formcheck.body.view import View, ViewLabel, ViewTracker, yaw_of
from tests.support.figure import TRUNK_M, Build, pose_of

if TYPE_CHECKING:
    from collections.abc import Iterable

TRUNK_PX = TRUNK_M * 300.0
UPRIGHT = Build(trunk=3.0)


def tracked(yaws: Iterable[float], *, fps: float = 20.0, build: Build = UPRIGHT) -> list[View]:
    tracker = ViewTracker()
    return [tracker.update(n / fps, Joints(pose_of(build, yaw)), TRUNK_PX) for n, yaw in enumerate(yaws)]


@pytest.mark.parametrize("yaw_deg", range(-180, 181, 15))
@pytest.mark.parametrize("rear", ["left", "right"])
def test_a_turned_person_is_seen_turned(yaw_deg: int, rear: str) -> None:
    found, sigma = yaw_of(Joints(pose_of(Build(rear=rear), yaw_deg)), TRUNK_PX)
    assert wrapped(found - yaw_deg) == pytest.approx(0, abs=3)
    assert 0 < sigma < 20


@settings(max_examples=40, deadline=None)
@given(st.floats(-180, 180), st.floats(-10, 45), st.integers(0, 1000))
def test_a_turned_person_is_seen_turned_within_the_doubt_that_is_stated(
    yaw_deg: float, trunk: float, seed: int
) -> None:
    pose = pose_of(Build(trunk=trunk), yaw_deg, noise_px=1.0, random=np.random.default_rng(seed))
    found, sigma = yaw_of(Joints(pose), TRUNK_PX)
    assert abs(wrapped(found - yaw_deg)) < 3 * sigma


@pytest.mark.parametrize("yaw_deg", [-90.0, 90.0])
def test_depth_that_has_left_and_right_crossed_does_not_turn_a_person_round(yaw_deg: float) -> None:
    """Side-on, the face tells better than depth which way a person looks."""
    pose = pose_of(UPRIGHT, yaw_deg)
    pose.world[:, 2] *= -1
    found, _ = yaw_of(Joints(pose), TRUNK_PX)
    assert found == pytest.approx(yaw_deg, abs=3)


@pytest.mark.parametrize(
    ("yaw_deg", "label", "near"),
    [
        (0, ViewLabel.FRONT, None),
        (25, ViewLabel.FRONT, None),
        (45, ViewLabel.OBLIQUE, "left"),
        (-45, ViewLabel.OBLIQUE, "right"),
        (65, ViewLabel.SIDE, "left"),
        (90, ViewLabel.SIDE, "left"),
        (-90, ViewLabel.SIDE, "right"),
        (-135, ViewLabel.BACK_OBLIQUE, "right"),
        (135, ViewLabel.BACK_OBLIQUE, "left"),
        (170, ViewLabel.BACK, None),
        (-170, ViewLabel.BACK, None),
    ],
)
def test_a_view_has_its_name_and_its_near_side(yaw_deg: int, label: ViewLabel, near: str | None) -> None:
    view = tracked([yaw_deg])[-1]
    assert (view.label, view.near) == (label, near)


@pytest.mark.parametrize(("yaw_deg", "forward"), [(-90, 1.0), (90, -1.0)])
def test_a_person_with_the_right_side_near_faces_right(yaw_deg: int, forward: float) -> None:
    pose = pose_of(UPRIGHT, yaw_deg)
    joints = Joints(pose)
    assert tracked([yaw_deg])[-1].forward == forward
    assert np.sign(joints.at("nose")[0] - joints.mid("ear")[0]) == forward


@pytest.mark.parametrize(("inside", "outside"), [(-62.0, -57.0), (-118.0, -123.0), (28.0, 32.0), (152.0, 148.0)])
def test_a_person_on_the_border_of_two_views_does_not_flicker(inside: float, outside: float) -> None:
    labels = [view.label for view in tracked([inside] * 20 + ([outside] * 15 + [inside] * 15) * 3)]
    assert len(set(labels)) == 1


def test_turning_changes_the_view_after_half_a_second_or_so() -> None:
    views = tracked([-90.0] * 20 + [0.0] * 40)
    changed = next(n for n, view in enumerate(views) if view.label is ViewLabel.FRONT)
    assert 0.5 <= (changed - 20) / 20 <= 1.1
    assert ViewLabel.OBLIQUE not in {view.label for view in views}


def test_a_glance_away_changes_nothing() -> None:
    assert {view.label for view in tracked([-90.0] * 20 + [0.0] * 6 + [-90.0] * 20)} == {ViewLabel.SIDE}


def test_a_side_that_turns_over_for_a_second_was_the_model_s_mistake() -> None:
    views = tracked([-80.0] * 60 + [80.0] * 20 + [-80.0] * 20)
    assert {(view.label, view.near, view.forward) for view in views} == {(ViewLabel.SIDE, "right", 1.0)}
    assert all(view.yaw_deg is not None and view.yaw_deg < 0 for view in views)


def test_who_really_shows_the_other_side_is_believed_after_a_while() -> None:
    assert tracked([-90.0] * 60 + [90.0] * 60)[-1].near == "left"


def test_turning_through_the_back_does_not_pass_through_the_front() -> None:
    yaws = [wrapped(yaw) for yaw in np.arange(90.0, 271.0, 1.5)]
    labels = list(dict.fromkeys(view.label for view in tracked(yaws)))
    assert (labels[0], labels[-1]) == (ViewLabel.SIDE, ViewLabel.BACK)
    assert ViewLabel.FRONT not in labels
    assert tracked(yaws)[-1].near == "right"


@pytest.mark.parametrize(("yaw_deg", "off"), [(90, 0), (-90, 0), (-75, 15), (100, 10), (0, 90), (180, 90)])
def test_how_far_off_the_side_a_view_is(yaw_deg: float, off: float) -> None:
    assert View(ViewLabel.SIDE, None, yaw_deg).off_side_deg == off
