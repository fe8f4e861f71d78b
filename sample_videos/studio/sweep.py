"""Random clips for measuring: bodies, clothes, rooms, cameras, movements and faults drawn from wide ranges.

Every draw is fixed by the seed. The ranges are the constants below and those of :mod:`chance`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from .camera import Camera
from .chance import BEST_YAW, random_faults, random_person, random_room
from .clip import Clip, Film, Passer, Placed
from .errors import StudioError
from .faults import Faults
from .movements import MOVEMENTS, Act
from .recordings import PORTRAIT_SHARE, random_high, random_other, random_routine, random_whole

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


def random_camera(rng: np.random.Generator, movement: str, *, mirrored: bool) -> Camera:
    """Give a camera for a movement: mostly the side it is best seen from, else anywhere."""
    look = LOOK_HEIGHT_M[movement]
    if rng.random() < GOOD_VIEW_SHARE:
        yaw, stands = BEST_YAW[movement] + float(rng.normal(0, 7)), look + float(rng.uniform(0.0, 0.4))
    else:
        yaw, stands = float(rng.uniform(-180, 180)), float(rng.uniform(0.4, 2.2))
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


def random_clip(rng: np.random.Generator, name: str) -> Clip:
    """Draw one clip."""
    movement = str(rng.choice(list(MOVEMENTS)))
    side = "both" if movement == "adductor-rock-back" else str(rng.choice(["left", "right"]))
    first = {"hip-rotation-90-90": "left", "kneeling-lunge": "right", "standing-stretch": "right"}
    faults = random_faults(rng, movement)
    act = Act(
        movement,
        side,  # type: ignore[arg-type]
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
    mirrored = movement in first and side != first[movement]
    return Clip(
        name=name,
        title=f"{movement}, {side}",
        person=random_person(rng),
        acts=(Placed(act),),
        camera=random_camera(rng, movement, mirrored=mirrored),
        room=random_room(rng),
        film=film,
        passer=passer,
        about="fault" if faults != Faults() else "good",
        seed=int(rng.integers(2**31)),
        tremor=float(rng.uniform(0.5, 2.0)),
    )


def _movement(rng: np.random.Generator, name: str, _number: int) -> Clip:
    return random_clip(rng, name)


KINDS: Final[dict[str, Callable[[np.random.Generator, str, int], Clip]]] = {
    "movements": _movement,
    "other": random_other,
    "routine": random_routine,
    "high": random_high,
    "whole": random_whole,
}
"""What a sweep can be of: one movement a clip, none of them, parts of the routine, M2 seen from above and in front, all
of the routine on both sides."""


def sweep(count: int, seed: int, *, kind: str = "movements", fps: float | None = None) -> Iterator[Clip]:
    """Draw clips; clip k of a kind and seed is the same however many are drawn.

    Parameters
    ----------
    kind
        One of ``KINDS``.
    fps
        Films every clip at this rate and without motion blur, which is cheaper to draw; what is performed
        stays the same.

    Raises
    ------
    StudioError
        There is no such kind.
    """
    if kind not in KINDS:
        raise StudioError("there is no such kind of sweep", where=kind, mend=f"Choose one of: {', '.join(KINDS)}")
    for k in range(count):
        # The plain sweep came first and is drawn from seed and number alone.
        entropy = [seed, k] if kind == "movements" else [seed, k, list(KINDS).index(kind)]
        name = f"{'sweep' if kind == 'movements' else kind}-{seed}-{k:04d}"
        clip = KINDS[kind](np.random.default_rng(entropy), name, k)
        film = clip.film if fps is None else replace(clip.film, fps=fps, blur_steps=1)
        yield replace(clip, film=film)
