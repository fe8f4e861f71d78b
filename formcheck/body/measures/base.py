"""What all measures are built from: the measure, and where its uncertainty comes from.

The stated uncertainty joins three parts: the scatter of the landmarks, carried through the formula; the error of
the pose model itself; and what an oblique view costs. The second was measured as the median absolute error of
raw landmarks on rendered people with exact truth, the third on the same people turned away from the camera.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.body import geometry
from formcheck.body.accuracy import MODELS, accuracy
from formcheck.body.depth import included_angle
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import ViewLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.body.sight import Sight

_MODEL_SIGMA: Final = {
    "knee_flexion": 6.0,
    "knee_flexion_world": 12.0,  # a knee taken from the model's metres, in any view
    "hip_flexion": 9.0,
    "hip_extension": 9.0,
    "shank_inclination": 3.5,
    "ankle_angle": 8.0,
    "shoulder_elevation": 8.0,
    "elbow_extension": 8.0,
    "trunk_inclination": 3.5,
    "lateral_lean": 3.0,
    "trunk_twist": 10.0,
    "knee_below_other": 0.04,
    "ankle_below_other": 0.04,
    "hip_above_knee": 0.04,
    "knee_above_low_foot": 0.04,
    "heel_height": 0.04,
    "knee_over_toe": 0.08,
    "frontal_plane_projection": 3.0,
    "rock": 0.05,
    "buttock_heel": 0.07,
    "carried_back": 0.02,
    "hips_ahead": 0.02,
    "knee_separation": 0.3,
    "reach": 0.1,
    "forearm_from_level": 8.0,
    "pelvic_obliquity": 6.0,
    "hip_offset": 0.04,
    "seat_over_feet": 0.1,
    "feet_ahead": 0.2,
    "hand_over_seat": 0.05,
    "wrist_height": 0.06,
    "elbow_height": 0.06,
    "knee_height": 0.06,
    "ankle_height": 0.06,
    "foot_height": 0.06,
    "shoulder_height": 0.1,
    "hip_height": 0.1,
    "ankle_ahead": 0.2,
    "leg_direction": 20.0,
    "foot_direction": 40.0,
    "surface_height": 0.06,
    "leg_elevation": 5.0,
    "foot_from_vertical": 18.0,
}
"""Error of the pose model itself, by measure and in the measure's own unit."""

OBLIQUE_KNEE_DEG: Final = ((0.0, 0.0), (10.0, 0.9), (20.0, 3.6), (30.0, 8.2), (45.0, 19.5), (90.0, 60.0))
"""What an oblique view costs a 90-degree knee, against degrees off the plane (domain, section 5)."""

OBLIQUE_TRUNK_DEG: Final = ((0.0, 0.0), (10.0, 0.4), (20.0, 1.8), (30.0, 4.1), (45.0, 9.7), (90.0, 45.0))
"""What it costs a trunk 45 degrees forward."""

FULL_DEPTH_DEG: Final = 45.0
"""So far off the side the picture's own plane has lost its worth, and depth is all there is."""

FRONTAL: Final = frozenset({ViewLabel.FRONT, ViewLabel.BACK})
"""Views along the way the person faces."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A named measure.

    Attributes
    ----------
    unit, about
        Its unit, and what it is in a line for people.
    of_side
        Takes a sight and a side; None where the measure has no sides.
    of_body
        Takes a sight; None where the measure exists for a side only.
    legs
        Whether it rests on a knee or an ankle, and so is unknown while that leg is confused.
    both_legs
        Whether it rests on both.
    """

    unit: Unit
    about: str
    of_side: Callable[[Sight, str], Reading] | None = None
    of_body: Callable[[Sight], Reading] | None = None
    legs: bool = False
    both_legs: bool = False


def model_sigma(sight: Sight, measure: str, side: str = "") -> float:
    """Give the error of the pose model in a measure, one sigma in the measure's unit.

    The one place where it is looked up. Scatter and the cost of an oblique view are not in it.

    Parameters
    ----------
    sight
        The pose as it is looked at: the error may depend on the view.
    measure, side
        The measure's name in the registry, and ``left`` or ``right`` (empty for measures of the body).
    """
    known = accuracy(sight, measure, side)
    return _MODEL_SIGMA[measure] if known is None else known.sigma


def unfitted_depth(sight: Sight) -> float:
    """Give the share of depth to believe where nothing was fitted: none side-on, where it can only add error."""
    return min(1.0, sight.off_side_deg / FULL_DEPTH_DEG) ** 2


def joined(*parts: float) -> float:
    """Join independent uncertainties."""
    return math.sqrt(sum(part * part for part in parts))


def joint_angle(sight: Sight, measure: str, side: str, joints: tuple[str, str, str], *, flexed: bool) -> Reading:
    """Angle at the middle one of three joints of a side: flexion, or the included angle.

    In the picture, with as much of the model's depth as was found to make it better from where it is seen.
    """
    names = tuple(f"{side}_{joint}" for joint in joints)
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.DEGREES, *problem)
    known = accuracy(sight, measure, side)
    a, vertex, b = (sight.joints.at(name) for name in names)
    included = included_angle(sight.joints, names, unfitted_depth(sight) if known is None else known.depth)
    if included is None:
        return Unknown(Unit.DEGREES, Reason.TOO_SMALL, names[1])
    scatter = geometry.angle_sigma(sight.figure.noise_px, geometry.distance(a, vertex), geometry.distance(b, vertex))
    value = 180.0 - included if flexed else included
    return Measured(value, Unit.DEGREES, joined(scatter, model_sigma(sight, measure, side)))


def side_plane(sight: Sight, reading: Reading) -> Reading:
    """Refuse an angle of the sagittal plane that is looked at from the front; widen it when seen obliquely."""
    if isinstance(reading, Unknown):
        return reading
    if sight.view.label in FRONTAL or sight.view.label is ViewLabel.UNKNOWN:
        return Unknown(reading.unit, Reason.WRONG_VIEW)
    # Where the errors were fitted view by view, what an oblique view costs is among them already.
    oblique = 0.0 if sight.model in MODELS else geometry.interpolated(sight.off_side_deg, OBLIQUE_KNEE_DEG)
    return Measured(reading.value, reading.unit, joined(reading.sigma, oblique))


def trunks(sight: Sight, measure: str, side: str, length_px: float) -> Measured:
    """Turn the distance of two landmarks in the picture into trunk lengths."""
    scatter = math.sqrt(2.0) * sight.figure.noise_px / sight.figure.trunk_px
    value = length_px / sight.figure.trunk_px
    return Measured(value, Unit.TRUNKS, joined(scatter, model_sigma(sight, measure, side)))
