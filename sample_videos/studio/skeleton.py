"""The bones of one person: where the joints lie at rest, how long the limbs are, how thick the flesh is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from .vectors import IDENTITY, UP, Floats, cross, length, limb_frame, turn_x, turn_y, turn_z, unit, vec

if TYPE_CHECKING:
    from .posture import Torso

SIDES: Final = ("L", "R")
SIGN: Final = {"L": 1.0, "R": -1.0}
"""The sign of x on each side."""

PARENT: Final[dict[str, str | None]] = {
    "root": None,
    "spine05": "root",
    "spine04": "spine05",
    "spine03": "spine04",
    "spine02": "spine03",
    "spine01": "spine02",
    "neck01": "spine01",
    "neck02": "neck01",
    "neck03": "neck02",
    "head": "neck03",
} | {
    f"{bone}.{side}": f"{parent}.{side}" if parent not in ("root", "spine01") else parent
    for side in SIDES
    for bone, parent in (
        ("pelvis", "root"),
        ("upperleg01", "pelvis"),
        ("upperleg02", "upperleg01"),
        ("lowerleg01", "upperleg02"),
        ("lowerleg02", "lowerleg01"),
        ("foot", "lowerleg02"),
        ("clavicle", "spine01"),
        ("shoulder01", "clavicle"),
        ("upperarm01", "shoulder01"),
        ("upperarm02", "upperarm01"),
        ("lowerarm01", "upperarm02"),
        ("lowerarm02", "lowerarm01"),
        ("wrist", "lowerarm02"),
    )
}
"""The bones that are posed, parents before children. All others (fingers, face) follow their ancestor."""

BONES: Final = tuple(PARENT)
BONE_INDEX: Final = {bone: i for i, bone in enumerate(BONES)}

LUMBAR_SHARES: Final = {"spine05": 0.30, "spine04": 0.40, "spine03": 0.30}
"""How flexion of the lumbar spine is spread over its bones; L4-L5 bends most."""
THORACIC_SHARES: Final = {"spine02": 0.5, "spine01": 0.5}
NECK_SHARES: Final = {"neck01": 0.25, "neck02": 0.25, "neck03": 0.25, "head": 0.25}

STANDING_LEG: Final = 0.9985
"""Hip over ankle in standing, share of the leg's length: knees straight, not locked."""

MARKERS: Final = (
    ("nose", "head"),
    ("eye_inner.L", "head"),
    ("eye.L", "head"),
    ("eye_outer.L", "head"),
    ("eye_inner.R", "head"),
    ("eye.R", "head"),
    ("eye_outer.R", "head"),
    ("ear.L", "head"),
    ("ear.R", "head"),
    ("mouth.L", "head"),
    ("mouth.R", "head"),
    ("pinky.L", "wrist.L"),
    ("pinky.R", "wrist.R"),
    ("index.L", "wrist.L"),
    ("index.R", "wrist.R"),
    ("thumb.L", "wrist.L"),
    ("thumb.R", "wrist.R"),
    ("heel.L", "foot.L"),
    ("heel.R", "foot.R"),
    ("toe.L", "foot.L"),
    ("toe.R", "foot.R"),
)
"""Points on the skin that landmarks stand for, and the bone each of them rides on."""


@dataclass(frozen=True, slots=True)
class Contacts:
    """How far joint centres stay above what the flesh around them rests on, metres.

    Attributes
    ----------
    knee
        Kneeling, knee joint above the floor.
    knee_side
        The same with the knee lying on its side.
    instep
        Ankle joint above the floor with the top of the foot down.
    malleolus
        Ankle joint above the floor with the foot lying on its side.
    sole
        Ankle joint above the floor, standing (with the sole of a shoe, if one is worn).
    heel
        Ankle joint above a surface on which the back of the heel rests.
    elbow, wrist
        Joint above the floor with the forearm or the palm down.
    seat
        Hip joints above the floor, sitting.
    waist
        Half the width of the body where hands rest on the hips.
    """

    knee: float
    knee_side: float
    instep: float
    malleolus: float
    sole: float
    heel: float
    elbow: float
    wrist: float
    seat: float
    waist: float


@dataclass(frozen=True, slots=True, eq=False)
class TorsoPoints:
    """Where the trunk's joints are: (2, 3) hips and shoulders, left first, and the chest's rotation."""

    hips: Floats
    shoulders: Floats
    chest: Floats

    @property
    def mid_shoulder(self) -> Floats:
        """(3,) half-way between the shoulders."""
        middle: Floats = self.shoulders.mean(axis=0)
        return middle


@dataclass(frozen=True, eq=False)
class Skeleton:
    """A person's bones at rest.

    Attributes
    ----------
    heads
        For each bone of ``BONES`` the (3,) place of its near end at rest, standing with feet on y = 0.
    markers
        For each marker its (3,) place at rest.
    contacts
        Thickness of the flesh at the places a person rests on.
    thigh, shank, upper_arm, forearm
        Lengths, metres.
    hip_half
        Half the distance of the hip joints.
    rest
        Frames of the limb segments at rest, named ``thigh.L`` and so on.
    """

    heads: dict[str, Floats]
    markers: dict[str, Floats]
    contacts: Contacts
    thigh: float = field(init=False)
    shank: float = field(init=False)
    upper_arm: float = field(init=False)
    forearm: float = field(init=False)
    hip_half: float = field(init=False)
    rest: dict[str, Floats] = field(init=False)

    def __post_init__(self) -> None:
        heads = self.heads
        # Frozen: what follows from the heads is put in by hand, once.
        derived: dict[str, object] = {
            "thigh": length(heads["lowerleg01.L"] - heads["upperleg01.L"]),
            "shank": length(heads["foot.L"] - heads["lowerleg01.L"]),
            "upper_arm": length(heads["lowerarm01.L"] - heads["upperarm01.L"]),
            "forearm": length(heads["wrist.L"] - heads["lowerarm01.L"]),
            "hip_half": float(abs(heads["upperleg01.L"][0])),
            "rest": {name: frame for side in SIDES for name, frame in self._rest_frames(side)},
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)

    @property
    def leg(self) -> float:
        """Thigh and shank together."""
        return self.thigh + self.shank

    @property
    def arm(self) -> float:
        """Upper arm and forearm together."""
        return self.upper_arm + self.forearm

    @property
    def trunk(self) -> float:
        """Mid-hip to mid-shoulder, standing tall."""
        h = self.heads
        return length((h["upperarm01.L"] + h["upperarm01.R"] - h["upperleg01.L"] - h["upperleg01.R"]) / 2)

    @property
    def hip_height(self) -> float:
        """Height of the hip joints, standing."""
        return self.contacts.sole + self.leg * STANDING_LEG

    def _rest_frames(self, side: str) -> list[tuple[str, Floats]]:
        h = self.heads
        hip, knee, ankle = (h[f"{b}.{side}"] for b in ("upperleg01", "lowerleg01", "foot"))
        shoulder, elbow, wrist = (h[f"{b}.{side}"] for b in ("upperarm01", "lowerarm01", "wrist"))
        across = vec(1, 0, 0)
        toward_toes = self.markers[f"toe.{side}"] - ankle
        z = unit(toward_toes * vec(1, 0, 1))
        reach = unit(wrist - shoulder)
        bend = (elbow - shoulder) - reach * ((elbow - shoulder) @ reach)
        hinge = cross(bend, reach) if length(bend) > 1e-4 else across
        fingers = (self.markers[f"index.{side}"] + self.markers[f"pinky.{side}"]) / 2 - wrist
        across_hand = self.markers[f"index.{side}"] - self.markers[f"pinky.{side}"]
        return [
            (f"thigh.{side}", limb_frame(across, knee - hip)),
            (f"shank.{side}", limb_frame(across, ankle - knee)),
            (f"foot.{side}", np.stack([cross(UP, z), UP, z], axis=1)),
            (f"upper_arm.{side}", limb_frame(hinge, elbow - shoulder)),
            (f"forearm.{side}", limb_frame(hinge, wrist - elbow)),
            (f"hand.{side}", limb_frame(across_hand, fingers)),
        ]

    # ------------------------------------------------------------------ the trunk

    def spine_turns(self, torso: Torso) -> dict[str, Floats]:
        """Turn of each bone of spine, neck and shoulder girdle relative to its parent."""
        turns: dict[str, Floats] = {}
        for angles, shares in (
            (torso.lumbar, LUMBAR_SHARES),
            (torso.thoracic, THORACIC_SHARES),
            (torso.neck, NECK_SHARES),
        ):
            if not np.any(angles):
                continue
            flexion, side_bend, twist = angles
            for bone, share in shares.items():
                turns[bone] = turn_y(twist * share) @ turn_z(-side_bend * share) @ turn_x(flexion * share)
        for side, raised in zip(SIDES, torso.shrug, strict=True):
            if raised:
                turns[f"clavicle.{side}"] = turn_z(SIGN[side] * raised)
        return turns

    def torso_points(self, torso: Torso) -> TorsoPoints:
        """Where hips and shoulders are, without posing the limbs."""
        turns = self.spine_turns(torso)
        turned: dict[str, Floats] = {"root": torso.pelvis}
        place: dict[str, Floats] = {"root": self.root_for(torso.hips, torso.pelvis)}
        for bone in _TORSO_BONES:
            parent = PARENT[bone]
            assert parent is not None  # noqa: S101 - only the root has none, and it is not in the list
            place[bone] = place[parent] + turned[parent] @ (self.heads[bone] - self.heads[parent])
            turned[bone] = turned[parent] @ turns[bone] if bone in turns else turned[parent]
        return TorsoPoints(
            hips=np.stack([place["upperleg01.L"], place["upperleg01.R"]]),
            shoulders=np.stack([place["upperarm01.L"], place["upperarm01.R"]]),
            chest=turned["spine01"],
        )

    def root_for(self, mid_hip: Floats, pelvis: Floats) -> Floats:
        """Where the root bone must be so that the hips' middle is there."""
        middle = (self.heads["upperleg01.L"] + self.heads["upperleg01.R"]) / 2
        return mid_hip - pelvis @ (middle - self.heads["root"])


_TORSO_BONES = (
    "spine05",
    "spine04",
    "spine03",
    "spine02",
    "spine01",
    "pelvis.L",
    "pelvis.R",
    "upperleg01.L",
    "upperleg01.R",
    "clavicle.L",
    "clavicle.R",
    "shoulder01.L",
    "shoulder01.R",
    "upperarm01.L",
    "upperarm01.R",
)


def inclined(
    skeleton: Skeleton, torso: Torso, inclination_deg: float, *, lean_deg: float = 0.0, yaw_deg: float = 0.0
) -> Torso:
    """Pitch the pelvis so that the line from mid-hip to mid-shoulder has the wanted inclination.

    The bend of the spine stays as it is: the same inclination can so be had with a flat and with a round back.

    Parameters
    ----------
    inclination_deg
        Of the line from vertical, forward +.
    lean_deg
        Sideways tilt of the same line, toward the subject's left +.
    yaw_deg
        Which way the pelvis faces.
    """
    level = replace(torso, hips=vec(0, 0, 0), pelvis=IDENTITY)
    line = skeleton.torso_points(level).mid_shoulder
    pitch = inclination_deg - float(np.degrees(np.arctan2(line[2], line[1])))
    roll = lean_deg - float(np.degrees(np.arctan2(line[0], np.hypot(line[1], line[2]))))
    return replace(torso, pelvis=turn_y(yaw_deg) @ turn_z(-roll) @ turn_x(pitch))
