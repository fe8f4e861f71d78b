"""Random clips of other kinds: activities that are none of the four movements, whole routines, M2 from above.

A routine is filmed by one camera that stays where it is: at the side of the mat, a low bench behind it. The person
turns round between the acts to show the better side, or does not bother.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from .camera import Camera
from .chance import BEST_YAW, FAULT_RANGES, FIRST_SIDE, random_faults, random_person, random_room
from .clip import Clip, Film, Placed
from .faults import Faults
from .movements import MOVEMENTS, OTHER, Act
from .movements.other import ACTIVITIES
from .timing import Score

if TYPE_CHECKING:
    from .movements import Side

PORTRAIT_SHARE: Final = 0.15

OTHER_LOOK_M: Final = {"long-sitting-stretch": 0.5, "cat-cow": 0.45, "chair-stretch": 0.6}
"""Height that the camera looks at where not the whole standing person counts."""
STANDING_LOOK_M: Final = 0.88

ROUTINE: Final[tuple[tuple[str, Side], ...]] = (
    ("adductor-rock-back", "both"),
    ("hip-rotation-90-90", "left"),
    ("hip-rotation-90-90", "right"),
    ("kneeling-lunge", "right"),
    ("kneeling-lunge", "left"),
    ("standing-stretch", "right"),
    ("standing-stretch", "left"),
)
"""The whole routine in its order."""
FEWEST_ACTS: Final = 3
ROUTINE_LONGEST_S, LONG_ROUTINE_S = 122.0, 185.0
"""Acts are left out, down to the fewest, until a routine is no longer than this; some may be long."""
LONG_SHARE: Final = 0.25
AROUND_S: Final = 16.0
"""Walking in, standing tall and walking out."""
BETWEEN_S: Final = 3.0
"""From one act to the next: with a step or a short walk."""
BENCH_BEHIND_M: Final = 0.8
"""From the middle of the mat to that of the bench, away from the camera."""
FACES_BEST_SHARE: Final = 0.7
"""Share of acts for which the person turns so that the camera sees the better side."""
KNEES_OFF_SHARE: Final = 0.5
KNEES_OFF_DEG: Final = FAULT_RANGES["hip-rotation-90-90"]["knee_angle_off_deg"]


def _film(rng: np.random.Generator) -> Film:
    return Film(fps=15.0, noise=float(rng.uniform(0.5, 5.0)), crf=int(rng.integers(22, 34)))


def _portrait(camera: Camera, rng: np.random.Generator) -> Camera:
    """Turn some cameras upright; they see as much from side to side, and more above and below."""
    if rng.random() >= PORTRAIT_SHARE:
        return camera
    return replace(camera, width=360, height=640, fov_deg=float(rng.uniform(56, 64)))


def random_other(rng: np.random.Generator, name: str, number: int) -> Clip:
    """Draw a clip of something that is none of the four movements; the activities take turns."""
    activity = list(ACTIVITIES)[number % len(ACTIVITIES)]
    walks = bool(rng.random() < 0.3)
    act = Act(
        OTHER,
        "both",
        reps=int(rng.integers(4, 8)),
        rep_s=float(rng.uniform(2.2, 3.8)),
        depth=float(rng.uniform(0.7, 1.0)),
        gets_in=bool(rng.random() < 0.5) or walks,
        gets_out=bool(rng.random() < 0.4),
        activity=activity,
    )
    look = OTHER_LOOK_M.get(activity, STANDING_LOOK_M)
    if walks or act.gets_in or act.gets_out:
        look = max(look, 0.75)
    side = float(rng.choice([-90.0, 90.0])) + float(rng.normal(0, 8))
    camera = Camera(
        yaw_deg=side if rng.random() < 0.6 else float(rng.uniform(-180, 180)),
        distance_m=float(rng.uniform(2.8, 3.8)),
        height_m=look + float(rng.uniform(0.0, 0.6)),
        look_height_m=look + float(rng.normal(0, 0.04)),
        fov_deg=float(rng.uniform(40, 48)),
        roll_deg=float(rng.normal(0, 1.2)),
    )
    return Clip(
        name=name,
        title=f"other: {activity}",
        person=random_person(rng),
        acts=(Placed(act),),
        camera=_portrait(camera, rng),
        room=random_room(rng),
        film=_film(rng),
        walks_in=walks,
        # The chair stands behind: one comes from the front and turns round.
        comes_deg=180.0 if activity == "chair-stretch" else 0.0,
        about="other",
        seed=int(rng.integers(2**31)),
        tremor=float(rng.uniform(0.5, 2.0)),
    )


def random_high(rng: np.random.Generator, name: str, number: int) -> Clip:
    """Draw M2 as its knees are best seen: from the front, at chest height or above; before it, standing tall.

    Half of the clips have knees that are off a right angle.
    """
    side: Side = "left" if rng.random() < 0.5 else "right"
    off = float(rng.uniform(*KNEES_OFF_DEG))
    faults = Faults(knee_angle_off_deg=off) if number % 2 else Faults()
    act = Act(
        "hip-rotation-90-90",
        side,
        faults,
        reps=5,
        rep_s=float(rng.uniform(2.2, 3.2)),
        hold_s=float(rng.uniform(5.5, 7.5)),
        depth=float(rng.uniform(0.75, 1.05)),
        gets_out=bool(rng.random() < 0.3),
    )
    camera = Camera(
        yaw_deg=float(rng.uniform(0, 50)) * float(rng.choice([-1.0, 1.0])),
        distance_m=float(rng.uniform(2.5, 3.5)),
        height_m=float(rng.uniform(1.2, 2.4)),
        look_height_m=float(rng.uniform(0.55, 0.75)),
        fov_deg=float(rng.uniform(46, 54)),
        roll_deg=float(rng.normal(0, 1.2)),
    )
    return Clip(
        name=name,
        title=f"hip-rotation-90-90, {side}, from above in front",
        person=random_person(rng),
        acts=(Placed(act),),
        camera=_portrait(camera, rng),
        room=random_room(rng),
        film=_film(rng),
        walks_in=True,
        stand_s=float(rng.uniform(2.0, 3.0)),
        about="fault" if faults != Faults() else "good",
        seed=int(rng.integers(2**31)),
        tremor=float(rng.uniform(0.5, 2.0)),
    )


# ---------------------------------------------------------------------- whole routines


def _routine_acts(rng: np.random.Generator) -> list[Act]:
    """Choose some of the routine, in its order: a side may be missing, repetitions may be uneven."""
    chosen = sorted(rng.choice(len(ROUTINE), size=int(rng.integers(FEWEST_ACTS, len(ROUTINE) + 1)), replace=False))
    reps, surface = int(rng.choice([3, 3, 3, 4, 5])), float(rng.uniform(-0.95, -0.45))
    acts = [_routine_act(rng, ROUTINE[index], reps, surface) for index in chosen]
    longest_s = LONG_ROUTINE_S if rng.random() < LONG_SHARE else ROUTINE_LONGEST_S
    while len(acts) > FEWEST_ACTS and _about_s(acts) > longest_s:
        acts.pop(int(rng.integers(len(acts))))
    return acts


def _routine_act(rng: np.random.Generator, what: tuple[str, Side], reps: int, surface: float) -> Act:
    movement, side = what
    faults = random_faults(rng, movement) if rng.random() < 0.4 else Faults()
    return Act(
        movement,
        side,
        # One bench for both feet; and how many repetitions are missing is drawn here.
        replace(faults, surface_too_high=0.0, reps_missing=int(rng.random() < 0.25)),
        reps=reps,
        rep_s=float(rng.uniform(2.1, 2.5)),
        hold_s=float(rng.uniform(3.5, 5.5)) if rng.random() < 0.7 else 0.0,
        depth=float(rng.uniform(0.8, 1.05)),
        surface=surface,
        facing_part=bool(rng.random() < 0.25),
        still_s=float(rng.uniform(1.2, 1.6)),
    )


def _about_s(acts: list[Act]) -> float:
    """About how long a routine lasts: its acts are played to see."""
    total = AROUND_S
    for act in acts:
        score = Score()
        MOVEMENTS[act.movement].perform(score, act, np.random.default_rng(0))
        total += score.now + BETWEEN_S
    return total


def random_routine(rng: np.random.Generator, name: str, _number: int) -> Clip:
    """Draw a recording of a routine: walk in, stand tall, some acts one after another, walk out."""
    return _filmed_routine(rng, name, _routine_acts(rng), faces_best_share=FACES_BEST_SHARE)


def random_whole(rng: np.random.Generator, name: str, number: int) -> Clip:
    """Draw a recording of all of the routine, both sides, as a live session is done: well, or every other one badly."""
    surface, rep_s = float(rng.uniform(-0.85, -0.55)), float(rng.uniform(2.3, 2.8))
    hold_s, depth = float(rng.uniform(6.0, 8.0)), float(rng.uniform(0.85, 1.0))
    acts = [
        Act(
            movement,
            side,
            # One bench for both feet, and everything done as often as it should be.
            replace(random_faults(rng, movement), surface_too_high=0.0, reps_missing=0) if number % 2 else Faults(),
            rep_s=rep_s,
            hold_s=hold_s,
            depth=depth,
            surface=surface,
        )
        for movement, side in ROUTINE
    ]
    return _filmed_routine(rng, name, acts, faces_best_share=1.0)


def _filmed_routine(rng: np.random.Generator, name: str, acts: list[Act], *, faces_best_share: float) -> Clip:
    """Film acts one after another with one camera, which stays where it is."""
    camera_side = float(rng.choice([-1.0, 1.0]))
    bench_z = float(rng.uniform(0.55, 0.75))
    spots: list[Placed] = []
    for act in acts:
        spots.append(_spot(rng, act, camera_side, bench_z, spots[-1] if spots else None, faces_best_share))
    camera = Camera(
        yaw_deg=camera_side * 90.0 + float(rng.normal(0, 8)),
        distance_m=float(rng.uniform(3.2, 3.7)),
        height_m=float(rng.uniform(0.7, 1.2)),
        look_height_m=float(rng.uniform(0.74, 0.82)),
        look_forward_m=0.15,
        look_left_m=-0.25 * camera_side,
        fov_deg=float(rng.uniform(40, 45)),
        roll_deg=float(rng.normal(0, 0.8)),
    )
    last = spots[-1]
    on_bench = last.act.movement == "standing-stretch"
    return Clip(
        name=name,
        title="routine: " + ", ".join(f"{spot.act.movement} {spot.act.side}" for spot in spots),
        person=random_person(rng),
        acts=tuple(spots),
        camera=camera,
        room=random_room(rng),
        film=_film(rng),
        walks_in=True,
        walks_out=True,
        comes_deg=spots[0].yaw_deg,
        # Away from the bench, not through it.
        leaves_deg=last.yaw_deg + 180.0 if on_bench else float(rng.choice([0.0, 180.0])),
        stand_s=float(rng.uniform(2.0, 3.0)),
        about="routine",
        seed=int(rng.integers(2**31)),
        tremor=float(rng.uniform(0.5, 2.0)),
    )


def _spot(
    rng: np.random.Generator,
    act: Act,
    camera_side: float,
    bench_z: float,
    before: Placed | None,
    faces_best_share: float,
) -> Placed:
    """Give an act its place: on the mat, or at the bench behind it."""
    mirrored = FIRST_SIDE.get(act.movement, act.side) != act.side
    best = BEST_YAW[act.movement] * (-1.0 if mirrored else 1.0)
    faces_best = act.movement == "adductor-rock-back" or rng.random() < faces_best_share
    # Turned round, the person has the camera at the other side.
    yaw = 0.0 if (best * camera_side > 0) == faces_best else 180.0
    if act.movement == "adductor-rock-back":
        yaw = float(rng.choice([0.0, 180.0]))
    if act.movement != "standing-stretch":
        jitter = float(rng.normal(0, 5))
        return Placed(
            act, x_m=float(rng.uniform(-0.08, 0.08)), z_m=float(rng.uniform(-0.45, -0.15)), yaw_deg=yaw + jitter
        )
    # To the other end of the bench one walks around it.
    at_bench = before is not None and before.act.movement == "standing-stretch"
    around = at_bench and before is not None and before.yaw_deg != yaw
    via = ((0.05, bench_z),) if around else ()
    return Placed(act, x_m=-BENCH_BEHIND_M * camera_side, z_m=bench_z, yaw_deg=yaw, by_block=True, via=via)
