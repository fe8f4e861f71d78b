"""The table at the end: a movement to a row, and of each side its repetitions, its hold, and what is worth a word."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final

from formcheck.draw.icons import RepMark, hold_ring, rep_dot, verdict_icon
from formcheck.draw.panels import Panel
from formcheck.draw.screens.pictograms import skipped_sign
from formcheck.draw.screens.rows import FACTORS, Row, space_row, text_row, type_px
from formcheck.draw.sprites import BOLD, REGULAR, line_height, text_sprite
from formcheck.judge.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.coach.screens import SummaryRow
    from formcheck.draw.sprites import Sprite
    from formcheck.draw.style import Scale, Style

SAID: Final = ((3, 0.8), (2, 0.72), (1, 0.5), (0, 0.0))
"""Cues told of a set, and how small type may become before it is fewer of them: large type before many words."""

# What a row is divided into, shares of its width: in a wide window the sides stand beside each other.
TITLE_WIDE: Final = 0.26
SIDES_WIDE: Final = 2

# Where a set's parts begin, and how large its side is written; in sizes of its type.
HELD_AT: Final = 3.3
SIDE_AT: Final = 7.0
SIDE_TYPE: Final = 0.9
COLUMN_GAP: Final = 0.6


@lru_cache(maxsize=4)
def summary_rows(
    title: str,
    lines: tuple[str, ...],
    sets: tuple[SummaryRow, ...],
    width: int,
    height: int,
    scale: Scale,
    style: Style,
) -> tuple[Row, ...]:
    """Return the rows of the summary that fit into ``width`` by ``height`` pixels.

    Parameters
    ----------
    title, lines
        Above the table.
    sets
        In the order of time; those of one movement that follow each other share a row.
    """
    rows: list[Row] = []
    for said, least in SAID:
        makers = _makers(title, lines, sets, said, width, scale, style)
        for factor in FACTORS:
            if factor < least:
                break
            rows = [make(factor) for make in makers]
            if sum(row.height for row in rows) <= height and all(row.is_whole for row in rows):
                return tuple(rows)
    while rows and sum(row.height for row in rows) > height:
        rows.pop()
    return tuple(rows)


def _makers(
    title: str,
    lines: tuple[str, ...],
    sets: tuple[SummaryRow, ...],
    said: int,
    width: int,
    scale: Scale,
    style: Style,
) -> list[Callable[[float], Row]]:
    makers = [text_row(title, scale.large, BOLD, style.ink, width)]
    makers += [text_row(line, scale.small, REGULAR, style.muted, width) for line in lines]
    for _, of_one in groupby(sets, key=lambda one: one.title):
        makers += [space_row(scale.body // 2), _movement_row(tuple(of_one), said, width, scale, style)]
    return makers


def _movement_row(
    sets: tuple[SummaryRow, ...], said: int, width: int, scale: Scale, style: Style
) -> Callable[[float], Row]:
    """Return what makes the row of a movement: its name, and its sets beside or, in a high window, below it."""

    def make(factor: float) -> Row:
        px = type_px(scale.body, factor)
        gap = round(COLUMN_GAP * px)
        left, columns = (0, 1) if scale.portrait else (round(TITLE_WIDE * width), min(SIDES_WIDE, len(sets)))
        colour = style.muted if all(one.skipped for one in sets) else style.ink
        name = text_row(sets[0].title, scale.body, BOLD, colour, (left or width) - gap)(factor)
        column = max(1, (width - left) // columns)
        layers, is_whole = list(name.panel.layers), name.is_whole
        top = 0 if left else name.height
        height = name.height
        for start in range(0, len(sets), columns):
            cells = [_set_row(one, said, column - gap, scale, style)(factor) for one in sets[start : start + columns]]
            for number, cell in enumerate(cells):
                x = left + number * column
                layers += [(sprite, x + dx, top + dy) for sprite, dx, dy in cell.panel.layers]
            is_whole &= all(cell.is_whole for cell in cells)
            height = max(height, top + max(cell.height for cell in cells))
            top = height + gap // 2
        return Row(Panel(width, height, tuple(layers)), is_whole=is_whole)

    return make


def _set_row(one: SummaryRow, said: int, width: int, scale: Scale, style: Style) -> Callable[[float], Row]:
    """Return what makes the cell of a set: what was counted and held, which side, and what is worth a word."""

    def make(factor: float) -> Row:
        px = type_px(scale.body, factor)
        layers: list[tuple[Sprite, int, int]] = []
        if one.skipped:
            sign = skipped_sign(round(0.9 * px), style)
            layers.append((sign, 0, (line_height(px) - sign.height) // 2))
        else:
            layers += _counted(one, px, style) + _held(one, px, style)
        is_whole = all(x + sprite.width <= width for sprite, x, _ in layers)
        counted_to = max((x + sprite.width + px // 2 for sprite, x, _ in layers), default=0)
        side_x, side_px = max(counted_to, round(SIDE_AT * px)), round(SIDE_TYPE * scale.body)
        side = text_row(one.side_words, side_px, REGULAR, style.muted, max(1, width - side_x))(factor)
        lower = (line_height(px) - line_height(type_px(side_px, factor))) // 2
        layers += [(sprite, x + side_x, y + lower) for sprite, x, y in side.panel.layers]
        y = max(line_height(px), side.height if one.side_words else 0)
        is_whole &= side.is_whole
        for verdict, words in one.said[:said]:
            sign = verdict_icon(Verdict(verdict), round(0.9 * px), style)
            cue = text_row(words, side_px, REGULAR, style.ink, width, sign=sign)(factor)
            layers += [(sprite, x, y + dy) for sprite, x, dy in cue.panel.layers]
            is_whole &= cue.is_whole
            y += cue.height
        return Row(Panel(width, y, tuple(layers)), is_whole=is_whole)

    return make


def _counted(one: SummaryRow, px: int, style: Style) -> list[tuple[Sprite, int, int]]:
    if not one.reps and not one.reps_target:
        return []
    dot = rep_dot(RepMark.CLEAN if one.reps >= one.reps_target else RepMark.WANTED, round(0.7 * px), style)
    words = f"{one.reps}/{one.reps_target}" if one.reps_target else str(one.reps)
    return _signed(dot, words, px, 0, style)


def _held(one: SummaryRow, px: int, style: Style) -> list[tuple[Sprite, int, int]]:
    if one.held_s is None:
        return []
    ring = hold_ring(36, max(8, round(0.8 * px)), style, paused=False)
    return _signed(ring, f"{one.held_s:.0f} s", px, round(HELD_AT * px), style)


def _signed(sign: Sprite, words: str, px: int, x: int, style: Style) -> list[tuple[Sprite, int, int]]:
    text = text_sprite(words, px, BOLD, style.ink)
    return [(sign, x, (line_height(px) - sign.height) // 2), (text, x + sign.width + px // 3, 0)]
