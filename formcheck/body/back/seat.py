"""Where the hips of somebody who sits are: learned while they sit upright, and kept while they lean.

Who sits on the floor keeps the seat; the hips' mark does not. As the trunk comes down over the thighs the pose model
lets it slip, by 0.05 of a trunk's length one way or the other as a rule, and the outline behind the trunk is measured
from that mark. How far it has moved since the person sat upright tells how wrong that is.
"""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import TYPE_CHECKING, Final

from formcheck.body import geometry
from formcheck.body.back.upright import LEAST_MOMENTS, OFF_SIDE_DEG, UPRIGHT_DEG, stands
from formcheck.body.view import UPRIGHT_SHARE

if TYPE_CHECKING:
    from formcheck.body.joints import Joints
    from formcheck.body.view import View

UPRIGHT_S: Final = 10.0
"""The seat is where the hips were, in the median, over so long before the person was last upright: the rests beside
two repetitions. One alone may be passed through on the way."""

KEPT_S: Final = 40.0
"""A seat that was seen so long ago is forgotten, for people shift; a repetition that is held takes 30 s at the most."""

MOVED_TRUNKS: Final = 0.2
"""Beyond it the hips have moved and not only their mark, which slips by 0.14 at the most in 95 % of rendered people; or
it slipped too far to say anything of the back."""


class SeatWatch:
    """The seat over time."""

    def __init__(self) -> None:
        self._upright: deque[tuple[float, float, float]] = deque()
        self._near: str | None = None
        self.place_px: tuple[float, float] | None = None
        """Mid-hip of the person as they last sat upright, pixels; None while that is not known."""

    def offer(self, time_s: float, joints: Joints, view: View, trunk_px: float) -> None:
        """Take in one pose.

        Parameters
        ----------
        time_s
            Of the pose; they come in the order of time.
        joints, view
            The pose, and from where it is seen.
        trunk_px
            The person's trunk length at its longest.
        """
        if view.near != self._near or stands(joints):
            self._near = view.near
            self._upright.clear()
        elif _sits_upright(joints, view, trunk_px):
            x, y = joints.mid("hip")
            if self._moved(x, y, trunk_px):
                self._upright.clear()
            self._upright.append((time_s, x, y))
            while self._upright[0][0] < time_s - UPRIGHT_S:
                self._upright.popleft()
        if self._upright and self._upright[-1][0] < time_s - KEPT_S:
            self._upright.clear()
        self.place_px = self._middle() if len(self._upright) >= LEAST_MOMENTS else None

    def _middle(self) -> tuple[float, float]:
        return median(x for _, x, _ in self._upright), median(y for _, _, y in self._upright)

    def _moved(self, x: float, y: float, trunk_px: float) -> bool:
        return bool(self._upright) and has_moved((x, y), self._middle(), trunk_px)


def has_moved(hip_px: geometry.Point, seat_px: geometry.Point, trunk_px: float) -> bool:
    """Whether the hips, or their mark, are too far from the seat for one and the same."""
    return geometry.distance(hip_px, seat_px) > MOVED_TRUNKS * trunk_px


def _sits_upright(joints: Joints, view: View, trunk_px: float) -> bool:
    if joints.trunk_px < UPRIGHT_SHARE * trunk_px or view.off_side_deg is None or view.off_side_deg > OFF_SIDE_DEG:
        return False
    low, high = UPRIGHT_DEG
    return low <= geometry.lean(joints.mid("hip"), joints.mid("shoulder"), view.forward) <= high
