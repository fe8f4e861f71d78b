"""The track file: the poses of a recording, so that it can be judged again with no video kept.

The layout is described in ``docs/track-format.md``. Reading one needs neither MediaPipe nor OpenCV.
"""

from __future__ import annotations

import io
import json
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import islice
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np

from formcheck.errors import TrackError
from formcheck.files import atomic_write
from formcheck.pose.landmarks import LANDMARKS, MIRRORED
from formcheck.pose.pose import BackProfile, Observation, Pose
from formcheck.pose.spool import Spool

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

FORMAT: Final = "formcheck-track"
VERSION: Final = 1
SUFFIX: Final = ".track"

_HEADER_MEMBER: Final = "header.json"
_FIXED_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The oldest a zip can hold: with the true one, the same poses would give another file each time."""

_HEADER_LIMIT_BYTES: Final = 1_000_000
"""A header has a few hundred bytes; more than this is some other zip."""

_NOBODY_COUNTED: Final = -1
"""Stands for ``people=None`` in a whole-number array."""

_BLOCK_FRAMES: Final = 256
"""Written at a time: a few hundred kilobytes."""

_COUNT: Final = len(LANDMARKS)

_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    LookupError,
    MemoryError,
    OverflowError,
    RuntimeError,  # zipfile's, where damaged bytes speak of a password, a compression or a version it does not know
    TypeError,
    ValueError,
)
"""What zipfile, its decompressors, NumPy's reader and json raise on bytes that are not a track's."""


@dataclass(frozen=True, slots=True)
class TrackHeader:
    """What is known of the recording as a whole.

    Attributes
    ----------
    video
        Name of the video file, never its folder: a path may name a person.
    duration_s
        Length of the media.
    frames
        How many frames could be decoded.
    image_size
        (width, height) of the upright picture, pixels.
    frame_rate
        Frames a second, the median; None where it is unknown.
    rotation
        Display rotation in degrees that was applied to the stored picture.
    model, model_sha256
        Name and hash of the pose model.
    formcheck
        Version of the program that made the poses.
    trouble
        One line on what was amiss in the video, such as a broken tail; None when all of it was read.
    """

    video: str
    duration_s: float
    frames: int
    image_size: tuple[int, int]
    frame_rate: float | None
    rotation: int
    model: str
    model_sha256: str
    formcheck: str
    trouble: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """A recording as poses, in the order of its frames."""

    header: TrackHeader
    observations: Sequence[Observation]


def save(track: Track, path: Path) -> None:
    """Write a track; the file is there whole or not at all.

    The same track gives the same bytes with the same zlib.

    Raises
    ------
    OutputError
        If it cannot be written.
    ValueError
        If a pose has another time or picture size than its observation or the header: it would not come
        back as it was.
    """
    lengths = _lengths(track)
    header = {"format": FORMAT, "version": VERSION, **asdict(track.header)}
    with atomic_write(path) as temporary, zipfile.ZipFile(temporary, "w") as archive:
        with _member(archive, _HEADER_MEMBER) as file:
            file.write(json.dumps(header, ensure_ascii=False, indent=1).encode())
        for name, (kind, shape) in _SHAPES.items():
            with _member(archive, f"{name}.npy") as file:
                sizes = tuple(lengths[length] if isinstance(length, str) else length for length in shape)
                np.lib.format.write_array_header_1_0(file, {"descr": kind, "fortran_order": False, "shape": sizes})
                for taken in _TAKEN[name]:
                    for block in _blocks(track.observations):
                        file.write(b"".join(np.asarray(each, kind).tobytes() for each in taken(block)))


def load(path: Path) -> Track:
    """Read a track.

    Raises
    ------
    TrackError
        If the file is missing, damaged, not a track, or of a newer version.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            header = _read_header(archive, path)
            arrays = _arrays(archive)
        return Track(header, _observations(arrays, header))
    except OSError as error:
        raise TrackError(f"the track cannot be read ({error.strerror or error})", where=path) from error
    except _DAMAGE as error:
        raise TrackError(
            "not a formcheck track, or a damaged one", where=path, mend="Analyse the video again"
        ) from error


def mirrored(track: Track) -> Track:
    """Give the track that the mirrored video would have given, left and right swapped."""
    return replace(
        track,
        observations=Spool(
            seen if seen.pose is None else replace(seen, pose=_mirrored_pose(seen.pose)) for seen in track.observations
        ),
    )


def _mirrored_pose(pose: Pose) -> Pose:
    order = list(MIRRORED)
    return replace(
        pose,
        points=_mirrored_points(pose.points[order], pose.image_size[0]),
        world=pose.world[order] * np.array([-1, 1, 1], dtype=np.float32),
        visibility=pose.visibility[order],
        presence=pose.presence[order],
        back=None
        if pose.back is None
        else BackProfile(
            _mirrored_points(pose.back.chord, pose.image_size[0]),
            pose.back.stations,
            pose.back.outline[::-1].copy(),
        ),
        sole=None if pose.sole is None else _mirrored_points(pose.sole, pose.image_size[0]),
    )


def _mirrored_points(points: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    flipped = points.copy()
    flipped[:, 0] = np.float32(width) - points[:, 0]
    return flipped


_HEADER_TYPES: Final[dict[str, tuple[type, ...]]] = {
    "video": (str,),
    "duration_s": (int, float),
    "frames": (int,),
    "image_size": (list,),
    "frame_rate": (int, float, type(None)),
    "rotation": (int,),
    "model": (str,),
    "model_sha256": (str,),
    "formcheck": (str,),
    "trouble": (str, type(None)),
}
"""What each entry of the header may be in JSON."""

_SHAPES: Final[dict[str, tuple[str, tuple[str | int, ...]]]] = {
    "index": ("<i8", ("frames",)),
    "time_s": ("<f8", ("frames",)),
    "people": ("<i4", ("frames",)),
    "ambiguous": ("|b1", ("frames",)),
    "has_pose": ("|b1", ("frames",)),
    "points": ("<f4", ("poses", _COUNT, 2)),
    "world": ("<f4", ("poses", _COUNT, 3)),
    "visibility": ("<f4", ("poses", _COUNT)),
    "presence": ("<f4", ("poses", _COUNT)),
    "back_stations": ("<i4", ("poses",)),
    "back_chord": ("<f4", ("backs", 2, 2)),
    "back_station": ("<f4", ("samples",)),
    "back_outline": ("<f4", (2, "samples")),
    "has_sole": ("|b1", ("poses",)),
    "sole": ("<f4", ("soles", 2, 2)),
}
"""Type and shape of each array; a word is a length that must agree wherever it stands."""

_ADDED: Final = ("has_sole", "sole")
"""Arrays that the first tracks of this version did not have: without them no sole was seen."""


_Taken = Callable[[list[Observation]], Iterable[Any]]

_TAKEN: Final[dict[str, tuple[_Taken, ...]]] = {
    "index": (lambda seen: [[each.index for each in seen]],),
    "time_s": (lambda seen: [[each.time_s for each in seen]],),
    "people": (lambda seen: [[_NOBODY_COUNTED if each.people is None else each.people for each in seen]],),
    "ambiguous": (lambda seen: [[each.ambiguous for each in seen]],),
    "has_pose": (lambda seen: [[each.pose is not None for each in seen]],),
    "points": (lambda seen: [pose.points for pose in _poses_of(seen)],),
    "world": (lambda seen: [pose.world for pose in _poses_of(seen)],),
    "visibility": (lambda seen: [pose.visibility for pose in _poses_of(seen)],),
    "presence": (lambda seen: [pose.presence for pose in _poses_of(seen)],),
    "back_stations": (
        lambda seen: [[0 if pose.back is None else len(pose.back.stations) for pose in _poses_of(seen)]],
    ),
    "back_chord": (lambda seen: [back.chord for back in _backs_of(seen)],),
    "back_station": (lambda seen: [back.stations for back in _backs_of(seen)],),
    "back_outline": (
        lambda seen: [back.outline[0] for back in _backs_of(seen)],
        lambda seen: [back.outline[1] for back in _backs_of(seen)],
    ),
    "has_sole": (lambda seen: [[pose.sole is not None for pose in _poses_of(seen)]],),
    "sole": (lambda seen: [pose.sole for pose in _poses_of(seen) if pose.sole is not None],),
}
"""What of the observations goes into each array, in the order of its memory; once through them for each entry."""


def _poses_of(seen: Iterable[Observation]) -> list[Pose]:
    return [each.pose for each in seen if each.pose is not None]


def _backs_of(seen: Iterable[Observation]) -> list[BackProfile]:
    return [pose.back for pose in _poses_of(seen) if pose.back is not None]


def _blocks(observations: Iterable[Observation]) -> Iterator[list[Observation]]:
    rest = iter(observations)
    while block := list(islice(rest, _BLOCK_FRAMES)):
        yield block


def _lengths(track: Track) -> dict[str, int]:
    """Count what the arrays hold; raise ValueError where a pose would not come back as it was."""
    lengths = dict.fromkeys(("poses", "backs", "samples", "soles"), 0)
    for each in track.observations:
        pose = each.pose
        if pose is None:
            continue
        if pose.time_s != each.time_s or pose.image_size != track.header.image_size:
            raise ValueError(f"the pose of frame {each.index} is of another time or picture size")
        lengths["poses"] += 1
        if pose.back is not None:
            lengths["backs"] += 1
            lengths["samples"] += len(pose.back.stations)
        lengths["soles"] += pose.sole is not None
    return {"frames": len(track.observations), **lengths}


def _observations(arrays: dict[str, NDArray[Any]], header: TrackHeader) -> Spool:
    """Turn checked arrays back into observations."""
    _check(arrays)
    poses = _poses(arrays, header.image_size)
    return Spool(
        Observation(
            int(index),
            float(time_s),
            next(poses) if has_pose else None,
            None if people == _NOBODY_COUNTED else int(people),
            bool(ambiguous),
        )
        for index, time_s, people, ambiguous, has_pose in zip(
            *(arrays[name] for name in ("index", "time_s", "people", "ambiguous", "has_pose")), strict=True
        )
    )


def _poses(arrays: dict[str, NDArray[Any]], image_size: tuple[int, int]) -> Iterator[Pose]:
    times = arrays["time_s"][arrays["has_pose"]]
    counts = arrays["back_stations"]
    ends = np.cumsum(counts)
    chords, soles = iter(arrays["back_chord"]), iter(arrays["sole"])
    for number, (time_s, count, end) in enumerate(zip(times, counts, ends, strict=True)):
        span = slice(end - count, end)
        back = (
            BackProfile(next(chords), arrays["back_station"][span], arrays["back_outline"][:, span]) if count else None
        )
        yield Pose(
            float(time_s),
            image_size,
            points=arrays["points"][number],
            world=arrays["world"][number],
            visibility=arrays["visibility"][number],
            presence=arrays["presence"][number],
            back=back,
            sole=next(soles) if arrays["has_sole"][number] else None,
        )


def _check(arrays: dict[str, NDArray[Any]]) -> None:
    """Raise ValueError unless every array has its type and all lengths agree."""
    lengths = {
        "poses": int(np.count_nonzero(arrays["has_pose"])),
        "backs": int(np.count_nonzero(arrays["back_stations"])),
        "samples": int(arrays["back_stations"].sum()),
        "soles": int(np.count_nonzero(arrays["has_sole"])),
    }
    for name, (kind, shape) in _SHAPES.items():
        array = arrays[name]
        wanted = tuple(
            length if isinstance(length, int) else lengths.setdefault(length, len(array)) for length in shape
        )
        if array.dtype != np.dtype(kind) or array.shape != wanted:
            raise ValueError(f"{name}: expected {kind} {wanted} but got {array.dtype} {array.shape}")
    if (arrays["back_stations"] < 0).any() or not np.isfinite(arrays["time_s"]).all():
        raise ValueError("a number that cannot be")


def _read_header(archive: zipfile.ZipFile, path: Path) -> TrackHeader:
    if archive.getinfo(_HEADER_MEMBER).file_size > _HEADER_LIMIT_BYTES:
        raise ValueError("the header is too long")
    header = json.loads(archive.read(_HEADER_MEMBER))
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise ValueError("another format")
    version = header["version"]
    if version > VERSION:
        raise TrackError(
            f"the track is of version {version}, this formcheck reads up to {VERSION}",
            where=path,
            mend="Install a newer formcheck",
        )
    known = {name: header[name] for name in _HEADER_TYPES}
    wrong = [name for name, kind in _HEADER_TYPES.items() if not isinstance(known[name], kind)]
    width, height = known["image_size"]
    if wrong or not (isinstance(width, int) and isinstance(height, int)):
        raise ValueError(f"the header's {', '.join(wrong) or 'image_size'} is of the wrong type")
    return TrackHeader(**{**known, "image_size": (width, height)})


def _member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    member = zipfile.ZipInfo(name, _FIXED_DATE)
    member.compress_type = zipfile.ZIP_DEFLATED
    # Python notes the system it runs on; the same poses shall give the same bytes everywhere.
    member.create_system = 0
    return archive.open(member, "w")


def _arrays(archive: zipfile.ZipFile) -> dict[str, NDArray[Any]]:
    there = set(archive.namelist())
    arrays = {name: _get(archive, name) for name in _SHAPES if name not in _ADDED or f"{name}.npy" in there}
    if not arrays.keys() & set(_ADDED):
        arrays["has_sole"] = np.zeros(int(np.count_nonzero(arrays["has_pose"])), bool)
        arrays["sole"] = np.zeros((0, 2, 2), np.float32)
    return arrays


def _get(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    content = io.BytesIO(archive.read(f"{name}.npy"))
    array: NDArray[Any] = np.lib.format.read_array(content, allow_pickle=False)
    array.flags.writeable = False
    return array
