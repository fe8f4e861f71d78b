"""A person's figures over their sessions: what changed, which side moves less, and what is not compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from formcheck.report.change import RANGE, Kind, Outcome, Statistic, band_of
from formcheck.report.trend_data import trend_data
from formcheck.report.trends import Line, Trend, trend_from
from formcheck.store.points import MeasurePoint, SetPoint
from tests.support.sessions import MONDAY

HIP = "rear_hip_extension"
KIND = Kind("kneeling-lunge", HIP, Statistic.AT_PEAKS, "side", "near")
_band = band_of(KIND)
assert _band is not None
ERROR = _band.width


def session(number: int, hip: float | None, side: str = "right", **more: Any) -> tuple[SetPoint, MeasurePoint]:
    """Give a lunge in a session a week, with the hip so far stretched at the peaks."""
    place: dict[str, Any] = {
        "session": number,
        "done_at": MONDAY + timedelta(days=7 * number),
        "ordinal": 1,
        "movement": "kneeling-lunge",
        "side": side,
        "view": "side",
        "near": side,
        "yaw_off_side_deg": 3.0,
        "routine": "hip-mobility@1",
        "formcheck": "1",
        "model": "full",
    } | {key: value for key, value in more.items() if key in SetPoint.__dataclass_fields__}
    reps = {
        "reps_counted": 5,
        "reps_not_counted": 0,
        "reps_clean": 5,
        "reps_target": 5,
        "range_best": 20.0,
        "range_mean": 18.0,
        "range_sd": 1.0,
        "held_s": 8.0,
        "held_good_s": 8.0,
        "held_unseen_s": 0.0,
    }
    done = SetPoint(**(reps | place))
    known = {key: place[key] for key in place if key not in reps}
    return done, MeasurePoint(
        **known, measure=HIP, mean=0.0, low=-30.0, high=30.0, unit="deg", sigma=3.0, at_peaks=hip, in_holds=None
    )


def followed(*sessions: tuple[SetPoint, MeasurePoint], measure: str | None = HIP) -> Trend:
    return trend_from("P-014", [done for done, _ in sessions], [seen for _, seen in sessions], measure)


def hip_line(trend: Trend, side: str = "right") -> Line:
    (line,) = [line for line in trend.lines if line.measure == HIP and line.side == side]
    return line


@given(st.lists(st.floats(-20, 40), min_size=2, max_size=8))
def test_the_newest_is_compared_with_the_first_and_with_the_one_before(values: list[float]) -> None:
    line = hip_line(followed(*(session(number, value) for number, value in enumerate(values))))
    assert line.first is not None
    assert line.last is not None
    assert (line.first.session, line.last.session) == (0, len(values) - 2)
    assert line.since_first is not None
    assert (line.since_first.outcome is Outcome.CHANGED) == (abs(values[-1] - values[0]) > ERROR)


def test_sessions_from_another_view_are_passed_over_and_counted() -> None:
    trend = followed(session(0, 0.0, view="oblique"), session(1, 5.0), session(2, 6.0 + ERROR))
    line = hip_line(trend)
    assert line.first is not None
    assert (line.first.session, line.other_views) == (1, 1)
    assert trend.changed() == [line]


def test_what_was_seen_from_this_view_once_cannot_be_compared_and_says_why() -> None:
    trend = followed(session(0, 0.0, near="left"), session(1, 40.0))
    (line,) = trend.not_compared()
    assert line.since_first is not None
    assert line.since_first.reason == "the other side was toward the camera"


def test_a_session_with_too_few_repetitions_is_not_compared_with() -> None:
    line = hip_line(followed(session(0, 0.0, reps_counted=2), session(1, 20.0), session(2, 21.0)))
    assert line.first is not None
    assert line.first.session == 1


def test_the_side_that_moves_less_is_named_only_outside_the_error() -> None:
    clear = followed(session(0, 2.0, "left"), session(0, 3.0 + ERROR, "right", ordinal=2))
    (line,) = clear.stiffer()
    assert (line.less, line.days_alike) == ("left", 1)
    within = followed(session(0, 2.0, "left"), session(0, 1.0 + ERROR, "right", ordinal=2))
    assert within.stiffer() == []
    assert within.sides[0].less is None


def test_sides_that_were_not_seen_alike_or_on_one_day_are_not_compared() -> None:
    unlike = followed(session(0, 2.0, "left"), session(0, 30.0 + ERROR, "right", ordinal=2, near="left"))
    assert unlike.stiffer() == []
    assert followed(session(0, 2.0, "left"), session(1, 30.0 + ERROR, "right")).sides == ()


def test_of_two_sets_in_a_session_the_fuller_one_is_followed() -> None:
    line = hip_line(followed(session(0, 1.0, reps_counted=3), session(0, 9.0, ordinal=2), session(1, 10.0)))
    assert [point.figure.value for point in line.points] == [9.0, 10.0]


def test_sessions_judged_by_another_version_are_marked() -> None:
    trend = followed(session(0, 1.0), session(1, 1.0), session(2, 1.0, model="heavy"), session(3, 1.0, model="heavy"))
    assert [number for number, _ in trend.versions] == [2]


def test_ranges_holds_and_repetitions_are_followed_as_well() -> None:
    first, second = session(0, 1.0), session(1, 1.0)
    longer = replace(second[0], held_s=first[0].held_s + 30.0), second[1]
    lines = {line.measure: line for line in followed(first, longer, measure=None).lines}
    assert set(lines) == {HIP, RANGE, "held", "reps"}
    assert lines["held"].since_first is not None
    assert lines["held"].since_first.outcome is Outcome.CHANGED
    assert lines[RANGE].unit == "deg"


def test_nothing_recognised_gives_an_empty_trend() -> None:
    trend = followed()
    assert (trend.lines, trend.sides, trend.sessions) == ((), (), ())
    assert trend_data(trend)["lines"] == []


def test_a_session_before_peaks_were_told_leaves_no_line() -> None:
    assert followed(session(0, None), session(1, None)).lines == ()
