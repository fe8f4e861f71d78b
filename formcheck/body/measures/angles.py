"""Angles of the limbs. Clinical flexion, 0 = anatomical position, where the name does not say otherwise.

"Apparent" because the hip-to-shoulder line is not the pelvis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body import geometry
from formcheck.body.accuracy import accuracy
from formcheck.body.measures.base import Measure, joined, joint_angle, model_sigma, side_plane, unfitted_depth
from formcheck.body.measures.proportions import slid_knee
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown

if TYPE_CHECKING:
    from formcheck.body.sight import Sight


def knee_flexion(sight: Sight, side: str) -> Reading:
    """180 - angle(hip, knee, ankle)."""
    slid = slid_knee(sight, side)
    if slid is not None:
        return Unknown(Unit.DEGREES, *slid)
    flat = joint_angle(sight, "knee_flexion", side, ("hip", "knee", "ankle"), flexed=True)
    if isinstance(flat, Measured):
        if accuracy(sight, "knee_flexion", side) is not None:
            return flat
        deep_sigma = unfitted_depth(sight) * model_sigma(sight, "knee_flexion_world", side)
        return Measured(flat.value, flat.unit, joined(flat.sigma, deep_sigma))
    if flat.reason is not Reason.TOO_SMALL:
        return flat
    # A thigh that points straight at the camera is a dot in the picture, and still has its depth.
    deep = geometry.flexion(*(sight.joints.world(f"{side}_{joint}") for joint in ("hip", "knee", "ankle")))
    return flat if deep is None else Measured(deep, Unit.DEGREES, model_sigma(sight, "knee_flexion_world", side))


def hip_flexion(sight: Sight, side: str) -> Reading:
    """Apparent: 180 - angle(shoulder, hip, knee)."""
    return side_plane(sight, joint_angle(sight, "hip_flexion", side, ("shoulder", "hip", "knee"), flexed=True))


def hip_extension(sight: Sight, side: str) -> Reading:
    """Apparent: the thigh behind the downward line of the trunk, + = extension."""
    joints = ("shoulder", "hip", "knee")
    bend = side_plane(sight, joint_angle(sight, "hip_extension", side, joints, flexed=True))
    if isinstance(bend, Unknown):
        return bend
    shoulder, hip, knee = (sight.joints.at(f"{side}_{joint}") for joint in joints)
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
    return side_plane(
        sight, Measured(value, Unit.DEGREES, joined(scatter, model_sigma(sight, "shank_inclination", side)))
    )


def shoulder_elevation(sight: Sight, side: str) -> Reading:
    """Angle(hip, shoulder, wrist): 0 = arm hanging, 180 = straight up."""
    return joint_angle(sight, "shoulder_elevation", side, ("hip", "shoulder", "wrist"), flexed=False)


def elbow_extension(sight: Sight, side: str) -> Reading:
    """Angle(shoulder, elbow, wrist): 180 = straight."""
    return joint_angle(sight, "elbow_extension", side, ("shoulder", "elbow", "wrist"), flexed=False)


MEASURES: Final[dict[str, Measure]] = {
    "knee_flexion": Measure(Unit.DEGREES, "knee flexion, 0 = straight", knee_flexion, legs=True),
    "hip_flexion": Measure(Unit.DEGREES, "apparent hip flexion, 0 = straight", hip_flexion, legs=True),
    "hip_extension": Measure(Unit.DEGREES, "apparent hip extension, + = thigh behind", hip_extension, legs=True),
    "shank_inclination": Measure(Unit.DEGREES, "shank from the vertical, + forward", shank_inclination, legs=True),
    "shoulder_elevation": Measure(Unit.DEGREES, "arm from the trunk, 180 = overhead", shoulder_elevation),
    "elbow_extension": Measure(Unit.DEGREES, "included elbow angle, 180 = straight", elbow_extension),
}
