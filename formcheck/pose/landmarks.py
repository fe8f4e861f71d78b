"""The 33 BlazePose landmarks: names, numbers and the bones between them."""

from __future__ import annotations

from typing import Final

LANDMARKS: Final = (
    "nose",
    "left_eye_inner",
    "left_eye",
    "left_eye_outer",
    "right_eye_inner",
    "right_eye",
    "right_eye_outer",
    "left_ear",
    "right_ear",
    "mouth_left",
    "mouth_right",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_pinky",
    "right_pinky",
    "left_index",
    "right_index",
    "left_thumb",
    "right_thumb",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
    "left_heel",
    "right_heel",
    "left_foot_index",
    "right_foot_index",
)
"""The landmarks in the order in which the model gives them (left is the subject's left)."""

SIDES: Final = ("left", "right")
"""The subject's own."""

OTHER: Final = {"left": "right", "right": "left"}
"""The other side of the body."""

INDEX: Final = {name: number for number, name in enumerate(LANDMARKS)}
"""The number of each landmark."""

MIRRORED: Final = tuple(
    INDEX[name.replace("left", "\0").replace("right", "left").replace("\0", "right")] for name in LANDMARKS
)
"""For each landmark the number of its mirror image; the nose is its own."""

FACE: Final = tuple(range(11))
"""The landmarks of the face and ears."""

BONES: Final = tuple(
    (INDEX[start], INDEX[end])
    for start, end in (
        ("left_shoulder", "right_shoulder"),
        ("left_hip", "right_hip"),
        ("left_shoulder", "left_hip"),
        ("right_shoulder", "right_hip"),
        ("left_shoulder", "left_elbow"),
        ("left_elbow", "left_wrist"),
        ("right_shoulder", "right_elbow"),
        ("right_elbow", "right_wrist"),
        ("left_hip", "left_knee"),
        ("left_knee", "left_ankle"),
        ("right_hip", "right_knee"),
        ("right_knee", "right_ankle"),
        ("left_ankle", "left_heel"),
        ("left_heel", "left_foot_index"),
        ("left_ankle", "left_foot_index"),
        ("right_ankle", "right_heel"),
        ("right_heel", "right_foot_index"),
        ("right_ankle", "right_foot_index"),
    )
)
"""Pairs of landmark numbers that are joined by a bone, or drawn as if they were."""
