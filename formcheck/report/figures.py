"""The figures of a report: a set over time, every repetition beside the others, how long each took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import matplotlib as mpl
import numpy as np
from matplotlib.ticker import FuncFormatter, MaxNLocator, MultipleLocator

from formcheck.report.look import PALETTE
from formcheck.report.svg import WIDTH_IN, inline_svg, looks, new_figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

CURVE_IN: Final = 1.35
LANE_IN: Final = 0.16
FRAME_IN: Final = 0.45
"""Height of a curve, of a fault's lane below it, and of axis and labels."""

STRIP_IN: Final = 1.25
STRIP_PANELS: Final = 8
"""Height of a row of repetitions, and how many stand in one: more are too narrow to read."""

TEMPO_BAR_IN: Final = 0.17
TEMPO_SHARE: Final = 0.48
"""Of the page's width; the table of the repetitions stands beside it."""

HOLD_HATCH: Final = "///"
MISSED_HATCH: Final = "xxx"
"""What is shaded is hatched as well: a black-and-white printer keeps them apart."""

POINTS: Final = 900
"""A line of more points than this is thinned out: on paper two of them are a fifth of a millimetre apart."""


@dataclass(frozen=True, slots=True)
class Curve:
    """A measure over time.

    Attributes
    ----------
    label
        Its name with the unit.
    times_s, values
        (n,) seconds of the media, and the values, NaN where unseen.
    limit
        Where "good" ends; None where no limit is drawn.
    """

    label: str
    times_s: Floats
    values: Floats
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class RepSpan:
    """A repetition: its number, from when to when with its peak, whether it counts, and what was wrong with it."""

    number: int
    start_s: float
    peak_s: float
    end_s: float
    counted: bool
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FaultLane:
    """When a cue was at fault: its name, the spans of time, and the worst moment (None where there is none)."""

    title: str
    spans: tuple[tuple[float, float], ...]
    worst_s: float | None


def over_time(
    curves: Sequence[Curve],
    reps: Sequence[RepSpan],
    holds: Sequence[tuple[float, float]],
    lanes: Sequence[FaultLane],
    *,
    name: str,
    alt: str,
) -> str:
    """Draw a set: each curve with repetitions and holds shaded, and below them when which cue was at fault.

    Parameters
    ----------
    curves
        At least one; they share the time.
    reps, holds, lanes
        What is shaded, and what is marked below.
    name, alt
        For :func:`~formcheck.report.svg.inline_svg`.
    """
    with mpl.rc_context(looks()):
        heights = [CURVE_IN] * len(curves) + ([LANE_IN * (len(lanes) + 0.6)] if lanes else [])
        figure = new_figure(sum(heights) + FRAME_IN)
        rows = figure.subplots(len(heights), 1, sharex=True, height_ratios=heights, squeeze=False)[:, 0]
        for place, (axes, curve) in enumerate(zip(rows, curves, strict=False)):
            _shade(axes, reps, holds, with_words=place == 0)
            _line(axes, curve)
        if lanes:
            _lanes(rows[-1], lanes)
        _time_axis(rows[-1], curves[0].times_s)
        figure.align_ylabels(list(rows[: len(curves)]))
        return inline_svg(figure, name, alt)


def strip(curve: Curve, reps: Sequence[RepSpan], *, name: str, alt: str) -> str:
    """Draw every repetition, counted or not, in a small panel of its own; all have the same axes."""
    columns = min(STRIP_PANELS, max(len(reps), 4))
    lines = -(-len(reps) // columns)
    with mpl.rc_context(looks()):
        figure = new_figure(STRIP_IN * lines + 0.25)
        panels = figure.subplots(lines, columns, sharex=True, sharey=True, squeeze=False).ravel()
        longest_s = max(rep.end_s - rep.start_s for rep in reps)
        for panel, rep in zip(panels, reps, strict=False):
            _panel(panel, curve, rep, longest_s)
        for panel in panels[len(reps) :]:
            panel.set_axis_off()
        for first in panels[::columns]:
            first.yaxis.set_major_locator(MaxNLocator(3))
        figure.supylabel(curve.label, fontsize=mpl.rcParams["axes.labelsize"])
        figure.supxlabel("seconds from its start", fontsize=mpl.rcParams["axes.labelsize"])
        return inline_svg(figure, name, alt)


def tempo(reps: Sequence[RepSpan], least_s: float | None, *, name: str, alt: str) -> str:
    """Draw how long each repetition took on the way out and on the way back, and the least time wanted."""
    with mpl.rc_context(looks()):
        figure = new_figure(TEMPO_BAR_IN * len(reps) + 0.62, WIDTH_IN * TEMPO_SHARE)
        axes = figure.subplots()
        numbers = [rep.number for rep in reps]
        out_s = [rep.peak_s - rep.start_s for rep in reps]
        back_s = [rep.end_s - rep.peak_s for rep in reps]
        axes.set_axisbelow(False)
        axes.barh(numbers, out_s, height=0.66, color=PALETTE["line"], label="out")
        axes.barh(
            numbers,
            back_s,
            left=out_s,
            height=0.66,
            facecolor="white",
            edgecolor=PALETTE["line"],
            hatch="////",
            label="back",
        )
        if least_s is not None:
            axes.axvline(least_s, color=PALETTE["ink"], linestyle=(0, (4, 2)), linewidth=0.9, label="slow enough")
        axes.set_yticks(numbers, [_rep_name(rep) for rep in reps])
        axes.invert_yaxis()
        axes.set_xlim(left=0.0)
        axes.set_xlabel("seconds")
        axes.tick_params(axis="y", length=0)
        figure.legend(loc="outside upper right", ncols=3, frameon=False, handlelength=1.6)
        return inline_svg(figure, name, alt)


def _rep_name(rep: RepSpan) -> str:
    return str(rep.number) if rep.counted else f"{rep.number}, not counted"


def _shade(axes: Axes, reps: Sequence[RepSpan], holds: Sequence[tuple[float, float]], *, with_words: bool) -> None:
    words = axes.get_xaxis_transform()
    for rep in reps:
        if rep.counted:
            axes.axvspan(rep.start_s, rep.end_s, facecolor=PALETTE["rep"], edgecolor="white", linewidth=0.8)
        else:
            edge = PALETTE["missed"]
            axes.axvspan(rep.start_s, rep.end_s, facecolor="none", edgecolor=edge, hatch=MISSED_HATCH, linewidth=0.8)
        if with_words:
            middle = (rep.start_s + rep.end_s) / 2.0
            axes.text(middle, 1.02, str(rep.number), transform=words, ha="center", va="bottom", color=PALETTE["muted"])
    for start_s, end_s in holds:
        axes.axvspan(
            start_s, end_s, facecolor=PALETTE["hold"], edgecolor=PALETTE["hold-edge"], hatch=HOLD_HATCH, linewidth=0.0
        )
        if with_words:
            middle = (start_s + end_s) / 2.0
            axes.text(middle, 1.02, "hold", transform=words, ha="center", va="bottom", color=PALETTE["hold-edge"])


def _line(axes: Axes, curve: Curve) -> None:
    every = max(1, len(curve.times_s) // POINTS)
    axes.plot(curve.times_s[::every], curve.values[::every], color=PALETTE["line"])
    if curve.limit is not None:
        axes.axhline(curve.limit, color=PALETTE["fault"], linestyle=(0, (4, 2)), linewidth=0.9)
        axes.text(
            1.004,
            curve.limit,
            "limit",
            transform=axes.get_yaxis_transform(),
            ha="left",
            va="center",
            color=PALETTE["fault"],
        )
    axes.set_ylabel(curve.label)
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.grid(axis="y")
    axes.set_axisbelow(True)


def _lanes(axes: Axes, lanes: Sequence[FaultLane]) -> None:
    for place, lane in enumerate(lanes):
        for start_s, end_s in lane.spans:
            axes.barh(place, end_s - start_s, left=start_s, height=0.5, color=PALETTE["fault"], linewidth=0)
        if lane.worst_s is not None:
            axes.plot([lane.worst_s], [place - 0.42], marker="v", color=PALETTE["ink"], markersize=4.5, clip_on=False)
    axes.set_yticks(range(len(lanes)), [f"✕ {lane.title}" for lane in lanes])
    axes.set_ylim(len(lanes) - 0.5, -0.6)
    axes.tick_params(axis="y", length=0, labelcolor=PALETTE["fault"])
    axes.spines["left"].set_visible(False)


def _panel(axes: Axes, curve: Curve, rep: RepSpan, longest_s: float) -> None:
    inside = (curve.times_s >= rep.start_s) & (curve.times_s <= rep.end_s)
    axes.plot(
        curve.times_s[inside] - rep.start_s,
        curve.values[inside],
        color=PALETTE["line"] if rep.counted else PALETTE["missed"],
    )
    seen = inside & np.isfinite(curve.values)
    if seen.any():
        peak = int(np.flatnonzero(seen)[np.argmin(np.abs(curve.times_s[seen] - rep.peak_s))])
        axes.plot(
            [curve.times_s[peak] - rep.start_s], [curve.values[peak]], marker="o", markersize=3.2, color=PALETTE["ink"]
        )
    axes.set_xlim(0.0, longest_s)
    axes.grid(axis="y")
    axes.set_axisbelow(True)
    axes.xaxis.set_major_locator(MaxNLocator(2, integer=True))
    mark = "not counted" if not rep.counted else " ".join(f"✕{ref}" for ref in rep.faults) or "✓"
    axes.set_title(
        f"{rep.number}  {mark}", loc="left", color=PALETTE["fault"] if rep.counted and rep.faults else PALETTE["ink"]
    )


def _time_axis(axes: Axes, times_s: Floats) -> None:
    axes.set_xlim(float(times_s[0]), float(times_s[-1]))
    span_s = float(times_s[-1] - times_s[0])
    step_s = next((step for step in (1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0) if span_s / step <= 12), 120.0)
    axes.xaxis.set_major_locator(MultipleLocator(step_s))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda time_s, _: f"{int(time_s // 60)}:{int(time_s % 60):02d}"))
    axes.set_xlabel("time in the recording, minutes:seconds")
