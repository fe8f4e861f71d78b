"""Whether example movement files count ten of ten in marker recordings: from all around, with noise and gaps.

A recording is a NumPy archive: ``joints`` names the joints, BlazePose style; every other array is called
``<exercise>_<person>_<kind>`` and holds (frames, joints, 3) metres, x forward, y left, z up. An exercise is looked for
as ``m01`` (deep squat), ``m03`` (inline lunge) or ``m04`` (side lunge), each done ten times; only ``correct`` kinds are
counted.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from formcheck.analysis.analysis import judge_track
from formcheck.analysis.scoring.markers import Flaws, VirtualCamera, film
from formcheck.errors import TrackError
from formcheck.judge.loading import load_movement
from formcheck.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from formcheck.routine.schema import Movement

    Floats = NDArray[np.float64]

EXAMPLES: Final = {"m01": "squat", "m03": "standing-lunge", "m04": "standing-lunge"}
"""Exercises of the recordings, and the example movement file by which each is counted."""

DONE: Final = 10
"""So many repetitions there are in each recording."""

RATE_HZ: Final = 33.3
"""At which the recordings were joined."""

STILL_FRAMES: Final = (40, 20)
"""They begin and end within the movement, where nobody films from: a second of standing is put before them, and half
a second behind."""

LIMBS: Final = tuple(
    (f"{side}_{upper}", f"{side}_{lower}")
    for side in ("left", "right")
    for upper, lower in (("shoulder", "elbow"), ("elbow", "wrist"), ("hip", "knee"), ("knee", "ankle"))
)
"""Bones, which keep their length: a frame in which one does not is no posture to stand still in."""

BONE_SCATTER: Final = 0.25
"""Cloth and skin shift a marker by less than this share of a bone; a marker taken for another one by far more."""

VIEWS_DEG: Final = {"side": 90.0, "45 degrees": 45.0, "front": 0.0}
NOISE: Final = 0.01
DROPOUTS: Final = (0.0, 0.05)

_NAME: Final = re.compile(r"^(m\d+)_(s\d+)_correct$")


@dataclass(frozen=True, slots=True)
class MarkerCase:
    """One recording from one side: what was counted, set by set, and why other repetitions were not."""

    example: str
    exercise: str
    person: str
    view: str
    dropouts: float
    counted: tuple[int, ...]
    not_counted: tuple[str, ...]
    why_nothing: str | None

    @property
    def exact(self) -> bool:
        """Whether ten were counted, in one set."""
        return self.counted == (DONE,)


def marker_cases(path: Path) -> list[MarkerCase]:
    """Count every recording of a file from every side, with and without gaps.

    Raises
    ------
    TrackError
        If the file cannot be read, or holds no such recording.
    """
    try:
        with np.load(path) as archive:
            data = {name: archive[name] for name in archive.files}
        names = [str(name) for name in data["joints"]]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise TrackError(f"no archive of marker recordings ({error})", where=path) from error
    cases = list(_cases(data, names))
    if not cases:
        raise TrackError("no recording of a known exercise", where=path, mend="Name one m01_s01_correct")
    return cases


def _cases(data: dict[str, Floats], names: Sequence[str]) -> Iterator[MarkerCase]:
    files = {
        example: load_movement(resource("routines", "examples", f"{example}.toml"))
        for example in set(EXAMPLES.values())
    }
    for name in sorted(data):
        match = _NAME.match(name)
        if match and match[1] in EXAMPLES:
            example = EXAMPLES[match[1]]
            for view, yaw_deg in VIEWS_DEG.items():
                for dropouts in DROPOUTS:
                    counted = _counted(data[name], names, yaw_deg, dropouts, files[example])
                    yield MarkerCase(example, match[1], match[2], view, dropouts, *counted)


def _counted(
    joints: Floats, names: Sequence[str], yaw_deg: float, dropouts: float, movement: Movement
) -> tuple[tuple[int, ...], tuple[str, ...], str | None]:
    before, after = STILL_FRAMES
    joints = trimmed(joints, names)
    still = joints[:1].repeat(before, axis=0), joints, joints[-1:].repeat(after, axis=0)
    track = film(np.concatenate(still), names, RATE_HZ, VirtualCamera(yaw_deg), Flaws(NOISE, dropouts))
    sets = judge_track(track, movement).sets
    reasons = tuple(rep.why_not or "" for result in sets for rep in result.reps if not rep.counted)
    nothing = next((result.why_nothing for result in sets if result.why_nothing), None)
    return tuple(len(result.counted) for result in sets), reasons, nothing


def trimmed(joints: Floats, names: Sequence[str]) -> Floats:
    """Leave out frames at both ends in which a marker was taken for another one: a bone has not its length there.

    Parameters
    ----------
    joints
        (frames, joints, 3) metres.
    names
        What the joints are called; limbs of which one is missing are not asked.
    """
    limbs = [limb for limb in LIMBS if set(limb) <= set(names)]
    upper, lower = ([names.index(limb[end]) for limb in limbs] for end in (0, 1))
    lengths = np.linalg.norm(joints[:, upper] - joints[:, lower], axis=2)
    usual = np.median(lengths, axis=0)
    whole = np.flatnonzero((np.abs(lengths - usual) <= BONE_SCATTER * usual).all(axis=1))
    return joints[whole[0] : whole[-1] + 1] if whole.size else joints


def marker_record(cases: Sequence[MarkerCase]) -> list[dict[str, Any]]:
    """Give the cases as plain data."""
    return [asdict(case) | {"exact": case.exact} for case in cases]
