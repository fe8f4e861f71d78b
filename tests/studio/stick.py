"""A person of sticks: a skeleton from textbook proportions, so that no body data is needed.

Segment lengths are shares of the body height after Drillis and Contini (1966).
"""

from __future__ import annotations

import numpy as np

from sample_videos.studio.skeleton import Contacts, Skeleton
from sample_videos.studio.vectors import Floats, vec

SPINE = ("root", "spine05", "spine04", "spine03", "spine02", "spine01", "neck01", "neck02", "neck03", "head")


def stick_skeleton(height_m: float = 1.75) -> Skeleton:
    """Make a person of a height, arms held out at 45 degrees as body meshes have them at rest."""
    h = height_m
    ankle, knee, hip, shoulder, chin = 0.039 * h, 0.285 * h, 0.530 * h, 0.818 * h, 0.870 * h
    heads: dict[str, Floats] = {}
    for bone, y in zip(
        SPINE, np.r_[hip, np.linspace(hip + 0.01, shoulder, 5), np.linspace(shoulder + 0.02, chin, 4)], strict=True
    ):
        heads[bone] = vec(0, y, 0)
    markers: dict[str, Floats] = {"nose": vec(0, 0.91 * h, 0.07 * h)}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        out = vec(sign, 1, 1)
        slope = vec(0.707, -0.707, 0.0)
        at_hip, at_shoulder = vec(0.06 * h, hip, 0), vec(0.12 * h, shoulder, 0)
        elbow = at_shoulder + 0.186 * h * slope - vec(0, 0, 0.004)
        wrist = elbow + 0.146 * h * (slope + vec(0, 0, 0.15)) / np.linalg.norm(slope + vec(0, 0, 0.15))
        places = {
            "pelvis": vec(0, hip, 0),
            "upperleg01": at_hip,
            "upperleg02": vec(0.06 * h, (hip + knee) / 2, 0),
            "lowerleg01": vec(0.06 * h, knee, 0.004),
            "lowerleg02": vec(0.06 * h, (knee + ankle) / 2, 0.002),
            "foot": vec(0.06 * h, ankle, 0),
            "clavicle": vec(0.02 * h, shoulder, 0),
            "shoulder01": vec(0.08 * h, shoulder, 0),
            "upperarm01": at_shoulder,
            "upperarm02": (at_shoulder + elbow) / 2,
            "lowerarm01": elbow,
            "lowerarm02": (elbow + wrist) / 2,
            "wrist": wrist,
        }
        heads |= {f"{bone}.{side}": place * out for bone, place in places.items()}
        skin = {
            "eye_inner": vec(0.010, 0.936 * h, 0.06 * h),
            "eye": vec(0.03, 0.936 * h, 0.06 * h),
            "eye_outer": vec(0.045, 0.936 * h, 0.055 * h),
            "ear": vec(0.075, 0.93 * h, 0.0),
            "mouth": vec(0.025, 0.885 * h, 0.06 * h),
            "pinky": wrist + vec(0.05, -0.05, 0.02),
            "index": wrist + vec(0.03, -0.05, 0.08),
            "thumb": wrist + vec(0.0, -0.02, 0.06),
            "heel": vec(0.06 * h, 0.02, -0.05),
            "toe": vec(0.06 * h, 0.012, 0.19),
        }
        markers |= {f"{name}.{side}": place * out for name, place in skin.items()}
    contacts = Contacts(
        knee=0.05, knee_side=0.055, instep=0.045, malleolus=0.04, sole=ankle, heel=0.05,
        elbow=0.04, wrist=0.03, seat=0.09, waist=0.15,
    )  # fmt: skip
    return Skeleton(heads=heads, markers=markers, contacts=contacts)
