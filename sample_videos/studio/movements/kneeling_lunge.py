"""M3, the kneeling lunge: half-kneeling, small rocks forward, an upright hold, then arm up and side bend.

Canonical form: right knee down at the origin, left foot in front, facing z. Channels: ``enter``, ``u``
(rocked forward), ``arm`` (the right arm up), ``bend`` (bent to the left).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sample_videos.studio.pose_ik import distance_for, two_bones
from sample_videos.studio.posture import Limb, Posture, Torso, rounded
from sample_videos.studio.skeleton import inclined
from sample_videos.studio.vectors import Floats, unit, vec

from .common import (
    Act,
    RepPlan,
    Values,
    along_path,
    flat_foot,
    hand_on_hip,
    kneeling_leg,
    off_the_floor,
    play_reps,
    split_stance,
    standing,
    tipped_foot,
    turned,
)

if TYPE_CHECKING:
    from sample_videos.studio.skeleton import Skeleton, TorsoPoints
    from sample_videos.studio.timing import Score

ENTER_STEPS = 2
REST_Z, ROCK_M = -0.02, 0.135
"""Hips over the rear knee at rest, and how far a usual rock brings them forward (for a 0.43 m thigh)."""
SIDE_BEND_DEG = 13.0
KNEE_OUT = 0.04
"""Good form: front knee outward of the ankle, in shank lengths ("toward the little toe")."""
ARM_UP_S, SIDE_HOLD_S = 1.5, 5.0


def perform(score: Score, act: Act, rng: np.random.Generator) -> None:
    """Kneel, rock five times, hold upright, raise the arm and bend, get up."""
    faults = act.faults
    score.set(enter=0.0 if act.gets_in else float(ENTER_STEPS), u=0.0, arm=0.0, bend=0.0)
    if act.gets_in:
        with score.phase("getting_in"):
            score.wait(1.0)
            score.move(1.3, enter=1.0)
            score.wait(0.1)
            score.move(1.5, enter=2.0)
    with score.phase("setup"):
        score.wait(act.still_s)
    with score.phase("rocks"):
        plan = RepPlan(
            name="rock",
            channel="u",
            count=act.reps_done,
            seconds=act.rep_seconds,
            peaks=lambda k: act.depth * (0.94 + 0.03 * (k % 3)),
        )
        play_reps(score, plan, faults, rng)
    if act.hold_s > 0:
        with score.phase("hold"):
            score.move(0.9, u=0.35 * act.depth)
            with score.hold("upright"):
                score.wait(act.hold_seconds)
        with score.phase("reach"):
            score.move(ARM_UP_S, arm=1.0 - faults.arm_not_raised)
            score.move(0.8, bend=1.0)
            with score.hold("side_bend"):
                score.wait(max(0.8, min(SIDE_HOLD_S, act.hold_seconds)))
            score.move(0.8, bend=0.0)
            score.move(1.2, arm=0.0)
        score.move(0.8, u=0.0)
    if act.gets_out:
        with score.phase("getting_out"):
            score.move(1.4, enter=1.0)
            score.move(1.2, enter=0.0)
            score.wait(0.7)


def posture(skeleton: Skeleton, values: Values, act: Act) -> Posture:
    """Posture for the channel values."""
    kneeling = half_kneeling(skeleton, values["u"], values["arm"], values["bend"], act)
    enter = values["enter"]
    if enter >= ENTER_STEPS:
        return kneeling
    front = float(kneeling.legs[0].end[2])
    path = [standing(skeleton), split_stance(skeleton, front_z=front, rear_z=-skeleton.shank * 0.9), kneeling]
    return off_the_floor(skeleton, along_path(path, enter))


def _hips(skeleton: Skeleton, knee: Floats, u: float) -> Floats:
    """Mid-hip over the planted rear knee."""
    ahead = (REST_Z + ROCK_M * u) * skeleton.thigh / 0.43
    across = -skeleton.hip_half - knee[0]
    up = float(np.sqrt(skeleton.thigh**2 - ahead**2 - across**2))
    return vec(0, knee[1] + up, ahead)


def half_kneeling(skeleton: Skeleton, u: float, arm: float, bend: float, act: Act) -> Posture:
    """Give the working posture."""
    faults, c = act.faults, skeleton.contacts
    knee = vec(-0.98 * skeleton.hip_half, c.knee, 0)
    hips = _hips(skeleton, knee, u)
    side = (SIDE_BEND_DEG if not faults.side_bend_wrong_way_deg else -faults.side_bend_wrong_way_deg) * bend
    torso = Torso(
        hips=hips,
        neck=(faults.head_dropped_deg, 0, -faults.torso_twisted_deg * -0.4),
        shrug=(0.0, 26.0 * arm),
        **rounded(faults.rounding_deg * u, side_bend_deg=side * 1.1, twist_deg=-faults.torso_twisted_deg),
    )
    lean = side - faults.side_lean_deg * (1 - bend)
    torso = inclined(skeleton, torso, 1.5 + faults.trunk_lean_deg, lean_deg=lean)
    points = skeleton.torso_points(torso)
    ankle = knee + vec(0, c.instep - c.knee, -_level_shank(skeleton))
    legs = (_front_leg(skeleton, points.hips[0], act), kneeling_leg(knee, ankle, points.hips[1]))
    return Posture(torso, legs, _arms(skeleton, torso, points, arm))


def _level_shank(skeleton: Skeleton) -> float:
    c = skeleton.contacts
    return float(np.sqrt(skeleton.shank**2 - (c.instep - c.knee) ** 2))


def _front_leg(skeleton: Skeleton, hip: Floats, act: Act) -> Limb:
    """Front foot planted where it makes the wanted knee angle at rest; knee where the fault puts it."""
    faults, c = act.faults, skeleton.contacts
    x = 1.12 * skeleton.hip_half
    rest_hip = _hips(skeleton, vec(-0.98 * skeleton.hip_half, c.knee, 0), 0.0) + vec(skeleton.hip_half, 0, 0)
    distance = distance_for(90.0 + faults.knee_angle_off_deg, skeleton.thigh, skeleton.shank)
    ahead = float(np.sqrt(max(0.05, distance**2 - (rest_hip[1] - c.sole) ** 2 - (x - rest_hip[0]) ** 2)))
    ankle = vec(x, c.sole, rest_hip[2] + ahead)
    turn = flat_foot(4.0)
    if faults.heel_up_deg:
        ankle, turn = tipped_foot(skeleton, ankle, faults.heel_up_deg, 4.0)
    wanted = ankle[0] + skeleton.shank * (KNEE_OUT if not faults.knee_caving else -faults.knee_caving)
    return Limb(ankle, _pole_for(skeleton, hip, ankle, wanted), turn, 1.0)


def _pole_for(skeleton: Skeleton, hip: Floats, ankle: Floats, knee_x: float) -> Floats:
    """Direction of the knee that puts it at a sideways place (by halving)."""
    low, high = -2.5, 2.5
    for _ in range(24):
        middle = (low + high) / 2
        knee, _, _ = two_bones(hip, ankle, vec(middle, 0.3, 1), skeleton.thigh, skeleton.shank)
        low, high = (middle, high) if knee[0] < knee_x else (low, middle)
    return unit(vec((low + high) / 2, 0.3, 1))


def _arms(skeleton: Skeleton, torso: Torso, points: TorsoPoints, arm: float) -> tuple[Limb, Limb]:
    """Hands on the hips; the right one goes up, out to the side and overhead."""
    facing = turned(torso)
    left = hand_on_hip(skeleton, points, 0, facing)
    hip = hand_on_hip(skeleton, points, 1, facing)
    shoulder = points.shoulders[1]
    up = unit(points.mid_shoulder - points.hips.mean(axis=0))
    over = shoulder + 0.985 * skeleton.arm * unit(up + facing @ vec(0.07, 0, 0.06))
    outward = facing @ vec(-0.36, 0.0, 0.10) * (4 * arm * (1 - arm))
    end = hip.end * (1 - arm) + over * arm + outward
    pole = hip.pole * (1 - arm) + (facing @ vec(-0.8, 0, 0.3)) * arm
    return left, Limb(end, pole)
