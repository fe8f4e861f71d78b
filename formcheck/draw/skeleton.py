"""The skeleton: solid where it was seen, dashed where it is a guess, marked where a fault is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.draw.strokes import dashed, disc, line, ring
from formcheck.judge.verdict import Verdict
from formcheck.pose.landmarks import BONES, INDEX, LANDMARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    from numpy.typing import NDArray

    from formcheck.draw.figure import Figure
    from formcheck.draw.style import Colour, Scale, Style
    from formcheck.judge.verdict import CueState

    Image = NDArray[np.uint8]

NEAR_WIDTH_UNITS: Final = 0.75
FAR_WIDTH_UNITS: Final = 0.5
DIM_WIDTH_UNITS: Final = 0.4
MARK_WIDTH_UNITS: Final = 1.1
CASING_UNITS: Final = 0.22
JOINT_UNITS: Final = 0.85
MARK_UNITS: Final = 2.1
DIM_OPACITY: Final = 0.5

_DOTTED_JOINTS: Final = tuple(
    INDEX[f"{side}_{part}"]
    for side in ("left", "right")
    for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
)

_MARKED: Final = (Verdict.NEARLY, Verdict.FAULT)
"""Verdicts that are marked on the body; later ones win where two share a part."""


def marks_of(cues: Iterable[CueState], style: Style) -> dict[int, Colour]:
    """Return the landmarks at which something is amiss, and the colour that says how much."""
    cues = tuple(cues)
    return {
        INDEX[part]: style.of(verdict)
        for verdict in _MARKED
        for cue in cues
        if cue.verdict is verdict
        for part in cue.parts
        if part in INDEX
    }


def draw_skeleton(
    image: Image, figure: Figure, scale: Scale, style: Style, marks: Mapping[int, Colour] | None = None
) -> None:
    """Draw the bones and joints of a figure.

    Parameters
    ----------
    image
        (h, w, 3) uint8 BGR, drawn on in place.
    figure
        The pose on this picture.
    scale, style
        Sizes and colours.
    marks
        Landmark numbers to emphasise with a colour; a bone is emphasised when both its ends are.
    """
    marks = marks or {}
    sure: list[tuple[int, int]] = []
    unsure: list[tuple[int, int]] = []
    for bone in BONES:
        (sure if figure.sure[bone[0]] and figure.sure[bone[1]] else unsure).append(bone)
    for start, end in unsure:
        dashed(
            image,
            figure.points[start],
            figure.points[end],
            style.far,
            style.casing,
            scale.px(DIM_WIDTH_UNITS),
            dash=scale.px(0.9, at_least=3),
            gap=scale.px(1.7, at_least=6),
            opacity=DIM_OPACITY,
        )
    far = [bone for bone in sure if _is_far(figure, *bone)]
    near = [bone for bone in sure if not _is_far(figure, *bone)]
    _draw_limbs(image, figure, far, style.far, scale.px(FAR_WIDTH_UNITS), scale, style)
    _draw_limbs(image, figure, near, style.near, scale.px(NEAR_WIDTH_UNITS, at_least=2), scale, style)
    _draw_marks(image, figure, marks, scale, style)


def _is_far(figure: Figure, *landmarks: int) -> bool:
    if figure.near is None:
        return False
    return not any(LANDMARKS[number].startswith(figure.near) for number in landmarks)


def _draw_limbs(
    image: Image,
    figure: Figure,
    bones: list[tuple[int, int]],
    colour: Colour,
    width: int,
    scale: Scale,
    style: Style,
) -> None:
    """Draw bones of one kind: dark edges first, then the colour, so that joints look whole."""
    edge = scale.px(CASING_UNITS)
    joints = sorted({end for bone in bones for end in bone}.intersection(_DOTTED_JOINTS))
    radius = max(JOINT_UNITS * scale.unit, 2.0) * (width / scale.px(NEAR_WIDTH_UNITS, at_least=2))
    for start, end in bones:
        line(image, figure.points[start], figure.points[end], style.casing, width + 2 * edge)
    for joint in joints:
        disc(image, figure.points[joint], radius + edge, style.casing)
    for start, end in bones:
        line(image, figure.points[start], figure.points[end], colour, width)
    for joint in joints:
        disc(image, figure.points[joint], radius, colour)


def _draw_marks(image: Image, figure: Figure, marks: Mapping[int, Colour], scale: Scale, style: Style) -> None:
    edge, width = scale.px(CASING_UNITS), scale.px(MARK_WIDTH_UNITS, at_least=3)
    for start, end in BONES:
        if start in marks and end in marks:
            line(image, figure.points[start], figure.points[end], style.casing, width + 2 * edge)
            line(image, figure.points[start], figure.points[end], marks[start], width)
    for joint, colour in marks.items():
        radius = max(MARK_UNITS * scale.unit, 6.0)
        stroke = scale.px(0.6, at_least=2)
        ring(image, figure.points[joint], radius, style.casing, stroke + 2 * edge)
        ring(image, figure.points[joint], radius, colour, stroke)
        disc(image, figure.points[joint], max(JOINT_UNITS * scale.unit, 2.0), colour)
