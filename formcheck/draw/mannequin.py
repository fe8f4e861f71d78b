"""A soft, filled figure: limbs as capsules, the far ones darker, those that are worked in the accent's colour."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from formcheck.draw.demonstration import seen_loop
from formcheck.draw.strokes import capsule, ring

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.draw.boxes import Box
    from formcheck.draw.demonstration import Loop
    from formcheck.draw.style import Colour, Style

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float64]
    Places = dict[str, Floats]

# Parts as (from, to, radius there, radius here), radii in shares of the standing height: an average adult's.
_LEG: Final = (
    ("hip", "knee", 0.050, 0.035),
    ("knee", "ankle", 0.034, 0.021),
    ("ankle", "heel", 0.020, 0.018),
    ("ankle", "toe", 0.020, 0.012),
    ("heel", "toe", 0.016, 0.012),
)
_ARM: Final = (
    ("shoulder", "elbow", 0.028, 0.021),
    ("elbow", "wrist", 0.020, 0.014),
    ("wrist", "index", 0.014, 0.010),
)
_TRUNK: Final = (
    ("left_hip", "right_hip", 0.052, 0.052),
    ("hips", "low_back", 0.066, 0.060),
    ("low_back", "chest", 0.060, 0.068),
    ("chest", "shoulders", 0.068, 0.052),
    ("left_hip", "left_shoulder", 0.050, 0.038),
    ("right_hip", "right_shoulder", 0.050, 0.038),
    ("left_shoulder", "right_shoulder", 0.030, 0.030),
    ("shoulders", "head", 0.036, 0.032),
    ("head", "crown", 0.050, 0.056),
    ("head", "face", 0.046, 0.024),
)
WIDEST: Final = 0.10
"""Free around the joints of a loop: the largest of the radii, and the skull above the ears."""

CROWN: Final = 0.03
"""From between the ears to the middle of the skull, along the neck."""
FACE: Final = 0.62
"""Share of the way from between the ears to the tip of the nose at which the face is round."""

CASING: Final = 0.007
"""A dark edge that parts a limb from what is behind it, share of the height."""

SHADE_MIDDLE, SHADE_SWING, SHADE_DEPTH = 0.80, 0.20, 0.10
"""How bright a limb is that is as far as the trunk, what is added or taken at most, and at which depth that is."""

RING_RADIUS: Final = 0.032
RING_WIDTH: Final = 0.011
"""The ring in a worked joint: a shape that says it without colour."""

MAT_MARGIN: Final = 0.10


@dataclass(frozen=True, slots=True)
class Projection:
    """How places of a figure become pixels.

    Attributes
    ----------
    yaw_deg, tilt_deg
        From where it is seen: 0 in front of the figure, 90 at its left; looking down.
    scale
        Pixels for its standing height.
    x, y
        Pixels of the picture at which the figure's origin lies.
    """

    yaw_deg: float
    tilt_deg: float
    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def __call__(self, points: Floats) -> Floats:
        """Turn (..., 3) places into (..., 3) pixels right, pixels down, and how near it is, in heights."""
        yaw, tilt = np.radians(self.yaw_deg), np.radians(self.tilt_deg)
        right = points[..., 0] * np.cos(yaw) - points[..., 2] * np.sin(yaw)
        near = points[..., 0] * np.sin(yaw) + points[..., 2] * np.cos(yaw)
        up = points[..., 1] * np.cos(tilt) - near * np.sin(tilt)
        toward = near * np.cos(tilt) + points[..., 1] * np.sin(tilt)
        return np.stack([self.x + self.scale * right, self.y - self.scale * up, toward], axis=-1)


def places_of(loop: Loop, time_s: float, seen: Projection) -> Places:
    """Give the joints of a figure on the picture by name, and the points between them that the drawing needs."""
    at: Places = dict(zip(loop.names, seen(loop.at(time_s)), strict=True))
    at["hips"] = (at["left_hip"] + at["right_hip"]) / 2.0
    at["shoulders"] = (at["left_shoulder"] + at["right_shoulder"] + at["neck"]) / 3.0
    at["head"] = (at["left_ear"] + at["right_ear"]) / 2.0
    up = (at["head"] - at["neck"])[:2]
    crown = at["head"].copy()
    crown[:2] += up / max(float(np.hypot(*up)), 1e-9) * CROWN * seen.scale
    at["crown"] = crown
    at["face"] = at["head"] + FACE * (at["nose"] - at["head"])
    return at


def _chains(at: Places) -> list[list[tuple[str, str, float, float]]]:
    """Give the parts that are drawn as one, the farthest chain first."""
    chains = [list(_TRUNK)] + [
        [(f"{side}_{start}", f"{side}_{end}", *radii) for start, end, *radii in limb]
        for side in ("left", "right")
        for limb in (_LEG, _ARM)
    ]
    return sorted(chains, key=lambda chain: _depth(chain, at))  # type: ignore[arg-type]


def _depth(chain: list[tuple[str, str, float, float]], at: Places) -> float:
    return float(np.mean([at[name][2] for start, end, *_ in chain for name in (start, end)]))


def draw_figure(image: Image, loop: Loop, time_s: float, seen: Projection, style: Style) -> None:
    """Draw a figure as it is at a moment of its loop."""
    at = places_of(loop, time_s, seen)
    middle = float(at["hips"][2] + at["shoulders"][2]) / 2.0
    for chain in _chains(at):
        for start, end, near_radius, far_radius in chain:
            edge = CASING * seen.scale
            radii = (near_radius * seen.scale + edge, far_radius * seen.scale + edge)
            capsule(image, at[start][:2], at[end][:2], *radii, style.casing)
        nearness = np.clip((_depth(chain, at) - middle) / SHADE_DEPTH, -1.0, 1.0)
        shade = SHADE_MIDDLE + SHADE_SWING * float(nearness)
        for start, end, near_radius, far_radius in chain:
            is_worked = start in loop.accent and end in loop.accent
            colour = _shaded(style.accent if is_worked else style.flesh, shade)
            capsule(image, at[start][:2], at[end][:2], near_radius * seen.scale, far_radius * seen.scale, colour)
    hips = [name for name in loop.accent if name.endswith("_hip")]
    if hips:
        nearest = max(hips, key=lambda name: float(at[name][2]))
        width = max(1, round(RING_WIDTH * seen.scale))
        ring(image, at[nearest][:2], RING_RADIUS * seen.scale, style.casing, width + 2)
        ring(image, at[nearest][:2], RING_RADIUS * seen.scale, style.ink, width)


def draw_outline(mask: Image, loop: Loop, time_s: float, seen: Projection, wider_px: float) -> None:
    """Fill a figure's whole shape with white, ``wider_px`` larger all round."""
    at = places_of(loop, time_s, seen)
    for chain in _chains(at):
        for start, end, near_radius, far_radius in chain:
            radii = (near_radius * seen.scale + wider_px, far_radius * seen.scale + wider_px)
            capsule(mask, at[start][:2], at[end][:2], *radii, 255)


def _shaded(colour: Colour, shade: float) -> Colour:
    blue, green, red = (round(min(255.0, part * shade)) for part in colour)
    return blue, green, red


@lru_cache(maxsize=32)
def _fitted(figure: str, width: int, height: int, *, mirrored: bool) -> Projection | None:
    """Return how a figure is seen so that the whole of its loop fits into a box that begins at (0, 0)."""
    loop = seen_loop(figure, mirrored=mirrored)
    if loop is None:
        return None
    plain = Projection(loop.view_yaw_deg, loop.view_tilt_deg)
    spots = np.concatenate([plain(loop.track).reshape(-1, 3), plain(_corners(loop)).reshape(-1, 3)])[:, :2]
    low, high = spots.min(axis=0) - WIDEST, spots.max(axis=0) + WIDEST
    scale = min(width / (high[0] - low[0]), height / (high[1] - low[1]))
    free_x, free_y = width - scale * (high[0] - low[0]), height - scale * (high[1] - low[1])
    return Projection(
        loop.view_yaw_deg,
        loop.view_tilt_deg,
        float(scale),
        float(free_x / 2.0 - scale * low[0]),
        float(free_y / 2.0 - scale * low[1]),
    )


def draw_demonstration(
    image: Image, box: Box, figure: str, time_s: float, style: Style, *, mirrored: bool = False
) -> None:
    """Draw a demonstration into a box, as large as its whole loop allows; nothing where there is no such figure.

    Parameters
    ----------
    image
        (h, w, 3) uint8 BGR, drawn on in place.
    box
        Where.
    figure
        As for :func:`formcheck.draw.demonstration.loop_of`.
    time_s
        Any clock in seconds; the loop goes round.
    style
        Colours.
    mirrored
        Whether it is shown as in a mirror, as the camera's picture beside it may be.
    """
    if min(box.width, box.height) < 1:
        return
    loop, fitted = seen_loop(figure, mirrored=mirrored), _fitted(figure, box.width, box.height, mirrored=mirrored)
    if loop is None or fitted is None:
        return
    region = image[box.top : box.bottom, box.left : box.right]
    _draw_mat(region, loop, fitted, style)
    for low, high in loop.props:
        _draw_block(region, low, high, fitted, style)
    draw_figure(region, loop, time_s, fitted, style)


def _corners(loop: Loop) -> Floats:
    """(n, 3) corners of the props and of the mat."""
    return np.concatenate([_mat(loop), *(_box_corners(low, high) for low, high in loop.props)])


def _mat(loop: Loop) -> Floats:
    """(4, 3) corners of the floor that the figure needs."""
    flat = loop.track[..., (0, 2)].reshape(-1, 2)
    (x0, z0), (x1, z1) = flat.min(axis=0) - MAT_MARGIN, flat.max(axis=0) + MAT_MARGIN
    return np.array([(x0, 0.0, z0), (x1, 0.0, z0), (x1, 0.0, z1), (x0, 0.0, z1)])


def _box_corners(low: Floats, high: Floats) -> Floats:
    ends = np.stack([low, high])
    return np.array([(ends[i][0], ends[j][1], ends[k][2]) for i in (0, 1) for j in (0, 1) for k in (0, 1)])


def _draw_mat(image: Image, loop: Loop, seen: Projection, style: Style) -> None:
    corners = np.round(seen(_mat(loop))[:, :2]).astype(np.int32)
    cv2.fillConvexPoly(image, corners, style.mat, cv2.LINE_AA)


def _draw_block(image: Image, low: Floats, high: Floats, seen: Projection, style: Style) -> None:
    corners = np.round(seen(_box_corners(low, high))[:, :2]).astype(np.int32)
    cv2.fillConvexPoly(image, cv2.convexHull(corners), style.block, cv2.LINE_AA)
    top = np.round(seen(_box_corners(np.array([low[0], high[1], low[2]]), high))[:, :2]).astype(np.int32)
    cv2.fillConvexPoly(image, cv2.convexHull(top), style.block_top, cv2.LINE_AA)
