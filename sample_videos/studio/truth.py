"""What was really done: landmarks, angles and contacts of every frame, without a picture.

Conventions are those of ``TRUTH.md``: angles in degrees, clinical flexion with 0 = anatomical position
unless the name says ``included``; lengths over the trunk's length where the name says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.pose.landmarks import INDEX, LANDMARKS

from .vectors import Floats, yaw_of

if TYPE_CHECKING:
    from .pose_ik import Posed
    from .posture import Posture
    from .skeleton import Contacts, Skeleton

_SOURCE: Final = {
    "left_eye_inner": "left_eye_inner",
    "left_foot_index": "left_toe",
    "right_foot_index": "right_toe",
    "mouth_left": "left_mouth",
    "mouth_right": "right_mouth",
}
"""Landmarks whose joint has another name."""

SIDE_WORDS: Final = ("left", "right")


def landmarks_of(posed: Posed) -> Floats:
    """(33, 3) metres, in the order of the BlazePose landmarks."""
    return np.stack([posed.joints[_SOURCE.get(name, name)] for name in LANDMARKS])


class Track:
    """All frames of a person: (n, 33, 3) landmarks and what the spine does."""

    def __init__(self, skeleton: Skeleton, postures: list[Posture], posed: list[Posed]) -> None:
        self.skeleton = skeleton
        self.points: Floats = np.stack([landmarks_of(p) for p in posed])
        self.lumbar: Floats = np.array([p.torso.lumbar for p in postures])
        self.thoracic: Floats = np.array([p.torso.thoracic for p in postures])
        self.facing_deg: Floats = np.array([yaw_of(p.torso.pelvis) for p in postures])

    def at(self, name: str) -> Floats:
        """(n, 3) of one landmark."""
        found: Floats = self.points[:, INDEX[name]]
        return found

    def middle(self, joint: str) -> Floats:
        """(n, 3) half-way between left and right."""
        middle: Floats = (self.at(f"left_{joint}") + self.at(f"right_{joint}")) / 2
        return middle

    def forward(self) -> Floats:
        """(n, 3) level direction in which the pelvis faces."""
        yaw = np.radians(self.facing_deg)
        return np.stack([np.sin(yaw), np.zeros_like(yaw), np.cos(yaw)], axis=1)

    def leftward(self) -> Floats:
        """(n, 3) level direction to the pelvis's left."""
        yaw = np.radians(self.facing_deg)
        return np.stack([np.cos(yaw), np.zeros_like(yaw), -np.sin(yaw)], axis=1)


def _dot(a: Floats, b: Floats) -> Floats:
    product: Floats = np.einsum("ij,ij->i", a, b)
    return product


def _unit(v: Floats) -> Floats:
    scaled: Floats = v / np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-9)
    return scaled


def _angle(a: Floats, b: Floats, c: Floats) -> Floats:
    cosine = np.clip(_dot(_unit(a - b), _unit(c - b)), -1, 1)
    angle: Floats = np.degrees(np.arccos(cosine))
    return angle


def _turned_by(a: Floats, b: Floats) -> Floats:
    """Difference of two yaws, -180 to 180."""
    difference: Floats = (a - b + 180) % 360 - 180
    return difference


def _yaw(v: Floats) -> Floats:
    yaw: Floats = np.degrees(np.arctan2(v[:, 0], v[:, 2]))
    return yaw


def measures(track: Track) -> dict[str, Floats]:
    """Every true measure over time, (n,) each; sided ones end in ``.left`` or ``.right``."""
    out = _trunk_measures(track)
    for side in SIDE_WORDS:
        for name, values in {**_leg_measures(track, side), **_arm_measures(track, side)}.items():
            out[f"{name}.{side}"] = values
    out["rock"] = (out["rock.left"] + out["rock.right"]) / 2
    out["buttock_heel"] = (out["buttock_heel.left"] + out["buttock_heel.right"]) / 2
    hips = np.linalg.norm(track.at("left_hip") - track.at("right_hip"), axis=1)
    knees = np.linalg.norm(track.at("left_knee") - track.at("right_knee"), axis=1)
    out["knee_separation"] = knees / hips
    return out


def places(track: Track) -> dict[str, Floats]:
    """Where hips and ankles are on the floor, (n,) in trunk lengths: for what wanders and sways; not written."""
    out: dict[str, Floats] = {}
    for name, points in (
        ("hip", track.middle("hip")),
        *((f"ankle.{side}", track.at(f"{side}_ankle")) for side in SIDE_WORDS),
    ):
        stem, _, side = name.partition(".")
        for axis, column in (("x", 0), ("z", 2)):
            out[f"{stem}_{axis}{'.' + side if side else ''}"] = points[:, column] / track.skeleton.trunk
    return out


def _trunk_measures(track: Track) -> dict[str, Floats]:
    line = track.middle("shoulder") - track.middle("hip")
    forward, left = _dot(line, track.forward()), _dot(line, track.leftward())
    up = line[:, 1]
    shoulders = track.at("left_shoulder") - track.at("right_shoulder")
    hips = track.at("left_hip") - track.at("right_hip")
    long = np.linalg.norm(line, axis=1)
    return {
        "trunk_inclination": np.degrees(np.arctan2(forward, up)),
        "lateral_lean": np.degrees(np.arcsin(np.clip(left / long, -1, 1))),
        "lumbar_flexion": track.lumbar[:, 0],
        "thoracic_flexion": track.thoracic[:, 0],
        "spine_flexion": track.lumbar[:, 0] + track.thoracic[:, 0],
        "trunk_twist": _turned_by(_yaw(shoulders), _yaw(hips)),
        "pelvic_obliquity": np.degrees(np.arcsin(np.clip(hips[:, 1] / np.linalg.norm(hips, axis=1), -1, 1))),
        "facing": track.facing_deg,
        "shoulder_height": (track.middle("shoulder")[:, 1]) / track.skeleton.trunk,
        "hip_height": track.middle("hip")[:, 1] / track.skeleton.trunk,
    }


def _leg_measures(track: Track, side: str) -> dict[str, Floats]:
    hip, knee, ankle, heel, toe, shoulder = (
        track.at(f"{side}_{j}") for j in ("hip", "knee", "ankle", "heel", "foot_index", "shoulder")
    )
    c, trunk = track.skeleton.contacts, track.skeleton.trunk
    outward = track.leftward() * (1 if side == "left" else -1)
    shank, foot = ankle - knee, toe - heel
    ankle_angle = np.degrees(np.arccos(np.clip(_dot(_unit(-shank), _unit(foot)), -1, 1)))
    knee_included = _angle(hip, knee, ankle)
    level_foot = _unit(foot * [1, 0, 1])
    beside = (knee - ankle) * [1, 0, 1]
    beside = beside - level_foot * _dot(beside, level_foot)[:, None]
    foot_length = np.linalg.norm(foot, axis=1)
    drop = np.linalg.norm((hip - ankle) * [1, 0, 1], axis=1)
    return {
        "knee_included": knee_included,
        "knee_flexion": 180 - knee_included,
        "hip_flexion_apparent": 180 - _angle(shoulder, hip, knee),
        "shank_inclination": np.degrees(np.arctan2(_dot(knee - ankle, track.forward()), (knee - ankle)[:, 1])),
        "ankle_angle": ankle_angle,
        "ankle_included": 90 + ankle_angle - _ankle_angle_standing(track.skeleton),
        "rock": _dot(hip - knee, shank) / _dot(shank, shank),
        "buttock_heel": np.linalg.norm(hip - ankle, axis=1) / track.skeleton.shank,
        "knee_over_toe": _dot(beside, outward) / foot_length,
        "knee_clearance": (knee[:, 1] - c.knee) / trunk,
        "foot_clearance": (np.minimum(heel[:, 1], toe[:, 1]) - _lowest_foot(track.skeleton)) / trunk,
        "instep_clearance": (ankle[:, 1] - c.instep) / trunk,
        "heel_clearance": (heel[:, 1] - _rest_heel(track.skeleton)) / trunk,
        "ankle_clearance": (ankle[:, 1] - c.malleolus) / trunk,
        "surface_height": (ankle[:, 1] - hip[:, 1]) / trunk,
        "leg_elevation": np.degrees(np.arctan2((ankle - hip)[:, 1], drop)),
        "foot_from_vertical": np.degrees(np.arccos(np.clip(_unit(foot)[:, 1], -1, 1))),
        "leg_direction": _turned_by(_yaw(ankle - hip), track.facing_deg),
        "foot_direction": _turned_by(_yaw(foot), track.facing_deg) * (1 if side == "left" else -1),
    }


def _arm_measures(track: Track, side: str) -> dict[str, Floats]:
    shoulder, elbow, wrist, hip = (track.at(f"{side}_{j}") for j in ("shoulder", "elbow", "wrist", "hip"))
    c, trunk = track.skeleton.contacts, track.skeleton.trunk
    elbow_included = _angle(shoulder, elbow, wrist)
    forearm = wrist - elbow
    return {
        "elbow_included": elbow_included,
        "elbow_flexion": 180 - elbow_included,
        "shoulder_elevation": _angle(hip, shoulder, wrist),
        "reach": _dot(wrist - shoulder, track.forward()) / trunk,
        "wrist_clearance": (wrist[:, 1] - c.wrist) / trunk,
        "elbow_clearance": (elbow[:, 1] - c.elbow) / trunk,
        "forearm_from_level": np.degrees(np.abs(np.arcsin(np.clip(_unit(forearm)[:, 1], -1, 1)))),
    }


def _ankle_angle_standing(skeleton: Skeleton) -> float:
    """Give the ankle's angle where shank and foot stand square to each other: in standing, the shank upright."""
    foot = skeleton.markers["toe.L"] - skeleton.markers["heel.L"]
    return float(np.degrees(np.arccos(foot[1] / np.linalg.norm(foot))))


def _sole_under_marker(skeleton: Skeleton) -> float:
    """How much a shoe lifts the foot's markers in standing."""
    return skeleton.contacts.sole - float(skeleton.heads["foot.L"][1])


def _rest_heel(skeleton: Skeleton) -> float:
    return float(skeleton.markers["heel.L"][1]) + _sole_under_marker(skeleton)


def _lowest_foot(skeleton: Skeleton) -> float:
    return float(skeleton.markers["toe.L"][1]) + _sole_under_marker(skeleton)


CONTACT_M: Final = 0.02
"""A part counts as touching when the flesh is no further than this from the surface."""


def contacts(track: Track, block_top_m: float | None) -> dict[str, list[bool]]:
    """Which parts touch the floor (or a foot the surface), frame by frame."""
    s: Skeleton = track.skeleton
    c: Contacts = s.contacts
    out: dict[str, list[bool]] = {}
    for side in SIDE_WORDS:
        knee, elbow, wrist, ankle, heel, toe = (
            track.at(f"{side}_{j}")[:, 1] for j in ("knee", "elbow", "wrist", "ankle", "heel", "foot_index")
        )
        hand = wrist < c.wrist + CONTACT_M
        on_block = np.zeros_like(hand)
        if block_top_m is not None:
            on_block = np.abs(ankle - c.heel - block_top_m) < CONTACT_M
        low_foot = np.minimum(np.minimum(heel, toe), ankle - c.malleolus + _lowest_foot(s))
        found = {
            "knee": knee < max(c.knee, c.knee_side) + CONTACT_M,
            "hand": hand,
            "forearm": hand & (elbow < c.elbow + CONTACT_M),
            "foot": (low_foot < _lowest_foot(s) + CONTACT_M) | on_block,
            "heel": heel < _rest_heel(s) + CONTACT_M,
            "foot_on_surface": on_block,
        }
        for part, touching in found.items():
            out[f"{part}.{side}"] = [bool(x) for x in touching]
    return out
