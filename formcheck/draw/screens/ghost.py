"""The ghost: the pose that is wanted, faint, as large as the person and where they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from formcheck.draw.demonstration import seen_loop
from formcheck.draw.mannequin import Projection, draw_outline
from formcheck.pose.landmarks import INDEX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.draw.boxes import Box
    from formcheck.draw.demonstration import Loop
    from formcheck.draw.figure import Figure
    from formcheck.draw.style import Style

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float64]

FILL: Final = 0.22
"""Opacity of the ghost."""
RIM: Final = 0.75
"""Opacity of its edge, which is what is seen of it before a busy background."""
RIM_SHARE: Final = 0.006
"""Width of the edge, share of the figure's height."""

ALONE_SHARE: Final = 0.62
"""Where nobody is seen the ghost stands as high as this share of the picture, standing."""
FLOOR_SHARE: Final = 0.92
"""How far down the picture its floor then is."""

_BONES: Final = tuple(
    (f"{side}_{start}", f"{side}_{end}")
    for side in ("left", "right")
    for start, end in (("shoulder", "hip"), ("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"))
)
_SPREAD: Final = sorted({INDEX[name] for bone in _BONES for name in bone})

_YAW_OF_VIEW: Final = {"front": 0.0, "back": 180.0}
SIDE_ON_DEG: Final = 90.0
"""Who is to be seen from the side may face either way: the ghost faces as they do."""

LEAST_SPREAD_M: Final = 0.05
"""A pose of less extent tells no scale."""


def draw_ghost(
    image: Image, box: Box, figure: Figure | None, shown: str, phase: str, view: str, style: Style, *, mirrored: bool
) -> None:
    """Draw the pose that a movement asks for.

    Parameters
    ----------
    image
        (h, w, 3) uint8 BGR, drawn on in place.
    box
        Where the camera's picture lies on it.
    figure
        The person in pixels of ``image``; None when nobody is seen.
    shown
        The demonstration's figure, as for :func:`formcheck.draw.demonstration.loop_of`.
    phase
        Of the movement: the ghost shows its key moment; nothing is drawn for a phase that has none.
    view
        From where the camera sees the person, as :class:`formcheck.judge.verdict.Snapshot` names it.
    style
        Colours.
    mirrored
        Whether the picture, and ``figure`` with it, is that of a mirror.
    """
    loop = seen_loop(shown, mirrored=mirrored)
    if loop is None or phase not in loop.keys or min(box.width, box.height) < 1:
        return
    time_s = loop.keys[phase]
    seen = _over(figure, loop, time_s, view) if figure is not None else _alone(box, loop, time_s)
    if seen is not None:
        _blend(image[box.top : box.bottom, box.left : box.right], loop, time_s, seen, box, style)


def _blend(region: Image, loop: Loop, time_s: float, seen: Projection, box: Box, style: Style) -> None:
    height, width = region.shape[:2]
    local = Projection(seen.yaw_deg, seen.tilt_deg, seen.scale, seen.x - box.left, seen.y - box.top)
    reach = local(loop.at(time_s))[:, :2]
    pad = 0.12 * seen.scale
    left, top = (int(np.clip(v, 0, limit)) for v, limit in zip(reach.min(axis=0) - pad, (width, height), strict=True))
    right, low = (int(np.clip(v, 0, limit)) for v, limit in zip(reach.max(axis=0) + pad, (width, height), strict=True))
    if right <= left or low <= top:
        return
    part = region[top:low, left:right]
    inner = np.zeros(part.shape[:2], np.uint8)
    whole = np.zeros(part.shape[:2], np.uint8)
    there = Projection(seen.yaw_deg, seen.tilt_deg, seen.scale, local.x - left, local.y - top)
    draw_outline(inner, loop, time_s, there, 0.0)
    draw_outline(whole, loop, time_s, there, max(1.5, RIM_SHARE * seen.scale))
    cover = cv2.addWeighted(whole, RIM, inner, FILL - RIM, 0.0)
    rest = cv2.bitwise_not(cover)
    below = cv2.multiply(part, cv2.merge([rest, rest, rest]), scale=1.0 / 255.0)
    above = cv2.merge([cv2.convertScaleAbs(cover, alpha=channel / 255.0) for channel in style.accent])
    cv2.add(below, above, dst=part)


def _alone(box: Box, loop: Loop, time_s: float) -> Projection:
    """Return how the ghost is seen that waits for somebody, in the middle of the picture."""
    yaw = loop.camera_yaw_deg + _facing_deg(loop, time_s)
    scale = ALONE_SHARE * min(box.height, box.width)
    reach = Projection(yaw, 0.0, scale)(loop.at(time_s))[:, 0]
    middle = float(reach.min() + reach.max()) / 2.0
    return Projection(yaw, 0.0, scale, box.left + box.width / 2.0 - middle, box.top + FLOOR_SHARE * box.height)


def _over(figure: Figure, loop: Loop, time_s: float, view: str) -> Projection | None:
    """Return how the ghost is seen that has the person's size, hips and floor; None where that cannot be told."""
    places = loop.at(time_s)
    scale = _scale(figure, loop, places)
    if scale is None:
        return None
    yaw = _yaw(figure, loop, view) + _facing_deg(loop, time_s)
    plain = Projection(yaw, 0.0, scale)(places)
    hips = [loop.index(name) for name in ("left_hip", "right_hip")]
    at = (figure.at("left_hip") + figure.at("right_hip")) / 2.0
    low = float(figure.points[_feet()][:, 1].max())
    x, y = float(at[0] - plain[hips, 0].mean()), low - float(plain[:, 1].max())
    return Projection(yaw, 0.0, scale, x, y)


def _feet() -> list[int]:
    return [INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("knee", "ankle", "heel", "foot_index")]


def _yaw(figure: Figure, loop: Loop, view: str) -> float:
    if view in _YAW_OF_VIEW:
        return _YAW_OF_VIEW[view]
    if figure.near is not None and abs(loop.camera_yaw_deg) == SIDE_ON_DEG:
        return SIDE_ON_DEG if figure.near == "left" else -SIDE_ON_DEG
    return loop.camera_yaw_deg


def _facing_deg(loop: Loop, time_s: float) -> float:
    """Return which way the figure's hips face then, from where it faced at first."""
    places = loop.at(time_s)
    across = places[loop.index("left_hip")] - places[loop.index("right_hip")]
    return float(np.degrees(np.arctan2(-across[2], across[0])))


def _scale(figure: Figure, loop: Loop, places: Floats) -> float | None:
    """Return the pixels of the figure's height that make it as large as the person.

    The person's own pixels for a metre come from the spread of the landmarks in the picture against that in
    metres; how many metres make the figure's height, from the lengths of both ones' limbs.
    """
    pixels, metres = figure.points[_SPREAD], figure.world[_SPREAD, :2]
    in_pixels = float(np.hypot(*pixels.std(axis=0)))
    in_metres = float(np.hypot(*metres.std(axis=0)))
    if in_metres < LEAST_SPREAD_M or in_pixels < 1.0:
        return None
    person = sum(float(np.linalg.norm(figure.world[INDEX[a]] - figure.world[INDEX[b]])) for a, b in _BONES)
    drawn = sum(float(np.linalg.norm(places[loop.index(a)] - places[loop.index(b)])) for a, b in _BONES)
    scale = in_pixels / in_metres * person / drawn
    return scale if np.isfinite(scale) else None
