"""What happened in a session beside the exercise itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Happening(StrEnum):
    """The kinds of events."""

    CONSENTED = "consented"
    SCREEN = "screen"
    """Another screen; ``subject`` is its kind."""
    STEP_BEGUN = "step_begun"
    """``subject`` is the movement, ``detail`` the side; so for all steps."""
    STEP_DONE = "step_done"
    STEP_SKIPPED = "step_skipped"
    STEP_REPEATED = "step_repeated"
    ORDER_CHANGED = "order_changed"
    """The person took up another step than the one that was led to."""
    PAUSED = "paused"
    """``subject`` is ``asked`` or ``out_of_sight``."""
    RESUMED = "resumed"
    HAND_RAISED = "hand_raised"
    TICKED = "ticked"
    ANSWERED = "answered"
    """``subject`` is the cue's ref, ``detail`` the answer."""
    BASELINE_TAKEN = "baseline_taken"
    BASELINE_SKIPPED = "baseline_skipped"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class CoachEvent:
    """Something that happened, at a time of the camera's clock."""

    kind: Happening
    time_s: float
    subject: str = ""
    detail: str = ""
