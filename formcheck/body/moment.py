"""A moment: all that the judge is told of one frame."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from formcheck.body.view import UNKNOWN_VIEW, View

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formcheck.body.reading import Reading, Reason


@dataclass(frozen=True, slots=True)
class Moment:
    """The readings of one frame, with no picture and no pixel in them.

    Attributes
    ----------
    time_s
        Seconds from the start of the media.
    view
        From where the camera sees the person.
    readings
        Name of the measure to its reading; sided ones as ``left_knee_flexion``.
    trouble
        Why nothing at all can be read, such as nobody there; None when there is somebody to read.
    """

    time_s: float
    view: View = UNKNOWN_VIEW
    readings: Mapping[str, Reading] = field(default_factory=dict)
    trouble: Reason | None = None

    def __deepcopy__(self, memo: dict[int, object]) -> Moment:
        """Return itself: it never changes, and a judge that is copied remembers hundreds of them."""
        return self

    @property
    def person(self) -> bool:
        """Whether somebody was there to be read."""
        return self.trouble is None
