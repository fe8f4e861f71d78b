"""Figures over sessions: one small panel each, the band of measured error shaded, the view told by the marker."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
from matplotlib.ticker import MaxNLocator

from formcheck.report.change import Outcome, compared
from formcheck.report.changewords import NO_DIFFERENCE, change_words, figure_words
from formcheck.report.look import PALETTE
from formcheck.report.svg import TEXT_PT, inline_svg, looks, new_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from formcheck.report.trends import Line, Point

COLUMNS: Final = 3
PANEL_IN, FRAME_IN = 1.28, 0.34
"""Height of a row of panels, and of what is below all of them."""

DAY_S: Final = 86_400.0

INK, LINE, MUTED, UNSURE = (PALETTE[name] for name in ("ink", "line", "muted", "cannot_judge"))
MARKERS: Final = {"side": "o", "front": "s", "back": "D", "oblique": "^", "back_oblique": "v"}
"""Of each view; the others have a cross."""
UNKNOWN_MARKER: Final = "x"

UNITS: Final = {"deg": "°", "s": "s", "trunk": "trunk", "foot": "foot"}

LEAST_SPAN: Final = {"deg": 10.0, "s": 2.0, "reps": 2.0, "": 2.0}
"""An axis shows so much at least, by unit: a wobble of one degree is not drawn as a mountain."""
LEAST_SPAN_RATIO: Final = 0.2


def panels(lines: Sequence[Line], judged_anew: Sequence[datetime], *, name: str, title: str) -> str:
    """Draw figures of one movement on one side over the sessions, a panel each.

    Parameters
    ----------
    lines
        At least one.
    judged_anew
        When sessions were judged by another version than those before; a dotted line stands there.
    name, title
        Of the drawing in the page; of what it shows, for those who cannot see it.
    """
    rows = -(-len(lines) // COLUMNS)
    alt = f"{title}: " + "; ".join(_told(line) for line in lines)
    with mpl.rc_context(looks()):
        figure = new_figure(PANEL_IN * rows + FRAME_IN)
        axes = figure.subplots(rows, COLUMNS, sharex=True, squeeze=False).ravel()
        for panel, line in zip(axes, lines, strict=False):
            _panel(panel, line, judged_anew)
        for panel in axes[len(lines) :]:
            panel.set_axis_off()
        return inline_svg(figure, name, alt)


def _told(line: Line) -> str:
    what = figure_words(line.measure, line.statistic)
    return f"{what} {change_words(line.since_first)}" if line.since_first else what


def _panel(axes: Axes, line: Line, judged_anew: Sequence[datetime]) -> None:
    seen = [point for point in line.points if point.figure.value is not None]
    first, change = line.first, line.since_first
    if first is not None and change is not None and change.band is not None and first.figure.value is not None:
        low, high = (first.figure.value + sign * change.band.width for sign in (-1.0, 1.0))
        axes.axhspan(low, high, facecolor=PALETTE["rep"], edgecolor="none")
    alike = [point for point in seen if point.figure.kind == line.newest.figure.kind]
    axes.plot(*_curve(alike), color=LINE, linewidth=0.9)
    for point in seen:
        _mark(axes, point, outside=_is_outside(first, point))
    for moment in judged_anew:
        axes.axvline(_day(moment), color=MUTED, linestyle=":", linewidth=0.9)
    axes.set_title(_title(line), loc="left", color=INK, fontsize=TEXT_PT, pad=2.5)
    _scale(axes, line)


def _day(moment: datetime) -> float:
    return moment.timestamp() / DAY_S


def _curve(points: Sequence[Point]) -> tuple[list[float], list[float]]:
    """Give the days and the values of points."""
    known = [(_day(point.done_at), point.figure.value) for point in points if point.figure.value is not None]
    return [day for day, _ in known], [value for _, value in known]


def _is_outside(first: Point | None, point: Point) -> bool:
    if first is None or first.figure.kind != point.figure.kind:
        return False
    return compared(first.figure, point.figure).outcome is Outcome.CHANGED


def _mark(axes: Axes, point: Point, *, outside: bool) -> None:
    """Mark a session: the view by the shape, a worked side away from the camera by a hollow one, a change by size."""
    kind = point.figure.kind
    colour = UNSURE if kind.view not in MARKERS else LINE
    axes.plot(
        *_curve([point]),
        marker=MARKERS.get(kind.view, UNKNOWN_MARKER),
        color=colour,
        markerfacecolor="white" if kind.aspect == "far" else colour,
        markeredgecolor=INK if outside else colour,
        markersize=5.2 if outside else 3.2,
        linestyle="none",
    )


def _title(line: Line) -> str:
    unit = UNITS.get(line.unit, "")
    what = figure_words(line.measure, line.statistic) + (f", {unit}" if unit else "")
    if line.since_first is None or line.since_first.outcome is Outcome.CANNOT:
        return what
    return what + ("\nchanged" if line.since_first.outcome is Outcome.CHANGED else f"\n{NO_DIFFERENCE}")


def _scale(axes: Axes, line: Line) -> None:
    low, high = axes.get_ylim()
    least = LEAST_SPAN.get(line.unit, LEAST_SPAN_RATIO)
    if high - low < least:
        middle = (low + high) / 2.0
        axes.set_ylim(middle - least / 2.0, middle + least / 2.0)
    axes.yaxis.set_major_locator(MaxNLocator(3))
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    axes.margins(x=0.06)
    axes.xaxis.set_major_locator(MaxNLocator(3))
    axes.xaxis.set_major_formatter(_day_words)


def _day_words(day: float, _position: object = None) -> str:
    moment = datetime.fromtimestamp(day * DAY_S).astimezone()
    return f"{moment.day} {moment:%b}"
