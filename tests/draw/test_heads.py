"""Where heads are hidden: never less than the face, and long enough."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from formcheck.draw.heads import ENLARGED, KEPT_S, Head, LiveHeads, RecordedHeads, head_of
from formcheck.pose.landmarks import FACE
from formcheck.pose.pose import Observation

RATE = 20.0
whatever = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def covered(heads: tuple[Head, ...], spots: np.ndarray) -> np.ndarray:
    """Tell of each spot, (n, 2) pixels, whether it is hidden; all are, where no head is known."""
    if not heads:
        return np.ones(len(spots), bool)
    return np.any([np.abs(spots - (head.x, head.y)).max(axis=1) <= head.reach + 1e-3 for head in heads], axis=0)


def course(figures, places: list[tuple[float, float] | None]) -> list[Observation]:
    """Give what is seen when the person is moved by so much in each frame, or is not found."""
    pose = figures.pose()
    return [
        Observation(
            index,
            index / RATE,
            None if moved is None else replace(pose, points=pose.points + np.float32(moved), time_s=index / RATE),
        )
        for index, moved in enumerate(places)
    ]


def head_at(figures, moved: tuple[float, float]) -> np.ndarray:
    return figures.pose().points[list(FACE)] + np.float32(moved)


@whatever
@given(face=arrays(np.float32, (11, 2), elements=st.floats(-2000, 2000, width=32)))
def test_what_is_hidden_holds_the_enlarged_box_of_the_face_wherever_its_landmarks_are(figures, face):
    pose = figures.pose()
    points = pose.points.copy()
    points[list(FACE)] = face
    low, high = face.min(axis=0), face.max(axis=0)
    middle, half = (low + high) / 2, ENLARGED * (high - low) / 2
    head = head_of(replace(pose, points=points))
    assert covered((head,), np.stack([*face, middle - half, middle + half])).all()


@whatever
@given(
    gone=st.floats(0.05, 1.0),
    found=st.tuples(st.floats(-30, 30), st.floats(-30, 30)),
    before=st.integers(1, 10),
)
def test_a_lost_head_stays_hidden_for_a_second_live_and_recorded(figures, gone, found, before):
    lost = round(gone * RATE)
    seen = course(figures, [found] * before + [None] * lost)
    recorded, live = RecordedHeads(seen), LiveHeads()
    for each in seen:
        for heads in (live.see(each.pose, each.time_s), recorded.at(each.time_s)):
            assert covered(heads, head_at(figures, found)).all()


def test_a_head_that_is_found_late_was_hidden_before(figures):
    seen = course(figures, [None] * 40 + [(0, 0)] * 10)
    recorded = RecordedHeads(seen)
    for each in seen:
        heads = recorded.at(each.time_s)
        assert covered(heads, head_at(figures, (0, 0))).all()
        assert (heads == ()) == (each.time_s < seen[40].time_s - KEPT_S)


def test_somebody_who_walks_while_nobody_is_found_is_hidden_on_the_way(figures):
    """A metre and a half in a second."""
    path = [(20.0 * step, 0.0) for step in range(21)]
    seen = course(figures, [path[0]] * 5 + [None] * 19 + [path[-1]] * 5)
    recorded = RecordedHeads(seen)
    for step in range(1, 20):
        assert covered(recorded.at(seen[4 + step].time_s), head_at(figures, path[step])).all()


def test_the_place_before_and_after_a_jump_is_hidden_for_three_seconds(figures):
    """A pose that stands on its head at first, until the model finds out."""
    wrong, right = (0.0, 250.0), (0.0, 0.0)
    seen = course(figures, [wrong] * 45 + [right] * 20)
    recorded = RecordedHeads(seen)
    assert all(covered(recorded.at(each.time_s), head_at(figures, right)).all() for each in seen)


def test_a_head_that_moves_as_heads_do_leaves_no_trail(figures):
    """1.2 m/s to the side: only the head itself is hidden."""
    seen = course(figures, [(16.0 * step, 0.0) for step in range(20)])
    recorded, live = RecordedHeads(seen), LiveHeads()
    assert all(len(recorded.at(each.time_s)) == 1 for each in seen)
    assert all(len(live.see(each.pose, each.time_s)) == 1 for each in seen)


def test_a_face_that_may_be_somebody_elses_is_hidden_more_widely(figures):
    pose = figures.pose()
    assert head_of(pose, doubtful=True).reach > 1.2 * head_of(pose).reach
