"""The registry of named measures: what each means, its unit, and how well it can be known.

Conventions (every label names them): clinical flexion, 0 = anatomical position; lengths over the person's own
trunk length. "Apparent" because the hip-to-shoulder line is not the pelvis.

The stated uncertainty joins three parts: the scatter of the landmarks, carried through the formula; the error of
the pose model itself; and what an oblique view costs. The second was measured as the median absolute error of
raw landmarks on rendered people with exact truth, the third on the same people turned away from the camera.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.body import geometry
from formcheck.body.joints import OTHER, Joints
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import ViewLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.body.figure import Figure
    from formcheck.body.view import View

KNEE_MODEL_SIGMA_DEG: Final = 6.0
TRUNK_MODEL_SIGMA_DEG: Final = 3.5
HIP_MODEL_SIGMA_DEG: Final = 9.0
ARM_MODEL_SIGMA_DEG: Final = 8.0
LEAN_MODEL_SIGMA_DEG: Final = 3.0
TWIST_MODEL_SIGMA_DEG: Final = 10.0
HEIGHT_MODEL_SIGMA_TRUNKS: Final = 0.04
KNEE_OVER_TOE_MODEL_SIGMA_FEET: Final = 0.08
WORLD_KNEE_SIGMA_DEG: Final = 12.0
"""Error of a knee taken from the model's metres, in any view."""

OBLIQUE_KNEE_DEG: Final = ((0.0, 0.0), (10.0, 0.9), (20.0, 3.6), (30.0, 8.2), (45.0, 19.5), (90.0, 60.0))
"""What an oblique view costs a 90-degree knee, against degrees off the plane (domain, section 5)."""

OBLIQUE_TRUNK_DEG: Final = ((0.0, 0.0), (10.0, 0.4), (20.0, 1.8), (30.0, 4.1), (45.0, 9.7), (90.0, 45.0))
"""What it costs a trunk 45 degrees forward."""

FOOT_OVER_SHANK: Final = 0.62
"""Foot length over shank length (0.152 and 0.246 of the height; Winter, Biomechanics and Motor Control)."""


@dataclass(frozen=True, slots=True)
class Sight:
    """One pose as it is looked at: its joints, the camera's view, the person's own lengths."""

    joints: Joints
    view: View
    figure: Figure

    @property
    def near(self) -> str | None:
        """The side toward the camera, None from the front or behind."""
        return self.view.near


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


def _joined(*parts: float) -> float:
    return math.sqrt(sum(part * part for part in parts))


def _off_side(view: View) -> float:
    off = view.off_side_deg
    return 90.0 if off is None else off


def _off_front(view: View) -> float:
    return 90.0 - _off_side(view)


def _joint_angle(sight: Sight, names: tuple[str, str, str], model_sigma: float, *, flexed: bool) -> Reading:
    """Angle at the middle one of three landmarks, in the picture: flexion, or the included angle."""
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.DEGREES, *problem)
    a, vertex, b = (sight.joints.at(name) for name in names)
    included = geometry.angle_at(a, vertex, b)
    if included is None:
        return Unknown(Unit.DEGREES, Reason.TOO_SMALL, names[1])
    scatter = geometry.angle_sigma(sight.figure.noise_px, geometry.distance(a, vertex), geometry.distance(b, vertex))
    value = 180.0 - included if flexed else included
    return Measured(value, Unit.DEGREES, _joined(scatter, model_sigma))


def knee_flexion(sight: Sight, side: str) -> Reading:
    """180 - angle(hip, knee, ankle): in the picture near a side view, in the model's metres away from it.

    The two are weighted by their variances, so that nothing jumps as the person turns.
    """
    names = (f"{side}_hip", f"{side}_knee", f"{side}_ankle")
    flat = _joint_angle(sight, names, KNEE_MODEL_SIGMA_DEG, flexed=True)
    deep = geometry.flexion(*(sight.joints.world(name) for name in names))
    if deep is None:
        return flat
    if isinstance(flat, Unknown):
        # A thigh that points straight at the camera is a dot in the picture, and still has its depth.
        seen = flat.reason is Reason.TOO_SMALL
        return Measured(deep, Unit.DEGREES, WORLD_KNEE_SIGMA_DEG) if seen else flat
    flat_sigma = _joined(flat.sigma, geometry.interpolated(_off_side(sight.view), OBLIQUE_KNEE_DEG))
    flat_weight, deep_weight = flat_sigma**-2, WORLD_KNEE_SIGMA_DEG**-2
    # Side-on the model's depth only adds error: it is brought in as the picture's own plane loses its worth.
    deep_weight *= min(1.0, _off_side(sight.view) / 45.0) ** 2
    weight = flat_weight + deep_weight
    value = (flat.value * flat_weight + deep * deep_weight) / weight
    return Measured(value, Unit.DEGREES, max(flat.sigma, weight**-0.5))


def trunk_inclination(sight: Sight) -> Reading:
    """Hip to shoulder from the vertical, + forward: the near side when seen from the side, else the middle."""
    near = sight.near
    names = (
        (f"{near}_hip", f"{near}_shoulder") if near else ("left_hip", "right_hip", "left_shoulder", "right_shoulder")
    )
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.DEGREES, *problem)
    if sight.view.label in {ViewLabel.FRONT, ViewLabel.BACK, ViewLabel.UNKNOWN}:
        return Unknown(Unit.DEGREES, Reason.WRONG_VIEW)
    low, high = (sight.joints.at(name) for name in names[:2])
    value = geometry.lean(low, high, sight.view.forward)
    scatter = geometry.tilt_sigma(sight.figure.noise_px, geometry.distance(low, high))
    oblique = geometry.interpolated(_off_side(sight.view), OBLIQUE_TRUNK_DEG)
    return Measured(value, Unit.DEGREES, _joined(scatter, TRUNK_MODEL_SIGMA_DEG, oblique))


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
    return Measured(value, Unit.DEGREES, _joined(scatter, LEAN_MODEL_SIGMA_DEG, sight.view.off_label_deg * 0.3))


def lateral_lean_toward(sight: Sight, side: str) -> Reading:
    """Return the lateral lean, + toward the side named."""
    reading = lateral_lean(sight)
    if isinstance(reading, Unknown) or side == "left":
        return reading
    return Measured(-reading.value, reading.unit, reading.sigma)


def hip_flexion(sight: Sight, side: str) -> Reading:
    """Apparent: 180 - angle(shoulder, hip, knee)."""
    names = (f"{side}_shoulder", f"{side}_hip", f"{side}_knee")
    return _side_plane(sight, _joint_angle(sight, names, HIP_MODEL_SIGMA_DEG, flexed=True))


def hip_extension(sight: Sight, side: str) -> Reading:
    """Apparent: the thigh behind the downward line of the trunk, + = extension."""
    names = (f"{side}_shoulder", f"{side}_hip", f"{side}_knee")
    bend = hip_flexion(sight, side)
    if isinstance(bend, Unknown):
        return bend
    shoulder, hip, knee = (sight.joints.at(name) for name in names)
    forward = sight.view.forward
    thigh = geometry.lean(knee, hip, forward)
    trunk = geometry.lean(hip, shoulder, forward)
    return Measured(geometry.wrapped(thigh - trunk), bend.unit, bend.sigma)


def shank_inclination(sight: Sight, side: str) -> Reading:
    """Ankle to knee from the vertical, + forward."""
    names = (f"{side}_ankle", f"{side}_knee")
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.DEGREES, *problem)
    low, high = (sight.joints.at(name) for name in names)
    scatter = geometry.tilt_sigma(sight.figure.noise_px, geometry.distance(low, high))
    value = geometry.lean(low, high, sight.view.forward)
    return _side_plane(sight, Measured(value, Unit.DEGREES, _joined(scatter, TRUNK_MODEL_SIGMA_DEG)))


def ankle_angle(sight: Sight, side: str) -> Reading:
    """Included angle between ankle-to-knee and heel-to-toe; larger = toes pointed."""
    names = tuple(f"{side}_{joint}" for joint in ("knee", "ankle", "heel", "foot_index"))
    problem = sight.joints.problem(*names)
    if problem:
        return Unknown(Unit.DEGREES, *problem)
    knee, ankle, heel, toe = (sight.joints.at(name) for name in names)
    tip = [ankle[0] + toe[0] - heel[0], ankle[1] + toe[1] - heel[1]]
    included = geometry.angle_at(knee, ankle, tip)
    if included is None:
        return Unknown(Unit.DEGREES, Reason.TOO_SMALL, names[3])
    scatter = geometry.angle_sigma(sight.figure.noise_px, geometry.distance(knee, ankle), geometry.distance(heel, toe))
    return _side_plane(sight, Measured(included, Unit.DEGREES, _joined(scatter, ARM_MODEL_SIGMA_DEG)))


def _side_plane(sight: Sight, reading: Reading) -> Reading:
    """Refuse an angle of the sagittal plane that is looked at from the front; widen it when seen obliquely."""
    if isinstance(reading, Unknown):
        return reading
    if sight.view.label in {ViewLabel.FRONT, ViewLabel.BACK, ViewLabel.UNKNOWN}:
        return Unknown(reading.unit, Reason.WRONG_VIEW)
    oblique = geometry.interpolated(_off_side(sight.view), OBLIQUE_KNEE_DEG)
    return Measured(reading.value, reading.unit, _joined(reading.sigma, oblique))


def shoulder_elevation(sight: Sight, side: str) -> Reading:
    """Angle(hip, shoulder, wrist): 0 = arm hanging, 180 = straight up."""
    names = (f"{side}_hip", f"{side}_shoulder", f"{side}_wrist")
    return _joint_angle(sight, names, ARM_MODEL_SIGMA_DEG, flexed=False)


def elbow_extension(sight: Sight, side: str) -> Reading:
    """Angle(shoulder, elbow, wrist): 180 = straight."""
    names = (f"{side}_shoulder", f"{side}_elbow", f"{side}_wrist")
    return _joint_angle(sight, names, ARM_MODEL_SIGMA_DEG, flexed=False)


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
    return Measured(geometry.wrapped(shoulders - hips), Unit.DEGREES, TWIST_MODEL_SIGMA_DEG)


def _height(sight: Sight, upper: str, lower: str) -> Reading:
    """How far one landmark lies above another in the picture, in trunk lengths."""
    problem = sight.joints.problem(upper, lower)
    if problem:
        return Unknown(Unit.TRUNKS, *problem)
    return _trunks(sight, sight.joints.at(lower)[1] - sight.joints.at(upper)[1])


def _trunks(sight: Sight, length_px: float) -> Measured:
    scatter = math.sqrt(2.0) * sight.figure.noise_px / sight.figure.trunk_px
    return Measured(length_px / sight.figure.trunk_px, Unit.TRUNKS, _joined(scatter, HEIGHT_MODEL_SIGMA_TRUNKS))


def knee_below_other(sight: Sight, side: str) -> Reading:
    """How far this knee lies below the other one, in trunk lengths."""
    return _height(sight, f"{OTHER[side]}_knee", f"{side}_knee")


def ankle_below_other(sight: Sight, side: str) -> Reading:
    """How far this ankle lies below the other one, in trunk lengths."""
    return _height(sight, f"{OTHER[side]}_ankle", f"{side}_ankle")


def hip_above_knee(sight: Sight, side: str) -> Reading:
    """How far the middle of the hips lies above this knee, in trunk lengths."""
    problem = sight.joints.problem("left_hip", "right_hip", f"{side}_knee")
    if problem:
        return Unknown(Unit.TRUNKS, *problem)
    return _trunks(sight, sight.joints.at(f"{side}_knee")[1] - sight.joints.mid("hip")[1])


def knee_above_low_foot(sight: Sight, side: str) -> Reading:
    """How far this knee lies above the lowest point of its own foot, in trunk lengths, from the side.

    Its own foot, because a floor line taken from the other one, nearer to the camera or farther, would be
    wrong by up to a third of a trunk.
    """
    if sight.view.label is not ViewLabel.SIDE:
        # From the front the foot behind the knee seems higher, from behind lower, by up to half a trunk.
        return Unknown(Unit.TRUNKS, Reason.WRONG_VIEW)
    foot = tuple(f"{side}_{joint}" for joint in ("ankle", "heel", "foot_index"))
    problem = sight.joints.problem(f"{side}_knee", *foot)
    if problem:
        return Unknown(Unit.TRUNKS, *problem)
    low = max(sight.joints.at(name)[1] for name in foot)
    return _trunks(sight, low - sight.joints.at(f"{side}_knee")[1])


def heel_height(sight: Sight, side: str) -> Reading:
    """How far the heel lies above the toes of its own foot, in trunk lengths, from the side."""
    if sight.view.label is not ViewLabel.SIDE:
        return Unknown(Unit.TRUNKS, Reason.WRONG_VIEW)
    return _height(sight, f"{side}_heel", f"{side}_foot_index")


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
    turned = 0.5 * math.sin(math.radians(_off_front(sight.view)))
    return Measured(value, Unit.FEET, _joined(scatter, KNEE_OVER_TOE_MODEL_SIGMA_FEET, turned))


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
    return Measured(value, Unit.DEGREES, _joined(scatter, LEAN_MODEL_SIGMA_DEG, _off_front(sight.view) * 0.5))


MEASURES: Final[dict[str, Measure]] = {
    "knee_flexion": Measure(Unit.DEGREES, "knee flexion, 0 = straight", knee_flexion, legs=True),
    "trunk_inclination": Measure(
        Unit.DEGREES, "hip-to-shoulder line from the vertical, + forward", of_body=trunk_inclination
    ),
    "lateral_lean": Measure(
        Unit.DEGREES,
        "trunk from the vertical, seen from the front, + toward the side named (left if none)",
        lateral_lean_toward,
        lateral_lean,
    ),
    "hip_flexion": Measure(Unit.DEGREES, "apparent hip flexion, 0 = straight", hip_flexion, legs=True),
    "hip_extension": Measure(Unit.DEGREES, "apparent hip extension, + = thigh behind", hip_extension, legs=True),
    "shank_inclination": Measure(Unit.DEGREES, "shank from the vertical, + forward", shank_inclination, legs=True),
    "ankle_angle": Measure(Unit.DEGREES, "shank to foot, larger = toes pointed", ankle_angle, legs=True),
    "shoulder_elevation": Measure(Unit.DEGREES, "arm from the trunk, 180 = overhead", shoulder_elevation),
    "elbow_extension": Measure(Unit.DEGREES, "included elbow angle, 180 = straight", elbow_extension),
    "trunk_twist": Measure(Unit.DEGREES, "shoulder line turned against the hip line", of_body=trunk_twist),
    "knee_below_other": Measure(Unit.TRUNKS, "this knee below the other", knee_below_other, legs=True, both_legs=True),
    "ankle_below_other": Measure(
        Unit.TRUNKS, "this ankle below the other", ankle_below_other, legs=True, both_legs=True
    ),
    "hip_above_knee": Measure(Unit.TRUNKS, "mid-hip above this knee", hip_above_knee, legs=True),
    "knee_above_low_foot": Measure(Unit.TRUNKS, "this knee above its own foot", knee_above_low_foot, legs=True),
    "heel_height": Measure(Unit.TRUNKS, "heel above the toes of its foot", heel_height, legs=True),
    "knee_over_toe": Measure(Unit.FEET, "knee outward of its foot's line, from the front", knee_over_toe, legs=True),
    "frontal_plane_projection": Measure(
        Unit.DEGREES, "shank seen from the front, + = knee outward", frontal_plane_projection, legs=True
    ),
}
"""Every measure a movement file may name."""
