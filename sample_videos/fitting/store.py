"""Rendered stills with their truth, in one file: what is fitted and measured is read from it.

The file is a compressed ``.npz`` without pickles: an array for each kind of number, and JSON for the rest.
Reading it needs neither the renderer nor the pose model.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from formcheck.files import atomic_write
from formcheck.pose.pose import BackProfile, Observation, Pose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FORMAT: Final = "formcheck-examples"
VERSION: Final = 1


@dataclass(frozen=True, slots=True, eq=False)
class CameraTruth:
    """The camera that took a still.

    Attributes
    ----------
    matrix
        (3, 4) that takes (x, y, z, 1), metres in the room, to pixels times depth.
    yaw_deg, tilt_deg, roll_deg
        Where it stands about the place of the act, how far it looks down, how it is turned about its own axis.
    height_m
        Above the floor.
    fov_deg
        Vertical field of view.
    focal_px
        Focal length, pixels.
    """

    matrix: Floats
    yaw_deg: float
    tilt_deg: float
    roll_deg: float
    height_m: float
    fov_deg: float
    focal_px: float


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One still: what the pose model saw in it, and what is so.

    Attributes
    ----------
    clip
        Name of the clip it is from: examples of one clip share person, clothes, room and camera.
    moment
        Why this instant was taken: ``stand_tall``, ``setup``, ``mid``, ``peak``, ``hold``, ``turn``.
    phase, time_s
        Phase of the act at that instant, and the instant.
    movement, side, faults
        Of the act; faults by name, those that are not zero.
    person
        As drawn, with ``clothes``, ``trunk_m``, ``thigh_m`` and ``shank_m``.
    camera, azimuth_deg
        The camera, and where it is as the person sees it: 0 in front, 90 at their left, 180 behind.
    observation
        What the pose stage gave, as of a recording; its pose is None where nobody was found.
    landmarks_px, landmarks_m
        (33, 2) pixels and (33, 3) metres in the room, true.
    measures
        True measures by the names of TRUTH.md, sided ones with ``.left`` or ``.right``.
    contacts
        Whether ``part.side`` touches what it rests on.
    surface_m
        Top of the surface a foot is put on; None where there is none.
    """

    clip: str
    moment: str
    phase: str
    time_s: float
    movement: str
    side: str
    faults: dict[str, float]
    person: dict[str, Any]
    camera: CameraTruth
    azimuth_deg: float
    observation: Observation
    landmarks_px: Floats
    landmarks_m: Floats
    measures: dict[str, float]
    contacts: dict[str, bool] = field(default_factory=dict)
    surface_m: float | None = None


_PLAIN: Final = (
    "clip",
    "moment",
    "phase",
    "time_s",
    "movement",
    "side",
    "azimuth_deg",
    "faults",
    "contacts",
    "surface_m",
)
_CAMERA: Final = ("yaw_deg", "tilt_deg", "roll_deg", "height_m", "fov_deg", "focal_px")
_POSE: Final = ("points", "world", "visibility", "presence")


def save_examples(examples: Sequence[Example], path: Path) -> None:
    """Write examples; the file is there whole or not at all.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    poses = [e.observation.pose for e in examples if e.observation.pose is not None]
    backs = [pose.back for pose in poses if pose.back is not None]
    names = sorted(examples[0].measures) if examples else []
    arrays: dict[str, NDArray[Any]] = {
        "about": _text(_about(examples, names)),
        "has_pose": np.array([e.observation.pose is not None for e in examples], bool),
        "has_back": np.array([pose.back is not None for pose in poses], bool),
        "matrix": np.array([e.camera.matrix for e in examples], "<f8").reshape(-1, 3, 4),
        "landmarks_px": np.array([e.landmarks_px for e in examples], "<f4").reshape(-1, 33, 2),
        "landmarks_m": np.array([e.landmarks_m for e in examples], "<f4").reshape(-1, 33, 3),
        "measures": np.array([[e.measures[name] for name in names] for e in examples], "<f8"),
        "chord": np.array([back.chord for back in backs], "<f4").reshape(-1, 2, 2),
        "stations": np.array([back.stations for back in backs], "<f4"),
        "outline": np.array([back.outline for back in backs], "<f4"),
    }
    arrays |= {name: np.array([getattr(pose, name) for pose in poses], "<f4") for name in _POSE}
    with atomic_write(path) as temporary, temporary.open("wb") as file:
        np.savez_compressed(file, allow_pickle=False, **arrays)


def load_examples(path: Path) -> list[Example]:
    """Read examples.

    Raises
    ------
    OSError
        If the file cannot be read.
    ValueError
        If it is not a file of examples.
    """
    with np.load(path, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    about = json.loads(arrays["about"].tobytes().decode())
    if about.get("format") != FORMAT or about.get("version") != VERSION:
        raise ValueError(f"{path}: not a file of examples, or of another version")
    poses, backs = iter(zip(*(arrays[name] for name in _POSE), strict=True)), _backs(arrays)
    has_back = iter(arrays["has_back"])
    out = []
    for number, row in enumerate(about["examples"]):
        pose = None
        if arrays["has_pose"][number]:
            points, world, visibility, presence = next(poses)
            back = next(backs) if next(has_back) else None
            pose = Pose(row["time_s"], tuple(row["image_size"]), points, world, visibility, presence, back)
        camera = CameraTruth(arrays["matrix"][number], **{name: row["camera"][name] for name in _CAMERA})
        out.append(
            Example(
                **{name: row[name] for name in _PLAIN},
                person=about["people"][row["clip"]],
                camera=camera,
                observation=Observation(number, row["time_s"], pose),
                landmarks_px=arrays["landmarks_px"][number].astype(np.float64),
                landmarks_m=arrays["landmarks_m"][number].astype(np.float64),
                measures=dict(zip(about["measures"], arrays["measures"][number].tolist(), strict=True)),
            )
        )
    return out


def _backs(arrays: dict[str, NDArray[Any]]) -> Any:
    for chord, stations, outline in zip(arrays["chord"], arrays["stations"], arrays["outline"], strict=True):
        yield BackProfile(chord, stations, outline)


def _about(examples: Sequence[Example], names: list[str]) -> dict[str, Any]:
    rows = []
    for e in examples:
        row = {name: getattr(e, name) for name in _PLAIN}
        row["camera"] = {name: getattr(e.camera, name) for name in _CAMERA}
        row["image_size"] = None if e.observation.pose is None else list(e.observation.pose.image_size)
        rows.append(row)
    people = {e.clip: e.person for e in examples}
    return {"format": FORMAT, "version": VERSION, "measures": names, "people": people, "examples": rows}


def _text(about: dict[str, Any]) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(about, separators=(",", ":")).encode(), np.uint8)
