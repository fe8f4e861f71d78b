"""The face is made unrecognisable before a frame is saved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from formcheck.draw.figure import SURE_VISIBILITY
from formcheck.pose.landmarks import FACE, INDEX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.pose.pose import Pose

    Image = NDArray[np.uint8]

ENLARGED: Final = 1.6
"""The landmarks reach from eyes to mouth and ear to ear; forehead and chin lie beyond them."""

KEPT_S: Final = 1.5
"""A face that is lost stays blurred where it was for so long."""

GROWTH_PER_S: Final = 0.5
"""A lost face's place grows by this share of itself each second, since the person moves on."""

HEAD_OVER_TRUNK: Final = 0.42
"""A head is about 0.23 m high, a trunk from hip to shoulder 0.55: never blur less than its face."""

HEAD_OVER_TRUNK_UNSURE: Final = 0.7
"""With landmarks that are guesses the whole head and some air around it."""

BLOCKS: Final = 6
"""Blocks across the face: the eyes then fall into one or two of them, which leaves nothing to recognise."""


@dataclass(frozen=True, slots=True)
class _Head:
    """A square around a head, in pixels of the picture, and when it was seen."""

    time_s: float
    x: float
    y: float
    half_px: float

    def apart_from(self, other: _Head) -> bool:
        """Whether the other's centre lies outside this one."""
        return max(abs(self.x - other.x), abs(self.y - other.y)) > self.half_px


class FaceBlur:
    """Blurs the face in the frames of one recording, one after the other."""

    def __init__(self) -> None:
        self._heads: list[_Head] = []

    def apply(self, image: Image, pose: Pose | None, time_s: float) -> Image:
        """Blur the face.

        Parameters
        ----------
        image
            (h, w, 3) uint8 BGR, of any size. Changed in place where its memory allows.
        pose
            The pose of this frame, or None when nobody was seen: then the face stays blurred where it was
            last for ``KEPT_S``. So does a place that the face has left by a jump, which the model's
            mistakes look like.
        time_s
            Of the frame, seconds of the media.

        Returns
        -------
        image
            The picture with the face blurred: ``image`` itself unless it was read-only or not contiguous.
        """
        image = np.require(image, np.uint8, ["C", "W"])
        self._heads = [head for head in self._heads if 0.0 <= time_s - head.time_s <= KEPT_S]
        if pose is not None:
            seen = _head_of(pose, time_s, image.shape[1], image.shape[0])
            self._heads = [head for head in self._heads if head.apart_from(seen)] + [seen]
        for head in self._heads:
            grown = head.half_px * (1.0 + GROWTH_PER_S * (time_s - head.time_s))
            _obscure(image, head.x, head.y, grown)
        return image


def _head_of(pose: Pose, time_s: float, width: int, height: int) -> _Head:
    points = np.asarray(pose.points, np.float64) * (width / pose.image_size[0], height / pose.image_size[1])
    face = points[list(FACE)]
    low, high = face.min(axis=0), face.max(axis=0)
    shoulders = points[[INDEX["left_shoulder"], INDEX["right_shoulder"]]]
    hips = points[[INDEX["left_hip"], INDEX["right_hip"]]]
    trunk = max(
        float(np.hypot(*(shoulders.mean(axis=0) - hips.mean(axis=0)))),
        float(np.hypot(*(shoulders[0] - shoulders[1]))),
    )
    is_sure = float(np.mean(np.asarray(pose.visibility)[list(FACE)])) >= SURE_VISIBILITY
    least = (HEAD_OVER_TRUNK if is_sure else HEAD_OVER_TRUNK_UNSURE) * trunk
    side = max(ENLARGED * float((high - low).max()), least)
    centre = (low + high) / 2.0
    return _Head(time_s, float(centre[0]), float(centre[1]), max(1.0, side / 2.0))


def _obscure(image: Image, x: float, y: float, half: float) -> None:
    """Pixelate and blur an ellipse; the part of it that lies in the picture."""
    height, width = image.shape[:2]
    left, right = (int(np.clip(edge, 0, width)) for edge in (np.floor(x - half), np.ceil(x + half)))
    top, bottom = (int(np.clip(edge, 0, height)) for edge in (np.floor(y - half), np.ceil(y + half)))
    if right <= left or bottom <= top:
        return
    region = image[top:bottom, left:right]
    block = max(1.0, 2.0 * half / BLOCKS)
    blocks = (max(1, round((right - left) / block)), max(1, round((bottom - top) / block)))
    coarse = cv2.resize(region, blocks, interpolation=cv2.INTER_AREA)
    smooth = cv2.resize(coarse, (right - left, bottom - top), interpolation=cv2.INTER_LINEAR)
    across = (np.arange(left, right) + 0.5 - x) / half
    down = (np.arange(top, bottom) + 0.5 - y) / half
    inside = across[None, :] ** 4 + down[:, None] ** 4 <= 1.0
    np.copyto(region, smooth, where=inside[:, :, None])
