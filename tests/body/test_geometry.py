"""Angles in the plane and in space, and how far scatter carries into them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.body import geometry

coordinates = st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))


@given(st.floats(0, 180), st.floats(0, 360), st.floats(1, 500), st.floats(1, 500), coordinates)
def test_an_angle_is_the_same_however_it_is_turned_moved_and_scaled(
    angle: float, turn: float, first: float, second: float, vertex: tuple[float, float]
) -> None:
    def arm(length: float, at_deg: float) -> tuple[float, float]:
        at = math.radians(at_deg)
        return vertex[0] + length * math.cos(at), vertex[1] + length * math.sin(at)

    a, b = arm(first, turn), arm(second, turn + angle)
    assert geometry.angle_at(a, vertex, b) == pytest.approx(angle, abs=1e-3)
    assert geometry.flexion(a, vertex, b) == pytest.approx(180 - angle, abs=1e-3)


def test_an_arm_without_length_has_no_angle() -> None:
    assert geometry.angle_at((0, 0), (0, 0), (1, 1)) is None
    assert geometry.flexion((0, 0, 0), (0, 0, 0), (1, 1, 1)) is None


@given(st.floats(-1e6, 1e6))
def test_a_wrapped_angle_is_the_same_direction_within_half_a_turn(angle: float) -> None:
    wrapped = geometry.wrapped(angle)
    assert -180 < wrapped <= 180
    assert math.cos(math.radians(wrapped)) == pytest.approx(math.cos(math.radians(angle)), abs=1e-6)


@pytest.mark.parametrize(
    ("left", "right", "heading"),
    [
        ((1, 0, 0), (-1, 0, 0), 0),
        ((0, 0, -1), (0, 0, 1), 90),
        ((0, 0, 1), (0, 0, -1), -90),
        ((-1, 0, 0), (1, 0, 0), 180),
    ],
)
def test_a_person_heads_where_their_left_side_says(
    left: tuple[int, ...], right: tuple[int, ...], heading: float
) -> None:
    assert geometry.heading(left, right) == pytest.approx(heading)


@pytest.mark.parametrize(("arm_a", "arm_b"), [(160.0, 150.0), (80.0, 200.0)])
def test_the_stated_doubt_of_an_angle_is_what_scatter_does_to_it(arm_a: float, arm_b: float) -> None:
    """Known to first order; the factor of the vertex between them depends on the angle, so 30 % is granted."""
    random = np.random.default_rng(3)
    found = []
    for _ in range(3000):
        a, vertex, b = (np.array(p) + random.normal(0, 2.0, 2) for p in ((arm_a, 0.0), (0.0, 0.0), (0.0, arm_b)))
        found.append(geometry.angle_at(a, vertex, b))
    measured = float(np.std(np.array(found, float)))
    assert geometry.angle_sigma(2.0, arm_a, arm_b) == pytest.approx(measured, rel=0.3)


def test_the_stated_doubt_of_a_tilt_is_what_scatter_does_to_it() -> None:
    random = np.random.default_rng(3)
    found = [
        geometry.lean(np.array((0.0, 200.0)) + random.normal(0, 2.0, 2), random.normal(0, 2.0, 2)) for _ in range(3000)
    ]
    assert geometry.tilt_sigma(2.0, 200.0) == pytest.approx(float(np.std(found)), rel=0.06)


@given(st.floats(-50, 150))
def test_a_curve_through_knots_stays_between_them(x: float) -> None:
    knots = ((0.0, 0.0), (10.0, 1.0), (90.0, 60.0))
    assert 0 <= geometry.interpolated(x, knots) <= 60
    assert geometry.interpolated(10.0, knots) == 1.0
