"""A stick figure that trains before the camera, and a session it is led through."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from formcheck.coach.coach import Coach, CoachSettings, Turn
from formcheck.coach.commands import Ask, Command
from formcheck.judge.loading import load_program
from formcheck.pose.landmarks import INDEX, OTHER
from formcheck.routine.phrasebook import load_phrases
from tests.support.figure import Build, pose_of, seen
from tests.support.signals import swing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formcheck.coach.screens import Screen, ScreenKind
    from formcheck.pose.pose import Observation, Pose
    from formcheck.routine.program import Program

FPS = 15.0
SIZE = (1280, 960)
PX_PER_M = 380.0
FLOOR_PX = 900.0
"""Where the floor is in the picture."""

STANDING = Build(front_thigh=0.0, front_knee=0.0, rear_thigh=0.0, rear_knee=0.0)
KNEELING = Build()
FORWARD = Build(front_thigh=88.0, front_knee=112.0, rear_thigh=-32.0, rear_knee=63.0)

Part = tuple[float, Build]


def stand(seconds: float) -> list[Part]:
    return [(seconds, STANDING)]


def rocks(number: int = 5) -> list[Part]:
    return [(0.6, KNEELING), (1.5, FORWARD), (1.5, KNEELING)] * number


def lunge(number: int = 5, hold_s: float = 7.0) -> list[Part]:
    """Get down, rock, hold, and get up."""
    return [(1.6, KNEELING), (1.8, KNEELING), *rocks(number), (hold_s, KNEELING), (1.4, STANDING), (3.0, STANDING)]


@cache
def lunge_program() -> Program:
    """Give the lunge alone, both sides, with all that belongs to a session."""
    whole = load_program("hip-mobility")
    place = next(n for n, movement in enumerate(whole.movements) if movement.id == "kneeling-lunge")
    file = whole.file.model_copy(update={"steps": (whole.file.steps[place],)})
    return replace(whole, file=file, movements=(whole.movements[place],))


@dataclass
class Led:
    """A session with somebody in it; time goes on from one thing to the next."""

    settings: CoachSettings = field(default_factory=lambda: CoachSettings(consent_given=True))
    program: Program = field(default_factory=lunge_program)
    time_s: float = 0.0
    turns: list[Turn] = field(default_factory=list)
    last: Build = STANDING

    def __post_init__(self) -> None:
        self.coach = Coach(self.program, load_phrases("en"), self.settings)

    @property
    def screen(self) -> Screen:
        return self.turns[-1].screen

    @property
    def kinds(self) -> list[ScreenKind]:
        """The screens so far, each once in a row."""
        kinds = [turn.screen.kind for turn in self.turns]
        return [kind for n, kind in enumerate(kinds) if n == 0 or kinds[n - 1] is not kind]

    @property
    def said(self) -> list[str]:
        return [each.text for turn in self.turns for each in turn.utterances if each.text]

    def ask(self, ask: Ask, value: float | None = None) -> Turn:
        self.turns.append(self.coach.command(Command(ask, value), self.time_s))
        return self.turns[-1]

    def see(self, observation: Observation) -> Turn:
        self.turns.append(self.coach.see(observation))
        return self.turns[-1]

    def do(self, script: Iterable[Part], side: str = "right", hand: str = "", yaw_deg: float | None = None) -> None:
        """Move from posture to posture, seen from the side of the knee that is down."""
        yaw_deg = {"right": -90.0, "left": 90.0}[side] if yaw_deg is None else yaw_deg
        for seconds, build in script:
            frames = max(1, round(seconds * FPS))
            for frame in range(frames):
                self.time_s += 1.0 / FPS
                posture = _between(self.last, build, swing((frame + 1) / frames))
                pose = filmed(replace(posture, rear=side), self.time_s, yaw_deg)
                self.see(seen(with_hand_up(pose, hand) if hand else pose, self.time_s))
            self.last = build

    def away(self, seconds: float) -> None:
        """Leave the picture."""
        for _ in range(round(seconds * FPS)):
            self.time_s += 1.0 / FPS
            self.see(seen(None, self.time_s))

    def wait(self, seconds: float) -> None:
        """Let time pass with no picture at all."""
        for _ in range(round(seconds * 4)):
            self.time_s += 0.25
            self.turns.append(self.coach.tick(self.time_s))


def filmed(build: Build, time_s: float, yaw_deg: float = -90.0, middle_px: float = 640.0) -> Pose:
    """Film a figure that stands or kneels on the floor: the feet stay where they are, and the hips travel."""
    loose = pose_of(build, yaw_deg, time_s=time_s, px_per_m=PX_PER_M, centre=(middle_px, 0.0), size=SIZE)
    low = float(loose.points[:, 1].max())
    feet = float(np.mean([loose.points[INDEX[f"{side}_ankle"], 0] for side in OTHER]))
    return replace(loose, points=loose.points + np.array([middle_px - feet, FLOOR_PX - low], np.float32))


def with_hand_up(pose: Pose, side: str) -> Pose:
    """Raise one hand over the head."""
    points = pose.points.copy()
    shoulder, head = points[INDEX[f"{side}_shoulder"]], points[INDEX["nose"]]
    points[INDEX[f"{side}_elbow"]] = shoulder + np.array([10.0, -90.0], np.float32)
    points[INDEX[f"{side}_wrist"]] = (shoulder[0] + 10.0, head[1] - 110.0)
    other = OTHER[side]
    points[INDEX[f"{other}_wrist"]] = points[INDEX[f"{other}_hip"]]
    return replace(pose, points=points)


def _between(before: Build, after: Build, share: float) -> Build:
    mixed = {
        f.name: getattr(before, f.name) + share * (getattr(after, f.name) - getattr(before, f.name))
        for f in fields(Build)
        if f.name != "rear"
    }
    return Build(**mixed)
