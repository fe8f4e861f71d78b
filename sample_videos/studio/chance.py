"""Random people, rooms and faults, drawn from wide ranges: what every kind of sweep draws from.

Every draw is fixed by its generator. The ranges are the constants below.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from .faults import Faults
from .person import Clothes, Person
from .room import Room

if TYPE_CHECKING:
    import numpy as np

    from .person import Colour

HEIGHTS_M: Final = {"female": (1.50, 1.80), "male": (1.60, 1.95)}
SKINS: Final[tuple[Colour, ...]] = (
    (232, 194, 172), (222, 182, 160), (206, 158, 130), (214, 170, 140), (168, 118, 84), (120, 78, 56), (96, 62, 46),
)  # fmt: skip
HAIRS: Final[tuple[Colour, ...]] = ((20, 16, 14), (46, 32, 24), (96, 64, 40), (170, 140, 96), (180, 176, 170))
FAULT_SHARE: Final = 0.6
"""Share of clips with a fault; a third of those has two."""
Range = tuple[float, float]

FAULT_RANGES: Final[dict[str, dict[str, Range]]] = {
    "adductor-rock-back": {
        "forearms_up": (0.4, 1.0),
        "knees_together": (0.8, 1.0),
        "hips_not_back": (0.4, 0.8),
        "chest_stays_up": (0.8, 1.0),
        "comes_forward": (0.3, 0.8),
    },
    "hip-rotation-90-90": {
        "rounding_deg": (15, 60),
        "knee_angle_off_deg": (-30, 40),
        "support_hand_up_m": (0.08, 0.2),
        "pelvis_lift_deg": (8, 22),
        "reach_missing": (0.6, 1.0),
    },
    "kneeling-lunge": {
        "trunk_lean_deg": (12, 35),
        "side_lean_deg": (9, 16),
        "knee_angle_off_deg": (-30, 35),
        "knee_caving": (0.08, 0.26),
        "heel_up_deg": (15, 32),
        "arm_not_raised": (0.3, 0.9),
        "side_bend_wrong_way_deg": (8, 16),
        "torso_twisted_deg": (18, 38),
    },
    "standing-stretch": {
        "rounding_deg": (15, 60),
        "surface_too_high": (0.1, 0.35),
        "raised_knee_bent_deg": (15, 45),
        "toes_dropped_deg": (30, 55),
        "stance_foot_out_deg": (20, 50),
        "turn_missing_deg": (30, 55),
        "rises_in_pumps": (0.35, 0.8),
        "flat_pumps": (0.6, 0.9),
    },
}
GENERAL_FAULTS: Final[dict[str, Range]] = {
    "shallow": (0.3, 0.7),
    "too_fast": (1.5, 3.0),
    "bouncing": (0.15, 0.4),
    "hold_cut_s": (2.5, 6.0),
    "head_dropped_deg": (10, 30),
}
BEST_YAW: Final = {
    "adductor-rock-back": 90.0,
    "hip-rotation-90-90": 90.0,
    "kneeling-lunge": -90.0,
    "standing-stretch": 90.0,
}
"""Of the camera for the side that each movement's first side is best seen from."""


def _colour(rng: np.random.Generator, low: int = 30, high: int = 230) -> Colour:
    r, g, b = (int(x) for x in rng.integers(low, high, 3))
    return (r, g, b)


def _muted(rng: np.random.Generator, low: int, high: int) -> Colour:
    """Give a colour as walls and floors have it: mostly grey, a little tint."""
    r, g, b = (int(x) for x in 0.75 * rng.integers(low, high) + 0.25 * rng.integers(low, high, 3))
    return (r, g, b)


def random_person(rng: np.random.Generator) -> Person:
    """Anybody."""
    sex = "female" if rng.random() < 0.5 else "male"
    clothes = Clothes(
        top=_colour(rng),
        bottom=_colour(rng, 25, 150),
        top_fit=rng.choice(["tight", "normal", "loose"]),
        bottom_fit=rng.choice(["tight", "normal", "loose"]),
        sleeve=float(rng.choice([0.0, 0.4, 0.6, 0.9, 2.0])),
        legs=float(rng.choice([0.5, 0.7, 0.95, 1.4, 1.95])),
        stripe=_colour(rng) if rng.random() < 0.2 else None,
        shoes=_colour(rng, 40, 220) if rng.random() < 0.35 else None,
    )
    styles = ["short", "bob", "bun", "cropped"] if sex == "female" else ["short", "cropped", "bald", "short"]
    return Person(
        sex=sex,  # type: ignore[arg-type]
        height_m=float(rng.uniform(*HEIGHTS_M[sex])),
        age=float(rng.choice([0.0, 0.3, 0.6, 0.9])),
        weight=float(rng.uniform(0.2, 1.0)),
        muscle=float(rng.uniform(0.3, 0.8)),
        features=rng.choice(["african", "asian", "caucasian"]),
        skin=SKINS[rng.integers(len(SKINS))],
        hair=HAIRS[rng.integers(len(HAIRS))],
        hair_style=rng.choice(styles),
        beard=bool(sex == "male" and rng.random() < 0.3),
        clothes=clothes,
    )


def random_room(rng: np.random.Generator) -> Room:
    """Any room."""
    return Room(
        wall=_muted(rng, 140, 235),
        floor=_muted(rng, 80, 190),
        floor_kind=rng.choice(["planks", "tiles", "carpet"]),
        mat=_colour(rng, 50, 190) if rng.random() < 0.8 else None,
        clutter=int(rng.integers(0, 7)),
        yaw_deg=float(rng.uniform(-40, 40)),
        light_yaw_deg=float(rng.uniform(-180, 180)),
        light_height=float(rng.uniform(0.9, 2.5)),
        warmth=float(rng.uniform(-0.6, 1.0)),
        brightness=float(rng.uniform(0.6, 1.1)),
        contrast=float(rng.uniform(0.35, 0.95)),
    )


def random_faults(rng: np.random.Generator, movement: str) -> Faults:
    """Mostly one fault, sometimes none or two."""
    if rng.random() > FAULT_SHARE:
        return Faults()
    ranges = FAULT_RANGES[movement] | GENERAL_FAULTS
    names = rng.choice(list(ranges), size=2 if rng.random() < 0.33 else 1, replace=False)
    amounts = {str(name): float(rng.uniform(*ranges[str(name)])) for name in names}
    faults = replace(Faults(), **amounts)  # type: ignore[arg-type]
    return replace(faults, reps_missing=int(rng.integers(1, 3))) if rng.random() < 0.1 else faults


FIRST_SIDE: Final = {"hip-rotation-90-90": "left", "kneeling-lunge": "right", "standing-stretch": "right"}
"""The side that each movement is begun with; the cameras of ``BEST_YAW`` are for this one."""
