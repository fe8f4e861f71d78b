"""Where a knee goes as seen from the front."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from formcheck.body import geometry
from formcheck.body.measures.base import Measure, joined, model_sigma
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import ViewLabel

if TYPE_CHECKING:
    from formcheck.body.sight import Sight

FOOT_OVER_SHANK: Final = 0.62
"""Foot length over shank length (0.152 and 0.246 of the height; Winter, Biomechanics and Motor Control)."""


def knee_over_toe(sight: Sight, side: str) -> Reading:
    """How far the knee lies outward of its own foot's line, in foot lengths, from the front.

    Seen from the front, the foot's line runs toward the camera: the knee is compared with the middle of
    ankle and toes, and a foot is 0.62 of a shank.
    """
    names = tuple(f"{side}_{joint}" for joint in ("knee", "ankle", "foot_index"))
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.FEET, *problem)
    if sight.view.label not in {ViewLabel.FRONT, ViewLabel.OBLIQUE}:
        return Unknown(Unit.FEET, Reason.WRONG_VIEW)
    knee, ankle, toe = (sight.joints.at(name) for name in names)
    outward = 1.0 if side == "left" else -1.0
    foot_px = FOOT_OVER_SHANK * sight.figure.shank_px
    value = outward * (knee[0] - (ankle[0] + toe[0]) / 2) / foot_px
    scatter = math.sqrt(1.5) * sight.figure.noise_px / foot_px
    # The knee stands about two feet before the hip: turned away by an angle it seems to move sideways.
    turned = 0.5 * math.sin(math.radians(sight.off_front_deg))
    return Measured(value, Unit.FEET, joined(scatter, model_sigma(sight, "knee_over_toe", side), turned))


def frontal_plane_projection(sight: Sight, side: str) -> Reading:
    """Lean of the shank, ankle to knee, as seen from the front: + = the knee outward of the ankle."""
    names = (f"{side}_ankle", f"{side}_knee")
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.DEGREES, *problem)
    if sight.view.label not in {ViewLabel.FRONT, ViewLabel.OBLIQUE}:
        return Unknown(Unit.DEGREES, Reason.WRONG_VIEW)
    low, high = (sight.joints.at(name) for name in names)
    value = geometry.lean(low, high, 1.0 if side == "left" else -1.0)
    scatter = geometry.tilt_sigma(sight.figure.noise_px, geometry.distance(low, high))
    turned = sight.off_front_deg * 0.5
    sigma = joined(scatter, model_sigma(sight, "frontal_plane_projection", side), turned)
    return Measured(value, Unit.DEGREES, sigma)


MEASURES: Final[dict[str, Measure]] = {
    "knee_over_toe": Measure(Unit.FEET, "knee outward of its foot's line, from the front", knee_over_toe, legs=True),
    "frontal_plane_projection": Measure(
        Unit.DEGREES, "shank seen from the front, + = knee outward", frontal_plane_projection, legs=True
    ),
}
