"""What the chips say, and which of them are worth showing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Measured, Unit
from formcheck.judge.verdict import Severity, Verdict

if TYPE_CHECKING:
    from formcheck.judge.verdict import CueState, Snapshot

SHOWN_PER_VERDICT: Final = {
    Verdict.FAULT: 3,
    Verdict.NEARLY: 2,
    Verdict.CANNOT_JUDGE: 1,
    Verdict.GOOD: 1,
}
"""Nobody corrects more than a few things at once. In the order in which they are shown."""

_SEVERITY_ORDER: Final = (Severity.SAFETY, Severity.FORM, Severity.REFINEMENT, Severity.INFORMATION)

KNEE_MEASURE: Final = "knee_flexion"
"""The measure whose angle is drawn at a knee, 0 where the leg is straight."""

BACK_MEASURE: Final = "rounding_index"
"""The measure that is read from the outline of the back: an index, and never certain."""

_UNIT_FORMS: Final = {
    Unit.DEGREES: "{:.0f}°",
    Unit.TRUNKS: "{:.2f} trunk lengths",
    Unit.FEET: "{:.2f} foot lengths",
    Unit.RATIO: "{:.2f}",
    Unit.SECONDS: "{:.1f} s",
    Unit.REPS: "{:.0f}",
}


def title_of(cue: CueState) -> str:
    """Name a cue for people; one that has no title goes by its id: ``upright-torso`` is "Upright torso"."""
    if cue.title:
        return cue.title
    words = cue.id.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def call_of(cue: CueState) -> str:
    """Return the few words that correct a cue, without their full stop; its title where it has none."""
    return cue.say.rstrip(". ") or title_of(cue)


def value_words(value: float, unit: Unit) -> str:
    """Return a value with its unit; a whole number of degrees never reads "-0°"."""
    words = _UNIT_FORMS[unit].format(value)
    return words.lstrip("-") if not any(digit in words for digit in "123456789") else words


def is_knee_angle(cue: CueState) -> bool:
    """Whether a cue is about how far a knee is bent."""
    return cue.measure.rpartition(".")[2] == KNEE_MEASURE


def is_about_back(cue: CueState) -> bool:
    """Whether a cue is about how round the back is."""
    return cue.measure.rpartition(".")[2] == BACK_MEASURE


def _as_shown(cue: CueState) -> tuple[float | None, float | None]:
    """Return value and limit as a person reads them.

    A knee's flexion becomes the included angle, which is what the picture shows at the knee. Where both are
    negative (leaning back, say) they lose their signs.
    """
    if not isinstance(cue.reading, Measured):
        return None, cue.limit
    value, limit = cue.reading.value, cue.limit
    if is_knee_angle(cue):
        return 180.0 - value, None if limit is None else 180.0 - limit
    if limit is not None and value < 0.0 and limit < 0.0:
        return -value, -limit
    return value, limit


def limit_words(cue: CueState) -> str:
    """Return the missed limit in words: "good up to 10°", or "good from 150°" where the value is below it."""
    value, limit = _as_shown(cue)
    if value is None or limit is None or cue.verdict is Verdict.GOOD:
        return ""
    words = value_words(limit, cue.reading.unit)
    return f"good up to {words}" if value > limit else f"good from {words}"


def measured_words(cue: CueState, *, sigma: bool) -> str:
    """Return what was measured and the limit: "31° ± 3°, good up to 10°"; empty where nothing was."""
    value, _ = _as_shown(cue)
    if value is None or not isinstance(cue.reading, Measured):
        return ""
    words = value_words(value, cue.reading.unit)
    if sigma:
        words += f" ± {value_words(cue.reading.sigma, cue.reading.unit)}"
    if is_about_back(cue):
        words = f"index {words}" if cue.verdict is Verdict.GOOD else f"possible rounding, index {words}"
    return ", ".join(part for part in (words, limit_words(cue)) if part)


def chip_words(cue: CueState, hint: str | None) -> tuple[str, str]:
    """Return what a chip says, and what stands small below it (may be empty)."""
    if cue.verdict is Verdict.FAULT:
        return call_of(cue), measured_words(cue, sigma=False)
    if cue.verdict is Verdict.CANNOT_JUDGE:
        mend = cue.mend if cue.mend is not None and cue.mend != hint else None
        return title_of(cue), mend or "Cannot judge from here"
    return title_of(cue), ""


def chosen_cues(snapshot: Snapshot, at_most: int) -> list[CueState]:
    """Return the cues worth a chip: faults first, then nearly, cannot judge and one that is good.

    Within a verdict the more severe come first; those that only inform are left out, and two that call for
    the same stand together under the first.
    """
    chosen: list[CueState] = []
    for verdict, shown in SHOWN_PER_VERDICT.items():
        of_verdict = [
            cue for cue in snapshot.cues if cue.verdict is verdict and cue.severity is not Severity.INFORMATION
        ]
        of_verdict.sort(key=lambda cue: _SEVERITY_ORDER.index(cue.severity))
        distinct: dict[str, CueState] = {}
        for cue in of_verdict:
            distinct.setdefault(call_of(cue), cue)
        chosen += list(distinct.values())[:shown]
    return chosen[:at_most]


def heading_of(snapshot: Snapshot) -> str:
    """Return the movement and its side: "Kneeling lunge · right knee down"."""
    side = snapshot.side_words or {"left": "left side", "right": "right side"}.get(snapshot.side or "")
    return " · ".join(part for part in (snapshot.movement, side) if part)
