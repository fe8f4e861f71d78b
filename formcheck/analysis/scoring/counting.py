"""Counted repetitions and timed holds against what was really done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formcheck.analysis.scoring.truth import Act, TrueRep, Truth
    from formcheck.judge.holds import Hold
    from formcheck.judge.result import RepResult, SetResult
    from formcheck.routine.schema import Movement

MAIN_REP: Final = {
    "adductor-rock-back": "rock",
    "hip-rotation-90-90": "reach",
    "kneeling-lunge": "rock",
    "standing-stretch": "hinge",
}
"""What the truth calls the repetitions that count; it notes others as well (ankle pumps, hinges facing forward)."""

PEAK_SLACK_S: Final = 0.75
"""A peak may be found this long before or after the repetition: one that turns into the hold has a flat top."""

JOINED_GAP_S: Final = 3.0
"""Holds with no more than this between them are one to the program: in the lunge the arm goes up in between."""


@dataclass(frozen=True, slots=True)
class RepScore:
    """The repetitions of an act: how many were done, counted, and rightly so; peak errors in seconds."""

    done: int
    counted: int
    matched: int
    peak_errors_s: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class HoldScore:
    """The hold of an act.

    Attributes
    ----------
    found
        Whether any of it was timed.
    pieces
        In how many pieces.
    start_error_s, end_error_s, held_error_s
        Ours minus the truth; None where not found.
    true_s
        How long it was held.
    """

    found: bool
    pieces: int
    start_error_s: float | None
    end_error_s: float | None
    held_error_s: float | None
    true_s: float


@dataclass(frozen=True, slots=True)
class Stray:
    """Something counted or timed that was none: what (``rep``, ``hold``), by which movement, when, while what."""

    kind: str
    movement: str
    time_s: float
    doing: str


@dataclass(frozen=True, slots=True)
class TrueHold:
    """The hold as the program should time it; it may end anywhere from ``end_s`` to ``latest_end_s``."""

    start_s: float
    end_s: float
    latest_end_s: float


def main_reps(act: Act) -> list[TrueRep]:
    """Give the repetitions that count."""
    wanted = MAIN_REP.get(act.movement)
    return [rep for rep in act.reps if wanted in {None, rep.name}]


def score_reps(act: Act, sets: Sequence[SetResult]) -> RepScore:
    """Compare the counted repetitions whose peak lies in an act with those that were done."""
    counted = [rep for result in sets for rep in result.counted if act.start_s <= rep.peak_s <= act.end_s]
    pairs = _pairs(main_reps(act), counted)
    errors = tuple(ours.peak_s - true.peak_s for true, ours in pairs)
    return RepScore(len(main_reps(act)), len(counted), len(pairs), errors)


def _pairs(true: Sequence[TrueRep], ours: Sequence[RepResult]) -> list[tuple[TrueRep, RepResult]]:
    """Give each true repetition the counted one whose peak is nearest to its own, none twice."""
    left, pairs = list(ours), []
    for rep in true:
        fitting = [o for o in left if rep.start_s - PEAK_SLACK_S <= o.peak_s <= rep.end_s + PEAK_SLACK_S]
        if fitting:
            best = min(fitting, key=lambda o: abs(o.peak_s - rep.peak_s))
            left.remove(best)
            pairs.append((rep, best))
    return pairs


def true_hold(act: Act, movement: Movement) -> TrueHold | None:
    """Give the hold that the movement's file asks for: the first of the act, with those that follow it closely.

    Where any depth will do, staying in position goes on being a hold until the person gets up.
    """
    rules = [phase.hold for phase in movement.phases if phase.hold]
    if not act.holds or not rules:
        return None
    first, *others = sorted(act.holds, key=lambda hold: hold.start_s)
    end_s = first.end_s
    for hold in others:
        if hold.start_s - end_s > JOINED_GAP_S:
            break
        end_s = hold.end_s
    leaving = [phase.start_s for phase in act.phases if phase.name == "getting_out"]
    latest_s = min([act.end_s, *leaving]) if rules[-1].at_depth is None else end_s
    return TrueHold(first.start_s, end_s, max(end_s, latest_s))


def score_hold(hold: TrueHold, sets: Iterable[SetResult]) -> HoldScore:
    """Compare a true hold with the holds that were timed during it."""
    ours = [each for result in sets for each in result.holds if _overlap_s(each, hold) > 0]
    true_s = hold.end_s - hold.start_s
    if not ours:
        return HoldScore(False, 0, None, None, None, true_s)
    start_s, end_s = min(each.start_s for each in ours), max(each.end_s for each in ours)
    held_s = sum(each.held_s for each in ours)
    return HoldScore(
        found=True,
        pieces=len(ours),
        start_error_s=start_s - hold.start_s,
        end_error_s=_beyond(end_s, hold.end_s, hold.latest_end_s),
        held_error_s=_beyond(held_s, true_s, hold.latest_end_s - hold.start_s),
        true_s=true_s,
    )


def _beyond(value: float, low: float, high: float) -> float:
    """How far a value lies beyond an interval; 0 within it."""
    return min(0.0, value - low) + max(0.0, value - high)


def _overlap_s(ours: Hold, true: TrueHold) -> float:
    return min(ours.end_s, true.latest_end_s) - max(ours.start_s, true.start_s)


def strays(truth: Truth, movement: Movement, sets: Sequence[SetResult]) -> list[Stray]:
    """List what was counted or timed where there was none, in getting there, in holds, in other movements."""
    acts = [act for act in truth.acts if act.movement == movement.id]
    counted = [rep for result in sets for rep in result.counted]
    rightly = [ours for act in acts for _, ours in _pairs(main_reps(act), counted)]
    found = [Stray("rep", movement.id, rep.peak_s, truth.doing(rep.peak_s)) for rep in counted if rep not in rightly]
    holds = [hold for act in acts if (hold := true_hold(act, movement)) is not None]
    for result in sets:
        for ours in result.holds:
            if not any(_overlap_s(ours, hold) > 0 for hold in holds):
                middle_s = (ours.start_s + ours.end_s) / 2
                found.append(Stray("hold", movement.id, middle_s, truth.doing(middle_s)))
    return found
