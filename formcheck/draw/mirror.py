"""A mirror image: what a person sees who is used to mirrors. Sides change their names with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.draw.demonstration import other_side
from formcheck.pose.landmarks import MIRRORED, OTHER

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.judge.verdict import Snapshot
    from formcheck.pose.pose import BackProfile, Pose

    Floats = NDArray[np.float32]

_MIRRORED: Final = list(MIRRORED)
_FLIP: Final = np.array([-1.0, 1.0, 1.0], np.float32)


def mirrored_pose(pose: Pose) -> Pose:
    """Return the pose of the mirror image: a right hand in the mirror is a left one."""
    width = pose.image_size[0]
    return replace(
        pose,
        points=_flipped(pose.points, width)[_MIRRORED],
        world=(pose.world * _FLIP)[_MIRRORED],
        visibility=pose.visibility[_MIRRORED],
        presence=pose.presence[_MIRRORED],
        back=None if pose.back is None else _mirrored_back(pose.back, width),
        sole=None if pose.sole is None else _flipped(pose.sole, width),
    )


def _flipped(points: Floats, width: int) -> Floats:
    return np.stack([width - points[:, 0], points[:, 1]], axis=1)


def _mirrored_back(back: BackProfile, width: int) -> BackProfile:
    return replace(back, chord=_flipped(back.chord, width), outline=back.outline[::-1])


def mirrored_snapshot(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot as it is told of the mirror image: marks and roles change sides, words stay."""
    cues = tuple(replace(cue, parts=tuple(other_side(part) for part in cue.parts)) for cue in snapshot.cues)
    roles = {role: OTHER.get(side, side) for role, side in snapshot.roles.items()}
    return replace(snapshot, cues=cues, roles=roles)
