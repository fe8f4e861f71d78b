"""Demonstrations: where the joints of the figure are that shows a movement, at any moment of its loop."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from formcheck.errors import FormcheckError
from formcheck.resources import resource

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

FORMAT: Final = "formcheck-figure"
VERSION: Final = 1
PER_HEIGHT: Final = 1000.0
"""The file's unit: so many make the figure's standing height."""

FOLDER: Final = ("routines", "figures")


@dataclass(frozen=True, slots=True, eq=False)
class Loop:
    """A figure that goes through a movement again and again.

    Lengths are shares of the figure's standing height; x to its left, y up, z to the front of where it began.

    Attributes
    ----------
    names
        Of the joints: ``nose``, ``left_ear``, ``low_back``, ``chest``, ``neck``, ``left_hip`` and so on.
    track
        (frames, joints, 3), one frame after another at ``fps``.
    fps
        Frames a second.
    keys
        Phase of the movement to the time in the loop that shows best what it asks for.
    view_yaw_deg, view_tilt_deg
        From where it is best seen: 0 in front, 90 at its left; looking down.
    accent
        Joints that are worked.
    camera_yaw_deg
        Where the movement's file wants the camera.
    props
        (n, 2, 3) lowest and highest corner of what it rests a foot on.
    """

    names: tuple[str, ...]
    track: Floats
    fps: float
    keys: dict[str, float]
    view_yaw_deg: float
    view_tilt_deg: float
    camera_yaw_deg: float
    accent: tuple[str, ...]
    props: Floats

    @property
    def seconds(self) -> float:
        """How long it takes until it begins again."""
        return len(self.track) / self.fps

    def at(self, time_s: float) -> Floats:
        """(joints, 3) places at a time; after the end it begins again, without a jump."""
        place = (time_s % self.seconds) * self.fps
        before = int(place) % len(self.track)
        share = place - int(place)
        after = (before + 1) % len(self.track)
        return np.asarray((1.0 - share) * self.track[before] + share * self.track[after], np.float64)

    def index(self, name: str) -> int:
        """Give a joint's row."""
        return self.names.index(name)


@lru_cache(maxsize=32)
def loop_of(figure: str) -> Loop | None:
    """Find the loop of a figure.

    Parameters
    ----------
    figure
        A movement's id with its side (``kneeling-lunge/right``), or one that has no side (``stand-tall``).

    Returns
    -------
    Loop or None
        None where no figure was made of this movement, as of a routine of one's own.

    Raises
    ------
    FormcheckError
        The file is there but is not a figure.
    """
    movement, _, side = figure.partition("/")
    if not movement or "." in movement or "\\" in movement:
        return None
    path = resource(*FOLDER) / f"{movement}.json"
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if (data["format"], data["version"]) != (FORMAT, VERSION):
            raise ValueError("another format or version")
        loop, own_side = _loop(data), str(data["side"])
    except (KeyError, TypeError, ValueError) as error:
        raise FormcheckError(
            f"is no figure that this version can show ({error})",
            where=str(path),
            mend="Install formcheck again, or draw it anew with `python -m sample_videos.studio demonstrations`",
        ) from error
    return loop if side in ("", "both", own_side) or own_side == "both" else mirrored_loop(loop)


def _loop(data: dict[str, Any]) -> Loop:
    names = tuple(data["joints"])
    track = np.asarray(data["frames"], np.float64).reshape(-1, len(names), 3) / PER_HEIGHT
    if not len(track):
        raise ValueError("no frames")
    return Loop(
        names=names,
        track=track,
        fps=float(data["fps"]),
        keys={phase: float(time_s) for phase, time_s in data["keys"].items()},
        view_yaw_deg=float(data["view"]["yaw_deg"]),
        view_tilt_deg=float(data["view"]["tilt_deg"]),
        camera_yaw_deg=float(data["camera_yaw_deg"]),
        accent=tuple(data["accent"]),
        props=np.asarray(data["props"], np.float64).reshape(-1, 2, 3) / PER_HEIGHT,
    )


def mirrored_loop(loop: Loop) -> Loop:
    """Show the other side: the mirror image, with left and right named anew and seen from the other side."""
    other = [loop.index(other_side(name)) for name in loop.names]
    flip = np.array([-1.0, 1.0, 1.0])
    return replace(
        loop,
        track=loop.track[:, other] * flip,
        view_yaw_deg=-loop.view_yaw_deg,
        camera_yaw_deg=-loop.camera_yaw_deg,
        accent=tuple(other_side(name) for name in loop.accent),
        props=np.sort(loop.props * flip, axis=1),
    )


def other_side(name: str) -> str:
    """Name the same part on the other side; what has no side stays as it is."""
    for one, other in (("left_", "right_"), ("right_", "left_")):
        if name.startswith(one):
            return other + name.removeprefix(one)
    return name


@lru_cache(maxsize=32)
def seen_loop(figure: str, *, mirrored: bool) -> Loop | None:
    """Find the loop of a figure as it is seen, or as a mirror shows it; None where there is none."""
    loop = loop_of(figure)
    return mirrored_loop(loop) if mirrored and loop is not None else loop


def demonstration(figure: str, time_s: float) -> dict[str, Floats] | None:
    """Give the joints of a figure at a moment of its loop, or None where there is no such figure.

    Parameters
    ----------
    figure
        As for :func:`loop_of`.
    time_s
        Seconds since the loop began; it goes round.

    Returns
    -------
    dict or None
        Name to (3,): x to the figure's left, y up, z to the front; shares of its standing height.
    """
    loop = loop_of(figure)
    return None if loop is None else dict(zip(loop.names, loop.at(time_s), strict=True))
