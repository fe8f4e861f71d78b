"""How changes are told: movements, sides and figures; values, their difference, and the error it was held against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Unit
from formcheck.report.change import HELD, RANGE, REPS, Change, Outcome, Statistic
from formcheck.report.followed import known_movement
from formcheck.report.wording import UNKNOWN, VIEW_WORDS, measure_words, number_words

if TYPE_CHECKING:
    from formcheck.report.change import Band, Kind

NO_DIFFERENCE: Final = "no difference we can measure"

STATISTIC_WORDS: Final = {
    Statistic.AT_PEAKS: "at the peaks",
    Statistic.IN_HOLDS: "in the hold",
    Statistic.MEAN: "",
    Statistic.SUM: "",
    Statistic.COUNTED: "",
}

SET_WORDS: Final = {RANGE: "Range of a repetition", HELD: "Held", REPS: "Repetitions that count"}


def movement_words(movement: str) -> str:
    """Name a movement; one that does not come with formcheck by its id."""
    known = known_movement(movement)
    return known.name if known else measure_words(movement.replace("-", " "))


def side_words(movement: str, side: str | None) -> str:
    """Name the side that was worked as the movement file does: "right knee down"; empty where both work at once."""
    if side not in {"left", "right"}:
        return ""
    known = known_movement(movement)
    return known.sides.say.format(side=side) if known and known.sides else f"{side} side"


def figure_words(measure: str, statistic: Statistic) -> str:
    """Name a figure: "Rear hip extension at the peaks"."""
    named = SET_WORDS.get(measure) or measure_words(measure)
    return f"{named} {STATISTIC_WORDS[statistic]}".strip()


def view_words(kind: Kind) -> str:
    """Say from where a figure was seen."""
    aspect = {"near": ", worked side toward the camera", "far": ", worked side away from the camera"}
    return VIEW_WORDS.get(kind.view, VIEW_WORDS["unknown"]) + aspect.get(kind.aspect, "")


def width_words(width: float, unit: str) -> str:
    """Write a difference or an error: of angles with a decimal, since the one is held against the other."""
    return f"{width:.1f}°" if unit == Unit.DEGREES.value else number_words(width, unit)


def difference_words(change: Change) -> str:
    """Say by how much more or less: "16.2° less"."""
    if change.difference is None:
        return UNKNOWN
    words = width_words(abs(change.difference), change.unit)
    if not any(digit in words for digit in "123456789"):
        return "the same"
    return f"{words} {'more' if change.difference > 0 else 'less'}"


def band_words(band: Band | None) -> str:
    """Say how large the measured error is: "± 7°"; "± 10° (not measured here)" where it is taken from elsewhere."""
    if band is None:
        return UNKNOWN
    return f"± {width_words(band.width, band.unit)}" + ("" if band.measured else " (not measured here)")


def outcome_words(change: Change) -> str:
    """Say what comes of a comparison, in a few words."""
    if change.outcome is Outcome.CANNOT:
        return f"cannot compare: {change.reason}"
    return difference_words(change) if change.outcome is Outcome.CHANGED else NO_DIFFERENCE


def values_words(change: Change) -> str:
    """Write the two values: "24° → 8°"."""
    return " → ".join(number_words(value, change.unit) for value in (change.before, change.after))


def change_words(change: Change) -> str:
    """Tell a change in one go: "24° → 8°, 16.2° less (error ± 7.0°)"."""
    if change.outcome is Outcome.CANNOT:
        return outcome_words(change)
    return f"{values_words(change)}, {outcome_words(change)} (error {band_words(change.band)})"
