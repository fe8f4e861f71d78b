"""Random clips of one movement each: of anything, of one clear fault, of flat and round backs.

Every draw is fixed by its generator. The ranges are the constants below and those of :mod:`chance`.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from .camera import Camera
from .chance import (
    BEST_YAW,
    FAULT_RANGES,
    FIRST_SIDE,
    GENERAL_FAULTS,
    random_faults,
    random_person,
    random_room,
)
from .clip import Clip, Film, Passer, Placed
from .faults import Faults
from .movements import MOVEMENTS, Act
from .recordings import PORTRAIT_SHARE

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from .movements import Side

GOOD_VIEW_SHARE: Final = 0.6
"""Share of clips filmed from the side that the movement is best seen from."""
PASSER_SHARE: Final = 0.08
FRAME_RATES: Final = (15.0, 20.0, 24.0, 25.0, 30.0, 60.0)
FRAME_RATE_SHARES: Final = (0.3, 0.25, 0.1, 0.15, 0.15, 0.05)
BLURRED_SHARE: Final = 0.25

LOOK_HEIGHT_M: Final = {
    "adductor-rock-back": 0.42,
    "hip-rotation-90-90": 0.45,
    "kneeling-lunge": 0.72,
    "standing-stretch": 0.88,
}

SEEN_FROM_AHEAD: Final = frozenset(
    {
        "knees_together",
        "pelvis_lift_deg",
        "side_lean_deg",
        "knee_caving",
        "side_bend_wrong_way_deg",
        "torso_twisted_deg",
        "stance_foot_out_deg",
    }
)
"""Faults that show from ahead; the others show from the side that the movement is best seen from."""
CLEAR_FAULTS: Final = tuple(
    (movement, fault)
    for movement, own in FAULT_RANGES.items()
    for fault in (*own, *GENERAL_FAULTS, "reps_missing")
    if fault != "head_dropped_deg" and (movement, fault) != ("hip-rotation-90-90", "knee_angle_off_deg")
)
"""What the clips of clear faults take turns in. A dropped head is none, and the knees of the 90/90 are seen from above
(:func:`recordings.random_high`)."""
MISSING_REPS: Final = 3.0
CLEAR_SHARE: Final = 0.75
"""A clear fault is at least so much of the most that is ever drawn."""

BACKS: Final = ("hip-rotation-90-90", "standing-stretch")
"""The movements in which a back may round."""
ROUND_DEG: Final = (30.0, 60.0)
"""Bend of the spine of a back that has to be called round (docs: AUC of flat against this)."""
BACK_YAW_DEG: Final = 10.0
"""So far off the side at most: beyond 15 degrees rounding is not judged."""
OTHERWISE_SHARE: Final = 0.3
"""Share of backs with the head dropped, and of those without the arm reaching out, which must not decide."""


def random_camera(rng: np.random.Generator, movement: str, *, mirrored: bool) -> Camera:
    """Give a camera for a movement: mostly the side it is best seen from, else anywhere."""
    if rng.random() < GOOD_VIEW_SHARE:
        return _square_camera(rng, movement, BEST_YAW[movement], mirrored=mirrored)
    yaw, stands = float(rng.uniform(-180, 180)), float(rng.uniform(0.4, 2.2))
    return _camera(rng, movement, yaw, stands, mirrored=mirrored)


def _square_camera(rng: np.random.Generator, movement: str, yaw_deg: float, *, mirrored: bool) -> Camera:
    """Give a camera put where a view asks for it: a few degrees off, at the body's height or a little above."""
    yaw, stands = yaw_deg + float(rng.normal(0, 7)), LOOK_HEIGHT_M[movement] + float(rng.uniform(0.0, 0.4))
    return _camera(rng, movement, yaw, stands, mirrored=mirrored)


def _camera(rng: np.random.Generator, movement: str, yaw: float, stands: float, *, mirrored: bool) -> Camera:
    look = LOOK_HEIGHT_M[movement]
    portrait = rng.random() < PORTRAIT_SHARE
    return Camera(
        yaw_deg=-yaw if mirrored else yaw,
        distance_m=float(rng.uniform(2.6, 4.0)),
        height_m=stands,
        look_height_m=look + float(rng.normal(0, 0.05)),
        fov_deg=float(rng.uniform(54, 64) if portrait else rng.uniform(37, 46)),
        roll_deg=float(rng.normal(0, 1.2)),
        width=360 if portrait else 640,
        height=640 if portrait else 360,
    )


def random_clip(rng: np.random.Generator, name: str, _number: int) -> Clip:
    """Draw one clip: any movement, side, form and camera."""
    movement = str(rng.choice(list(MOVEMENTS)))
    side = _side(rng, movement)
    return _performed(rng, name, (movement, side), random_faults(rng, movement), random_camera)


def random_faulty(rng: np.random.Generator, name: str, number: int) -> Clip:
    """Draw a clip with one clear fault, filmed as that fault is best seen; the faults take turns."""
    movement, fault = CLEAR_FAULTS[number % len(CLEAR_FAULTS)]
    side = _side(rng, movement)
    most = MISSING_REPS if fault == "reps_missing" else (FAULT_RANGES[movement] | GENERAL_FAULTS)[fault][1]
    amount = most * float(rng.uniform(CLEAR_SHARE, 1))
    faults = replace(Faults(), **{fault: round(amount) if fault == "reps_missing" else amount})  # type: ignore[arg-type]
    yaw_deg = 0.0 if fault in SEEN_FROM_AHEAD else BEST_YAW[movement]
    return _performed(rng, name, (movement, side), faults, partial(_square_camera, yaw_deg=yaw_deg))


def random_backs(rng: np.random.Generator, name: str, number: int) -> Clip:
    """Draw a hinge or a reach seen square from the side, with a flat back and with a round one in turn."""
    movement = BACKS[number // 2 % len(BACKS)]
    side = _side(rng, movement)
    faults = Faults(
        rounding_deg=float(rng.uniform(*ROUND_DEG)) if number % 2 else 0.0,
        head_dropped_deg=float(rng.uniform(*GENERAL_FAULTS["head_dropped_deg"])) * bool(rng.random() < OTHERWISE_SHARE),
        reach_missing=float(rng.random() < OTHERWISE_SHARE and movement == "hip-rotation-90-90"),
    )
    yaw_deg = BEST_YAW[movement] + float(rng.uniform(-BACK_YAW_DEG, BACK_YAW_DEG))
    return _performed(rng, name, (movement, side), faults, partial(_square_camera, yaw_deg=yaw_deg))


def _side(rng: np.random.Generator, movement: str) -> Side:
    return (
        "both" if movement == "adductor-rock-back" else "left" if rng.choice(["left", "right"]) == "left" else "right"
    )


def _performed(
    rng: np.random.Generator,
    name: str,
    what: tuple[str, Side],
    faults: Faults,
    camera_of: Callable[..., Camera],
) -> Clip:
    """Draw the rest of a clip whose movement, side and form are known."""
    movement, side = what
    act = Act(
        movement,
        side,
        faults,
        rep_s=float(rng.uniform(2.2, 3.6)),
        hold_s=float(rng.uniform(5.5, 9.0)),
        depth=float(rng.uniform(0.75, 1.05)),
        surface=float(rng.uniform(-0.95, -0.35)),
        facing_part=bool(rng.random() < 0.4),
        gets_in=bool(rng.random() < 0.25),
        gets_out=bool(rng.random() < 0.2),
    )
    film = Film(
        fps=float(rng.choice(FRAME_RATES, p=FRAME_RATE_SHARES)),
        noise=float(rng.uniform(0.5, 5.0)),
        blur_steps=3 if rng.random() < BLURRED_SHARE else 1,
        crf=int(rng.integers(22, 34)),
    )
    passer = Passer(random_person(rng), start_s=float(rng.uniform(2, 12))) if rng.random() < PASSER_SHARE else None
    mirrored = movement in FIRST_SIDE and side != FIRST_SIDE[movement]
    return Clip(
        name=name,
        title=f"{movement}, {side}",
        person=random_person(rng),
        acts=(Placed(act),),
        camera=camera_of(rng, movement, mirrored=mirrored),
        room=random_room(rng),
        film=film,
        passer=passer,
        about="fault" if faults != Faults() else "good",
        seed=int(rng.integers(2**31)),
        tremor=float(rng.uniform(0.5, 2.0)),
    )
