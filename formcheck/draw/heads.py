"""Where a head may be in a frame, and how large: what is hidden before a picture is saved."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.draw.figure import SURE_VISIBILITY
from formcheck.pose.landmarks import FACE, INDEX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from formcheck.pose.pose import Observation, Pose

    Doubles = NDArray[np.float64]

REACH_M: Final = 0.22
"""From the middle of a head to the edge of what is hidden. Over 67,738 frames of 120 rendered people the whole head lay
within 0.16 m of the middle in 95 % and within 0.22 m in 99 % (square corners reach farther)."""

HEAD_OVER_REACH: Final = 0.5
"""A head's own half height over that reach."""

ENLARGED: Final = 1.6
"""Of the face's landmarks, which end at eyes, mouth and ears: forehead, chin and hair lie beyond them."""

REACH_OVER_TRUNK: Final = 0.40
"""The same reach where the model's metres are of no use: a trunk from hip to shoulder is 0.55 m."""

LEAST_SPREAD_M: Final = 0.1
"""Landmarks of a body that lie nearer together than this have no metres."""

LARGEST_OVER_TRUNK: Final = 2.0
"""A head is never so large beside the longer of trunk and shoulders that are seen: then the metres are wrong."""

BEHIND_EARS: Final = 0.3
"""The middle of a head lies beyond the middle of the ears, seen from the mouth, by this share of mouth to ears."""

UNSURE: Final = 1.35
"""So much larger where the face is the model's guess, or where it is doubtful whose it is: nearly twice the area."""

KEPT_S: Final = 1.5
"""A head that is lost stays hidden where it was for so long; one that is found, so long before."""

LOST_GROWTH_PER_S: Final = 3.0
"""By so many times itself a lost head's place grows a second: people get up and walk away at about 0.6 m/s."""

LEFT_GROWTH_PER_S: Final = 0.5
"""The same of a place that was left by a jump, while a head is seen elsewhere."""

JUMP_REACHES: Final = 0.5
"""A move from one frame to the next by more than this many reaches is a jump ..."""

JUMP_REACHES_PER_S: Final = 7.0
"""... beyond what a head does in an exercise: 1.5 m/s."""

JUMP_KEPT_S: Final = 3.0
"""A place that a head left by a jump, or will come to by one, stays hidden for so long. A model that takes
the feet for the head, which it does with some people at the beginning, mostly finds out within two seconds."""


@dataclass(frozen=True, slots=True)
class Head:
    """A square around a head.

    Attributes
    ----------
    x, y
        Its middle, pixels of a picture of ``size``; may lie outside.
    reach
        Half its side, pixels.
    size
        (width, height) of the picture.
    """

    x: float
    y: float
    reach: float
    size: tuple[int, int]

    def grown(self, share: float) -> Head:
        """Give it larger by a share of itself."""
        return replace(self, reach=self.reach * (1.0 + share))

    def towards(self, other: Head, share: float) -> Head:
        """Give the one that lies between this and another: 0 here, 1 there."""
        x, y, reach = (
            float(a + share * (b - a)) for a, b in ((self.x, other.x), (self.y, other.y), (self.reach, other.reach))
        )
        return Head(x, y, reach, self.size)

    def within(self, other: Head) -> bool:
        """Tell whether all of it lies within another."""
        return max(abs(self.x - other.x), abs(self.y - other.y)) + self.reach <= other.reach


def head_of(pose: Pose, *, doubtful: bool = False) -> Head:
    """Give where the head of a pose is; always as large as the enlarged landmarks of the face.

    Parameters
    ----------
    pose
        As the model has it, not smoothed: the picture shows the head where it is now.
    doubtful
        Whether it may be somebody else's.
    """
    points = np.asarray(pose.points, np.float64)
    ears = (points[INDEX["left_ear"]] + points[INDEX["right_ear"]]) / 2.0
    mouth = (points[INDEX["mouth_left"]] + points[INDEX["mouth_right"]]) / 2.0
    middle = ears + BEHIND_EARS * (ears - mouth)
    face = points[list(FACE)]
    from_middle = float(np.abs(face - middle).max())
    low, high = face.min(axis=0), face.max(axis=0)
    box = float((np.abs((low + high) / 2.0 - middle) + ENLARGED * (high - low) / 2.0).max())
    trunk = _trunk_px(points)
    body = max(min(REACH_M * _pixels_per_metre(pose), LARGEST_OVER_TRUNK * trunk), REACH_OVER_TRUNK * trunk)
    is_sure = not doubtful and float(np.mean(np.asarray(pose.visibility)[list(FACE)])) >= SURE_VISIBILITY
    reach = max(1.0, from_middle, box, body) * (1.0 if is_sure else UNSURE)
    return Head(float(middle[0]), float(middle[1]), reach, pose.image_size)


def _trunk_px(points: Doubles) -> float:
    """Give the longer of hip to shoulder and shoulder to shoulder: from one side or from the front it is seen whole."""
    left, right = points[INDEX["left_shoulder"]], points[INDEX["right_shoulder"]]
    hips = (points[INDEX["left_hip"]] + points[INDEX["right_hip"]]) / 2.0
    return max(float(np.hypot(*((left + right) / 2.0 - hips))), float(np.hypot(*(left - right))))


def _pixels_per_metre(pose: Pose) -> float:
    """Give the scale at the person by all landmarks together, since a whole body is never seen end-on; 0 if unknown."""
    spread = np.asarray(pose.points, np.float64).std(axis=0)
    metres = float(np.hypot(*np.asarray(pose.world, np.float64)[:, :2].std(axis=0)))
    return float(np.hypot(*spread)) / metres if metres >= LEAST_SPREAD_M else 0.0


def _jumped(before: Head, after: Head, elapsed_s: float) -> bool:
    """Tell whether a head moved as none can: then one of the two places was a mistake, or somebody else's."""
    moved = float(np.hypot(after.x - before.x, after.y - before.y))
    return moved > (JUMP_REACHES + JUMP_REACHES_PER_S * elapsed_s) * max(before.reach, after.reach)


class LiveHeads:
    """Where heads may be, frame by frame, by what was seen so far."""

    def __init__(self) -> None:
        self._last: tuple[float, Head] | None = None
        self._left: list[tuple[float, Head]] = []

    def see(self, pose: Pose | None, time_s: float, *, doubtful: bool = False) -> tuple[Head, ...]:
        """Give the heads of the next frame.

        Parameters
        ----------
        pose
            Of this frame; None where nobody was found.
        time_s
            Of the frame, seconds of the media.
        doubtful
            Whether the pose may be somebody else's.

        Returns
        -------
        Squares to be hidden. None at all means that it is not known where a head may be, and the whole picture has to
        be hidden.
        """
        if self._last is not None and not 0.0 <= time_s - self._last[0] <= KEPT_S:
            self._last = None
        self._left = [(at_s, head) for at_s, head in self._left if 0.0 <= time_s - at_s <= JUMP_KEPT_S]
        if pose is not None:
            head = head_of(pose, doubtful=doubtful)
            if self._last is not None and _jumped(self._last[1], head, time_s - self._last[0]):
                self._left.append(self._last)
            self._last = (time_s, head)
        if self._last is None:
            return ()
        at_s, head = self._last
        left = (head.grown(LEFT_GROWTH_PER_S * (time_s - left_s)) for left_s, head in self._left)
        return _outermost([head.grown(LOST_GROWTH_PER_S * (time_s - at_s)), *left])


class RecordedHeads:
    """Where heads may be in each frame of a recording, by what was seen before and after.

    Parameters
    ----------
    observations
        Of the whole recording, in the order of time, as the model had them. Gone through once; what is kept of each
        is a few numbers.
    """

    def __init__(self, observations: Iterable[Observation]) -> None:
        times, places = array("d"), array("d")
        jumps: list[int] = []
        self._size = (1, 1)
        last: tuple[float, Head] | None = None
        for seen in observations:
            if seen.pose is None:
                continue
            head = head_of(seen.pose, doubtful=seen.ambiguous)
            self._size = head.size
            if last is not None and _jumped(last[1], head, seen.time_s - last[0]):
                jumps.append(len(times))
            times.append(seen.time_s)
            places.extend((head.x, head.y, head.reach))
            last = (seen.time_s, head)
        self._times = np.frombuffer(times, np.float64)
        self._places = np.frombuffer(places, np.float64).reshape(-1, 3)
        self._jumps = np.array(jumps, np.int64)
        """Numbers of the heads that came by a jump."""

    def at(self, time_s: float) -> tuple[Head, ...]:
        """Give the heads of the frame at a time, as :meth:`LiveHeads.see` does."""
        after = int(np.searchsorted(self._times, time_s, "right"))
        before = after - 1
        if before >= 0 and self._times[before] == time_s:
            heads = [self._head(before)]
        else:
            heads = self._lost(before, after, time_s)
        return _outermost([*heads, *self._around_jumps(time_s)]) if heads else ()

    def _lost(self, before: int, after: int, time_s: float) -> list[Head]:
        """Give where the head may be in a frame without a pose: where it was, where it will be, and on the way."""
        near = [
            number
            for number in (before, after)
            if 0 <= number < len(self._times) and abs(time_s - self._times[number]) <= KEPT_S
        ]
        heads = [self._head(number).grown(LOST_GROWTH_PER_S * abs(time_s - self._times[number])) for number in near]
        if len(heads) == 2:
            gone, whole = time_s - self._times[before], self._times[after] - self._times[before]
            heads.append(heads[0].towards(heads[1], float(gone / whole)))
        return heads

    def _around_jumps(self, time_s: float) -> list[Head]:
        """Give the places that were left by a jump a moment ago, or will be come to by one in a moment."""
        heads = []
        for number in self._jumps[self._jumps_near(time_s)]:
            left, come = int(number) - 1, int(number)
            for place, away_s in ((left, time_s - self._times[left]), (come, self._times[come] - time_s)):
                if 0.0 <= away_s <= JUMP_KEPT_S:
                    heads.append(self._head(place).grown(LEFT_GROWTH_PER_S * away_s))
        return heads

    def _jumps_near(self, time_s: float) -> slice:
        if not len(self._jumps):
            return slice(0, 0)
        first = np.searchsorted(self._times[self._jumps], time_s - JUMP_KEPT_S)
        last = np.searchsorted(self._times[self._jumps - 1], time_s + JUMP_KEPT_S, "right")
        return slice(int(first), int(last))

    def _head(self, number: int) -> Head:
        x, y, reach = self._places[number]
        return Head(float(x), float(y), float(reach), self._size)


def _outermost(heads: list[Head]) -> tuple[Head, ...]:
    """Leave out those that lie within another."""
    kept: list[Head] = []
    for head in sorted(heads, key=lambda head: -head.reach):
        if not any(head.within(other) for other in kept):
            kept.append(head)
    return tuple(kept)
