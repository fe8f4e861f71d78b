"""Leg swaps and snaps: moments in which the model takes one leg for the other.

A swap shows as both legs changing places between two frames, a snap as one knee or ankle flying further than
a leg can, a leg that was lost as a shank whose length jumps. The readings of such legs are then "legs
confused" instead of wrong angles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body import geometry

if TYPE_CHECKING:
    from formcheck.body.joints import Joints

SWAP_GAIN: Final = 0.5
"""Legs have changed places when exchanging them makes the step this share of itself or less ..."""

SWAP_STEP_TRUNKS: Final = 0.5
"""... and the step as labelled, over the two knees and two ankles, is at least so many trunks long."""

SNAP_TRUNKS_PER_S: Final = 6.0
"""A knee or ankle faster than this has not moved but was found elsewhere (a brisk lunge step: 3 to 4)."""

SNAP_LEAST_TRUNKS: Final = 0.25
"""Shorter jumps are left to the smoothing."""

DOUBT_S: Final = 1.0
"""After a swap or a snap the legs are in doubt for so long, or until it is undone."""

STALE_S: Final = 0.3
"""Positions older than this say nothing of the next step."""

LENGTH_JUMP: Final = 0.2
"""A shank, seen side-on, that is so much longer or shorter than just before was found elsewhere
(domain, section 3)."""

OWN_LENGTH: Final = 0.2
"""A shank of this person's own length, but for so much, is no lost one, whatever its length was just before."""

LENGTH_MEMORY_S: Final = 2.0
"""What "just before" is: a limb that turns out of the plane of the picture changes its length more slowly."""

LENGTH_DOUBT_S: Final = 8.0
"""A length that stays for so long is accepted, whatever it was before."""

_PARTS: Final = ("knee", "ankle")


class LegWatch:
    """Follows the knees and ankles of one person and says when they cannot be believed."""

    def __init__(self) -> None:
        self._shanks = {side: _Shank() for side in ("left", "right")}
        self._last: dict[str, list[float]] = {}
        self._last_s = 0.0
        self._doubt_until_s = float("-inf")
        self._swapped = False

    def confused(
        self, time_s: float, joints: Joints, trunk_px: float, shank_px: float, *, side_on: bool
    ) -> frozenset[str]:
        """Take in one pose, with the person's own lengths, and return the sides whose legs are in doubt.

        A shank's length tells only when seen side-on: from the front it changes with every rock.
        """
        lost = {side for side, shank in self._shanks.items() if shank.jumped(time_s, joints, side, shank_px)}
        if self._swapped_or_snapped(time_s, joints, trunk_px):
            return frozenset(self._shanks)
        return frozenset(lost) if side_on else frozenset()

    def _swapped_or_snapped(self, time_s: float, joints: Joints, trunk_px: float) -> bool:
        now = {f"{side}_{part}": joints.at(f"{side}_{part}") for side in ("left", "right") for part in _PARTS}
        if self._last and 0 < time_s - self._last_s <= STALE_S:
            if self._changed_places(now, trunk_px):
                self._swapped = not self._swapped
                self._doubt_until_s = time_s + DOUBT_S if self._swapped else time_s
            elif self._snapped(now, time_s - self._last_s, trunk_px):
                self._doubt_until_s = time_s + DOUBT_S
        if time_s >= self._doubt_until_s:
            self._swapped = False
        self._last, self._last_s = now, time_s
        return time_s < self._doubt_until_s

    def _changed_places(self, now: dict[str, list[float]], trunk_px: float) -> bool:
        labelled = exchanged = 0.0
        for part in _PARTS:
            for side, other in (("left", "right"), ("right", "left")):
                labelled += geometry.distance(self._last[f"{side}_{part}"], now[f"{side}_{part}"])
                exchanged += geometry.distance(self._last[f"{side}_{part}"], now[f"{other}_{part}"])
        return labelled > SWAP_STEP_TRUNKS * trunk_px and exchanged < SWAP_GAIN * labelled

    def _snapped(self, now: dict[str, list[float]], step_s: float, trunk_px: float) -> bool:
        furthest = max(geometry.distance(self._last[name], point) for name, point in now.items())
        return furthest > trunk_px * max(SNAP_LEAST_TRUNKS, SNAP_TRUNKS_PER_S * step_s)


class _Shank:
    """The length of one shank in the picture, as it was just before.

    The thigh is not asked: in a squat with the feet turned out it shortens as fast as a lost one.
    """

    def __init__(self) -> None:
        self._usual: float | None = None
        self._last_s = 0.0
        self._jumped_s: float | None = None

    def jumped(self, time_s: float, joints: Joints, side: str, own_px: float) -> bool:
        """Take in one pose; True while the length is not what it was before it jumped, nor the person's own."""
        now = geometry.distance(joints.at(f"{side}_knee"), joints.at(f"{side}_ankle"))
        step_s, self._last_s = time_s - self._last_s, time_s
        if self._usual is None or self._usual <= 0 or step_s > LENGTH_MEMORY_S:
            self._usual, self._jumped_s = now, None
            return False
        if abs(now / self._usual - 1.0) > LENGTH_JUMP and abs(now / own_px - 1.0) <= OWN_LENGTH:
            self._usual = now  # It was lost before, and is found again.
        if abs(now / self._usual - 1.0) <= LENGTH_JUMP:
            self._jumped_s = None
            self._usual += min(1.0, step_s / LENGTH_MEMORY_S) * (now - self._usual)
            return False
        if self._jumped_s is None:
            self._jumped_s = time_s
        if time_s - self._jumped_s > LENGTH_DOUBT_S:
            self._usual, self._jumped_s = now, None
            return False
        return True
