"""How a report writes things: numbers with their units, names of measures, views and verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body.measures import MEASURES
from formcheck.body.reading import Unit
from formcheck.judge.verdict import Verdict
from formcheck.report.row import DISCOMFORT, FLAG, FRAMES, RATE, SHARE

if TYPE_CHECKING:
    from collections.abc import Iterable

VIEW_WORDS: Final = {
    "side": "from the side",
    "front": "from the front",
    "back": "from behind",
    "oblique": "at an angle from the front",
    "back_oblique": "at an angle from behind",
    "unknown": "from an unknown side",
}

VERDICT_WORDS: Final = {
    Verdict.FAULT: "fault",
    Verdict.NEARLY: "nearly",
    Verdict.GOOD: "good",
    Verdict.CANNOT_JUDGE: "cannot judge",
    Verdict.NOT_REACHED: "not reached",
}
"""What matters most first."""

CONVENTION: Final = (
    "Angles are apparent angles in degrees (°) of clinical flexion: 0° is the anatomical position, so a straight "
    "knee is 0°. Trunk inclination is 0° upright and grows forward. In the pictures the angle written at a knee is "
    "the one between the bones, where 180° is straight. “trunk” and “foot” are lengths over the person's own trunk "
    "and foot. “±” after a single value is its standard uncertainty, after a mean it is the standard deviation over "
    "the repetitions."
)

UNITS: Final = (
    "Angles in degrees (°) of clinical flexion, 0° = anatomical position (a straight knee, an upright trunk); in the "
    "pictures a knee's angle is the one between the bones. ± after one value: standard uncertainty; after a mean: "
    "standard deviation (SD)."
)
"""The same for page one, in short."""

_FORMS: Final = {
    Unit.DEGREES.value: "{:.0f}°",
    Unit.TRUNKS.value: "{:.2f} trunk",
    Unit.FEET.value: "{:.2f} foot",
    Unit.RATIO.value: "{:.2f}",
    Unit.SECONDS.value: "{:.1f} s",
    Unit.REPS.value: "{:.0f}",
    SHARE: "{:.0%}",
    FRAMES: "{:.0f}",
    RATE: "{:.1f}",
    DISCOMFORT: "{:.0f}",
}

_UNIT_NAMES: Final = {
    Unit.DEGREES.value: "°",
    Unit.TRUNKS.value: "trunk lengths",
    Unit.FEET.value: "foot lengths",
    Unit.RATIO.value: "ratio",
    Unit.SECONDS.value: "s",
}

UNKNOWN: Final = "–"
"""Stands where there is no number."""


def number_words(value: float | None, unit: str) -> str:
    """Write a number with its unit; what rounds to nothing has no sign."""
    if value is None:
        return UNKNOWN
    if unit == FLAG:
        return "yes" if value else "no"
    words = _FORMS.get(unit, "{:g}").format(value)
    return words if any(digit in words for digit in "123456789") else words.lstrip("-")


def difference_words(value: float, unit: str) -> str:
    """Write a difference, or the error it is held against: degrees to a tenth, or one would seem to be the other."""
    words = f"{value:.1f}°" if unit == Unit.DEGREES.value else number_words(value, unit)
    return words if any(digit in words for digit in "123456789") else words.lstrip("-")


def measure_words(name: str) -> str:
    """Name a measure for people: ``front_knee_flexion`` and ``front.knee_flexion`` are "Front knee flexion"."""
    words = name.replace(".", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def axis_words(name: str, unit: str) -> str:
    """Name a measure with its unit, for the axis of a figure."""
    known = _UNIT_NAMES.get(unit)
    return f"{measure_words(name)} ({known})" if known else measure_words(name)


def about_measures(names: Iterable[str]) -> list[tuple[str, str, str]]:
    """Say what measures are: name in words, unit, meaning. One that a movement file made for itself has no meaning."""
    found = []
    for name in sorted(set(names)):
        known = MEASURES.get(name) or MEASURES.get(name.partition("_")[2])
        if known is not None:
            unit = "degrees" if known.unit is Unit.DEGREES else _UNIT_NAMES.get(known.unit.value, known.unit.value)
            found.append((measure_words(name), unit, known.about))
    return found


def side_words(side: str | None) -> str:
    """Name the side that was worked."""
    return {"left": "left side", "right": "right side", "both": "both sides"}.get(side or "", "")
