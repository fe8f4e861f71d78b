"""Where an arm reaches and how its forearm lies."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from formcheck.body import geometry
from formcheck.body.measures.base import FRONTAL, OBLIQUE_TRUNK_DEG, Measure, joined, model_sigma
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import ViewLabel

if TYPE_CHECKING:
    from formcheck.body.sight import Sight

REACH_PER_OFF_SIDE: Final = 0.2
"""What a view off the side costs a reach, over the sine of the angle: an arm 0.2 of a trunk away from straight
ahead moves it by so much."""


def reach(sight: Sight, side: str) -> Reading:
    """Shoulder to wrist in the direction the person faces, in trunk lengths, from the side or obliquely."""
    names = (f"{side}_shoulder", f"{side}_wrist")
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.TRUNKS, *problem)
    if sight.view.label in FRONTAL or sight.view.label is ViewLabel.UNKNOWN:
        return Unknown(Unit.TRUNKS, Reason.WRONG_VIEW)
    shoulder, wrist = (sight.joints.at(name) for name in names)
    turned = math.radians(min(60.0, sight.off_side_deg))
    # What points forward is seen shortened by the cosine of how far the view is off the side.
    seen_px = sight.figure.trunk_px * math.cos(turned)
    value = (wrist[0] - shoulder[0]) * sight.view.forward / seen_px
    scatter = math.sqrt(2.0) * sight.figure.noise_px / seen_px
    oblique = REACH_PER_OFF_SIDE * math.tan(turned)
    return Measured(value, Unit.TRUNKS, joined(scatter, model_sigma(sight, "reach", side), oblique))


def forearm_from_level(sight: Sight, side: str) -> Reading:
    """How far the forearm is from level, 0 to 90 degrees, from the side or obliquely."""
    names = (f"{side}_elbow", f"{side}_wrist")
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.DEGREES, *problem)
    if sight.view.label in FRONTAL or sight.view.label is ViewLabel.UNKNOWN:
        return Unknown(Unit.DEGREES, Reason.WRONG_VIEW)
    elbow, wrist = (sight.joints.at(name) for name in names)
    value = abs(90.0 - abs(geometry.lean(elbow, wrist)))
    scatter = geometry.tilt_sigma(sight.figure.noise_px, geometry.distance(elbow, wrist))
    oblique = geometry.interpolated(sight.off_side_deg, OBLIQUE_TRUNK_DEG)
    sigma = joined(scatter, model_sigma(sight, "forearm_from_level", side), oblique)
    return Measured(value, Unit.DEGREES, sigma)


def hand_over_seat(sight: Sight, side: str) -> Reading:
    """How far the wrist is above the middle of the hips in the picture, trunk lengths: only for how it changes.

    A hand that the model takes to be hidden behind the knee is told as well. In 31 rendered reaches held on the floor,
    seen within 40 degrees of the side, it stayed within 0.05 of where it lay (in 25; within 0.11 in 30), and rose by
    0.2 or more within 0.6 s as the hand was lifted (in 28), whatever the visibility, 0.02 to 1.
    """
    wrist = sight.joints.at(f"{side}_wrist")
    hidden = sight.joints.problem(f"{side}_wrist")
    if hidden is not None and hidden[0] is not Reason.NOT_VISIBLE:
        return Unknown(Unit.TRUNKS, *hidden)
    value = (sight.joints.mid("hip")[1] - wrist[1]) / sight.figure.trunk_px
    scatter = math.sqrt(2.0) * sight.figure.noise_px / sight.figure.trunk_px
    return Measured(value, Unit.TRUNKS, joined(scatter, model_sigma(sight, "hand_over_seat", side)))


MEASURES: Final[dict[str, Measure]] = {
    "reach": Measure(Unit.TRUNKS, "shoulder to wrist along the way the person faces", reach),
    "hand_over_seat": Measure(Unit.TRUNKS, "wrist above the hips in the picture, for how it changes", hand_over_seat),
    "forearm_from_level": Measure(Unit.DEGREES, "forearm from level, 0 = level", forearm_from_level),
}
