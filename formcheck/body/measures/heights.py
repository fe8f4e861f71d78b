"""How high one part of the body is above another, in trunk lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body.joints import OTHER
from formcheck.body.measures.base import Measure, trunks
from formcheck.body.reading import Reading, Reason, Unit, Unknown
from formcheck.body.view import ViewLabel

if TYPE_CHECKING:
    from formcheck.body.sight import Sight


def _height(sight: Sight, measure: str, side: str, upper: str, lower: str) -> Reading:
    """How far one landmark lies above another in the picture, in trunk lengths."""
    problem = sight.joints.problem(upper, lower)
    if problem:
        return Unknown(Unit.TRUNKS, *problem)
    return trunks(sight, measure, side, sight.joints.at(lower)[1] - sight.joints.at(upper)[1])


def knee_below_other(sight: Sight, side: str) -> Reading:
    """How far this knee lies below the other one, in trunk lengths."""
    return _height(sight, "knee_below_other", side, f"{OTHER[side]}_knee", f"{side}_knee")


def ankle_below_other(sight: Sight, side: str) -> Reading:
    """How far this ankle lies below the other one, in trunk lengths."""
    return _height(sight, "ankle_below_other", side, f"{OTHER[side]}_ankle", f"{side}_ankle")


def hip_above_knee(sight: Sight, side: str) -> Reading:
    """How far the middle of the hips lies above this knee, in trunk lengths."""
    problem = sight.joints.problem("left_hip", "right_hip", f"{side}_knee")
    if problem:
        return Unknown(Unit.TRUNKS, *problem)
    return trunks(sight, "hip_above_knee", side, sight.joints.at(f"{side}_knee")[1] - sight.joints.mid("hip")[1])


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
    return trunks(sight, "knee_above_low_foot", side, low - sight.joints.at(f"{side}_knee")[1])


def heel_height(sight: Sight, side: str) -> Reading:
    """How far the heel lies above the toes of its own foot, in trunk lengths, from the side."""
    if sight.view.label is not ViewLabel.SIDE:
        return Unknown(Unit.TRUNKS, Reason.WRONG_VIEW)
    return _height(sight, "heel_height", side, f"{side}_heel", f"{side}_foot_index")


MEASURES: Final[dict[str, Measure]] = {
    "knee_below_other": Measure(Unit.TRUNKS, "this knee below the other", knee_below_other, legs=True, both_legs=True),
    "ankle_below_other": Measure(
        Unit.TRUNKS, "this ankle below the other", ankle_below_other, legs=True, both_legs=True
    ),
    "hip_above_knee": Measure(Unit.TRUNKS, "mid-hip above this knee", hip_above_knee, legs=True),
    "knee_above_low_foot": Measure(Unit.TRUNKS, "this knee above its own foot", knee_above_low_foot, legs=True),
    "heel_height": Measure(Unit.TRUNKS, "heel above the toes of its foot", heel_height, legs=True),
}
