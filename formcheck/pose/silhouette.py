"""The outline of the trunk, read from the segmentation mask while it is at hand.

A rounded back and a hip hinge put the shoulder and hip landmarks in the same places; the outline behind the
line between them tells the two apart. A mask is too big to keep, so its edge is sampled here, on both sides
of the trunk, and only these few numbers go on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from formcheck.pose.landmarks import INDEX
from formcheck.pose.pose import BackProfile

if TYPE_CHECKING:
    from numpy.typing import NDArray

STATION_COUNT: Final = 24
"""Enough for a quadratic fit and for the upper and lower half apart; more only repeats the mask's blur."""

EDGE_VALUE: Final = 0.5
"""The mask is a probability: its edge is where person and background are equally likely."""

REACH_TRUNKS: Final = 1.0
"""How far beside the chord the edge is looked for; further off it is an arm or another person."""

TINY_TRUNK_PX: Final = 16.0
"""Below this trunk length, in mask pixels, the edge's own blur (2-3 pixels) is as large as any curve."""

_STATIONS: Final = np.linspace(0.0, 1.0, STATION_COUNT, dtype=np.float32)
_HIPS: Final = [INDEX["left_hip"], INDEX["right_hip"]]
_SHOULDERS: Final = [INDEX["left_shoulder"], INDEX["right_shoulder"]]


def trunk_chord(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give mid-hip and mid-shoulder, (2, 2), of (33, 2) landmarks."""
    return np.stack([points[_HIPS].mean(axis=0), points[_SHOULDERS].mean(axis=0)])


def back_profile(
    mask: NDArray[np.float32], points: NDArray[np.float32], scale: tuple[float, float]
) -> BackProfile | None:
    """Sample the outline of a person on both sides of the trunk chord.

    Parameters
    ----------
    mask
        (h, w) probability, 0 to 1, that a pixel of the model's picture shows the person. Only read.
    points
        (33, 2) landmarks in pixels of the source picture.
    scale
        Source pixels per mask pixel, across and down.

    Returns
    -------
    BackProfile or None
        In source pixels. None where the trunk is too short in the picture or no edge was found at all.
    """
    chord = trunk_chord(points)
    along = chord[1] - chord[0]
    length = float(np.hypot(*along))
    per_pixel = np.asarray(scale, dtype=np.float32)
    mask_length = float(np.hypot(*(along / per_pixel)))
    if not np.isfinite(mask_length) or mask_length < TINY_TRUNK_PX or mask_length > sum(mask.shape):
        return None
    left = np.array([along[1], -along[0]], dtype=np.float32) / np.float32(length)
    # One step a mask pixel: finer steps only read the same interpolation twice.
    reach = np.linspace(0.0, REACH_TRUNKS * length, int(REACH_TRUNKS * mask_length) + 2, dtype=np.float32)
    origins = chord[0] + _STATIONS[:, None] * along
    rays = np.stack([left, -left])[:, None, None, :] * reach[:, None] + origins[:, None, :]
    values = _sample(mask, rays.reshape(-1, 2) / per_pixel).reshape(2 * STATION_COUNT, -1)
    outline = _first_edge(values, reach).reshape(2, STATION_COUNT)
    if np.isnan(outline).all():
        return None
    return BackProfile(chord, _STATIONS, outline)


def _sample(mask: NDArray[np.float32], positions: NDArray[np.float32]) -> NDArray[np.float32]:
    """Read a mask at (n, 2) positions by bilinear interpolation; NaN outside it.

    Positions count from the picture's corner, so the centre of the first pixel is (0.5, 0.5).
    """
    column, row = (positions[:, axis, None] - np.float32(0.5) for axis in (0, 1))
    read = cv2.remap(mask, column, row, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=float("nan"))
    return read[:, 0].astype(np.float32, copy=False)


def _first_edge(values: NDArray[np.float32], reach: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give for each ray, (rays, steps), the distance at which it first leaves the person; NaN where never.

    A ray that does not start within the person has no edge either: what it met would be another limb's.
    """
    outside = values < EDGE_VALUE
    after = outside.argmax(axis=1)
    rays = np.arange(len(values))
    found = outside.any(axis=1) & (after > 0) & (values[:, 0] >= EDGE_VALUE)
    before = np.maximum(after - 1, 0)
    high, low = values[rays, before], values[rays, after]
    step = np.where(found, high - low, 1.0)
    distance = reach[before] + (high - EDGE_VALUE) / step * (reach[after] - reach[before])
    return np.where(found, distance, np.nan).astype(np.float32)
