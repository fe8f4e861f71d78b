"""Draw random stills and look at them with the project's own pose stage.

Whole clips cost a minute each, a still a quarter of a second: what is learned of single poses (how far a measure
is off, how a rounded back looks, where the floor is) is learned from many people and cameras instead of many frames.
"""

from __future__ import annotations

from collections import deque
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np

from formcheck.pose.estimator import Estimator, model_picture
from formcheck.pose.pose import Observation, Pose
from formcheck.video.frame import Frame
from sample_videos.studio.clip import Placed, blocks_of
from sample_videos.studio.draw import Set
from sample_videos.studio.pose_ik import solve
from sample_videos.studio.record import azimuth
from sample_videos.studio.single import random_clip
from sample_videos.studio.truth import Track, contacts, measures

from .store import CameraTruth, Example

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sample_videos.studio.clip import Clip
    from sample_videos.studio.draw import Image
    from sample_videos.studio.timing import Span

MOVEMENT_SHARES: Final = {
    "adductor-rock-back": 0.15,
    "hip-rotation-90-90": 0.30,
    "kneeling-lunge": 0.20,
    "standing-stretch": 0.35,
}
"""The two movements with a back that may round are wanted most."""

ROUNDED_MOVEMENTS: Final = ("hip-rotation-90-90", "standing-stretch")
ROUNDED_SHARE: Final = 0.5
ROUNDING_DEG: Final = (0.0, 60.0)

LOOKS: Final = 3
"""The same picture is shown so often, so that the model's crop settles as it does in a recording."""
LOOK_S: Final = 0.1

Instant = tuple[str, str, float]
"""Why it is taken, the phase, seconds."""


def clip_name(seed: int, number: int) -> str:
    """Name a clip of a seed."""
    return f"examples-{seed}-{number:04d}"


def example_clip(seed: int, number: int) -> Clip:
    """Draw a clip as the sweep does, with the shares of this module, of somebody who walks in and stands tall."""
    rng = np.random.default_rng([seed, number])
    movement = str(rng.choice(list(MOVEMENT_SHARES), p=list(MOVEMENT_SHARES.values())))
    name = clip_name(seed, number)
    clip = random_clip(rng, name, number)
    while clip.acts[0].act.movement != movement:
        clip = random_clip(rng, name, number)
    spot = clip.acts[0]
    faults = spot.act.faults
    if movement in ROUNDED_MOVEMENTS:
        rounding = float(rng.uniform(*ROUNDING_DEG)) if rng.random() < ROUNDED_SHARE else 0.0
        faults = replace(faults, rounding_deg=rounding)
    placed = Placed(replace(spot.act, faults=faults), spot.x_m, spot.z_m, spot.yaw_deg)
    return replace(clip, acts=(placed,), walks_in=True, passer=None)


def instants(stage: Set, rng: np.random.Generator) -> list[Instant]:
    """Choose the moments of a clip: tall, upright twice, halfway, at peaks, in each hold, while turning."""
    plan = stage.player.plan
    tall = next(s for s in plan.segments if s.name == "stand_tall")
    found: list[Instant] = [("stand_tall", "stand_tall", _within(tall.start_s, tall.end_s, rng))]
    spans = plan.act_spans[0]
    phases = [s for s in spans if s.kind == "phase"]

    def phase_at(t: float) -> str:
        return next((s.name for s in phases if s.start_s <= t <= s.end_s), "")

    for phase in phases:
        if phase.name == "setup":
            found += [("setup", "setup", _within(phase.start_s, phase.end_s, rng)) for _ in range(2)]
        elif phase.name == "facing_setup":
            found.append(("setup", phase.name, _within(phase.start_s, phase.end_s, rng)))
        elif phase.name == "turn":
            found.append(("turn", phase.name, _within(phase.start_s, phase.end_s, rng)))
    for name in sorted({s.name for s in spans if s.kind == "rep"}):
        found += [
            (why, phase_at(t), t) for why, t in _of_reps([s for s in spans if s.kind == "rep" and s.name == name], rng)
        ]
    found += [("hold", phase_at(t), t) for t in (_within(s.start_s, s.end_s, rng) for s in spans if s.kind == "hold")]
    return sorted(found, key=lambda instant: instant[2])


def _within(start_s: float, end_s: float, rng: np.random.Generator) -> float:
    return float(start_s + (end_s - start_s) * rng.uniform(0.15, 0.9))


def _of_reps(reps: list[Span], rng: np.random.Generator) -> list[tuple[str, float]]:
    """Two peaks of different repetitions and a moment on the way to one."""
    chosen = [reps[int(i)] for i in rng.permutation(len(reps))[:2]]
    found = [("peak", float(rep.end_s if rep.peak_s is None else rep.peak_s)) for rep in chosen]
    first = chosen[0]
    return [*found, ("mid", float(first.start_s + (found[0][1] - first.start_s) * rng.uniform(0.3, 0.8)))]


def look(estimator: Estimator, picture: Image, clock: Iterator[float]) -> Pose | None:
    """Show the pose stage one picture until its crop has settled; it remembers nothing of pictures before."""
    bgr: Image = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)  # type: ignore[assignment]
    height, width = bgr.shape[:2]
    shown = model_picture(Frame(0, 0.0, bgr, (width, height)))
    estimator.forget(shown, next(clock))
    return deque((estimator.pose(shown, next(clock)) for _ in range(LOOKS)), maxlen=1)[0]


def ticks() -> Iterator[float]:
    """Seconds that grow: the pose stage must not be shown two pictures of one moment."""
    now = 0.0
    while True:
        yield now
        now += LOOK_S


def draw_examples(clip: Clip, estimator: Estimator, clock: Iterator[float] | None = None) -> list[Example]:
    """Draw a clip's chosen moments and look at each.

    Parameters
    ----------
    clip
        With ``walks_in`` set, and one act.
    estimator
        Any, with the mask.
    clock
        Seconds that grow over all calls with the same estimator.
    """
    ticking = clock or ticks()
    stage = Set(clip)
    chosen = instants(stage, np.random.default_rng(clip.seed + 11))
    looks = [look(estimator, stage.picture(t), ticking) for _, _, t in chosen]
    skeleton = stage.body.skeleton
    postures = [stage.player.posture(t) for _, _, t in chosen]
    track = Track(skeleton, postures, [solve(skeleton, posture) for posture in postures])
    tops = [float(block.high[1]) for block, _, _ in blocks_of(clip, skeleton)]
    surface = tops[0] if tops else None
    found, touching, seen_from = measures(track), contacts(track, surface), azimuth(track, clip)
    act = clip.acts[0].act
    lengths = {"trunk_m": skeleton.trunk, "thigh_m": skeleton.thigh, "shank_m": skeleton.shank}
    person: dict[str, Any] = asdict(clip.person) | {name: float(value) for name, value in lengths.items()}
    pixels = clip.camera.project(track.points.reshape(-1, 3)).reshape(len(chosen), -1, 2)
    return [
        Example(
            clip=clip.name,
            moment=why,
            phase=phase,
            time_s=t,
            movement=act.movement,
            side=act.side,
            faults={name: value for name, value in asdict(act.faults).items() if value},
            person=person,
            camera=camera_truth(clip),
            azimuth_deg=float(seen_from[k]),
            observation=Observation(k, t, None if pose is None else replace(pose, time_s=t)),
            landmarks_px=pixels[k],
            landmarks_m=track.points[k],
            measures={name: float(values[k]) for name, values in found.items()},
            contacts={part: bool(flags[k]) for part, flags in touching.items()},
            surface_m=surface,
        )
        for k, ((why, phase, t), pose) in enumerate(zip(chosen, looks, strict=True))
    ]


def camera_truth(clip: Clip) -> CameraTruth:
    """Give what is so of the camera of a clip."""
    camera = clip.camera
    return CameraTruth(
        matrix=camera.matrix(),
        yaw_deg=camera.yaw_deg,
        tilt_deg=camera.tilt_deg,
        roll_deg=camera.roll_deg,
        height_m=camera.height_m,
        fov_deg=camera.fov_deg,
        focal_px=camera.focal_px,
    )


def drawn_examples(seed: int, numbers: Sequence[int], model: Path) -> list[Example]:
    """Draw the examples of some clips of a seed; clip k is the same whichever others are drawn.

    Parameters
    ----------
    model
        The pose model's bundle.
    """
    clock = ticks()
    with Estimator(model) as estimator:
        return [e for number in numbers for e in draw_examples(example_clip(seed, number), estimator, clock)]
