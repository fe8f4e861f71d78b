"""The panels beside the figure: caption, chips, repetitions, hold, and the sentence at the bottom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.draw.icons import (
    PROGRESS_STEPS,
    RepMark,
    hold_ring,
    pause_bars,
    progress_dot,
    rep_dot,
    verdict_icon,
)
from formcheck.draw.sprites import (
    BOLD,
    REGULAR,
    Sprite,
    lay,
    line_height,
    plate_sprite,
    shortened,
    text_sprite,
    wrapped,
)
from formcheck.draw.style import MIN_TEXT_PX
from formcheck.draw.words import call_of, chip_words, heading_of, measured_words
from formcheck.judge.verdict import Verdict

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from formcheck.draw.style import Colour, Scale, Style
    from formcheck.judge.verdict import CueState, HoldState, Snapshot

    Image = NDArray[np.uint8]

MOST_DOTS: Final = 12
"""More repetitions than this are told by the number alone."""

HOLD_UNITS: Final = 20.0
"""The ring's diameter."""

PLATE_STEP_PX: Final = 8
"""Plates grow in steps, so that a changing number does not make a new one each time."""

Line = tuple[str, int, int, "Colour"]
"""Text, size, weight and colour of one line of type."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Sprites that belong together, each with its place from the panel's top left corner."""

    width: int
    height: int
    layers: tuple[tuple[Sprite, int, int], ...]

    def draw(self, image: Image, x: int, y: int) -> None:
        """Lay the panel over the picture, its top left corner at (x, y)."""
        for sprite, dx, dy in self.layers:
            lay(image, sprite, x + dx, y + dy)


def caption_panel(snapshot: Snapshot, max_width: int, scale: Scale, style: Style) -> Panel | None:
    """Return the movement, its side and the phase; None when there is nothing to say."""
    lines: list[Line] = []
    if heading := heading_of(snapshot):
        lines.append((heading, scale.small, REGULAR, style.muted))
    if snapshot.caption:
        room = max_width - 2 * pad_of(scale)
        lines += [
            (line, scale.large, BOLD, style.ink) for line in wrapped(snapshot.caption, scale.large, BOLD, room, 2)
        ]
    return plated(None, lines, max_width, scale, style) if lines else None


def chip_panel(cue: CueState, hint: str | None, max_width: int, scale: Scale, style: Style, *, leading: bool) -> Panel:
    """Return the chip of a cue: the verdict's sign, what to do about it, and what was measured.

    The ``leading`` chip says more, and is set in larger type where there is something to correct.
    """
    words, below = chip_words(cue, hint)
    matters = cue.verdict in (Verdict.FAULT, Verdict.NEARLY)
    size = scale.large if leading and matters else scale.body
    if _is_shortened(wrapped(words, size, BOLD, max_width - _icon_width(size, scale), 3)):
        size = scale.body
    weight, colour = (BOLD, style.ink) if matters else (REGULAR, style.muted)
    room = max_width - _icon_width(size, scale)
    lines: list[Line] = [(line, size, weight, colour) for line in wrapped(words, size, weight, room, 3)]
    if below and leading:
        lines += [(line, scale.small, REGULAR, style.muted) for line in wrapped(below, scale.small, REGULAR, room, 2)]
    icon = verdict_icon(cue.verdict, round(1.35 * size), style)
    return plated(icon, lines, max_width, scale, style)


def sentence_panel(text: str, max_width: int, scale: Scale, style: Style, icon: Sprite | None = None) -> Panel:
    """Return a sentence of up to three lines, with a sign before it or none."""
    room = max_width - 2 * pad_of(scale) - (0 if icon is None else icon.width + scale.gap)
    lines: list[Line] = [(line, scale.body, BOLD, style.ink) for line in wrapped(text, scale.body, BOLD, room, 3)]
    return plated(icon, lines, max_width, scale, style)


def hint_panel(hint: str, max_width: int, scale: Scale, style: Style) -> Panel:
    """Return help with the camera, with the sign of what cannot be judged."""
    icon = verdict_icon(Verdict.CANNOT_JUDGE, round(1.6 * scale.body), style)
    return sentence_panel(hint, max_width, scale, style, icon)


def reps_panel(snapshot: Snapshot, max_width: int, scale: Scale, style: Style) -> Panel | None:
    """Return the count and a dot for each repetition; None for a movement that has none."""
    if snapshot.reps_target == 0 and snapshot.reps == 0:
        return None
    pad, size = pad_of(scale), scale.large
    count = text_sprite(str(snapshot.reps), round(1.25 * size), BOLD, style.ink)
    height = max(count.height, line_height(size)) + pad
    layers = [(count, pad, (height - count.height) // 2)]
    x = pad + count.width
    if snapshot.reps_target:
        of_all = text_sprite(f"/{snapshot.reps_target}", size, REGULAR, style.muted)
        x += scale.px(0.5)
        shift = round(0.35 * (1.25 - 1.0) * size)
        layers.append((of_all, x, (height - of_all.height) // 2 + shift))
        x += of_all.width
    dots = _rep_sprites(snapshot, scale, style)
    step = scale.px(0.9, at_least=3)
    if dots and x + 2 * pad + sum(dot.width + step for dot in dots) <= max_width:
        x += pad + step
        for dot in dots:
            layers.append((dot, x, (height - dot.height) // 2))
            x += dot.width + step
        x -= step
    return _on_plate(x + pad, height, layers, scale, style)


def _rep_sprites(snapshot: Snapshot, scale: Scale, style: Style) -> list[Sprite]:
    if max(snapshot.reps, snapshot.reps_target) > MOST_DOTS:
        return []
    size = scale.px(3.0, at_least=12)
    flags = snapshot.reps_flagged[: snapshot.reps]
    flags += (False,) * (snapshot.reps - len(flags))
    dots = [rep_dot(RepMark.FLAGGED if flag else RepMark.CLEAN, size, style) for flag in flags]
    wanted = max(0, snapshot.reps_target - snapshot.reps)
    if wanted and snapshot.rep_progress is not None and snapshot.phase_kind == "reps":
        share = min(1.0, max(0.0, snapshot.rep_progress))
        dots.append(progress_dot(round(share * PROGRESS_STEPS), size, style))
        wanted -= 1
    return dots + [rep_dot(RepMark.WANTED, size, style)] * wanted


def hold_panel(hold: HoldState, scale: Scale, style: Style) -> Panel:
    """Return the ring of a hold with its seconds; two bars and a broken ring while it is paused. It needs no words."""
    size, pad = scale.px(HOLD_UNITS, at_least=84), scale.px(1.2, at_least=4)
    share = min(1.0, max(0.0, hold.held_s / hold.target_s)) if hold.target_s > 0.0 else 0.0
    side, middle = size + 2 * pad, size // 2 + pad
    ring = hold_ring(round(share * PROGRESS_STEPS), size, style, paused=hold.paused)
    seconds = text_sprite(f"{int(hold.held_s)}", round(0.36 * size), BOLD, style.muted if hold.paused else style.ink)
    below = text_sprite(f"/ {hold.target_s:.0f} s", max(MIN_TEXT_PX, round(0.13 * size)), REGULAR, style.muted)
    layers = [
        (ring, pad, pad),
        (seconds, middle - seconds.width // 2, middle - seconds.height // 2),
        (below, middle - below.width // 2, round(middle + 0.24 * size - below.height / 2)),
    ]
    if hold.paused:
        bars = pause_bars(round(0.22 * size), style.nearly)
        layers.append((bars, middle - bars.width // 2, round(middle - 0.27 * size - bars.height / 2)))
    return _on_plate(side, side, layers, scale, style, radius=side // 2)


def pad_of(scale: Scale) -> int:
    """Return what is free between type and the sides of its plate."""
    return scale.px(1.8, at_least=7)


def _is_shortened(lines: tuple[str, ...]) -> bool:
    return any(line.endswith("…") for line in lines)


def _icon_width(size: int, scale: Scale) -> int:
    """Return what an icon and the paddings take from the width of a chip."""
    return 2 * pad_of(scale) + round(1.35 * size) + scale.gap


def plated(icon: Sprite | None, lines: list[Line], max_width: int, scale: Scale, style: Style) -> Panel:
    """Set lines of type on a plate, an icon beside the first of them that are of one size."""
    pad, edge = pad_of(scale), pad_of(scale) * 2 // 3
    left = pad if icon is None else pad + icon.width + scale.gap
    room = max_width - left - pad
    layers: list[tuple[Sprite, int, int]] = []
    y, widest = edge, 0
    if icon is not None:
        beside = sum(line_height(size) for _, size, _, _ in lines if size == lines[0][1])
        layers.append((icon, pad, edge + max(0, beside - icon.height) // 2))
        y += max(0, icon.height - beside) // 2
    for text, size, weight, colour in lines:
        sprite = text_sprite(shortened(text, size, weight, room), size, weight, colour)
        layers.append((sprite, left, y))
        widest = max(widest, sprite.width)
        y += line_height(size)
    bottom = max([y, *(dy + sprite.height for sprite, _, dy in layers)])
    return _on_plate(left + widest + pad, bottom + edge, layers, scale, style, limit=max_width)


def _on_plate(
    width: int,
    height: int,
    layers: list[tuple[Sprite, int, int]],
    scale: Scale,
    style: Style,
    *,
    radius: int | None = None,
    limit: int | None = None,
) -> Panel:
    if radius is None:
        wider = -(-width // PLATE_STEP_PX) * PLATE_STEP_PX
        wider = wider if limit is None else min(wider, limit)
        layers = [(sprite, dx + (wider - width) // 2, dy) for sprite, dx, dy in layers]
        width = wider
        radius = scale.px(1.6, at_least=6)
    radius = max(1, min(radius, width // 2, height // 2))
    plate = plate_sprite(width, height, radius, style.plate, style.plate_opacity)
    return Panel(width, height, ((plate, 0, 0), *layers))


def still_panel(cue: CueState, title: str, icon: Sprite, max_width: int, scale: Scale, style: Style) -> Panel:
    """Return the caption of a still: what to correct, value and limit, and small below where it is from."""
    room = max_width - 2 * pad_of(scale) - icon.width - scale.gap
    small = " · ".join(part for part in (title, f"Cue {cue.ref}") if part)
    words = call_of(cue)
    lines: list[Line] = [(line, scale.large, BOLD, style.ink) for line in wrapped(words, scale.large, BOLD, room, 2)]
    if measured := measured_words(cue, sigma=True):
        lines.append((measured, scale.body, REGULAR, style.ink))
    lines.append((small, scale.small, REGULAR, style.muted))
    return plated(icon, lines, max_width, scale, style)
