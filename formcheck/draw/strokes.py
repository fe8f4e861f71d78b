"""Lines, dashes, discs and arcs, at any place however far outside the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.draw.style import Colour

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float64]

_SHIFT: Final = 4
"""OpenCV takes coordinates in sixteenths of a pixel: lines that move smoothly do not jitter."""

_ROUND_CORNERS: Final = 14
"""Of each round end of a capsule."""

FAR_OUTSIDE_PX: Final = 20_000.0
"""A limb that ends further outside the picture is not drawn: OpenCV counts in 32 bits."""


def line(image: Image, start: Floats, end: Floats, colour: Colour, width: int) -> None:
    """Draw a line with round ends; its part outside the picture is left out."""
    inside = clipped(start, end, image.shape[1], image.shape[0], pad=2.0 * width)
    if inside is not None:
        cv2.line(image, _fixed(inside[0]), _fixed(inside[1]), colour, width, cv2.LINE_AA, _SHIFT)


def dashed(
    image: Image,
    start: Floats,
    end: Floats,
    colour: Colour,
    casing: Colour,
    width: int,
    *,
    dash: float,
    gap: float,
    opacity: float,
) -> None:
    """Draw a dashed, see-through line with a thin edge; ``dash`` and ``gap`` in pixels."""
    inside = clipped(start, end, image.shape[1], image.shape[0], pad=2.0 * width)
    if inside is None:
        return
    first, last = inside
    length = float(np.hypot(*(last - first)))
    if length < 1.0:
        return
    direction = (last - first) / length
    left, top, right, bottom = _box(np.stack([first, last]), image, pad=2 * width + 2)
    if right <= left or bottom <= top:
        return
    region = image[top:bottom, left:right]
    above = region.copy()
    origin = np.array([left, top], np.float64)
    for begin in np.arange(0.0, max(1.0, length - dash / 2.0), dash + gap):
        from_point = _fixed(first + direction * begin - origin)
        to_point = _fixed(first + direction * min(length, begin + dash) - origin)
        cv2.line(above, from_point, to_point, casing, width + 2, cv2.LINE_AA, _SHIFT)
        cv2.line(above, from_point, to_point, colour, width, cv2.LINE_AA, _SHIFT)
    cv2.addWeighted(above, opacity, region, 1.0 - opacity, 0.0, dst=region)


def disc(image: Image, centre: Floats, radius: float, colour: Colour) -> None:
    """Draw a filled disc."""
    if _near(image, centre, radius):
        cv2.circle(image, _fixed(centre), round(radius * (1 << _SHIFT)), colour, -1, cv2.LINE_AA, _SHIFT)


def capsule(
    image: Image, start: Floats, end: Floats, start_radius: float, end_radius: float, colour: Colour | int
) -> None:
    """Fill the shape of two discs and all that lies between them, which is what a limb looks like."""
    if max(start_radius, end_radius) <= 0.0 or not (
        _near(image, start, FAR_OUTSIDE_PX) and _near(image, end, FAR_OUTSIDE_PX)
    ):
        return
    way = end - start
    length, more = float(np.hypot(*way)), start_radius - end_radius
    if length <= abs(more):
        middle, radius = (start, start_radius) if more > 0.0 else (end, end_radius)
        start, end, start_radius, end_radius, half = middle, middle, radius, radius, np.pi / 2.0
    else:
        half = float(np.arccos(more / length))
    along = float(np.arctan2(way[1], way[0]))
    arcs = (
        (start, start_radius, np.linspace(along + half, along + 2.0 * np.pi - half, _ROUND_CORNERS)),
        (end, end_radius, np.linspace(along - half, along + half, _ROUND_CORNERS)),
    )
    outline = np.concatenate(
        [centre + radius * np.stack([np.cos(turn), np.sin(turn)], axis=1) for centre, radius, turn in arcs]
    )
    fixed = np.round(outline * (1 << _SHIFT)).astype(np.int32)
    cv2.fillConvexPoly(image, fixed, colour, cv2.LINE_AA, _SHIFT)


def ring(image: Image, centre: Floats, radius: float, colour: Colour, width: int) -> None:
    """Draw a circle."""
    if _near(image, centre, radius + width):
        cv2.circle(image, _fixed(centre), round(radius * (1 << _SHIFT)), colour, width, cv2.LINE_AA, _SHIFT)


def arc_points(centre: Floats, radius: float, toward_a: Floats, toward_b: Floats) -> Floats:
    """Return points of the shorter arc about ``centre`` from the direction of one point to another's."""
    first, second = toward_a - centre, toward_b - centre
    start = float(np.arctan2(first[1], first[0]))
    sweep = float(np.arctan2(first[0] * second[1] - first[1] * second[0], first @ second))
    turn = start + np.linspace(0.0, sweep, max(6, int(abs(sweep) * 16)))
    return np.asarray(centre + radius * np.stack([np.cos(turn), np.sin(turn)], axis=1), np.float64)


def sector(image: Image, centre: Floats, arc: Floats, colour: Colour, opacity: float) -> None:
    """Fill the sector between a centre and an arc, see-through."""
    corners = np.concatenate([centre[None], arc])
    left, top, right, bottom = _box(corners, image, pad=2)
    if right <= left or bottom <= top:
        return
    region = image[top:bottom, left:right]
    above = region.copy()
    fixed = np.round((corners - (left, top)) * (1 << _SHIFT)).astype(np.int32)
    cv2.fillPoly(above, [fixed], colour, cv2.LINE_AA, _SHIFT)
    cv2.addWeighted(above, opacity, region, 1.0 - opacity, 0.0, dst=region)


def curve(image: Image, points: Floats, colour: Colour, width: int) -> None:
    """Draw an open line through points that lie in or near the picture."""
    fixed = np.round(points * (1 << _SHIFT)).astype(np.int32)
    cv2.polylines(image, [fixed], False, colour, width, cv2.LINE_AA, _SHIFT)


def clipped(start: Floats, end: Floats, width: int, height: int, pad: float) -> tuple[Floats, Floats] | None:
    """Return the part of a segment that lies in the picture or ``pad`` pixels beyond it (Liang-Barsky)."""
    direction = end - start
    enter, leave = 0.0, 1.0
    for axis, limit in ((0, float(width)), (1, float(height))):
        low, high = -pad - start[axis], limit + pad - start[axis]
        if direction[axis] == 0.0:
            if low > 0.0 or high < 0.0:
                return None
            continue
        first, second = low / direction[axis], high / direction[axis]
        enter = max(enter, min(first, second))
        leave = min(leave, max(first, second))
    if enter > leave:
        return None
    return start + enter * direction, start + leave * direction


def _fixed(point: Floats) -> tuple[int, int]:
    return round(float(point[0]) * (1 << _SHIFT)), round(float(point[1]) * (1 << _SHIFT))


def _near(image: Image, centre: Floats, reach: float) -> bool:
    height, width = image.shape[:2]
    return bool(-reach <= centre[0] <= width + reach and -reach <= centre[1] <= height + reach)


def _box(points: Floats, image: Image, pad: int) -> tuple[int, int, int, int]:
    height, width = image.shape[:2]
    low, high = points.min(axis=0), points.max(axis=0)
    return (
        int(np.clip(np.floor(low[0]) - pad, 0, width)),
        int(np.clip(np.floor(low[1]) - pad, 0, height)),
        int(np.clip(np.ceil(high[0]) + pad, 0, width)),
        int(np.clip(np.ceil(high[1]) + pad, 0, height)),
    )
