"""The annotated picture: skeleton, angles and panels, put together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from formcheck.draw.angles import JUDGED, TRUNK_CUES, draw_knee, draw_trunk_line, shown_knees
from formcheck.draw.back import draw_back
from formcheck.draw.cueangles import draw_cue_angle
from formcheck.draw.figure import figure_on
from formcheck.draw.icons import verdict_icon
from formcheck.draw.layout import ARRANGEMENTS, Arranger, Placed, place_panels
from formcheck.draw.panels import still_panel
from formcheck.draw.skeleton import draw_skeleton, marks_of
from formcheck.draw.style import MIN_PANEL_SIDE_PX, Style, scale_for
from formcheck.draw.words import is_about_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from formcheck.draw.boxes import Box
    from formcheck.draw.figure import Figure
    from formcheck.draw.style import Scale
    from formcheck.judge.verdict import CueState, Snapshot
    from formcheck.pose.pose import Pose

    Image = NDArray[np.uint8]


class Overlay:
    """Draws on the frames of one recording or camera.

    It remembers one thing: how the panels are arranged. That changes when they would cover the body and another
    arrangement is much better, and then stays, so that they do not hop.
    """

    def __init__(self, style: Style | None = None) -> None:
        self.style = style or Style()
        self._arranger = Arranger(ARRANGEMENTS)

    def annotate(self, image: Image, pose: Pose | None, snapshot: Snapshot) -> Image:
        """Draw how things stand on a frame.

        Parameters
        ----------
        image
            (h, w, 3) uint8 BGR, of any size. Drawn on in place where its memory allows.
        pose
            The smoothed pose of this frame in pixels of its own ``image_size``; None when nobody was seen.
        snapshot
            How things stand after this frame.

        Returns
        -------
        image
            The picture with the overlay: ``image`` itself unless it was read-only or not contiguous.
        """
        image = _writable(image)
        scale = scale_for(image.shape[1], image.shape[0])
        figure = None if pose is None else figure_on(pose, scale.width, scale.height)
        panels: list[Placed] = []
        if min(scale.width, scale.height) >= MIN_PANEL_SIDE_PX:
            panels = self._arranger.choose(lambda number: place_panels(snapshot, scale, self.style, number), figure)
        if figure is not None:
            draw_body(image, figure, snapshot, scale, self.style, [placed.box for placed in panels])
        for placed in panels:
            placed.panel.draw(image, placed.x, placed.y)
        return image


def annotate(image: Image, pose: Pose | None, snapshot: Snapshot, style: Style | None = None) -> Image:
    """Draw how things stand on a single picture; for a sequence keep an :class:`Overlay`."""
    return Overlay(style).annotate(image, pose, snapshot)


def draw_body(
    image: Image, figure: Figure, snapshot: Snapshot, scale: Scale, style: Style, taken: Sequence[Box] = ()
) -> None:
    """Draw all that lies on the body: skeleton, marked parts, knee angles, trunk against the vertical, the back.

    Values of angles stay off the boxes that are ``taken`` by words.
    """
    draw_skeleton(image, figure, scale, style, marks_of(snapshot.cues, style))
    for side, colour in shown_knees(snapshot, figure, style).items():
        draw_knee(image, figure, side, colour, scale, style, taken)
    for cue in snapshot.cues:
        if cue.id in TRUNK_CUES and snapshot.view == "side":
            draw_trunk_line(image, figure, cue, scale, style, taken)
        if is_about_back(cue) and cue.verdict in JUDGED and snapshot.view == "side":
            draw_back(image, figure, style.of(cue.verdict), scale, style)


def still(
    image: Image,
    pose: Pose | None,
    snapshot: Snapshot,
    cue: CueState,
    title: str = "",
    style: Style | None = None,
) -> Image:
    """Return a copy of a frame that shows one cue, for "the worst moment of a fault".

    Parameters
    ----------
    image, pose, snapshot
        The frame, the pose and how things stood at that moment.
    cue
        What the picture is about: its parts are marked, its words, value and limit stand below.
    title
        A small line below the words, such as "Kneeling lunge · rep 3 · 0:14"; empty for none.
    """
    style = style or Style()
    picture = np.array(image, np.uint8, order="C")
    scale = scale_for(picture.shape[1], picture.shape[0])
    figure = None if pose is None else figure_on(pose, scale.width, scale.height)
    if figure is not None:
        draw_body(picture, figure, replace(snapshot, cues=(cue,), roles={}), scale, style)
        draw_cue_angle(picture, figure, cue, scale, style)
    if min(scale.width, scale.height) >= MIN_PANEL_SIDE_PX:
        icon = verdict_icon(cue.verdict, round(1.9 * scale.large), style)
        panel = still_panel(cue, title, icon, scale.width - 2 * scale.margin, scale, style)
        corners = [
            Placed(panel, x, y)
            for y in (scale.height - scale.margin - panel.height, scale.margin)
            for x in (scale.margin, scale.width - scale.margin - panel.width)
        ]
        best = corners[0] if figure is None else min(corners, key=lambda corner: corner.covered(figure))
        panel.draw(picture, best.x, best.y)
    return picture


def _writable(image: Image) -> Image:
    return np.require(image, np.uint8, ["C", "W"])
