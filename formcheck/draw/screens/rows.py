"""Rows of a screen that shrink together until all of them fit: text, and choices with their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.draw.panels import Panel
from formcheck.draw.sprites import line_height, shortened, text_sprite, text_width, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from formcheck.coach.screens import Choice
    from formcheck.draw.boxes import Box
    from formcheck.draw.sprites import Sprite
    from formcheck.draw.style import Colour

FACTORS: Final = (1.0, 0.9, 0.8, 0.72, 0.64, 0.56, 0.48, 0.4, 0.34, 0.28)
"""How much smaller type may become; small, but all of it is there."""

LEAST_PX: Final = 9
"""Type never becomes smaller, however small the window."""

MOST_LINES: Final = 40


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """Something that takes the whole width of a column.

    Attributes
    ----------
    panel
        Its pictures.
    buttons
        Boxes that can be clicked, from its top left corner, with what they stand for.
    is_whole
        Whether nothing of it had to be shortened.
    """

    panel: Panel
    buttons: tuple[tuple[Box, Choice], ...] = ()
    is_whole: bool = True

    @property
    def height(self) -> int:
        """In pixels."""
        return self.panel.height


RowMaker = "Callable[[float], Row]"
"""Makes a row with its type smaller by a factor."""


def type_px(size: int, factor: float) -> int:
    """Return a size of type that is smaller by a factor, down to what can still be told apart."""
    return max(LEAST_PX, round(size * factor))


def text_row(
    text: str, size: int, weight: int, colour: Colour, width: int, *, centred: bool = False, sign: Sprite | None = None
) -> Callable[[float], Row]:
    """Return what makes a row of a text in as many lines as it takes, with a sign before it or none."""

    def make(factor: float) -> Row:
        px = type_px(size, factor)
        indent = 0 if sign is None else sign.width + px // 2
        lines = wrapped(text, px, weight, max(1, width - indent), MOST_LINES)
        layers: list[tuple[Sprite, int, int]] = (
            [] if sign is None else [(sign, 0, max(0, line_height(px) - sign.height) // 2)]
        )
        for number, line in enumerate(lines):
            sprite = text_sprite(line, px, weight, colour)
            x = indent + (max(0, width - indent - sprite.width) // 2 if centred else 0)
            layers.append((sprite, x, number * line_height(px)))
        height = max(line_height(px) * len(lines), 0 if sign is None else sign.height)
        return Row(Panel(width, height, tuple(layers)), is_whole=not any(line.endswith("…") for line in lines))

    return make


def name_lines(title: str, side_words: str, size: int, weight: int, width: int) -> tuple[str, ...]:
    """Return a movement and its side in one line where there is room, else the side in lines of its own."""
    parts = [part for part in (title, side_words) if part]
    whole = " · ".join(parts)
    if text_width(whole, size, weight) <= width:
        return (whole,) if whole else ()
    return tuple(line for part in parts for line in wrapped(part, size, weight, max(1, width), MOST_LINES))


def space_row(size: int) -> Callable[[float], Row]:
    """Return what makes an empty row."""
    return lambda factor: Row(Panel(0, max(1, round(size * factor)), ()))


def fitted_rows(makers: Sequence[Callable[[float], Row]], height: int) -> list[Row]:
    """Make rows as large as lets all of them stand below each other in a height; the last ones go if none do."""
    rows: list[Row] = []
    for factor in FACTORS:
        rows = [make(factor) for make in makers]
        if sum(row.height for row in rows) <= height and all(row.is_whole for row in rows):
            return rows
    kept: list[Row] = []
    for row in rows:
        if sum(one.height for one in kept) + row.height > height:
            break
        kept.append(row)
    return kept


def one_line(text: str, size: int, weight: int, width: int, colour: Colour) -> Sprite:
    """Return a line that is no wider than ``width``: in smaller type, and shortened if that is not enough."""
    for factor in FACTORS:
        px = type_px(size, factor)
        short = shortened(text, px, weight, width)
        if short == text:
            break
    return text_sprite(short, px, weight, colour)
