"""Demonstrations: short loops of each movement, kept as the places of joints, for a coach to show as a drawn figure.

Only bones are posed here; no picture is made. What is kept is in the subject's own axes (x to their left, y up, z to
the front), in thousandths of their height, so that the figure can be drawn at any size and from any side.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .body import Body
from .movements import Act, act_block, act_posture
from .movements.common import standing
from .person import Person
from .pose_ik import solve
from .skeleton import BONE_INDEX
from .timing import Score

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .movements import Side
    from .pose_ik import Posed
    from .posture import Posture
    from .skeleton import Skeleton

FORMAT: Final = "formcheck-figure"
VERSION: Final = 1
FPS: Final = 10
"""Between two places a joint moves on smoothly; at this rate the longest loop is some 35 kB."""
PER_HEIGHT: Final = 1000

TRUNK_BONES: Final = {"low_back": "spine04", "chest": "spine02", "neck": "neck01"}
"""Points along the spine and the bones that begin there."""
HEAD_JOINTS: Final = ("nose", "left_ear", "right_ear")
LIMB_JOINTS: Final = ("shoulder", "elbow", "wrist", "index", "hip", "knee", "ankle", "heel", "toe")
JOINTS: Final = (
    *HEAD_JOINTS,
    *TRUNK_BONES,
    *(f"{side}_{joint}" for side in ("left", "right") for joint in LIMB_JOINTS),
)

Keys = dict[str, float]
"""Phase of the movement's file to the moment that shows best what it asks for, seconds."""


@dataclass(frozen=True, slots=True)
class Demonstration:
    """One loop.

    Attributes
    ----------
    movement, side
        What is shown; the other side is its mirror image.
    play
        Writes the loop into a score, from the position back to it, and gives its key moments.
    view_yaw_deg, view_tilt_deg
        From where it is best seen: 0 in front of the subject, 90 at their left; looking down.
    accent
        Joints that are worked; a limb between two of them is accented too.
    camera_yaw_deg
        Where the movement's file wants the camera, in the same way.
    """

    movement: str
    side: Side
    play: Callable[[Score], Keys]
    view_yaw_deg: float
    view_tilt_deg: float
    camera_yaw_deg: float
    accent: tuple[str, ...]


def _twice(score: Score, way_s: float, share: float) -> float:
    """Do a repetition twice, each way in so many seconds; give when the second was deepest."""
    score.move(way_s, u=share)
    score.move(way_s, u=0.0)
    score.move(way_s, u=share)
    deepest_s = score.now
    score.move(way_s, u=0.0)
    return deepest_s


def _rock_back(score: Score) -> Keys:
    score.set(enter=5.0, u=0.0, sink=0.0)
    score.wait(0.4)
    keys = {"setup": score.now}
    keys["rocks"] = _twice(score, 1.0, 0.9)
    score.move(1.0, u=1.0)
    score.move(0.8, sink=1.0)
    keys["hold"] = score.now
    score.wait(0.5)
    score.move(1.3, u=0.0, sink=0.0)
    return keys


def _ninety_ninety(score: Score) -> Keys:
    score.set(enter=3.0, u=0.0, touch=0.0)
    score.wait(0.4)
    keys = {"setup": score.now}
    keys["reaches"] = _twice(score, 1.0, 0.95)
    score.move(1.0, u=1.0)
    score.move(0.6, touch=1.0)
    keys["hold"] = score.now
    score.wait(0.5)
    score.move(0.4, touch=0.0)
    score.move(1.1, u=0.0)
    return keys


def _lunge(score: Score) -> Keys:
    score.set(enter=2.0, u=0.0, arm=0.0, bend=0.0)
    score.wait(0.4)
    keys = {"setup": score.now}
    keys["rocks"] = _twice(score, 0.9, 1.0)
    score.move(0.5, u=0.35)
    score.move(1.0, arm=1.0)
    score.move(0.6, bend=1.0)
    keys["hold"] = score.now
    score.wait(0.6)
    score.move(0.6, bend=0.0)
    score.move(0.9, arm=0.0, u=0.0)
    return keys


def _standing_stretch(score: Score) -> Keys:
    score.set(enter=2.0, a=0.0, turn=1.0, u=0.0, point=0.0, fold=0.0)
    score.wait(0.4)
    keys = {"setup": score.now, "turn": score.now}
    keys["hinges"] = _twice(score, 0.9, 0.95)
    score.move(0.9, u=0.95)
    keys["pumps"] = score.now
    score.move(0.5, point=1.0)
    score.move(0.6, point=-0.6)
    score.move(0.6, point=1.0, fold=1.0)
    keys["pointed"] = score.now
    score.move(0.7, point=-1.0)
    keys["toes-back"] = score.now
    score.wait(0.3)
    score.move(1.2, u=0.0, point=0.0, fold=0.0)
    return keys


DEMONSTRATIONS: Final = (
    Demonstration(
        "adductor-rock-back", "both", _rock_back, -68.0, 14.0, -90.0,
        ("left_hip", "left_knee", "right_hip", "right_knee"),
    ),
    Demonstration(
        "hip-rotation-90-90", "left", _ninety_ninety, 35.0, 26.0, 90.0,
        ("left_hip", "left_knee"),
    ),
    Demonstration(
        "kneeling-lunge", "right", _lunge, -72.0, 8.0, -90.0,
        ("right_hip", "right_knee"),
    ),
    # Its optional first part, facing forward, is left out: the camera that the file asks for would see it from behind.
    Demonstration(
        "standing-stretch", "right", _standing_stretch, -68.0, 8.0, -90.0,
        ("right_hip", "right_knee", "right_ankle"),
    ),
)  # fmt: skip

STAND_TALL: Final = "stand-tall"
STAND_TALL_VIEW_DEG: Final = 30.0
STAND_TALL_TILT_DEG: Final = 6.0


def _places(posed: Posed, height_m: float) -> list[int]:
    points = [
        posed.heads[BONE_INDEX[TRUNK_BONES[name]]] if name in TRUNK_BONES else posed.joints[name] for name in JOINTS
    ]
    return [round(float(value) * PER_HEIGHT / height_m) for point in points for value in point]


def figure_of(shown: Demonstration, skeleton: Skeleton, height_m: float) -> dict[str, Any]:
    """Give the loop of a movement as plain data.

    Parameters
    ----------
    skeleton, height_m
        Of the person that shows it, and how tall they are.
    """
    act = Act(shown.movement, shown.side)
    score = Score()
    keys = shown.play(score)
    times = np.arange(round(score.now * FPS)) / FPS
    postures = [act_posture(skeleton, score.values(float(t)), act) for t in times]
    block = act_block(skeleton, act)
    props = [] if block is None else [[round(v * PER_HEIGHT / height_m) for v in (*block.low, *block.high)]]
    return _data(shown.movement, shown.side, postures, skeleton, height_m) | {
        "keys": {phase: round(time_s, 2) for phase, time_s in keys.items()},
        "view": {"yaw_deg": shown.view_yaw_deg, "tilt_deg": shown.view_tilt_deg},
        "camera_yaw_deg": shown.camera_yaw_deg,
        "accent": list(shown.accent),
        "props": props,
    }


def standing_figure(skeleton: Skeleton, height_m: float) -> dict[str, Any]:
    """Give the figure that stands tall and still."""
    return _data(STAND_TALL, "both", [standing(skeleton)], skeleton, height_m) | {
        "keys": {"setup": 0.0},
        "view": {"yaw_deg": STAND_TALL_VIEW_DEG, "tilt_deg": STAND_TALL_TILT_DEG},
        "camera_yaw_deg": 0.0,
        "accent": [],
        "props": [],
    }


def _data(name: str, side: str, postures: list[Posture], skeleton: Skeleton, height_m: float) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "licence": "CC0-1.0",
        "movement": name,
        "side": side,
        "fps": FPS,
        "joints": list(JOINTS),
        "frames": [_places(solve(skeleton, posture), height_m) for posture in postures],
    }


def write_figures(folder: Path) -> list[Path]:
    """Write the figures of all movements into a folder, one file each.

    Returns
    -------
    list of Path
        What was written.
    """
    person = Person()
    skeleton = Body(person).skeleton
    figures = [standing_figure(skeleton, person.height_m)]
    figures += [figure_of(shown, skeleton, person.height_m) for shown in DEMONSTRATIONS]
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for figure in figures:
        path = folder / f"{figure['movement']}.json"
        path.write_text(json.dumps(figure, separators=(",", ":")) + "\n", encoding="utf-8")
        written.append(path)
    return written
