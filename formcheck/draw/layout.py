"""Where the panels stand: at the sides of a wide picture, above or below in a high one, off the body."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.draw.boxes import Box
from formcheck.draw.panels import (
    Panel,
    caption_panel,
    chip_panel,
    hint_panel,
    hold_panel,
    reps_panel,
    sentence_panel,
)
from formcheck.draw.words import chosen_cues

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.draw.figure import Figure
    from formcheck.draw.style import Scale, Style
    from formcheck.judge.verdict import Snapshot

MOST_CHIPS: Final = 4
MOST_CHIPS_PORTRAIT: Final = 3

COLUMN_SHARE: Final = 0.38
"""Of the width of a wide picture, for the column of words; the figure keeps the rest."""

COLUMN_SHARE_SMALL: Final = 0.44
SMALL_WIDTH_PX: Final = 640
"""A narrower picture gives the words a larger share, since type does not shrink with it."""

SENTENCE_SHARE: Final = 0.62

ARRANGEMENTS: Final = 4
"""Sides as they are or swapped, each with the sentence at the bottom or at the top."""

MOVING_GAIN: Final = 0.5
"""Panels move only where they would cover no more than this share of what they cover here."""

LEFT_OUT: Final = 6.0
"""A panel for which there is no room in an arrangement costs as much as one that lies on a shank and its foot."""

HEAD_WEIGHT: Final = 30.0
"""The head counts as much as half of the body's points: words may cross a foot, but not a face."""


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A panel and its top left corner."""

    panel: Panel
    x: int
    y: int

    @property
    def box(self) -> Box:
        """What it takes of the picture."""
        return Box(self.x, self.y, self.x + self.panel.width, self.y + self.panel.height)

    def covered(self, figure: Figure) -> float:
        """Return how much of a body the panel hides: points of it, the whole head worth ``HEAD_WEIGHT``."""
        right, bottom = self.box.right, self.box.bottom
        points = figure.body_points
        hidden = (
            (points[:, 0] >= self.x) & (points[:, 0] <= right) & (points[:, 1] >= self.y) & (points[:, 1] <= bottom)
        )
        head = figure.head_box
        wide = max(0.0, min(right, head[2]) - max(self.x, head[0]))
        high = max(0.0, min(bottom, head[3]) - max(self.y, head[1]))
        area = max(1.0, (head[2] - head[0]) * (head[3] - head[1]))
        return float(np.count_nonzero(hidden)) + HEAD_WEIGHT * wide * high / area


class Arranger:
    """Chooses among several arrangements of the same panels, and stays with one so that they do not hop.

    Another one is taken when the one that is shown covers the body and the best of the others is much better, panels
    that are left out weighed in. Their number is a power of two: each bit of an arrangement's number is something that
    can be changed about it, the least first; of equals the one that changes the least is taken.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._shown = 0

    def choose(self, arranged: Callable[[int], list[Placed]], figure: Figure | None) -> list[Placed]:
        """Return the panels as they are arranged now.

        Parameters
        ----------
        arranged
            Gives the panels of an arrangement by its number; the first one is preferred.
        figure
            The person on the picture; None when nobody is seen.
        """
        here = arranged(self._shown)
        if figure is None or (covers := _covered(here, figure)) == 0.0:
            return here
        others = [(change, arranged(self._shown ^ change)) for change in range(1, self._count)]
        most = max(len(panels) for panels in (here, *(there for _, there in others)))
        costs = [_covered(there, figure) + LEFT_OUT * (most - len(there)) for _, there in others]
        best = min(range(len(others)), key=costs.__getitem__)
        if costs[best] <= MOVING_GAIN * (covers + LEFT_OUT * (most - len(here))):
            self._shown ^= others[best][0]
            return others[best][1]
        return here


def _covered(panels: list[Placed], figure: Figure) -> float:
    return sum(placed.covered(figure) for placed in panels)


def place_panels(snapshot: Snapshot, scale: Scale, style: Style, arrangement: int) -> list[Placed]:
    """Return all panels with their places in one of the ``ARRANGEMENTS``.

    In a wide picture caption and chips stand on the left, count and hold on the right, and every other arrangement
    swaps them. In a high one the chips follow the caption at the top, or stand at the bottom. The sentence stands at
    the bottom, and in the later half of the arrangements at the top, off somebody who is on the floor.
    """
    moved, raised = bool(arrangement % 2), arrangement >= ARRANGEMENTS // 2
    inner = scale.width - 2 * scale.margin
    mirrored = moved and not scale.portrait
    placed: list[Placed] = []
    start, bottom = scale.margin, scale.height - scale.margin
    sentence = _sentence(snapshot, inner if scale.portrait else round(SENTENCE_SHARE * scale.width), scale, style)
    if sentence is not None:
        at = start if raised else bottom - sentence.height
        placed.append(Placed(sentence, (scale.width - sentence.width) // 2, at))
        start += sentence.height + scale.gap if raised else 0
        bottom -= 0 if raised else sentence.height + scale.gap
    counters = _counters(snapshot, inner, scale, style)
    counters_end = start
    for panel in counters:
        placed.append(Placed(panel, _aside(panel, scale, at_left=mirrored), counters_end))
        counters_end += panel.height + scale.gap
    column = inner - max((panel.width for panel in counters), default=0) - 2 * scale.gap
    if not scale.portrait:
        column = min(column, round(_column_share(scale) * scale.width))
    top = start
    caption = caption_panel(snapshot, column, scale, style)
    if caption is not None:
        placed.append(Placed(caption, _aside(caption, scale, at_left=not mirrored), top))
        top += caption.height + scale.gap
    if not scale.portrait:
        return placed + _stacked(_chips(snapshot, column, scale, style), top, bottom, scale, at_left=not mirrored)
    if moved:
        chips = _chips(snapshot, inner, scale, style)
        top = _lowest_start(chips, max(top, counters_end), bottom, scale)
    else:
        rows, beside = counters[:1], counters[1:]
        top = max([top, *(start + panel.height + scale.gap for panel in rows)])
        taken = sum(panel.width + scale.gap for panel in beside)
        chips = _chips(snapshot, inner - taken, scale, style)
    return placed + _stacked(chips, top, bottom, scale, at_left=True)


def _column_share(scale: Scale) -> float:
    return COLUMN_SHARE_SMALL if scale.width < SMALL_WIDTH_PX else COLUMN_SHARE


def _counters(snapshot: Snapshot, inner: int, scale: Scale, style: Style) -> list[Panel]:
    reps = reps_panel(snapshot, inner // 2, scale, style)
    panels = [] if reps is None else [reps]
    if snapshot.hold is not None:
        panels.append(hold_panel(snapshot.hold, scale, style))
    return panels


def _sentence(snapshot: Snapshot, max_width: int, scale: Scale, style: Style) -> Panel | None:
    """Return the one sentence at the bottom: trouble with the camera comes before the prompt."""
    if snapshot.hint:
        return hint_panel(snapshot.hint, max_width, scale, style)
    return sentence_panel(snapshot.prompt, max_width, scale, style) if snapshot.prompt else None


def _chips(snapshot: Snapshot, max_width: int, scale: Scale, style: Style) -> list[Panel]:
    cues = chosen_cues(snapshot, MOST_CHIPS_PORTRAIT if scale.portrait else MOST_CHIPS)
    return [
        chip_panel(cue, snapshot.hint, max_width, scale, style, leading=number == 0) for number, cue in enumerate(cues)
    ]


def _aside(panel: Panel, scale: Scale, *, at_left: bool) -> int:
    return scale.margin if at_left else scale.width - scale.margin - panel.width


def _stacked(chips: list[Panel], top: int, bottom: int, scale: Scale, *, at_left: bool) -> list[Placed]:
    """Stack chips below each other; those that no longer fit are left out, the least important first."""
    placed = []
    for chip in chips:
        if top + chip.height > bottom:
            break
        placed.append(Placed(chip, _aside(chip, scale, at_left=at_left), top))
        top += chip.height + scale.gap
    return placed


def _lowest_start(chips: list[Panel], top: int, bottom: int, scale: Scale) -> int:
    """Return where a stack must begin so that the last of the chips that fit ends at ``bottom``."""
    start = bottom
    for number, chip in enumerate(chips):
        height = chip.height + (scale.gap if number else 0)
        if start - height < top:
            break
        start -= height
    return start
