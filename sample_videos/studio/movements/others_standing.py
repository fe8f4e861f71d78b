"""Activities done standing: squats, toe touches, marching on the spot, standing about."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from sample_videos.studio.posture import Limb, Posture, Torso, rounded
from sample_videos.studio.skeleton import SIDES, SIGN, Skeleton, TorsoPoints, inclined
from sample_videos.studio.vectors import turn_x, vec

from .activity import Activity, to_and_fro
from .common import Act, Values, flat_foot, hand_on_hip, hanging_arms, turned

if TYPE_CHECKING:
    from sample_videos.studio.timing import Score

SQUAT_LOW: Final = 0.56
"""Height of the hips at the bottom of a usual squat over that of standing: thighs nearly level."""
BEND_DEG: Final = 96.0
"""Inclination of the trunk when the hands reach the feet."""
BEND_ROUNDING_DEG: Final = 45.0
FIDGETS: Final = 7


def _feet(skeleton: Skeleton, wide: float, out_deg: float) -> tuple[Limb, Limb]:
    """Both feet flat, knees toward the toes."""
    left, right = (
        Limb(
            vec(SIGN[s] * skeleton.hip_half * wide, skeleton.contacts.sole, 0.0),
            vec(SIGN[s] * np.sin(np.radians(out_deg)), 0, 1),
            flat_foot(SIGN[s] * out_deg),
            1.0,
        )
        for s in SIDES
    )
    return left, right


def _toward(a: Limb, b: Limb, share: float) -> Limb:
    return replace(a, end=a.end * (1 - share) + b.end * share, pole=a.pole * (1 - share) + b.pole * share)


def _arms_ahead(skeleton: Skeleton, points: TorsoPoints, share: float) -> tuple[Limb, Limb]:
    """Arms from hanging (0) to stretched out in front (1)."""
    ahead = 0.96 * skeleton.arm
    left, right = (
        _toward(hang, Limb(points.shoulders[i] + vec(0, -0.10, ahead), vec(SIGN[s] * 0.6, -1, 0)), share)
        for i, (s, hang) in enumerate(zip(SIDES, hanging_arms(skeleton, points), strict=True))
    )
    return left, right


def squatting(skeleton: Skeleton, values: Values, _act: Act) -> Posture:
    """Bodyweight squat: hips down and back, arms ahead; ``u`` 1 is as deep as usual."""
    u = values["u"]
    low = skeleton.hip_height * (1 - (1 - SQUAT_LOW) * u)
    torso = inclined(skeleton, Torso(hips=vec(0, low, -0.21 * u), neck=(-14.0 * u, 0, 0)), 2.0 + 38.0 * u)
    return Posture(torso, _feet(skeleton, 1.5, 14.0), _arms_ahead(skeleton, skeleton.torso_points(torso), u))


def bending(skeleton: Skeleton, values: Values, _act: Act) -> Posture:
    """Forward bend with a round back and straight knees; ``u`` 1 brings the hands to the feet."""
    u = values["u"]
    back = -0.13 * u
    leg = 0.994 * skeleton.leg if u > 0 else skeleton.hip_height - skeleton.contacts.sole
    low = min(skeleton.hip_height, skeleton.contacts.sole + float(np.sqrt(leg**2 - back**2)))
    torso = Torso(hips=vec(0, low, back), neck=(18.0 * u, 0, 0), **rounded(BEND_ROUNDING_DEG * u))
    torso = inclined(skeleton, torso, 2.0 + (BEND_DEG - 2.0) * u)
    points = skeleton.torso_points(torso)
    arms = []
    for i, side in enumerate(SIDES):
        end = points.shoulders[i] + vec(SIGN[side] * 0.05, -0.955 * skeleton.arm, 0.04 + 0.06 * u)
        end[1] = max(end[1], skeleton.contacts.wrist + 0.05)
        arms.append(Limb(end, vec(SIGN[side] * 0.6, 0, -1)))
    return Posture(torso, _feet(skeleton, 1.1, 5.0), (arms[0], arms[1]))


def marching(skeleton: Skeleton, values: Values, _act: Act) -> Posture:
    """On the spot, knees lifted in turn: ``u`` above 0 the left one, below it the right one."""
    u = values["u"]
    lifted = 0 if u > 0 else 1
    torso = inclined(skeleton, Torso(hips=vec(-0.02 * u, skeleton.hip_height - 0.004, 0)), 2.0)
    points = skeleton.torso_points(torso)
    legs = list(_feet(skeleton, 1.0, 5.0))
    leg = legs[lifted]
    up = abs(u)
    legs[lifted] = replace(
        leg,
        end=leg.end + vec(0, 0.46 * skeleton.leg * up, 0.20 * up),
        pole=vec(SIGN[SIDES[lifted]] * 0.1, 0.3 * up, 1),
        turn=turn_x(18.0 * up),
    )
    arms = [
        replace(arm, end=arm.end + vec(0, 0.05 * up, (0.20 if i != lifted else -0.14) * up))
        for i, arm in enumerate(hanging_arms(skeleton, points))
    ]
    return Posture(torso, (legs[0], legs[1]), (arms[0], arms[1]))


def _march(score: Score, act: Act, rng: np.random.Generator) -> None:
    for k in range(2 * act.reps):
        seconds = act.rep_s * 0.55 * float(rng.uniform(0.9, 1.1))
        score.move(seconds / 2, u=(0.8 if k % 2 else -0.8) * act.depth)
        score.move(seconds / 2, u=0.0)
        score.wait(0.15)


def standing_about(skeleton: Skeleton, values: Values, _act: Act) -> Posture:
    """Standing, the weight on one foot or the other, arms doing this and that."""
    sway, twist = values["sway"], values["twist"]
    hips = vec(0.065 * sway, skeleton.hip_height - 0.012 * abs(sway) - 0.004, 0.0)
    torso = Torso(hips=hips, neck=(12.0 * values["nod"], 0, 18.0 * twist), **rounded(6.0 * values["nod"]))
    torso = inclined(skeleton, torso, 1.0 + 3.0 * values["nod"], lean_deg=-1.5 * sway, yaw_deg=10.0 * twist)
    points, facing = skeleton.torso_points(torso), turned(torso)
    arms = []
    for i, (side, hang) in enumerate(zip(SIDES, hanging_arms(skeleton, points), strict=True)):
        sign, shoulder = SIGN[side], points.shoulders[i]
        hip = hand_on_hip(skeleton, points, i, facing)
        over = Limb(shoulder + facing @ vec(sign * 0.10, 0.93 * skeleton.arm, 0.08), facing @ vec(sign * 0.8, 0, 0.3))
        raised = _toward(hang, over, values[f"up_{side}"])
        # Out to the side on the way up, or the hand would go through the head.
        way = 4 * values[f"up_{side}"] * (1 - values[f"up_{side}"])
        raised = replace(raised, end=raised.end + facing @ vec(sign * 0.40, 0, 0.12) * way)
        arms.append(_toward(raised, hip, values[f"hip_{side}"]))
    return Posture(torso, _feet(skeleton, 1.35, 8.0), (arms[0], arms[1]))


def _fidget(score: Score, act: Act, rng: np.random.Generator) -> None:
    """Something else every few seconds, no order in it."""
    for _ in range(FIDGETS):
        targets = {"sway": float(rng.uniform(-1, 1)), "twist": float(rng.uniform(-1, 1)), "nod": float(rng.random())}
        for side in SIDES:
            what = rng.random()
            targets[f"up_{side}"] = act.depth * float(rng.uniform(0.5, 0.95)) if what < 0.35 else 0.0
            targets[f"hip_{side}"] = 1.0 if what > 0.7 else 0.0
        score.move(float(rng.uniform(0.9, 1.8)), **targets)
        score.wait(float(rng.uniform(0.3, 2.0)))
    score.move(1.2, **dict.fromkeys(_FIDGET_CHANNELS, 0.0))


_FIDGET_CHANNELS: Final = ("sway", "twist", "nod", *(f"{what}_{side}" for what in ("up", "hip") for side in SIDES))

SQUATS: Final = Activity(("u",), to_and_fro("u"), squatting)
TOE_TOUCHES: Final = Activity(("u",), to_and_fro("u", stay_s=1.2), bending)
MARCHING: Final = Activity(("u",), _march, marching)
FIDGETING: Final = Activity(_FIDGET_CHANNELS, _fidget, standing_about)
