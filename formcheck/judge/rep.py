"""One repetition as it was found, and the reasons why one may not count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TOO_FAST: Final = "too fast to be one"
"""Begins the reason why a hasty repetition does not count."""

NOT_SEEN: Final = "not seen for long enough"
TURNED_AWAY: Final = "turned away from the camera's first view"
"""Why a repetition does not count that may well have been one."""


@dataclass(frozen=True, slots=True)
class Rep:
    """One repetition, or what looked like one.

    Attributes
    ----------
    start_s, peak_s, end_s
        When it left rest, was furthest, and was back.
    range
        Rise from rest to peak, in the signal's unit.
    peak
        The signal's value at the peak.
    why_not
        Why it does not count; None when it does.
    held
        True for the last one that turned into the hold and never came back.
    back
        The signal's value when it was back; None for one that never came back.
    bounces
        How often it turned back and on again within a second.
    """

    start_s: float
    peak_s: float
    end_s: float
    range: float
    why_not: str | None = None
    peak: float = 0.0
    held: bool = False
    back: float | None = None
    bounces: int = 0
