"""The camera's picture in the window: as large as it fits, never cropped, and the pose that lies on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

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
    """A canvas of the window's size.

    Attributes
    ----------
    canvas
        (h, w, 3) uint8 BGR, to be drawn on.
    box
        Where the camera's picture lies on it; empty where there is none.
    figure
        The pose in pixels of the canvas; None when nobody was seen or there is no picture to lay it on.
    """

    canvas: Image
    box: Box
    figure: Figure | None


def fitted_box(source: tuple[int, int], within: Box) -> Box:
    """Return the largest box of a picture's shape that fits, in the middle. Sizes are (width, height)."""
    scale = min(within.width / source[0], within.height / source[1])
    width, height = max(1, round(source[0] * scale)), max(1, round(source[1] * scale))
    left, top = within.left + (within.width - width) // 2, within.top + (within.height - height) // 2
    return Box(left, top, left + width, top + height)


def empty_scene(size: tuple[int, int], ground: Colour) -> Scene:
    """Return a canvas of ``size`` (width, height) without a picture."""
    return Scene(_filled(size, ground), Box(0, 0, 0, 0), None)


def scene_of(
    image: Image, pose: Pose | None, size: tuple[int, int], ground: Colour, *, mirrored: bool
) -> Scene:
    """Lay the camera's picture onto a canvas.

    Parameters
    ----------
    image
        (h, w, 3) uint8 BGR; it is left as it is.
    pose
        In pixels of its own ``image_size``; a pose of the mirror image already where ``mirrored`` is set.
    size
        (width, height) of the canvas.
    ground
        Around the picture.
    mirrored
        Whether the picture is to be shown as in a mirror.
    """
    box = fitted_box((image.shape[1], image.shape[0]), Box(0, 0, *size))
    canvas = np.empty((size[1], size[0], 3), np.uint8) if (box.width, box.height) == size else _filled(size, ground)
    source = cv2.flip(image, 1) if mirrored else image
    interpolation = cv2.INTER_AREA if box.width < image.shape[1] else cv2.INTER_LINEAR
    canvas[box.top : box.bottom, box.left : box.right] = cv2.resize(
        source, (box.width, box.height), interpolation=interpolation
    )
    return Scene(canvas, box, None if pose is None else figure_in(pose, box))


def figure_in(pose: Pose, box: Box) -> Figure:
    """Place a pose on a picture that lies in a box."""
    figure = figure_on(pose, box.width, box.height)
    corner = np.array([box.left, box.top], np.float64)
    return replace(figure, points=figure.points + corner, back=figure.back + corner)


def darkened(canvas: Image, box: Box, share: float) -> None:
    """Make a part of the canvas darker, in place; ``share`` of its light is left."""
    region = canvas[box.top : box.bottom, box.left : box.right]
    if region.size:
        cv2.convertScaleAbs(region, dst=region, alpha=share)


def _filled(size: tuple[int, int], colour: Colour) -> Image:
    canvas = np.empty((size[1], size[0], 3), np.uint8)
    canvas[:] = colour
    return canvas
