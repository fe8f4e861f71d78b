"""One pose as named joints on plain floats, with what can be relied on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body import geometry
from formcheck.body.reading import Reason
from formcheck.pose.landmarks import INDEX
from formcheck.pose.raised import raised_side

if TYPE_CHECKING:
    from formcheck.pose.pose import Pose

SEEN_VISIBILITY: Final = 0.5
"""Below this visibility a landmark is unknown (the model's own documentation takes 0.5 as its cut)."""

EDGE_SHARE: Final = 0.02
"""A landmark may lie this share of the picture outside it: the model extrapolates well over so little."""


class Joints:
    """The landmarks of one pose by name.

    Parameters
    ----------
    pose
        The pose; its arrays are read once.

    Attributes
    ----------
    back
        The outline beside the trunk, as it was seen; None where none was taken.
    raised
        The side whose foot is up on something, ``left`` or ``right``; None where neither is.
    sole
        Pixels of heel and toes under that foot, as the silhouette shows them; None where it does not.
    trunk_px
        Mid-hip to mid-shoulder, pixels.
    """

    __slots__ = ("_points", "_size", "_visibility", "_world", "back", "raised", "sole", "trunk_px")

    def __init__(self, pose: Pose) -> None:
        self._points: list[list[float]] = pose.points.tolist()
        self._world: list[list[float]] = pose.world.tolist()
        self._visibility: list[float] = pose.visibility.tolist()
        self._size = pose.image_size
        self.back = pose.back
        self.raised = raised_side(self._points)
        self.sole: list[list[float]] | None = None if pose.sole is None else pose.sole.tolist()
        self.trunk_px = geometry.distance(self.mid("hip"), self.mid("shoulder"))

    @property
    def picture_px(self) -> tuple[int, int]:
        """Width and height of the picture, pixels."""
        return self._size

    def at(self, name: str) -> list[float]:
        """Pixels (x, y) of a landmark such as ``left_knee``."""
        return self._points[INDEX[name]]

    def world(self, name: str) -> list[float]:
        """Metres (x, y, z) of a landmark in the camera's axes, origin between the hips."""
        return self._world[INDEX[name]]

    def mid(self, joint: str) -> tuple[float, ...]:
        """Pixels half-way between the left and the right joint."""
        return geometry.middle(self.at(f"left_{joint}"), self.at(f"right_{joint}"))

    def world_mid(self, joint: str) -> tuple[float, ...]:
        """Metres half-way between the left and the right joint."""
        return geometry.middle(self.world(f"left_{joint}"), self.world(f"right_{joint}"))

    def problem(self, *names: str) -> tuple[Reason, str] | None:
        """Return why one of these landmarks cannot be relied on, and which; None when all can."""
        width, height = self._size
        for name in names:
            x, y = self.at(name)
            slack_x, slack_y = EDGE_SHARE * width, EDGE_SHARE * height
            if not (-slack_x <= x <= width + slack_x and -slack_y <= y <= height + slack_y):
                return Reason.OUT_OF_FRAME, name
            if self._visibility[INDEX[name]] < SEEN_VISIBILITY:
                return Reason.NOT_VISIBLE, name
        return None
