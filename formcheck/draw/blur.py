"""Heads are made unrecognisable before a frame is saved, or nothing of the camera's picture is kept at all."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from formcheck.draw.heads import HEAD_OVER_REACH, Head, LiveHeads, head_of
from formcheck.draw.strokes import ring
from formcheck.draw.style import Style, scale_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from formcheck.pose.pose import Observation, Pose

    Image = NDArray[np.uint8]

BLOCKS: Final = 6
"""Blocks across the square around a head, which is nearly twice as wide as the head: a face has two or three of 7 cm in
each direction. Ten or more are what people recognise known faces by."""

WHOLE_BLOCKS: Final = 10
"""Across the shorter side of a picture that is hidden as a whole: nobody is seen from near enough for more."""

EDGE_POWER: Final = 4
"""The edge is between a square's (no end of powers) and an ellipse's (2)."""


class Showing(StrEnum):
    """What of the camera's picture is in a saved video or still."""

    BLURRED = "blurred"
    """All but heads."""

    SKELETON = "skeleton"
    """Nothing: the skeleton and the words stand on a plain ground."""

    UNBLURRED = "unblurred"
    """All of it; only with the person's consent."""


class FaceBlur:
    """Hides the heads in the frames of a session as they come, one after the other."""

    def __init__(self) -> None:
        self._heads = LiveHeads()

    def apply(self, image: Image, seen: Observation) -> Image:
        """Hide the head; the whole picture, where nobody was found for a while and somebody may be in it.

        Parameters
        ----------
        image
            (h, w, 3) uint8 BGR, of any size. Changed in place where its memory allows.
        seen
            What was seen in this frame.

        Returns
        -------
        image
            The picture with the head hidden: ``image`` itself unless it was read-only or not contiguous.
        """
        return hide(image, self._heads.see(seen.pose, seen.time_s, doubtful=seen.ambiguous))


def hide(image: Image, heads: Sequence[Head]) -> Image:
    """Pixelate and blur heads, so that nothing of a face is left in the picture.

    Parameters
    ----------
    image
        (h, w, 3) uint8 BGR, of any size. Changed in place where its memory allows.
    heads
        The squares around them; of none of them the whole picture is hidden.

    Returns
    -------
    image
        ``image`` itself unless it was read-only or not contiguous.
    """
    image = np.require(image, np.uint8, ["C", "W"])
    height, width = image.shape[:2]
    if not heads:
        image[:] = _coarse(image, min(width, height) / WHOLE_BLOCKS)
    for head in heads:
        across, down = width / head.size[0], height / head.size[1]
        _hide_one(image, (head.x * across, head.y * down), (head.reach * across, head.reach * down))
    return image


def plain_ground(image: Image, pose: Pose | None, style: Style | None = None) -> Image:
    """Give a picture of the same size with nothing of the camera in it, and a circle for the head of a pose."""
    style = style or Style()
    ground = np.empty_like(image)
    ground[:] = style.ground
    if pose is not None:
        height, width = image.shape[:2]
        head, scale = head_of(pose), scale_for(width, height)
        across, down = width / head.size[0], height / head.size[1]
        at = np.array([head.x * across, head.y * down])
        ring(ground, at, HEAD_OVER_REACH * head.reach * min(across, down), style.far, scale.px(0.5, at_least=2))
    return ground


def _hide_one(image: Image, middle: tuple[float, float], reach: tuple[float, float]) -> None:
    """Hide what is within a square with round corners; the part of it that lies in the picture."""
    columns, rows = (_span(*each) for each in zip(middle, reach, (image.shape[1], image.shape[0]), strict=True))
    region = image[rows, columns]
    if not region.size:
        return
    coarse = _coarse(region, 2.0 * min(reach) / BLOCKS)
    across, down = (
        ((np.arange(span.start, span.stop) + 0.5 - at) / far) ** EDGE_POWER
        for span, at, far in zip((columns, rows), middle, reach, strict=True)
    )
    np.copyto(region, coarse, where=(across[None, :] + down[:, None] <= 1.0)[:, :, None])


def _span(middle: float, reach: float, length: int) -> slice:
    first, last = np.clip((np.floor(middle - reach), np.ceil(middle + reach)), 0, length).astype(int)
    return slice(int(first), int(last))


def _coarse(region: Image, block: float) -> Image:
    """Give a picture of which no more is left than the mean colours of its blocks."""
    height, width = region.shape[:2]
    blocks = (max(1, round(width / max(block, 1.0))), max(1, round(height / max(block, 1.0))))
    means = cv2.resize(region, blocks, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(means, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)
