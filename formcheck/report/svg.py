"""Figures as inline SVG: one look, text as text, and the same bytes for the same figure.

Matplotlib's object interface alone is used, so that a figure leaves no trace in a program that plots as well.
"""

from __future__ import annotations

import io
import re
from html import escape
from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl
from matplotlib.figure import Figure

from formcheck.report.look import FONTS, PALETTE

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH_IN: Final = 7.1
"""The width of A4 within its margins (180 mm): a figure's type is as large on paper as it was drawn."""

TEXT_PT: Final = 7.5
"""Type in a figure: two steps below the page's."""

_LOOK: Final[Mapping[str, object]] = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": TEXT_PT,
    "axes.edgecolor": PALETTE["muted"],
    "axes.labelcolor": PALETTE["ink"],
    "axes.labelsize": TEXT_PT,
    "axes.linewidth": 0.6,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": TEXT_PT,
    "grid.color": PALETTE["grid"],
    "grid.linewidth": 0.5,
    "hatch.linewidth": 0.5,
    "lines.linewidth": 1.1,
    "text.color": PALETTE["ink"],
    "xtick.color": PALETTE["muted"],
    "xtick.labelcolor": PALETTE["ink"],
    "xtick.labelsize": TEXT_PT,
    "xtick.major.width": 0.6,
    "ytick.color": PALETTE["muted"],
    "ytick.labelcolor": PALETTE["ink"],
    "ytick.labelsize": TEXT_PT,
    "ytick.major.width": 0.6,
}

_NO_METADATA: Final = {"Date": None, "Creator": None, "Format": None, "Type": None}
_LONG_NUMBER: Final = re.compile(r"(\d+\.\d{2})\d+")
_UNUSED_ID: Final = re.compile(r' id="([^"]+)"')
_REFERENCE: Final = re.compile(r'(?:url\(#|xlink:href="#)([^")]+)')
_FONT: Final = re.compile(r" ?font-family: [^;\"]+;?")
_HEAD: Final = re.compile(r"^.*?<svg [^>]*?viewBox=\"([^\"]+)\"[^>]*>", re.DOTALL)
_STYLE_BLOCK: Final = re.compile(r"<style.*?</style>", re.DOTALL)


def looks() -> dict[Any, Any]:
    """Give the settings in which a figure is to be drawn; they hold inside ``matplotlib.rc_context`` alone.

    They are all there are, so that a user's own settings do not change a report; but for the backend, which outlives
    the context.
    """
    defaults = {name: setting for name, setting in mpl.rcParamsDefault.items() if name != "backend"}
    return {**defaults, **_LOOK}


def new_figure(height_in: float, width_in: float = WIDTH_IN) -> Figure:
    """Make a figure without a ground of its own; the paper shows through."""
    figure = Figure(figsize=(width_in, height_in), layout="constrained")
    figure.patch.set_alpha(0.0)
    return figure


def inline_svg(figure: Figure, name: str, alt: str) -> str:
    """Write a figure as an ``<svg>`` element that can stand in a page beside others.

    Parameters
    ----------
    figure
        Drawn inside ``matplotlib.rc_context(looks())``, and written inside it, too.
    name
        Of its own in the page: every identifier in the element begins with it.
    alt
        What a person is told who cannot see it.
    """
    with io.StringIO() as file, mpl.rc_context({"svg.hashsalt": name}):
        figure.savefig(file, format="svg", metadata=_NO_METADATA)
        drawn = file.getvalue()
    used = set(_REFERENCE.findall(drawn))
    drawn = _STYLE_BLOCK.sub("", drawn)
    drawn = _FONT.sub("", drawn)  # The page's own type is inherited.
    drawn = _UNUSED_ID.sub(lambda found: f' id="{name}-{found[1]}"' if found[1] in used else "", drawn)
    drawn = drawn.replace("url(#", f"url(#{name}-").replace('xlink:href="#', f'href="#{name}-')
    drawn = _LONG_NUMBER.sub(r"\1", drawn)
    head = f'<svg role="img" aria-label="{escape(alt)}" viewBox="\\1" font-family="{FONTS}" stroke-linejoin="round">'
    return _HEAD.sub(lambda found: head.replace("\\1", found[1]), drawn, count=1).strip()
