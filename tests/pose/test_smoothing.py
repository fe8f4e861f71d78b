"""Smoothing calms the landmarks, keeps the movement, and invents nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_poses import SOLE, same_pose, shown, standing

from formcheck.pose.landmarks import INDEX
from formcheck.pose.pose import Observation
from formcheck.pose.smoothing import OneEuro
from formcheck.pose.zerophase import butterworth

KNEE = INDEX["right_knee"]


def rocking(times: np.ndarray, hz: float = 0.25, swing_px: float = 25.0, noise_px: float = 0.0) -> list[Observation]:
    """Give somebody who sways from side to side; trunk 100 pixels."""
    random = np.random.default_rng(1)
    seen = []
    for index, time_s in enumerate(times.tolist()):
        pose = standing(time_s, x=320 + swing_px * np.sin(2 * np.pi * hz * time_s))
        moved = pose.points + random.normal(0, noise_px, pose.points.shape).astype(np.float32)
        seen.append(Observation(index, time_s, replace(pose, points=moved)))
    return seen


def causal(seen: list[Observation]) -> list[Observation]:
    smooth = OneEuro()
    return [smooth(each) for each in seen]


def zero_phase(seen: list[Observation], cutoff_hz: float = 5.0) -> list[Observation]:
    return list(butterworth(seen, cutoff_hz))


def knee_x(seen: list[Observation]) -> np.ndarray:
    return np.array([shown(each).points[KNEE, 0] for each in seen], float)


def uneven_times(rate_hz: float, seconds: float, jitter: float, dropped: int) -> np.ndarray:
    """Give times that wander by a share of a frame, with each ``dropped``-th frame missing."""
    random = np.random.default_rng(2)
    times = np.arange(0, seconds, 1 / rate_hz)
    times = times + random.uniform(0, jitter, times.shape) / rate_hz
    return np.delete(times, slice(dropped, -1, dropped)) if dropped else times


FILTERS = pytest.mark.parametrize("smooth", [causal, zero_phase], ids=["One Euro", "Butterworth"])


@FILTERS
@settings(max_examples=20, deadline=None)
@given(rate_hz=st.sampled_from([12, 23.976, 30, 60]), jitter=st.floats(0, 0.8), dropped=st.sampled_from([0, 3]))
def test_who_holds_still_stays_where_they_are(smooth, rate_hz, jitter, dropped) -> None:  # type: ignore[no-untyped-def]
    still = rocking(uneven_times(rate_hz, 3, jitter, dropped), swing_px=0)
    for before, after in zip(still, smooth(still), strict=True):
        np.testing.assert_allclose(shown(after).points, shown(before).points, atol=0.01)
        np.testing.assert_allclose(shown(after).world, shown(before).world, atol=1e-4)


@settings(max_examples=20, deadline=None)
@given(
    rate_hz=st.sampled_from([12, 15, 23.976, 25, 29.97, 60]),
    jitter=st.floats(0, 0.5),
    dropped=st.sampled_from([0, 3, 7]),
    hz=st.floats(0.15, 0.6),
)
def test_a_repetition_keeps_its_depth_and_its_moment_in_a_recording(
    rate_hz: float, jitter: float, dropped: int, hz: float
) -> None:
    times = uneven_times(rate_hz, 12, jitter, dropped)
    x = knee_x(zero_phase(rocking(times, hz)))
    wave = np.exp(2j * np.pi * hz * times)
    design = np.column_stack([wave.real, wave.imag, np.ones_like(times)])
    cosine, sine, _ = np.linalg.lstsq(design, x, rcond=None)[0]
    assert np.hypot(cosine, sine) / 25 == pytest.approx(1, abs=0.025)
    assert abs(np.arctan2(cosine, sine)) / (2 * np.pi * hz) < 0.005


def test_the_cutoff_of_both_passes_together_is_where_half_the_power_passes() -> None:
    times = np.arange(0, 20, 1 / 120)
    x = knee_x(zero_phase(rocking(times, hz=5.0), cutoff_hz=5.0))[240:-240]
    assert x.std() / (25 / np.sqrt(2)) == pytest.approx(np.sqrt(0.5), abs=0.02)


@FILTERS
def test_jitter_gets_at_most_half(smooth) -> None:  # type: ignore[no-untyped-def]
    shaky = rocking(np.arange(0, 6, 1 / 30), swing_px=0, noise_px=1.0)
    jitter = [np.diff(knee_x(seen)[30:]).std() for seen in (shaky, smooth(shaky))]
    assert jitter[1] < jitter[0] / 2


@pytest.mark.parametrize("scale", [0.5, 4.0])
def test_the_causal_filter_lags_about_fifty_milliseconds_at_any_resolution(scale: float) -> None:
    times = np.arange(0, 12, 1 / 30)
    seen = [
        replace(each, pose=replace(shown(each), points=shown(each).points * np.float32(scale)))
        for each in rocking(times)
    ]
    x, smooth = knee_x(seen), knee_x(causal(seen))
    lags = np.arange(0, 0.2, 0.002)
    errors = [np.std(np.interp(times - lag, times, x)[60:] - smooth[60:]) for lag in lags]
    assert 0.03 <= lags[int(np.argmin(errors))] <= 0.07


@FILTERS
@given(
    missing=st.sets(st.integers(0, 59), max_size=50),
    stop=st.integers(1, 60),
)
@settings(max_examples=40, deadline=None)
def test_no_pose_appears_where_nobody_was_seen(smooth, missing, stop) -> None:  # type: ignore[no-untyped-def]
    seen = rocking(np.arange(0, 2, 1 / 30))[:stop]
    seen = [replace(each, pose=None) if each.index in missing else each for each in seen]
    smoothed = smooth(seen)
    assert [(a.index, a.time_s, a.pose is None) for a in smoothed] == [
        (a.index, a.time_s, a.pose is None) for a in seen
    ]
    for each in smoothed:
        assert each.pose is None or np.isfinite(each.pose.points).all()


@FILTERS
def test_who_comes_back_elsewhere_is_not_dragged_to_where_they_were(smooth) -> None:  # type: ignore[no-untyped-def]
    first = [Observation(n, n / 30, standing(n / 30, x=100)) for n in range(30)]
    later = [Observation(n, n / 30, standing(n / 30, x=500)) for n in range(45, 75)]
    x = knee_x(smooth(first + later))
    assert x[:30] == pytest.approx(80, abs=0.01)
    assert x[30:] == pytest.approx(480, abs=0.01)


@FILTERS
def test_another_person_does_not_drag_the_subject(smooth) -> None:  # type: ignore[no-untyped-def]
    subject = [Observation(n, n / 30, standing(n / 30, x=100)) for n in range(30)]
    other = [Observation(n, n / 30, standing(n / 30, x=500), 2, True) for n in range(30, 60)]
    assert knee_x(smooth(subject + other)) == pytest.approx(np.repeat([80, 480], 30), abs=0.01)


@FILTERS
def test_a_hidden_landmark_does_not_drag_its_seen_moments(smooth) -> None:  # type: ignore[no-untyped-def]
    seen = []
    for n in range(60):
        pose = standing(n / 30)
        if 20 <= n < 40:
            pose.points[KNEE, 0] += 80
            pose.visibility[KNEE] = 0.1
        seen.append(Observation(n, n / 30, pose))
    x = knee_x(smooth(seen))
    assert x[:20] == pytest.approx(300, abs=0.01)
    assert x[40:] == pytest.approx(300, abs=0.01)


@FILTERS
def test_a_sole_is_calmed_where_it_was_seen_and_not_made_up_where_it_was_not(smooth) -> None:  # type: ignore[no-untyped-def]
    random = np.random.default_rng(3)
    seen = [
        Observation(n, n / 30, replace(standing(n / 30), sole=SOLE + random.normal(0, 2, (2, 2)).astype(np.float32)))
        for n in range(120)
    ]
    for n in range(40, 60):
        seen[n] = replace(seen[n], pose=replace(shown(seen[n]), sole=None))
    smoothed = [shown(each).sole for each in smooth(seen)]
    assert [sole is None for sole in smoothed] == [40 <= n < 60 for n in range(120)]
    rest = np.stack([sole for sole in smoothed[70:] if sole is not None])
    assert np.abs(rest.mean(axis=0) - SOLE).max() < 1
    assert rest.std(axis=0).max() < 1.2


@FILTERS
def test_evidence_goes_through_untouched(smooth) -> None:  # type: ignore[no-untyped-def]
    for before, after in zip(seen := rocking(np.arange(0, 1, 1 / 30), noise_px=1), smooth(seen), strict=True):
        assert same_pose(replace(shown(after), points=shown(before).points, world=shown(before).world), before.pose)


@pytest.mark.parametrize("frames", range(12))
def test_a_few_frames_are_no_trouble(frames: int) -> None:
    seen = rocking(np.arange(frames) / 30)
    assert len(zero_phase(seen)) == frames


def test_a_recording_too_slow_for_the_cutoff_is_left_as_it_is() -> None:
    seen = rocking(np.arange(0, 5, 1 / 8))
    np.testing.assert_array_equal(knee_x(zero_phase(seen)), knee_x(seen))


@settings(max_examples=20, deadline=None)
@given(
    rate_hz=st.sampled_from([10.5, 12, 23.976, 30, 60]),
    jitter=st.sampled_from([0.0, 0.3, 0.8]),
    dropped=st.sampled_from([0, 3]),
    stretch_frames=st.integers(1, 150),
    missing=st.sets(st.tuples(st.integers(0, 300), st.integers(1, 20)), max_size=4),
    hidden=st.lists(st.tuples(st.integers(0, 300), st.integers(1, 200)), max_size=3),
)
def test_a_long_recording_smoothed_in_stretches_shows_no_seam(  # type: ignore[no-untyped-def]
    rate_hz, jitter, dropped, stretch_frames, missing, hidden
) -> None:
    seen = rocking(uneven_times(rate_hz, 300 / rate_hz, jitter, dropped), noise_px=3)
    for start, length in hidden:
        for each in seen[start : start + length]:
            shown(each).visibility[KNEE] = 0.1
    for start, length in missing:
        seen[start : start + length] = [replace(each, pose=None) for each in seen[start : start + length]]
    at_once, stretched = list(butterworth(seen)), list(butterworth(seen, stretch_frames=stretch_frames))
    assert len(stretched) == len(seen)
    for one, other in zip(at_once, stretched, strict=True):
        assert (one.index, one.pose is None) == (other.index, other.pose is None)
        if one.pose is not None:
            np.testing.assert_allclose(shown(other).points, one.pose.points, atol=1e-3)
