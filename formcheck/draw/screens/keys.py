"""Choices as they are drawn: a key, its words, and the box that can be clicked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from formcheck.draw.boxes import Box
from formcheck.draw.icons import strokes_mask
from formcheck.draw.panels import Panel
from formcheck.draw.screens.rows import FACTORS, Row, type_px
from formcheck.draw.sprites import BOLD, Sprite, plate_sprite, shortened, stacked, text_sprite, tinted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from formcheck.coach.screens import Choice
    from formcheck.draw.style import Colour, Style

_KEY_STROKES: Final = {
    "space": [[(0.08, 0.45), (0.08, 0.72), (0.92, 0.72), (0.92, 0.45)]],
    "enter": [[(0.85, 0.2), (0.85, 0.6), (0.15, 0.6)], [(0.38, 0.38), (0.15, 0.6), (0.38, 0.82)]],
    "backspace": [[(0.9, 0.5), (0.12, 0.5)], [(0.38, 0.25), (0.12, 0.5), (0.38, 0.75)]],
}
"""Signs that keyboards of all languages share."""

_KEY_WORDS: Final = {"escape": "Esc"}

HEIGHT: Final = 1.9
"""Of a button, in sizes of its type."""
CAP_HEIGHT: Final = 1.45
GAP: Final = 0.45
"""Between buttons, and between a key and its words."""
PAD: Final = 0.45

BOX_OPACITY: Final = 0.9

UNBOUNDED_PX: Final = 1 << 20
"""Wide enough for any words."""

ROW_SHARE: Final = 0.64
"""A scale of answers stands in one row where type no smaller than this share of its size lets it: what is in a row of
its own looks like another question. The smallest of a laptop's screen is then read from three metres still."""


@dataclass(frozen=True, slots=True)
class Button:
    """A choice as it stands in the window."""

    box: Box
    choice: Choice


@lru_cache(maxsize=128)
def keycap(key: str, size: int, ink: Colour, ground: Colour) -> Panel:
    """Return a key as it looks on a keyboard, for type of ``size`` pixels."""
    height = round(CAP_HEIGHT * size)
    if key in _KEY_STROKES:
        label = tinted(strokes_mask(size, _KEY_STROKES[key], 0.11), ink)
    else:
        word = _KEY_WORDS.get(key, key.upper())
        label = text_sprite(word, round(0.9 * size), BOLD, ink)
    width = max(height, label.width + round(0.7 * size))
    rim = max(1, size // 14)
    outer = plate_sprite(width, height, max(1, round(0.28 * size)), ink, 1.0)
    inner = plate_sprite(width - 2 * rim, height - 2 * rim, max(1, round(0.24 * size)), ground, 1.0)
    layers = ((outer, 0, 0), (inner, rim, rim), (label, (width - label.width) // 2, (height - label.height) // 2))
    return Panel(width, height, layers)


@lru_cache(maxsize=16)
def check_box(size: int, style: Style, *, ticked: bool) -> Sprite:
    """Return the box of a checklist's item; the tick says it, the colour only helps."""
    rim = strokes_mask(size, [[(0.1, 0.1), (0.9, 0.1), (0.9, 0.9), (0.1, 0.9), (0.1, 0.1)]], 0.09)
    if not ticked:
        return stacked([(rim, style.muted, 1.0)])
    tick = strokes_mask(size, [[(0.26, 0.52), (0.44, 0.7), (0.76, 0.3)]], 0.13)
    return stacked([(rim, style.good, 1.0), (tick, style.good, 1.0)])


def button_panel(choice: Choice, size: int, width: int, style: Style, *, first: bool) -> Panel:
    """Return one button, no wider than ``width``.

    The ``first`` choice of a screen stands on a bright plate, the others on a dark one.
    """
    ground, ink = (style.accent, style.plate) if first else (style.button, style.ink)
    pad, gap, height = round(PAD * size), round(GAP * size), round(HEIGHT * size)
    cap = keycap(choice.key, size, ink, ground)
    says_key = choice.words.strip().lower() == choice.key.lower()
    layers: list[tuple[Sprite, int, int]] = []
    x = pad
    if not says_key:
        layers += [(sprite, x + dx, (height - cap.height) // 2 + dy) for sprite, dx, dy in cap.layers]
        x += cap.width + gap
    if choice.ticked is not None:
        box = check_box(round(1.1 * size), style, ticked=choice.ticked)
        layers.append((box, x, (height - box.height) // 2))
        x += box.width + gap
    words = text_sprite(shortened(choice.words, size, BOLD, max(1, width - x - pad)), size, BOLD, ink)
    if choice.words:
        x = max(x, (height - words.width) // 2) if says_key else x
        layers.append((words, x, (height - words.height) // 2))
        x += words.width + gap
    whole = min(width, max(x - gap + pad, height if says_key else 0))
    plate = plate_sprite(whole, height, max(1, min(whole, height) // 4), ground, BOX_OPACITY)
    return Panel(whole, height, ((plate, 0, 0), *layers))


def choice_rows(
    choices: Sequence[Choice], size: int, width: int, style: Style, *, first: Choice | None, centred: bool = False
) -> Callable[[float], Row]:
    """Return what makes a row of buttons, in as many lines as they take."""

    def make(factor: float) -> Row:
        px = type_px(size, factor)
        gap = round(GAP * px)
        lines: list[list[tuple[Choice, Panel]]] = [[]]
        x, is_whole = 0, True
        for choice in choices:
            panel = button_panel(choice, px, UNBOUNDED_PX, style, first=choice is first)
            if panel.width > width:
                panel, is_whole = button_panel(choice, px, width, style, first=choice is first), False
            if lines[-1] and x + panel.width > width:
                lines.append([])
                x = 0
            lines[-1].append((choice, panel))
            x += panel.width + gap
        return replace(_laid_out(lines, gap, width, centred=centred), is_whole=is_whole)

    return make


def scale_row(
    choices: Sequence[Choice], size: int, width: int, style: Style, *, centred: bool = False
) -> Callable[[float], Row]:
    """Return what makes a row of buttons that belong together, in one line where type not much smaller lets it."""
    rows = choice_rows(choices, size, width, style, first=None, centred=centred)

    def make(factor: float) -> Row:
        made = (rows(factor * share) for share in FACTORS if share >= ROW_SHARE)
        return next((row for row in made if row.is_whole and _is_one_line(row)), rows(factor))

    return make


def _is_one_line(row: Row) -> bool:
    return len({box.top for box, _ in row.buttons}) <= 1


LONG_CHECKLIST: Final = 4
"""So many items, a line each, take so much of a screen that all of it becomes small."""


def checklist_rows(choices: Sequence[Choice], size: int, width: int, style: Style) -> Callable[[float], Row]:
    """Return what makes the items of a checklist: a long one in two columns where they fit, so that type is large."""

    def make(factor: float) -> Row:
        px = type_px(size, factor)
        panels = [button_panel(choice, px, UNBOUNDED_PX, style, first=False) for choice in choices]
        is_whole = all(panel.width <= width for panel in panels)
        if not is_whole:
            panels = [button_panel(choice, px, width, style, first=False) for choice in choices]
        gap = max(1, round(0.3 * px))
        widest = max(panel.width for panel in panels)
        columns = 2 if len(panels) >= LONG_CHECKLIST and 2 * widest + gap <= width else 1
        if columns > 1:
            panels = [replace(panel, width=widest) for panel in panels]
        pairs = list(zip(choices, panels, strict=True))
        lines = [pairs[n : n + columns] for n in range(0, len(pairs), columns)]
        return replace(_laid_out(lines, gap, width, centred=False), is_whole=is_whole)

    return make


def _laid_out(lines: list[list[tuple[Choice, Panel]]], gap: int, width: int, *, centred: bool) -> Row:
    layers: list[tuple[Sprite, int, int]] = []
    buttons: list[tuple[Box, Choice]] = []
    y = 0
    for line in lines:
        taken = sum(panel.width for _, panel in line) + gap * (len(line) - 1)
        x = max(0, width - taken) // 2 if centred else 0
        for choice, panel in line:
            layers += [(sprite, x + dx, y + dy) for sprite, dx, dy in panel.layers]
            buttons.append((Box(x, y, x + panel.width, y + panel.height), choice))
            x += panel.width + gap
        y += max((panel.height for _, panel in line), default=0) + gap
    return Row(Panel(width, max(0, y - gap), tuple(layers)), tuple(buttons))
