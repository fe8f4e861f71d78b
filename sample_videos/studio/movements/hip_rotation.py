"""M2, the 90/90 hip rotation: sitting with both knees at right angles, reaching forward over the front leg.

Canonical form: left leg in front, facing z, sitting at the origin. Channels: ``enter``, ``u`` (trunk
upright 0, usual hinge 1), ``touch`` (the reaching hand goes down to the floor, 0 to 1).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from sample_videos.studio.posture import Limb, Posture, Torso, rounded
from sample_videos.studio.skeleton import inclined
from sample_videos.studio.timing import minimum_jerk
from sample_videos.studio.vectors import Floats, cross, length, turn_x, turn_z, unit, vec

from .common import (
    Act,
    RepPlan,
    Values,
    aimed_leg,
    along_path,
    flat_foot,
    off_the_floor,
    palm_down,
    play_reps,
    standing,
    tipped_foot,
)

if TYPE_CHECKING:
    from sample_videos.studio.skeleton import Skeleton
    from sample_videos.studio.timing import Score

ENTER_STEPS = 3
FRONT_YAW_DEG = 38.0
"""Front thigh from straight ahead, outward."""
REAR_YAW_DEG = -78.0
UPRIGHT_DEG, HINGED_DEG = 10.0, 44.0
ARM_OUT_AT = 0.85
"""Share of the hinge at which the reaching arm is fully out."""


def perform(score: Score, act: Act, rng: np.random.Generator) -> None:
    """Sit down, reach five times, hold the last with the hand on the floor, get up."""
    faults = act.faults
    score.set(enter=0.0 if act.gets_in else float(ENTER_STEPS), u=0.0, touch=0.0)
    if act.gets_in:
        with score.phase("getting_in"):
            score.wait(1.0)
            for step, seconds in enumerate((1.6, 1.4, 1.4)):
                score.move(seconds, enter=step + 1.0)
                score.wait(0.15)
    with score.phase("setup"):
        score.wait(act.still_s)
    with score.phase("reaches"):
        plan = RepPlan(
            name="reach",
            channel="u",
            count=act.reps_done,
            seconds=act.rep_seconds,
            peaks=lambda k: act.depth * (0.90 + 0.025 * k),
            last_stays=act.hold_s > 0,
            variation=0.03,
        )
        play_reps(score, plan, faults, rng)
    if act.hold_s > 0:
        with score.phase("hold"), score.hold("reach"):
            score.move(0.9, touch=1.0)
            score.wait(max(0.1, act.hold_seconds - 0.9))
        score.move(0.6, touch=0.0)
        score.move(1.2, u=0.0)
    if act.gets_out:
        with score.phase("getting_out"):
            for step in range(ENTER_STEPS, 0, -1):
                score.move(1.3, enter=step - 1.0)
            score.wait(0.7)


def posture(skeleton: Skeleton, values: Values, act: Act) -> Posture:
    """Posture for the channel values."""
    sitting = seated(skeleton, values["u"], values["touch"], act)
    enter = values["enter"]
    if enter >= ENTER_STEPS:
        return sitting
    path = [standing(skeleton), deep_squat(skeleton), sitting_back(skeleton), sitting]
    return off_the_floor(skeleton, along_path(path, enter))


def deep_squat(skeleton: Skeleton) -> Posture:
    """Deep squat on the balls of the feet, hands going down beside the body."""
    hips = vec(0, 0.42 * skeleton.hip_height, -0.10)
    torso = inclined(skeleton, Torso(hips=hips), 38.0)
    c = skeleton.contacts
    feet = [(s, *tipped_foot(skeleton, vec(s * 0.16, c.sole, 0.08), 24.0, s * 12.0)) for s in (1, -1)]
    legs = [Limb(ankle, vec(s * 0.4, 0.3, 1), turn, 1.0) for s, ankle, turn in feet]
    arms = (
        Limb(vec(0.30, c.wrist + 0.12, 0.22), vec(0.7, 0, -0.7), palm_down(1, vec(0.2, 0, 1)), 0.7),
        Limb(vec(-0.22, 0.45 * skeleton.hip_height, 0.35), vec(-0.7, 0, -0.7)),
    )
    return Posture(torso, (legs[0], legs[1]), arms)


def sitting_back(skeleton: Skeleton) -> Posture:
    """Sitting with knees up, one hand behind, before the legs are laid down."""
    hips = vec(0, skeleton.contacts.seat, 0)
    torso = inclined(skeleton, Torso(hips=hips, **rounded(14.0)), 2.0)
    c = skeleton.contacts
    legs = (
        Limb(vec(0.17, c.sole, 0.42), vec(0.5, 0.9, 0.3), flat_foot(20.0), 1.0),
        Limb(vec(-0.20, c.sole, 0.30), vec(-0.6, 0.9, 0.2), flat_foot(-25.0), 1.0),
    )
    arms = (
        Limb(vec(0.36, c.wrist, 0.02), vec(0.7, 0, -0.7), palm_down(1, vec(0.4, 0, 1)), 1.0),
        Limb(vec(-0.32, c.wrist + 0.05, 0.0), vec(-0.7, 0, -0.7), palm_down(-1, vec(-0.4, 0, 1)), 1.0),
    )
    return Posture(torso, legs, arms)


def _level(yaw_deg: float) -> Floats:
    return vec(np.sin(np.radians(yaw_deg)), 0, np.cos(np.radians(yaw_deg)))


def _toward(start: Floats, yaw_deg: float, long: float, height: float) -> Floats:
    """Point at a height, a bone's length away, in a level direction."""
    drop = height - start[1]
    level = float(np.sqrt(max(0.0, long**2 - drop**2)))
    return start + _level(yaw_deg) * level + vec(0, drop, 0)


def _shin_yaw(
    hip: Floats, knee: Floats, thigh_yaw_deg: float, shank: float, ankle_height: float, included_deg: float
) -> float:
    """Direction of a shin near the floor that makes an included angle at the knee, the slopes of both counted in."""
    thigh = unit(hip - knee)
    slope = (ankle_height - knee[1]) / shank
    level = float(np.hypot(thigh[0], thigh[2]) * np.sqrt(1 - slope**2))
    apart = np.degrees(np.arccos(np.clip((np.cos(np.radians(included_deg)) - thigh[1] * slope) / level, -1, 1)))
    return thigh_yaw_deg + 180.0 + float(apart)


def _side_foot(shank: Floats, sole_toward: Floats, pointed_deg: float) -> Floats:
    """Frame of a foot that lies on its side."""
    y = -unit(shank)
    z = unit(sole_toward - y * (sole_toward @ y))
    frame = np.stack([cross(y, z), y, z], axis=1)
    return frame @ turn_x(pointed_deg)


def _legs(skeleton: Skeleton, both_hips: Floats, act: Act) -> tuple[Limb, Limb]:
    """Both knees at right angles, shin and thigh near the floor."""
    c = skeleton.contacts
    included = 90.0 + act.faults.knee_angle_off_deg
    left, right = both_hips
    front_knee = _toward(left, FRONT_YAW_DEG, skeleton.thigh, c.knee_side + 0.01)
    front_height, rear_height = c.malleolus + 0.005, c.malleolus + 0.012
    front_yaw = _shin_yaw(left, front_knee, FRONT_YAW_DEG, skeleton.shank, front_height, included)
    front_ankle = _toward(front_knee, front_yaw, skeleton.shank, front_height)
    rear_knee = _toward(right, REAR_YAW_DEG, skeleton.thigh, c.knee_side)
    rear_yaw = _shin_yaw(right, rear_knee, REAR_YAW_DEG, skeleton.shank, rear_height, included)
    rear_ankle = _toward(rear_knee, rear_yaw, skeleton.shank, rear_height)
    front_shin, rear_shin = front_ankle - front_knee, rear_ankle - rear_knee
    front_toes = _level(FRONT_YAW_DEG) + vec(0, 0.10, 0)
    rear_toes = _level(REAR_YAW_DEG - 10)
    return (
        aimed_leg(left, front_knee, front_ankle, _side_foot(front_shin, front_toes, 12.0)),
        aimed_leg(right, rear_knee, rear_ankle, _side_foot(rear_shin, rear_toes, 18.0)),
    )


def seated(skeleton: Skeleton, u: float, touch: float, act: Act) -> Posture:
    """Give the working posture."""
    faults, c = act.faults, skeleton.contacts
    hips = vec(0, c.seat, 0)
    lift = float(np.sin(np.radians(faults.pelvis_lift_deg * u)) * skeleton.hip_half)
    hips = hips + vec(0, lift, 0)
    support = vec(0.39, c.wrist, 0.06) * vec(skeleton.arm / 0.51, 1, skeleton.arm / 0.51)
    torso = Torso(hips=hips, neck=(-12.0 * u + faults.head_dropped_deg, 0, 0), **rounded(faults.rounding_deg * u))
    inclination = UPRIGHT_DEG + (HINGED_DEG - UPRIGHT_DEG) * u
    torso = _leaning_on(skeleton, torso, inclination, support)
    tilt = faults.pelvis_lift_deg * u
    torso = replace(
        torso,
        pelvis=turn_z(tilt) @ torso.pelvis,
        lumbar=(torso.lumbar[0], torso.lumbar[1] + tilt, torso.lumbar[2]),
    )
    points = skeleton.torso_points(torso)
    support = support + vec(0, faults.support_hand_up_m, 0)
    left = Limb(
        support,
        vec(0.9, 0, -0.6),
        palm_down(1, vec(0.6, 0, 0.8)),
        1.0 - min(1.0, faults.support_hand_up_m / 0.1),
    )
    right = _reaching_arm(skeleton, points.shoulders[1], u, touch, faults.reach_missing)
    return Posture(torso, _legs(skeleton, points.hips, act), (left, right))


def _leaning_on(skeleton: Skeleton, torso: Torso, inclination: float, hand: Floats) -> Torso:
    """Lean sideways just so far that the supporting hand reaches the floor."""
    reach = 0.985 * skeleton.arm
    for lean in np.arange(2.0, 17.0, 1.5):
        # The spine bends to the side; the hips stay nearly level on the floor.
        bent = replace(
            torso,
            shrug=(-4.0, 0.0),
            lumbar=(torso.lumbar[0], 0.8 * lean, torso.lumbar[2]),
            thoracic=(torso.thoracic[0], 0.6 * lean, torso.thoracic[2]),
        )
        candidate = inclined(skeleton, bent, inclination, lean_deg=float(lean))
        if length(skeleton.torso_points(candidate).shoulders[0] - hand) <= reach:
            break
    return candidate


def _reaching_arm(skeleton: Skeleton, shoulder: Floats, u: float, touch: float, missing: float) -> Limb:
    """From a hand resting ahead on the front shin to a long reach, and down to the floor."""
    c = skeleton.contacts
    rest = vec(-0.16, c.knee_side + 0.12, 0.30 * skeleton.arm / 0.51)
    far = 0.985 * skeleton.arm
    air_drop = 0.42 * far
    reach = shoulder + vec(-0.04, -air_drop, float(np.sqrt(far**2 - air_drop**2)))
    floor_drop = shoulder[1] - c.wrist
    ahead = float(np.sqrt(max(0.02, far**2 - floor_drop**2)))
    floor = vec(shoulder[0] - 0.06, c.wrist, shoulder[2] + ahead)
    goal = reach * (1 - touch) + floor * touch
    # The arm is out before the trunk is down.
    share = minimum_jerk(u / ARM_OUT_AT) * (1 - missing)
    end = rest * (1 - share) + goal * share + vec(0, 0.10, 0) * 4 * share * (1 - share) * 0.5
    return Limb(end, vec(-0.8, -0.2, -0.4), palm_down(-1, vec(0.0, 0, 1)), 0.35 * share + 0.65 * touch * share)
