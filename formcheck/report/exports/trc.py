"""A session's landmarks as a TRC file, as OpenSim reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body.joints import Joints
from formcheck.errors import StoreError
from formcheck.files import atomic_write
from formcheck.pose.landmarks import LANDMARKS
from formcheck.pose.untangle import untangled
from formcheck.pose.zerophase import butterworth

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from formcheck.pose.pose import Observation
    from formcheck.report.kept import KeptSession

UNITS: Final = "m"

UNSEEN: Final = "NaN"
"""Not an empty field: OpenSim 4.6 miscounts those at the end of a line, and readers that split at white space take
the next marker's numbers in their place."""

_AXES: Final = (1.0, -1.0, -1.0)
"""From the camera's axes (x right, y down, z away) to OpenSim's with Y up: half a turn about X."""


def write_trc(session: KeptSession, path: Path) -> None:
    """Write the landmarks of a session, smoothed and with exchanged legs put right, as they were judged.

    Metres of the pose model's world landmarks, origin between the hips; X right in the picture, Y up, Z toward the
    camera. Markers have BlazePose's names. A landmark that is hidden or outside the picture, and every landmark
    while it is not sure whose pose it is, is NaN.

    Parameters
    ----------
    session
        One with a track.
    path
        Where to.

    Raises
    ------
    StoreError
        If no track was kept with it.
    TrackError
        If its track is damaged.
    OutputError
        If the file cannot be written.
    """
    if session.track is None:
        raise StoreError("no track was kept with this session")
    observations = session.track().observations
    rate_hz = session.frame_rate or 0.0
    with atomic_write(path) as temporary, temporary.open("w", encoding="ascii", newline="\n") as file:
        for line in _head(path.name, rate_hz, len(observations)):
            file.write("\t".join(line) + "\n")
        for number, seen in enumerate(butterworth(untangled(observations)), start=1):
            file.write("\t".join((str(number), f"{seen.time_s:.6f}", *_places(seen))) + "\n")


def _head(name: str, rate_hz: float, frames: int) -> Iterator[tuple[str, ...]]:
    rate, count = f"{rate_hz:.3f}", str(frames)
    yield "PathFileType", "4", "(X/Y/Z)", name
    yield (
        "DataRate",
        "CameraRate",
        "NumFrames",
        "NumMarkers",
        "Units",
        "OrigDataRate",
        "OrigDataStartFrame",
        "OrigNumFrames",
    )
    yield rate, rate, count, str(len(LANDMARKS)), UNITS, rate, "1", count
    yield ("Frame#", "Time", *(part for name in LANDMARKS for part in (name, "", "")))
    yield ("", "", *(f"{axis}{number}" for number in range(1, len(LANDMARKS) + 1) for axis in "XYZ"))
    yield ("",)


def _places(seen: Observation) -> Iterator[str]:
    """Give the coordinates of a frame's landmarks, marker after marker."""
    joints = None if seen.pose is None or seen.ambiguous else Joints(seen.pose)
    for name in LANDMARKS:
        if joints is None or joints.problem(name) is not None:
            yield from (UNSEEN,) * len(_AXES)
        else:
            # Adding nought makes a positive one of a negative nought.
            yield from (f"{round(sign * at, 5) + 0.0:.5f}" for sign, at in zip(_AXES, joints.world(name), strict=True))
