"""How each cue is judged, in words: for a movement on the screen and for the table of all cues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body.measures import MEASURES
from formcheck.body.reading import Unit
from formcheck.routine.cues import (
    CountCue,
    KeptCue,
    LoggedCue,
    MeasuredCue,
    RepCue,
    SequenceCue,
    SessionCue,
    SpokenCue,
    SwayCue,
    TimerCue,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formcheck.routine.bands import Band
    from formcheck.routine.cues import Check, Cue
    from formcheck.routine.schema import Movement

UNIT_WORDS: Final = {
    Unit.DEGREES: "°",
    Unit.TRUNKS: " trunk",
    Unit.FEET: " foot",
    Unit.RATIO: "",
    Unit.SECONDS: " s",
    Unit.REPS: "",
}
"""How a unit is written after a number."""

SESSION_WORDS: Final = {"order": "the order of the sides", "parity": "both sides alike"}

REP_WORDS: Final = {
    "range": "range of each rep",
    "seconds": "seconds of each rep",
    "rest": "back at rest after each rep",
    "return": "share of its rise each rep comes back",
    "gain": "peak of each rep less the one before",
    "bounces": "bounces in each rep",
}


def rows(cue: Cue, movement: Movement | None = None) -> Iterator[tuple[str, str, str]]:
    """Give how a cue is judged, its good band and its nearly band; a row for each question it asks.

    ``movement`` is needed for cues on repetitions and phases; a program's cues have none.
    """
    match cue:
        case MeasuredCue():
            for each in cue.checks:
                yield _check_row(each, cue.when, cue.phases)
        case RepCue() if movement is not None:
            unit = _rep_unit(cue, movement)
            yield REP_WORDS[cue.of], interval(cue.good, unit), interval(cue.nearly, unit)
        case CountCue() if movement is not None:
            yield f"count of {cue.phase}", str(movement.phase(cue.phase).target), ""
        case TimerCue():
            yield f"time of {cue.phase}", interval(cue.good, " s"), interval(cue.nearly, " s")
        case LoggedCue():
            yield f"{cue.measure}\nnoted only", "", ""
        case SwayCue():
            unit = unit_of(cue.measure)
            yield f"sway of {cue.measure}\n{', '.join(cue.when)}", interval(cue.good, unit), interval(cue.nearly, unit)
        case SpokenCue():
            yield f"{cue.how}\n{', '.join(cue.when)}", "", ""
        case SequenceCue():
            yield "the reps before the hold", "", ""
        case SessionCue():
            order_of_movements = cue.how == "order" and movement is None
            yield "the order of the movements" if order_of_movements else SESSION_WORDS[cue.how], "", ""
        case KeptCue():
            yield f"kept by the program\n{cue.about}", "", ""


def unit_of(measure: str) -> str:
    """Give the unit of a measure, which may have a role before it; nothing for one that a file composes itself."""
    known = MEASURES.get(measure.rpartition(".")[2])
    return UNIT_WORDS[known.unit] if known else ""


def number(value: float, measure: str) -> str:
    """Write a value of a measure with its unit."""
    return f"{value:g}{unit_of(measure)}"


def interval(band: Band, unit: str) -> str:
    """Write a band; an end that is left open is left out."""
    match band.low == float("-inf"), band.high == float("inf"):
        case True, True:
            return "any"
        case True, False:
            return f"≤ {band.high:g}{unit}"
        case False, True:
            return f"≥ {band.low:g}{unit}"
        case _:
            return f"{band.low:g} to {band.high:g}{unit}"


def _rep_unit(cue: RepCue, movement: Movement) -> str:
    if cue.of in {"seconds", "return", "bounces"}:
        return " s" if cue.of == "seconds" else ""
    phase = movement.phase(cue.phase) if cue.phase else movement.main_phase
    return unit_of(phase.rep.signal) if phase and phase.rep else ""


def _check_row(check: Check, when: tuple[str, ...], phases: tuple[str, ...]) -> tuple[str, str, str]:
    unit = unit_of(check.measure)
    how = f"{_compared(check)}\n{', '.join(when)}{' of ' + ', '.join(phases) if phases else ''}"
    how += f"\nfrom {', '.join(check.views)}"
    if check.only_if:
        condition = check.only_if
        how += f"\nif {condition.measure}\n   {interval(condition.within, unit_of(condition.measure))}"
    unit = "" if check.share_of else unit
    return how, interval(check.good, unit), interval(check.nearly, unit)


def _compared(check: Check) -> str:
    if check.since:
        return f"change of {check.measure}\nsince the {check.since}"
    if check.share_of:
        return f"{check.measure}\nas a share of the range of {check.share_of}"
    if check.from_peaks_of:
        return f"{check.measure}\nless the peaks of {check.from_peaks_of}"
    return check.measure
