"""A person in half-kneeling, seen from the right side, and what the judge may say of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.body.reading import Measured, Reason, Unit, Unknown
from formcheck.judge.verdict import CueState, HoldState, Severity, Snapshot, Verdict
from formcheck.pose.landmarks import INDEX
from formcheck.pose.pose import Pose

# Metres in the picture's plane (x right, y up from the floor) of a person facing right, right knee down.
_HALF_KNEELING = {
    "hip": (0.0, 0.50),
    "shoulder": (0.0, 1.00),
    "elbow": (-0.05, 0.75),
    "wrist": (0.05, 0.55),
    "right_knee": (0.0, 0.06),
    "right_ankle": (-0.42, 0.08),
    "right_heel": (-0.45, 0.12),
    "right_foot_index": (-0.55, 0.02),
    "left_knee": (0.44, 0.50),
    "left_ankle": (0.44, 0.08),
    "left_heel": (0.40, 0.03),
    "left_foot_index": (0.58, 0.02),
}
_HEAD = (0.06, 1.20)
_LEFT_IS_FARTHER_M = 0.25


class Figures:
    """Makes poses and snapshots for the tests of the overlay."""

    @staticmethod
    def pose(width: int = 960, height: int = 540, *, lean_deg: float = 0.0, time_s: float = 0.0) -> Pose:
        """Return a half-kneeling person in the middle of a picture, 70 % of its short side high."""
        scale = 0.7 * min(width, height) / 1.35
        spots = np.zeros((33, 2))
        depth = np.zeros(33)
        turn = np.radians(lean_deg)
        for name, number in INDEX.items():
            part = name.split("_", 1)[-1]
            x, up = _HALF_KNEELING.get(name) or _HALF_KNEELING.get(part) or _HEAD
            if name not in _HALF_KNEELING:
                above = up - 0.50
                x, up = x + above * np.sin(turn), 0.50 + above * np.cos(turn)
                x += 0.01 * (number % 5) * (number < 11)
            spots[number] = (width / 2 + x * scale, height * 0.85 - up * scale)
            depth[number] = _LEFT_IS_FARTHER_M if name.startswith("left") else 0.0
        world = np.column_stack([(spots - spots[INDEX["right_hip"]]) / scale, depth]).astype(np.float32)
        ones = np.ones(33, np.float32)
        return Pose(time_s, (width, height), spots.astype(np.float32), world, ones, ones)

    @staticmethod
    def hidden(pose: Pose, *names: str) -> Pose:
        """Return the pose with some landmarks that the model only guesses."""
        visibility = pose.visibility.copy()
        visibility[[INDEX[name] for name in names]] = 0.1
        return replace(pose, visibility=visibility)

    @staticmethod
    def trunk(verdict: Verdict, value: float | None = 31.0) -> CueState:
        """Return the cue about the upright trunk."""
        reading = Unknown(Unit.DEGREES, Reason.WRONG_VIEW) if value is None else Measured(value, Unit.DEGREES, 3.0)
        return CueState(
            ref="3.14",
            id="upright-torso",
            verdict=verdict,
            severity=Severity.FORM,
            reading=reading,
            limit=10.0,
            say="Stack shoulders over hips",
            parts=("right_hip", "right_shoulder"),
            mend="Turn a quarter to your left" if value is None else None,
        )

    @staticmethod
    def snapshot(**changes: object) -> Snapshot:
        """Return how things stand in the middle of the repetitions, with what the test is about changed."""
        calm = Snapshot(
            time_s=5.0,
            movement="Kneeling lunge",
            side="right",
            roles={"rear": "right", "front": "left"},
            phase="rock",
            phase_kind="reps",
            caption="Rock forward",
            prompt="Rock forward and back, slowly",
            reps=2,
            reps_target=5,
            reps_flagged=(False, True),
            rep_progress=0.5,
            hold=None,
            cues=(),
            hint=None,
            view="side",
        )
        return replace(calm, **changes)  # type: ignore[arg-type]

    @staticmethod
    def silent(**changes: object) -> Snapshot:
        """Return a snapshot with no words at all, so that only the body is drawn."""
        nothing = {
            "movement": "",
            "side": None,
            "caption": "",
            "prompt": None,
            "reps": 0,
            "reps_target": 0,
            "reps_flagged": (),
            "roles": {},
        }
        return Figures.snapshot(**(nothing | changes))

    @staticmethod
    def crowded(**changes: object) -> Snapshot:
        """Return a snapshot with everything at once, and long words."""
        fault = Figures.trunk(Verdict.FAULT)
        cues = (
            Figures.trunk(Verdict.CANNOT_JUDGE, None),
            replace(fault, id="knee-path", say="Bring the front knee out toward your little toe", parts=()),
            replace(fault, id="small-rock", verdict=Verdict.NEARLY, parts=("left_knee",)),
            replace(fault, id="front-heel-down", verdict=Verdict.GOOD, parts=()),
            fault,
        )
        everything = {
            "movement": "Unterstützter Ausfallschritt – kniend, mit Brett",
            "caption": "Langsam vor und zurück, ganz ohne Schwung",
            "prompt": "Rock forward and back, slowly, and keep your trunk tall while the front knee bends " * 2,
            "hold": HoldState(6.4, 15.0, False),
            "cues": cues,
        }
        return Figures.snapshot(**(everything | changes))


@pytest.fixture
def figures() -> type[Figures]:
    return Figures


@pytest.fixture
def grey() -> np.ndarray:
    return np.full((540, 960, 3), 128, np.uint8)
