"""The outline beside the trunk, on silhouettes whose edge is known by thought."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from known_poses import standing

from formcheck.pose.silhouette import back_profile


def bar(left: float, right: float, width: int = 640, height: int = 360) -> np.ndarray:
    """Give an upright silhouette from ``left`` to ``right``, its edges between pixels."""
    centres = np.arange(width) + 0.5
    row = np.clip(centres - left + 0.5, 0, 1) * np.clip(right - centres + 0.5, 0, 1)
    return np.tile(row.astype(np.float32), (height, 1))


@given(left=st.floats(5, 60), right=st.floats(5, 60))
def test_the_edge_is_found_between_pixels(left: float, right: float) -> None:
    pose = standing(0.0)
    profile = back_profile(bar(320 - left, 320 + right), pose.points, (1.0, 1.0))
    assert profile is not None
    np.testing.assert_allclose(profile.outline[0], left, atol=0.2)
    np.testing.assert_allclose(profile.outline[1], right, atol=0.2)
    assert (profile.stations[0], profile.stations[-1]) == (0, 1)
    np.testing.assert_allclose(profile.chord, [[320, 200], [320, 100]])


def test_distances_are_in_pixels_of_the_source_picture() -> None:
    pose = standing(0.0)
    profile = back_profile(bar(300, 350), pose.points * 3, (3.0, 3.0))
    assert profile is not None
    np.testing.assert_allclose(profile.outline, np.repeat([[60], [90]], 24, axis=1), atol=0.3)


@given(degrees=st.floats(0, 360))
def test_a_disc_is_as_wide_whichever_way_the_trunk_points(degrees: float) -> None:
    rows, columns = np.mgrid[:360, :640] + 0.5
    disc = np.clip(80.5 - np.hypot(rows - 180, columns - 320), 0, 1).astype(np.float32)
    turn = np.deg2rad(degrees)
    points = standing(0.0).points
    points[11:13] = (320 + 50 * np.sin(turn), 180 - 50 * np.cos(turn))
    points[23:25] = (320 - 50 * np.sin(turn), 180 + 50 * np.cos(turn))
    profile = back_profile(disc, points, (1.0, 1.0))
    assert profile is not None
    half = np.sqrt(80**2 - (100 * (profile.stations - 0.5)) ** 2)
    np.testing.assert_allclose(profile.outline, [half, half], atol=0.5)


def test_no_edge_is_made_up_at_the_border_of_the_picture() -> None:
    profile = back_profile(bar(-50, 350), standing(0.0, x=30).points, (1.0, 1.0))
    assert profile is None or np.isnan(profile.outline).all()
    profile = back_profile(bar(-50, 60), standing(0.0, x=30).points, (1.0, 1.0))
    assert profile is not None
    assert np.isnan(profile.outline[0]).all()
    np.testing.assert_allclose(profile.outline[1], 30, atol=0.1)


def test_another_limb_beyond_a_gap_is_not_the_back() -> None:
    mask = bar(300, 340) + bar(360, 380)
    profile = back_profile(mask, standing(0.0).points, (1.0, 1.0))
    assert profile is not None
    np.testing.assert_allclose(profile.outline[1], 20, atol=0.1)


@pytest.mark.parametrize(
    ("scale", "shift"),
    [(0.05, 0.0), (0.0, 100.0), (1.0, 5000.0), (1.0, -5000.0), (1000.0, 0.0), (np.nan, 0.0)],
    ids=["tiny", "a point", "right of the picture", "left of it", "huge", "not a number"],
)
def test_a_trunk_that_cannot_be_outlined_has_no_outline(scale: float, shift: float) -> None:
    points = (standing(0.0).points * scale + shift).astype(np.float32)
    assert back_profile(bar(0, 640), points, (1.0, 1.0)) is None


def test_who_is_not_in_the_mask_has_no_outline() -> None:
    assert back_profile(np.zeros((360, 640), np.float32), standing(0.0).points, (1.0, 1.0)) is None
