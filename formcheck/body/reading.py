"""A reading: a measured value with its uncertainty, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """The units a reading may have."""

    DEGREES = "deg"
    TRUNKS = "trunk"
    """A length over the person's own trunk length."""
    FEET = "foot"
    """A length over the person's own foot length."""
    RATIO = "ratio"
    SECONDS = "s"
    REPS = "reps"


class Reason(StrEnum):
    """Why there is no value. The words for people stand in :data:`REASON_WORDS`."""

    NO_PERSON = "no_person"
    NOT_VISIBLE = "not_visible"
    OUT_OF_FRAME = "out_of_frame"
    WRONG_VIEW = "wrong_view"
    VIEW_UNKNOWN = "view_unknown"
    LEGS_CONFUSED = "legs_confused"
    TOO_SMALL = "too_small"
    NO_FLOOR = "no_floor"
    NO_BASELINE = "no_baseline"
    AMBIGUOUS_PERSON = "ambiguous_person"
    ROLE_UNKNOWN = "role_unknown"
    CAMERA_LOW = "camera_low"
    """The floor is seen too flat for angles on it."""
    NOT_SQUARE = "not_square"
    """Seen about from the side, but not squarely enough for an outline."""
    CAMERA_HIGH = "camera_high"
    """It looks down on the back: its outline is the shoulders' then."""
    BACK_HIDDEN = "back_hidden"
    OUTLINE_UNCLEAR = "outline_unclear"


@dataclass(frozen=True, slots=True)
class Measured:
    """A value, its unit and its standard uncertainty (one sigma, same unit)."""

    value: float
    unit: Unit
    sigma: float


@dataclass(frozen=True, slots=True)
class Unknown:
    """No value, and why; ``part`` names what was missing, such as ``left_wrist``."""

    unit: Unit
    reason: Reason
    part: str | None = None


Reading = Measured | Unknown
