"""Angles drawn on the body: the arc at a knee, and the trunk against the vertical."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.body.reading import Measured
from formcheck.draw.boxes import Box
from formcheck.draw.sprites import BOLD, lay, plate_sprite, text_sprite
from formcheck.draw.strokes import arc_points, curve, dashed, line, sector
from formcheck.draw.words import is_knee_angle, value_words
from formcheck.judge.verdict import Verdict
from formcheck.pose.landmarks import INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from formcheck.draw.figure import Figure
    from formcheck.draw.style import Colour, Scale, Style
    from formcheck.judge.verdict import CueState, Snapshot

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float64]

TRUNK_CUES: Final = frozenset({"upright-torso"})
"""Cues that are about the trunk against the vertical."""

JUDGED: Final = frozenset({Verdict.GOOD, Verdict.NEARLY, Verdict.FAULT})

MOVING_PHASES: Final = frozenset({"reps", "hold"})

FLAT_SHARE: Final = 0.6
"""Of a limb's length that may point toward the camera (37 degrees); beyond, its angle is false."""

ARC_UNITS: Final = 7.0
ARC_SHARE: Final = 0.45
"""The arc's radius: so many units, but no more than this share of the shorter limb."""

SECTOR_OPACITY: Final = 0.28
VERTICAL_SHARE: Final = 1.12
"""Length of the vertical over the trunk's."""


def shown_knees(snapshot: Snapshot, figure: Figure, style: Style) -> dict[str, Colour]:
    """Return the sides whose knee angle is worth showing, and in which colour.

    A knee is shown when a judged cue is about its angle, and the front knee while the movement runs. Never
    off side-on, with a landmark unseen, or with a limb that points at the camera: the picture's angle would
    not be the knee's.
    """
    if snapshot.view != "side":
        return {}
    knees: dict[str, Colour] = {}
    if snapshot.phase_kind in MOVING_PHASES and snapshot.roles.get("front") in ("left", "right"):
        knees[snapshot.roles["front"]] = style.ink
    for cue in snapshot.cues:
        for side in ("left", "right"):
            if f"{side}_knee" in cue.parts and is_knee_angle(cue):
                knees.pop(side, None)
                if cue.verdict in JUDGED:
                    knees[side] = style.of(cue.verdict)
    return {side: colour for side, colour in knees.items() if _is_in_plane(figure, side)}


def _is_in_plane(figure: Figure, side: str) -> bool:
    names = [f"{side}_{part}" for part in ("hip", "knee", "ankle")]
    hip, knee, ankle = (figure.world[INDEX[name]] for name in names)
    for limb in (hip - knee, ankle - knee):
        length = float(np.linalg.norm(limb))
        if length == 0.0 or abs(float(limb[2])) / length > FLAT_SHARE:
            return False
    return figure.is_sure(*names)


def draw_knee(
    image: Image, figure: Figure, side: str, colour: Colour, scale: Scale, style: Style, taken: Sequence[Box] = ()
) -> None:
    """Draw the included angle of a knee, as it is in the picture; its value lies off the boxes that are taken."""
    hip, knee, ankle = (figure.at(f"{side}_{part}") for part in ("hip", "knee", "ankle"))
    thigh, shank = hip - knee, ankle - knee
    reach = min(float(np.hypot(*thigh)), float(np.hypot(*shank)))
    if reach < scale.px(3.0, at_least=8):
        return
    cross = thigh[0] * shank[1] - thigh[1] * shank[0]
    angle_deg = float(np.degrees(np.arctan2(abs(cross), float(thigh @ shank))))
    draw_angle_arc(image, knee, hip, ankle, f"{angle_deg:.0f}°", colour, scale, style, taken)


def draw_angle_arc(
    image: Image,
    at: Floats,
    toward_a: Floats,
    toward_b: Floats,
    text: str,
    colour: Colour,
    scale: Scale,
    style: Style,
    taken: Sequence[Box] = (),
) -> None:
    """Draw the shorter arc at a joint between two limbs, with its value within the angle."""
    limbs = [float(np.hypot(*(end - at))) for end in (toward_a, toward_b)]
    radius = min(ARC_UNITS * scale.unit, ARC_SHARE * min(limbs))
    arc = arc_points(at, radius, toward_a, toward_b)
    if not _is_inside(image, arc):
        return
    sector(image, at, arc, colour, SECTOR_OPACITY)
    curve(image, arc, style.casing, scale.px(0.9, at_least=3))
    curve(image, arc, colour, scale.px(0.5, at_least=2))
    middle = arc[len(arc) // 2] - at
    outward = middle / max(float(np.hypot(*middle)), 1e-9)
    spots = ((at + outward * radius, outward), (at, -outward), (at, outward[::-1]), (at, -outward[::-1]))
    draw_label(image, spots, text, colour, scale, style, taken)


def draw_trunk_line(
    image: Image, figure: Figure, cue: CueState, scale: Scale, style: Style, taken: Sequence[Box] = ()
) -> None:
    """Draw the trunk against the vertical, with the judged value when it is not good.

    Nothing is drawn when the cue could not be judged, or the trunk is not seen.
    """
    ends = trunk_ends(figure)
    if cue.verdict not in JUDGED or ends is None:
        return
    draw_against_vertical(image, *ends, cue, scale, style, taken)


def draw_against_vertical(
    image: Image,
    low: Floats,
    high: Floats,
    cue: CueState,
    scale: Scale,
    style: Style,
    taken: Sequence[Box] = (),
) -> None:
    """Draw a line of the body against the vertical through its lower end, with the judged value when it is not good."""
    length = float(np.hypot(*(high - low)))
    if length < scale.px(5.0, at_least=12) or not _is_inside(image, np.stack([low, high])):
        return
    is_amiss = cue.verdict is not Verdict.GOOD
    colour = style.of(cue.verdict) if is_amiss else style.ink
    top = low - (0.0, VERTICAL_SHARE * length)
    if is_amiss:
        arc = arc_points(low, 0.62 * length, top, high)
        sector(image, low, arc, colour, SECTOR_OPACITY)
        curve(image, arc, colour, scale.px(0.4, at_least=2))
    dashed(
        image,
        low,
        top,
        style.ink,
        style.casing,
        scale.px(0.45, at_least=2),
        dash=scale.px(1.6, at_least=5),
        gap=scale.px(1.9, at_least=7),
        opacity=0.9 if is_amiss else 0.55,
    )
    if is_amiss:
        line(image, low, high, style.casing, scale.px(1.4, at_least=5))
        line(image, low, high, colour, scale.px(1.0, at_least=3))
        if isinstance(cue.reading, Measured):
            behind = np.array([-1.0 if high[0] >= low[0] else 1.0, 0.0])
            text = value_words(abs(cue.reading.value), cue.reading.unit)
            spots = ((low - (0.0, 0.62 * length), behind), (low + 0.62 * (high - low), -behind))
            draw_label(image, spots, text, colour, scale, style, taken)


def trunk_ends(figure: Figure) -> tuple[Floats, Floats] | None:
    """Return hip and shoulder: those of the near side, or the middles where both sides are alike."""
    if figure.near is not None:
        names = (f"{figure.near}_hip", f"{figure.near}_shoulder")
        return (figure.at(names[0]), figure.at(names[1])) if figure.is_sure(*names) else None
    if not figure.is_sure("left_hip", "right_hip", "left_shoulder", "right_shoulder"):
        return None
    return (
        (figure.at("left_hip") + figure.at("right_hip")) / 2.0,
        (figure.at("left_shoulder") + figure.at("right_shoulder")) / 2.0,
    )


def draw_label(
    image: Image,
    spots: Sequence[tuple[Floats, Floats]],
    text: str,
    colour: Colour,
    scale: Scale,
    style: Style,
    taken: Sequence[Box] = (),
) -> None:
    """Write a value on a small plate, within the margins.

    Parameters
    ----------
    image
        Drawn on in place.
    spots
        Where it may stand, the best first: a point that the plate touches, and the direction (of length 1) in which it
        lies of that.
    text, colour
        What it says.
    scale, style
        Sizes and colours.
    taken
        Where words will lie: of the spots the first is taken that is off them; where none is, the best.
    """
    words = text_sprite(text, scale.body, BOLD, colour)
    pad = scale.px(0.9, at_least=4)
    width, height = words.width + 2 * pad, round(1.35 * scale.body)

    def box_at(edge: Floats, outward: Floats) -> Box:
        over = scale.gap + abs(float(outward[0])) * width / 2.0 + abs(float(outward[1])) * height / 2.0
        x, y = edge + outward * over - (width / 2.0, height / 2.0)
        left = int(np.clip(round(x), scale.margin, scale.width - scale.margin - width))
        top = int(np.clip(round(y), scale.margin, scale.height - scale.margin - height))
        return Box(left, top, left + width, top + height)

    boxes = [box_at(*spot) for spot in spots]
    box = next((box for box in boxes if not any(box.meets(other) for other in taken)), boxes[0])
    radius = min(width, height) // 2
    lay(image, plate_sprite(width, height, radius, style.plate, style.plate_opacity), box.left, box.top)
    lay(image, words, box.left + pad, box.top + (height - words.height) // 2)


def _is_inside(image: Image, points: Floats) -> bool:
    height, width = image.shape[:2]
    return bool((points >= 0.0).all() and (points[:, 0] < width).all() and (points[:, 1] < height).all())
