"""Draw stills of backs: people from the side, upright and hinged, flat and round.

Whole clips show one back each, and most of them from a view that cannot tell. Here each person, in clothes and
before a camera of their own, is drawn upright and then hinged several times with another bend of the spine, another
head and other arms, so that the bend is learned apart from all that.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.pose.estimator import Estimator
from formcheck.pose.pose import Observation
from sample_videos.fitting.examples import camera_truth, look, ticks
from sample_videos.fitting.store import Example
from sample_videos.studio.camera import Camera
from sample_videos.studio.chance import random_person, random_room
from sample_videos.studio.clip import Clip, Film, Placed
from sample_videos.studio.draw import Set
from sample_videos.studio.faults import Faults
from sample_videos.studio.movements import Act, act_posture
from sample_videos.studio.movements.common import hanging_arms
from sample_videos.studio.pose_ik import solve
from sample_videos.studio.record import azimuth
from sample_videos.studio.truth import Track, measures

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sample_videos.studio.movements import Side
    from sample_videos.studio.posture import Angles, Posture
    from sample_videos.studio.skeleton import Skeleton

LOOK_HEIGHT_M: Final = {"hip-rotation-90-90": 0.45, "standing-stretch": 0.88}
"""The movements that keep the back flat, and what the camera looks at in each."""

PORTRAIT_SHARE: Final = 0.15

BENDS_DEG: Final = ((0.0, 0.0), (0.0, 0.0), (0.0, 12.0), (12.0, 30.0), (30.0, 38.0), (38.0, 48.0), (48.0, 60.0))
"""From which each hinge of a person draws its bend of the spine."""

OFF_SIDE_SIGMA_DEG, OFF_SIDE_MOST_DEG = 7.0, 15.0
CAMERA_ABOVE_M: Final = (-0.25, 0.7)
"""Of the camera, against the height it looks at."""

UPRIGHT: Final = (0.0, 0.15)
HINGED: Final = (0.55, 1.1)
"""Share of the usual hinge."""

HABIT_SIGMA_DEG: Final = 4.0
"""How round a chest is by habit, upright as well as hinged."""

HOLLOW_DEG: Final = (-14.0, 4.0)
"""The hollow of the low back that goes away in a flat hinge: people stand with it (real ones by about 10 degrees)."""

HEAD_DEG: Final = (-20.0, 35.0)
FREE_ARMS_SHARE: Final = 0.25
REACH_MISSING_SHARE: Final = 0.25


@dataclass(frozen=True, slots=True)
class _Pose:
    """One still of a person: how far hinged, how bent."""

    moment: str
    hinge: float
    bend_deg: float
    hollow_deg: float
    head_deg: float
    touch: float
    free_arms: bool
    reach_missing: float


class _Sitter:
    """Holds one posture, whatever the time: what a set draws instead of a performance."""

    def __init__(self, posture: Posture) -> None:
        self._posture = posture

    def posture(self, t: float) -> Posture:  # noqa: ARG002 - a player is asked for a time
        return self._posture


def back_clip(seed: int, number: int) -> Clip:
    """Draw somebody in a movement that keeps the back flat, seen from the side."""
    rng = np.random.default_rng([seed, number])
    movement = str(rng.choice(list(LOOK_HEIGHT_M)))
    side: Side = "left" if rng.random() < 0.5 else "right"
    surface = float(rng.uniform(-0.95, -0.35))
    act = Act(movement, side, surface=surface, facing_part=False, gets_in=False, gets_out=False)
    return Clip(
        name=clip_name(seed, number),
        title=f"{movement}, {side}",
        person=random_person(rng),
        acts=(Placed(act),),
        camera=_random_camera(rng, movement),
        room=random_room(rng),
        film=Film(noise=float(rng.uniform(0.5, 5.0))),
        seed=int(rng.integers(2**31)),
    )


def _random_camera(rng: np.random.Generator, movement: str) -> Camera:
    """Give a camera about side-on, left or right, at any usual height and distance."""
    off = float(np.clip(rng.normal(0, OFF_SIDE_SIGMA_DEG), -OFF_SIDE_MOST_DEG, OFF_SIDE_MOST_DEG))
    look = LOOK_HEIGHT_M[movement] + float(rng.normal(0, 0.05))
    portrait = rng.random() < PORTRAIT_SHARE
    return Camera(
        yaw_deg=float(rng.choice([-90.0, 90.0])) + off,
        distance_m=float(rng.uniform(2.4, 4.0)),
        height_m=max(0.3, look + float(rng.uniform(*CAMERA_ABOVE_M))),
        look_height_m=look,
        fov_deg=float(rng.uniform(54, 64) if portrait else rng.uniform(37, 46)),
        roll_deg=float(rng.normal(0, 1.2)),
        width=360 if portrait else 640,
        height=640 if portrait else 360,
    )


def draw_backs(clip: Clip, estimator: Estimator, clock: Iterator[float]) -> list[Example]:
    """Draw a person's stills: two upright, one hinged for each range of the bend."""
    rng = np.random.default_rng(clip.seed + 3)
    stage = Set(clip)
    skeleton, act = stage.body.skeleton, clip.acts[0].act
    habit = float(rng.normal(0, HABIT_SIGMA_DEG))
    hollow = float(rng.uniform(*HOLLOW_DEG))
    poses = [_pose(rng, "setup", UPRIGHT, 0.0, hollow) for _ in range(2)]
    poses += [_pose(rng, "peak", HINGED, float(rng.uniform(*bend)), 0.0) for bend in BENDS_DEG]
    postures = [_posture(skeleton, act, pose, habit) for pose in poses]
    seen = []
    for posture in postures:
        stage.player = _Sitter(posture)  # type: ignore[assignment]
        seen.append(look(estimator, stage.picture(0.0), clock))
    track = Track(skeleton, postures, [solve(skeleton, posture) for posture in postures])
    found, from_where = measures(track), azimuth(track, clip)
    pixels = clip.camera.project(track.points.reshape(-1, 3)).reshape(len(poses), -1, 2)
    person = asdict(clip.person) | {
        "trunk_m": skeleton.trunk,
        "thigh_m": skeleton.thigh,
        "shank_m": skeleton.shank,
        "habit_deg": habit,
    }
    return [
        Example(
            clip=clip.name,
            moment=pose.moment,
            phase="free_arms" if pose.free_arms else "",
            time_s=float(k),
            movement=act.movement,
            side=act.side,
            faults={"rounding_deg": pose.bend_deg, "head_dropped_deg": pose.head_deg},
            person=person,
            camera=camera_truth(clip),
            azimuth_deg=float(from_where[k]),
            observation=Observation(k, float(k), None if body is None else replace(body, time_s=float(k))),
            landmarks_px=pixels[k],
            landmarks_m=track.points[k],
            measures={name: float(values[k]) for name, values in found.items()},
        )
        for k, (pose, body) in enumerate(zip(poses, seen, strict=True))
    ]


def _pose(
    rng: np.random.Generator, moment: str, hinge: tuple[float, float], bend_deg: float, hollow_deg: float
) -> _Pose:
    return _Pose(
        moment=moment,
        hinge=float(rng.uniform(*hinge)),
        bend_deg=bend_deg,
        hollow_deg=hollow_deg,
        head_deg=float(rng.uniform(*HEAD_DEG)) if moment == "peak" else 0.0,
        touch=float(rng.random() < 0.4) if moment == "peak" else 0.0,
        free_arms=bool(rng.random() < FREE_ARMS_SHARE),
        reach_missing=float(rng.uniform(0.4, 1.0)) if rng.random() < REACH_MISSING_SHARE else 0.0,
    )


def _posture(skeleton: Skeleton, act: Act, pose: _Pose, habit_deg: float) -> Posture:
    # The movements scale bend and head by the hinge: here they are wanted as drawn.
    faults = Faults(
        rounding_deg=pose.bend_deg / max(pose.hinge, 1e-6),
        head_dropped_deg=pose.head_deg
        if act.movement == "hip-rotation-90-90"
        else pose.head_deg / max(pose.hinge, 0.1),
        reach_missing=pose.reach_missing,
    )
    values = {"enter": 9.0, "a": 0.0, "turn": 1.0, "u": pose.hinge, "point": 0.0, "fold": 0.0, "touch": pose.touch}
    posture = act_posture(skeleton, values, replace(act, faults=faults))
    torso = posture.torso
    bent = replace(torso, lumbar=_more(torso.lumbar, pose.hollow_deg), thoracic=_more(torso.thoracic, habit_deg))
    posture = replace(posture, torso=bent)
    if pose.free_arms and act.movement == "standing-stretch":
        posture = replace(posture, arms=hanging_arms(skeleton, skeleton.torso_points(bent)))
    return posture


def _more(angles: Angles, flexion_deg: float) -> Angles:
    return (angles[0] + flexion_deg, angles[1], angles[2])


def clip_name(seed: int, number: int) -> str:
    """Name what is drawn of a person."""
    return f"backs-{seed}-{number:04d}"


def drawn_backs(seed: int, numbers: Sequence[int], model: Path) -> list[Example]:
    """Draw the stills of some people; person k of a seed is always the same."""
    clock = ticks()
    with Estimator(model) as estimator:
        return [still for number in numbers for still in draw_backs(back_clip(seed, number), estimator, clock)]
