"""A course: eight sessions of one person, a week apart, whose form improves by known amounts.

The lunge comes upright and deeper on both sides, while the left stays the stiffer one; the rock-back goes further
back and is held longer; the 90/90 stays as it is. The camera is put up anew each week, so it never stands quite where
it stood; the person wears something else. What changed by how much is in the truth of the clips.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import numpy as np

from .camera import Camera
from .clip import Clip, Film, Placed
from .errors import StudioError
from .faults import Faults
from .movements import Act
from .person import Clothes, Person
from .room import Room

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .movements import Side

SESSIONS: Final = 8
FPS: Final = 12.5
FIRST_DAY: Final = date(2026, 9, 28)
DAYS_BETWEEN: Final = 7

PERSON: Final = Person(
    sex="female", height_m=1.69, age=0.45, weight=0.55, skin=(214, 172, 148), hair=(92, 66, 44), hair_style="bun"
)
TOPS: Final = ((70, 110, 150), (160, 70, 84), (90, 130, 100), (200, 190, 170))
"""Four shirts, worn in turn."""

YAW_SD_DEG, DISTANCE_M, HEIGHT_M, LOOK_M, ROLL_SD_DEG = 3.0, 0.15, 0.07, 0.03, 0.7
"""How far the camera of a day stands from where it should: standard deviations of angles, greatest of lengths."""
LEAN_SD_DEG, DEPTH_SD = 0.8, 0.015
"""Nobody does the same twice: how far a day is from what the course means it to be."""


@dataclass(frozen=True, slots=True)
class Way:
    """What goes from one value in the first session to another in the last, evenly."""

    first: float
    last: float

    def at(self, share: float) -> float:
        """Value at a share of the course."""
        return self.first + (self.last - self.first) * share


LEAN_DEG: Final[dict[Side, Way]] = {"right": Way(23.0, 7.0), "left": Way(30.0, 14.0)}
"""Trunk against the vertical in the lunge, by the knee that is down. The left stays 7 degrees more."""
LUNGE_DEPTH: Final[dict[Side, Way]] = {"right": Way(1.05, 1.5), "left": Way(0.65, 1.1)}
"""Of a usual rock. The left hip stays 9 degrees behind: with the lean, 16 degrees of apparent hip extension."""
ROCK_DEPTH: Final = Way(0.72, 1.06)
ROCK_HOLD_S: Final = Way(4.0, 9.0)
SAME_DEPTH, SAME_HOLD_S, LUNGE_HOLD_S = 0.95, 5.0, 3.5
"""The 90/90, and how long the lunge is held, do not change."""

_FLOOR: Final = Camera(yaw_deg=90, distance_m=2.8, height_m=0.6, look_height_m=0.44, fov_deg=38)
_KNEELING: Final = Camera(yaw_deg=-90, distance_m=3.1, height_m=0.85, look_height_m=0.78, fov_deg=42)


def day_of(session: int) -> date:
    """Give the day of a session, the first of which is 1."""
    return FIRST_DAY + timedelta(days=DAYS_BETWEEN * (session - 1))


def _about(value: float, sd: float, rng: np.random.Generator) -> float:
    """Give a value as it is on the day, never more than two standard deviations off."""
    return value + sd * float(np.clip(rng.normal(), -2, 2))


def _act(movement: str, side: Side, **more: object) -> Act:
    act = Act(movement, side, rep_s=2.4, gets_in=False, gets_out=False)
    return replace(act, **more)  # type: ignore[arg-type]


def _acts(share: float, rng: np.random.Generator) -> Iterator[tuple[Act, Camera]]:
    """Give what is done at a share of the course, each act with where its camera should be."""
    rock = _about(ROCK_DEPTH.at(share), DEPTH_SD, rng)
    yield _act("adductor-rock-back", "both", depth=rock, hold_s=ROCK_HOLD_S.at(share)), _FLOOR
    for side in LEAN_DEG:
        lean = Faults(trunk_lean_deg=_about(LEAN_DEG[side].at(share), LEAN_SD_DEG, rng))
        depth = _about(LUNGE_DEPTH[side].at(share), DEPTH_SD, rng)
        camera = _KNEELING if side == "right" else replace(_KNEELING, yaw_deg=-_KNEELING.yaw_deg)
        yield _act("kneeling-lunge", side, faults=lean, depth=depth, hold_s=LUNGE_HOLD_S), camera
    same = _about(SAME_DEPTH, DEPTH_SD, rng)
    yield _act("hip-rotation-90-90", "left", depth=same, hold_s=SAME_HOLD_S), replace(_FLOOR, height_m=0.75)


def _put_up(camera: Camera, rng: np.random.Generator) -> Camera:
    """Give a camera as it stands on the day."""
    return replace(
        camera,
        yaw_deg=_about(camera.yaw_deg, YAW_SD_DEG, rng),
        distance_m=camera.distance_m + float(rng.uniform(-DISTANCE_M, DISTANCE_M)),
        height_m=camera.height_m + float(rng.uniform(-HEIGHT_M, HEIGHT_M)),
        look_height_m=camera.look_height_m + float(rng.uniform(-LOOK_M, LOOK_M)),
        roll_deg=_about(0.0, ROLL_SD_DEG, rng),
    )


def session_clips(session: int, seed: int = 1) -> Iterator[Clip]:
    """Draw the clips of one session: rock-back, lunge right and left, 90/90.

    Parameters
    ----------
    session
        From 1 to ``SESSIONS``.
    seed
        Of what differs from day to day without being meant.

    Raises
    ------
    StudioError
        There is no such session.
    """
    if not 1 <= session <= SESSIONS:
        raise StudioError("there is no such session", where=session, mend=f"Choose one from 1 to {SESSIONS}")
    rng = np.random.default_rng([seed, session])
    share = (session - 1) / (SESSIONS - 1)
    clothes = Clothes(top=TOPS[session % len(TOPS)], bottom=(44, 46, 58), top_fit="normal", legs=0.8)
    room = Room(wall=(214, 206, 190), floor=(120, 88, 62), mat=(90, 116, 96), clutter=3)
    for act, camera in _acts(share, rng):
        yield Clip(
            name=f"course-{session}-{act.movement}" + ("" if act.side == "both" else f"-{act.side}"),
            title=f"{act.movement}, {act.side}, session {session} of {day_of(session)}",
            person=replace(PERSON, clothes=clothes),
            acts=(Placed(act),),
            camera=_put_up(camera, rng),
            # The light of the day.
            room=replace(room, brightness=float(rng.uniform(0.85, 1.05)), light_yaw_deg=float(rng.uniform(20, 80))),
            film=Film(fps=FPS, noise=float(rng.uniform(1.0, 3.0)), crf=26),
            about="course",
            seed=int(rng.integers(2**31)),
        )


def course(seed: int = 1) -> Iterator[Clip]:
    """Draw the clips of all sessions, in their order."""
    for session in range(1, SESSIONS + 1):
        yield from session_clips(session, seed)
