"""A person doing the kneeling lunge, as the judge is told of it: moments whose answer is known by thought.

A script is a list of (seconds, stance): the person swings from each stance to the next in so many seconds.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from formcheck.body.moment import Moment
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import View, ViewLabel, label_of
from formcheck.pose.landmarks import OTHER
from tests.support.signals import swing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


@dataclass(frozen=True)
class Stance:
    """A posture, in the measures of the movement file.

    ``drop`` is how far the rear knee lies below the front one, ``hip`` how far the hips lie above the rear knee,
    ``lift`` how far the rear knee is off its foot, ``seat`` how far the hips are over the feet with that knee down
    (trunk lengths).
    """

    front: float = 90.0
    drop: float = 0.7
    hip: float = 0.8
    lift: float = 0.02
    seat: float = 0.7
    trunk: float = 2.0
    lean: float = 0.0
    arm: float = 15.0
    elbow: float = 170.0
    over_toe: float = 0.1
    shank: float = 4.0
    twist: float = 0.0
    heel: float = 0.02
    yaw: float = -90.0


KNEELING = Stance()
STANDING = Stance(front=4.0, drop=0.0, hip=0.9, lift=0.9)
STRIDE = Stance(front=35.0, drop=0.05, hip=0.85, lift=0.8)

Script = list[tuple[float, Stance]]


def rocks(number: int = 5, deep: float = 18.0, period_s: float = 3.0, base: Stance = KNEELING) -> Script:
    """So many rocks forward and back, with a short rest before each."""
    forward = replace(base, front=base.front + deep)
    return [(0.6, base), (period_s / 2, forward), (period_s / 2, base)] * number


def get_down(base: Stance = KNEELING, wait_s: float = 1.6) -> Script:
    """Walk in for two seconds, kneel, and wait for the rocks to begin."""
    walk = [(0.4, STRIDE if n % 2 else STANDING) for n in range(5)]
    return [(at_s, replace(stance, yaw=base.yaw)) for at_s, stance in walk] + [(1.4, base), (wait_s, base)]


def stand_up(base: Stance = KNEELING) -> Script:
    """Get up and stand for three seconds."""
    standing = replace(STANDING, yaw=base.yaw)
    return [(1.2, standing), (3.0, standing)]


def whole_set(base: Stance = KNEELING, *, number: int = 5, hold_s: float = 8.0, arm: float = 15.0) -> Script:
    """Return the exercise as it is meant: down, five rocks, a hold, up again."""
    raised = replace(base, arm=arm)
    to_raise = [(1.0, raised)] if arm != base.arm else []
    return [*get_down(base), *rocks(number, base=base), *to_raise, (hold_s, raised), *stand_up(base)]


def view_of(yaw_deg: float) -> View:
    """Return the view of a person turned so."""
    label = label_of(yaw_deg)
    near = None if label in {ViewLabel.FRONT, ViewLabel.BACK} else ("left" if yaw_deg > 0 else "right")
    return View(label, near, yaw_deg, 4.0)


def moment(time_s: float, stance: Stance = KNEELING, side: str = "right", sigma: float = 3.0) -> Moment:
    """One moment in a stance; ``side`` is that of the rear knee."""
    front = OTHER[side]
    view = view_of(stance.yaw)
    sideways = view.label not in {ViewLabel.FRONT, ViewLabel.BACK}
    frontal = view.label in {ViewLabel.FRONT, ViewLabel.OBLIQUE}
    across = view.label is not ViewLabel.SIDE

    def degrees(value: float, *, seen: bool = True) -> Reading:
        return Measured(value, Unit.DEGREES, sigma) if seen else Unknown(Unit.DEGREES, Reason.WRONG_VIEW)

    def trunks(value: float) -> Reading:
        return Measured(value, Unit.TRUNKS, 0.04)

    toward_left = stance.lean if front == "left" else -stance.lean
    readings: dict[str, Reading] = {
        "trunk_inclination": degrees(stance.trunk, seen=sideways),
        "lateral_lean": degrees(toward_left, seen=across),
        "trunk_twist": degrees(stance.twist, seen=across),
        "seat_over_feet": trunks(stance.seat + 0.9 * stance.lift),
        # ... and the hips go forward by a trunk's length over 80 degrees of it.
        "hips_ahead": trunks(stance.front / 80.0) if not across else Unknown(Unit.TRUNKS, Reason.WRONG_VIEW),
    }
    for this, is_front in ((front, True), (side, False)):
        readings |= {
            # A rock forward opens the knee on the floor about as much as it bends the one in front.
            f"{this}_knee_flexion": degrees(stance.front if is_front else 185.0 - stance.front),
            f"{this}_knee_below_other": trunks(-stance.drop if is_front else stance.drop),
            f"{this}_leg_below_other": trunks(-stance.drop if is_front else stance.drop),
            f"{this}_knee_bend": degrees(stance.front if is_front else 185.0 - stance.front),
            f"{this}_hips_over_ankle": trunks(stance.hip),
            f"{this}_hip_above_knee": trunks(stance.hip - (stance.drop if is_front else 0.0)),
            f"{this}_knee_above_low_foot": trunks(0.9 if is_front else stance.lift),
            f"{this}_hip_extension": degrees(10.0, seen=sideways),
            f"{this}_shoulder_elevation": degrees(15.0 if is_front else stance.arm),
            f"{this}_elbow_extension": degrees(stance.elbow),
            f"{this}_lateral_lean": degrees(stance.lean if is_front else -stance.lean, seen=across),
            f"{this}_heel_height": trunks(stance.heel),
            f"{this}_knee_over_toe": (
                Measured(stance.over_toe, Unit.FEET, 0.08) if frontal else Unknown(Unit.FEET, Reason.WRONG_VIEW)
            ),
            f"{this}_frontal_plane_projection": degrees(stance.shank, seen=frontal),
        }
    return Moment(time_s, view, readings)


def nobody(time_s: float) -> Moment:
    """Return a moment in which nobody was found."""
    return Moment(time_s, trouble=Reason.NO_PERSON)


def length_s(script: Script) -> float:
    """How long a script takes."""
    return sum(seconds for seconds, _ in script)


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
    script: Script,
    side: str = "right",
    *,
    fps: float = 15.0,
    noise: float = 0.0,
    drop: float = 0.0,
    away: Iterable[tuple[float, float]] = (),
    start_s: float = 0.0,
    seed: int = 1,
) -> list[Moment]:
    """Film a script: ``noise`` in degrees, ``drop`` the share of lost frames, ``away`` spans with nobody there."""
    random = np.random.default_rng(seed)
    stance_at = at(script)
    moments = []
    for number in range(int(length_s(script) * fps)):
        time_s = number / fps
        lost, shake, sway = random.random() < drop, *(noise * random.standard_normal(2))
        if lost:
            continue
        if any(start <= time_s <= end for start, end in away):
            moments.append(nobody(start_s + time_s))
            continue
        stance = stance_at(time_s)
        stance = replace(stance, front=stance.front + float(shake), trunk=stance.trunk + float(sway))
        moments.append(moment(start_s + time_s, stance, side))
    return moments


def mirrored(moments: Iterable[Moment]) -> list[Moment]:
    """Return the same person seen in a mirror."""

    def other(name: str) -> str:
        side, _, rest = name.partition("_")
        return f"{OTHER[side]}_{rest}" if side in OTHER else name

    def flipped(name: str, reading: Reading) -> Reading:
        if isinstance(reading, Measured) and name in {"lateral_lean", "trunk_twist"}:
            return replace(reading, value=-reading.value)
        return reading

    return [
        Moment(
            m.time_s,
            view_of(-m.view.yaw_deg) if m.view.yaw_deg is not None else m.view,
            {other(name): flipped(name, reading) for name, reading in m.readings.items()},
            m.trouble,
        )
        for m in moments
    ]
