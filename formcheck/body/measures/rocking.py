"""How far the hips have gone back toward the heels or forward over a foot, and how far apart the knees are."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from formcheck.body import geometry
from formcheck.body.measures.base import FRONTAL, Measure, joined, model_sigma
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import ViewLabel
from formcheck.pose.landmarks import OTHER, SIDES

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.body.sight import Sight

ROCK_PER_OFF_SIDE: Final = 0.4
"""What a view off the side costs, times the square of the sine of the angle: the shank seems shorter, and rock
is 0.05 too large at 20 degrees, 0.1 at 30 (domain, M1, tells 0.1 to 0.2 for knees that are wide)."""

LEVEL_TRUNKS: Final = 0.5
"""Shoulders so far before the hips: the trunk is within 60 degrees of level, and where its back end is, is clear."""

SHANK_LEAST_TRUNKS: Final = 0.6
"""A shank seen shorter than this (it is 0.85 to 1.0 of a trunk) points past the camera, and what is told along it
means nothing."""


def rock(sight: Sight, side: str) -> Reading:
    """Hip along the shank, knee to ankle, over its length: 0 = hip over the knee, toward 1 = over the ankle."""
    found = _leg(sight, side)
    if isinstance(found, Unknown):
        return found
    hip, knee, ankle, shank_px = found
    value = ((hip[0] - knee[0]) * (ankle[0] - knee[0]) + (hip[1] - knee[1]) * (ankle[1] - knee[1])) / shank_px**2
    # Hip and knee scatter along the shank, and the shank's own length by as much.
    scatter = sight.figure.noise_px / shank_px * math.sqrt(2.0 + value * value)
    return Measured(value, Unit.RATIO, joined(scatter, model_sigma(sight, "rock", side), _turned(sight)))


def buttock_heel(sight: Sight, side: str) -> Reading:
    """Hip to ankle over the shank: 1.41 at a knee of 90 degrees, 1.0 at 120 of flexion, 0.76 at 135."""
    found = _leg(sight, side)
    if isinstance(found, Unknown):
        return found
    hip, _, ankle, shank_px = found
    value = geometry.distance(hip, ankle) / shank_px
    scatter = sight.figure.noise_px / shank_px * math.sqrt(2.0 + 2.0 * value * value)
    return Measured(value, Unit.RATIO, joined(scatter, model_sigma(sight, "buttock_heel", side), _turned(sight)))


def carried_back(sight: Sight) -> Reading:
    """How far back along the floor the shoulders are, in shanks, from the side and with the trunk about level.

    Forearms and knees stay where they are in a rock, so the trunk goes as far as the hips do: on 28 rendered clips the
    shoulders followed a true rock to 0.01 trunks, also where one leg was taken for the other, or a seat for a knee.
    It is counted from the middle of the picture: only how it changes means something, in front of a steady camera.
    """
    if sight.view.label is not ViewLabel.SIDE:
        return Unknown(Unit.RATIO, Reason.WRONG_VIEW)
    left, right = (sight.joints.problem(f"{side}_hip", f"{side}_shoulder") for side in SIDES)
    if left and right:
        return Unknown(Unit.RATIO, *left)
    hips, shoulders = sight.joints.mid("hip"), sight.joints.mid("shoulder")
    # The trunk itself tells which way is back: of somebody face down the view may be taken for its mirror.
    ahead_px = shoulders[0] - hips[0]
    if abs(ahead_px) < LEVEL_TRUNKS * sight.figure.trunk_px:
        return Unknown(Unit.RATIO, Reason.WRONG_VIEW)
    shank_px = sight.figure.shank_px
    value = -math.copysign(1.0, ahead_px) * (shoulders[0] - sight.joints.picture_px[0] / 2) / shank_px
    scatter = sight.figure.noise_px / shank_px
    return Measured(value, Unit.RATIO, joined(scatter, model_sigma(sight, "carried_back")))


def hips_ahead(sight: Sight) -> Reading:
    """How far ahead along the floor the middle of the hips is, in trunk lengths, from the side.

    In a lunge the hips travel over a knee and a foot that stay where they are, so their way tells of a rock without any
    mark of a leg: in the rocks of 16 rendered clips, seen from up to 30 degrees off, they were found where they were to
    0.01 trunks at the median and to 0.03 in 95 moments of 100, also where the model drew one leg on the other; to 0.06
    with an arm up. It is counted from the middle of the picture: only how it changes means something, in front of a
    steady camera.
    """
    if sight.view.label is not ViewLabel.SIDE:
        return Unknown(Unit.TRUNKS, Reason.WRONG_VIEW)
    problem = sight.joints.problem("left_hip", "right_hip")
    if problem:
        return Unknown(Unit.TRUNKS, *problem)
    ahead_px = sight.view.forward * (sight.joints.mid("hip")[0] - sight.joints.picture_px[0] / 2)
    scatter = sight.figure.noise_px / math.sqrt(2.0) / sight.figure.trunk_px
    sigma = joined(scatter, model_sigma(sight, "hips_ahead"))
    return Measured(ahead_px / sight.figure.trunk_px, Unit.TRUNKS, sigma)


def _turned(sight: Sight) -> float:
    return ROCK_PER_OFF_SIDE * math.sin(math.radians(min(90.0, sight.off_side_deg))) ** 2


def _leg(sight: Sight, side: str) -> tuple[list[float], list[float], list[float], float] | Unknown:
    """Hip, knee and ankle in the picture and the length of the shank there, from the side only."""
    if sight.view.label is not ViewLabel.SIDE:
        # Knees that are wide point past the camera: the shank is seen shortened, and both ratios are useless.
        return Unknown(Unit.RATIO, Reason.WRONG_VIEW)
    names = [f"{side}_{joint}" for joint in ("hip", "knee", "ankle")]
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.RATIO, *problem)
    hip, knee, ankle = (sight.joints.at(name) for name in names)
    shank_px = geometry.distance(knee, ankle)
    if shank_px < SHANK_LEAST_TRUNKS * sight.figure.trunk_px:
        return Unknown(Unit.RATIO, Reason.WRONG_VIEW, names[2])
    return hip, knee, ankle, shank_px


def _of_both(of_side: Callable[[Sight, str], Reading]) -> Callable[[Sight], Reading]:
    """Make a measure of the body of one of its sides: the near one where it is seen, else what else is."""

    def of_body(sight: Sight) -> Reading:
        near = sight.near or SIDES[0]
        readings = [of_side(sight, side) for side in (near, OTHER[near])]
        return next((reading for reading in readings if isinstance(reading, Measured)), readings[0])

    return of_body


def knee_separation(sight: Sight) -> Reading:
    """Distance between the knees over that between the hips, from the front or behind."""
    names = ("left_knee", "right_knee", "left_hip", "right_hip")
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.RATIO, *problem)
    if sight.view.label not in FRONTAL:
        return Unknown(Unit.RATIO, Reason.WRONG_VIEW)
    left_knee, right_knee, left_hip, right_hip = (sight.joints.at(name) for name in names)
    hips_px = geometry.distance(left_hip, right_hip)
    if hips_px <= 0:
        return Unknown(Unit.RATIO, Reason.TOO_SMALL, names[2])
    value = geometry.distance(left_knee, right_knee) / hips_px
    scatter = math.sqrt(2.0) * sight.figure.noise_px / hips_px * math.hypot(1.0, value)
    # Both widths shrink alike as the person turns, while the knees, which are nearer, also move sideways.
    turned = value * math.sin(math.radians(min(90.0, sight.off_front_deg))) ** 2
    return Measured(value, Unit.RATIO, joined(scatter, model_sigma(sight, "knee_separation"), turned))


MEASURES: Final[dict[str, Measure]] = {
    "rock": Measure(
        Unit.RATIO, "hip along the shank, 0 = over the knee, 1 = over the ankle", rock, _of_both(rock), legs=True
    ),
    "buttock_heel": Measure(
        Unit.RATIO,
        "hip to ankle in shank lengths, small = sitting back",
        buttock_heel,
        _of_both(buttock_heel),
        legs=True,
    ),
    "carried_back": Measure(Unit.RATIO, "shoulders back along the floor, for how they change", of_body=carried_back),
    "hips_ahead": Measure(Unit.TRUNKS, "hips ahead along the floor, for how they change", of_body=hips_ahead),
    "knee_separation": Measure(
        Unit.RATIO, "between the knees over between the hips", of_body=knee_separation, legs=True, both_legs=True
    ),
}
