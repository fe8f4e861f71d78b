"""A person doing the standing stretch, as the judge is told of it: moments whose answer is known by thought.

A script is a list of (seconds, stance), as in :mod:`tests.support.lunge`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from formcheck.body.moment import Moment
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import ViewLabel
from formcheck.pose.landmarks import OTHER
from tests.support.lunge import view_of
from tests.support.signals import swing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Stance:
    """A posture, in the measures of the movement file.

    ``up`` is how far the raised ankle is above the other, ``head`` how far the nose is above the hips (trunk
    lengths), ``apart`` how far the raised leg points outward of where the pelvis faces. The yaw is that of a person
    with the right foot up: -90 has that side toward the camera.
    """

    up: float = 1.0
    apart: float = 0.0
    trunk: float = 3.0
    ankle: float = 80.0
    knee: float = 6.0
    head: float = 1.4
    yaw: float = -90.0


TURNED = Stance()
FACING = Stance(apart=88.0, yaw=0.0)
FEET_DOWN = Stance(up=0.0)
HINGED = replace(TURNED, trunk=48.0)
PULLED, POINTED = replace(HINGED, ankle=74.0), replace(HINGED, ankle=120.0)

Script = list[tuple[float, Stance]]


def foot_up(base: Stance = TURNED, wait_s: float = 1.6) -> Script:
    """Stand, put the foot up, and wait for what comes."""
    return [(1.0, replace(base, up=0.0, apart=0.0)), (1.0, base), (wait_s, base)]


def facing_hinges(number: int = 3) -> Script:
    """So many small hinges with the leg out to the side, seen from the front."""
    down = replace(FACING, trunk=30.0, head=1.2)
    return [(1.3, down), (1.3, FACING), (0.4, FACING)] * number


def turn(base: Stance = TURNED) -> Script:
    """Turn to the foot and wait."""
    return [(2.0, base), (1.2, base)]


def hinges(number: int = 5, base: Stance = TURNED) -> Script:
    """So many hinges, all of which come back."""
    return [(1.3, replace(base, trunk=48.0)), (1.3, base), (0.4, base)] * number


def last_hinge(base: Stance = TURNED) -> Script:
    """One more hinge, which stays where it is, and the toes on their way to the pumps."""
    return [(1.3, replace(base, trunk=48.0)), (0.8, replace(base, trunk=48.0)), (0.5, replace(PULLED, yaw=base.yaw))]


def pumps(number: int = 5, base: Stance = PULLED) -> Script:
    """So many pumps, all of which come back."""
    return [(0.75, replace(base, ankle=120.0)), (0.75, base), (0.2, base)] * number


def last_pump(base: Stance = PULLED) -> Script:
    """One more pump, which stays pointed."""
    return [(0.75, replace(base, ankle=120.0))]


def two_holds(each_s: float = 4.0, base: Stance = PULLED) -> Script:
    """Fold closer with the toes pointed, hold, pull them back, hold."""
    closer = replace(base, ankle=120.0, trunk=base.trunk + 5.0)
    back = replace(closer, ankle=66.0)
    return [(0.8, closer), (each_s, closer), (0.8, back), (each_s, back)]


def come_up(base: Stance = TURNED) -> Script:
    """Come up, and take the foot down."""
    return [(1.4, base), (1.0, replace(base, up=0.0)), (1.0, replace(base, up=0.0))]


def whole_set(base: Stance = TURNED) -> Script:
    """Return the second part as it is meant: five hinges, five pumps on top of the last, both holds, and down again."""
    pulled = replace(PULLED, yaw=base.yaw)
    return [
        *foot_up(base),
        *hinges(4, base),
        *last_hinge(base),
        *pumps(4, pulled),
        *last_pump(pulled),
        *two_holds(base=pulled),
        *come_up(base),
    ]


def moment(time_s: float, stance: Stance = TURNED, side: str = "right") -> Moment:
    """One moment in a stance; ``side`` is that of the raised foot."""
    view = view_of(stance.yaw if side == "right" else -stance.yaw)
    from_side = view.label not in {ViewLabel.FRONT, ViewLabel.BACK}
    from_front = view.label is ViewLabel.FRONT

    def degrees(value: float, sigma: float = 3.0, *, seen: bool = True) -> Reading:
        return Measured(value, Unit.DEGREES, sigma) if seen else Unknown(Unit.DEGREES, Reason.WRONG_VIEW)

    def trunks(value: float, *, seen: bool = True) -> Reading:
        return Measured(value, Unit.TRUNKS, 0.03) if seen else Unknown(Unit.TRUNKS, Reason.WRONG_VIEW)

    readings: dict[str, Reading] = {
        "trunk_inclination": degrees(stance.trunk, seen=from_side),
        "head_sinking": trunks(-stance.head, seen=from_front),
        "seat_over_feet": trunks(1.6 - stance.up / 2),
        "standing_over_feet": trunks(1.6),
        "rounding_index": Measured(0.1, Unit.RATIO, 0.1) if from_side else Unknown(Unit.RATIO, Reason.WRONG_VIEW),
    }
    for this, raised in ((side, True), (OTHER[side], False)):
        readings |= {
            f"{this}_ankle_below_other": trunks(-stance.up if raised else stance.up),
            f"{this}_foot_below_other": trunks(-stance.up if raised else stance.up),
            f"{this}_foot_up_side_on": trunks(-stance.up if raised else stance.up, seen=view.label is ViewLabel.SIDE),
            f"{this}_foot_up_end_on": trunks(
                -stance.up if raised else stance.up, seen=view.label is not ViewLabel.SIDE
            ),
            f"{this}_hips_over_ankle": trunks(1.6 - stance.up if raised else 1.6),
            f"{this}_leg_elevation": degrees(-90.0 + 60.0 * min(1.0, stance.up) if raised else -90.0),
            f"{this}_leg_direction": degrees(stance.apart if raised else 0.0, 10.0),
            f"{this}_knee_flexion": degrees(stance.knee),
            f"{this}_ankle_angle": degrees(stance.ankle if raised else 90.0, seen=from_side),
            f"{this}_surface_height": trunks(-0.5),
            f"{this}_foot_from_vertical": degrees(10.0),
            f"{this}_foot_direction": degrees(5.0),
            f"{this}_hip_offset": trunks(0.0),
        }
    return Moment(time_s, view, readings)


def at(script: Sequence[tuple[float, Stance]]) -> Callable[[float], Stance]:
    """Return the stance at each time; the first one of the script is taken up at time 0."""
    ends = np.cumsum([seconds for seconds, _ in script])

    def stance_at(time_s: float) -> Stance:
        number = min(int(np.searchsorted(ends, time_s)), len(script) - 1)
        before, after = script[max(0, number - 1)][1], script[number][1]
        share = swing(1.0 - (float(ends[number]) - time_s) / script[number][0])
        mixed = {
            f.name: getattr(before, f.name) + share * (getattr(after, f.name) - getattr(before, f.name))
            for f in fields(Stance)
        }
        return Stance(**mixed)

    return stance_at


def filmed(
    script: Script, side: str = "right", *, fps: float = 15.0, noise: float = 0.4, seed: int = 1
) -> list[Moment]:
    """Film a script; ``noise`` in degrees, on the trunk and the ankle."""
    random = np.random.default_rng(seed)
    stance_at = at(script)
    moments = []
    for number in range(int(sum(seconds for seconds, _ in script) * fps)):
        stance = stance_at(number / fps)
        shake, sway = noise * random.standard_normal(2)
        shaken = replace(stance, ankle=stance.ankle + float(shake), trunk=stance.trunk + float(sway))
        moments.append(moment(number / fps, shaken, side))
    return moments


def begins_s(script: Script, number: int) -> float:
    """When the step of that number begins."""
    return sum(seconds for seconds, _ in script[:number])
