"""What can be chosen about how a session is led."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formcheck.body.camera import CameraHint


@dataclass(frozen=True, slots=True)
class CoachSettings:
    """How a session is led.

    Attributes
    ----------
    consent_given
        Whether the disclaimer was agreed to before, and need not be shown again.
    raise_hand
        Whether a raised hand is a command.
    questions
        Whether anything is asked after a set.
    baseline_s
        How long to stand tall on the way; 0 leaves it out.
    countdown_s
        Of getting ready.
    rest_s
        The longest rest between two movements, where the program allows as much.
    camera
        What is said of the camera; None where that is learned from the person.
    """

    consent_given: bool = False
    raise_hand: bool = True
    questions: bool = True
    baseline_s: float = 3.0
    countdown_s: float = 3.0
    rest_s: float = 20.0
    camera: CameraHint | None = None
