"""The trunk: how it leans and twists."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from formcheck.body import geometry
from formcheck.body.accuracy import MODELS
from formcheck.body.depth import pixels_per_metre
from formcheck.body.measures.base import FRONTAL, OBLIQUE_TRUNK_DEG, Measure, joined, model_sigma
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import ViewLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.body.joints import Joints
    from formcheck.body.sight import Sight
    from formcheck.body.view import View

UPRIGHT_TRUNKS: Final = 0.6
"""Shoulders so far above the hips, or further: the trunk is within about 50 degrees of upright."""

BENT_TRUNKS: Final = 0.2
"""Shoulders no further above the hips than this: the trunk is within about 10 degrees of level."""

SQUARE_DEG: Final = 10.0
TURNED_DEG: Final = 25.0
"""Up to the first off the side a trunk is read from its near side alone, from the second on as of one turned away."""

DEPTH_SHARE: Final = 0.5
"""Of the model's depth (0, a half and 1 were tried: with all of it, it reads 4 degrees too much)."""

LEAST_SINE: Final = 0.3
"""Seen nearly along the way one faces, what is stretched is only error."""

SEATED_MOST: Final = 0.58
"""Who sits on the floor has the hips no further above the middle of the feet in the picture (rendered people: 0.57 or
less; in a lunge, on a chair or on all fours 0.58 or more). Their hips stay while the trunk leans; anybody else's go."""

SLIP_SURE, SLIP_MOST = 0.15, 0.30
"""A mark of the hips so far from the seat, in trunk lengths, has slipped from it (in 95 % of rendered people by 0.14 at
the most); from the second on the hips have moved. In between the two readings are mixed, so that none makes a step."""

SEATED_SIGMA_DEG: Final = 4.5
"""How far the lean of somebody who sits is off by what the seat tells (rendered people: 2 to 3 degrees too little on
average, and 3 to 3.5 from one moment to another)."""

FRONT_SIGMA_DEG: Final = 10.0
"""How well the view from the front is known (8 to 19 degrees off on rendered people facing the camera)."""


def trunk_inclination(sight: Sight) -> Reading:
    """Hip to shoulder from the vertical, + forward: the near side when seen from the side, else the middle.

    Of somebody who sits on the floor it is the line from the seat, where the hips were when upright, to the middle of
    the shoulders: their mark slips as they lean, and the arm that reaches takes its shoulder along. In 240 rendered
    reaches seen from the side a rise was off by 3.0 degrees so, by 4.0 without; of 226 that rose by 15 one seemed to
    rise by less than 13.5, without it eleven.
    """
    near = sight.near
    names = (
        (f"{near}_hip", f"{near}_shoulder") if near else ("left_hip", "right_hip", "left_shoulder", "right_shoulder")
    )
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.DEGREES, *problem)
    if sight.view.label in FRONTAL or sight.view.label is ViewLabel.UNKNOWN:
        return Unknown(Unit.DEGREES, Reason.WRONG_VIEW)
    low, high = (sight.joints.at(name) for name in names[:2])
    value = geometry.lean(low, high, sight.view.forward)
    turned = min(1.0, max(0.0, (sight.off_side_deg - SQUARE_DEG) / (TURNED_DEG - SQUARE_DEG)))
    if turned > 0:
        value += turned * geometry.wrapped(turned_lean(sight.joints, sight.view, low, high) - value)
    scatter = geometry.tilt_sigma(sight.figure.noise_px, geometry.distance(low, high))
    # Where the errors were fitted view by view, what an oblique view costs is among them already.
    oblique = 0.0 if sight.model in MODELS else geometry.interpolated(sight.off_side_deg, OBLIQUE_TRUNK_DEG)
    known = model_sigma(sight, "trunk_inclination")
    share = _seated_share(sight)
    if share > 0 and sight.seat_px is not None:
        seated = geometry.lean(sight.seat_px, sight.joints.mid("shoulder"), sight.view.forward)
        value += share * geometry.wrapped(seated - value)
        known += share * min(0.0, SEATED_SIGMA_DEG - known)
    return Measured(value, Unit.DEGREES, joined(scatter, known, oblique))


def _seated_share(sight: Sight) -> float:
    """How far the lean is told by the seat: 1 while the hips are in it, 0 when they moved, or nobody sits."""
    hips, trunk_px = sight.joints.mid("hip"), sight.figure.trunk_px
    sits = sight.joints.mid("ankle")[1] - hips[1] <= SEATED_MOST * trunk_px
    if sight.seat_px is None or sight.view.label is not ViewLabel.SIDE or not sits:
        return 0.0
    slipped = geometry.distance(hips, sight.seat_px) / trunk_px
    return min(1.0, max(0.0, (SLIP_MOST - slipped) / (SLIP_MOST - SLIP_SURE)))


def turned_lean(joints: Joints, view: View, low: Sequence[float], high: Sequence[float]) -> float:
    """Give the forward lean of a trunk that is not seen side-on, degrees, by which way the person faces.

    From before it is the line between the middles of hips and shoulders, with half of the model's depth: 8 degrees
    off on 89 rendered stills 35 to 55 degrees off the side, where the picture alone is 12 off. From behind that
    depth is worse than none, and the near side is stretched by how far it is turned away.
    """
    yaw = math.radians(view.yaw_deg or 0.0)
    if abs(view.yaw_deg or 0.0) > 90.0:
        across = (high[0] - low[0]) * view.forward / max(LEAST_SINE, abs(math.sin(yaw)))
        return math.degrees(math.atan2(across, low[1] - high[1]))
    hips, shoulders = joints.mid("hip"), joints.mid("shoulder")
    deep = DEPTH_SHARE * pixels_per_metre(joints) * (joints.world_mid("shoulder")[2] - joints.world_mid("hip")[2])
    across = shoulders[0] - hips[0]
    # Facing the camera is toward smaller depth; with the left side near one faces the left of the picture.
    ahead = -math.sin(yaw) * across - math.cos(yaw) * deep
    return math.degrees(math.atan2(ahead, hips[1] - shoulders[1]))


def lateral_lean(sight: Sight) -> Reading:
    """Mid-hip to mid-shoulder from the vertical as seen from the front or behind, + toward the left side."""
    names = ("left_hip", "right_hip", "left_shoulder", "right_shoulder")
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.DEGREES, *problem)
    if sight.view.label in {ViewLabel.SIDE, ViewLabel.UNKNOWN}:
        return Unknown(Unit.DEGREES, Reason.WRONG_VIEW)
    left_is_right_of_picture = 1.0 if abs(sight.view.yaw_deg or 0.0) <= 90.0 else -1.0
    low, high = sight.joints.mid("hip"), sight.joints.mid("shoulder")
    trunk_px = sight.figure.trunk_px
    up = (low[1] - high[1]) / trunk_px
    if up < UPRIGHT_TRUNKS and sight.view.label not in FRONTAL:
        # Obliquely, what the trunk leans forward looks like a lean to the side.
        return Unknown(Unit.DEGREES, Reason.WRONG_VIEW)
    value = frontal_lean(left_is_right_of_picture * (high[0] - low[0]) / trunk_px, up)
    length_px = max(UPRIGHT_TRUNKS * trunk_px, geometry.distance(low, high))
    scatter = geometry.tilt_sigma(sight.figure.noise_px, length_px)
    turned = sight.view.off_label_deg * 0.3
    # Of a level trunk each degree off the front is a degree of lean, and the view is not known to better than these.
    end_on = _bent(up) * FRONT_SIGMA_DEG
    return Measured(value, Unit.DEGREES, joined(scatter, model_sigma(sight, "lateral_lean"), turned, end_on))


def frontal_lean(across: float, up: float) -> float:
    """Turn how far the shoulders are beside and above the hips, in trunk lengths, into a lean, degrees.

    An upright trunk leans as it is seen to. One bent far forward is seen end-on, where the angle of so short a
    line means nothing: it leans by how far its shoulders are to the side.
    """
    return math.degrees(math.atan2(across, up + _bent(up) * (1.0 - up)))


def _bent(up: float) -> float:
    """Say how far a trunk counts as seen end-on, 0 to 1."""
    return min(1.0, max(0.0, (UPRIGHT_TRUNKS - up) / (UPRIGHT_TRUNKS - BENT_TRUNKS)))


def lateral_lean_toward(sight: Sight, side: str) -> Reading:
    """Return the lateral lean, + toward the side named."""
    reading = lateral_lean(sight)
    if isinstance(reading, Unknown) or side == "left":
        return reading
    return Measured(-reading.value, reading.unit, reading.sigma)


def trunk_twist(sight: Sight) -> Reading:
    """Shoulder-line yaw minus hip-line yaw, in the model's metres; + = the chest turned to its right."""
    names = ("left_hip", "right_hip", "left_shoulder", "right_shoulder")
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.DEGREES, *problem)
    if sight.view.label in {ViewLabel.SIDE, ViewLabel.UNKNOWN}:
        return Unknown(Unit.DEGREES, Reason.WRONG_VIEW)
    shoulders = geometry.heading(sight.joints.world("left_shoulder"), sight.joints.world("right_shoulder"))
    hips = geometry.heading(sight.joints.world("left_hip"), sight.joints.world("right_hip"))
    return Measured(geometry.wrapped(shoulders - hips), Unit.DEGREES, model_sigma(sight, "trunk_twist"))


MEASURES: Final[dict[str, Measure]] = {
    "trunk_inclination": Measure(
        Unit.DEGREES, "hip-to-shoulder line from the vertical, + forward", of_body=trunk_inclination
    ),
    "lateral_lean": Measure(
        Unit.DEGREES,
        "trunk from the vertical, seen from the front, + toward the side named (left if none)",
        lateral_lean_toward,
        lateral_lean,
    ),
    "trunk_twist": Measure(Unit.DEGREES, "shoulder line turned against the hip line", of_body=trunk_twist),
}
