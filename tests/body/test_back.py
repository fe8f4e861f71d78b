"""The outline behind the trunk, on whichever side the back is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.body.back import bulge
from formcheck.pose.pose import BackProfile

STATIONS = np.linspace(0, 1, 24, dtype=np.float32)


def profile(
    left: float, right: float, round_by: float = 0.0, chord: tuple[float, float] = (0.0, -100.0)
) -> BackProfile:
    """Give an outline so many pixels from the chord, the left one bent outward by more in its middle."""
    arc = round_by * 4 * STATIONS * (1 - STATIONS)
    outline = np.stack([left + arc, np.full_like(STATIONS, right)]).astype(np.float32)
    return BackProfile(np.array([[50, 200], [50 + chord[0], 200 + chord[1]]], np.float32), STATIONS, outline)


def test_the_back_of_one_who_faces_right_lies_on_the_left() -> None:
    assert bulge(profile(left=20, right=7), facing=1.0) == pytest.approx(0.20)
    assert bulge(profile(left=20, right=7), facing=-1.0) == pytest.approx(0.07)


def test_a_round_back_stands_out_further_than_a_flat_one() -> None:
    flat, rounded = (bulge(profile(20, 7, round_by), 1.0) for round_by in (0.0, 12.0))
    assert flat is not None
    assert rounded is not None
    assert rounded - flat == pytest.approx(0.12, abs=0.01)


@given(st.floats(0.1, 50), st.floats(0, 30))
def test_the_size_in_the_picture_does_not_matter(scale: float, round_by: float) -> None:
    small = profile(20, 7, round_by)
    large = BackProfile(small.chord * np.float32(scale), STATIONS, small.outline * np.float32(scale))
    assert bulge(large, 1.0) == pytest.approx(bulge(small, 1.0), rel=1e-3)


def test_an_outline_that_is_mostly_unseen_says_nothing() -> None:
    gone = profile(20, 7)
    gone.outline[0, 8:14] = np.nan
    assert bulge(gone, 1.0) is None
    gone.outline[0, 10:14] = 20
    assert bulge(gone, 1.0) == pytest.approx(0.20)


def test_a_chord_without_length_says_nothing() -> None:
    assert bulge(profile(20, 7, chord=(0.0, 0.0)), 1.0) is None
