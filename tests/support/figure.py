"""A stick figure with known joint angles, seen by a camera from a known side.

The body's own axes are forward, left and up, in metres; a camera far away sees them without perspective.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from formcheck.pose.landmarks import INDEX, LANDMARKS, MIRRORED
from formcheck.pose.pose import Observation, Pose

TRUNK_M, THIGH_M, SHANK_M, FOOT_M, ARM_M = 0.50, 0.43, 0.42, 0.26, 0.28
SHOULDER_M, HIP_M = 0.40, 0.20

Vector = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True)
class Build:
    """The joints of a half-kneeling person, degrees; ``rear`` is the side whose knee is down.

    Thighs and trunk are given from the vertical, + forward; knees and elbows in clinical flexion; ``lean`` is to
    the person's left, ``twist`` turns the chest to the right, ``outward`` moves the front knee sideways (metres).
    """

    rear: str = "right"
    trunk: float = 0.0
    lean: float = 0.0
    twist: float = 0.0
    front_thigh: float = 90.0
    front_knee: float = 90.0
    rear_thigh: float = -10.0
    rear_knee: float = 85.0
    arm: float = 15.0
    elbow: float = 10.0
    outward: float = 0.0


def _forward(angle_deg: float) -> Vector:
    """Return the direction that points down and is swung forward by an angle."""
    return np.array([math.sin(math.radians(angle_deg)), 0.0, -math.cos(math.radians(angle_deg))])


def body_points(build: Build) -> dict[str, Vector]:
    """Return the landmarks in the body's axes (forward, left, up), metres, from the middle of the hips."""
    lean = math.radians(build.lean)
    up = -_forward(-build.trunk)
    up = np.array([up[0], math.sin(lean) * up[2], math.cos(lean) * up[2]])
    points: dict[str, Vector] = {}
    twist = math.radians(build.twist)
    for side, sign in (("left", 1.0), ("right", -1.0)):
        is_front = side != build.rear
        hip = np.array([0.0, sign * HIP_M / 2, 0.0])
        # A chest that turns to its right brings the left shoulder forward.
        across = sign * SHOULDER_M / 2 * np.array([math.sin(twist), math.cos(twist), 0.0])
        shoulder = TRUNK_M * up + across
        thigh = build.front_thigh if is_front else build.rear_thigh
        bend = build.front_knee if is_front else build.rear_knee
        knee = hip + THIGH_M * _forward(thigh)
        ankle = knee + SHANK_M * _forward(thigh - bend)
        if is_front:
            knee = knee + np.array([0.0, sign * build.outward, 0.0])
        # The front foot stands on the floor; the back one lies on it, toes pointed.
        foot = _forward(thigh - bend + (90.0 if is_front else 0.0))
        arm = build.arm - build.trunk
        elbow = shoulder + ARM_M * _forward(arm)
        points |= {
            f"{side}_hip": hip,
            f"{side}_shoulder": shoulder,
            f"{side}_knee": knee,
            f"{side}_ankle": ankle,
            f"{side}_heel": ankle - 0.06 * foot + 0.03 * _forward(thigh - bend),
            f"{side}_foot_index": ankle + (FOOT_M - 0.06) * foot + 0.03 * _forward(thigh - bend),
            f"{side}_elbow": elbow,
            f"{side}_wrist": elbow + ARM_M * _forward(arm + build.elbow),
            f"{side}_ear": TRUNK_M * up + np.array([0.0, sign * 0.07, 0.22]),
        }
    points["nose"] = TRUNK_M * up + np.array([0.11, 0.0, 0.20])
    return points


def pose_of(
    build: Build | None = None,
    yaw_deg: float = -90.0,
    *,
    time_s: float = 0.0,
    px_per_m: float = 300.0,
    centre: tuple[float, float] = (640.0, 360.0),
    size: tuple[int, int] = (1280, 720),
    noise_px: float = 0.0,
    hidden: tuple[str, ...] = (),
    legs_swapped: bool = False,
    random: np.random.Generator | None = None,
) -> Pose:
    """Film a figure turned by a yaw (0 faces the camera, 90 has its left side near); see :class:`Pose`."""
    points = body_points(build or Build())
    yaw = math.radians(yaw_deg)
    forward = np.array([-math.sin(yaw), 0.0, -math.cos(yaw)])
    left = np.array([math.cos(yaw), 0.0, -math.sin(yaw)])
    to_camera = np.stack([forward, left, np.array([0.0, -1.0, 0.0])], axis=1)
    world = np.zeros((33, 3))
    for name in LANDMARKS:
        near = name if name in points else _stand_in(name)
        world[INDEX[name]] = to_camera @ points[near]
    flat = world[:, :2] * px_per_m + np.array(centre)
    if noise_px:
        flat = flat + (random or np.random.default_rng(1)).normal(0.0, noise_px, flat.shape)
    if legs_swapped:
        for part in ("hip", "knee", "ankle", "heel", "foot_index"):
            pair = [INDEX[f"left_{part}"], INDEX[f"right_{part}"]]
            flat[pair], world[pair] = flat[pair[::-1]], world[pair[::-1]]
    visibility = np.ones(33)
    visibility[[INDEX[name] for name in hidden]] = 0.1
    return Pose(
        time_s,
        size,
        flat.astype(np.float32),
        world.astype(np.float32),
        visibility.astype(np.float32),
        np.ones(33, np.float32),
    )


def _stand_in(name: str) -> str:
    """Return the landmark whose place a finger or a part of the face takes."""
    if name.endswith(("pinky", "index", "thumb")) and "foot" not in name:
        return name.partition("_")[0] + "_wrist"
    return "nose"


def mirrored_pose(pose: Pose) -> Pose:
    """Return the pose as the mirrored picture would have it: left is right, and right is left."""
    order = list(MIRRORED)
    flip = np.array([-1.0, 1.0, 1.0], np.float32)
    points = pose.points[order] * flip[:2] + np.array([pose.image_size[0], 0.0], np.float32)
    return Pose(
        pose.time_s,
        pose.image_size,
        points,
        pose.world[order] * flip,
        pose.visibility[order],
        pose.presence[order],
    )


def seen(pose: Pose | None, time_s: float, *, ambiguous: bool = False) -> Observation:
    """Return the observation of a pose at a time."""
    return Observation(round(time_s * 30), time_s, pose, 1, ambiguous)
