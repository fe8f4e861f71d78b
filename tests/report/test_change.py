"""A difference is a change only outside the measured error, and only between what was seen alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.report.change import (
    FEWEST_SETS,
    RANGE,
    Band,
    Figure,
    Kind,
    Outcome,
    Statistic,
    aspect_of,
    band_of,
    compared,
    measured_bands,
)

LEAN = Kind("kneeling-lunge", "trunk_inclination", Statistic.AT_PEAKS, "side", "near")


def lean(value: float | None, reps: int = 5, kind: Kind = LEAN) -> Figure:
    return Figure(kind, value, "deg", reps)


def known(kind: Kind, signal: str = "") -> Band:
    found = band_of(kind, signal)
    assert found is not None
    return found


@given(st.floats(-90, 90), st.floats(-60, 60))
def test_only_what_is_larger_than_the_error_is_a_change_whichever_came_first(value: float, by: float) -> None:
    width = known(LEAN).width
    there, back = compared(lean(value), lean(value + by)), compared(lean(value + by), lean(value))
    assert there.outcome is back.outcome
    assert (there.outcome is Outcome.CHANGED) == (abs((value + by) - value) > width)
    assert there.difference is not None
    assert there.difference == pytest.approx(by)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (lean(20.0), lean(None), "not seen"),
        (lean(20.0), lean(60.0, reps=2), "fewer than 3 repetitions"),
        (lean(20.0), lean(60.0, kind=LEAN._replace(view="front")), "another view"),
        (lean(20.0), lean(60.0, kind=LEAN._replace(aspect="far")), "other side was toward the camera"),
        (lean(20.0, kind=LEAN._replace(view="unknown")), lean(60.0), "view is not known"),
    ],
)
def test_what_was_not_seen_alike_is_not_compared_however_large_the_difference(
    before: Figure, after: Figure, reason: str
) -> None:
    change = compared(before, after)
    assert change.outcome is Outcome.CANNOT
    assert change.difference is None
    assert reason in change.reason


def test_a_figure_of_unknown_error_is_never_called_a_change() -> None:
    kind = LEAN._replace(measure="length_of_the_nose")
    change = compared(lean(1.0, kind=kind), lean(100.0, kind=kind))
    assert (change.outcome, change.band) == (Outcome.CANNOT, None)
    assert "not measured" in change.reason


def test_where_nothing_was_measured_the_published_bands_hold() -> None:
    behind = Kind("my-squat", "left_knee_flexion", Statistic.AT_PEAKS, "back_oblique", "far")
    assert (known(behind).width, known(behind).measured) == (10.0, False)
    own = Kind("my-squat", RANGE, Statistic.MEAN, "side", "near")
    assert known(own, "rear_hip_extension").width == 15.0
    assert band_of(own) is None


def test_from_a_view_that_was_not_measured_a_figure_is_no_surer_than_from_one_that_was() -> None:
    oblique = LEAN._replace(measure="front_knee_flexion", view="back_oblique")
    beside = oblique._replace(view="side")
    assert known(oblique).width >= max(10.0, known(beside).width)
    assert not known(oblique).measured


def test_an_error_as_large_as_what_a_person_can_do_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formcheck.report.change.measured_bands", lambda: {LEAN: Band(60.0, "deg", 20)})
    change = compared(lean(-90.0), lean(90.0))
    assert (change.outcome, change.reason) == (Outcome.CANNOT, "its measured error is too large to tell")


def test_every_measured_band_rests_on_enough_recordings_and_is_wider_than_nothing() -> None:
    bands = measured_bands()
    assert {kind.movement for kind in bands} == {
        "adductor-rock-back",
        "hip-rotation-90-90",
        "kneeling-lunge",
        "standing-stretch",
    }
    assert all(band.sets >= FEWEST_SETS and band.width >= 0 for band in bands.values())
    assert known(LEAN).measured


def test_two_figures_of_different_measures_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="same measure"):
        compared(lean(1.0), replace(lean(1.0), kind=LEAN._replace(measure="front_knee_flexion")))


def test_a_worked_side_is_near_or_far_only_where_there_is_one() -> None:
    assert [aspect_of(*each) for each in (("left", "left"), ("left", "right"), ("both", "left"), ("left", None))] == [
        "near",
        "far",
        "",
        "",
    ]
