"""M1, the adductor rock-back: on knees and forearms, hips rocked back to the heels five times, then held.

Canonical form: facing z, knees beside the origin. Channels: ``enter`` (key postures of getting down),
``u`` (hips forward 0, usual full depth 1), ``sink`` (chest melting down in the hold 0 to 1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sample_videos.studio.posture import Limb, Posture, Torso, rounded
from sample_videos.studio.skeleton import SIDES, SIGN, Skeleton, TorsoPoints, inclined
from sample_videos.studio.vectors import Floats, length, unit, vec

from .common import (
    Act,
    RepPlan,
    Values,
    along_path,
    hanging_arms,
    kneeling_leg,
    off_the_floor,
    palm_down,
    play_reps,
    split_stance,
    standing,
)

if TYPE_CHECKING:
    from sample_videos.studio.timing import Score

ENTER_STEPS = 5
KNEES_WIDE = 2.15
"""Knees apart over hips apart, in good form."""
FORWARD, BACK = 0.10, 0.80
"""Hips behind the knees at the two ends of a rock, share of what the thigh allows."""
CHEST_UP = 0.95
"""Shoulders above the planted elbows at the forward end, share of the upper arm."""


def perform(score: Score, act: Act, rng: np.random.Generator) -> None:
    """Get down, fold onto the forearms, rock, hold, get up."""
    faults = act.faults
    score.set(enter=0.0 if act.gets_in else float(ENTER_STEPS), u=0.0, sink=0.0)
    if act.gets_in:
        with score.phase("getting_in"):
            score.wait(1.2)
            for step, seconds in enumerate((1.1, 1.1, 0.9, 1.0, 1.5)):
                score.move(seconds, enter=step + 1.0)
                score.wait(0.9 if step == 3 else 0.1)
    with score.phase("setup"):
        score.wait(act.still_s)
    deepest = act.depth * (1 - faults.hips_not_back)
    with score.phase("rocks"):
        plan = RepPlan(
            name="rock",
            channel="u",
            count=act.reps_done,
            seconds=act.rep_seconds,
            peaks=lambda k: deepest * (0.80 + 0.05 * k),
            last_stays=act.hold_s > 0,
            variation=0.01,
        )
        play_reps(score, plan, faults, rng)
    if act.hold_s > 0:
        with score.phase("hold"), score.hold("back"):
            held = act.hold_seconds
            stay = score.curves["u"].values[-1]
            score.move(held, sink=1 - faults.chest_stays_up, u=stay * (1 - faults.comes_forward))
        score.move(1.2, u=0.15, sink=0.0)
    if act.gets_out:
        with score.phase("getting_out"):
            for step in range(ENTER_STEPS, 0, -1):
                score.move(1.0, enter=step - 1.0)
            score.wait(0.8)


def posture(skeleton: Skeleton, values: Values, act: Act) -> Posture:
    """Posture for the channel values."""
    down = on_forearms(skeleton, values["u"], values["sink"], act)
    enter = values["enter"]
    if enter >= ENTER_STEPS:
        return down
    path = [
        standing(skeleton),
        split_stance(skeleton, front_z=0.38, rear_z=-0.5 * skeleton.shank),
        kneeling_tall(skeleton, back=0.02, apart=1.1),
        kneeling_tall(skeleton, back=0.35, apart=1.6),
        kneeling_tall(skeleton, back=0.88, apart=KNEES_WIDE, inclination_deg=12.0),
        down,
    ]
    return off_the_floor(skeleton, along_path(path, enter))


def kneeling_legs(skeleton: Skeleton, hips: Floats, knee_x: float) -> tuple[Limb, Limb]:
    """Both knees and the tops of the feet on the floor."""
    c = skeleton.contacts
    limbs = []
    for side in SIDES:
        sign = SIGN[side]
        hip = hips + vec(sign * skeleton.hip_half, 0, 0)
        knee = vec(sign * knee_x, c.knee, 0)
        inward = max(0.0, (knee_x - 0.55 * KNEES_WIDE * skeleton.hip_half) / skeleton.shank)
        level = np.sqrt(max(0.0, skeleton.shank**2 - (c.instep - c.knee) ** 2))
        along = unit(vec(-sign * inward, 0, -1)) * level
        limbs.append(kneeling_leg(knee, knee + along + vec(0, c.instep - c.knee, 0), hip))
    return limbs[0], limbs[1]


def hips_at(skeleton: Skeleton, back: float, knee_x: float) -> Floats:
    """Mid-hip when the knees are planted and the hips are a share of the possible way behind them."""
    across = knee_x - skeleton.hip_half
    reach = np.sqrt(skeleton.thigh**2 - across**2)
    behind = reach * back
    return vec(0, skeleton.contacts.knee + float(np.sqrt(reach**2 - behind**2)), -behind)


def kneeling_tall(skeleton: Skeleton, *, back: float, apart: float, inclination_deg: float = 3.0) -> Posture:
    """Kneeling on both knees, from upright (back 0) to sitting on the heels (0.9)."""
    knee_x = skeleton.hip_half * apart
    hips = hips_at(skeleton, back, knee_x)
    torso = inclined(skeleton, Torso(hips=hips), inclination_deg)
    points = skeleton.torso_points(torso)
    arms = hanging_arms(skeleton, points, forward_m=0.1) if back < 0.6 else _hands_on_thighs(skeleton, hips, knee_x)
    return Posture(torso, kneeling_legs(skeleton, hips, knee_x), arms)


def _hands_on_thighs(skeleton: Skeleton, hips: Floats, knee_x: float) -> tuple[Limb, Limb]:
    limbs = []
    for side in SIDES:
        sign = SIGN[side]
        hip = hips + vec(sign * skeleton.hip_half, 0, 0)
        at = hip * 0.4 + vec(sign * knee_x, skeleton.contacts.knee, 0) * 0.6 + vec(0, 0.10, 0)
        limbs.append(Limb(at, vec(sign, -0.1, -0.6)))
    return limbs[0], limbs[1]


def on_forearms(skeleton: Skeleton, u: float, sink: float, act: Act) -> Posture:
    """Give the working posture: knees, feet and forearms planted, hips rocked back by ``u``."""
    faults = act.faults
    knee_x = skeleton.hip_half * (KNEES_WIDE + (1.0 - KNEES_WIDE) * faults.knees_together)
    hips = hips_at(skeleton, min(0.97, FORWARD + (BACK - FORWARD) * u), knee_x)
    lowest = skeleton.upper_arm * 0.70
    chest_y = (
        skeleton.contacts.elbow + skeleton.upper_arm * (CHEST_UP - 0.10 * u) + faults.forearms_up * 0.62 * skeleton.arm
    )
    chest_y = chest_y + (lowest - chest_y) * 0.75 * sink * (1 - faults.forearms_up)
    torso = chest_at(skeleton, hips, chest_y, faults.rounding_deg * u, faults.head_dropped_deg)
    rest = chest_at(
        skeleton, hips_at(skeleton, FORWARD, knee_x), skeleton.contacts.elbow + skeleton.upper_arm * CHEST_UP, 0.0, 0.0
    )
    ahead = skeleton.torso_points(rest).mid_shoulder[2] + 0.62 * skeleton.forearm
    points = skeleton.torso_points(torso)
    # Propped on the hands, the chest is no higher than the arms reach.
    while faults.forearms_up and chest_y > lowest and _hand_gap(skeleton, points, ahead) > 0.985 * skeleton.arm:
        chest_y -= 0.01
        torso = chest_at(skeleton, hips, chest_y, faults.rounding_deg * u, faults.head_dropped_deg)
        points = skeleton.torso_points(torso)
    arms = [
        _planted_arm(skeleton, points.shoulders[i], SIGN[s], ahead, faults.forearms_up) for i, s in enumerate(SIDES)
    ]
    return Posture(torso, kneeling_legs(skeleton, hips, knee_x), (arms[0], arms[1]))


def _chest_height(skeleton: Skeleton, over_elbows: float) -> float:
    """Height of the shoulders when they are a share of the upper arm above planted elbows."""
    return skeleton.contacts.elbow + skeleton.upper_arm * over_elbows


def chest_at(skeleton: Skeleton, hips: Floats, chest_y: float, rounding_deg: float, head_deg: float) -> Torso:
    """Pitch the trunk until the shoulders are at a height."""
    torso = Torso(hips=hips, neck=(-14.0 + head_deg, 0, 0), **rounded(rounding_deg))
    long = length(skeleton.torso_points(torso).mid_shoulder - hips)
    inclination = float(np.degrees(np.arccos(np.clip((chest_y - hips[1]) / long, -1, 1))))
    return inclined(skeleton, torso, inclination)


def _wrist_spot(skeleton: Skeleton, shoulder: Floats, sign: float, ahead: float) -> Floats:
    return vec(sign * 0.75 * abs(shoulder[0]), skeleton.contacts.wrist, ahead)


def _hand_gap(skeleton: Skeleton, points: TorsoPoints, ahead: float) -> float:
    """From the left shoulder to where its hand is planted."""
    shoulder = points.shoulders[0]
    return length(_wrist_spot(skeleton, shoulder, 1.0, ahead) - shoulder)


def _planted_arm(skeleton: Skeleton, shoulder: Floats, sign: float, ahead: float, propped: float) -> Limb:
    """Palm planted, elbow on the floor where upper arm and forearm meet it; propped up, the elbow is free."""
    c = skeleton.contacts
    wrist = _wrist_spot(skeleton, shoulder, sign, ahead)
    hand = palm_down(sign, vec(-sign * 0.12, 0, 1))
    over_elbow = skeleton.upper_arm**2 - (shoulder[1] - c.elbow) ** 2
    if over_elbow <= 0 or propped > 0.05:
        return Limb(wrist, vec(sign * 0.8, -0.1, -0.5), hand, 1.0)
    near = float(np.sqrt(over_elbow))
    far = float(np.sqrt(skeleton.forearm**2 - (c.elbow - c.wrist) ** 2))
    flat = (wrist - shoulder) * vec(1, 0, 1)
    apart = float(np.clip(length(flat), abs(near - far) + 0.005, (near + far) * 0.995))
    along = unit(flat)
    wrist = shoulder * vec(1, 0, 1) + along * apart + vec(0, c.wrist, 0)
    forward = (near**2 + apart**2 - far**2) / (2 * apart)
    aside = float(np.sqrt(max(0.0, near**2 - forward**2)))
    outward = vec(along[2], 0, -along[0]) * sign
    elbow = shoulder * vec(1, 0, 1) + along * forward + outward * aside + vec(0, c.elbow, 0)
    line = unit(wrist - shoulder)
    pole = (elbow - shoulder) - line * ((elbow - shoulder) @ line)
    return Limb(wrist, pole, palm_down(sign, unit((wrist - elbow) * vec(1, 0, 1))), 1.0)
