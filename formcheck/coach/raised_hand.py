"""A hand raised above the head and kept still: a command for who stands three metres from the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body.geometry import distance
from formcheck.body.joints import Joints
from formcheck.pose.landmarks import OTHER, SIDES

if TYPE_CHECKING:
    from formcheck.pose.pose import Pose
    from formcheck.routine.schema import Movement

FOR_S: Final = 1.0
"""So long the hand is kept up; shorter, and who brushes back their hair would pause the session."""

ABOVE_HEAD_TRUNKS: Final = 0.25
"""The wrist is as much above the ears: the hand is over the top of the head, which is 0.2 above them."""

STILL_TRUNKS: Final = 0.25
"""The wrist stays within as much of where it was when it came up."""

UPRIGHT_SHARE: Final = 0.8
"""The trunk stands up in the picture: bent over or on all fours, "above the head" says nothing of a hand."""

BLINK_S: Final = 0.3
"""The hand may be lost from sight for so long."""


def raises_an_arm(movement: Movement) -> bool:
    """Whether a movement itself has an arm raised, so that a raised hand can be no command in it."""
    return any(ref.rpartition(".")[2] == "shoulder_elevation" for ref in movement.measure_refs())


class RaisedHand:
    """Watches for a raised hand."""

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._seen_s = 0.0
        self._where: list[float] = [0.0, 0.0]
        self._side = ""
        self._given = False
        self.share = 0.0
        """How much of the second is over, 0 to 1."""

    def update(self, time_s: float, pose: Pose | None) -> bool:
        """Take in a pose; True once each time that a hand was raised for long enough."""
        joints = None if pose is None else Joints(pose)
        side = None if joints is None else next((side for side in SIDES if _is_up(joints, side)), None)
        if joints is None or side is None:
            if time_s - self._seen_s > BLINK_S:
                self.forget()
            return False
        where = joints.at(f"{side}_wrist")
        moved = distance(where, self._where) > STILL_TRUNKS * joints.trunk_px
        if self._since_s is None or side != self._side or (moved and not self._given):
            self._since_s, self._side, self._where = time_s, side, where
        self._seen_s = time_s
        self.share = 0.0 if self._given else min(1.0, (time_s - self._since_s) / FOR_S)
        if self.share < 1.0:
            return False
        self._given, self.share = True, 0.0
        return True

    def forget(self) -> None:
        """Begin anew: what is raised now does not count."""
        self._since_s, self._given, self.share = None, False, 0.0


def _is_up(joints: Joints, side: str) -> bool:
    """Whether one wrist is over the head, with the trunk upright and the other wrist down."""
    needed = [f"{side}_wrist", f"{side}_shoulder", f"{side}_hip"]
    if joints.problem(*needed) is not None:
        return False
    trunk = joints.trunk_px
    upright = joints.mid("hip")[1] - joints.mid("shoulder")[1] >= UPRIGHT_SHARE * trunk
    above = joints.mid("ear")[1] - joints.at(f"{side}_wrist")[1] >= ABOVE_HEAD_TRUNKS * trunk
    other_down = joints.at(f"{OTHER[side]}_wrist")[1] > joints.mid("shoulder")[1]
    return upright and above and other_down
