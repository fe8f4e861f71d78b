"""The picture of a session: one screen after another, at any size, with the boxes in which its choices stand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.coach.screens import ScreenKind
from formcheck.draw.boxes import Box
from formcheck.draw.layout import Arranger
from formcheck.draw.mannequin import draw_demonstration
from formcheck.draw.mirror import mirrored_pose, mirrored_snapshot
from formcheck.draw.overlay import draw_body
from formcheck.draw.screens.bar import MOST_HEIGHT, MOST_HEIGHT_ON_PICTURE, Aside, Bar, bar_of
from formcheck.draw.screens.cards import card_rows, column_of, divided, in_the_middle, text_of
from formcheck.draw.screens.ghost import draw_ghost
from formcheck.draw.screens.keys import Button
from formcheck.draw.screens.picture import darkened, fill, lay_picture
from formcheck.draw.screens.rings import countdown_ring
from formcheck.draw.screens.rows import one_line
from formcheck.draw.screens.stage import ASIDES, RING_UNITS, arranged, pieces_of
from formcheck.draw.screens.summary import summary_rows
from formcheck.draw.skeleton import draw_skeleton
from formcheck.draw.sprites import REGULAR, lay, line_height
from formcheck.draw.style import Style, live_scale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from formcheck.coach.screens import Screen
    from formcheck.draw.layout import Placed
    from formcheck.draw.screens.picture import Scene
    from formcheck.draw.screens.rows import Row
    from formcheck.draw.style import Scale
    from formcheck.pose.pose import Pose

    Image = NDArray[np.uint8]

ON_PICTURE: Final = frozenset(
    {ScreenKind.FRAMING, ScreenKind.BASELINE, ScreenKind.READY, ScreenKind.WORK, ScreenKind.PAUSED}
)
"""Screens in which one sees oneself; the others are to be read."""

WITH_GHOST: Final = frozenset({ScreenKind.FRAMING, ScreenKind.READY})
GHOST_PHASES: Final = frozenset({"setup", "turn"})
"""Kinds of phase in which a position is taken up. In repetitions and holds the ghost would ask for its own depth, and
nobody is asked to go deeper than is good for them."""
FIRST_POSITION: Final = "setup"

CARD_EMS: Final = 26
"""Longer lines are hard to read from afar: a column is no wider than so many sizes of the type."""

LEADING: Final = frozenset(ScreenKind) - ON_PICTURE - {ScreenKind.QUESTION} | {ScreenKind.PAUSED}
"""Screens that wait for their first choice, which therefore stands out."""

MOST_RING: Final = 0.34
"""Of the height of its room for a ring that stands above something else."""

LEAST_PICTURE: Final = 0.5
"""Of a window's height for the camera's picture; in one so small that the keys leave less they lie on it."""

PAUSED_LIGHT: Final = 0.35
"""Of the picture's light is left while paused."""


@dataclass(frozen=True, slots=True, eq=False)
class Painted:
    """A screen as it is shown.

    Attributes
    ----------
    image
        (h, w, 3) uint8 BGR.
    buttons
        Where each of the screen's choices stands on it.
    """

    image: Image
    buttons: tuple[Button, ...]


class Painter:
    """Paints the screens of one session.

    It remembers one thing: how the panels are arranged about the person, so that they do not hop.

    Parameters
    ----------
    style
        Colours; the usual ones if not given.
    mirrored
        Whether the camera's picture is shown as in a mirror. Words and verdicts are those of the person's own
        sides in either case.
    """

    def __init__(self, style: Style | None = None, *, mirrored: bool = False) -> None:
        self.style = style or Style()
        self.mirrored = mirrored
        self._arranger = Arranger(ASIDES)
        self._canvas = self._kept = np.zeros((0, 0, 3), np.uint8)

    def paint(
        self, image: Image | None, size: tuple[int, int], pose: Pose | None, screen: Screen, time_s: float
    ) -> Painted:
        """Paint a screen.

        Parameters
        ----------
        image
            (h, w, 3) uint8 BGR of the camera, left as it is; None when there is no picture.
        size
            (width, height) of the window, pixels.
        pose
            The smoothed pose of this picture in pixels of its own ``image_size``; None when nobody is seen.
        screen
            What is to be seen.
        time_s
            Any clock in seconds; the figures that show a movement go by it.

        Returns
        -------
        Painted
            Its image is the painter's own canvas: the next call paints over it, unless it is kept.
        """
        scale = live_scale(max(1, size[0]), max(1, size[1]))
        if self._canvas.shape[:2] != (scale.height, scale.width):
            self._canvas = np.zeros((scale.height, scale.width, 3), np.uint8)
        if screen.kind in ON_PICTURE:
            return self._on_picture(image, pose, screen, scale)
        return self._card(screen, scale, time_s)

    def keep(self) -> None:
        """Leave what was painted last as it is until the next that is kept: it is being shown."""
        self._canvas, self._kept = self._kept, self._canvas

    def _on_picture(self, image: Image | None, pose: Pose | None, screen: Screen, scale: Scale) -> Painted:
        if self.mirrored:
            pose = None if pose is None else mirrored_pose(pose)
            shown = screen.snapshot
            screen = replace(screen, snapshot=None if shown is None else mirrored_snapshot(shown))
        bar = _bar(screen, scale, self.style)
        room = _above(bar, scale)
        scene = lay_picture(self._canvas, room, image, pose, self.style.ground, mirrored=self.mirrored)
        pieces = pieces_of(screen, scale, self.style, bar.notice)
        panels = self._arranger.choose(lambda number: arranged(pieces, bar.top, scale, number), scene.figure)
        if screen.kind is ScreenKind.PAUSED:
            darkened(scene.picture, PAUSED_LIGHT)
        else:
            self._draw_ghost(scene, screen)
            self._draw_body(scene, screen, panels)
        for placed in panels:
            placed.panel.draw(scene.canvas, placed.x, placed.y)
        bar.draw(scene.canvas)
        return Painted(scene.canvas, bar.buttons)

    def _draw_ghost(self, scene: Scene, screen: Screen) -> None:
        snapshot = screen.snapshot
        phase = FIRST_POSITION
        if snapshot is not None:
            if snapshot.phase_kind not in GHOST_PHASES:
                return
            phase = snapshot.phase
        elif screen.kind not in WITH_GHOST:
            return
        view = "" if snapshot is None else snapshot.view
        draw_ghost(
            scene.canvas, scene.box, scene.figure, screen.demonstration, phase, view, self.style, mirrored=self.mirrored
        )

    def _draw_body(self, scene: Scene, screen: Screen, panels: Sequence[Placed]) -> None:
        if scene.body is None:
            return
        scale = live_scale(scene.box.width, scene.box.height)
        if screen.snapshot is None:
            draw_skeleton(scene.picture, scene.body, scale, self.style)
        else:
            taken = [placed.box.moved(-scene.box.left, -scene.box.top) for placed in panels]
            draw_body(scene.picture, scene.body, screen.snapshot, scale, self.style, taken)

    def _card(self, screen: Screen, scale: Scale, time_s: float) -> Painted:
        canvas = self._canvas
        fill(canvas, self.style.ground)
        bar = _bar(screen, scale, self.style)
        bar.draw(canvas)
        bottom = bar.top - scale.gap - line_height(scale.body)
        room = Box(scale.margin, scale.margin, scale.width - scale.margin, max(scale.margin, bottom))
        _draw_caption(canvas, screen, Box(room.left, bottom, room.right, bar.top), scale, self.style)
        if screen.kind is ScreenKind.SUMMARY:
            rows = summary_rows(screen.title, screen.lines, screen.summary, room.width, room.height, scale, self.style)
            return Painted(canvas, bar.buttons + _draw_rows(canvas, rows, room))
        room, stage = divided(screen, room, scale)
        if stage is None:
            room = _draw_countdown(canvas, screen, room, scale, self.style)
        else:
            stage = _draw_countdown(canvas, screen, stage, scale, self.style)
            draw_demonstration(canvas, stage, screen.demonstration, time_s, self.style, mirrored=self.mirrored)
        column = column_of(room, scale, ems=CARD_EMS)
        rows = card_rows(
            text_of(screen), column.width, column.height, scale, self.style, centred=stage is None or scale.portrait
        )
        return Painted(canvas, bar.buttons + _draw_rows(canvas, rows, column))


def draw_screen(
    image: Image | None,
    size: tuple[int, int],
    pose: Pose | None,
    screen: Screen,
    style: Style | None = None,
    time_s: float = 0.0,
) -> Image:
    """Paint a single screen, as for :meth:`Painter.paint`; for a session keep a :class:`Painter`."""
    return Painter(style).paint(image, size, pose, screen, time_s).image


def _bar(screen: Screen, scale: Scale, style: Style) -> Bar:
    choices = tuple(choice for choice in screen.choices if not in_the_middle(screen.kind, choice))
    next_words = "" if screen.place is None or screen.kind is not ScreenKind.WORK else screen.place.next_words
    aside = Aside(" · ".join(screen.notes) or next_words, matters=bool(screen.notes))
    leads = screen.kind in LEADING
    if screen.kind in ON_PICTURE:
        most = MOST_HEIGHT_ON_PICTURE
        return bar_of(choices, aside, scale.small, most, scale, style, leads=leads, own_line=False)
    return bar_of(choices, aside, scale.body, MOST_HEIGHT, scale, style, leads=leads)


def _above(bar: Bar, scale: Scale) -> Box:
    """Return the room for the camera's picture: above the keys, which would lie on somebody's feet."""
    bottom = bar.top - scale.gap
    return Box(0, 0, scale.width, bottom if bottom >= LEAST_PICTURE * scale.height else scale.height)


def _draw_caption(canvas: Image, screen: Screen, box: Box, scale: Scale, style: Style) -> None:
    """Write what is being said above the keys, unless it is what the card says anyway."""
    if not screen.caption or screen.caption in (screen.title, *screen.lines):
        return
    line = one_line(screen.caption, scale.body, REGULAR, box.width, style.accent)
    lay(canvas, line, box.left + (box.width - line.width) // 2, box.top)


def _draw_countdown(canvas: Image, screen: Screen, room: Box, scale: Scale, style: Style) -> Box:
    """Draw the ring of a rest at the top of a room; returns what is left of the room below it."""
    if screen.countdown_s is None:
        return room
    size = min(scale.px(RING_UNITS, at_least=48), round(MOST_RING * room.height))
    ring = countdown_ring(screen.countdown_s, screen.share, max(1, size), style)
    ring.draw(canvas, room.left + (room.width - ring.width) // 2, room.top)
    return Box(room.left, min(room.bottom, room.top + ring.height + scale.gap), room.right, room.bottom)


def _draw_rows(canvas: Image, rows: tuple[Row, ...], column: Box) -> tuple[Button, ...]:
    """Draw rows below each other in the middle of a column; returns the buttons among them."""
    spare = column.height - sum(row.height for row in rows)
    y = column.top + max(0, spare) // 2
    buttons: list[Button] = []
    for row in rows:
        row.panel.draw(canvas, column.left, y)
        buttons += [
            Button(Box(box.left + column.left, box.top + y, box.right + column.left, box.bottom + y), choice)
            for box, choice in row.buttons
        ]
        y += row.height
    return tuple(buttons)
