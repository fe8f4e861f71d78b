"""From a posture to bones in place: the limbs solved, every bone turned, every joint known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from .skeleton import BONE_INDEX, BONES, MARKERS, PARENT, SIDES, Skeleton
from .vectors import Floats, between, cross, length, limb_frame, turn_about, unit, vec

if TYPE_CHECKING:
    from .posture import Limb, Posture

JOINT_BONES: Final = {
    f"{side}_{joint}": f"{bone}.{letter}"
    for joint, bone in (
        ("shoulder", "upperarm01"),
        ("elbow", "lowerarm01"),
        ("wrist", "wrist"),
        ("hip", "upperleg01"),
        ("knee", "lowerleg01"),
        ("ankle", "foot"),
    )
    for side, letter in (("left", "L"), ("right", "R"))
}
"""Each joint and the bone at whose near end it lies."""

STRAIGHTEST: Final = 0.9995
"""A limb is never stretched further than this share of its length: a dead straight one has no bend plane."""

_SIDE_WORD = {"L": "left", "R": "right"}


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """A person in place.

    Attributes
    ----------
    turns
        (bones, 3, 3) rotation of each bone from its rest.
    heads
        (bones, 3) near end of each bone.
    joints
        Name to (3,): six joints a side and the markers, named ``left_knee``, ``nose``, ``left_heel``.
    """

    turns: Floats
    heads: Floats
    joints: dict[str, Floats]


def two_bones(root: Floats, end: Floats, pole: Floats, near: float, far: float) -> tuple[Floats, Floats, Floats]:
    """Solve a limb of two segments.

    Parameters
    ----------
    root, end
        (3,) hip and wanted ankle, or shoulder and wanted wrist. An end out of reach is brought within it.
    pole
        (3,) direction into which the middle joint points.
    near, far
        Lengths of the two segments, metres.

    Returns
    -------
    middle, end, hinge
        (3,) middle joint, reached end, hinge axis.
    """
    line = end - root
    wanted = length(line)
    along = line / max(wanted, 1e-9)
    reach = float(np.clip(wanted, abs(near - far) + 1e-3, (near + far) * STRAIGHTEST))
    cosine = float(np.clip((near**2 + reach**2 - far**2) / (2 * near * reach), -1, 1))
    side = pole - along * (pole @ along)
    if length(side) < 1e-6:  # a pole along the limb says nothing: take any direction across it
        side = cross(along, vec(0.3, 0.5, 0.8))
    side = unit(side)
    middle = root + near * (along * cosine + side * np.sqrt(max(0.0, 1 - cosine**2)))
    return middle, root + along * reach, cross(side, along)


def distance_for(included_deg: float, near: float, far: float) -> float:
    """Distance of a limb's ends when its middle joint has this included angle (law of cosines)."""
    return float(np.sqrt(near**2 + far**2 - 2 * near * far * np.cos(np.radians(included_deg))))


def _shared_twist(upper: Floats, lower: Floats, share: float) -> Floats:
    """``upper`` swung so that its y axis lies on that of ``lower``, with a share of the twist between them."""
    from_axis, to_axis = upper[:, 1], lower[:, 1]
    about = cross(from_axis, to_axis)
    swing = float(np.degrees(np.arctan2(length(about), from_axis @ to_axis)))
    swung = turn_about(about, swing) @ upper if swing > 1e-3 else upper
    twist = float(np.degrees(np.arctan2(-(swung[:, 0] @ lower[:, 2]), swung[:, 0] @ lower[:, 0])))
    return turn_about(to_axis, twist * share) @ swung


class _Solver:
    """Bones turned so far; children inherit from their parents."""

    def __init__(self, skeleton: Skeleton, posture: Posture) -> None:
        self.skeleton = skeleton
        self.local = skeleton.spine_turns(posture.torso)
        self.forced: dict[str, Floats] = {"root": posture.torso.pelvis}
        self.root = skeleton.root_for(posture.torso.hips, posture.torso.pelvis)
        self.turned: dict[str, Floats] = {}
        self.place: dict[str, Floats] = {}
        # Joints of solved limbs. A half-twisted thigh must not swing the knee about: it goes where it was solved.
        self.solved: dict[str, Floats] = {}

    def run(self, bones: tuple[str, ...]) -> None:
        heads = self.skeleton.heads
        for bone in bones:
            parent = PARENT[bone]
            if parent is None:
                self.place[bone] = self.root
                self.turned[bone] = self.forced[bone]
                continue
            above = self.turned[parent]
            if bone in self.solved:
                self.place[bone] = self.solved[bone]
            else:
                self.place[bone] = self.place[parent] + above @ (heads[bone] - heads[parent])
            if bone in self.forced:
                self.turned[bone] = self.forced[bone]
            elif bone in self.local:
                self.turned[bone] = above @ self.local[bone]
            else:
                self.turned[bone] = above

    def _fix(self, bones: tuple[str, ...], turns: tuple[Floats, Floats], at: tuple[Floats, Floats, Floats]) -> None:
        """Set where the bones of a limb begin: near segment in two halves, far one in two, the end."""
        heads = self.skeleton.heads
        near, near_half, far, far_half, end = bones
        self.solved[near_half] = at[0] + turns[0] @ (heads[near_half] - heads[near])
        self.solved[far] = at[1]
        self.solved[far_half] = at[1] + turns[1] @ (heads[far_half] - heads[far])
        self.solved[end] = at[2]

    def leg(self, side: str, limb: Limb) -> None:
        s, rest = self.skeleton, self.skeleton.rest
        hip = self.place[f"upperleg01.{side}"]
        knee, ankle, hinge = two_bones(hip, limb.end, limb.pole, s.thigh, s.shank)
        thigh, shank = limb_frame(hinge, knee - hip), limb_frame(hinge, ankle - knee)
        half = _shared_twist(self.turned[f"pelvis.{side}"] @ rest[f"thigh.{side}"], thigh, 0.5)
        self.forced[f"upperleg01.{side}"] = half @ rest[f"thigh.{side}"].T
        self.forced[f"upperleg02.{side}"] = thigh @ rest[f"thigh.{side}"].T
        lower = shank @ rest[f"shank.{side}"].T
        self.forced[f"lowerleg01.{side}"] = self.forced[f"lowerleg02.{side}"] = lower
        names = tuple(f"{b}.{side}" for b in ("upperleg01", "upperleg02", "lowerleg01", "lowerleg02", "foot"))
        self._fix(names, (self.forced[f"upperleg02.{side}"], lower), (hip, knee, ankle))
        foot = between(shank, limb.turn, limb.grip)
        self.forced[f"foot.{side}"] = foot @ rest[f"foot.{side}"].T

    def arm(self, side: str, limb: Limb) -> None:
        s, rest = self.skeleton, self.skeleton.rest
        shoulder = self.place[f"upperarm01.{side}"]
        elbow, wrist, hinge = two_bones(shoulder, limb.end, limb.pole, s.upper_arm, s.forearm)
        upper, fore = limb_frame(hinge, elbow - shoulder), limb_frame(hinge, wrist - elbow)
        hanging = self.turned[f"shoulder01.{side}"] @ rest[f"upper_arm.{side}"]
        half = _shared_twist(hanging, upper, 0.5)
        self.forced[f"upperarm01.{side}"] = half @ rest[f"upper_arm.{side}"].T
        self.forced[f"upperarm02.{side}"] = upper @ rest[f"upper_arm.{side}"].T
        follows = fore @ rest[f"forearm.{side}"].T
        names = tuple(f"{b}.{side}" for b in ("upperarm01", "upperarm02", "lowerarm01", "lowerarm02", "wrist"))
        self._fix(names, (self.forced[f"upperarm02.{side}"], follows), (shoulder, elbow, wrist))
        hand = between(follows, limb.turn @ rest[f"hand.{side}"].T, limb.grip)
        # The forearm turns over its whole length: the elbow end stays, the wrist end follows the hand.
        self.forced[f"lowerarm01.{side}"] = follows
        self.forced[f"lowerarm02.{side}"] = _forearm_twist(follows, hand, fore[:, 1], 0.6)
        self.forced[f"wrist.{side}"] = hand


def _forearm_twist(follows: Floats, hand: Floats, axis: Floats, share: float) -> Floats:
    """Turn the far half of the forearm about its own axis by a share of the hand's twist."""
    difference = hand @ follows.T
    # Twist part of a rotation about a unit axis, from its quaternion's vector part.
    w = np.sqrt(max(0.0, 1 + np.trace(difference))) / 2
    v = np.array(
        [
            difference[2, 1] - difference[1, 2],
            difference[0, 2] - difference[2, 0],
            difference[1, 0] - difference[0, 1],
        ]
    ) / max(4 * w, 1e-6)
    twist = float(np.degrees(2 * np.arctan2(v @ axis, w)))
    twist = (twist + 180) % 360 - 180
    return turn_about(axis, twist * share) @ follows


_TRUNK = tuple(b for b in BONES if b.split(".")[0] not in ("upperleg02", "lowerleg01", "lowerleg02", "foot"))
_MARKER_BONES = [BONE_INDEX[bone] for _, bone in MARKERS]


def _marker_name(name: str) -> str:
    stem, _, side = name.partition(".")
    return f"{_SIDE_WORD[side]}_{stem}" if side else stem


MARKER_NAMES: Final = tuple(_marker_name(name) for name, _ in MARKERS)


def solve(skeleton: Skeleton, posture: Posture) -> Posed:
    """Pose a person.

    Raises
    ------
    ArithmeticError
        When a posture holds something that is not a number; a renderer fed with it may never return.
    """
    solver = _Solver(skeleton, posture)
    solver.run(_TRUNK)
    for side, limb in zip(SIDES, posture.legs, strict=True):
        solver.leg(side, limb)
    for side, limb in zip(SIDES, posture.arms, strict=True):
        solver.arm(side, limb)
    solver.run(BONES)
    turns = np.stack([solver.turned[b] for b in BONES])
    heads = np.stack([solver.place[b] for b in BONES])
    if not (np.isfinite(turns).all() and np.isfinite(heads).all()):
        raise ArithmeticError("a posture that no body can take: not a number in the solved bones")
    joints = {name: solver.place[bone] for name, bone in JOINT_BONES.items()}
    rest_heads = skeleton.heads
    for (name, bone), i, marker in zip(MARKERS, _MARKER_BONES, MARKER_NAMES, strict=True):
        joints[marker] = heads[i] + turns[i] @ (skeleton.markers[name] - rest_heads[bone])
    return Posed(turns=turns, heads=heads, joints=joints)
