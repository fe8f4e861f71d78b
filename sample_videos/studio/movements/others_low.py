"""Activities near the floor: stretching on a chair, in long sitting, cat and cow on hands and knees."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from sample_videos.studio.posture import Limb, Posture, Torso, rounded
from sample_videos.studio.skeleton import SIDES, SIGN, Skeleton, TorsoPoints, inclined
from sample_videos.studio.vectors import Floats, turn_x, unit, vec

from .activity import Activity, to_and_fro
from .common import Act, Block, Values, flat_foot, palm_down, split_stance, standing
from .hip_rotation import deep_squat, sitting_back
from .others_standing import squatting
from .rock_back import chest_at, kneeling_legs, kneeling_tall

if TYPE_CHECKING:
    from sample_videos.studio.timing import Score

SEAT_SHARE: Final = 0.98
"""Height of the seat over the length of the shank: thighs about level."""
CAT_DEG, COW_DEG = 42.0, -18.0
"""Bend of the whole spine in cat and in cow."""
ARM_SHARE: Final = 0.975
"""How far the arms are stretched on hands and knees."""


# ---------------------------------------------------------------------- on a chair


def _seat_height(skeleton: Skeleton) -> float:
    return skeleton.contacts.sole + SEAT_SHARE * skeleton.shank - skeleton.contacts.seat


def seat(skeleton: Skeleton, _act: Act) -> Block:
    """Give the block that is sat on."""
    back = -0.93 * skeleton.thigh
    return Block((-0.26, 0.0, back - 0.24), (0.26, _seat_height(skeleton), back + 0.14))


def _heel_ahead(hip: Floats, ankle: Floats) -> Limb:
    """Give a straight leg with the heel down and the toes up."""
    line = unit((ankle - hip) * vec(1, 0, 1))
    yaw = float(np.degrees(np.arctan2(line[0], line[2])))
    return Limb(ankle, vec(0.0, 1.0, 0.1), flat_foot(yaw) @ turn_x(-62.0), 1.0)


def on_chair(skeleton: Skeleton, values: Values, _act: Act) -> Posture:
    """Sitting on the block; ``leg`` stretches the right leg out, ``u`` bends over it."""
    u, leg = values["u"], values["leg"]
    hips = vec(0, _seat_height(skeleton) + skeleton.contacts.seat, -0.93 * skeleton.thigh)
    torso = Torso(hips=hips, neck=(6.0 * u, 0, 0), **rounded(10.0 + 20.0 * u))
    torso = inclined(skeleton, torso, 2.0 + 46.0 * u)
    points = skeleton.torso_points(torso)
    left, right = (
        Limb(
            vec(SIGN[s] * skeleton.hip_half * 1.25, skeleton.contacts.sole, 0.0),
            vec(SIGN[s] * 0.1, 0.4, 1),
            flat_foot(SIGN[s] * 6),
            1.0,
        )
        for s in SIDES
    )
    drop = points.hips[1][1] - skeleton.contacts.heel
    ahead = float(np.sqrt((0.985 * skeleton.leg) ** 2 - drop**2))
    out = _heel_ahead(points.hips[1], points.hips[1] * vec(1, 0, 1) + vec(-0.03, skeleton.contacts.heel, ahead))
    end = right.end * (1 - leg) + out.end * leg
    # Where the foot turns over from sole to heel it is lifted a little.
    end = end + vec(0, 0.05 * 4 * leg * (1 - leg), 0)
    right = Limb(end, right.pole * (1 - leg) + out.pole * leg, turn_x(-62.0 * leg), 1.0)
    return Posture(torso, (left, right), _hands_on_legs(skeleton, points, 0.62 + 0.34 * u, leg))


def _hands_on_legs(skeleton: Skeleton, points: TorsoPoints, share: float, leg: float) -> tuple[Limb, Limb]:
    """Hands on the thighs, or sliding down the leg that is stretched out."""
    limbs = []
    for i, side in enumerate(SIDES):
        hip = points.hips[i]
        thigh = hip + vec(SIGN[side] * 0.02, 0.09, share * skeleton.thigh)
        shin = points.hips[1] + vec(
            SIGN[side] * 0.05 - 0.01, 0.10 - 0.36 * share * skeleton.leg * 0.5, share * 0.74 * skeleton.leg
        )
        goal = thigh * (1 - leg) + shin * leg
        line = goal - points.shoulders[i]
        far = float(np.linalg.norm(line))
        end = points.shoulders[i] + line * min(1.0, 0.97 * skeleton.arm / far)
        limbs.append(Limb(end, vec(SIGN[side] * 0.8, -0.2, -0.6)))
    return limbs[0], limbs[1]


def _stretch_on_chair(score: Score, act: Act, rng: np.random.Generator) -> None:
    score.move(1.4, leg=1.0)
    to_and_fro("u", stay_s=1.0)(score, act, rng)
    score.move(1.2, leg=0.0)


def _to_chair(skeleton: Skeleton) -> list[Posture]:
    return [standing(skeleton), squatting(skeleton, {"u": 0.75}, Act("other", "both"))]


# ---------------------------------------------------------------------- long sitting


def long_sitting(skeleton: Skeleton, values: Values, _act: Act) -> Posture:
    """Both legs straight ahead on the floor; ``u`` reaches for the feet."""
    u, c = values["u"], skeleton.contacts
    torso = Torso(hips=vec(0, c.seat, 0), neck=(8.0 * u, 0, 0), **rounded(12.0 + 34.0 * u))
    torso = inclined(skeleton, torso, -2.0 + 54.0 * u)
    points = skeleton.torso_points(torso)
    legs, arms = [], []
    for i, side in enumerate(SIDES):
        hip, sign = points.hips[i], SIGN[side]
        ahead = float(np.sqrt((0.992 * skeleton.leg) ** 2 - (c.seat - c.heel) ** 2))
        ankle = hip + vec(sign * 0.03, c.heel - hip[1], ahead)
        legs.append(Limb(ankle, vec(0, 1, 0), turn_x(-76.0), 1.0))
        goal = hip + (ankle - hip) * (0.42 + 0.45 * u) + vec(sign * 0.06, 0.10, 0)
        line = goal - points.shoulders[i]
        far = float(np.linalg.norm(line))
        arms.append(Limb(points.shoulders[i] + line * min(1.0, 0.97 * skeleton.arm / far), vec(sign * 0.8, -0.2, -0.6)))
    return Posture(torso, (legs[0], legs[1]), (arms[0], arms[1]))


def _to_long_sitting(skeleton: Skeleton) -> list[Posture]:
    return [standing(skeleton), deep_squat(skeleton), sitting_back(skeleton)]


# ---------------------------------------------------------------------- hands and knees


def on_hands_and_knees(skeleton: Skeleton, values: Values, _act: Act) -> Posture:
    """Hands below the shoulders, knees below the hips; ``u`` 1 rounds the back (cat), -1 hollows it (cow)."""
    u, c = values["u"], skeleton.contacts
    knee_x = 1.05 * skeleton.hip_half
    hips = vec(0, c.knee + 0.997 * skeleton.thigh, -0.02 * u)
    flat = chest_at(skeleton, hips * vec(1, 1, 0), c.wrist + ARM_SHARE * skeleton.arm, 0.0, 0.0)
    hand_z = float(skeleton.torso_points(flat).mid_shoulder[2]) + 0.03
    bend = CAT_DEG * u if u > 0 else -COW_DEG * u
    chest_y, reach = c.wrist + ARM_SHARE * skeleton.arm, ARM_SHARE * skeleton.arm
    # A bent back is shorter: the chest sinks until the planted hands are within reach.
    while chest_y > 0.5 * skeleton.arm:
        torso = chest_at(skeleton, hips, chest_y, bend, 14.0 + (34.0 * u if u > 0 else 30.0 * u))
        shoulder = skeleton.torso_points(torso).shoulders[0]
        if float(np.hypot(shoulder[1] - c.wrist, shoulder[2] - hand_z)) <= reach:
            break
        chest_y -= 0.005
    points = skeleton.torso_points(torso)
    arms = [
        Limb(
            vec(points.shoulders[i][0] + SIGN[s] * 0.01, c.wrist, hand_z),
            vec(SIGN[s], 0, -0.8),
            palm_down(SIGN[s], vec(0, 0, 1)),
            1.0,
        )
        for i, s in enumerate(SIDES)
    ]
    return Posture(torso, kneeling_legs(skeleton, hips, knee_x), (arms[0], arms[1]))


def _cat_and_cow(score: Score, act: Act, rng: np.random.Generator) -> None:
    for _ in range(act.reps):
        for goal in (1.0, -1.0):
            score.move(act.rep_s * 0.5 * float(rng.uniform(0.9, 1.15)), u=goal * min(1.0, act.depth))
            score.wait(float(rng.uniform(0.3, 0.9)))
    score.move(act.rep_s * 0.3, u=0.0)


def _to_hands_and_knees(skeleton: Skeleton) -> list[Posture]:
    return [
        standing(skeleton),
        split_stance(skeleton, front_z=0.38, rear_z=-0.5 * skeleton.shank),
        kneeling_tall(skeleton, back=0.02, apart=1.05),
    ]


CHAIR: Final = Activity(("u", "leg"), _stretch_on_chair, on_chair, _to_chair, (1.2, 0.9))
LONG_SITTING: Final = Activity(("u",), to_and_fro("u", stay_s=1.8), long_sitting, _to_long_sitting, (1.6, 1.4, 1.4))
CAT_COW: Final = Activity(("u",), _cat_and_cow, on_hands_and_knees, _to_hands_and_knees, (1.2, 1.2, 1.5))
