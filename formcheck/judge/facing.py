"""Which way a person faces through a set, as the camera sees it, and what was done turned away from that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body.geometry import wrapped
from formcheck.body.view import STRICT_DEG

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.body.moment import Moment
    from formcheck.body.view import View

VIEW_DRIFT_MAX_DEG: Final = 20.0
"""A rep seen from this much elsewhere than the starting position is not counted (domain, section 3)."""

TURNED_ROUND_DEG: Final = 90.0
"""From here on it is the other side that the camera sees."""

VIEW_SETTLE_S: Final = 0.7
"""Who rests in another view for so long has taken the starting position anew there."""


class Facing:
    """The way a person faced in the starting position; nobody knows it before :meth:`take`."""

    def __init__(self) -> None:
        self._yaw_deg: float | None = None
        self._elsewhere_since_s: float | None = None

    def take(self, moments: Sequence[Moment]) -> None:
        """Take the way the person faces in these moments, in the middle, for that of the starting position."""
        yaws = sorted(m.view.yaw_deg for m in moments if m.view.yaw_deg is not None)
        self._yaw_deg = yaws[len(yaws) // 2] if yaws else None

    def follow(self, moment: Moment, *, at_rest: bool) -> None:
        """Take a side view for the starting one when somebody rests in it: the recording was cut, or they turned.

        From the side every repetition is seen best; turning away from it is what :meth:`turned_away` speaks of.
        """
        if not (at_rest and self._turned_deg(moment.view) > VIEW_DRIFT_MAX_DEG and _is_side(moment.view)):
            self._elsewhere_since_s = None
        elif self._elsewhere_since_s is None:
            self._elsewhere_since_s = moment.time_s
        elif moment.time_s - self._elsewhere_since_s >= VIEW_SETTLE_S:
            self._yaw_deg = moment.view.yaw_deg
            self._elsewhere_since_s = None

    def turned_away(self, during: Sequence[Moment]) -> bool:
        """Whether most of what is known was seen from elsewhere; who turned the side to the camera is seen better."""
        known = [m.view for m in during if m.view.yaw_deg is not None]
        away = [view for view in known if self._is_elsewhere(view)]
        return 2 * len(away) > len(known)

    def _is_elsewhere(self, view: View) -> bool:
        turned_deg = self._turned_deg(view)
        return turned_deg > VIEW_DRIFT_MAX_DEG and not (_is_side(view) and turned_deg < TURNED_ROUND_DEG)

    def _turned_deg(self, view: View) -> float:
        """How far a view is turned from the starting one, 0 to 180; 0 where one of them is unknown."""
        if view.yaw_deg is None or self._yaw_deg is None:
            return 0.0
        return abs(wrapped(view.yaw_deg - self._yaw_deg))


def _is_side(view: View) -> bool:
    return view.off_side_deg is not None and view.off_side_deg <= STRICT_DEG
