"""A posture: where the trunk, hands and feet of a person are, before the limbs are solved.

Postures can be blended, mirrored and moved about the room.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TypedDict

import numpy as np

from .vectors import IDENTITY, MIRROR, Floats, between, turn_y, vec

Angles = tuple[float, float, float]
"""Flexion (forward +), side bend (toward the subject's left +), twist (toward the left +), degrees."""

LUMBAR_PART_OF_ROUNDING = 0.45
"""Share of a rounded back that bends in the lumbar spine; the rest bends in the chest."""


class Bend(TypedDict):
    """How the spine is bent."""

    lumbar: Angles
    thoracic: Angles


@dataclass(frozen=True, slots=True, eq=False)
class Torso:
    """Pelvis, spine, neck and shoulder girdle.

    Attributes
    ----------
    hips
        (3,) half-way between the hip joints.
    pelvis
        (3, 3) rotation of the pelvis.
    lumbar, thoracic, neck
        Bending of each part against what is below it.
    shrug
        How far each shoulder is raised, degrees, left first.
    """

    hips: Floats
    pelvis: Floats = field(default_factory=lambda: IDENTITY)
    lumbar: Angles = (0.0, 0.0, 0.0)
    thoracic: Angles = (0.0, 0.0, 0.0)
    neck: Angles = (0.0, 0.0, 0.0)
    shrug: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Limb:
    """An arm or a leg: where its end is and which way its middle joint points.

    Attributes
    ----------
    end
        (3,) wrist or ankle.
    pole
        (3,) direction into which elbow or knee points, seen from the line between its ends.
    turn
        (3, 3) of the hand (x across toward the index finger, y back toward the wrist) or of the foot
        (y up through the ankle, z toward the toes).
    grip
        1 when the hand or foot keeps ``turn`` in the room; 0 when it simply goes on from the limb.
    """

    end: Floats
    pole: Floats
    turn: Floats = field(default_factory=lambda: IDENTITY)
    grip: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Posture:
    """The whole of a person; legs and arms left first."""

    torso: Torso
    legs: tuple[Limb, Limb]
    arms: tuple[Limb, Limb]


def rounded(flexion_deg: float, *, side_bend_deg: float = 0.0, twist_deg: float = 0.0) -> Bend:
    """Give lumbar and thoracic angles of a back that is bent by so much in all."""
    low = LUMBAR_PART_OF_ROUNDING
    return {
        "lumbar": (flexion_deg * low, side_bend_deg * 0.6, twist_deg * 0.3),
        "thoracic": (flexion_deg * (1 - low), side_bend_deg * 0.4, twist_deg * 0.7),
    }


# ---------------------------------------------------------------------- blending, mirroring, moving


def _mix(a: Floats, b: Floats, share: float) -> Floats:
    return a * (1 - share) + b * share


def _mix_angles(a: Angles, b: Angles, share: float) -> Angles:
    x, y, z = (p * (1 - share) + q * share for p, q in zip(a, b, strict=True))
    return (x, y, z)


def _blend_limb(a: Limb, b: Limb, share: float, lift_m: float) -> Limb:
    end = _mix(a.end, b.end, share)
    moved = float(np.hypot(*(b.end - a.end)[[0, 2]]))
    # Feet and hands that travel leave the ground: a step is not a slide.
    end = end + vec(0, lift_m * min(1.0, moved / 0.15) * 4 * share * (1 - share), 0)
    return Limb(
        end=end,
        pole=_mix(a.pole, b.pole, share),
        turn=between(a.turn, b.turn, share),
        grip=a.grip * (1 - share) + b.grip * share,
    )


def blend(a: Posture, b: Posture, share: float, *, step_lift_m: float = 0.06) -> Posture:
    """Part of the way from one posture to another.

    Parameters
    ----------
    step_lift_m
        How high a foot is lifted on the way when it moves to another place.
    """
    if share <= 0:
        return a
    if share >= 1:
        return b
    torso = Torso(
        hips=_mix(a.torso.hips, b.torso.hips, share),
        pelvis=between(a.torso.pelvis, b.torso.pelvis, share),
        lumbar=_mix_angles(a.torso.lumbar, b.torso.lumbar, share),
        thoracic=_mix_angles(a.torso.thoracic, b.torso.thoracic, share),
        neck=_mix_angles(a.torso.neck, b.torso.neck, share),
        shrug=(
            a.torso.shrug[0] * (1 - share) + b.torso.shrug[0] * share,
            a.torso.shrug[1] * (1 - share) + b.torso.shrug[1] * share,
        ),
    )
    left, right = (_blend_limb(p, q, share, step_lift_m) for p, q in zip(a.legs, b.legs, strict=True))
    left_arm, right_arm = (_blend_limb(p, q, share, 0.0) for p, q in zip(a.arms, b.arms, strict=True))
    return Posture(torso=torso, legs=(left, right), arms=(left_arm, right_arm))


def _mirror_angles(angles: Angles) -> Angles:
    return (angles[0], -angles[1], -angles[2])


def _mirror_leg(limb: Limb) -> Limb:
    return Limb(MIRROR @ limb.end, MIRROR @ limb.pole, MIRROR @ limb.turn @ MIRROR, limb.grip)


def _mirror_arm(limb: Limb) -> Limb:
    # Seen in a mirror a hand's "across" axis still runs toward the index finger: flip it back.
    turn = MIRROR @ limb.turn
    turn = np.stack([turn[:, 0], turn[:, 1], -turn[:, 2]], axis=1)
    return Limb(MIRROR @ limb.end, MIRROR @ limb.pole, turn, limb.grip)


def mirrored(posture: Posture) -> Posture:
    """Give the same posture with left and right swapped."""
    torso = posture.torso
    return Posture(
        torso=Torso(
            hips=MIRROR @ torso.hips,
            pelvis=MIRROR @ torso.pelvis @ MIRROR,
            lumbar=_mirror_angles(torso.lumbar),
            thoracic=_mirror_angles(torso.thoracic),
            neck=_mirror_angles(torso.neck),
            shrug=(torso.shrug[1], torso.shrug[0]),
        ),
        legs=(_mirror_leg(posture.legs[1]), _mirror_leg(posture.legs[0])),
        arms=(_mirror_arm(posture.arms[1]), _mirror_arm(posture.arms[0])),
    )


def placed(posture: Posture, at: Floats, yaw_deg: float) -> Posture:
    """Give the same posture at another place of the room, facing another way."""
    turn = turn_y(yaw_deg)

    def move(limb: Limb) -> Limb:
        return Limb(turn @ limb.end + at, turn @ limb.pole, turn @ limb.turn, limb.grip)

    torso = replace(posture.torso, hips=turn @ posture.torso.hips + at, pelvis=turn @ posture.torso.pelvis)
    return Posture(
        torso=torso,
        legs=(move(posture.legs[0]), move(posture.legs[1])),
        arms=(move(posture.arms[0]), move(posture.arms[1])),
    )
