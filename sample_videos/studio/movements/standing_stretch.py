"""M4, the standing stretch: one foot on a surface, hinges toward it, ankle pumps.

Small hinges facing forward, a turn to the foot, five hinges, five ankle pumps while hinged, the last
pointed with a deeper fold, then the toes pulled back.

Canonical form: right foot up, the surface in direction z. Channels: ``enter``, ``a`` (hinge of the first
part), ``turn`` (0 facing forward, that is toward x; 1 facing the foot), ``u`` (hinge), ``point`` (ankle:
0 rest, 1 pointed, -1 pulled back), ``fold`` (a little closer).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.studio.pose_ik import distance_for
from sample_videos.studio.posture import Limb, Posture, Torso, rounded
from sample_videos.studio.skeleton import SIDES, SIGN, Skeleton, TorsoPoints, inclined
from sample_videos.studio.vectors import Floats, turn_x, turn_z, unit, vec

from .common import (
    Act,
    Block,
    RepPlan,
    Values,
    along_path,
    flat_foot,
    hand_on_hip,
    hanging_arms,
    play_reps,
    turned,
)

if TYPE_CHECKING:
    from sample_videos.studio.timing import Score

ENTER_STEPS = 2
UPRIGHT_DEG, HINGED_DEG, FACING_HINGE_DEG = 3.0, 50.0, 30.0
KNEE_DEG = 173.0
"""Included angle of the raised knee in good form: long, not locked."""
POINTED_DEG, PULLED_DEG = 40.0, 14.0
PUMP_S = 1.5
FACING_HINGES = 3
OBLIQUITY_DEG = 9.0
"""How far the pelvis is hiked on the raised side while the leg is out to the side."""


def perform(score: Score, act: Act, rng: np.random.Generator) -> None:
    """Put the foot up, hinge facing forward, turn, hinge, pump, point, pull back, step down."""
    faults = act.faults
    starts_turned = 0.0 if act.facing_part else 1.0
    score.set(
        enter=0.0 if act.gets_in else float(ENTER_STEPS),
        a=0.0,
        turn=starts_turned,
        u=0.0,
        point=0.0,
        fold=0.0,
    )
    if act.gets_in:
        with score.phase("getting_in"):
            score.wait(1.0)
            score.move(1.1, enter=1.0)
            score.move(1.1, enter=2.0)
    if act.facing_part:
        with score.phase("facing_setup"):
            score.wait(act.still_s)
        with score.phase("facing_hinges"):
            plan = RepPlan("facing_hinge", "a", FACING_HINGES, act.rep_seconds, peaks=lambda _: act.depth)
            play_reps(score, plan, faults, rng)
        with score.phase("turn"):
            score.move(2.0, turn=1.0 - faults.turn_missing_deg / 90.0)
    with score.phase("setup"):
        score.wait(act.still_s)
    _hinges_and_pumps(score, act, rng)
    score.move(1.4, u=0.0, point=0.0, fold=0.0)
    if act.gets_out:
        with score.phase("getting_out"):
            if act.facing_part:
                score.move(1.6, turn=0.0)
            score.move(1.0, enter=1.0)
            score.move(1.0, enter=0.0)
            score.wait(0.6)


def _hinges_and_pumps(score: Score, act: Act, rng: np.random.Generator) -> None:
    faults = act.faults
    with score.phase("hinges"):
        plan = RepPlan(
            "hinge", "u", act.reps_done, act.rep_seconds, peaks=lambda k: act.depth * (0.92 + 0.02 * k),
            last_stays=True, variation=0.03,
        )  # fmt: skip
        play_reps(score, plan, faults, rng)
    deepest = score.curves["u"].values[-1]
    swing = 1 - faults.flat_pumps
    with score.phase("pumps"):
        score.move(0.8, u=deepest * (1 - faults.rises_in_pumps))
        plan = RepPlan(
            "pump", "point", act.reps_done, min(PUMP_S, act.rep_seconds), peaks=lambda _: swing,
            rest=-0.6 * swing, last_stays=True, variation=0.04,
        )  # fmt: skip
        score.move(0.5, point=-0.6 * swing)
        # Ankles are not bounced, and a shallow hinge is no shallow pump.
        play_reps(score, plan, replace(faults, bouncing=0.0, shallow=0.0), rng)
    if act.hold_s <= 0:
        return
    each = max(0.8, act.hold_seconds * 0.55)
    with score.phase("pointed"):
        score.move(0.8, u=deepest, fold=1.0)
        with score.hold("pointed"):
            score.wait(each)
    with score.phase("toes_back"):
        score.move(0.8, point=-1.0 * swing)
        with score.hold("toes_back"):
            score.wait(each)


def ankle_height(skeleton: Skeleton, act: Act) -> float:
    """Height of the raised ankle."""
    surface = act.surface if not act.faults.surface_too_high else 0.10 + act.faults.surface_too_high
    return skeleton.hip_height + surface * skeleton.trunk


def _reach(skeleton: Skeleton, act: Act) -> float:
    """How far ahead of the hip the raised ankle is, level."""
    knee = KNEE_DEG - act.faults.raised_knee_bent_deg
    distance = distance_for(knee, skeleton.thigh, skeleton.shank)
    drop = skeleton.hip_height - ankle_height(skeleton, act)
    return float(np.sqrt(max(0.05, distance**2 - drop**2)))


def block(skeleton: Skeleton, act: Act) -> Block:
    """Give the surface the foot rests on (canonical side)."""
    top = ankle_height(skeleton, act) - skeleton.contacts.heel
    z = _reach(skeleton, act)
    x = -skeleton.hip_half
    return Block((x - 0.26, 0.0, z - 0.10), (x + 0.26, top, z + 0.36))


def posture(skeleton: Skeleton, values: Values, act: Act) -> Posture:
    """Posture for the channel values."""
    up = foot_up(skeleton, values, act)
    enter = values["enter"]
    if enter >= ENTER_STEPS:
        return up
    yaw = 90.0 * (1 - values["turn"])
    down = _feet_together(skeleton, up, yaw)
    return along_path([down, _knee_raised(skeleton, down, up), up], enter)


def _feet_together(skeleton: Skeleton, up: Posture, yaw_deg: float) -> Posture:
    """Standing on the spot of the stance foot, before the foot is put up."""
    stance = up.legs[0]
    facing = flat_foot(yaw_deg)
    hips = stance.end * vec(1, 0, 1) + facing @ vec(-skeleton.hip_half, skeleton.hip_height, 0)
    torso = inclined(skeleton, Torso(hips=hips), 0.0, yaw_deg=yaw_deg)
    points = skeleton.torso_points(torso)
    other = Limb(stance.end - facing @ vec(2 * skeleton.hip_half, 0, 0), facing @ vec(-0.1, 0, 1), facing, 1.0)
    return Posture(torso, (stance, other), hanging_arms(skeleton, points))


def _knee_raised(skeleton: Skeleton, down: Posture, up: Posture) -> Posture:
    """On the way: the knee lifted high, the foot below it."""
    hip = skeleton.torso_points(down.torso).hips[1]
    ankle = (down.legs[1].end + up.legs[1].end) / 2
    ankle[1] = max(up.legs[1].end[1] + 0.06, hip[1] * 0.55)
    raised = Limb(ankle, unit(up.legs[1].end - hip) + vec(0, 0.8, 0), up.legs[1].turn, 0.5)
    return replace(down, legs=(down.legs[0], raised))


def foot_up(skeleton: Skeleton, values: Values, act: Act) -> Posture:
    """Give the working posture, from facing forward to facing the foot."""
    faults, c = act.faults, skeleton.contacts
    turn, hinge = values["turn"], values["u"] + 0.10 * values["fold"]
    yaw = 90.0 * (1 - turn)
    half, facing = skeleton.hip_half, flat_foot(90.0 * (1 - turn))
    raised_ankle = vec(-half, ankle_height(skeleton, act), _reach(skeleton, act))
    # The right hip stays where it is in the turn; the stance foot walks around it.
    obliquity = OBLIQUITY_DEG * (1 - turn)
    right_hip = vec(-half, skeleton.hip_height, 0.0)
    stance = (right_hip + facing @ vec(2 * half, 0, 0)) * vec(1, 0, 1) + vec(0, c.sole, 0)
    stance = stance + vec(0, 0.05 * 4 * turn * (1 - turn), 0)
    hips = right_hip + facing @ vec(half, 0, 0) - facing @ vec(0, 0.004, 0.012 * hinge)
    torso = Torso(
        hips=hips,
        neck=(-10.0 * hinge + faults.head_dropped_deg * max(hinge, values["a"]), 0, 0),
        **rounded(faults.rounding_deg * max(values["u"], values["a"])),
    )
    inclination = UPRIGHT_DEG + (HINGED_DEG - UPRIGHT_DEG) * hinge + (FACING_HINGE_DEG - UPRIGHT_DEG) * values["a"]
    torso = inclined(skeleton, torso, inclination, yaw_deg=yaw)
    torso = _hiked(skeleton, torso, obliquity, facing)
    points = skeleton.torso_points(torso)
    standing_leg = Limb(stance, facing @ vec(0.06, 0, 1), flat_foot(yaw + 4.0 + faults.stance_foot_out_deg), 1.0)
    arms = _arms(skeleton, torso, points, raised_ankle, values)
    return Posture(torso, (standing_leg, _raised_leg(points.hips[1], raised_ankle, values, act)), arms)


def _hiked(skeleton: Skeleton, torso: Torso, obliquity_deg: float, facing: Floats) -> Torso:
    """Hike the pelvis on the right, about the left hip, and bend the spine back upright."""
    if not obliquity_deg:
        return torso
    left_hip = torso.hips + facing @ vec(skeleton.hip_half, 0, 0)
    roll = facing @ turn_z(-obliquity_deg) @ facing.T
    return replace(
        torso,
        pelvis=roll @ torso.pelvis,
        hips=left_hip + roll @ (torso.hips - left_hip),
        lumbar=(torso.lumbar[0], torso.lumbar[1] - obliquity_deg * 0.8, torso.lumbar[2]),
    )


def _raised_leg(hip: Floats, ankle: Floats, values: Values, act: Act) -> Limb:
    """Give the leg on the surface: heel resting, toes to the ceiling unless they are pumped."""
    point = values["point"]
    pitch = POINTED_DEG * max(0.0, point) + PULLED_DEG * min(0.0, point) + act.faults.toes_dropped_deg
    line = unit((ankle - hip) * vec(1, 0, 1))
    yaw = float(np.degrees(np.arctan2(line[0], line[2])))
    # Toes up: the foot's own z (toward the toes) is turned to the ceiling; 4 degrees short of it at rest.
    turn = flat_foot(yaw) @ turn_x(-86.0 + pitch)
    return Limb(ankle, vec(0.05, 1.0, -0.1), turn, 1.0)


def _arms(skeleton: Skeleton, torso: Torso, points: TorsoPoints, ankle: Floats, values: Values) -> tuple[Limb, Limb]:
    """Hands on the hips while facing forward, sliding down the raised leg once turned."""
    facing = turned(torso)
    hip = points.hips[1]
    limbs = []
    for i, side in enumerate(SIDES):
        on_hip = hand_on_hip(skeleton, points, i, facing)
        share = 0.34 + 0.42 * min(1.15, values["u"])
        on_leg = hip + (ankle - hip) * share + vec(SIGN[side] * 0.085, 0.075, 0)
        # No further than a nearly straight arm reaches, or the hands would pull the shoulders.
        line = on_leg - points.shoulders[i]
        far = float(np.linalg.norm(line))
        on_leg = points.shoulders[i] + line * min(1.0, 0.97 * skeleton.arm / far)
        turn = float(np.clip(values["turn"], 0, 1))
        end = on_hip.end * (1 - turn) + on_leg * turn
        pole = on_hip.pole * (1 - turn) + (facing @ vec(SIGN[side] * 0.7, -0.5, -0.5)) * turn
        limbs.append(Limb(end, pole))
    return limbs[0], limbs[1]
