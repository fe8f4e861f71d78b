"""How far parts of the body are above the floor, in trunk lengths: of the flesh, so that what rests there has 0.

The floor under a side is the lowest of what may rest on it: its knee, ankle, heel and toes. The same side,
because a floor line taken from the other leg, nearer to the camera or farther, is wrong by up to half a trunk.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from formcheck.body.measures.base import FRONTAL, Measure, joined, model_sigma
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import ViewLabel
from formcheck.pose.landmarks import OTHER, SIDES

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.body.sight import Sight

FLESH_TRUNKS: Final = {
    "knee": 0.13,
    "ankle": 0.07,
    "heel": 0.09,
    "foot_index": 0.04,
    "elbow": 0.09,
    "wrist": 0.065,
}
"""How far each landmark is above the floor that the part rests on (the bodies of the studio: knee 0.11 to 0.15,
ankle 0.05 to 0.10, heel 0.08 to 0.12, toes 0.025 to 0.08, elbow 0.08 to 0.11, wrist 0.06 to 0.07)."""

RESTING: Final = ("knee", "ankle", "heel", "foot_index")
"""What of a side may rest on the floor: one of a leg's parts always does while the leg is down."""

RAISED_TRUNKS: Final = 0.6
"""A leg whose lowest part is so much above the other's is up on something: the floor is the other's. Knees that
are wide, seen by a low camera from near, differ by half a trunk."""

OTHER_FLOOR_TRUNKS: Final = 0.25
"""What the floor of the other leg is worth under this one."""

HALF_FLOOR_TRUNKS: Final = 0.2
"""What the floor under a hand that reaches forward is worth, where only one of the two is seen between which it lies
(on rendered people off by 0.1 to 0.3; between both, by 0.13 at most in nine of ten)."""

DEPTH_TRUNKS: Final = 0.3
"""What the picture of the floor rises from a part to another one trunk further back, for the cameras of the
domain (0.4 to 1.0 m high, 2.5 to 3.5 m away)."""


def floor_under(sight: Sight, side: str) -> tuple[float, float] | Unknown:
    """Find the floor under a side of the body.

    Returns
    -------
    Its height in the picture (pixels, y down) and what that is worth (trunk lengths); unknown where neither
    leg can be relied on.
    """
    own, other = _lowest(sight, side), _lowest(sight, OTHER[side])
    raised_px = RAISED_TRUNKS * sight.figure.trunk_px
    if own is not None and (other is None or other - own < raised_px):
        return own, 0.0
    if other is not None:
        return other, OTHER_FLOOR_TRUNKS
    return Unknown(Unit.TRUNKS, Reason.NO_FLOOR)


def _lowest(sight: Sight, side: str) -> float | None:
    """Give the lowest flesh of a leg, pixels; None where its knee or its foot cannot be relied on."""
    if sight.joints.problem(f"{side}_knee") and sight.joints.problem(f"{side}_ankle"):
        return None
    seen = [part for part in RESTING if not sight.joints.problem(f"{side}_{part}")]
    return max(_bottom(sight, side, part) for part in seen)


def _bottom(sight: Sight, side: str, part: str) -> float:
    """Where the flesh of a part ends below, pixels, y down."""
    return sight.joints.at(f"{side}_{part}")[1] + FLESH_TRUNKS[part] * sight.figure.trunk_px


def _clearance(measure: str, *parts: str) -> Callable[[Sight, str], Reading]:
    """Make the measure of how far the lowest of some parts of a side is above the floor."""

    def of_side(sight: Sight, side: str) -> Reading:
        problem = sight.joints.problem(*(f"{side}_{part}" for part in parts))
        if problem:
            return Unknown(Unit.TRUNKS, *problem)
        if sight.view.label in FRONTAL or sight.view.label is ViewLabel.UNKNOWN:
            # What is in front of the knees seems lower from the front, and higher from behind.
            return Unknown(Unit.TRUNKS, Reason.WRONG_VIEW)
        floor = floor_under(sight, side)
        if isinstance(floor, Unknown):
            return floor
        floor_px, floor_sigma = floor
        bottom = max(_bottom(sight, side, part) for part in parts)
        return _above(sight, measure, side, floor_px - bottom, floor_sigma)

    of_side.__doc__ = f"How far the {' or the '.join(parts)} of a side is above the floor, in trunk lengths."
    return of_side


def support_hand_height(sight: Sight, side: str) -> Reading:
    """How far the wrist is above the floor under this side's knee, in trunk lengths, sitting with both legs laid down.

    The shin of the front leg lies across: its foot is a trunk to the other side, and from a camera that looks down its
    floor lies up to half a trunk higher or lower in the picture. The knee lies as far outward as the hand beside it.
    """
    knee = f"{side}_knee"
    if not sight.joints.problem(knee):
        return _hand_height(sight, side, (_bottom(sight, side, "knee"), 0.0))
    return _hand_height(sight, side, floor_under(sight, side))


def reaching_hand_height(sight: Sight, side: str) -> Reading:
    """How far the wrist is above the floor that it reaches for, in trunk lengths, sitting with both legs laid down.

    That floor lies between the knee of its own side and the foot of the other leg, whose shin lies across in front.
    """
    resting = ((side, "knee"), (OTHER[side], "ankle"))
    seen = [_bottom(sight, *place) for place in resting if not sight.joints.problem("_".join(place))]
    if not seen:
        return _hand_height(sight, side, floor_under(sight, side))
    worth = 0.0 if len(seen) == len(resting) else HALF_FLOOR_TRUNKS
    return _hand_height(sight, side, (sum(seen) / len(seen), worth))


def _hand_height(sight: Sight, side: str, floor: tuple[float, float] | Unknown) -> Reading:
    """How far a wrist is above the floor, given where that is in the picture and what that is worth."""
    problem = sight.joints.problem(f"{side}_wrist")
    if problem:
        return Unknown(Unit.TRUNKS, *problem)
    if sight.view.label in FRONTAL or sight.view.label is ViewLabel.UNKNOWN:
        return Unknown(Unit.TRUNKS, Reason.WRONG_VIEW)
    if isinstance(floor, Unknown):
        return floor
    floor_px, floor_sigma = floor
    return _above(sight, "wrist_height", side, floor_px - _bottom(sight, side, "wrist"), floor_sigma)


def _above(sight: Sight, measure: str, side: str, length_px: float, floor_sigma: float) -> Measured:
    trunk_px = sight.figure.trunk_px
    scatter = math.sqrt(2.0) * sight.figure.noise_px / trunk_px
    sigma = joined(scatter, model_sigma(sight, measure, side), floor_sigma, off_side_cost(sight))
    return Measured(length_px / trunk_px, Unit.TRUNKS, sigma)


def off_side_cost(sight: Sight) -> float:
    """Give what a view off the side costs a height above the floor, trunk lengths."""
    return DEPTH_TRUNKS * math.sin(math.radians(min(90.0, sight.off_side_deg)))


def _middle_height(measure: str, joint: str) -> Callable[[Sight], Reading]:
    """Make the measure of how far the middle of a pair of joints is above the floor; of the joint, not its flesh."""

    def of_body(sight: Sight) -> Reading:
        near = sight.near
        sides = (near,) if near else SIDES
        problem = sight.joints.problem(*(f"{side}_{joint}" for side in sides))
        if problem:
            return Unknown(Unit.TRUNKS, *problem)
        if sight.view.label is ViewLabel.UNKNOWN:
            return Unknown(Unit.TRUNKS, Reason.VIEW_UNKNOWN)
        floors = [floor for side in sides if not isinstance(floor := floor_under(sight, side), Unknown)]
        if not floors:
            return Unknown(Unit.TRUNKS, Reason.NO_FLOOR)
        # From the side both are taken of the near side, at the same distance from the camera.
        height_px = sum(sight.joints.at(f"{side}_{joint}")[1] for side in sides) / len(sides)
        floor_px = sum(floor for floor, _ in floors) / len(floors)
        return _above(sight, measure, "", floor_px - height_px, max(sigma for _, sigma in floors))

    of_body.__doc__ = f"How far the {joint}s are above the floor, in trunk lengths."
    return of_body


MEASURES: Final[dict[str, Measure]] = {
    "wrist_height": Measure(Unit.TRUNKS, "wrist above the floor, 0 = resting", _clearance("wrist_height", "wrist")),
    "support_hand_height": Measure(
        Unit.TRUNKS, "wrist beside a leg laid down, above the floor under that leg's knee", support_hand_height
    ),
    "reaching_hand_height": Measure(
        Unit.TRUNKS, "wrist above the floor between its side's knee and the other foot", reaching_hand_height
    ),
    "elbow_height": Measure(Unit.TRUNKS, "elbow above the floor, 0 = resting", _clearance("elbow_height", "elbow")),
    "knee_height": Measure(
        Unit.TRUNKS, "knee above the floor, 0 = resting", _clearance("knee_height", "knee"), legs=True
    ),
    "ankle_height": Measure(
        Unit.TRUNKS, "ankle above the floor, 0 = resting", _clearance("ankle_height", "ankle"), legs=True
    ),
    "foot_height": Measure(
        Unit.TRUNKS,
        "lowest of heel and toes above the floor, 0 = resting",
        _clearance("foot_height", "heel", "foot_index"),
        legs=True,
    ),
    "shoulder_height": Measure(
        Unit.TRUNKS, "shoulders above the floor", of_body=_middle_height("shoulder_height", "shoulder")
    ),
    "hip_height": Measure(Unit.TRUNKS, "hips above the floor", of_body=_middle_height("hip_height", "hip")),
}
