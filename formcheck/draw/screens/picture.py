"""The camera's picture in the window: as large as it fits, never cropped, and the pose that lies on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from formcheck.draw.boxes import Box
from formcheck.draw.figure import figure_on

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.draw.figure import Figure
    from formcheck.draw.style import Colour
    from formcheck.pose.pose import Pose

    Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """A canvas of the window's size with the camera's picture on it.

    Attributes
    ----------
    canvas
        (h, w, 3) uint8 BGR, to be drawn on.
    box
        Where the camera's picture lies on it; empty where there is none.
    body
        The pose in pixels of the camera's picture as it lies there, from its own corner; None when nobody was seen.
    figure
        The same in pixels of the canvas.
    """

    canvas: Image
    box: Box
    body: Figure | None
    figure: Figure | None

    @property
    def picture(self) -> Image:
        """The part of the canvas that the camera's picture takes; what is drawn on it is on the canvas."""
        return self.canvas[self.box.top : self.box.bottom, self.box.left : self.box.right]


NOTHING: Final = Box(0, 0, 0, 0)


def fitted_box(source: tuple[int, int], within: Box) -> Box:
    """Return the largest box of a picture's shape that fits, in the middle of the foot. Sizes are (width, height)."""
    scale = min(within.width / source[0], within.height / source[1])
    width, height = max(1, round(source[0] * scale)), max(1, round(source[1] * scale))
    left, top = within.left + (within.width - width) // 2, within.bottom - height
    return Box(left, top, left + width, top + height)


def lay_picture(
    canvas: Image, room: Box, image: Image | None, pose: Pose | None, ground: Colour, *, mirrored: bool
) -> Scene:
    """Lay the camera's picture onto a canvas.

    Parameters
    ----------
    canvas
        (h, w, 3) uint8 BGR, painted over.
    room
        Where the picture may lie on it; it stands on the foot of that, so that what is free is over the person's head.
    image
        (h, w, 3) uint8 BGR, left as it is; None for no picture.
    pose
        In pixels of its own ``image_size``; a pose of the mirror image already where ``mirrored`` is set.
    ground
        Around the picture.
    mirrored
        Whether the picture is to be shown as in a mirror.
    """
    if image is None:
        fill(canvas, ground)
        return Scene(canvas, NOTHING, None, None)
    box = fitted_box((image.shape[1], image.shape[0]), room)
    for rim in (
        canvas[: box.top],
        canvas[box.bottom :],
        canvas[box.top : box.bottom, : box.left],
        canvas[box.top : box.bottom, box.right :],
    ):
        fill(rim, ground)
    source = cv2.flip(image, 1) if mirrored else image
    interpolation = cv2.INTER_AREA if box.width < image.shape[1] else cv2.INTER_LINEAR
    body = None if pose is None else figure_on(pose, box.width, box.height)
    scene = Scene(canvas, box, body, None if body is None else _moved(body, box))
    cv2.resize(source, (box.width, box.height), dst=scene.picture, interpolation=interpolation)
    return scene


def _moved(figure: Figure, box: Box) -> Figure:
    corner = np.array([box.left, box.top], np.float64)
    return replace(figure, points=figure.points + corner, back=figure.back + corner)


def darkened(picture: Image, share: float) -> None:
    """Make a picture darker, in place; ``share`` of its light is left."""
    if picture.size:
        cv2.convertScaleAbs(picture, dst=picture, alpha=share)


def fill(picture: Image, colour: Colour) -> None:
    """Paint a picture, or a part of one, in one colour."""
    if picture.size:
        cv2.rectangle(picture, (0, 0), (picture.shape[1], picture.shape[0]), colour, -1)
