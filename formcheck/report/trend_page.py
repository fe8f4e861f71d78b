"""Pages of what changed: a person's trend, and two sessions side by side. One HTML file each that needs no network."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from formcheck.report.change import HELD, RANGE, REPS, Change, Outcome, Statistic
from formcheck.report.changewords import (
    band_words,
    difference_words,
    figure_words,
    movement_words,
    outcome_words,
    side_words,
)
from formcheck.report.page import environment
from formcheck.report.trend_figures import panels
from formcheck.report.wording import number_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from formcheck.report.comparing import Comparison, FigureOfTwo
    from formcheck.report.trends import Line, Point, SidesLine, Trend

ERROR_WORDS: Final = (
    "The measured error is what 95 of 100 differences between two recordings stay within when nothing has changed (the "
    "minimal detectable change). It was measured on rendered people with exactly known movements, for each movement, "
    "figure and view, other people and cameras included. “Not measured here” marks one that was not: it is that of "
    "published studies of other movements, or of another view if that is larger. Only what was seen from the same "
    "view, with the same side toward the camera, is compared."
)

_ROWS: Final = {
    (RANGE, Statistic.MEAN): "range/mean",
    (HELD, Statistic.SUM): "held/total",
    (REPS, Statistic.COUNTED): "reps/counted",
}
_ROW_ENDS: Final = {Statistic.AT_PEAKS: "peak_mean", Statistic.IN_HOLDS: "in_holds", Statistic.MEAN: "mean"}
"""Which row of its session a figure is: what the row's id ends with."""


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a table: what, the two values, the difference, the error, and since when or how often."""

    what: str
    before: Markup
    after: Markup
    difference: Markup
    error: str
    since: Markup
    changed: bool


def row_name(measure: str, statistic: Statistic, ordinal: int) -> str:
    """Name the row of a session (`formcheck.report.rows`) that a figure is."""
    return f"{ordinal}/{_ROWS.get((measure, statistic)) or f'{measure}/{_ROW_ENDS[statistic]}'}"


def trend_page(trend: Trend) -> str:
    """Make the page of a trend; the same trend gives the same page on a machine of the same time zone."""
    return environment().get_template("trend.html.j2").render(_trend_context(trend, "trend"))


def trend_section(trend: Trend, anchor: str = "trend") -> Markup:
    """Make the sections of a trend, to stand before the sessions in a person's report.

    Parameters
    ----------
    trend
        Of the person.
    anchor
        What the names of its figures begin with, its own in the page.
    """
    return Markup(environment().get_template("trend_section.html.j2").render(_trend_context(trend, anchor)))  # noqa: S704


def comparison_page(comparison: Comparison) -> str:
    """Make the page of two sessions side by side."""
    figures = [
        (_title(movement, side), [_of_two(each) for each in lines])
        for (movement, side), lines in groupby(comparison.figures, lambda each: (each.movement, each.side))
    ]
    notes = []
    if comparison.before.person != comparison.after.person:
        notes.append("These are two persons: between people the error may be larger than it says here.")
    if not comparison.judged_alike:
        notes.append("The two were judged by different versions; formcheck rescore judges them alike.")
    template = environment().get_template("comparison.html.j2")
    before, after = comparison.before, comparison.after
    return template.render(before=before, after=after, figures=figures, notes=notes, error_words=ERROR_WORDS)


def _trend_context(trend: Trend, anchor: str) -> dict[str, object]:
    days = [_day(done_at) for _, done_at in trend.sessions]
    return {
        "trend": trend,
        "heading": _heading(trend),
        "span": " to ".join(dict.fromkeys((days[0], days[-1]))) if days else "",
        "changed": _by_title(trend.changed()),
        "stiffer": _stiffer(trend),
        "sides": [
            (movement_words(movement), [_side_line(line) for line in lines])
            for movement, lines in groupby(_comparable(trend.sides), lambda line: line.movement)
        ],
        "same": [
            (_title(movement, side), _and_so_on(lines))
            for (movement, side), lines in groupby(trend.same(), lambda line: (line.movement, line.side))
        ],
        "apart": list(_apart(trend)),
        "notes": _notes(trend),
        "drawings": list(_drawings(trend, anchor)),
        "error_words": ERROR_WORDS,
    }


def _heading(trend: Trend) -> str:
    return f"Over {_count(len(trend.sessions), 'session')} on {_count(len(trend.days), 'day')}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _day(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y}"


def _title(movement: str, side: str | None) -> str:
    return ", ".join(part for part in (movement_words(movement), side_words(movement, side)) if part)


def _by_title(lines: Iterable[Line]) -> list[tuple[str, list[Told]]]:
    return [
        (_title(movement, side), [_told(line) for line in each])
        for (movement, side), each in groupby(lines, lambda line: (line.movement, line.side))
    ]


def _told(line: Line) -> Told:
    change, first = line.since_first, line.first
    if change is None or first is None:
        raise ValueError("a line that has nothing to compare with")
    since = Markup("{}, session {}").format(_day(first.done_at), first.session)
    return _cells(figure_words(line.measure, line.statistic), change, first, line.newest, since)


def _side_line(line: SidesLine) -> Told:
    newest = line.newest
    since = Markup("{} of {}").format(line.days_alike, _count(len(line.pairs), "day"))
    return _cells(figure_words(line.measure, line.statistic), newest.change, newest.left, newest.right, since)


def _cells(what: str, change: Change, before: Point, after: Point, since: Markup) -> Told:
    rows = [_row(point) for point in (before, after)]
    words = difference_words(change) if change.outcome is Outcome.CHANGED else outcome_words(change)
    difference = Markup('<span data-row="{}" data-field="difference">{}</span>').format(" ".join(rows[::-1]), words)
    return Told(
        what,
        _number(rows[0], change.before, change.unit),
        _number(rows[1], change.after, change.unit),
        difference,
        band_words(change.band),
        since,
        changed=change.outcome is Outcome.CHANGED,
    )


def _row(point: Point) -> str:
    kind = point.figure.kind
    return f"{point.session}:{row_name(kind.measure, Statistic(kind.statistic), point.ordinal)}"


def _number(row: str, value: float | None, unit: str) -> Markup:
    words = number_words(value, unit).replace("-", "−")
    return Markup('<span class="n" data-row="{}">{}</span>').format(row, words)


def _of_two(figure: FigureOfTwo) -> Told:
    change = figure.change
    what = figure_words(figure.measure, figure.statistic)
    if figure.before is None or figure.after is None:
        return Told(
            what,
            _plain(change.before, figure.unit),
            _plain(change.after, figure.unit),
            Markup.escape(outcome_words(change)),
            band_words(change.band),
            Markup(),
            changed=False,
        )
    return _cells(what, change, figure.before, figure.after, Markup())


def _plain(value: float | None, unit: str) -> Markup:
    return Markup.escape(number_words(value, unit).replace("-", "−"))


def _comparable(sides: Iterable[SidesLine]) -> list[SidesLine]:
    return [line for line in sides if line.newest.change.outcome is not Outcome.CANNOT]


def _stiffer(trend: Trend) -> list[str]:
    """Say which side moves less, once for each movement and side."""
    found = []
    for (movement, less), lines in groupby(trend.stiffer(), lambda line: (line.movement, line.less)):
        what = " and ".join(f"{_lower(line)} ({difference_words(_from(less, line.newest.change))})" for line in lines)
        found.append(
            f"{movement_words(movement)}: the {less} side is the stiffer one, it moves less than the other: {what}."
        )
    return found


def _lower(line: SidesLine) -> str:
    words = figure_words(line.measure, line.statistic)
    return words[:1].lower() + words[1:]


def _from(less: str | None, change: Change) -> Change:
    """Turn a comparison of right less left so that it tells of the side with less."""
    if less == "right" or change.difference is None:
        return change
    return Change(change.after, change.before, change.unit, -change.difference, change.band, change.outcome)


def _and_so_on(lines: Iterable[Line]) -> str:
    """Name figures in which no difference can be measured, each with its values and the error."""
    named = [(line, line.since_first.band if line.since_first else None) for line in lines]
    return "; ".join(f"{figure_words(line.measure, line.statistic)} ({band_words(band)})" for line, band in named)


def _apart(trend: Trend) -> Iterator[tuple[str, str, str]]:
    reasons: dict[tuple[str, str], list[str]] = {}
    for line in trend.not_compared():
        reason = line.since_first.reason if line.since_first else "it was seen in one session only"
        named = figure_words(line.measure, line.statistic)
        reasons.setdefault((_title(line.movement, line.side), reason), []).append(named)
    for (title, reason), names in reasons.items():
        yield title, reason, ", ".join(names)


def _notes(trend: Trend) -> list[str]:
    found = []
    others = [(line, line.other_views) for line in trend.lines if line.other_views]
    for (movement, side), lines in groupby(others, lambda each: (each[0].movement, each[0].side)):
        most = max(count for _, count in lines)
        found.append(
            f"{_title(movement, side)}: {_count(most, 'session')} saw it from another view than the "
            "newest and cannot be compared with it."
        )
    for session, versions in trend.versions:
        named = ", ".join(version for version in versions if version)
        found.append(
            f"From session {session} on judged by {named}: what changed there may be the judge. formcheck rescore "
            "--person judges all sessions alike."
        )
    return found


def _drawings(trend: Trend, anchor: str) -> Iterator[tuple[str, Markup]]:
    """Draw what can be compared, movement by movement and side by side: what changed first."""
    days = dict(trend.sessions)
    anew = [days[session] for session, _ in trend.versions]
    for number, ((movement, side), each) in enumerate(
        groupby(trend.lines, lambda line: (line.movement, line.side)), start=1
    ):
        title = _title(movement, side)
        known = [line for line in each if line.since_first and line.since_first.outcome is not Outcome.CANNOT]
        if known:
            ordered = sorted(known, key=_changed_first)
            yield title, Markup(panels(ordered, anew, name=f"{anchor}{number}", title=title))  # noqa: S704 - our own SVG


def _changed_first(line: Line) -> bool:
    return line.since_first is None or line.since_first.outcome is not Outcome.CHANGED
