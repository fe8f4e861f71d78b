"""What is exactly known of a clip: the truth file that lies beside it, read and checked.

The format is that of the studio (``formcheck-truth``, version 1): gzipped JSON, lengths in metres or millimetres,
y up, angles in degrees. Keys that the scale does not use are passed over.
"""

from __future__ import annotations

import gzip
import json
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, ValidationError

from formcheck.errors import TruthError
from formcheck.pose.landmarks import LANDMARKS

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FORMAT: Final = "formcheck-truth"
VERSION: Final = 1
SUFFIX: Final = ".json.gz"
WORD: Final = ".truth"
"""Stands before the suffix, where the name says what it is."""

FormVerdict = Literal["good", "nearly", "fault"]
Judgeable = Literal["yes", "widened", "no"]

OTHER: Final = "other"
"""Stands for a movement where something else is done."""

_MEND: Final = "Make the clip and its truth again"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Span(_Part):
    """Something that lasts, seconds of the clip."""

    name: str
    start_s: float
    end_s: float


class TrueRep(Span):
    """A repetition; ``name`` says of what, ``counts`` whether it is to be counted, ``why_not`` why it is not."""

    number: int
    peak_s: float
    counts: bool = True
    why_not: str | None = None


class TrueCue(_Part):
    """A cue's true verdict over one span, and whether this camera can judge it there."""

    ref: str
    span: str
    start_s: float
    end_s: float
    value: float
    verdict: FormVerdict
    judgeable: Judgeable
    view_off_deg: float | None = None


class Act(_Part):
    """One movement on one side; or ``other``, something that is none of them, and ``activity`` says what."""

    movement: str
    activity: str = ""
    side: Literal["left", "right", "both"]
    start_s: float
    end_s: float
    reps_meant: int
    faults: dict[str, float]
    phases: tuple[Span, ...]
    reps: tuple[TrueRep, ...]
    holds: tuple[Span, ...]
    cues: tuple[TrueCue, ...]


class Clothes(_Part):
    """How the clothes fit."""

    top_fit: str


class Person(_Part):
    """Who was filmed."""

    sex: str
    height_m: float
    weight: float
    clothes: Clothes
    trunk_m: float


class TrueCamera(_Part):
    """From where."""

    yaw_deg: float
    distance_m: float
    height_m: float
    tilt_deg: float


class _Head(_Part):
    name: str
    title: str
    fps: float
    frames: int
    size: tuple[int, int]
    person: Person
    camera: TrueCamera
    second_person: bool
    segments: tuple[Span, ...]
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """All that is known of a clip.

    Attributes
    ----------
    name, title
        Of the clip.
    fps, size
        Frames a second; (width, height) in pixels.
    person, camera
        Who was filmed, and from where.
    second_person
        Whether somebody else is in the picture for a while.
    segments
        What happens, one after another, with getting there and away.
    acts
        The movements among them.
    times_s
        (n,) of the frames.
    landmarks_m
        (n, 33, 3) metres, the BlazePose landmarks, y up.
    azimuth_deg
        (n,) where the camera is, seen from the person: 0 in front, 90 at the left.
    measures
        Name to (n,) true values; sided names end in ``.left`` or ``.right``.
    """

    name: str
    title: str
    fps: float
    size: tuple[int, int]
    person: Person
    camera: TrueCamera
    second_person: bool
    segments: tuple[Span, ...]
    acts: tuple[Act, ...]
    times_s: Floats
    landmarks_m: Floats
    azimuth_deg: Floats
    measures: dict[str, Floats]

    def doing(self, time_s: float) -> str:
        """Say in a few words what happens at a time, such as ``standing-stretch: pumps`` or ``walk_in``."""
        for act in self.acts:
            if act.start_s <= time_s <= act.end_s:
                inside = [phase.name for phase in act.phases if phase.start_s <= time_s <= phase.end_s]
                what = f"other: {act.activity}" if act.movement == OTHER else act.movement
                return f"{what}: {inside[-1] if inside else 'in between'}"
        inside = [segment.name for segment in self.segments if segment.start_s <= time_s <= segment.end_s]
        return inside[-1] if inside else "nothing"

    def azimuth_between(self, start_s: float, end_s: float) -> float:
        """Give the mean direction of the camera between two times, as the person sees it; of all if none is there."""
        inside = (self.times_s >= start_s) & (self.times_s <= end_s)
        azimuths = np.radians(self.azimuth_deg[inside] if inside.any() else self.azimuth_deg)
        return float(np.degrees(np.angle(np.exp(1j * azimuths).mean())))


def read_truth(path: Path) -> Truth:
    """Read a truth file.

    Raises
    ------
    TruthError
        If it is missing, damaged, of another format or version, or says things that do not fit together.
    """
    loaded = _loaded(path)
    if not isinstance(loaded, dict) or loaded.get("format") != FORMAT:
        raise TruthError("not the truth of a clip", where=path, mend=_MEND)
    if loaded.get("version") != VERSION:
        raise TruthError(
            f"truth of version {loaded.get('version')!r}, this formcheck reads version {VERSION}",
            where=path,
            mend=_MEND,
        )
    try:
        head = _Head.model_validate(loaded)
        return _joined(head, loaded)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"])
        raise TruthError(f"{place}: {first['msg'].lower()}", where=path, mend=_MEND) from error
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise TruthError(f"damaged truth ({error})", where=path, mend=_MEND) from error


def _loaded(path: Path) -> Any:
    try:
        return json.loads(gzip.decompress(path.read_bytes()))
    except FileNotFoundError as error:
        raise TruthError("no such file", where=path) from error
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise TruthError("not gzipped JSON, or damaged", where=path, mend=_MEND) from error


def _joined(head: _Head, loaded: dict[str, Any]) -> Truth:
    if tuple(loaded["landmark_names"]) != LANDMARKS:
        raise ValueError("landmark_names are not the 33 of BlazePose")
    count = head.frames
    times = _array("times_s", loaded["times_s"], (count,))
    if count == 0 or (np.diff(times) <= 0).any():
        raise ValueError("times_s do not grow")
    return Truth(
        name=head.name,
        title=head.title,
        fps=head.fps,
        size=head.size,
        person=head.person,
        camera=head.camera,
        second_person=head.second_person,
        segments=head.segments,
        acts=head.acts,
        times_s=times,
        landmarks_m=_array("landmarks_mm", loaded["landmarks_mm"], (count, len(LANDMARKS), 3)) / 1000.0,
        azimuth_deg=_array("camera_azimuth_deg", loaded["camera_azimuth_deg"], (count,)),
        measures={name: _array(name, values, (count,)) for name, values in loaded["measures"].items()},
    )


def _array(name: str, values: object, shape: tuple[int, ...]) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.shape != shape or not np.isfinite(array).all():
        raise ValueError(f"{name}: expected {shape} finite numbers, found {array.shape}")
    return array
