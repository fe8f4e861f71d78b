from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from formcheck.errors import StoreError
from tests.support.sessions import lunge_record, lunge_session, with_person

if TYPE_CHECKING:
    from formcheck.store.store import Store


@pytest.fixture
def course(store: Store) -> Store:
    """Give a store with a week of one person, left and right in turn, and a session of another."""
    with_person(store)
    with_person(store, "P-2")
    for day, (knee, side) in enumerate([(95.0, "left"), (80.0, "right"), (99.0, "left"), (81.0, "right")]):
        store.sessions.add(lunge_session(day, record=lunge_record(knee, side)))
    store.sessions.add(lunge_session(0, "P-2", record=lunge_record(10.0, "left")))
    return store


def test_a_measure_is_followed_over_time_on_each_side(course: Store) -> None:
    ask = {"movement": "kneeling-lunge", "measure": "front_knee_flexion"}
    left = course.trends.measures("P-014", side="left", **ask)
    right = course.trends.measures("P-014", side="right", **ask)
    assert [point.mean for point in left] == [95.0, 99.0]
    assert [point.mean for point in right] == [80.0, 81.0]
    assert left[0].done_at < left[1].done_at


def test_a_point_tells_its_unit_uncertainty_view_and_versions(course: Store) -> None:
    point = course.trends.measures("P-014", measure="front_knee_flexion")[0]
    cue = next(
        cue
        for cue in course.sessions.summary(point.session)["movements"][0]["cues"]
        if cue["measure"] == "front.knee_flexion"
    )
    assert (point.unit, point.view, point.routine) == ("deg", "side", lunge_record()["versions"]["routine"])
    assert point.sigma == pytest.approx(cue["sigma"])


def test_verdicts_are_followed_cue_by_cue(course: Store) -> None:
    points = course.trends.verdicts("P-014", ref="3.14")
    assert [point.verdict for point in points] == ["good"] * 4
    assert {point.measure for point in points} == {"trunk_inclination"}
    assert all(point.value == pytest.approx(2.0, abs=3.0) for point in points)


def test_sets_tell_repetitions_and_holds(course: Store) -> None:
    done = lunge_record()["movements"][0]
    points = course.trends.sets("P-014", movement="kneeling-lunge")
    assert [point.reps_counted for point in points] == [done["reps"]["counted"]] * 4
    assert points[0].held_s == pytest.approx(sum(hold["held_s"] for hold in done["holds"]))
    ranges = [rep["range"] for rep in done["reps"]["each"] if rep["counted"]]
    assert points[0].range_best == max(ranges)
    assert points[0].range_mean == pytest.approx(sum(ranges) / len(ranges))


def test_a_movement_that_was_not_done_has_no_trend(course: Store) -> None:
    assert course.trends.measures("P-014", movement="standing-stretch") == []


def test_nobody_has_no_trend(course: Store) -> None:
    with pytest.raises(StoreError, match="nobody of that pseudonym"):
        course.trends.sets("P-99")


def test_only_what_was_done_since_a_day(course: Store) -> None:
    third = course.sessions.of("P-014")[2].done_at
    assert [point.mean for point in course.trends.measures("P-014", measure="front_knee_flexion", since=third)] == [
        99.0,
        81.0,
    ]
