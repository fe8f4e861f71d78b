"""The observations of a long recording, kept out of memory.

An hour of poses is a hundred megabytes. They are kept packed, the first few minutes in memory and the rest
in a temporary file without a name, which the system removes with the process whatever becomes of it.
"""

from __future__ import annotations

import contextlib
import math
import struct
import tempfile
import weakref
from array import array
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING, Final, Self, overload

import numpy as np

from formcheck.errors import OutputError
from formcheck.pose.landmarks import LANDMARKS
from formcheck.pose.pose import BackProfile, Observation, Pose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

IN_MEMORY_BYTES: Final = 8_000_000
"""About four minutes at 30 frames a second: most recordings need no file at all."""

_NONE: Final = -1
"""Stands for what is not there: people not counted yet, a pose without an outline."""

_HEAD: Final = struct.Struct("<qdi??i?dii")
"""Of an observation its index, time, people, ambiguity and whether it has a pose; of the pose the stations of
its outline, whether it has a sole, its time and its picture's width and height."""

_COUNT: Final = len(LANDMARKS)
_BODY_SHAPES: Final = ((_COUNT, 2), (_COUNT, 3), (_COUNT,), (_COUNT,))
"""Points, world, visibility, presence."""


class Spool(Sequence[Observation]):
    """A sequence of observations that takes little memory however long it gets.

    What comes out is equal to what went in, to the last bit; its arrays cannot be written to. One thread at
    a time may use it.

    Parameters
    ----------
    observations
        What it holds at first, in the order of time.

    Raises
    ------
    OutputError
        If the disk for temporary files is full or cannot be written; also on ``append`` and on reading.
    """

    def __init__(self, observations: Iterable[Observation] = ()) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - lives as long as this
        weakref.finalize(self, _let_go, self._file)
        self._ends = array("q", [0])
        self.extend(observations)

    def append(self, seen: Observation) -> None:
        """Add an observation at the end."""
        record = packed(seen)
        try:
            self._file.seek(self._ends[-1])
            self._file.write(record)
        except OSError as error:
            raise _disk_error(error) from error
        self._ends.append(self._ends[-1] + len(record))

    def extend(self, observations: Iterable[Observation]) -> Self:
        """Add observations at the end."""
        for seen in observations:
            self.append(seen)
        return self

    def __len__(self) -> int:
        return len(self._ends) - 1

    @overload
    def __getitem__(self, position: int) -> Observation: ...

    @overload
    def __getitem__(self, position: slice) -> list[Observation]: ...

    def __getitem__(self, position: int | slice) -> Observation | list[Observation]:
        if isinstance(position, slice):
            return [self[each] for each in range(*position.indices(len(self)))]
        place = range(len(self))[position]
        start, end = self._ends[place], self._ends[place + 1]
        try:
            self._file.seek(start)
            return unpacked(self._file.read(end - start))
        except OSError as error:
            # What was appended may reach the disk only now.
            raise _disk_error(error) from error


def _let_go(file: IO[bytes]) -> None:
    # Closing writes what was not written yet; nobody will read it, so a full disk does no harm.
    with contextlib.suppress(OSError):
        file.close()


def _disk_error(error: OSError) -> OutputError:
    return OutputError(
        f"the poses cannot be kept for the while ({error.strerror or error})",
        where="the folder for temporary files",
        mend="Free some space there, or set TMPDIR to a folder on another disk",
    )


def packed(seen: Observation) -> bytes:
    """Write an observation as bytes, to the last bit."""
    pose = seen.pose
    people = _NONE if seen.people is None else seen.people
    if pose is None:
        return _HEAD.pack(seen.index, seen.time_s, people, seen.ambiguous, False, _NONE, False, 0.0, 0, 0)
    back = pose.back
    stations = _NONE if back is None else len(back.stations)
    of_pose = (stations, pose.sole is not None, pose.time_s, *pose.image_size)
    head = _HEAD.pack(seen.index, seen.time_s, people, seen.ambiguous, True, *of_pose)
    arrays = [pose.points, pose.world, pose.visibility, pose.presence]
    if back is not None:
        arrays += [back.chord, back.stations, back.outline]
    if pose.sole is not None:
        arrays.append(pose.sole)
    return head + b"".join(np.asarray(each, "<f4").tobytes() for each in arrays)


def unpacked(record: bytes) -> Observation:
    """Read an observation from what :func:`packed` wrote; its arrays cannot be written to."""
    index, time_s, people, ambiguous, has_pose, stations, has_sole, pose_s, width, height = _HEAD.unpack_from(record)
    counted = None if people == _NONE else people
    if not has_pose:
        return Observation(index, time_s, None, counted, ambiguous)
    of_back = () if stations == _NONE else ((2, 2), (stations,), (2, stations))
    of_sole = ((2, 2),) if has_sole else ()
    numbers = np.frombuffer(record, "<f4", offset=_HEAD.size)
    arrays: list[Floats] = []
    at = 0
    for shape in (*_BODY_SHAPES, *of_back, *of_sole):
        size = math.prod(shape)
        arrays.append(numbers[at : at + size].reshape(shape))
        at += size
    points, world, visibility, presence, *rest = arrays
    sole = rest.pop() if has_sole else None
    back = BackProfile(*rest) if rest else None
    pose = Pose(pose_s, (width, height), points, world, visibility, presence, back, sole)
    return Observation(index, time_s, pose, counted, ambiguous)
