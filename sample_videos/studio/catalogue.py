"""The clips that are passed on with the program: who is in them, what they do, what each is there to show."""

# ruff: noqa: E501 - a table reads best with one clip to a line
from __future__ import annotations

from dataclasses import replace
from typing import Final

from .camera import Camera
from .clip import Clip, Film, Passer, Placed
from .errors import StudioError
from .faults import Faults
from .movements import Act
from .person import Clothes, Person
from .room import Room

PEOPLE: Final = {
    "ben": Person(clothes=Clothes(top=(58, 92, 140), bottom=(44, 44, 50))),
    "mei": Person(
        sex="female", features="asian", height_m=1.62, skin=(214, 170, 140), hair=(24, 20, 20), hair_style="bun",
        clothes=Clothes(top=(170, 60, 70), bottom=(38, 40, 60), top_fit="tight", bottom_fit="tight", sleeve=0.35, legs=2.0),
    ),
    "kofi": Person(
        features="african", height_m=1.86, muscle=0.7, skin=(120, 78, 56), hair=(20, 16, 14), hair_style="cropped",
        clothes=Clothes(top=(200, 200, 196), bottom=(70, 74, 84), shoes=(176, 178, 184)),
    ),
    "olga": Person(
        sex="female", height_m=1.68, age=0.8, weight=0.8, skin=(222, 182, 160), hair=(170, 166, 160), hair_style="bob",
        clothes=Clothes(top=(96, 140, 120), bottom=(60, 60, 66), top_fit="loose", sleeve=0.8, legs=1.9),
    ),
    "raj": Person(
        height_m=1.72, age=0.4, weight=0.85, muscle=0.4, skin=(168, 118, 84), hair=(28, 24, 22), beard=True,
        clothes=Clothes(top=(188, 180, 150), bottom=(52, 60, 78), top_fit="loose", bottom_fit="loose", legs=0.9),
    ),
    "ada": Person(
        sex="female", features="african", height_m=1.75, weight=0.35, skin=(96, 62, 46), hair=(18, 14, 12),
        hair_style="cropped", clothes=Clothes(top=(222, 170, 60), bottom=(30, 30, 34), top_fit="tight", bottom_fit="tight", sleeve=0.0, legs=1.4),
    ),
    "lars": Person(
        height_m=1.93, age=0.6, weight=0.3, skin=(226, 186, 164), hair=(196, 190, 180), hair_style="bald",
        clothes=Clothes(top=(120, 40, 44), bottom=(90, 92, 96), sleeve=2.0, legs=1.95, bottom_fit="loose", stripe=(220, 216, 200)),
    ),
    "yuki": Person(
        sex="female", features="asian", height_m=1.53, weight=0.6, skin=(224, 184, 154), hair=(30, 24, 22), hair_style="bob",
        clothes=Clothes(top=(150, 160, 200), bottom=(80, 70, 90), sleeve=0.6, legs=0.6, shoes=(60, 62, 70)),
    ),
}  # fmt: skip
"""Eight people: both sexes, 1.53 to 1.93 m, light to heavy, young to old, tight to loose clothes."""

ROOMS: Final = {
    "studio": Room(),
    "living": Room(wall=(214, 204, 186), floor=(120, 84, 58), mat=(96, 120, 92), clutter=6, warmth=0.6, yaw_deg=8),
    "tiles": Room(wall=(206, 212, 216), floor=(170, 170, 164), floor_kind="tiles", mat=(120, 70, 96), clutter=2, warmth=-0.4, yaw_deg=-12),
    "carpet": Room(wall=(178, 190, 200), floor=(118, 120, 124), floor_kind="carpet", mat=None, clutter=4, contrast=0.45, yaw_deg=20),
    "evening": Room(wall=(170, 150, 130), floor=(98, 74, 56), mat=(60, 62, 74), clutter=5, warmth=0.9, brightness=0.72, light_yaw_deg=-60, yaw_deg=-5),
    "bright": Room(wall=(226, 228, 226), floor=(188, 160, 124), mat=(64, 110, 140), clutter=3, contrast=0.9, brightness=1.08, light_yaw_deg=110, light_height=2.0),
}  # fmt: skip

_FLOOR: Final = Camera(yaw_deg=90, distance_m=2.8, height_m=0.55, look_height_m=0.42, fov_deg=36)
_KNEELING: Final = Camera(yaw_deg=-90, distance_m=3.1, height_m=0.85, look_height_m=0.78, fov_deg=41)
_STANDING: Final = Camera(yaw_deg=90, distance_m=3.4, height_m=1.0, look_height_m=0.88, look_forward_m=0.2, fov_deg=40)


def _clip(
    name: str, title: str, who: str, act: Act, camera: Camera, room: str = "studio", *,
    about: str = "good", fps: float = 12.0, crf: int = 24, noise: float = 2.0, blur_steps: int = 1, seed: int = 1,
) -> Clip:  # fmt: skip
    film = Film(fps=fps, crf=crf, noise=noise, blur_steps=blur_steps)
    return Clip(
        name=name, title=title, person=PEOPLE[who], acts=(Placed(act),), camera=camera, room=ROOMS[room],
        film=film, about=about, seed=seed,
    )  # fmt: skip


def _short(movement: str, side: str, faults: Faults | None = None, **more: object) -> Act:
    """Give an act that starts in position, for clips that are about form and not about getting there."""
    act = Act(movement, side, faults or Faults(), gets_in=False, gets_out=False, hold_s=6.0)  # type: ignore[arg-type]
    return replace(act, **more)  # type: ignore[arg-type]


def _rock_backs() -> list[Clip]:
    m = "adductor-rock-back"
    side = _FLOOR
    return [
        _clip("rock-back-good", "M1 from the left, with getting down and up", "ben",
              Act(m, "both", hold_s=8.0), replace(side, look_height_m=0.82, height_m=0.75, fov_deg=45), seed=11),
        _clip("rock-back-good-from-the-right", "M1 from the right, woman, leggings", "mei",
              _short(m, "both"), replace(side, yaw_deg=-90), "tiles", fps=15, seed=12),
        _clip("rock-back-forearms-up", "M1 propped on the hands", "kofi",
              _short(m, "both", Faults(forearms_up=0.7)), side, "living", about="fault", seed=13),
        _clip("rock-back-not-back-short-hold", "M1 hips hardly go back, four rocks, hold of two seconds", "raj",
              _short(m, "both", Faults(hips_not_back=0.55, reps_missing=1, hold_cut_s=4.0)), side, "carpet", about="fault", seed=14),
        _clip("rock-back-knees-together-front", "M1 from the front: knees together", "ada",
              _short(m, "both", Faults(knees_together=1.0)), replace(side, yaw_deg=4, height_m=0.9), "bright", about="fault", fps=12, seed=15),
        _clip("rock-back-oblique", "M1 good, camera 40 degrees off the side: rock cannot be judged", "olga",
              _short(m, "both"), replace(side, yaw_deg=50, height_m=0.8), "evening", about="view", fps=12, seed=16),
    ]  # fmt: skip


def _hip_rotations() -> list[Clip]:
    m = "hip-rotation-90-90"
    side = replace(_FLOOR, height_m=0.75, look_height_m=0.45, distance_m=2.7)
    high = Camera(yaw_deg=40, distance_m=2.4, height_m=2.1, look_height_m=0.35, fov_deg=38)
    return [
        _clip("hip-rotation-left-good", "M2 left leg in front, with sitting down and getting up", "yuki",
              Act(m, "left", hold_s=8.0), replace(side, look_height_m=0.7, fov_deg=42), "living", seed=21),
        _clip("hip-rotation-right-good", "M2 right leg in front, from the right", "kofi",
              _short(m, "right"), replace(side, yaw_deg=-90), fps=20, seed=22),
        _clip("hip-rotation-left-rounded", "M2 with a round back (45 degrees)", "ada",
              _short(m, "left", Faults(rounding_deg=45)), side, "tiles", about="fault", seed=23),
        _clip("hip-rotation-right-hand-up", "M2 support hand off the floor, arm hardly reaches", "lars",
              _short(m, "right", Faults(support_hand_up_m=0.16, reach_missing=0.7)), replace(side, yaw_deg=-86), "bright", about="fault", seed=24),
        _clip("hip-rotation-left-knees-open-high", "M2 knees 30 degrees too open, camera high and oblique", "mei",
              _short(m, "left", Faults(knee_angle_off_deg=30)), high, "carpet", about="fault", fps=12, seed=25),
    ]  # fmt: skip


def _lunges() -> list[Clip]:
    m = "kneeling-lunge"
    right, left = _KNEELING, replace(_KNEELING, yaw_deg=90)
    front = replace(_KNEELING, yaw_deg=6, height_m=0.95, look_height_m=0.84, fov_deg=43)
    return [
        _clip("kneeling-lunge-right-good", "M3 right knee down, upright", "ben", _short(m, "right"), right, fps=15, seed=31),
        _clip("kneeling-lunge-left-good", "M3 left knee down, with kneeling down and getting up", "olga",
              Act(m, "left", hold_s=6.0), replace(left, look_height_m=0.85, fov_deg=42), "living", seed=32),
        _clip("kneeling-lunge-right-leaning", "M3 trunk 28 degrees forward", "yuki",
              _short(m, "right", Faults(trunk_lean_deg=28)), right, "tiles", about="fault", seed=33),
        _clip("kneeling-lunge-left-knee-caving-front", "M3 from the front: knee falls inward", "lars",
              _short(m, "left", Faults(knee_caving=0.22)), front, "bright", about="fault", seed=34),
        _clip("kneeling-lunge-right-front", "M3 good, from the front", "mei", _short(m, "right"), front, "evening", seed=35),
        _clip("kneeling-lunge-left-heel-up-knee-open", "M3 front heel up, front knee 30 degrees too open", "kofi",
              _short(m, "left", Faults(heel_up_deg=28, knee_angle_off_deg=30)), left, "carpet", about="fault", seed=36),
        _clip("kneeling-lunge-right-wrong-bend", "M3 bends to the wrong side, shoulders twisted, from the front", "ada",
              _short(m, "right", Faults(side_bend_wrong_way_deg=14, torso_twisted_deg=32)), front, about="fault", seed=37),
        _clip("kneeling-lunge-left-hasty", "M3 too fast, one rock too few, arm half up", "raj",
              _short(m, "left", Faults(too_fast=2.2, reps_missing=1, arm_not_raised=0.55)),
              left, "living", about="fault", fps=24, blur_steps=1, seed=38),
        _clip("kneeling-lunge-right-oblique", "M3 good, camera 45 degrees off: the side cannot be judged", "kofi",
              _short(m, "right"), replace(right, yaw_deg=-45), "tiles", about="view", fps=12, seed=39),
    ]  # fmt: skip


def _standing_stretches() -> list[Clip]:
    m = "standing-stretch"
    right, left = _STANDING, replace(_STANDING, yaw_deg=-90)
    portrait = replace(right, width=360, height=640, fov_deg=58, distance_m=3.5, look_forward_m=0.32)
    return [
        _clip("standing-stretch-right-good", "M4 right foot up: facing forward, the turn, hinges, pumps", "kofi",
              Act(m, "right", hold_s=7.0), right, "living", fps=12, seed=41),
        _clip("standing-stretch-left-good", "M4 left foot up, from where it is side-on after the turn", "mei",
              _short(m, "left"), left, "tiles", fps=12, seed=42),
        _clip("standing-stretch-right-rounded", "M4 with a round back (42 degrees)", "ben",
              _short(m, "right", Faults(rounding_deg=42), facing_part=False), right, about="fault", seed=43),
        _clip("standing-stretch-left-too-high", "M4 surface far above the hips, raised knee bent, bouncing", "ada",
              _short(m, "left", Faults(surface_too_high=0.3, raised_knee_bent_deg=28, bouncing=0.3), facing_part=False), left, "bright", about="fault", seed=44),
        _clip("standing-stretch-right-loose-shirt", "M4 flat back in a loose shirt, head dropped", "raj",
              _short(m, "right", Faults(head_dropped_deg=28), facing_part=False), right, "carpet", seed=45),
        _clip("standing-stretch-right-rising-portrait", "M4 portrait: comes up during the pumps, toes dropped", "yuki",
              _short(m, "right", Faults(rises_in_pumps=0.6, toes_dropped_deg=40, flat_pumps=0.5), facing_part=False),
              portrait, "evening", about="fault", fps=15, seed=46),
    ]  # fmt: skip


def _with_company() -> list[Clip]:
    lunge = _short("kneeling-lunge", "right")
    walk_in = _clip(
        "kneeling-lunge-walk-in", "M3 with walking in, standing tall, and walking out", "lars",
        Act("kneeling-lunge", "right", hold_s=6.0), replace(_KNEELING, look_height_m=0.95, fov_deg=46, distance_m=3.5, height_m=1.0), "studio", about="people", seed=51,
    )  # fmt: skip
    second = _clip(
        "kneeling-lunge-second-person", "M3 good, somebody walks by behind", "yuki", lunge,
        replace(_KNEELING, look_height_m=0.8, fov_deg=42), "bright", about="people", seed=52,
    )  # fmt: skip
    routine = _clip(
        "routine-first-side", "All four movements of the first side, one after another", "ben",
        Act("adductor-rock-back", "both"), Camera(yaw_deg=90, distance_m=3.7, height_m=0.85, look_height_m=0.78, look_forward_m=0.35, fov_deg=46),
        "living", about="routine", fps=10, crf=30, noise=1.2, seed=53,
    )  # fmt: skip
    acts = (
        Placed(Act("adductor-rock-back", "both", hold_s=6.0)),
        Placed(Act("hip-rotation-90-90", "left", hold_s=6.0)),
        Placed(Act("kneeling-lunge", "right", hold_s=6.0)),
        Placed(Act("standing-stretch", "right", hold_s=6.0), z_m=0.55),
    )
    return [
        replace(walk_in, walks_in=True, walks_out=True),
        replace(second, passer=Passer(PEOPLE["kofi"], start_s=8.0)),
        replace(routine, acts=acts),
    ]


CLIPS: Final[dict[str, Clip]] = {
    clip.name: clip
    for clip in (*_rock_backs(), *_hip_rotations(), *_lunges(), *_standing_stretches(), *_with_company())
}
"""By name."""


def clip_named(name: str) -> Clip:
    """Give a clip of the catalogue.

    Raises
    ------
    StudioError
        There is none of that name.
    """
    if name not in CLIPS:
        raise StudioError("there is no such clip", where=name, mend="See the list: python -m sample_videos.studio list")
    return CLIPS[name]
