"""Where the panels stand: at the sides of a wide picture, above and below in a high one, off the face."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

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
    from formcheck.draw.style import Scale, Style
    from formcheck.judge.verdict import Snapshot

MOST_CHIPS: Final = 4
MOST_CHIPS_PORTRAIT: Final = 3

COLUMN_SHARE: Final = 0.36
"""Of the width of a wide picture, for the column of words; the figure keeps the rest."""

COLUMN_SHARE_SMALL: Final = 0.44
SMALL_WIDTH_PX: Final = 640
"""A narrower picture gives the words a larger share, since type does not shrink with it."""

SENTENCE_SHARE: Final = 0.62

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A panel and its top left corner."""

    panel: Panel
    x: int
    y: int

    def overlap(self, box: Box) -> float:
        """Return the area in square pixels that the panel shares with a box."""
        wide = min(self.x + self.panel.width, box[2]) - max(self.x, box[0])
        high = min(self.y + self.panel.height, box[3]) - max(self.y, box[1])
        return max(0.0, wide) * max(0.0, high)


def place_panels(snapshot: Snapshot, scale: Scale, style: Style, *, mirrored: bool) -> list[Placed]:
    """Return all panels with their places.

    Caption and chips stand on the left, count and hold on the right; ``mirrored`` swaps them.
    """
    inner = scale.width - 2 * scale.margin
    counters = _counters(snapshot, inner, scale, style)
    widest_counter = max((panel.width for panel in counters), default=0)
    bottom = scale.height - scale.margin
    placed: list[Placed] = []
    sentence = _sentence(
        snapshot, inner if scale.portrait else round(SENTENCE_SHARE * scale.width), scale, style
    )
    if sentence is not None:
        bottom -= sentence.height
        placed.append(Placed(sentence, (scale.width - sentence.width) // 2, bottom))
        bottom -= scale.gap
    y = scale.margin
    for panel in counters:
        placed.append(Placed(panel, _aside(panel, scale, at_left=mirrored), y))
        y += panel.height + scale.gap
    room = inner - widest_counter - 2 * scale.gap
    column = room if scale.portrait else min(room, round(_column_share(scale) * scale.width))
    caption = caption_panel(snapshot, column, scale, style)
    top = scale.margin
    if caption is not None:
        placed.append(Placed(caption, _aside(caption, scale, at_left=not mirrored), top))
        top += caption.height + scale.gap
    chips = _chips(snapshot, inner if scale.portrait else column, scale, style)
    if scale.portrait:
        return placed + _stacked_up(chips, max(y, top), bottom, scale, at_left=not mirrored)
    return placed + _stacked_down(chips, top, bottom, scale, at_left=not mirrored)


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
        chip_panel(cue, snapshot.hint, max_width, scale, style, leading=number == 0)
        for number, cue in enumerate(cues)
    ]


def _aside(panel: Panel, scale: Scale, *, at_left: bool) -> int:
    return scale.margin if at_left else scale.width - scale.margin - panel.width


def _stacked_down(chips: list[Panel], top: int, bottom: int, scale: Scale, *, at_left: bool) -> list[Placed]:
    """Stack chips below each other; those that no longer fit are left out, the least important first."""
    placed = []
    for chip in chips:
        if top + chip.height > bottom:
            break
        placed.append(Placed(chip, _aside(chip, scale, at_left=at_left), top))
        top += chip.height + scale.gap
    return placed


def _stacked_up(chips: list[Panel], top: int, bottom: int, scale: Scale, *, at_left: bool) -> list[Placed]:
    """Stack chips so that the last of those that fit ends at ``bottom``."""
    fitting: list[Panel] = []
    height = 0
    for chip in chips:
        if bottom - height - chip.height < top:
            break
        fitting.append(chip)
        height += chip.height + scale.gap
    return _stacked_down(fitting, bottom + scale.gap - height, bottom, scale, at_left=at_left)
