"""The foot of every screen: the keys that can be pressed, and beside them what comes next or a small notice."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from formcheck.draw.boxes import Box
from formcheck.draw.panels import Panel
from formcheck.draw.screens.keys import Button, choice_rows
from formcheck.draw.screens.rows import FACTORS, Row, one_line
from formcheck.draw.sprites import BOLD, plate_sprite, text_width

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from formcheck.coach.screens import Choice
    from formcheck.draw.style import Scale, Style

    Image = NDArray[np.uint8]

MOST_HEIGHT: Final = 0.2
MOST_HEIGHT_ON_PICTURE: Final = 0.14
"""Of the window's height for the keys, which become smaller to keep to it; less of it where one sees oneself."""

LEAST_ASIDE: Final = 0.22
"""Of the width: with less beside the keys, what comes next is left out."""

ASIDE_HEIGHT: Final = 1.9
"""Of the plate of what stands aside, in sizes of its type."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A few words at the other end of the keys, empty for none; left out for want of room unless it ``matters``."""

    words: str
    matters: bool


@dataclass(frozen=True, slots=True, eq=False)
class Bar:
    """The foot of a screen.

    Attributes
    ----------
    top
        Its first row of pixels: nothing else may stand lower.
    panels
        What is drawn, with its top left corner.
    buttons
        What can be clicked.
    notice
        What matters and has no room beside the keys, nor a line of its own above them; None where there is none.
    """

    top: int
    panels: tuple[tuple[Panel, int, int], ...]
    buttons: tuple[Button, ...]
    notice: Panel | None = None

    def draw(self, image: Image) -> None:
        """Draw it."""
        for panel, x, y in self.panels:
            panel.draw(image, x, y)


@lru_cache(maxsize=16)
def bar_of(
    choices: tuple[Choice, ...],
    aside: Aside,
    type_px: int,
    most_height: float,
    scale: Scale,
    style: Style,
    *,
    leads: bool,
    own_line: bool = True,
) -> Bar:
    """Lay out the foot of a screen.

    Parameters
    ----------
    choices
        What can be asked for, the likeliest first.
    aside
        A few words for the other end.
    type_px
        Size of the type.
    most_height
        Share of the window's height that the keys may take.
    scale, style
        Sizes and colours.
    leads
        Whether the first choice stands out, as where the screen waits for it.
    own_line
        Whether what matters may take a line above the keys; on a picture that is where somebody's feet are.
    """
    inner = max(1, scale.width - 2 * scale.margin)
    bottom = scale.height - scale.margin
    if not choices and not aside.words:
        return Bar(bottom + scale.gap, (), ())
    row = _keys(choices, type_px, inner, most_height, scale, style, leads=leads)
    top = bottom - row.height
    panels = [(row.panel, scale.margin, top)]
    buttons = tuple(
        Button(Box(box.left + scale.margin, box.top + top, box.right + scale.margin, box.bottom + top), choice)
        for box, choice in row.buttons
    )
    taken = max((box.right for box, _ in row.buttons), default=0)
    room = inner - taken - 2 * scale.gap
    is_wide = _aside_width(aside.words, type_px) > room if aside.matters else room < LEAST_ASIDE * inner
    if not aside.words or (is_wide and not aside.matters):
        return Bar(top, tuple(panels), buttons)
    words = _aside(aside.words, type_px, inner if is_wide else room, style)
    if is_wide and not own_line:
        return Bar(top, tuple(panels), buttons, words)
    y = top - words.height - scale.gap // 2 if is_wide and choices else bottom - words.height
    panels.append((words, scale.width - scale.margin - words.width, y))
    return Bar(min(top, y), tuple(panels), buttons)


def _keys(
    choices: tuple[Choice, ...],
    type_px: int,
    inner: int,
    most_height: float,
    scale: Scale,
    style: Style,
    *,
    leads: bool,
) -> Row:
    if not choices:
        return Row(Panel(inner, 0, ()))
    make = choice_rows(choices, type_px, inner, style, first=choices[0] if leads else None)
    for factor in FACTORS:
        row = make(factor)
        if row.height <= most_height * scale.height and row.is_whole:
            break
    return row


def _aside_width(words: str, type_px: int) -> int:
    return text_width(words, type_px, BOLD) + 2 * _pad(type_px)


def _pad(type_px: int) -> int:
    return max(3, type_px // 2)


def _aside(words: str, type_px: int, width: int, style: Style) -> Panel:
    pad = _pad(type_px)
    line = one_line(words, type_px, BOLD, max(1, width - 2 * pad), style.muted)
    height = round(ASIDE_HEIGHT * type_px)
    whole = line.width + 2 * pad
    plate = plate_sprite(whole, height, max(1, min(height, whole) // 4), style.plate, style.plate_opacity)
    return Panel(whole, height, ((plate, 0, 0), (line, pad, (height - line.height) // 2)))
