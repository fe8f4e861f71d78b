"""Marker recordings are counted by the example movement files, or refused in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.analysis.scoring.marker_counts import marker_cases, trimmed
from formcheck.errors import TrackError
from formcheck.pose.landmarks import LANDMARKS
from tests.support.truths import performance

if TYPE_CHECKING:
    from pathlib import Path


def test_somebody_who_squats_not_once_is_told_as_not_counted_from_every_side(tmp_path: Path) -> None:
    path = tmp_path / "markers.npz"
    np.savez(path, joints=np.array(LANDMARKS), m01_s01_correct=performance(reps=0, hold_s=1.0)[1])
    cases = marker_cases(path)
    assert {(case.view, case.dropouts) for case in cases} == {
        (view, gaps) for view in ("side", "45 degrees", "front") for gaps in (0.0, 0.05)
    }
    assert not any(case.exact for case in cases)


@settings(max_examples=30)
@given(
    before=st.integers(0, 5),
    after=st.integers(0, 5),
    joint=st.sampled_from(["left_knee", "right_ankle", "left_wrist", "right_elbow"]),
)
def test_frames_at_the_ends_in_which_a_marker_was_taken_for_another_are_left_out(
    before: int, after: int, joint: str
) -> None:
    good = performance(reps=1, hold_s=1.0)[1]
    spoiled = np.concatenate([good[:1].repeat(before, axis=0), good, good[-1:].repeat(after, axis=0)])
    for frame in (*range(before), *range(len(spoiled) - after, len(spoiled))):
        spoiled[frame, LANDMARKS.index(joint)] += 1.0
    np.testing.assert_array_equal(trimmed(spoiled, LANDMARKS), good)


@pytest.mark.parametrize("arrays", [{}, {"joints": np.array(LANDMARKS)}])
def test_what_holds_no_recording_is_refused_by_name(tmp_path: Path, arrays: dict[str, Any]) -> None:
    path = tmp_path / "odd.npz"
    np.savez(path, **arrays)
    with pytest.raises(TrackError, match=r"odd\.npz"):
        marker_cases(path)
