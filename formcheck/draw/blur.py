"""Heads are made unrecognisable before a frame is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from formcheck.draw.heads import Head, LiveHeads

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from formcheck.pose.pose import Observation

    Image = NDArray[np.uint8]

BLOCKS: Final = 6
"""Blocks across the square around a head, which is nearly twice as wide as the head: a face has two or three of 7 cm in
each direction. Ten or more are what people recognise known faces by."""

WHOLE_BLOCKS: Final = 10
"""Across the shorter side of a picture that is hidden as a whole: nobody is seen from near enough for more."""

EDGE_POWER: Final = 4
"""The edge is between a square's (no end of powers) and an ellipse's (2)."""


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
