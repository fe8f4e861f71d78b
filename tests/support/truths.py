"""A stick person doing the kneeling lunge, with the truth a studio would write and the track of a perfect pose model.

Space is x forward, y to the person's left, z up, in metres; the right knee is down.
"""

from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING, Any

import numpy as np

from formcheck.analysis.scoring.markers import Flaws, VirtualCamera, film
from formcheck.pose import track as track_file
from formcheck.pose.landmarks import LANDMARKS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from formcheck.pose.track import Track

    Floats = NDArray[np.float64]

RATE_HZ = 15.0
THIGH, SHANK, TRUNK, HALF = 0.42, 0.42, 0.50, 0.14
SIDES = {"left": 1.0, "right": -1.0}


def lunge(lean_deg: float, ahead_m: float, arm_up: float = 0.0) -> dict[str, list[float]]:
    """Half-kneeling: trunk forward by an angle, hips ahead of the rear knee by so much, arms 0 hanging to 1 up."""
    hip_z = 0.05 + (THIGH**2 - ahead_m**2) ** 0.5
    lean = np.radians(lean_deg)
    along = np.array([np.sin(lean), 0.0, np.cos(lean)])
    at: dict[str, Any] = {}
    for side, sign in SIDES.items():
        hip = np.array([ahead_m, sign * HALF, hip_z])
        shoulder = hip + TRUNK * along + [0, sign * 0.05, 0]
        reach = np.array([np.sin(np.pi * arm_up), 0.0, -np.cos(np.pi * arm_up)])
        at |= {f"{side}_hip": hip, f"{side}_shoulder": shoulder, f"{side}_elbow": shoulder + 0.3 * reach}
        at |= {f"{side}_{part}": shoulder + 0.55 * reach for part in ("wrist", "pinky", "index", "thumb")}
    at["right_knee"] = np.array([0.0, -HALF, 0.05])
    at["right_ankle"] = np.array([-SHANK, -HALF, 0.05])
    at["right_heel"], at["right_foot_index"] = np.array([-0.46, -HALF, 0.1]), np.array([-0.48, -HALF, 0.0])
    at["left_ankle"] = np.array([0.43, HALF, 0.07])
    at["left_knee"] = _knee(at["left_hip"], at["left_ankle"])
    at["left_heel"], at["left_foot_index"] = np.array([0.38, HALF, 0.02]), np.array([0.62, HALF, 0.02])
    head: Floats = (at["left_shoulder"] + at["right_shoulder"]) / 2 + 0.25 * along
    at |= {name: head + np.array([0.1, 0, 0]) for name in LANDMARKS if name not in at}
    at |= {"left_ear": head + np.array([0, 0.07, 0]), "right_ear": head - np.array([0, 0.07, 0])}
    return {name: [float(x) for x in at[name]] for name in LANDMARKS}


def _knee(hip: Floats, ankle: Floats) -> Floats:
    """Where the knee is: thigh and shank are known, and it points forward."""
    way = ankle - hip
    far = float(np.linalg.norm(way))
    out = np.array([-way[2], 0.0, way[0]]) / far
    share = (THIGH**2 - SHANK**2 + far**2) / (2 * far)
    knee: Floats = hip + way / far * share + out * (THIGH**2 - share**2) ** 0.5
    return knee


def performance(reps: int = 5, lean_deg: float = 2.0, hold_s: float = 8.0) -> tuple[Floats, Floats, list[float]]:
    """Stay for two seconds, rock, hold, stay for two: times, joints (frames, 33, 3), and when each rock was deepest."""
    rock_s, rest_s = 3.0, 2.0
    total = rest_s + reps * rock_s + hold_s
    times = np.arange(round(total * RATE_HZ)) / RATE_HZ
    into = (times - rest_s) / rock_s
    rocking = (into > 0) & (into < reps)
    ahead = np.where(rocking, 0.10 * (1 - np.cos(2 * np.pi * into)) / 2, 0.0)
    frames = [list(lunge(lean_deg, float(a)).values()) for a in ahead]
    return times, np.array(frames), [rest_s + rock_s * (n + 0.5) for n in range(reps)]


def angle(a: Floats, b: Floats, c: Floats) -> Floats:
    """Angle at b, degrees, of (n, 3) points."""
    u, v = a - b, c - b
    cosine = (u * v).sum(axis=1) / np.linalg.norm(u, axis=1) / np.linalg.norm(v, axis=1)
    angles: Floats = np.degrees(np.arccos(np.clip(cosine, -1, 1)))
    return angles


def truth(yaw_deg: float = -90.0, reps: int = 5, lean_deg: float = 2.0, **more: Any) -> dict[str, Any]:
    """Give the truth file of a performance, as plain data."""
    times, joints, peaks = performance(reps, lean_deg)
    end_s = float(times[-1])
    hold = {"name": "upright", "start_s": peaks[-1] + 1.5, "end_s": end_s}
    cue = {"span": "rep rock 1", "start_s": 2.0, "end_s": 5.0, "judgeable": "yes", "view_off_deg": 0.0}
    verdict = "good" if lean_deg <= 10 else "nearly" if lean_deg <= 20 else "fault"
    spans = [
        {"name": "rock", "start_s": peak - 1.5, "end_s": peak + 1.5, "number": number, "peak_s": peak}
        for number, peak in enumerate(peaks, start=1)
    ]
    act = {
        "movement": "kneeling-lunge",
        "number": 3,
        "side": "right",
        "start_s": 0.0,
        "end_s": end_s,
        "reps_meant": 5,
        "faults": {},
        "phases": [{"name": "setup", "start_s": 0.0, "end_s": 2.0}],
        "reps": spans,
        "holds": [hold],
        "cues": [cue | {"ref": "3.14", "value": lean_deg, "verdict": verdict}],
    }
    mm = np.stack([joints[..., 1], joints[..., 2], joints[..., 0]], axis=-1) * 1000
    return {
        "format": "formcheck-truth",
        "version": 1,
        "name": "stick",
        "title": "A stick person",
        "fps": RATE_HZ,
        "frames": len(times),
        "size": [1280, 960],
        "person": {"sex": "male", "height_m": 1.7, "weight": 0.5, "clothes": {"top_fit": "tight"}, "trunk_m": TRUNK},
        "camera": {"yaw_deg": yaw_deg, "distance_m": 3.2, "height_m": 1.0, "tilt_deg": 0.0},
        "second_person": False,
        "segments": [{"name": "kneeling-lunge", "start_s": 0.0, "end_s": end_s}],
        "acts": [act],
        "landmark_names": list(LANDMARKS),
        "times_s": times.tolist(),
        "landmarks_mm": mm.round().astype(int).tolist(),
        "camera_azimuth_deg": [yaw_deg] * len(times),
        "measures": {name: values.tolist() for name, values in _measures(joints, lean_deg).items()},
    } | more


def _measures(joints: Floats, lean_deg: float) -> dict[str, Floats]:
    at = {name: joints[:, number] for number, name in enumerate(LANDMARKS)}
    none = np.zeros(len(joints))
    found = dict.fromkeys(("lateral_lean", "trunk_twist", "facing", "spine_flexion"), none)
    found["trunk_inclination"] = none + lean_deg
    for side, sign in SIDES.items():
        shoulder, elbow, wrist, hip, knee, ankle, heel, toe = (
            at[f"{side}_{part}"]
            for part in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "foot_index")
        )
        shank = knee - ankle
        found[f"knee_flexion.{side}"] = 180 - angle(hip, knee, ankle)
        found[f"hip_flexion_apparent.{side}"] = 180 - angle(shoulder, hip, knee)
        found[f"shank_inclination.{side}"] = np.degrees(np.arctan2(shank[:, 0], shank[:, 2]))
        found[f"ankle_angle.{side}"] = angle(knee, ankle, ankle + toe - heel)
        found[f"shoulder_elevation.{side}"] = angle(hip, shoulder, wrist)
        found[f"elbow_included.{side}"] = angle(shoulder, elbow, wrist)
        found[f"knee_over_toe.{side}"] = sign * (knee - ankle)[:, 1] / 0.24
    return found


def perfect_track(yaw_deg: float = -90.0, reps: int = 5, lean_deg: float = 2.0, flaws: Flaws | None = None) -> Track:
    """Give the track that a perfect pose model would make of the performance."""
    _, joints, _ = performance(reps, lean_deg)
    return film(joints, LANDMARKS, RATE_HZ, VirtualCamera(yaw_deg, distance_m=4.0), flaws)


def write_truth(path: Path, content: dict[str, Any]) -> Path:
    """Write a truth file as the studio does."""
    path.write_bytes(gzip.compress(json.dumps(content).encode(), mtime=0))
    return path


def write_clip(folder: Path, name: str, *, done: int = 5, told: int = 5, lean_deg: float = 2.0) -> None:
    """Write a truth in which so many rocks are done, and beside it a track in which so many are to be seen."""
    write_truth(folder / f"{name}.truth.json.gz", truth(reps=done, lean_deg=lean_deg))
    track_file.save(perfect_track(reps=told, lean_deg=lean_deg), folder / f"{name}.track")
