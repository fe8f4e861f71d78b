"""Screens to be read: consent, warm-up, what comes next, a rest, a question. Text on a calm ground."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from formcheck.coach.commands import Ask
from formcheck.coach.screens import ScreenKind
from formcheck.draw.boxes import Box
from formcheck.draw.demonstration import loop_of
from formcheck.draw.screens.keys import checklist_rows, scale_row
from formcheck.draw.screens.rows import Row, fitted_rows, space_row, text_row
from formcheck.draw.sprites import BOLD, REGULAR

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.coach.screens import Choice, Place, Screen
    from formcheck.draw.style import Scale, Style

TITLE: Final = 1.35
"""Size of a title over the large type."""

FIGURE_SHARE: Final = 0.46
"""Of the room for the figure that shows the movement."""


WITH_PLACE: Final = frozenset({ScreenKind.INTRODUCTION, ScreenKind.REST})
"""Cards that are about what comes next; a question is about what was."""


class CardText(NamedTuple):
    """What is to be read on a card: hashable, so that a card is laid out once and not with each frame."""

    kind: ScreenKind
    title: str
    lines: tuple[str, ...]
    choices: tuple[Choice, ...]
    place: Place | None


def text_of(screen: Screen) -> CardText:
    """Return what is to be read on a screen."""
    place = screen.place if screen.kind in WITH_PLACE else None
    return CardText(screen.kind, screen.title, screen.lines, screen.choices, place)


def in_the_middle(screen_kind: ScreenKind, choice: Choice) -> bool:
    """Whether a choice belongs to the text (an item, an answer) and not to the row of keys below."""
    is_answer = screen_kind is ScreenKind.QUESTION and choice.command.ask is Ask.ANSWER
    return choice.ticked is not None or is_answer


def divided(screen: Screen, room: Box, scale: Scale) -> tuple[Box, Box | None]:
    """Divide the room of a card into that of its text and that of the figure; None where there is no figure."""
    if loop_of(screen.demonstration) is None:
        return room, None
    gap = 2 * scale.gap
    if scale.portrait:
        above, below = room.split_at_y(FIGURE_SHARE, gap)
        return below, above
    left, right = room.split_at_x(FIGURE_SHARE, gap)
    return right, left


@lru_cache(maxsize=8)
def card_rows(text: CardText, width: int, height: int, scale: Scale, style: Style, *, centred: bool) -> tuple[Row, ...]:
    """Return the rows of a card, as large as lets all of them stand in ``width`` by ``height`` pixels."""
    makers: list[Callable[[float], Row]] = []
    if text.place is not None:
        number, title = f"{text.place.step + 1}/{text.place.steps}", text.place.title
        small = number if title in text.title else f"{number} · {title}"
        makers.append(text_row(small, scale.small, REGULAR, style.muted, width, centred=centred))
        if text.place.side_words and text.place.side_words not in text.title:
            makers.append(text_row(text.place.side_words, scale.body, BOLD, style.accent, width, centred=centred))
    if text.title:
        makers.append(text_row(text.title, round(TITLE * scale.large), BOLD, style.ink, width, centred=centred))
    for line in text.lines:
        makers += [
            space_row(scale.body // 2),
            text_row(line, scale.body, REGULAR, style.ink, width, centred=centred),
        ]
    items = [choice for choice in text.choices if choice.ticked is not None]
    answers = [choice for choice in text.choices if choice not in items and in_the_middle(text.kind, choice)]
    if items:
        makers += [space_row(scale.body // 2), checklist_rows(items, scale.body, width, style)]
    if answers:
        makers += [
            space_row(scale.body),
            scale_row(answers, scale.body, width, style, centred=centred),
        ]
    return tuple(fitted_rows(makers, height))


def column_of(room: Box, scale: Scale, ems: int) -> Box:
    """Return the part of a room that lines of ``ems`` sizes of the type take, in its middle."""
    width = min(room.width, ems * scale.body)
    left = room.left + (room.width - width) // 2
    return Box(left, room.top, left + width, room.bottom)
