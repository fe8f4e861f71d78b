"""What a cue asked, as its movement file has it: of what its shares are, and against what its measure was held."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from formcheck.errors import RoutineError
from formcheck.judge.loading import load_movement
from formcheck.routine.catalogue import movement_ids
from formcheck.routine.cues import MeasuredCue, RepCue

if TYPE_CHECKING:
    from formcheck.routine.cues import Check, Cue

TIME: Final = "of the time judged"
REPS: Final = "of the repetitions"
HOLDS: Final = "of the holds"
UNKNOWN: Final = "of what was judged"
"""Of a movement that did not come with formcheck."""

_SINCE: Final = {
    "setup": "change since the setup",
    "rep": "change since the repetition began",
    "hold": "change since the hold began",
}


def share_of_what(movement: str, ref: str) -> str:
    """Say what the shares of a cue are of (docs/summary-format.md), to stand after a percentage.

    Parameters
    ----------
    movement
        Its id.
    ref
        Of the cue.
    """
    cue = _cue(movement, ref)
    if cue is None:
        return UNKNOWN
    if isinstance(cue, RepCue) or (isinstance(cue, MeasuredCue) and cue.when == ("peak",)):
        return REPS
    if isinstance(cue, MeasuredCue) and cue.over == "best":
        return HOLDS
    return TIME


def compared_with(movement: str, ref: str, measure: str) -> str:
    """Say against what a cue held its measure; empty where it took the measure as it is.

    Parameters
    ----------
    movement, ref
        As above.
    measure
        As the record names it, such as ``raised.ankle_angle``.
    """
    cue = _cue(movement, ref)
    checks = cue.checks if isinstance(cue, MeasuredCue) else ()
    return next((_words(check) for check in checks if check.measure == measure), "")


def _words(check: Check) -> str:
    if check.share_of is not None:
        return "share of the person's own range"
    if check.from_peaks_of is not None:
        return "against the repetitions before"
    return _SINCE.get(check.since or "", "")


@cache
def _cue(movement: str, ref: str) -> Cue | None:
    if movement not in movement_ids():
        return None
    try:
        cues = load_movement(movement).cues
    except RoutineError:
        return None
    return next((cue for cue in cues if cue.ref == ref), None)
