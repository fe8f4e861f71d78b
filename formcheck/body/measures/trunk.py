"""The trunk: how it leans and twists."""

from __future__ import annotations

from typing import Final

from formcheck.body import geometry
from formcheck.body.measures.base import FRONTAL, OBLIQUE_TRUNK_DEG, Measure, Sight, joined, model_sigma
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import ViewLabel


def trunk_inclination(sight: Sight) -> Reading:
    """Hip to shoulder from the vertical, + forward: the near side when seen from the side, else the middle."""
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
    scatter = geometry.tilt_sigma(sight.figure.noise_px, geometry.distance(low, high))
    oblique = geometry.interpolated(sight.off_side_deg, OBLIQUE_TRUNK_DEG)
    return Measured(value, Unit.DEGREES, joined(scatter, model_sigma(sight, "trunk_inclination"), oblique))


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
    value = geometry.lean(low, high, left_is_right_of_picture)
    scatter = geometry.tilt_sigma(sight.figure.noise_px, geometry.distance(low, high))
    turned = sight.view.off_label_deg * 0.3
    return Measured(value, Unit.DEGREES, joined(scatter, model_sigma(sight, "lateral_lean"), turned))


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
