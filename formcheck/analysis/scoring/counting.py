"""Counted repetitions and timed holds against what was really done, phase by phase."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from formcheck.judge.verdict import Verdict
from formcheck.pose.landmarks import OTHER
from formcheck.routine.cues import CountCue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formcheck.analysis.scoring.truth import Act, Span, TrueRep, Truth
    from formcheck.judge.account import Hold
    from formcheck.judge.result import RepResult, SetResult
    from formcheck.routine.schema import Movement, Phase

MAIN_REP: Final = {
    "adductor-rock-back": "rock",
    "hip-rotation-90-90": "reach",
    "kneeling-lunge": "rock",
    "standing-stretch": "hinge",
}
"""What the truth calls the repetitions of a movement's main phase."""

OTHER_REPS: Final = {"hinge-facing": "facing_hinge", "pumps": "pump"}
"""What the truth calls the repetitions of other phases, by the ids of the movement files."""

UNSCORED_PHASES: Final = ("hinge-facing",)
"""The article gives these no number (domain, section 0): they are told, and weigh nothing."""

VIEWS_IF_NONE: Final = ("side",)
"""From where repetitions and holds are seen, where their phase names no view (domain, section 5)."""

SEEN_WITHIN_DEG: Final = 30.0
"""So far off such a view they are still expected to be seen (domain, section 5)."""

PEAK_SLACK_S: Final = 0.75
"""A peak may be found this long before or after the repetition: one that turns into the hold has a flat top."""

JOINED_GAP_S: Final = 3.0
"""Holds with no more than this between them are one to the program: in the lunge the arm goes up in between."""

_AXIS_DEG: Final = {"side": 90.0, "front": 0.0, "back": 180.0, "oblique": 45.0}


@dataclass(frozen=True, slots=True)
class RepScore:
    """The repetitions of one phase of an act.

    Attributes
    ----------
    phase
        Its id in the movement file.
    scored
        Whether it has a number to be right about.
    seen
        Whether the camera stood so that they can be counted.
    done, expected
        How many were done, and how many of them count by the rules of the domain.
    counted, matched
        How many we counted, and how many of those are true ones that count.
    refused
        Why we said that they cannot be counted; None where we did not say so.
    peak_errors_s
        Ours minus the truth, of the matched ones.
    not_counted
        Why we did not count what we saw the beginning of.
    should_not
        Why true ones do not count.
    """

    phase: str
    scored: bool
    seen: bool
    done: int
    expected: int
    counted: int
    matched: int
    refused: str | None = None
    peak_errors_s: tuple[float, ...] = ()
    not_counted: tuple[str, ...] = ()
    should_not: tuple[str, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether all that count were counted, in their place, and nothing else."""
        return self.counted == self.expected == self.matched

    @property
    def off_by(self) -> int:
        """How many too many or too few were counted."""
        return abs(self.counted - self.expected)


@dataclass(frozen=True, slots=True)
class HoldScore:
    """A hold of an act.

    Attributes
    ----------
    name
        What is held: the truth's word, two that are one to the program joined by a plus.
    seen
        Whether the camera stood so that it can be timed.
    found
        Whether any of it was timed.
    pieces
        In how many pieces.
    start_error_s, end_error_s, held_error_s
        Ours minus the truth; None where not found.
    true_s
        How long it was held.
    """

    name: str
    seen: bool
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
    """The hold as the program should time it; it may end anywhere from ``end_s`` to ``latest_end_s``.

    ``phase`` is the phase that times it; None where the movement has only one that holds.
    """

    start_s: float
    end_s: float
    latest_end_s: float
    name: str = ""
    phase: str | None = field(default=None)


def rep_phases(movement: Movement) -> list[tuple[Phase, str]]:
    """Give the phases of repetitions whose truth is known, each with the truth's word for what is repeated."""
    main = movement.main_phase
    found = []
    for phase in movement.phases:
        if phase.kind == "reps":
            name = MAIN_REP.get(movement.id) if phase is main else OTHER_REPS.get(phase.id)
            found += [(phase, name)] if name else []
    return found


def main_reps(act: Act) -> list[TrueRep]:
    """Give the repetitions of the main phase."""
    wanted = MAIN_REP.get(act.movement)
    return [rep for rep in act.reps if wanted in {None, rep.name}]


def main_span(act: Act) -> tuple[float, float]:
    """Give the time from the first to the last repetition of the main phase; the whole act where there is none."""
    reps = main_reps(act)
    return (reps[0].start_s, reps[-1].end_s) if reps else (act.start_s, act.end_s)


def can_be_seen(phase: Phase, movement: Movement, act: Act, truth: Truth, spans: Sequence[Span]) -> bool:
    """Whether the camera stands so that a phase can be seen all the time of these spans (any time if there are none).

    By its direction only, and by the side that is toward it where the movement file asks for one.
    """
    views = phase.views or VIEWS_IF_NONE
    azimuths = [truth.azimuth_between(span.start_s, span.end_s) for span in spans]
    azimuths = azimuths or [truth.azimuth_between(act.start_s, act.end_s)]
    in_view = all(min(_off(view, azimuth) for view in views) <= SEEN_WITHIN_DEG for azimuth in azimuths)
    wanted = _side_of(phase.near, movement, act) if phase.near else None
    return in_view and all(wanted in {None, "left" if azimuth > 0 else "right"} for azimuth in azimuths)


def _off(view: str, azimuth_deg: float) -> float:
    return 0.0 if view == "any" else abs(abs(azimuth_deg) - _AXIS_DEG[view])


def _side_of(role: str, movement: Movement, act: Act) -> str | None:
    """Give the side that plays a role in an act: the one the movement is named after, or the other."""
    if movement.sides is None or act.side == "both":
        return None
    if role == movement.sides.named_after:
        return act.side
    return OTHER[act.side]


def score_reps(act: Act, movement: Movement, truth: Truth, sets: Sequence[SetResult]) -> tuple[RepScore, ...]:
    """Compare the counted repetitions whose peak lies in an act with those that were done, phase by phase."""
    scores = []
    for phase, name in rep_phases(movement):
        true = [rep for rep in act.reps if rep.name == name]
        if true or phase is movement.main_phase:
            scores.append(_score_phase(act, movement, phase, true, truth, sets))
    return tuple(scores)


def _score_phase(
    act: Act, movement: Movement, phase: Phase, true: Sequence[TrueRep], truth: Truth, sets: Sequence[SetResult]
) -> RepScore:
    ours = [
        rep for result in sets for rep in reps_of(result, phase, movement) if act.start_s <= rep.peak_s <= act.end_s
    ]
    counted = [rep for rep in ours if rep.counted]
    pairs = _pairs([rep for rep in true if rep.counts], counted)
    return RepScore(
        phase=phase.id,
        scored=phase.id not in UNSCORED_PHASES,
        seen=can_be_seen(phase, movement, act, truth, true),
        done=len(true),
        expected=sum(rep.counts for rep in true),
        counted=len(counted),
        matched=len(pairs),
        refused=_refused(sets, phase, movement),
        peak_errors_s=tuple(mine.peak_s - rep.peak_s for rep, mine in pairs),
        not_counted=tuple(rep.why_not or "" for rep in ours if not rep.counted),
        should_not=tuple(rep.why_not or "" for rep in true if not rep.counts),
    )


def reps_of(result: SetResult, phase: Phase, movement: Movement) -> tuple[RepResult, ...]:
    """Give what a set tells of a phase's repetitions, counted or not."""
    if phase is movement.main_phase:
        return result.reps
    return next((each.reps for each in result.phases if each.id == phase.id), ())


def _refused(sets: Sequence[SetResult], phase: Phase, movement: Movement) -> str | None:
    """Give why the cue on a phase's number was refused in one of these sets, or that there are none."""
    main = movement.main_phase
    about = {
        cue.ref for cue in movement.cues if isinstance(cue, CountCue) and (cue.phase or (main and main.id)) == phase.id
    }
    if not sets:
        return "no set was found"
    verdicts = [cue for result in sets for cue in result.cues if cue.ref in about]
    return next((cue.reason or "cannot judge" for cue in verdicts if cue.verdict is Verdict.CANNOT_JUDGE), None)


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


def true_holds(act: Act, movement: Movement) -> list[TrueHold]:
    """Give the holds that the movement's file asks for.

    A hold that has a phase of its own is one by itself. Where there is one such phase, its hold is the first of the
    act, with those that follow it closely; where any depth will do, staying in position goes on being a hold until
    the person gets up.
    """
    rules = {phase.id: phase.hold for phase in movement.phases if phase.hold}
    if not act.holds or not rules:
        return []
    own = {hold.name: hold.name.replace("_", "-") for hold in act.holds}
    if all(phase in rules for phase in own.values()):
        return [TrueHold(hold.start_s, hold.end_s, hold.end_s, hold.name, own[hold.name]) for hold in act.holds]
    first, *others = sorted(act.holds, key=lambda hold: hold.start_s)
    names, end_s = [first.name], first.end_s
    for hold in others:
        if hold.start_s - end_s > JOINED_GAP_S:
            break
        end_s = hold.end_s
        names.append(hold.name)
    leaving = [phase.start_s for phase in act.phases if phase.name == "getting_out"]
    rule = list(rules.values())[-1]
    latest_s = min([act.end_s, *leaving]) if rule.at_depth is None else end_s
    return [TrueHold(first.start_s, end_s, max(end_s, latest_s), "+".join(names))]


def score_holds(act: Act, movement: Movement, truth: Truth, sets: Sequence[SetResult]) -> tuple[HoldScore, ...]:
    """Compare the true holds of an act with those that were timed during them."""
    phases = {phase.id: phase for phase in movement.phases if phase.hold}
    scores = []
    for hold in true_holds(act, movement):
        phase = phases[hold.phase] if hold.phase else next(iter(phases.values()))
        span = [each for each in act.holds if each.start_s >= hold.start_s and each.end_s <= hold.end_s]
        scores.append(score_hold(hold, sets, seen=can_be_seen(phase, movement, act, truth, span)))
    return tuple(scores)


def score_hold(hold: TrueHold, sets: Iterable[SetResult], *, seen: bool = True) -> HoldScore:
    """Compare a true hold with the holds that were timed during it."""
    ours = [each for result in sets for each in _holds_of(result, hold.phase) if _overlap_s(each, hold) > 0]
    true_s = hold.end_s - hold.start_s
    if not ours:
        return HoldScore(hold.name, seen, False, 0, None, None, None, true_s)
    start_s, end_s = min(each.start_s for each in ours), max(each.end_s for each in ours)
    held_s = sum(each.held_s for each in ours)
    return HoldScore(
        name=hold.name,
        seen=seen,
        found=True,
        pieces=len(ours),
        start_error_s=start_s - hold.start_s,
        end_error_s=_beyond(end_s, hold.end_s, hold.latest_end_s),
        held_error_s=_beyond(held_s, true_s, hold.latest_end_s - hold.start_s),
        true_s=true_s,
    )


def _holds_of(result: SetResult, phase: str | None) -> tuple[Hold, ...]:
    if phase is None:
        return result.holds
    return next((each.holds for each in result.phases if each.id == phase), ())


def _beyond(value: float, low: float, high: float) -> float:
    """How far a value lies beyond an interval; 0 within it."""
    return min(0.0, value - low) + max(0.0, value - high)


def _overlap_s(ours: Hold, true: TrueHold) -> float:
    return min(ours.end_s, true.latest_end_s) - max(ours.start_s, true.start_s)


def strays(truth: Truth, movement: Movement, sets: Sequence[SetResult]) -> list[Stray]:
    """List what was counted or timed where there was none, in getting there, in holds, in other movements.

    A repetition that was done but does not count is no stray: it is miscounted.
    """
    acts = [act for act in truth.acts if act.movement == movement.id]
    found = []
    for phase, name in rep_phases(movement):
        counted = [rep for result in sets for rep in reps_of(result, phase, movement) if rep.counted]
        done = [rep for act in acts for rep in act.reps if rep.name == name]
        rightly = [ours for _, ours in _pairs(done, counted)]
        found += [
            Stray("rep", movement.id, rep.peak_s, truth.doing(rep.peak_s)) for rep in counted if rep not in rightly
        ]
    holds = [hold for act in acts for hold in true_holds(act, movement)]
    for result in sets:
        for held in result.holds:
            if not any(_overlap_s(held, hold) > 0 for hold in holds):
                middle_s = (held.start_s + held.end_s) / 2
                found.append(Stray("hold", movement.id, middle_s, truth.doing(middle_s)))
    return found
