"""A raised leg that the landmarks lost, found again in the mask.

With a foot up on something and the trunk folded over the leg, the pose model now and then lays the landmarks of that
leg beside it, into the air or onto the leg that stands, for seconds or for minutes. Its own mask still shows the leg:
a long limb that juts out from the hips with nothing under it. So where the ankle of a raised leg is not on the person,
or the foot that was just up is said to be down, the leg is looked for in the mask, from the hips outward and from below
(arms and trunk lie on its upper side), and its ankle is laid there. Knee, heel and toes are then only known to be near:
they are moved along and marked hidden.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from formcheck.pose.landmarks import INDEX, OTHER
from formcheck.pose.raised import RAISED_TRUNKS, STANDS_TRUNKS, raised_side
from formcheck.pose.silhouette import EDGE_VALUE, trunk_chord
from formcheck.pose.sole import heel_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.pose.pose import Pose

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]

STEP_DEG: Final = 2.0
LOWEST_DEG: Final = -62.0
HIGHEST_DEG: Final = 40.0
"""Where a raised leg is looked for, from level: below it begins the leg that stands."""

STEP_TRUNKS: Final = 0.04
NEAREST_TRUNKS: Final = 0.3
FURTHEST_TRUNKS: Final = 2.6
"""The same from the hips on; nearer, everything is hips."""

REACH_TRUNKS: Final = 1.35
"""A ray from the hips that stays on the person for so long runs along a leg: to the ankle it is 1.5 to 2."""

BESIDE_TRUNK_DEG: Final = 14.0
"""Nearer to the direction of the trunk it may be the trunk itself."""

UNDER_SIDE_DEG: Final = 3.0
"""The ankle lies so far over the first ray from below that runs along the leg: half the leg's thickness."""

LEG_TRUNKS: Final = 1.65
"""From the hips to the ankle; the heel is then looked for around its end."""

SHANK_OF_LEG: Final = 0.53
"""From the knee to the ankle, of the way from hip to ankle: 0.51 to 0.55 in 20 rendered sweeps, joint to joint."""

NEAR_TRUNKS: Final = 0.2
"""Landmarks so near to the leg that is found are as good as it."""

LINE_POINTS: Final = 12
ON_PERSON_SHARE: Final = 0.85
"""A leg is on the person when so much of its line, thigh and shank, is: all but 6 % of those in their place (of 4210
rendered frames with a foot up), and less than half of those that are off it."""

ON_OTHER_TRUNKS: Final = 0.15
"""A raised ankle so near to the line of the other leg was laid onto that leg, or is hidden by it."""

STAYS_TRUNKS: Final = 0.4
"""A foot that rests on something stays where it is: what is found further off is something else."""

REMEMBERED_S: Final = 1.0
"""For so long after it was last found a foot that is said to be down is looked for where it was."""

_ANGLES: Final = np.arange(LOWEST_DEG, HIGHEST_DEG + STEP_DEG / 2, STEP_DEG)
_RADII: Final = np.arange(NEAREST_TRUNKS, FURTHEST_TRUNKS, STEP_TRUNKS)
_SHARES: Final = np.linspace(0.0, 1.0, LINE_POINTS)[:, None]
_LEG: Final = ("knee", "ankle", "heel", "foot_index")


@dataclass(frozen=True, slots=True)
class _Resting:
    """The foot that was last seen up: its side, when, and its ankle, in pixels of the mask."""

    side: str
    time_s: float
    ankle: Doubles


class RaisedLeg:
    """Follows the leg of one person that is up on something, through the frames of one video or camera."""

    def __init__(self) -> None:
        self._resting: _Resting | None = None

    def mended(self, mask: Floats, pose: Pose, scale: tuple[float, float]) -> Pose:
        """Lay the landmarks of a raised leg onto the leg that the mask shows, where they are off it.

        Parameters
        ----------
        mask
            (h, w) probability, 0 to 1, that a pixel of the model's picture shows the person. Only read.
        pose
            The landmarks of the same frame; frames come in their order.
        scale
            Source pixels per mask pixel, across and down.

        Returns
        -------
        The pose; the same one where nothing is to be put right.
        """
        per_pixel = np.asarray(scale, dtype=np.float64)
        points = pose.points / per_pixel
        hips, shoulders = trunk_chord(pose.points) / per_pixel
        trunk = float(np.hypot(*(shoulders - hips)))
        side = raised_side(pose.points)
        known = self._resting
        if known is not None and not 0 <= pose.time_s - known.time_s <= REMEMBERED_S:
            known = self._resting = None
        if side is not None and _believed(mask, points, side, trunk):
            self._resting = _Resting(side, pose.time_s, points[INDEX[f"{side}_ankle"]])
            return pose
        named = side or (None if known is None else known.side)
        if named is None or not 0 < trunk < sum(mask.shape):
            return pose
        was = points[INDEX[f"{named}_ankle"]]
        toward = (was if known is None else known.ankle)[0] - hips[0]
        ankle = _ankle(mask, hips, shoulders, math.copysign(1.0, toward))
        if ankle is None or not _up(points, hips, trunk, ankle):
            return pose
        if known is not None and math.dist(ankle, known.ankle) > STAYS_TRUNKS * trunk:
            return pose
        self._resting = _Resting(named, pose.time_s, ankle)
        return pose if math.dist(ankle, was) <= NEAR_TRUNKS * trunk else _laid(pose, named, ankle * per_pixel)


def _believed(mask: Floats, points: Doubles, side: str, trunk: float) -> bool:
    """Whether the landmarks of a leg, from its thigh to its ankle, lie on the person and not on the leg that stands."""
    line, beside = (_leg_line(points, each) for each in (side, OTHER[side]))
    if np.hypot(*(beside - line[-1]).T).min() < ON_OTHER_TRUNKS * trunk:
        return False
    marks = line.astype(np.float32) - 0.5
    seen = cv2.remap(mask, marks[:, :1], marks[:, 1:], cv2.INTER_LINEAR, borderValue=0.0)
    return float(np.mean(seen >= EDGE_VALUE)) >= ON_PERSON_SHARE


def _leg_line(points: Doubles, side: str) -> Doubles:
    hip, knee, ankle = (points[INDEX[f"{side}_{joint}"]] for joint in ("hip", "knee", "ankle"))
    return np.concatenate([hip + (knee - hip) * _SHARES, knee + (ankle - knee) * _SHARES])


def _up(points: Doubles, hips: Doubles, trunk: float, ankle: Doubles) -> bool:
    """Whether an ankle is well over that of a leg that stands."""
    lowest = max(points[INDEX[f"{side}_ankle"]][1] for side in ("left", "right"))
    return bool(lowest - hips[1] >= STANDS_TRUNKS * trunk and lowest - ankle[1] >= RAISED_TRUNKS * trunk)


def _ankle(mask: Floats, hips: Doubles, shoulders: Doubles, forward: float) -> Doubles | None:
    """Find the ankle of a leg that juts out from the hips, ``forward`` 1 to the right, -1 to the left."""
    trunk = float(np.hypot(*(shoulders - hips)))
    angles = np.radians(_ANGLES)
    ways = np.stack([forward * np.cos(angles), -np.sin(angles)], axis=1)
    places = (hips + trunk * _RADII[:, None] * ways[:, None, :] - 0.5).astype(np.float32)
    seen = cv2.remap(mask, places[:, :, 0], places[:, :, 1], cv2.INTER_LINEAR, borderValue=0.0)
    off = seen < EDGE_VALUE
    reach = np.where(off.any(axis=1), _RADII[off.argmax(axis=1)], FURTHEST_TRUNKS)
    long = np.flatnonzero(reach >= REACH_TRUNKS)
    if not len(long) or long[0] == 0:
        return None
    leg_deg = float(_ANGLES[long[0]]) + UNDER_SIDE_DEG
    trunk_deg = math.degrees(math.atan2(hips[1] - shoulders[1], forward * (shoulders[0] - hips[0])))
    if abs(trunk_deg - leg_deg) < BESIDE_TRUNK_DEG:
        return None
    way = np.array([forward * math.cos(math.radians(leg_deg)), -math.sin(math.radians(leg_deg))])
    return heel_at(mask, hips, hips + (1 - SHANK_OF_LEG) * LEG_TRUNKS * trunk * way, hips + LEG_TRUNKS * trunk * way)


def _laid(pose: Pose, side: str, ankle: Doubles) -> Pose:
    """Give a pose with the landmarks of a leg laid straight from its hip to an ankle, in source pixels."""
    marks = [INDEX[f"{side}_{joint}"] for joint in _LEG]
    hip, knee, was = (pose.points[INDEX[f"{side}_{joint}"]].astype(np.float64) for joint in ("hip", "knee", "ankle"))
    leg = ankle - hip
    moves = np.stack([hip + (1 - SHANK_OF_LEG) * leg - knee, *[ankle - was] * 3])
    points, world, visibility = pose.points.copy(), pose.world.copy(), pose.visibility.copy()
    points[marks] += moves.astype(np.float32)
    chord = trunk_chord(pose.points)
    trunk_m = float(np.linalg.norm(np.subtract(*trunk_chord(pose.world))))
    metres_per_px = trunk_m / max(float(np.hypot(*(chord[1] - chord[0]))), 1.0)
    world[marks, :2] += (moves * metres_per_px).astype(np.float32)
    visibility[marks] = 0.0
    visibility[INDEX[f"{side}_ankle"]] = 1.0
    return replace(pose, points=points, world=world, visibility=visibility)
