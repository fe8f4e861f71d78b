"""The sole of a raised foot, on silhouettes drawn with a foot at a known angle."""

from __future__ import annotations

import math

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_poses import standing

from formcheck.pose.landmarks import INDEX
from formcheck.pose.raised import raised_side
from formcheck.pose.sole import raised_sole

SHANK_PX, FOOT_SHANKS, HEEL_SHANKS, TOES_SHANKS = 64.0, 0.62, 0.25, 0.06
WIDTH, HEIGHT = 640, 360
SHIFT = 6
"""Bits of a pixel's fraction in which OpenCV draws."""


def with_foot_up(facing: int = 1, leg_deg: float = 10.0, side: str = "left") -> np.ndarray:
    """Give the landmarks of somebody whose leg points forward, so far below level; ``facing`` 1 is to the right."""
    points = standing(0.0).points
    along = np.array([facing * math.cos(math.radians(leg_deg)), math.sin(math.radians(leg_deg))])
    for joint, lengths in (("knee", 1.05), ("ankle", 2.05)):
        points[INDEX[f"{side}_{joint}"]] = np.array([320.0, 200.0]) + lengths * SHANK_PX * along
    return points


def axes_of(points: np.ndarray, side: str = "left") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give the ankle and, as long as the shank, the ways from the knee on and toward the toes."""
    knee, ankle = (points[INDEX[f"{side}_{joint}"]].astype(float) for joint in ("knee", "ankle"))
    along = ankle - knee
    across = np.array([along[1], -along[0]])
    return ankle, along, across if across[1] < 0 else -across


def painted(points: np.ndarray, *feet: tuple[float, float], shank: float = 1.0) -> np.ndarray:
    """Paint a leg with feet, each (its angle to the shank, how surely the mask shows it), the surest on top."""
    ankle, along, across = axes_of(points)
    mask = np.zeros((HEIGHT, WIDTH), np.float32)
    heel = ankle + 0.18 * along - 0.10 * across
    for angle_deg, value in sorted(feet, key=lambda foot: foot[1]):
        angle = math.radians(angle_deg)
        toward_toes = -math.cos(angle) * along + math.sin(angle) * across
        inward = -math.sin(angle) * along - math.cos(angle) * across
        toes = heel + FOOT_SHANKS * toward_toes
        paint(mask, [heel, toes, toes + TOES_SHANKS * inward, heel + HEEL_SHANKS * inward], value)
    # The shank reaches into the foot, also into a pointed one: no foot hangs apart from it.
    low, high = heel - 0.1 * along, heel - 0.1 * along + 0.22 * across
    paint(mask, [low, high, high - 2.0 * along, low - 2.0 * along], shank)
    return cv2.GaussianBlur(mask, (3, 3), 0).astype(np.float32)


def paint(mask: np.ndarray, corners: list[np.ndarray], value: float) -> None:
    cv2.fillPoly(mask, [np.round((np.array(corners) - 0.5) * 2**SHIFT).astype(np.int32)], value, shift=SHIFT)


def angle_of(sole: np.ndarray | None, points: np.ndarray, side: str = "left") -> float:
    assert sole is not None
    _, along, _ = axes_of(points, side)
    foot = sole[1].astype(float) - sole[0]
    return math.degrees(math.acos(np.clip(-along @ foot / np.hypot(*along) / np.hypot(*foot), -1, 1)))


@settings(max_examples=60, deadline=None)
@given(
    angle_deg=st.floats(50, 130),
    facing=st.sampled_from([1, -1]),
    leg_deg=st.floats(-10, 40),
    scale=st.floats(0.5, 4),
)
def test_the_sole_points_as_the_foot_does(angle_deg: float, facing: int, leg_deg: float, scale: float) -> None:
    points = with_foot_up(facing, leg_deg)
    sole = raised_sole(painted(points, (angle_deg, 1.0)), (points * scale).astype(np.float32), (scale, scale))
    assert angle_of(sole, points * scale) == pytest.approx(angle_deg, abs=6)


@pytest.mark.parametrize("side", ["left", "right"])
def test_it_lies_where_the_foot_is_in_the_source_picture(side: str) -> None:
    points = with_foot_up(side=side)
    sole = raised_sole(painted(with_foot_up(), (80.0, 1.0)), points, (1.0, 1.0))
    assert sole is not None
    ankle, along, across = axes_of(points, side)
    heel = ankle + 0.18 * along - 0.10 * across
    assert np.hypot(*(sole[0] - heel)) < 0.12 * SHANK_PX
    assert np.hypot(*(sole[1] - sole[0])) == pytest.approx(FOOT_SHANKS * SHANK_PX, rel=0.15)


def test_the_pointed_foot_that_the_model_expected_is_never_taken_for_the_true_one() -> None:
    points = with_foot_up()
    sole = raised_sole(painted(points, (70.0, 0.95), (158.0, 0.45)), points, (1.0, 1.0))
    assert angle_of(sole, points) == pytest.approx(70, abs=6)
    sole = raised_sole(painted(points, (70.0, 0.7), (158.0, 0.45)), points, (1.0, 1.0))
    assert angle_of(sole, points) == pytest.approx(70, abs=6)


def test_an_arm_that_reaches_for_the_shin_changes_nothing() -> None:
    points = with_foot_up()
    mask = painted(points, (90.0, 1.0))
    ankle, along, _ = axes_of(points)
    cv2.line(mask, np.round(ankle - 0.35 * along).astype(int).tolist(), (330, 110), 1.0, 14)
    assert angle_of(raised_sole(mask, points, (1.0, 1.0)), points) == pytest.approx(90, abs=6)


def test_where_the_mask_shows_no_foot_there_is_no_sole() -> None:
    points = with_foot_up()
    assert raised_sole(np.zeros((HEIGHT, WIDTH), np.float32), points, (1.0, 1.0)) is None
    assert raised_sole(painted(points), points, (1.0, 1.0)) is None
    elsewhere = points.copy()
    elsewhere[[INDEX["left_knee"], INDEX["left_ankle"]]] += 60
    assert raised_sole(painted(points, (80.0, 1.0)), elsewhere, (1.0, 1.0)) is None


def test_only_a_foot_that_is_up_has_one() -> None:
    points = standing(0.0).points
    assert raised_side(points) is None
    assert raised_sole(np.ones((HEIGHT, WIDTH), np.float32), points, (1.0, 1.0)) is None
    assert raised_side(with_foot_up(side="right")) == "right"


def test_one_foot_further_away_is_not_up_while_somebody_sits() -> None:
    points = with_foot_up()
    points[INDEX["right_ankle"]] = points[INDEX["left_ankle"]] + (0, 50)
    assert raised_side(points) is None


@pytest.mark.parametrize("broken", [0.0, 0.01, math.nan, 1e6])
def test_landmarks_that_make_no_leg_have_no_sole(broken: float) -> None:
    points = (with_foot_up() * np.float32(broken)).astype(np.float32)
    assert raised_sole(np.ones((HEIGHT, WIDTH), np.float32), points, (1.0, 1.0)) is None


STEEPEST_LEG_DEG = 33.0
"""With a leg that comes down more steeply, to a low surface, the surface's top is still taken for a foot pointed by 137
degrees, where the mask gives it to the person."""


@settings(max_examples=20, deadline=None)
@given(
    angle_deg=st.floats(65, 95),
    facing=st.sampled_from([1, -1]),
    leg_deg=st.floats(15, STEEPEST_LEG_DEG),
    sure=st.floats(0.6, 1),
)
def test_the_top_of_the_surface_that_the_mask_gives_to_the_person_is_no_foot(
    angle_deg: float, facing: int, leg_deg: float, sure: float
) -> None:
    points = with_foot_up(facing, leg_deg)
    mask = painted(points, (angle_deg, 1.0))
    ankle, along, across = axes_of(points)
    top = ankle + 0.12 * along - 0.08 * across
    end = top + np.array([facing * SHANK_PX, 0.0])
    thick = np.array([0.0, 0.3 * SHANK_PX])
    surface = np.zeros_like(mask)
    paint(surface, [top, end, end + thick, top + thick], sure)
    assert angle_of(raised_sole(np.maximum(mask, surface), points, (1.0, 1.0)), points) == pytest.approx(
        angle_deg, abs=10
    )
