"""Verdicts of the truth read as they are meant, where a clip's file takes them too literally."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.analysis.scoring.counting import true_holds
from formcheck.routine.cues import TimerCue

if TYPE_CHECKING:
    from formcheck.analysis.scoring.truth import Act, TrueCue
    from formcheck.routine.schema import Movement

RETURNS: Final = ("1.9",)
"""Cues on how far a repetition came back."""

AT_ONCE_S: Final = 0.2
"""A repetition that ends so near the beginning of a hold has turned into it."""


def meant_cues(act: Act, movement: Movement) -> list[TrueCue]:
    """Give the true verdicts of an act.

    One that turned into the hold never came back: of who bounces on top of it the file takes the last bounce for its
    way back. And a hold that goes on with the arm raised is one (domain, section 3), which the file tells as two.
    """
    begun = [hold.start_s for hold in act.holds]
    timers = {cue.ref: cue for cue in movement.cues if isinstance(cue, TimerCue)}
    meant = []
    for cue in act.cues:
        if cue.ref in RETURNS and any(abs(cue.end_s - start_s) <= AT_ONCE_S for start_s in begun):
            continue
        meant.append(_whole_hold(cue, timers[cue.ref], act, movement) if cue.ref in timers else cue)
    return meant


def _whole_hold(cue: TrueCue, timer: TimerCue, act: Act, movement: Movement) -> TrueCue:
    whole = next((hold for hold in true_holds(act, movement) if hold.start_s == cue.start_s), None)
    if whole is None or whole.end_s <= cue.end_s:
        return cue
    held_s = whole.end_s - whole.start_s
    verdict = "good" if timer.good.excess(held_s) <= 0 else "nearly" if timer.nearly.excess(held_s) <= 0 else "fault"
    return cue.model_copy(update={"end_s": whole.end_s, "value": held_s, "verdict": verdict})
