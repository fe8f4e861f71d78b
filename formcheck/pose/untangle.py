"""Legs that the pose model took for each other, put right over a whole recording.

Seen from the side the model now and then calls the left leg the right one, for a frame or for half a minute. No
person exchanges the legs from one frame to the next: where both legs stay in their places and only their names
change places, the names are wrong. Which of the two namings is right is voted on over all the time in which the
legs kept their places; a frame in which the model has crossed the hips against the shoulders too speaks against
its own naming.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.pose.landmarks import INDEX
from formcheck.pose.mended import Mended
from formcheck.pose.planted import told_by_legs
from formcheck.pose.smoothing import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from formcheck.pose.pose import Observation, Pose

    Floats = NDArray[np.float64]

LONGEST_PERCENTILE: Final = 90.0
"""The trunk is as long as it was seen to be: leaning toward the camera shortens it."""

NEAR_TRUNKS: Final = 1.0
"""Knees and ankles are where they were when the four of them together are no further off than this."""

SWAP_GAIN: Final = 0.5
"""... or, with their names exchanged, no further than this share of how far they are off as named."""

SWAP_TRUNKS: Final = 0.5
"""Legs whose four joints lie closer to each other than this cannot be told apart by their places."""

FOLLOWED_S: Final = 0.5
"""Places are followed as they move, within about so long."""

STILL_S: Final = 0.5
"""Legs have taken a place once they kept it for so long ..."""

STILL_TRUNKS: Final = 0.3
"""... with all four joints together within this of where they were."""

LOST_S: Final = 1.0
"""Legs that are neither in their places nor exchanged for so long have left them."""

TORSO_LEAST_TRUNKS: Final = 0.05
"""Shoulders, one beside the other by less than this, say little of which hip is which."""

CROSSED_WEIGHT: Final = 10.0
"""Hips that lie against the shoulders by a tenth of a trunk take a frame's vote away."""

_JOINTS: Final = [INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("knee", "ankle")]
_TORSO: Final = [INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in ("hip", "shoulder")]
_EXCHANGED: Final = [2, 3, 0, 1]

_LEGS: Final = ("knee", "ankle", "heel", "foot_index")
_AS_NAMED, _LEGS_EXCHANGED, _ALL_EXCHANGED, _BETWEEN = range(4)


def _order(joints: Sequence[str]) -> list[int]:
    """Give the order of landmarks that exchanges these joints."""
    order = list(range(len(INDEX)))
    for joint in joints:
        left, right = INDEX[f"left_{joint}"], INDEX[f"right_{joint}"]
        order[left], order[right] = right, left
    return order


_LEG_LANDMARKS: Final = [INDEX[f"{side}_{joint}"] for side in ("left", "right") for joint in _LEGS]

_ORDERS: Final = {_LEGS_EXCHANGED: _order(_LEGS), _ALL_EXCHANGED: _order(("hip", *_LEGS))}


def _renamed(how: bytes, place: int, seen: Observation) -> Observation:
    """Give an observation with its legs named as its place among the recording's asks for."""
    return (
        seen if how[place] == _AS_NAMED or seen.pose is None else replace(seen, pose=_reordered(seen.pose, how[place]))
    )


def _reordered(pose: Pose, how: int) -> Pose:
    if how == _BETWEEN:
        visibility = pose.visibility.copy()
        visibility[_LEG_LANDMARKS] = 0.0
        return replace(pose, visibility=visibility)
    order = _ORDERS[how]
    return replace(
        pose,
        points=pose.points[order],
        world=pose.world[order],
        visibility=pose.visibility[order],
        presence=pose.presence[order],
    )


def untangled(observations: Sequence[Observation]) -> Sequence[Observation]:
    """Put right the legs that the pose model took for each other.

    Parameters
    ----------
    observations
        Of a whole recording, in the order of time, as the model gave them: smoothed, an exchange of names would
        already be a movement.

    Returns
    -------
    As many, in their order; those with nothing to put right are the same. Where a leg that stayed says whose pose it
    is, nothing is ambiguous any more.
    """
    observations = told_by_legs(observations)
    how = bytearray(len(observations))
    lengths = [_trunk_px(seen.pose.points) for seen in observations if seen.pose is not None]
    follower = _Follower(max(1.0, float(np.percentile(lengths, LONGEST_PERCENTILE)))) if lengths else None
    if follower is None:
        return observations
    for place, seen in enumerate(observations):
        if seen.pose is None or seen.ambiguous:
            continue
        stay = follower.follow(seen, place)
        if stay is not None:
            _put_right(how, stay)
    if (stay := follower.finish()) is not None:
        _put_right(how, stay)
    return Mended(observations, partial(_renamed, bytes(how))) if any(how) else observations


def _put_right(how: bytearray, stay: _Stay) -> None:
    """Enter which frames of a stay are to be exchanged: those against the vote.

    On the way from one naming to the other the model has the legs in neither place: they are not seen then.
    """
    wrong_as_named = stay.vote < 0
    between: list[int] = []
    before: bool | None = None
    for place, exchanged, hips in stay.frames:
        if exchanged is None:
            between.append(place)
            continue
        if exchanged is not wrong_as_named:
            how[place] = _ALL_EXCHANGED if hips else _LEGS_EXCHANGED
        if before is not None and exchanged is not before:
            for each in between:
                how[each] = _BETWEEN
        elif wrong_as_named is not exchanged:
            for each in between:
                how[each] = _LEGS_EXCHANGED
        between.clear()
        before = exchanged


@dataclass(slots=True)
class _Stay:
    """Time in which the legs kept their places.

    Attributes
    ----------
    frames
        Where among the observations; whether the names were exchanged against those of its beginning, None where
        the legs were in no place; whether the hips are crossed against the shoulders.
    vote
        Above 0: the names of its beginning are right.
    """

    frames: list[tuple[int, bool | None, bool]] = field(default_factory=list)
    vote: float = 0.0


class _Follower:
    """Follows the places of the legs."""

    def __init__(self, trunk_px: float) -> None:
        self._trunk_px = trunk_px
        self._places: Floats | None = None
        self._stay = _Stay()
        self._exchanged: bool | None = False
        self._last: Observation | None = None
        self._in_place_s = 0.0
        self._still_at: Floats | None = None
        self._still_since_s = 0.0

    def follow(self, seen: Observation, place: int) -> _Stay | None:
        """Take in a pose; return a stay that it ends."""
        assert seen.pose is not None  # noqa: S101 - the caller has looked
        ended = None
        if self._last is not None and not joined(self._last, seen):
            ended = self.finish()
        step_s = seen.time_s - self._last.time_s if self._last is not None else 0.0
        self._last = seen
        points = seen.pose.points.astype(float)
        joints = points[_JOINTS] / self._trunk_px
        if self._places is None:
            self._settle(joints, seen.time_s)
        else:
            self._compare(joints, step_s, seen.time_s)
            if self._places is None:
                return self.finish() or ended
        # The time in which a place is taken belongs to the stay in it.
        agreement = _hip_agreement(points, self._trunk_px)
        self._stay.frames.append((place, self._exchanged, agreement < 0))
        weight = max(0.0, 1.0 + CROSSED_WEIGHT * agreement)
        self._stay.vote += 0.0 if self._exchanged is None else -weight if self._exchanged else weight
        return ended

    def _settle(self, joints: Floats, time_s: float) -> None:
        """Take a place that was kept for long enough."""
        if self._still_at is None or _apart(joints, self._still_at) > STILL_TRUNKS:
            self._still_at, self._still_since_s = joints, time_s
            self._stay = _Stay()
        elif time_s - self._still_since_s >= STILL_S:
            self._places, self._still_at = joints, None
            self._in_place_s = time_s

    def _compare(self, joints: Floats, step_s: float, time_s: float) -> None:
        """Say whether the legs are in their places as named, or exchanged; lose places that they have left."""
        assert self._places is not None  # noqa: S101 - the caller has looked
        named, exchanged = _apart(joints, self._places), _apart(joints[_EXCHANGED], self._places)
        if named > SWAP_TRUNKS and exchanged <= min(NEAR_TRUNKS, SWAP_GAIN * named):
            self._exchanged = True
        else:
            self._exchanged = False if named <= NEAR_TRUNKS else None
        if self._exchanged is not None:
            where = joints[_EXCHANGED] if self._exchanged else joints
            self._places = self._places + min(1.0, step_s / FOLLOWED_S) * (where - self._places)
            self._in_place_s = time_s
        elif time_s - self._in_place_s > LOST_S:
            self._places = None

    def finish(self) -> _Stay | None:
        """End the stay that is under way, and return it; None when no place was taken."""
        stay, settled = self._stay, self._places is not None or self._exchanged is None
        self._stay, self._exchanged = _Stay(), False
        self._places = self._still_at = None
        return stay if settled else None


def _apart(joints: Floats, places: Floats) -> float:
    return float(np.linalg.norm(joints - places, axis=1).sum())


def _trunk_px(points: NDArray[np.float32]) -> float:
    left_hip, left_shoulder, right_hip, right_shoulder = points[_TORSO].astype(float)
    return math.dist((left_hip + right_hip) / 2, (left_shoulder + right_shoulder) / 2)


def _hip_agreement(points: Floats, trunk_px: float) -> float:
    """How far, in trunks, the hips lie beside each other the way the shoulders do; negative: crossed."""
    left_hip, left_shoulder, right_hip, right_shoulder = points[_TORSO]
    hips = (left_hip[0] - right_hip[0]) / trunk_px
    shoulders = (left_shoulder[0] - right_shoulder[0]) / trunk_px
    return float(hips * shoulders / max(abs(shoulders), TORSO_LEAST_TRUNKS))
