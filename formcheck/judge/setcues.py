"""Cues that only the whole set answers: each rep as a whole, how many, how long, and what cannot be told yet."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Reason, Unit, Unknown
from formcheck.body.view import ViewLabel
from formcheck.judge.checks import cannot_show
from formcheck.judge.ledger import CueResult
from formcheck.judge.rep import NOT_SEEN, TOO_FAST, TURNED_AWAY
from formcheck.judge.verdict import Verdict
from formcheck.judge.words import mend_words
from formcheck.routine.cues import (
    CountCue,
    MeasuredCue,
    RepCue,
    SequenceCue,
    SessionCue,
    SwayCue,
    TimerCue,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formcheck.judge.rep import Rep
    from formcheck.judge.result import PhaseResult, RepResult, SetResult
    from formcheck.routine.bands import Band
    from formcheck.routine.cues import Cue
    from formcheck.routine.schema import Movement, Phase

RANGE_SIGMA_SHARE: Final = 0.375
"""Standard uncertainty of a rise from rest to peak, and of where it came back to, as a share of the smallest rise
that counts (3 degrees of a knee's 8): the model's bias, most of the error, cancels in it."""

RETURN_SIGMA: Final = 0.05
"""Standard uncertainty of the share of its rise by which a repetition came back: most of the error cancels."""

SECONDS_SIGMA: Final = 0.15
"""Standard uncertainty of a repetition's length: a few frames at either end."""

SEEN_AFTER: Final = 2
"""Where repetitions are hardly seen, one that counts may be an arm's doing: only so many show that they are seen."""

OUT_OF_SIGHT: Final = "the repetitions cannot be seen from this view"

SOME_UNSEEN: Final = "not all repetitions could be seen"

UNFOLLOWED: Final = "the landmarks there could not be relied on"

TIME_ENOUGH_S: Final = 10.0
"""Who was in position for so long, in plain sight, and did no repetition, left them out; for less, did not begin."""

_SESSION_REASONS: Final = {
    "order": "one side alone says nothing of the order",
    "parity": "only one side was seen",
}

_SESSION_MENDS: Final = {"order": "Film both sides in one session", "parity": "Film the other side as well"}


def scatter(values: Sequence[float | None]) -> float:
    """Frame-to-frame standard deviation of a signal, from second differences, so that movement does not count."""
    seen = [value for value in values if value is not None]
    second = sorted(abs(a - 2 * b + c) for a, b, c in zip(seen, seen[1:], seen[2:], strict=False))
    return second[len(second) // 2] / 0.6745 / math.sqrt(6.0) if second else 0.0


def views_of_phase(movement: Movement, phase: Phase) -> set[str]:
    """Return the views from which a phase's repetitions can be expected to be seen."""
    if phase.views:
        return {view.value for view in ViewLabel} if "any" in phase.views else set(phase.views)
    primary = movement.camera.primary
    return {view.value for view in ViewLabel} if primary == "any" else {primary, "oblique", "back_oblique"}


def rep_faults(movement: Movement, rep: Rep, phase_id: str, earlier: Sequence[RepResult]) -> list[str]:
    """Refs of the cues on whole repetitions that this one, of that phase, breaks; with those that came before it."""
    phase = movement.phase(phase_id)
    cues = [cue for cue in movement.cues if isinstance(cue, RepCue) and _phase_of(cue, movement) == phase]
    first = next((each for each in earlier if each.counted), rep)
    # What is compared with the repetition before is judged over the whole set only.
    judged = ((cue.ref, _of_rep(cue, phase, rep, _Beside(first))) for cue in cues)
    return [ref for ref, found in judged if found is not None and found[0] is Verdict.FAULT]


def all_cues(movement: Movement, result: SetResult, measured: Mapping[str, CueResult]) -> tuple[CueResult, ...]:
    """Every judged cue of the movement, in the order of its file."""
    cues = []
    for cue in movement.cues:
        if isinstance(cue, MeasuredCue | SwayCue):
            cues.append(measured[cue.ref])
        elif isinstance(cue, RepCue):
            cues.append(_per_rep(cue, movement, result))
        elif isinstance(cue, SequenceCue):
            cues.append(_sequence(cue, movement, result))
        elif isinstance(cue, CountCue):
            cues.append(_count(cue, movement, result))
        elif isinstance(cue, TimerCue):
            cues.append(_timer(cue, result))
        elif isinstance(cue, SessionCue):
            cues.append(_of_session(cue, result))
    return tuple(cues)


def _blank(cue: Cue, verdict: Verdict, reason: str | None, mend: str | None = None) -> CueResult:
    return CueResult(cue.ref, cue.id, cue.title, cue.say, verdict, reason=reason, mend=mend)


def _unseen(cue: Cue, movement: Movement, phase: PhaseResult, result: SetResult) -> CueResult | None:
    """Say that a phase's repetitions could not be seen, and how to mend it; None when they could."""
    if phase.why_unseen is None:
        return None
    mend = _turn_for_reps(movement, result) if phase.why_unseen == OUT_OF_SIGHT else None
    return _blank(cue, Verdict.CANNOT_JUDGE, phase.why_unseen, mend)


def _turn_for_reps(movement: Movement, result: SetResult) -> str | None:
    """Say how to turn so that repetitions can be seen."""
    near = result.side if movement.camera.near else None
    return mend_words(Unknown(Unit.RATIO, Reason.WRONG_VIEW), result.view.view, (movement.camera.primary,), near)


def _phase_of(cue: RepCue, movement: Movement) -> Phase | None:
    return movement.phase(cue.phase) if cue.phase else movement.main_phase


def _rep_sigma(cue: RepCue, phase: Phase) -> float:
    if cue.of == "seconds":
        return SECONDS_SIGMA
    if cue.of == "return":
        return RETURN_SIGMA
    return RANGE_SIGMA_SHARE * phase.rep.min_excursion if phase.rep and cue.of != "bounces" else 0.0


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a repetition is compared with: the first that counts, the counted one before, and whatever came after."""

    first: Rep | RepResult
    before: RepResult | None = None
    after: RepResult | None = None


def _of_rep(cue: RepCue, phase: Phase, rep: Rep | RepResult, beside: _Beside) -> tuple[Verdict, float] | None:
    """Judge one repetition beside others; None where it has no such value, as one that never came back."""
    values = {
        "range": rep.range,
        "seconds": rep.end_s - rep.start_s,
        "rest": rep.back,
        "return": _return_share(rep, beside),
        "gain": None if beside.before is None else rep.peak - beside.before.peak,
        "bounces": float(rep.bounces),
    }
    value = values[cue.of]
    return None if value is None else (_within(value, _rep_sigma(cue, phase), cue.good, cue.nearly), value)


def _return_share(rep: Rep | RepResult, beside: _Beside) -> float | None:
    """Share of the way from the peak to the person's own rest, that before the first repetition, that was gone back.

    A repetition is over before it is all the way back: how low it came is known from where the next one began.
    """
    if rep.back is None:
        return None
    lowest = rep.back if beside.after is None else min(rep.back, _rest_of(beside.after))
    return (rep.peak - lowest) / (rep.peak - min(_rest_of(beside.first), _rest_of(rep)))


def _rest_of(rep: Rep | RepResult) -> float:
    return rep.peak - rep.range


def _within(value: float, sigma: float, good: Band, nearly: Band) -> Verdict:
    if nearly.excess(value) > sigma:
        return Verdict.FAULT
    return Verdict.GOOD if good.excess(value) <= 0 else Verdict.NEARLY


def _hasty(cue: RepCue, phase: PhaseResult) -> tuple[RepResult, ...]:
    """Give the attempts that were too fast to count, where none counted: of haste they tell all the same."""
    if cue.of != "seconds":
        return ()
    hasty = tuple(rep for rep in phase.reps if (rep.why_not or "").startswith(TOO_FAST))
    return hasty if len(hasty) >= SEEN_AFTER else ()


def _per_rep(cue: RepCue, movement: Movement, result: SetResult) -> CueResult:
    phase = _phase_of(cue, movement)
    if phase is None or phase.rep is None:
        return _blank(cue, Verdict.NOT_REACHED, "this movement has no repetitions")
    counted = result.phase(phase.id).counted or _hasty(cue, result.phase(phase.id))
    following = dict(pairwise(result.phase(phase.id).reps))
    pairs = zip((None, *counted), counted, strict=False)
    each = (
        (_of_rep(cue, phase, rep, _Beside(counted[0], before, following.get(rep))), rep.peak_s) for before, rep in pairs
    )
    judged = [(*found, peak_s) for found, peak_s in each if found is not None]
    if not judged and (unseen := _unseen(cue, movement, result.phase(phase.id), result)) is not None:
        return unseen
    if not judged:
        return _blank(cue, Verdict.NOT_REACHED, result.why_nothing or "no repetition of this phase was counted")
    verdicts = [verdict for verdict, _, _ in judged]
    faults = verdicts.count(Verdict.FAULT)
    worst = max(judged, key=lambda item: cue.good.excess(item[1]))
    off = cue.good.excess(worst[1]) > 0
    value = median(value for _, value, _ in judged)
    verdict = Verdict.GOOD
    if _at_fault(cue, verdicts):
        verdict = Verdict.FAULT
    elif faults or 4 * verdicts.count(Verdict.NEARLY) >= len(verdicts):
        verdict = Verdict.NEARLY
    return CueResult(
        cue.ref,
        cue.id,
        cue.title,
        cue.say,
        verdict,
        share_fault=faults / len(judged),
        share_judged=1.0,
        worst_time_s=worst[2] if off else None,
        worst_value=worst[1] if off else None,
        value=value,
        unit=_rep_unit(cue, phase.rep.signal, result),
        sigma=_rep_sigma(cue, phase),
        limit=cue.good.nearest_limit(value),
    )


def _at_fault(cue: RepCue, verdicts: Sequence[Verdict]) -> bool:
    """Whether so many repetitions make a fault of the set.

    One at fault will do, but for bouncing: once it is a slip, or a landmark's; who bounces does so in most repetitions.
    """
    if cue.of == "bounces":
        return 2 * verdicts.count(Verdict.GOOD) < len(verdicts)
    return Verdict.FAULT in verdicts


def _rep_unit(cue: RepCue, signal: str, result: SetResult) -> str:
    if cue.of in {"seconds", "bounces"}:
        return (Unit.SECONDS if cue.of == "seconds" else Unit.REPS).value
    if cue.of == "return":
        return Unit.RATIO.value
    return result.measures[signal.replace(".", "_")].unit


def _count(cue: CountCue, movement: Movement, result: SetResult) -> CueResult:
    phase = result.phase(cue.phase)
    target, counted = phase.target, len(phase.counted)
    if (unseen := _unseen(cue, movement, phase, result)) is not None:
        return unseen
    if counted == 0 and result.in_position_s < TIME_ENOUGH_S:
        return _blank(cue, Verdict.NOT_REACHED, result.why_nothing)
    if counted < target and (why := _why_some_unseen(movement, phase, result)) is not None:
        return _blank(cue, Verdict.CANNOT_JUDGE, why, _turn_for_reps(movement, result))
    verdict = Verdict.GOOD if counted == target else Verdict.NEARLY if counted >= target - 1 else Verdict.FAULT
    return _of_reps(cue, verdict, counted, target)


def _why_some_unseen(movement: Movement, phase: PhaseResult, result: SetResult) -> str | None:
    """Why more repetitions may have been done than were counted; None where all there were could be seen.

    What was not seen must never become a fault.
    """
    if phase.partly_unseen or any((rep.why_not or "").startswith((NOT_SEEN, TURNED_AWAY)) for rep in phase.reps):
        return SOME_UNSEEN
    file = movement.phase(phase.id)
    wanted = set(file.views) if file is not None and file.views else {movement.camera.primary}
    return OUT_OF_SIGHT if cannot_show(result.view.view, wanted) else None


def _of_reps(cue: CountCue | SequenceCue, verdict: Verdict, reps: int, target: int) -> CueResult:
    """Sum up a cue whose value is a number of repetitions, which is exact."""
    return CueResult(
        cue.ref,
        cue.id,
        cue.title,
        cue.say,
        verdict,
        share_judged=1.0,
        value=reps,
        unit=Unit.REPS.value,
        sigma=0.0,
        limit=target,
    )


def _sequence(cue: SequenceCue, movement: Movement, result: SetResult) -> CueResult:
    """Judge whether the repetitions came before the hold."""
    main = movement.main_phase
    if not result.holds or main is None:
        return _blank(cue, Verdict.NOT_REACHED, result.why_nothing or "no hold was seen")
    first_s = min(hold.start_s for hold in result.holds)
    before = sum(rep.start_s < first_s for rep in result.counted)
    verdict = Verdict.GOOD if before >= main.target else Verdict.NEARLY if before else Verdict.FAULT
    return _of_reps(cue, verdict, before, main.target)


def _of_session(cue: SessionCue, result: SetResult) -> CueResult:
    if result.in_position_s == 0:
        return _blank(cue, Verdict.NOT_REACHED, result.why_nothing)
    return _blank(cue, Verdict.CANNOT_JUDGE, _SESSION_REASONS[cue.how], _SESSION_MENDS[cue.how])


def _timer(cue: TimerCue, result: SetResult) -> CueResult:
    holds = result.phase(cue.phase).holds
    if not holds:
        return _blank(cue, Verdict.NOT_REACHED, result.why_nothing or "no hold was seen after the repetitions")
    longest = max(holds, key=lambda hold: hold.held_s)
    return CueResult(
        cue.ref,
        cue.id,
        cue.title,
        cue.say,
        _within(longest.held_s, SECONDS_SIGMA, cue.good, cue.nearly),
        share_judged=1.0,
        value=longest.held_s,
        unit=Unit.SECONDS.value,
        sigma=SECONDS_SIGMA,
        limit=cue.good.nearest_limit(longest.held_s),
    )
