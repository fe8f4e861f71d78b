"""Walking: into the picture, out of it, from one place to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .posture import Limb, Posture, Torso, placed
from .skeleton import SIDES, SIGN, inclined
from .vectors import Floats, length, turn_x, vec

if TYPE_CHECKING:
    from .skeleton import Skeleton

STEP_M = 0.52
SPEED_M_S = 0.85
"""An unhurried walk indoors."""
EASE_S = 0.7
FOOT_LIFT_M = 0.075
ARM_SWING_M = 0.13
HIPS_DROP_M = 0.035


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """A straight walk between two places on the floor."""

    start: Floats
    end: Floats

    @property
    def seconds(self) -> float:
        """How long it takes."""
        return length(self.end - self.start) / SPEED_M_S + EASE_S

    @property
    def yaw_deg(self) -> float:
        """Which way the walker faces."""
        way = self.end - self.start
        return float(np.degrees(np.arctan2(way[0], way[2])))

    def gone(self, t: float) -> float:
        """Metres walked: a steady pace with a soft start and stop."""
        total, s = length(self.end - self.start), self.seconds
        t = float(np.clip(t, 0, s))
        # Speed rises and falls linearly over EASE_S, so the way is made of two parabolas and a line.
        ramp = min(EASE_S, s / 2)
        speed = total / (s - ramp)
        if t < ramp:
            return speed * t * t / (2 * ramp)
        if t > s - ramp:
            return total - speed * (s - t) ** 2 / (2 * ramp)
        return speed * (t - ramp / 2)

    def posture(self, skeleton: Skeleton, t: float) -> Posture:
        """Posture of the walker so many seconds after the start."""
        gone, total = self.gone(t), length(self.end - self.start)
        phase = gone / STEP_M
        # The first and last step grow out of and back into standing.
        stride = float(np.clip(min(gone, total - gone) / (0.8 * STEP_M), 0, 1))
        local = _mid_stride(skeleton, phase, stride)
        forward = self.start + (self.end - self.start) * (gone / max(total, 1e-6))
        return placed(local, forward * vec(1, 0, 1), self.yaw_deg)


def _mid_stride(skeleton: Skeleton, phase: float, stride: float) -> Posture:
    """Posture in mid-walk; the walker stays at the origin and the floor moves."""
    bob = 0.012 * np.cos(2 * np.pi * phase)
    hips = vec(0, skeleton.hip_height - stride * (HIPS_DROP_M + bob), 0)
    torso = inclined(skeleton, Torso(hips=hips), 3.0 * stride)
    points = skeleton.torso_points(torso)
    legs, arms = [], []
    for i, side in enumerate(SIDES):
        ahead, swing = _foot(phase - i)
        lift = FOOT_LIFT_M * np.sin(np.pi * swing) * stride
        pitch = 28.0 * np.sin(np.pi * swing) * (1 - swing) * stride
        ankle = vec(SIGN[side] * skeleton.hip_half * 0.9, skeleton.contacts.sole + lift, ahead * STEP_M * stride)
        legs.append(Limb(ankle, vec(SIGN[side] * 0.1, 0, 1), turn_x(float(pitch)), 1.0))
        shoulder = points.shoulders[i]
        back = -ARM_SWING_M * ahead * 2 * stride
        drop = float(np.sqrt((0.965 * skeleton.arm) ** 2 - back**2))
        arms.append(Limb(shoulder + vec(SIGN[side] * 0.07, -drop, 0.04 + back), vec(SIGN[side] * 0.4, 0, -1)))
    return Posture(torso, (legs[0], legs[1]), (arms[0], arms[1]))


def _foot(phase: float) -> tuple[float, float]:
    """Where a foot is ahead of the hips, in steps, and how far it is through its swing (0 in stance)."""
    part = (phase / 2) % 1.0
    if part < 0.5:  # planted: the hips pass over it
        return 0.5 - 2 * part, 0.0
    swing = (part - 0.5) * 2
    eased = swing * swing * (3 - 2 * swing)
    # Over the swing the hips go on by one step and the foot by two.
    return -0.5 + eased, swing
