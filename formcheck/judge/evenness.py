"""What only the whole session answers: both sides alike, the order of the sides and of the movements, what is missing.

Depths are never compared, only how often and how long (domain, G5 and G14).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from formcheck.judge.setcues import OUT_OF_SIGHT
from formcheck.judge.verdict import Verdict
from formcheck.pose.landmarks import OTHER
from formcheck.routine.cues import CountCue, SessionCue

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formcheck.judge.ledger import CueResult
    from formcheck.judge.result import SetResult
    from formcheck.routine.program_schema import Evenness
    from formcheck.routine.schema import Movement

_ORDER: Final = (Verdict.GOOD, Verdict.NEARLY, Verdict.FAULT)


@dataclass(frozen=True, slots=True)
class SideTotals:
    """All that was done on one side: repetitions that count, seconds held, and seconds of holding out of sight."""

    reps: int
    hold_s: float
    unseen_s: float = 0.0


@dataclass(frozen=True, slots=True)
class BothSides:
    """One movement's two sides against each other.

    Attributes
    ----------
    movement, name
        Of the movement file.
    totals
        Side to what was done on it; a side that was not seen is not in it.
    first
        The side that was worked first.
    wanted_first
        The side to begin with.
    verdict
        Even, nearly or not; cannot judge while a side is missing, its repetitions were out of sight, or what was
        not seen of its holds would decide.
    words
        The same in words.
    """

    movement: str
    name: str
    totals: Mapping[str, SideTotals]
    first: str
    wanted_first: str
    verdict: Verdict
    words: str

    @property
    def order(self) -> Verdict:
        """Whether the side to begin with came first; one side alone does not tell."""
        if len(self.totals) < 2:
            return Verdict.CANNOT_JUDGE
        return Verdict.GOOD if self.first == self.wanted_first else Verdict.NEARLY


@dataclass(frozen=True, slots=True)
class SessionResult:
    """A session as a whole.

    Attributes
    ----------
    sides
        Each movement that was done and works one side at a time.
    verdict
        The worst of theirs; cannot judge where none could be judged.
    order
        Whether the movements came in the order of the program; leaving one out is allowed.
    order_words
        The same in words; empty where all is well.
    rests_s
        Seconds from the end of each set to the start of the next.
    missing
        Movements and sides that were not seen, in words.
    """

    sides: tuple[BothSides, ...]
    verdict: Verdict
    order: Verdict
    order_words: str
    rests_s: tuple[float, ...]
    missing: tuple[str, ...]


def sum_up(plan: Sequence[tuple[Movement, Sequence[str]]], sets: Sequence[SetResult], even: Evenness) -> SessionResult:
    """Compare the sides and the order of a session's sets.

    Parameters
    ----------
    plan
        The movements in the order of the program, each with its sides in their order.
    sets
        In the order of time.
    even
        When two sides are even.
    """
    done = [result for result in sets if result.in_position_s > 0]
    sides = []
    missing = []
    for movement, wanted in plan:
        own = [result for result in done if result.movement == movement.id]
        if not own:
            missing.append(movement.name)
            continue
        if movement.sides is None:
            continue
        missing += [
            f"{movement.name}, {movement.sides.say.format(side=side)}"
            for side in wanted
            if all(result.side != side for result in own)
        ]
        sides.append(_both_sides(movement, wanted, own, even))
    judged = [each.verdict for each in sides if each.verdict in _ORDER]
    order, order_words = _movement_order([movement for movement, _ in plan], done)
    return SessionResult(
        sides=tuple(sides),
        verdict=max(judged, key=_ORDER.index) if judged else Verdict.CANNOT_JUDGE,
        order=order,
        order_words=order_words,
        rests_s=tuple(max(0.0, later.start_s - before.end_s) for before, later in pairwise(done)),
        missing=tuple(missing),
    )


def _both_sides(movement: Movement, wanted: Sequence[str], own: Sequence[SetResult], even: Evenness) -> BothSides:
    totals = {
        side: SideTotals(
            sum(len(result.counted) for result in own if result.side == side),
            sum(hold.held_s for result in own if result.side == side for hold in result.holds),
            sum(hold.unseen_s for result in own if result.side == side for hold in result.holds),
        )
        for side in sorted({result.side for result in own if result.side is not None})
    }
    verdict, words = _compared(movement, totals, own, even)
    first = next((result.side for result in own if result.side is not None), "")
    return BothSides(movement.id, movement.name, totals, first, wanted[0], verdict, words)


def _compared(
    movement: Movement, totals: Mapping[str, SideTotals], own: Sequence[SetResult], even: Evenness
) -> tuple[Verdict, str]:
    if len(totals) < 2:
        only = next(iter(totals), None)
        other = OTHER.get(only or "")
        return Verdict.CANNOT_JUDGE, f"the {other} side was not seen" if other else "it was not clear which side"
    if any(_reps_out_of_sight(movement, result) for result in own):
        return Verdict.CANNOT_JUDGE, "the repetitions of a side could not be seen"
    left, right = totals["left"], totals["right"]
    words = f"left {left.reps} reps and {left.hold_s:.0f} s held, right {right.reps} and {right.hold_s:.0f} s"
    reps = abs(left.reps - right.reps)
    verdict = _graded(reps, abs(left.hold_s - right.hold_s), even)
    if any(_graded(reps, hold_s, even) is not verdict for hold_s in _differences(left, right)):
        out_of_sight_s = max(left.unseen_s, right.unseen_s)
        return Verdict.CANNOT_JUDGE, f"a hold was out of sight for {out_of_sight_s:.0f} s: {words}"
    return verdict, f"{_HOW_ALIKE[verdict]}: {words}"


def _differences(left: SideTotals, right: SideTotals) -> tuple[float, float]:
    """Give the least and the most that two sides can differ, whatever was done while they were out of sight."""
    left_more_s = left.hold_s + left.unseen_s - right.hold_s
    right_more_s = right.hold_s + right.unseen_s - left.hold_s
    return max(0.0, -left_more_s, -right_more_s), max(left_more_s, right_more_s)


_HOW_ALIKE: Final = {
    Verdict.GOOD: "both sides alike",
    Verdict.NEARLY: "nearly alike",
    Verdict.FAULT: "not alike",
}


def _graded(reps: int, hold_s: float, even: Evenness) -> Verdict:
    """Grade a difference of so many repetitions and so many seconds held."""
    if reps <= even.reps_good and hold_s <= even.hold_good_s:
        return Verdict.GOOD
    if reps <= even.reps_nearly and hold_s <= even.hold_nearly_s:
        return Verdict.NEARLY
    return Verdict.FAULT


def _reps_out_of_sight(movement: Movement, result: SetResult) -> bool:
    """Whether a set's own repetitions were out of sight, so that their number says nothing."""
    main = movement.main_phase
    refs = {cue.ref for cue in movement.cues if isinstance(cue, CountCue) and main and cue.phase == main.id}
    return any(cue.ref in refs and cue.reason == OUT_OF_SIGHT for cue in result.cues)


def _movement_order(movements: Sequence[Movement], done: Sequence[SetResult]) -> tuple[Verdict, str]:
    """Judge the order in which the movements were begun, both sides of each together."""
    places = {movement.id: place for place, movement in enumerate(movements)}
    begun = list(dict.fromkeys(result.movement for result in done if result.movement in places))
    if len(begun) < 2:
        return Verdict.CANNOT_JUDGE, "one movement alone says nothing of the order"
    names = {result.movement: result.name for result in done}
    for before, later in pairwise(begun):
        if places[later] < places[before]:
            return Verdict.NEARLY, f"{names[later]} comes before {names[before]} in the routine"
    return Verdict.GOOD, ""


def with_session_cues(
    sets: Sequence[SetResult], session: SessionResult, movements: Sequence[Movement]
) -> tuple[SetResult, ...]:
    """Give the sets with their cues on the session answered: the order of the sides, and both sides alike."""
    files = {movement.id: movement for movement in movements}
    sides = {each.movement: each for each in session.sides}
    return tuple(_answered(result, files[result.movement], sides.get(result.movement)) for result in sets)


def _answered(result: SetResult, movement: Movement, sides: BothSides | None) -> SetResult:
    if sides is None or len(sides.totals) < 2 or result.in_position_s == 0:
        return result
    asked = {cue.ref: cue.how for cue in movement.cues if isinstance(cue, SessionCue)}
    cues = tuple(_answer(cue, asked[cue.ref], sides) if cue.ref in asked else cue for cue in result.cues)
    return replace(result, cues=cues)


def _answer(cue: CueResult, how: str, sides: BothSides) -> CueResult:
    verdict = sides.order if how == "order" else sides.verdict
    if verdict is Verdict.CANNOT_JUDGE:
        return replace(cue, verdict=verdict, reason=sides.words)
    return replace(cue, verdict=verdict, share_judged=1.0, reason=None, mend=None)
