"""A bias is believed only if both halves of the people bear it out; a sigma covers its share."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_videos.fitting.accuracy import COVERED, DEPTH_SHARES, bias_of, depth_of, sigma_of
from sample_videos.fitting.video import ClipErrors, factor_of, held_factor

CLIPS = [f"clip-{number // 5:02d}" for number in range(100)]


def scatter(seed: int, size: float = 1.0) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.random.default_rng(seed).normal(0.0, size, len(CLIPS))


@settings(deadline=None, max_examples=40)
@given(bias=st.floats(3.0, 15.0), sign=st.sampled_from([-1.0, 1.0]), seed=st.integers(0, 50))
def test_what_everybody_shares_is_a_bias(bias: float, sign: float, seed: int) -> None:
    assert bias_of(scatter(seed) + sign * bias, CLIPS, 20.0) == pytest.approx(sign * bias, abs=0.6)


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 50))
def test_what_only_half_of_the_people_have_is_none(seed: int) -> None:
    odd = np.array([number // 5 % 2 for number in range(100)])
    assert bias_of(scatter(seed) + 10.0 * odd, CLIPS, 20.0) == 0.0


def test_a_failure_is_not_called_a_bias() -> None:
    assert bias_of(scatter(1) - 70.0, CLIPS, 20.0) == 0.0


def test_four_clips_are_too_few_to_tell() -> None:
    assert bias_of(scatter(1)[:20] + 8.0, CLIPS[:20], 20.0) == 0.0


@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 50), size=st.floats(0.5, 20.0), extra=st.floats(0.0, 5.0))
def test_sigma_and_what_is_stated_besides_cover_their_share(seed: int, size: float, extra: float) -> None:
    errors = scatter(seed, size)
    stated = np.hypot(sigma_of(errors, np.full(len(errors), extra)), extra)
    covered = float((np.abs(errors) <= stated).mean())
    assert covered >= COVERED - 1e-9
    if covered > COVERED + 0.02:
        assert stated == pytest.approx(extra, abs=1e-4)


def test_depth_is_believed_where_it_mends_both_halves() -> None:
    better = np.stack([scatter(3, 10.0) * (1.2 - share) for share in DEPTH_SHARES], axis=1)
    assert depth_of(better, CLIPS) == DEPTH_SHARES[-1]
    assert depth_of(better[:, ::-1], CLIPS) == 0.0


def recordings(size: float, seed: int = 5) -> list[ClipErrors]:
    rng = np.random.default_rng(seed)
    return [ClipErrors(f"{n:02d}", "x", rng.normal(0, size, 200), np.ones(200)) for n in range(10)]


def test_a_sigma_that_is_too_small_in_recordings_is_widened() -> None:
    assert factor_of(recordings(1.5)) == pytest.approx(1.5, rel=0.1)
    assert held_factor(recordings(1.5)) == pytest.approx(1.5, rel=0.1)
    assert held_factor(recordings(1.5)[:4]) == 1.0
