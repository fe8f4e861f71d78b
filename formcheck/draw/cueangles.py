"""The angle that a still is about, drawn on the body where the picture shows that very angle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.body.reading import Measured, Unit
from formcheck.draw.angles import TRUNK_CUES, draw_against_vertical, draw_angle_arc, trunk_ends
from formcheck.draw.words import value_words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.draw.figure import Figure
    from formcheck.draw.style import Scale, Style
    from formcheck.judge.verdict import CueState

    Image = NDArray[np.uint8]
    Floats = NDArray[np.float64]

AGREES_DEG: Final = 10.0
"""The picture's own angle may differ so much from the one that was judged, by smoothing and the camera; beyond it the
judged one is a change, a share or lies in another plane, and its value beside these limbs would be wrong."""

TRUNK_MEASURES: Final = frozenset({"trunk_inclination", "lateral_lean"})
"""Judged against the vertical, hip to shoulder."""

LIMBS: Final = {"foot_from_vertical": ("heel", "foot_index"), "shank_inclination": ("ankle", "knee")}
"""Judged against the vertical, from the lower joint to the other."""

CORNERS: Final = {
    "elbow_extension": ("elbow", "shoulder", "wrist"),
    "shoulder_elevation": ("shoulder", "hip", "wrist"),
}
"""Included angles: the joint, and the ends of its two arms."""


def draw_cue_angle(image: Image, figure: Figure, cue: CueState, scale: Scale, style: Style) -> None:
    """Draw the angle a cue is about with its value.

    Nothing is drawn where the picture does not show that angle, its landmarks are hidden, or it is drawn already
    (knees, and the trunk of the cue that is about it).
    """
    if not isinstance(cue.reading, Measured) or cue.reading.unit is not Unit.DEGREES or cue.id in TRUNK_CUES:
        return
    name = cue.measure.rpartition(".")[2]
    if name in TRUNK_MEASURES:
        ends = trunk_ends(figure)
        if ends is not None and _agrees(_from_vertical(*ends), cue.reading.value):
            draw_against_vertical(image, *ends, cue, scale, style)
        return
    for side in _sides(cue, figure):
        if name in LIMBS:
            _draw_limb(image, figure, cue, [f"{side}_{part}" for part in LIMBS[name]], scale, style)
        elif name in CORNERS:
            _draw_corner(image, figure, cue, [f"{side}_{part}" for part in CORNERS[name]], scale, style)


def _sides(cue: CueState, figure: Figure) -> list[str]:
    """Give the sides a cue is about, by the parts it marks; else the one toward the camera."""
    marked = {part.partition("_")[0] for part in cue.parts}
    named: list[str] = [side for side in ("left", "right") if side in marked]
    return named or ([figure.near] if figure.near else [])


def _draw_limb(image: Image, figure: Figure, cue: CueState, names: list[str], scale: Scale, style: Style) -> None:
    if not isinstance(cue.reading, Measured) or not figure.is_sure(*names):
        return
    low, high = (figure.at(name) for name in names)
    if _agrees(_from_vertical(low, high), cue.reading.value):
        draw_against_vertical(image, low, high, cue, scale, style)


def _draw_corner(image: Image, figure: Figure, cue: CueState, names: list[str], scale: Scale, style: Style) -> None:
    if not isinstance(cue.reading, Measured) or not figure.is_sure(*names):
        return
    joint, one, other = (figure.at(name) for name in names)
    if _agrees(_between(one - joint, other - joint), cue.reading.value):
        words = value_words(cue.reading.value, cue.reading.unit)
        draw_angle_arc(image, joint, one, other, words, style.of(cue.verdict), scale, style)


def _agrees(shown_deg: float, judged_deg: float) -> bool:
    return abs(shown_deg - abs(judged_deg)) <= AGREES_DEG


def _from_vertical(low: Floats, high: Floats) -> float:
    return _between(high - low, np.array([0.0, -1.0]))


def _between(one: Floats, other: Floats) -> float:
    cross = float(one[0] * other[1] - one[1] * other[0])
    return float(np.degrees(np.arctan2(abs(cross), float(one @ other))))
