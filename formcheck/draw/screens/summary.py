"""The table at the end: a set to a row, its repetitions, its hold, and what is worth a word."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from formcheck.draw.icons import RepMark, hold_ring, rep_dot, verdict_icon
from formcheck.draw.panels import Panel
from formcheck.draw.screens.pictograms import skipped_sign
from formcheck.draw.screens.rows import FACTORS, Row, name_lines, space_row, text_row, type_px
from formcheck.draw.sprites import BOLD, REGULAR, line_height, text_sprite
from formcheck.judge.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.coach.screens import SummaryRow
    from formcheck.draw.sprites import Sprite
    from formcheck.draw.style import Scale, Style

SAID: Final = ((3, 0.8), (2, 0.72), (1, 0.56), (0, 0.0))
"""Cues told of a set, and how small type may become before it is fewer of them."""

# Where the columns begin, shares of the width: in a wide window the words stand beside the numbers.
WIDE: Final = (0.47, 0.57, 0.67)
HIGH: Final = (0.56, 0.78, 1.0)


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
        One a row.
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
    for one in sets:
        makers.append(space_row(scale.body // 3))
        if scale.portrait:
            makers.append(_set_row(one, 0, HIGH, width, scale, style))
            makers += [_said_row(verdict, words, width, scale, style) for verdict, words in one.said[:said]]
        else:
            makers.append(_set_row(one, said, WIDE, width, scale, style))
    return makers


def _set_row(
    one: SummaryRow, said: int, columns: tuple[float, ...], width: int, scale: Scale, style: Style
) -> Callable[[float], Row]:
    def make(factor: float) -> Row:
        px = type_px(scale.body, factor)
        reps_x, held_x, said_x = (round(share * width) for share in columns)
        colour = style.muted if one.skipped else style.ink
        name = name_lines(one.title, one.side_words, px, BOLD, reps_x - px // 2)
        height = line_height(px)
        layers = [(text_sprite(line, px, BOLD, colour), 0, number * height) for number, line in enumerate(name)]
        if one.skipped:
            sign = skipped_sign(round(0.9 * px), style)
            layers.append((sign, reps_x, (height - sign.height) // 2))
        else:
            layers += _counted(one, px, reps_x, height, style) + _held(one, px, held_x, height, style)
        is_whole = not any(line.endswith("…") for line in name) and all(
            x + sprite.width <= width for sprite, x, _ in layers
        )
        y = 0
        for verdict, words in one.said[:said]:
            cue = _said_row(verdict, words, width - said_x, scale, style)(factor)
            layers += [(sprite, said_x + x, y + dy) for sprite, x, dy in cue.panel.layers]
            is_whole &= cue.is_whole
            y += cue.height
        return Row(Panel(width, max(height * len(name), y), tuple(layers)), is_whole=is_whole)

    return make


def _counted(one: SummaryRow, px: int, x: int, height: int, style: Style) -> list[tuple[Sprite, int, int]]:
    if not one.reps and not one.reps_target:
        return []
    dot = rep_dot(RepMark.CLEAN if one.reps >= one.reps_target else RepMark.WANTED, round(0.7 * px), style)
    words = f"{one.reps}/{one.reps_target}" if one.reps_target else str(one.reps)
    return _signed(dot, words, px, x, height, style)


def _held(one: SummaryRow, px: int, x: int, height: int, style: Style) -> list[tuple[Sprite, int, int]]:
    if one.held_s is None:
        return []
    ring = hold_ring(36, max(8, round(0.8 * px)), style, paused=False)
    return _signed(ring, f"{one.held_s:.0f} s", px, x, height, style)


def _signed(sign: Sprite, words: str, px: int, x: int, height: int, style: Style) -> list[tuple[Sprite, int, int]]:
    text = text_sprite(words, px, BOLD, style.ink)
    return [(sign, x, (height - sign.height) // 2), (text, x + sign.width + px // 3, 0)]


def _said_row(verdict: str, words: str, width: int, scale: Scale, style: Style) -> Callable[[float], Row]:
    def make(factor: float) -> Row:
        px = type_px(scale.small, factor)
        icon = verdict_icon(Verdict(verdict), round(1.1 * px), style)
        inner = text_row(words, scale.small, REGULAR, style.ink, max(1, width - 2 * px), sign=icon)(factor)
        layers = tuple((sprite, dx + px, dy) for sprite, dx, dy in inner.panel.layers)
        return Row(Panel(width, inner.height, layers), is_whole=inner.is_whole)

    return make
