"""Whose pose it was while two people crossed, told by a leg that stayed where it was.

While somebody passes behind or before the subject, the watcher cannot tell from one picture whose pose it has, and
says so. But nobody else stands where the subject's leg stands: a pose one of whose legs is, from knee to toes, where
a leg of the subject was before the doubt, is the subject's. On seven rendered crossings, where the pose was the
subject's all the time, nine frames of ten had a leg within 0.16 of the longest segment; a pose that had slipped onto
another was five such lengths away. The other leg may be lost meanwhile: how much it is worth its visibility says.

Of somebody who sits on the floor the legs lie over each other and are lost oftener; but the hips stay in the seat, and
nobody who passes has hips so low.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.pose.landmarks import INDEX, SIDES
from formcheck.pose.mended import Mended

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from formcheck.pose.pose import Observation

    Doubles = NDArray[np.float64]

SAME_PLACE: Final = 0.2
"""A leg is where it was when its landmarks lie so close, in the longest segment of the body as seen: twice the model's
error while another person crosses, and less than lies between the feet of two people who do not touch."""

LOW_SEAT: Final = 0.5
"""Who sits on the floor has the hips no further above the middle of the feet than this, in that longest segment (of
rendered people who sit 0.57 of a trunk at the most); who walks by, three times as far."""

_HIPS: Final = np.array([INDEX[f"{side}_hip"] for side in SIDES])
_ANKLES: Final = np.array([INDEX[f"{side}_ankle"] for side in SIDES])
_LEGS: Final = np.array(
    [[INDEX[f"{side}_{joint}"] for joint in ("knee", "ankle", "heel", "foot_index")] for side in SIDES]
)
_SEGMENTS: Final = np.array(
    [
        (INDEX[f"{side}_{lower}"], INDEX[f"{side}_{upper}"])
        for side in SIDES
        for lower, upper in (("hip", "shoulder"), ("knee", "hip"), ("ankle", "knee"))
    ]
)


class PlantedLeg:
    """Takes back a doubt about whose pose it is while a leg, or a seat, stays where it was; causal, frame by frame."""

    def __init__(self) -> None:
        self._legs: Doubles | None = None
        self._seat: Doubles | None = None
        self._unit_px = 1.0

    def __call__(self, seen: Observation) -> Observation:
        """Give the observation, no longer ambiguous where a leg says whose it is; in the order of time."""
        if seen.pose is None:
            return seen
        points = seen.pose.points.astype(np.float64)
        if not seen.ambiguous:
            self._legs = points[_LEGS]
            ends = points[_SEGMENTS]
            self._unit_px = max(1.0, float(np.linalg.norm(ends[:, 0] - ends[:, 1], axis=1).max()))
            self._seat = points[_HIPS] if self._sits(points) else None
            return seen
        known = self._is_planted(points[_LEGS]) or self._is_seated(points)
        return replace(seen, ambiguous=False) if known else seen

    def _sits(self, points: Doubles) -> bool:
        above_px = points[_ANKLES, 1].mean() - points[_HIPS, 1].mean()
        return bool(above_px <= LOW_SEAT * self._unit_px)

    def _is_seated(self, points: Doubles) -> bool:
        """Whether somebody sits where the subject sat."""
        if self._seat is None or not self._sits(points):
            return False
        apart = np.linalg.norm(points[_HIPS] - self._seat, axis=-1).mean()
        return bool(apart <= SAME_PLACE * self._unit_px)

    def _is_planted(self, legs: Doubles) -> bool:
        """Whether one of the legs, whatever side it is called, is where one was."""
        if self._legs is None:
            return False
        apart = np.linalg.norm(legs[:, None] - self._legs[None], axis=-1).mean(axis=-1)
        return float(apart.min()) <= SAME_PLACE * self._unit_px


def told_by_legs(observations: Sequence[Observation]) -> Sequence[Observation]:
    """Take back doubts about whose pose it is, of a whole recording in the order of time.

    Returns
    -------
    As many, in their order; the same where nothing was in doubt.
    """
    known = PlantedLeg()
    sure = frozenset(place for place, seen in enumerate(observations) if seen.ambiguous is not known(seen).ambiguous)
    if not sure:
        return observations
    return Mended(observations, lambda place, seen: replace(seen, ambiguous=False) if place in sure else seen)
