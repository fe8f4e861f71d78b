"""What is learned of a person while they are watched, and of whom nothing is learned."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formcheck.coach.body_watch import BodyWatch
from formcheck.routine.catalogue import load_movement
from tests.coach.person import FPS, STANDING, filmed
from tests.support.figure import seen


@pytest.fixture
def watch() -> BodyWatch:
    return BodyWatch([load_movement("kneeling-lunge")])


def test_nothing_is_learned_from_a_pose_that_may_be_somebody_elses(watch: BodyWatch) -> None:
    for frame in range(10):
        watch.see(replace(seen(filmed(STANDING, frame / FPS), frame / FPS), ambiguous=True))
    assert watch.figure is None
    watch.see(seen(filmed(STANDING, 1.0), 1.0))
    assert watch.figure is not None


def test_who_pressed_a_key_beside_the_camera_is_as_large_as_they_are_where_they_train(watch: BodyWatch) -> None:
    near, far = filmed(STANDING, 0.0), filmed(STANDING, 0.0)
    near = replace(near, points=2.0 * (far.points - far.points.mean(axis=0)) + far.points.mean(axis=0))
    alone = BodyWatch([load_movement("kneeling-lunge")])
    for frame in range(round(12.0 * FPS)):
        time_s = frame / FPS
        if time_s >= 6.0:
            alone.see(seen(replace(far, time_s=time_s), time_s))
        watch.see(seen(replace(near if time_s < 6.0 else far, time_s=time_s), time_s))
    assert watch.figure is not None
    assert alone.figure is not None
    assert watch.figure.trunk_px == pytest.approx(alone.figure.trunk_px, rel=0.02)
