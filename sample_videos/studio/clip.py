"""A clip: who does what, where, and how it is filmed; played without pictures, or drawn into a video."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from .camera import Camera
from .movements import PERFORMED, Act, act_block, act_posture
from .pose_ik import Posed, solve
from .posture import Posture, blend, placed
from .room import Room
from .strolling import Walk
from .timing import Score, Span, Tremor
from .vectors import Floats, turn_x, turn_y, turn_z, vec, yaw_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .movements import Block
    from .person import Person
    from .skeleton import Skeleton

WALK_M = 2.9
"""How far outside the middle a walk in begins and a walk out ends."""
STAND_TALL_S = 2.0
CHANGE_S = 1.3
"""From the end of one act to the start of the next on the same spot."""
FAR_M = 0.9
"""To a place further than this one walks; nearer, a step does."""
TURNS_ROUND_DEG: Final = 100.0
"""Further than this one turns round with small steps; a posture half-way would cross its legs."""
ROUND_S, ROUND_STEPS, ROUND_LIFT_M = 1.6, 2, 0.04
STANDS_SHARE: Final = 0.9
"""Hips at this share of their height in standing, or above: the person stands."""
TREMOR_HIPS_M, TREMOR_HANDS_M, TREMOR_DEG = 0.0025, 0.003, 0.6
_TREMOR_CHANNELS = 15


@dataclass(frozen=True, slots=True)
class Placed:
    """An act and where it takes place.

    Attributes
    ----------
    act
        What is done.
    x_m, z_m
        Place on the floor.
    yaw_deg
        Which way the act's own z points.
    by_block
        Whether the place is that of the middle of the act's surface: two acts can then share one.
    via
        Places on the floor (x, z) that are walked over on the way there.
    """

    act: Act
    x_m: float = 0.0
    z_m: float = 0.0
    yaw_deg: float = 0.0
    by_block: bool = False
    via: tuple[tuple[float, float], ...] = ()

    def at(self, skeleton: Skeleton) -> Floats:
        """(3,) place of the act's own origin."""
        place = vec(self.x_m, 0, self.z_m)
        block = act_block(skeleton, self.act) if self.by_block else None
        if block is None:
            return place
        middle: Floats = (np.array(block.low) + np.array(block.high)) / 2 * vec(1, 0, 1)
        return place - turn_y(self.yaw_deg) @ middle


@dataclass(frozen=True, slots=True)
class Passer:
    """Somebody else who walks by behind the subject, seen from the camera.

    Attributes
    ----------
    person
        Who.
    start_s
        When the walk begins.
    behind_m
        How far behind the subject.
    from_left
        Whether the walk goes from the left of the picture to the right.
    """

    person: Person
    start_s: float
    behind_m: float = 1.3
    from_left: bool = True


@dataclass(frozen=True, slots=True)
class Film:
    """How the picture is taken.

    Attributes
    ----------
    fps
        Frames a second.
    noise
        Sensor noise, standard deviation in grey levels of 255.
    blur_steps
        Moments that are averaged over the time the shutter is open; 1 is a sharp picture.
    shutter
        Share of the frame time for which the shutter is open.
    crf
        Compression of H.264, 18 fine to 40 poor.
    """

    fps: float = 15.0
    noise: float = 2.0
    blur_steps: int = 1
    shutter: float = 0.4
    crf: int = 27


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip to be made; everything about it follows from these values.

    Attributes
    ----------
    name, title
        File name without ending; one line for people.
    person
        Who is filmed.
    acts
        What is done, one after another.
    walks_in, walks_out
        Whether the person comes into the picture and stands tall first, and leaves at the end.
    comes_deg, leaves_deg
        Yaw in which the person walks then.
    stand_s
        How long the person stands tall.
    passer
        Somebody else passing by; None for nobody.
    about
        What the clip is there to show: ``good``, ``fault``, ``view``, ``routine``, ``people``.
    seed
        Of all that is random.
    tremor
        1 for the usual small unrest, 0 for none.
    """

    name: str
    title: str
    person: Person
    acts: tuple[Placed, ...]
    camera: Camera = field(default_factory=Camera)
    room: Room = field(default_factory=Room)
    film: Film = field(default_factory=Film)
    walks_in: bool = False
    walks_out: bool = False
    comes_deg: float = 0.0
    leaves_deg: float = 0.0
    stand_s: float = STAND_TALL_S
    passer: Passer | None = None
    about: str = "good"
    seed: int = 1
    tremor: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A stretch of time in which one thing happens."""

    start_s: float
    end_s: float
    posture: Callable[[float], Posture]
    """Posture so many seconds after the segment's start."""
    name: str
    act_number: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Performance:
    """A clip played through.

    Attributes
    ----------
    times
        (n,) seconds of the frames.
    postures, posed
        Of the subject, frame by frame.
    spans
        Phases, reps and holds; those of act k stand in ``act_spans[k]``.
    act_times
        Start and end of each act, seconds.
    """

    times: Floats
    postures: list[Posture]
    posed: list[Posed]
    segments: list[Segment]
    act_spans: list[list[Span]]
    act_times: list[tuple[float, float]]


class _Plan:
    """Segments laid one after another."""

    def __init__(self, clip: Clip, skeleton: Skeleton) -> None:
        self.clip, self.skeleton = clip, skeleton
        self.rng = np.random.default_rng(clip.seed)
        self.now = 0.0
        self.segments: list[Segment] = []
        self.act_spans: list[list[Span]] = []
        self.act_times: list[tuple[float, float]] = []

    def add(self, name: str, seconds: float, posture: Callable[[float], Posture], act: int | None = None) -> None:
        self.segments.append(Segment(self.now, self.now + seconds, posture, name, act))
        self.now += seconds

    def walk(self, name: str, start: Floats, end: Floats) -> None:
        walk = Walk(start, end)
        self.add(name, walk.seconds, lambda t: walk.posture(self.skeleton, t))

    def act(self, number: int, spot: Placed) -> None:
        score, at = Score(), spot.at(self.skeleton)
        PERFORMED[spot.act.movement].perform(score, spot.act, self.rng)
        shift = self.now

        def posture(t: float) -> Posture:
            return placed(act_posture(self.skeleton, score.values(t), spot.act), at, spot.yaw_deg)

        self.act_spans.append([_shifted(span, shift) for span in sorted(score.spans, key=lambda s: s.start_s)])
        self.act_times.append((shift, shift + score.now))
        self._join(posture(0.0), spot.via)
        self.act_spans[-1] = [_shifted(s, self.now - shift) for s in self.act_spans[-1]]
        self.act_times[-1] = (self.now, self.now + score.now)
        self.add(spot.act.movement, score.now, posture, number)

    def _join(self, to: Posture, via: tuple[tuple[float, float], ...] = ()) -> None:
        """Get from where the last segment ended to a posture: walking if it is far, else with a step."""
        if not self.segments:
            return
        last = self.segments[-1]
        before = last.posture(last.end_s - last.start_s)
        for spot in (*(vec(x, 0, z) for x, z in via), to.torso.hips * vec(1, 0, 1)):
            here = before.torso.hips * vec(1, 0, 1)
            if float(np.linalg.norm(spot - here)) > FAR_M:
                before = self._walked(before, Walk(here, spot))
        start = self._faced(before, yaw_of(to.torso.pelvis))
        self.add("change", CHANGE_S, lambda t: blend(start, to, _ease(t / CHANGE_S)))

    def _walked(self, before: Posture, walk: Walk) -> Posture:
        """Turn to where a walk leads, and walk; gives the posture at its end."""
        first = walk.posture(self.skeleton, 0.0)
        start = self._faced(before, walk.yaw_deg)
        self.add("turn", CHANGE_S, lambda t: blend(start, first, t / CHANGE_S))
        self.add("walk", walk.seconds, lambda t: walk.posture(self.skeleton, t))
        return walk.posture(self.skeleton, walk.seconds)

    def _faced(self, before: Posture, yaw_deg: float) -> Posture:
        """Turn round on the spot with small steps, if what comes next faces far from it and the person stands."""
        way = (yaw_deg - yaw_of(before.torso.pelvis) + 180) % 360 - 180
        if abs(way) < TURNS_ROUND_DEG or before.torso.hips[1] < STANDS_SHARE * self.skeleton.hip_height:
            return before
        self.add("turn", ROUND_S, lambda t: _turning(before, way * _ease(t / ROUND_S), t / ROUND_S))
        return _turning(before, way, 1.0)


def _turning(posture: Posture, by_deg: float, share: float) -> Posture:
    """Turn somebody who stands, feet lifted one after the other on the way."""
    at = posture.torso.hips * vec(1, 0, 1)
    turned = placed(placed(posture, -at, 0.0), at, by_deg)
    step = ROUND_LIFT_M * np.sin(2 * np.pi * ROUND_STEPS * share)
    left, right = (
        replace(leg, end=leg.end + vec(0, max(0.0, sign * step), 0))
        for sign, leg in zip((1.0, -1.0), turned.legs, strict=True)
    )
    return replace(turned, legs=(left, right))


def _ease(x: float) -> float:
    return x * x * (3 - 2 * x)


def _shifted(span: Span, by: float) -> Span:
    peak = None if span.peak_s is None else span.peak_s + by
    return Span(span.kind, span.name, span.start_s + by, span.end_s + by, span.number, peak)


def _planned(clip: Clip, skeleton: Skeleton) -> _Plan:
    plan = _Plan(clip, skeleton)
    first = clip.acts[0]
    if clip.walks_in:
        at = first.at(skeleton)
        plan.walk("walk_in", at - turn_y(clip.comes_deg) @ vec(0, 0, WALK_M), at)
        stand = plan.segments[-1].posture(plan.segments[-1].end_s)
        plan.add("stand_tall", clip.stand_s, lambda _: stand)
    for number, spot in enumerate(clip.acts):
        plan.act(number, spot)
    if clip.walks_out:
        last = plan.segments[-1]
        end = last.posture(last.end_s - last.start_s).torso.hips * vec(1, 0, 1)
        away = end + turn_y(clip.leaves_deg) @ vec(0, 0, WALK_M)
        plan._join(Walk(end, away).posture(skeleton, 0.0))
        plan.walk("walk_out", end, away)
    return plan


def _unrest(posture: Posture, swing: Floats, size: float) -> Posture:
    """Small movements nobody can suppress; what rests on something stays where it is."""
    torso = posture.torso
    sway = swing[:3] * np.array([1.0, 0.25, 1.0]) * TREMOR_HIPS_M * size
    tilt = (
        turn_x(swing[3] * TREMOR_DEG * size)
        @ turn_z(swing[4] * TREMOR_DEG * 0.6 * size)
        @ turn_y(swing[5] * TREMOR_DEG * size)
    )
    neck = tuple(a + s * 2 * TREMOR_DEG * size for a, s in zip(torso.neck, swing[6:9], strict=True))
    arms = tuple(
        replace(
            arm,
            end=arm.end + swing[9 + 3 * i : 12 + 3 * i] * TREMOR_HANDS_M * size * (1 - min(1.0, arm.grip)),
        )
        for i, arm in enumerate(posture.arms)
    )
    moved = replace(torso, hips=torso.hips + sway, pelvis=torso.pelvis @ tilt, neck=(neck[0], neck[1], neck[2]))
    return replace(posture, torso=moved, arms=(arms[0], arms[1]))


class Player:
    """Gives the subject's posture at any time of a clip.

    Parameters
    ----------
    skeleton
        The subject's bones.
    """

    def __init__(self, clip: Clip, skeleton: Skeleton) -> None:
        self.clip, self.skeleton = clip, skeleton
        self.plan = _planned(clip, skeleton)
        self._tremor = Tremor(np.random.default_rng(clip.seed + 77), _TREMOR_CHANNELS)

    @property
    def seconds(self) -> float:
        """How long the clip is."""
        return self.plan.now

    def posture(self, t: float) -> Posture:
        """Posture at a time."""
        segments = self.plan.segments
        segment = next((s for s in segments if t < s.end_s), segments[-1])
        still = segment.posture(min(t, segment.end_s) - segment.start_s)
        return _unrest(still, self._tremor(t), self.clip.tremor) if self.clip.tremor else still

    def play(self) -> Performance:
        """Play the whole clip."""
        times = np.arange(int(self.seconds * self.clip.film.fps)) / self.clip.film.fps
        postures = [self.posture(float(t)) for t in times]
        return Performance(
            times=times,
            postures=postures,
            posed=[solve(self.skeleton, p) for p in postures],
            segments=self.plan.segments,
            act_spans=self.plan.act_spans,
            act_times=self.plan.act_times,
        )


def simulate(clip: Clip, skeleton: Skeleton) -> Performance:
    """Play a clip without pictures."""
    return Player(clip, skeleton).play()


SAME_PLACE_M = 1e-3
"""Surfaces no further apart than this are one."""


def blocks_of(clip: Clip, skeleton: Skeleton) -> list[tuple[Block, Floats, float]]:
    """Give the surfaces that a clip's acts need, with place and yaw; one that acts share is given once."""
    found: list[tuple[Block, Floats, float]] = []
    corners: list[Floats] = []
    for spot in clip.acts:
        block = act_block(skeleton, spot.act)
        if block is None:
            continue
        at, turn = spot.at(skeleton), turn_y(spot.yaw_deg)
        ends = np.sort([at + turn @ np.array(block.low), at + turn @ np.array(block.high)], axis=0)
        if not any(np.allclose(ends, other, atol=SAME_PLACE_M) for other in corners):
            corners.append(ends)
            found.append((block, at, spot.yaw_deg))
    return found


def passer_walk(clip: Clip) -> Walk:
    """Give the way of the second person across the picture."""
    assert clip.passer is not None  # noqa: S101 - callers ask only where there is one
    camera = clip.camera
    away = turn_y(camera.yaw_deg)
    behind = camera.target * vec(1, 0, 1) - away @ vec(0, 0, clip.passer.behind_m)
    # Seen from the camera the picture's right is the turned x axis.
    reach = away @ vec(3.0, 0, 0)
    start, end = (behind - reach, behind + reach) if clip.passer.from_left else (behind + reach, behind - reach)
    return Walk(start, end)
