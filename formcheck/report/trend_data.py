"""Trends and comparisons as plain data, for ``--json`` and for programs (docs/trend.md)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from formcheck.report.changewords import change_words, figure_words, side_words

if TYPE_CHECKING:
    from formcheck.report.change import Change
    from formcheck.report.comparing import Comparison
    from formcheck.report.trends import Line, Point, SidesLine, Trend
    from formcheck.store.nouns import SessionLine

Json = dict[str, Any]

DECIMALS = 3
"""As in a session's summary."""


def trend_data(trend: Trend) -> Json:
    """Give a trend as plain data."""
    return {
        "person": trend.person,
        "sessions": [{"session": number, "done_at": done_at.isoformat()} for number, done_at in trend.sessions],
        "lines": [_line(line) for line in trend.lines],
        "sides": [_sides(line) for line in trend.sides],
        "stiffer": [
            {"movement": line.movement, "measure": line.measure, "side": line.less} for line in trend.stiffer()
        ],
        "judged_anew": [{"session": number, "by": list(versions)} for number, versions in trend.versions],
    }


def comparison_data(comparison: Comparison) -> Json:
    """Give two sessions compared as plain data."""
    return {
        "before": _session(comparison.before),
        "after": _session(comparison.after),
        "judged_alike": comparison.judged_alike,
        "figures": [
            {
                "movement": each.movement,
                "side": each.side,
                "measure": each.measure,
                "statistic": each.statistic.value,
                "what": figure_words(each.measure, each.statistic),
                **_change(each.change),
            }
            for each in comparison.figures
        ],
    }


def _session(line: SessionLine) -> Json:
    return {"session": line.id, "person": line.person, "done_at": line.done_at.isoformat()}


def _line(line: Line) -> Json:
    return {
        "movement": line.movement,
        "side": line.side,
        "side_words": side_words(line.movement, line.side),
        "measure": line.measure,
        "statistic": line.statistic.value,
        "what": figure_words(line.measure, line.statistic),
        "unit": line.unit,
        "points": [_point(point) for point in line.points],
        "since_first": _since(line.first, line.since_first),
        "since_last": _since(line.last, line.since_last),
    }


def _point(point: Point) -> Json:
    figure = point.figure
    return {
        "session": point.session,
        "set": point.ordinal,
        "done_at": point.done_at.isoformat(),
        "value": _rounded(figure.value),
        "reps": figure.reps,
        "view": figure.kind.view,
        "worked_side": figure.kind.aspect or None,
    }


def _since(point: Point | None, change: Change | None) -> Json | None:
    return None if point is None or change is None else {"session": point.session, **_change(change)}


def _sides(line: SidesLine) -> Json:
    newest = line.newest
    return {
        "movement": line.movement,
        "measure": line.measure,
        "statistic": line.statistic.value,
        "what": figure_words(line.measure, line.statistic),
        "less": line.less,
        "days": len(line.pairs),
        "days_alike": line.days_alike,
        "left_session": newest.left.session,
        "right_session": newest.right.session,
        **_change(newest.change),
    }


def _change(change: Change) -> Json:
    band = change.band
    return {
        "before": _rounded(change.before),
        "after": _rounded(change.after),
        "difference": _rounded(change.difference),
        "unit": change.unit,
        "band": None if band is None else band.width,
        "band_measured_on": None if band is None else band.sets,
        "outcome": change.outcome.value,
        "reason": change.reason or None,
        "words": change_words(change),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
