"""What the movements share: an act, standing and kneeling, repetitions with their little differences."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

from sample_videos.studio.faults import Faults
from sample_videos.studio.pose_ik import two_bones
from sample_videos.studio.posture import Limb, Posture, Torso, blend
from sample_videos.studio.skeleton import SIDES, SIGN, Skeleton, TorsoPoints, inclined
from sample_videos.studio.timing import Score, Wobble
from sample_videos.studio.vectors import UP, Floats, cross, turn_x, turn_y, unit, vec

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Side = Literal["left", "right", "both"]
Values = dict[str, float]

BOUNCE_HZ = 2.2
"""Pace of bouncing at the end of a stretch."""
BOUNCE_S = 1.3
TIP_AT = 0.92
"""Where a raised foot stands, share of the way from the ankle to the tip of its (stiff) toes."""


@dataclass(frozen=True, slots=True)
class Act:
    """One movement on one side, as it is performed.

    Attributes
    ----------
    movement
        One of the names in :data:`sample_videos.studio.movements.PERFORMED`.
    side
        The side that is worked: M2 the leg in front, M3 the knee that is down, M4 the foot that is up;
        M1 works both.
    faults
        What is done badly.
    reps
        Repetitions that are meant.
    rep_s
        Seconds of a repetition, there and back.
    hold_s
        Seconds of a hold.
    depth
        How far this person goes, 1 the usual.
    surface
        M4: height of the surface against the hip joints, trunk lengths, down is negative.
    facing_part
        M4: whether the first part, facing forward, is shown; else it starts turned to the foot.
    gets_in, gets_out
        Whether the person is seen getting into position from standing, and out of it.
    still_s
        How long the start position is held still before the first repetition.
    activity
        Of ``other``: which.
    """

    movement: str
    side: Side
    faults: Faults = field(default_factory=Faults)
    reps: int = 5
    rep_s: float = 2.7
    hold_s: float = 7.0
    depth: float = 1.0
    surface: float = -0.6
    facing_part: bool = True
    gets_in: bool = True
    gets_out: bool = True
    still_s: float = 1.6
    activity: str = ""

    @property
    def reps_done(self) -> int:
        """Repetitions that are really performed."""
        return max(1, self.reps - self.faults.reps_missing)

    @property
    def rep_seconds(self) -> float:
        """Seconds of a repetition as it is really performed."""
        return self.rep_s / max(1.0, self.faults.too_fast)

    @property
    def hold_seconds(self) -> float:
        """Seconds of a hold as it is really performed."""
        return max(0.8, self.hold_s - self.faults.hold_cut_s)


@dataclass(frozen=True, slots=True)
class Block:
    """A thing to rest a foot on, seen from the act's own origin: (3,) lowest and highest corner."""

    low: tuple[float, float, float]
    high: tuple[float, float, float]


class Movement(Protocol):
    """What a movement's module gives: how it goes over time, and the posture at any moment."""

    def perform(self, score: Score, act: Act, rng: np.random.Generator) -> None:
        """Write the movement into a score."""

    def posture(self, skeleton: Skeleton, values: Values, act: Act) -> Posture:
        """Posture for channel values, worked side as in the canonical form (see each module)."""


# ---------------------------------------------------------------------- limbs


def hanging_arms(skeleton: Skeleton, points: TorsoPoints, *, forward_m: float = 0.04) -> tuple[Limb, Limb]:
    """Arms by the sides."""
    left, right = (
        Limb(
            end=points.shoulders[i] + vec(SIGN[s] * 0.07, -0.965 * skeleton.arm, forward_m),
            pole=vec(SIGN[s] * 0.4, 0, -1),
        )
        for i, s in enumerate(SIDES)
    )
    return left, right


def hand_on_hip(skeleton: Skeleton, points: TorsoPoints, side: int, facing: Floats) -> Limb:
    """One hand on the hip, elbow out."""
    sign = SIGN[SIDES[side]]
    middle = points.hips.mean(axis=0)
    at = middle + facing @ vec(sign * (skeleton.contacts.waist + 0.015), 0.115, 0.035)
    return Limb(end=at, pole=facing @ vec(sign, 0.0, -0.55))


def palm_down(sign: float, toward: Floats) -> Floats:
    """Frame of a hand that lies flat, fingers pointing somewhere (level)."""
    back = -unit(toward)
    across = cross(UP, back) * sign  # toward the index finger
    return np.stack([across, back, cross(across, back)], axis=1)


def flat_foot(yaw_deg: float = 0.0) -> Floats:
    """Frame of a foot flat on the floor."""
    return turn_y(yaw_deg)


def tipped_foot(skeleton: Skeleton, spot: Floats, pitch_deg: float, yaw_deg: float = 0.0) -> tuple[Floats, Floats]:
    """Ankle and frame of a foot that has rolled up onto its ball.

    Parameters
    ----------
    spot
        (3,) where the ankle would be with the foot flat.
    """
    long = float(skeleton.markers["toe.L"][2] - skeleton.heads["foot.L"][2])
    facing = flat_foot(yaw_deg)
    ball = spot + facing @ vec(0, 0.012 - spot[1], TIP_AT * long)
    tip = facing @ turn_x(pitch_deg)
    return ball + tip @ facing.T @ (spot - ball), tip


def kneeling_leg(knee: Floats, ankle: Floats, hip: Floats, *, pointed_deg: float = 80.0) -> Limb:
    """Give a leg with the knee on the floor and the top of the foot down."""
    middle = (hip + ankle) / 2
    shank = unit(ankle - knee)
    across = unit(cross(UP, -shank))
    y = -shank
    frame = np.stack([across, y, cross(across, y)], axis=1)
    return Limb(end=ankle, pole=knee - middle, turn=frame @ turn_x(pointed_deg), grip=1.0)


def aimed_leg(hip: Floats, knee: Floats, ankle: Floats, turn: Floats) -> Limb:
    """Give a leg whose knee and ankle are both known."""
    along = unit(ankle - hip)
    pole = (knee - hip) - along * ((knee - hip) @ along)
    return Limb(end=ankle, pole=pole, turn=turn, grip=1.0)


# ---------------------------------------------------------------------- whole postures


def standing(skeleton: Skeleton, *, wide: float = 1.0, neck_deg: float = 0.0) -> Posture:
    """Standing tall, arms by the sides."""
    torso = Torso(hips=vec(0, skeleton.hip_height, 0), neck=(neck_deg, 0, 0))
    torso = inclined(skeleton, torso, 0.0)
    points = skeleton.torso_points(torso)
    left, right = (
        Limb(
            end=vec(SIGN[s] * skeleton.hip_half * wide, skeleton.contacts.sole, 0.0),
            pole=vec(SIGN[s] * 0.1, 0, 1),
            turn=flat_foot(SIGN[s] * 6),
            grip=1.0,
        )
        for s in SIDES
    )
    return Posture(torso, (left, right), hanging_arms(skeleton, points))


def split_stance(skeleton: Skeleton, *, front_z: float, rear_z: float, apart: float = 0.12) -> Posture:
    """One foot ahead (left), hips lowered, on the way down to one knee or up from it."""
    hips = vec(0, 0.74 * skeleton.hip_height, 0.35 * front_z + 0.4 * rear_z)
    torso = inclined(skeleton, Torso(hips=hips), 18.0)
    points = skeleton.torso_points(torso)
    front = Limb(vec(apart, skeleton.contacts.sole, front_z), vec(0.05, 0.2, 1), flat_foot(), 1.0)
    ankle, turn = tipped_foot(skeleton, vec(-apart, skeleton.contacts.sole, rear_z), 40.0)
    rear = Limb(ankle, vec(-0.05, -0.6, 1), turn, 1.0)
    thigh = points.shoulders[0] * vec(0.6, 0, 0) + vec(0, 0.62 * skeleton.hip_height, hips[2] + 0.26)
    arms = hanging_arms(skeleton, points, forward_m=0.18)
    return Posture(torso, (front, rear), (Limb(thigh, vec(0.8, 0, -0.6)), arms[1]))


def along_path(path: Sequence[Posture], at: float) -> Posture:
    """Posture on the way through key postures: 0 is the first, 1 the second, and so on."""
    last = len(path) - 1
    if at >= last:
        return path[last]
    i = max(0, int(at))
    return blend(path[i], path[i + 1], at - i)


def _lifted(skeleton: Skeleton, hip: Floats, limb: Limb, low: float) -> Limb:
    """Turn a knee up just so far that it clears a height (by halving)."""

    def knee_height(lift: float) -> float:
        pole = unit(limb.pole) * (1 - lift) + UP * lift
        return float(two_bones(hip, limb.end, pole, skeleton.thigh, skeleton.shank)[0][1])

    if knee_height(0.0) >= low:
        return limb
    down, up = 0.0, 1.0
    for _ in range(14):
        middle = (down + up) / 2
        down, up = (down, middle) if knee_height(middle) >= low else (middle, up)
    return replace(limb, pole=unit(limb.pole) * (1 - up) + UP * up)


def _foot_raised(skeleton: Skeleton, side: str, limb: Limb) -> Limb:
    """Raise a foot that would dip into the floor while it turns over."""
    ankle = skeleton.heads[f"foot.{side}"]
    turn = limb.turn @ skeleton.rest[f"foot.{side}"].T
    marks = [skeleton.markers[f"{part}.{side}"] for part in ("toe", "heel")]
    # Skin may touch the floor, no more: the toe's marker is as thick as it is high at rest.
    lowest = min(float((turn @ (mark - ankle))[1]) for mark in marks)
    dip = float(marks[0][1]) - (float(limb.end[1]) + lowest)
    return replace(limb, end=limb.end + vec(0, max(0.0, dip), 0)) if limb.grip > 0.5 else limb


def off_the_floor(skeleton: Skeleton, posture: Posture) -> Posture:
    """Raise feet and knees that a blend would push through the floor."""
    points = skeleton.torso_points(posture.torso)
    low = min(skeleton.contacts.knee, skeleton.contacts.knee_side) - 0.004
    left, right = (
        _lifted(skeleton, hip, _foot_raised(skeleton, side, limb), low)
        for side, hip, limb in zip(SIDES, points.hips, posture.legs, strict=True)
    )
    return replace(posture, legs=(left, right))


def turned(torso: Torso) -> Floats:
    """Level frame of the way a torso faces."""
    x = torso.pelvis[:, 0] * vec(1, 0, 1)
    x = unit(x)
    return np.stack([x, UP, cross(x, UP)], axis=1)


# ---------------------------------------------------------------------- time


def vary(rng: np.random.Generator, value: float, share: float = 0.06) -> float:
    """No two repetitions are alike."""
    return float(value * np.clip(rng.normal(1, share), 0.8, 1.2))


@dataclass(frozen=True, slots=True)
class RepPlan:
    """A set of repetitions.

    Attributes
    ----------
    name
        What is repeated.
    channel
        Which channel goes to its peak and back.
    count
        How many.
    seconds
        Of one, there and back.
    peaks
        Peak of each, before variation.
    rest
        Value to which the channel comes back.
    last_stays
        Whether the last one is not brought back.
    """

    name: str
    channel: str
    count: int
    seconds: float
    peaks: Callable[[int], float]
    rest: float = 0.0
    last_stays: bool = False
    variation: float = 0.05


def play_reps(score: Score, plan: RepPlan, faults: Faults, rng: np.random.Generator) -> None:
    """Write repetitions into a score: out, a short stay, back, a breath."""
    for k in range(plan.count):
        start = score.now
        seconds = vary(rng, plan.seconds, 0.06)
        peak = plan.rest + (plan.peaks(k) - plan.rest) * (1 - faults.shallow)
        peak = plan.rest + (peak - plan.rest) * float(np.clip(rng.normal(1, plan.variation * 0.6), 0.88, 1.1))
        score.move(seconds * 0.46, **{plan.channel: peak})
        arrived = score.now
        if faults.bouncing:
            size = faults.bouncing * abs(peak - plan.rest) * np.sign(peak - plan.rest)
            score.wobbles.append(Wobble(plan.channel, score.now, score.now + BOUNCE_S, float(size), BOUNCE_HZ))
            score.wait(BOUNCE_S)
        if plan.last_stays and k == plan.count - 1:
            score.rep(plan.name, k + 1, start, arrived)
            return
        score.wait(seconds * 0.08)
        score.move(seconds * 0.46, **{plan.channel: plan.rest + 0.02 * float(rng.normal()) * abs(peak)})
        score.rep(plan.name, k + 1, start, arrived)
        score.wait(vary(rng, 0.28, 0.3))
