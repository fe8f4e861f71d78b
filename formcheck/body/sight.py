"""What a measure looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formcheck.body.figure import Figure
    from formcheck.body.floorwatch import FloorWatch
    from formcheck.body.joints import Joints
    from formcheck.body.view import View


@dataclass(frozen=True, slots=True)
class Sight:
    """One pose as it is looked at: its joints, the camera's view, the person's own lengths, the floor, the seat.

    ``seat_px`` is where the hips of somebody who sits were when they last sat upright, pixels; None where that is not
    known. ``model`` names the pose model, whose errors are known; it is empty for poses that no model made.
    """

    joints: Joints
    view: View
    figure: Figure
    floor: FloorWatch | None = None
    model: str = ""
    seat_px: tuple[float, float] | None = None

    @property
    def near(self) -> str | None:
        """The side toward the camera, None from the front or behind."""
        return self.view.near

    @property
    def off_side_deg(self) -> float:
        """Degrees away from an exact side view; 90 while the view is unknown."""
        off = self.view.off_side_deg
        return 90.0 if off is None else off

    @property
    def off_front_deg(self) -> float:
        """Degrees away from an exact view from the front or from behind; 0 while the view is unknown."""
        return 90.0 - self.off_side_deg
