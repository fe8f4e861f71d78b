"""How high one part of the body is above another, in trunk lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body.measures.base import Measure, trunks
from formcheck.body.measures.proportions import slid_knee
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import ViewLabel
from formcheck.pose.landmarks import OTHER, SIDES

if TYPE_CHECKING:
    from formcheck.body.sight import Sight

FROM_AHEAD: Final = frozenset({ViewLabel.FRONT, ViewLabel.OBLIQUE})
FROM_BEHIND: Final = frozenset({ViewLabel.BACK, ViewLabel.BACK_OBLIQUE})

KNEELING_SEAT: Final = (0.58, 1.15)
"""On one knee the hips are so far over the middle of the feet in the picture, trunk lengths (rendered people, seen from
0.4 to 2 m high: 0.64 to 1.1 in lunges; sitting 0.57 or less, standing 1.2 or more) ..."""

KNEELING_LEG_MOST: Final = 1.28
"""... and no further over the foot of the leg that is seen; standing 1.3 or more."""

KNEELING_KNEE_LEAST: Final = {True: 0.25, False: -0.05}
"""... and so far over its knee, from behind or not: on a chair 0.2 or less; from ahead a thigh points at the camera."""

UPRIGHT_LEAST: Final = 0.75
"""The shoulders are so far over the hips: on all fours they are not."""

HIDDEN_TRUNKS: Final = 0.5
"""How far apart the knees are taken to be where one is hidden: what a lunge seen from ahead shows."""

HIDDEN_SIGMA: Final = 0.2

UP_TRUNKS: Final = 0.8
"""The model's guess of a foot that is hidden is taken for what it says when it is so far up: of legs that stand side by
side it guesses the hidden one beside the other."""

GUESSED_SIGMA: Final = 0.3

LOW_FOOT_OFF_DEG: Final = 25.0
"""So far off the side a foot on the floor behind its knee seems a fifth of a trunk lower to a camera at 1.4 m."""


def _height(sight: Sight, measure: str, side: str, upper: str, lower: str) -> Reading:
    """How far one landmark lies above another in the picture, in trunk lengths."""
    problem = sight.joints.problem(upper, lower)
    if problem:
        return Unknown(Unit.TRUNKS, *problem)
    return trunks(sight, measure, side, sight.joints.at(lower)[1] - sight.joints.at(upper)[1])


def knee_below_other(sight: Sight, side: str) -> Reading:
    """How far this knee lies below the other one, in trunk lengths."""
    return _height(sight, "knee_below_other", side, f"{OTHER[side]}_knee", f"{side}_knee")


def leg_below_other(sight: Sight, side: str) -> Reading:
    """How far the knee of this leg lies below the other's, in trunk lengths, be it that one of them is hidden.

    Of somebody upright on one knee the body hides the front leg from behind, and the front leg the other from ahead:
    which one is hidden tells which one is down.
    """
    seen = knee_below_other(sight, side)
    if isinstance(seen, Measured) or sight.view.label not in FROM_AHEAD | FROM_BEHIND:
        return seen
    legs = [leg for leg in SIDES if sight.joints.problem(f"{leg}_knee", f"{leg}_ankle") is None]
    if seen.reason is not Reason.NOT_VISIBLE or len(legs) != 1 or not _on_one_knee(sight, legs[0]):
        return seen
    down = legs[0] if sight.view.label in FROM_BEHIND else OTHER[legs[0]]
    return Measured(HIDDEN_TRUNKS if side == down else -HIDDEN_TRUNKS, Unit.TRUNKS, HIDDEN_SIGMA)


def _on_one_knee(sight: Sight, leg: str) -> bool:
    """Whether the leg that is seen, and the trunk over it, are those of somebody upright on one knee."""
    joints, trunk_px = sight.joints, sight.figure.trunk_px
    if joints.problem("left_hip", "right_hip", "left_shoulder", "right_shoulder"):
        return False
    hips = joints.mid("hip")[1]
    low, high = KNEELING_SEAT
    knee_least = KNEELING_KNEE_LEAST[sight.view.label in FROM_BEHIND]
    return (
        low <= (joints.mid("ankle")[1] - hips) / trunk_px <= high
        and (joints.at(f"{leg}_ankle")[1] - hips) / trunk_px <= KNEELING_LEG_MOST
        and (joints.at(f"{leg}_knee")[1] - hips) / trunk_px >= knee_least
        and (hips - joints.mid("shoulder")[1]) / trunk_px >= UPRIGHT_LEAST
    )


def ankle_below_other(sight: Sight, side: str) -> Reading:
    """How far this ankle lies below the other one, in trunk lengths."""
    return _height(sight, "ankle_below_other", side, f"{OTHER[side]}_ankle", f"{side}_ankle")


def foot_below_other(sight: Sight, side: str) -> Reading:
    """How far this ankle lies below the other one, in trunk lengths, be it that the higher one is hidden.

    A foot put up on something ahead is hidden by the body from behind, and by the other leg from the side.
    """
    seen = ankle_below_other(sight, side)
    if isinstance(seen, Measured) or seen.reason is not Reason.NOT_VISIBLE:
        return seen
    hidden = [leg for leg in SIDES if sight.joints.problem(f"{leg}_ankle")]
    below_px = sight.joints.at(f"{side}_ankle")[1] - sight.joints.at(f"{OTHER[side]}_ankle")[1]
    higher = OTHER[side] if below_px > 0 else side
    if hidden != [higher] or abs(below_px) < UP_TRUNKS * sight.figure.trunk_px:
        return seen
    return Measured(below_px / sight.figure.trunk_px, Unit.TRUNKS, GUESSED_SIGMA)


def hip_above_knee(sight: Sight, side: str) -> Reading:
    """How far the middle of the hips lies above this knee, in trunk lengths."""
    problem = sight.joints.problem("left_hip", "right_hip", f"{side}_knee") or slid_knee(sight, side)
    if problem:
        return Unknown(Unit.TRUNKS, *problem)
    return trunks(sight, "hip_above_knee", side, sight.joints.at(f"{side}_knee")[1] - sight.joints.mid("hip")[1])


def knee_above_low_foot(sight: Sight, side: str) -> Reading:
    """How far this knee lies above the lowest point of its own foot, in trunk lengths, from the side.

    Its own foot, because a floor line taken from the other one, nearer to the camera or farther, would be
    wrong by up to a third of a trunk.
    """
    if sight.view.label is not ViewLabel.SIDE or sight.off_side_deg > LOW_FOOT_OFF_DEG:
        # From the front the foot behind the knee seems higher, from behind lower, by up to half a trunk.
        return Unknown(Unit.TRUNKS, Reason.WRONG_VIEW)
    foot = tuple(f"{side}_{joint}" for joint in ("ankle", "heel", "foot_index"))
    problem = sight.joints.problem(f"{side}_knee", *foot) or slid_knee(sight, side)
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
    "leg_below_other": Measure(
        Unit.TRUNKS,
        "this knee below the other, one of them seen or both",
        leg_below_other,
        legs=True,
        both_legs=True,
    ),
    "ankle_below_other": Measure(
        Unit.TRUNKS, "this ankle below the other", ankle_below_other, legs=True, both_legs=True
    ),
    "foot_below_other": Measure(
        Unit.TRUNKS,
        "this ankle below the other, the higher one seen or not",
        foot_below_other,
        legs=True,
        both_legs=True,
    ),
    "hip_above_knee": Measure(Unit.TRUNKS, "mid-hip above this knee", hip_above_knee, legs=True),
    "knee_above_low_foot": Measure(Unit.TRUNKS, "this knee above its own foot", knee_above_low_foot, legs=True),
    "heel_height": Measure(Unit.TRUNKS, "heel above the toes of its foot", heel_height, legs=True),
}
