"""Trends and comparisons as a person likes to read them in a terminal."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from formcheck.analysis.summary import LIMITS
from formcheck.cli.records import local_time
from formcheck.report.change import Outcome
from formcheck.report.changewords import (
    NO_DIFFERENCE,
    band_words,
    difference_words,
    figure_words,
    movement_words,
    outcome_words,
    side_words,
    values_words,
    view_words,
)
from formcheck.report.wording import number_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from formcheck.report.comparing import Comparison
    from formcheck.report.trends import Line, SidesLine, Trend

CHANGED: Final = ("▲", "bold")
SAME: Final = ("=", "dim")
UNSURE: Final = ("?", "cyan")
"""A mark and a look for what changed, where no difference can be measured, and what cannot be compared."""

FEW_LINES: Final = 4
"""So many figures are shown session by session: where one measure of one movement was asked for."""

MARKS: Final = {Outcome.CHANGED: CHANGED, Outcome.SAME: SAME, Outcome.CANNOT: UNSURE}


def trend_text(trend: Trend) -> Group:
    """Render a trend: what changed first, then the sides, then all in which nothing can be measured."""
    count = len(trend.sessions)
    if not count:
        return Group(Text(f"{trend.person}: nothing to follow was recognised in any session."))
    first, last = trend.days[0], trend.days[-1]
    days = f"{len(trend.days)} days, {first} to {last}" if first != last else str(first)
    parts: list[RenderableType] = [
        Text.assemble((trend.person, "bold"), f"  {count} session{'s' if count > 1 else ''} on {days}")
    ]
    changed = trend.changed()
    parts += _part("What changed, by more than the measured error", _changes(changed) if changed else None, "nothing")
    stiffer = trend.stiffer()
    if trend.sides:
        parts += _part("Which side moves less", _sides(stiffer) if stiffer else None, NO_DIFFERENCE)
    parts += _part(f"Elsewhere {NO_DIFFERENCE}", _same(trend.same()), "")
    parts += _part("Cannot be compared", _apart(trend.not_compared()), "")
    if len(trend.lines) <= FEW_LINES:
        parts += [Group("", _points(line)) for line in trend.lines]
    if trend.versions:
        which = ", ".join(str(number) for number, _ in trend.versions)
        parts.append(Text(_judged_otherwise(f"from session {which} on"), "yellow"))
    return Group(*parts, Text(LIMITS, "dim"))


def comparison_text(comparison: Comparison) -> Group:
    """Render two sessions side by side."""
    before, after = comparison.before, comparison.after
    parts: list[RenderableType] = [
        Text.assemble("session ", (str(each.id), "bold"), f"  {local_time(each.done_at)}  {each.person or ''}")
        for each in (before, after)
    ]
    if before.person != after.person:
        parts.append(Text("These are two persons: the error between people may be larger.", "yellow"))
    table = Table(box=None, header_style="bold", pad_edge=False)
    for head in ("", "figure", f"session {before.id}", f"session {after.id}", "difference", "error"):
        table.add_column(head, justify="right" if head.startswith("session") else "left", overflow="fold")
    for (movement, side), each in groupby(comparison.figures, lambda figure: (figure.movement, figure.side)):
        table.add_row("", Text(_title(movement, side), "bold underline"))
        for figure in each:
            mark, look = MARKS[figure.change.outcome]
            values = [number_words(value, figure.unit) for value in (figure.change.before, figure.change.after)]
            table.add_row(
                mark,
                figure_words(figure.measure, figure.statistic),
                *values,
                outcome_words(figure.change),
                band_words(figure.change.band),
                style=look,
            )
    parts.append(table if comparison.figures else Text("Nothing was done in both that can be compared."))
    if not comparison.judged_alike:
        parts.append(Text(_judged_otherwise("the two were"), "yellow"))
    return Group(*parts, Text(LIMITS, "dim"))


def _judged_otherwise(which: str) -> str:
    return f"Judged by another version {which}; formcheck rescore --person judges all alike."


def _part(title: str, table: RenderableType | None, otherwise: str) -> list[RenderableType]:
    if table is None and not otherwise:
        return []
    return [Text(f"\n{title}", "bold"), table or Text(f"  {otherwise}")]


def _title(movement: str, side: str | None) -> str:
    return ", ".join(part for part in (movement_words(movement), side_words(movement, side)) if part)


def _changes(lines: Sequence[Line]) -> Group:
    parts: list[RenderableType] = []
    for (movement, side), each in groupby(lines, lambda line: (line.movement, line.side)):
        table = Table(box=None, show_header=False, pad_edge=False)
        for line in each:
            if line.since_first is not None and line.first is not None:
                table.add_row(
                    Text(f"▲ {figure_words(line.measure, line.statistic)}", "bold"),
                    values_words(line.since_first),
                    Text(difference_words(line.since_first), "bold"),
                    f"error {band_words(line.since_first.band)}",
                    f"since session {line.first.session}",
                )
        parts += [Text(f"  {_title(movement, side)}", "underline"), Padding(table, (0, 0, 0, 2))]
    return Group(*parts)


def _same(lines: Sequence[Line]) -> Group | None:
    """Name the figures in which nothing can be measured, each with its error."""
    parts: list[RenderableType] = []
    for (movement, side), each in groupby(lines, lambda line: (line.movement, line.side)):
        named = ", ".join(
            f"{figure_words(line.measure, line.statistic)} ({band_words(line.since_first.band)})"
            for line in each
            if line.since_first
        )
        parts += [Text(f"  {_title(movement, side)}", "underline"), Padding(Text(named), (0, 0, 0, 4))]
    return Group(*parts) if parts else None


def _points(line: Line) -> Table:
    """Show a figure session by session."""
    table = Table(box=None, header_style="bold", pad_edge=False, title_justify="left")
    table.title = f"{_title(line.movement, line.side)}: {figure_words(line.measure, line.statistic)}"
    for head in ("session", "when", "value", "seen"):
        table.add_column(head, justify="right" if head == "value" else "left")
    for point in line.points:
        figure = point.figure
        when = local_time(point.done_at)
        table.add_row(str(point.session), when, number_words(figure.value, figure.unit), view_words(figure.kind))
    return table


def _sides(lines: Sequence[SidesLine]) -> Group:
    parts: list[RenderableType] = []
    for (movement, less), each in groupby(lines, lambda line: (line.movement, line.less)):
        table = Table(box=None, show_header=False, pad_edge=False)
        for line in each:
            change = line.newest.change
            left, right = (number_words(value, line.unit) for value in (change.before, change.after))
            table.add_row(
                f"▲ {figure_words(line.measure, line.statistic)}",
                f"left {left}, right {right}",
                f"error {band_words(change.band)}",
                f"on {line.days_alike} of {len(line.pairs)} days",
            )
        parts += [Text(f"  {movement_words(movement)}: the {less} side", "underline"), Padding(table, (0, 0, 0, 2))]
    return Group(*parts)


def _apart(lines: Sequence[Line]) -> Group | None:
    """Say once for each movement and side why figures cannot be compared."""
    reasons: dict[tuple[str, str | None, str], list[str]] = {}
    for line in lines:
        reason = line.since_first.reason if line.since_first else "it was seen in one session only"
        named = figure_words(line.measure, line.statistic)
        reasons.setdefault((line.movement, line.side, reason), []).append(named)
    parts = [
        Padding(Text(f"? {_title(movement, side)}: {', '.join(names)}: {reason}", "cyan"), (0, 0, 0, 2))
        for (movement, side, reason), names in reasons.items()
    ]
    return Group(*parts) if parts else None
