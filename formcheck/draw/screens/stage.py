"""What stands on the camera's picture while somebody is seen: heading, counters, a correction, one sentence, keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.coach.screens import ScreenKind
from formcheck.draw.boxes import Box
from formcheck.draw.icons import pause_bars, verdict_icon
from formcheck.draw.layout import ARRANGEMENTS, Placed
from formcheck.draw.panels import hold_panel, pad_of, plated, reps_panel
from formcheck.draw.screens.pictograms import pictogram
from formcheck.draw.screens.rings import countdown_ring
from formcheck.draw.screens.rows import FACTORS, name_lines, type_px
from formcheck.draw.sprites import BOLD, REGULAR, wrapped
from formcheck.draw.words import call_of, chosen_cues
from formcheck.judge.verdict import Verdict

if TYPE_CHECKING:
    from formcheck.coach.screens import Screen
    from formcheck.draw.panels import Line, Panel
    from formcheck.draw.sprites import Sprite
    from formcheck.draw.style import Scale, Style
    from formcheck.judge.verdict import CueState

HEADING_SHARE: Final = 0.48
"""Of the width, at most, for heading and correction beside the person."""
SENTENCE_SHARE: Final = 0.72
"""Of the width for the sentence in a wide window; in a high one it takes all of it."""
ASIDE_SHARE: Final = 0.38
"""Of the width of a wide window for the sentence beside somebody who stands: below the middle it would lie on their
feet, above it on their face."""
ASIDES: Final = 4 * ARRANGEMENTS
"""Arrangements of a stage: those of the panels, each of them with the sentence aside, and that below the counters or
below the heading: who stands at one side leaves the other one free for both."""

RING_UNITS: Final = 24.0
RING_UNITS_READY: Final = 38.0
"""The countdown before work is what somebody looks for from across the room."""
PICTOGRAM_SIZES: Final = 2.7
"""Side of a sign of help, in sizes of the type beside it."""

MOST_LINES: Final = 3
ASIDE_LINES: Final = 5
"""A narrow column is filled downward before its type becomes smaller."""

CORRECTED: Final = (Verdict.FAULT, Verdict.NEARLY)
"""Only what can be done better stands on the screen; that all is well is seen by there being nothing."""


MOST_CUES: Final = 8
"""More than can be shown, so that the gravest is among them."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The panels of a stage, each None where there is none; the sentence once more as it stands aside.

    The notice is what matters and found no room beside the keys.
    """

    sentence: Panel | None
    aside: Panel | None
    counters: tuple[Panel, ...]
    chip: Panel | None
    heading: Panel | None
    notice: Panel | None = None


def pieces_of(screen: Screen, scale: Scale, style: Style, notice: Panel | None = None) -> Pieces:
    """Return the panels of a screen that lies on the picture."""
    inner = max(1, scale.width - 2 * scale.margin)
    column = inner if scale.portrait else round(HEADING_SHARE * inner)
    sentence = _sentence(screen, inner if scale.portrait else round(SENTENCE_SHARE * inner), scale, style)
    return Pieces(
        sentence=sentence,
        aside=None if scale.portrait else _sentence(screen, round(ASIDE_SHARE * inner), scale, style, ASIDE_LINES),
        counters=_counters(screen, inner // 2, scale, style),
        chip=_chip(screen, column, scale, style),
        heading=_heading(screen, column, scale, style),
        notice=notice,
    )


def arranged(pieces: Pieces, bar_top: int, scale: Scale, number: int) -> list[Placed]:
    """Return the places of the panels in one of the ``ASIDES``; what matters least is left out if room is short.

    In a wide window every other arrangement swaps the sides, in a high one it puts the correction at the foot. In the
    later ones the sentence stands aside: below the counters, of which those stay for which there is room, or below the
    heading; in a high window the heading goes. A notice stands over the heading, as feet are at the foot.

    Parameters
    ----------
    pieces
        The panels.
    bar_top
        Where the row of keys begins; nothing stands lower.
    scale
        Of the window.
    number
        Of the arrangement, from 0.
    """
    swapped, raised = bool(number % 2), number % ARRANGEMENTS >= ARRANGEMENTS // 2
    aside = pieces.aside if number % (2 * ARRANGEMENTS) >= ARRANGEMENTS else None
    together = number >= 2 * ARRANGEMENTS and aside is not None
    mirrored, low = swapped and not scale.portrait, swapped and scale.portrait
    room = _Room(Box(scale.margin, scale.margin, scale.width - scale.margin, bar_top - scale.gap), scale.gap)
    top, bottom = scale.margin, room.box.bottom
    if pieces.sentence is not None and aside is None:
        y = top if raised else bottom - pieces.sentence.height
        room.put(pieces.sentence, (scale.width - pieces.sentence.width) // 2, y)
        top += pieces.sentence.height + scale.gap if raised else 0
        bottom -= 0 if raised else pieces.sentence.height + scale.gap
    if aside is not None:
        column = (pieces.heading, pieces.chip) if together else pieces.counters
        below = top + sum(panel.height + scale.gap for panel in (*column, pieces.notice) if panel is not None)
        x = _aside(aside, scale, at_left=mirrored is not together)
        room.put(aside, x, max(top, min(below, bottom - aside.height)))
    over = top
    if pieces.notice is not None:
        x, foot = _aside(pieces.notice, scale, at_left=not mirrored), bottom - pieces.notice.height
        room.put_first(pieces.notice, x, (top, foot))
        top += pieces.notice.height + scale.gap
    is_beside = all(room.is_free(one, _aside(one, scale, at_left=mirrored), over) for one in pieces.counters)
    y = _put_counters(room, pieces.counters, over if is_beside else top, scale, at_left=mirrored)
    heading = None if scale.portrait and number % (2 * ARRANGEMENTS) >= ARRANGEMENTS else pieces.heading
    beside = _clear_of(room, heading, top, scale, at_left=not mirrored)
    below_heading = beside if heading is None else beside + heading.height + scale.gap
    for extra, spots in ((pieces.chip, (below_heading, beside)), (heading, (beside,))):
        if extra is None:
            continue
        x = _aside(extra, scale, at_left=not mirrored)
        at_the_foot = (bottom - extra.height,) if low and extra is pieces.chip else ()
        room.put_first(extra, x, (*at_the_foot, *spots, max(y, *spots)))
    return room.placed


def _put_counters(room: _Room, counters: tuple[Panel, ...], top: int, scale: Scale, *, at_left: bool) -> int:
    """Put the counters below each other, in a high window beside each other; return where what is below may begin."""
    y, taken = top, 0
    for panel in counters:
        x = _aside(panel, scale, at_left=at_left) - taken
        if taken and room.put(panel, x, top):
            y = max(y, top + panel.height + scale.gap)
        elif room.put(panel, x + taken, y):
            y += panel.height + scale.gap
        taken += panel.width + scale.gap if scale.portrait else 0
    return y


def _clear_of(room: _Room, heading: Panel | None, top: int, scale: Scale, *, at_left: bool) -> int:
    """Return where a heading can begin: beside the counters, or below them where the window is too narrow."""
    if heading is None or room.is_free(heading, _aside(heading, scale, at_left=at_left), top):
        return top
    return max(
        (one.y + one.panel.height + scale.gap for one in room.placed if one.y < room.box.bottom // 2), default=top
    )


class _Room:
    """Takes panels as long as they lie inside and on no other one."""

    def __init__(self, box: Box, gap: int) -> None:
        self.box, self.gap = box, gap
        self.placed: list[Placed] = []

    def is_free(self, panel: Panel, x: int, y: int) -> bool:
        right, bottom = x + panel.width, y + panel.height
        if x < self.box.left or y < self.box.top or right > self.box.right or bottom > self.box.bottom:
            return False
        return all(
            x >= one.x + one.panel.width or right <= one.x or y >= one.y + one.panel.height or bottom <= one.y
            for one in self.placed
        )

    def put(self, panel: Panel, x: int, y: int) -> bool:
        if not self.is_free(panel, x, y):
            return False
        self.placed.append(Placed(panel, x, y))
        return True

    def put_first(self, panel: Panel, x: int, spots: tuple[int, ...]) -> None:
        """Put a panel at the first of several heights that is free; nowhere where none is."""
        free = next((y for y in spots if self.is_free(panel, x, y)), None)
        if free is not None:
            self.put(panel, x, free)


def _aside(panel: Panel, scale: Scale, *, at_left: bool) -> int:
    return scale.margin if at_left else scale.width - scale.margin - panel.width


def _heading(screen: Screen, max_width: int, scale: Scale, style: Style) -> Panel | None:
    """Return movement and side, small, and what goes on now, large."""
    icon = pause_bars(round(1.5 * scale.large), style.nearly) if screen.kind is ScreenKind.PAUSED else None
    room = max_width - 2 * pad_of(scale) - (0 if icon is None else icon.width + scale.gap)
    lines: list[Line] = []
    if screen.place is not None:
        name = name_lines(screen.place.title, screen.place.side_words, scale.small, REGULAR, room)
        lines += [(line, scale.small, REGULAR, style.muted) for line in name]
    snapshot = screen.snapshot
    large = snapshot.caption if screen.kind is ScreenKind.WORK and snapshot is not None else screen.title
    if large:
        lines += [(line, scale.large, BOLD, style.ink) for line in wrapped(large, scale.large, BOLD, room, 2)]
    return plated(icon, lines, max_width, scale, style) if lines else None


def _counters(screen: Screen, max_width: int, scale: Scale, style: Style) -> tuple[Panel, ...]:
    panels: list[Panel] = []
    snapshot = screen.snapshot
    if snapshot is not None:
        reps = reps_panel(snapshot, max_width, scale, style)
        panels += [] if reps is None else [reps]
        panels += [] if snapshot.hold is None else [hold_panel(snapshot.hold, scale, style)]
    if screen.countdown_s is not None:
        units = RING_UNITS_READY if screen.kind is ScreenKind.READY else RING_UNITS
        panels.append(countdown_ring(screen.countdown_s, screen.share, scale.px(units, at_least=48), style))
    return tuple(panels)


def _chip(screen: Screen, max_width: int, scale: Scale, style: Style) -> Panel | None:
    cue = _corrected(screen)
    if cue is None:
        return None
    icon = verdict_icon(cue.verdict, round(1.35 * scale.large), style)
    return _said(call_of(cue), icon, scale.large, max_width, scale, style)


def _corrected(screen: Screen) -> CueState | None:
    """Return the one thing to correct now, the gravest; nothing of a position that is being left."""
    snapshot = screen.snapshot
    cues = () if snapshot is None or snapshot.leaving else chosen_cues(snapshot, at_most=MOST_CUES)
    return next((cue for cue in cues if cue.verdict in CORRECTED), None)


def _same(words: str, others: str) -> bool:
    """Whether two sentences say the same: what is said need not be written twice."""
    return words.strip(" .!").casefold() == others.strip(" .!").casefold()


def _said(
    words: str, icon: Sprite | None, size: int, max_width: int, scale: Scale, style: Style, most_lines: int = MOST_LINES
) -> Panel:
    """Return words on a plate, a sign before them or none; in smaller type where they would take too many lines."""
    room = max_width - 2 * pad_of(scale) - (0 if icon is None else icon.width + scale.gap)
    for factor in FACTORS:
        px = type_px(size, factor)
        broken = wrapped(words, px, BOLD, room, most_lines)
        if not any(line.endswith("…") for line in broken):
            break
    lines: list[Line] = [(line, px, BOLD, style.ink) for line in broken]
    return plated(icon, lines, max_width, scale, style)


def _sentence(screen: Screen, max_width: int, scale: Scale, style: Style, most_lines: int = MOST_LINES) -> Panel | None:
    """Return the one sentence: help comes before what is being said, and that before what leads."""
    if screen.help:
        sign = pictogram(screen.help_kind, round(PICTOGRAM_SIZES * scale.large), style)
        return _said(screen.help, sign, scale.large, max_width, scale, style, most_lines)
    snapshot = screen.snapshot
    if snapshot is not None and snapshot.hint and not screen.caption:
        icon = verdict_icon(Verdict.CANNOT_JUDGE, round(1.6 * scale.body), style)
        return _said(snapshot.hint, icon, scale.body, max_width, scale, style, most_lines)
    cue = _corrected(screen)
    leading = snapshot.prompt if snapshot is not None else " ".join(screen.lines)
    words = screen.caption or leading
    if not words or _same(words, screen.title) or (cue is not None and _same(words, call_of(cue))):
        return None
    return _said(words, None, scale.body, max_width, scale, style, most_lines)
