"""The band of measured error: what differences stay within when nothing has changed."""

from __future__ import annotations

import numpy as np
import pytest

from formcheck.report.change import FEWEST_SETS, Kind
from sample_videos.fitting.bands import SetError, band_of, by_kind

KIND = Kind("kneeling-lunge", "trunk_inclination", "at_peaks", "side", "near")


def errors(values: list[float]) -> list[SetError]:
    return [SetError(f"clip-{number}", KIND, "deg", value) for number, value in enumerate(values)]


def test_the_band_is_the_minimal_detectable_change_and_a_bias_is_none() -> None:
    scattered = np.random.default_rng(1).normal(0.0, 2.0, 200)
    assert band_of(errors(list(scattered))) == pytest.approx(1.96 * np.sqrt(2) * 2.0, rel=0.12)
    assert band_of(errors(list(scattered + 30.0))) == pytest.approx(band_of(errors(list(scattered))))


def test_now_and_then_a_miss_widens_the_band_until_95_of_100_differences_are_inside() -> None:
    values = [0.0] * 54 + [10.0] * 6
    apart = [abs(one - other) for number, one in enumerate(values) for other in values[:number]]
    band = band_of(errors(values))
    assert np.mean([difference <= band for difference in apart]) >= 0.95


def test_what_too_few_clips_tell_of_has_no_band() -> None:
    assert by_kind(errors([1.0] * (FEWEST_SETS - 1))) == {}
    assert list(by_kind(errors([1.0] * FEWEST_SETS))) == [KIND]
