"""What is learned of a person from the whole recording: their lengths, and how much the landmarks scatter."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from formcheck.body.figure import Figure, survey
from tests.support.figure import SHANK_M, TRUNK_M, Build, pose_of, seen

if TYPE_CHECKING:
    from formcheck.pose.pose import Observation


def film(noise_px: float = 0.0, px_per_m: float = 300.0, moving: float = 1.0, frames: int = 120) -> list[Observation]:
    """Film a person who rocks and bows a little, from the side."""
    random = np.random.default_rng(7)
    sways = [(15 * moving * np.sin(n / 15), 5 * moving * np.sin(n / 20)) for n in range(frames)]
    builds = [Build(front_knee=90 + knee, trunk=5 + trunk) for knee, trunk in sways]
    return [
        seen(pose_of(build, -90.0, px_per_m=px_per_m, noise_px=noise_px, random=random), n / 30)
        for n, build in enumerate(builds)
    ]


def learned(observations: list[Observation]) -> Figure:
    figure = survey(observations)
    assert figure is not None
    return figure


def test_a_person_s_own_lengths_are_learned() -> None:
    figure = learned(film())
    assert figure.trunk_px == pytest.approx(TRUNK_M * 300, rel=0.02)
    assert figure.shank_px == pytest.approx(SHANK_M * 300, rel=0.02)


@pytest.mark.parametrize("noise_px", [0.5, 1.0, 3.0, 8.0])
@pytest.mark.parametrize("moving", [0.0, 1.0])
def test_scatter_is_told_as_it_is_whether_the_person_moves_or_not(noise_px: float, moving: float) -> None:
    assert learned(film(noise_px, moving=moving)).noise_px == pytest.approx(noise_px, rel=0.15)


def test_a_few_bad_frames_do_not_make_a_giant() -> None:
    observations = film()
    for number in (10, 50, 90):
        pose = observations[number].pose
        assert pose is not None
        pose.points[:] *= 3
    assert learned(observations).trunk_px == pytest.approx(TRUNK_M * 300, rel=0.03)


def test_frames_without_a_person_are_passed_over() -> None:
    empty = [seen(None, n / 30) for n in range(10)]
    assert survey(empty) is None
    assert survey([]) is None
    assert learned([*empty, *film(), *empty]) == learned(film())


def test_a_single_frame_is_enough_for_lengths() -> None:
    assert learned(film(frames=1)).trunk_px == pytest.approx(TRUNK_M * 300, rel=0.02)


def test_a_person_whose_shank_is_a_thumb_s_breadth_is_too_small() -> None:
    assert learned(film(px_per_m=80)).too_small
    assert not learned(film(px_per_m=95)).too_small


def test_of_somebody_seen_on_all_fours_from_the_front_alone_the_shoulders_tell_the_trunk() -> None:
    level = [seen(pose_of(Build(trunk=80.0), 0.0, px_per_m=100.0), n / 30) for n in range(60)]
    upright = [seen(pose_of(Build(trunk=0.0), 0.0, px_per_m=100.0), n / 30) for n in range(60)]
    assert learned(level).trunk_px == pytest.approx(learned(upright).trunk_px, rel=0.3)
    assert not learned(level).too_small
