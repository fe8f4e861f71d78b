"""What a session came to: the rows of its summary, and the outcome that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.coach.plan import Standing
from formcheck.coach.screens import SummaryRow
from formcheck.judge.evenness import sum_up, with_session_cues
from formcheck.judge.verdict import Severity, Verdict

if TYPE_CHECKING:
    from formcheck.body.figure import Figure
    from formcheck.coach.events import CoachEvent
    from formcheck.coach.lead import Answer, Lead
    from formcheck.coach.plan import Step
    from formcheck.judge.evenness import SessionResult
    from formcheck.judge.ledger import CueResult
    from formcheck.judge.result import SetResult
    from formcheck.routine.schema import Movement

MOST_SAID: Final = 3
"""So many cues a set are worth reading at the end."""

_GRAVITY: Final = (Severity.SAFETY, Severity.FORM, Severity.REFINEMENT)


@dataclass(frozen=True, slots=True)
class StepOutcome:
    """What became of a step: ``waiting`` where the session ended before it, ``done`` or ``skipped``."""

    movement: str
    side: str
    standing: Standing


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A session so far.

    Attributes
    ----------
    routine
        The program with its version, ``hip-mobility@1``.
    sets
        What was done, in the order of time; the set under way as if it ended now.
    session
        Both sides against each other, the order, the rests and what is missing.
    steps
        What became of each step of the program.
    answers
        What was answered.
    ticked
        What was ticked off before.
    marks
        Everything that happened beside the exercise itself.
    figure
        The person's own lengths, as they were known last.
    """

    routine: str
    sets: tuple[SetResult, ...]
    session: SessionResult
    steps: tuple[StepOutcome, ...]
    answers: tuple[Answer, ...]
    ticked: tuple[str, ...]
    marks: tuple[CoachEvent, ...]
    figure: Figure | None

    @property
    def skipped(self) -> tuple[StepOutcome, ...]:
        """The steps that were left out by choice."""
        return tuple(step for step in self.steps if step.standing is Standing.SKIPPED)


def outcome(lead: Lead, figure: Figure | None) -> Outcome:
    """Sum up a session as it stands."""
    sets, session = _judged(lead)
    standing = zip(lead.plan.steps, lead.plan.standing, strict=True)
    return Outcome(
        routine=f"{lead.program.id}@{lead.program.version}",
        sets=sets,
        session=session,
        steps=tuple(StepOutcome(step.movement.id, step.side, each) for step, each in standing),
        answers=tuple(lead.answers),
        ticked=tuple(sorted(lead.ticked)),
        marks=tuple(lead.marks),
        figure=figure,
    )


def _judged(lead: Lead) -> tuple[tuple[SetResult, ...], SessionResult]:
    sets, program = lead.course.sets(), lead.program
    session = sum_up(program.plan_for({result.movement for result in sets}), sets, program.even)
    return with_session_cues(sets, session, program.movements), session


def rows(lead: Lead) -> tuple[SummaryRow, ...]:
    """Give a row for each set in the order of time, then one for each step that was left out."""
    sets, _ = _judged(lead)
    movements = {movement.id: movement for movement in lead.program.movements}
    done = [_row(lead, result, movements[result.movement]) for result in sets]
    seen = {(result.movement, result.side) for result in sets}
    left = [
        step
        for step, standing in zip(lead.plan.steps, lead.plan.standing, strict=True)
        if standing is Standing.SKIPPED and (step.movement.id, step.side) not in seen
    ]
    return (*done, *(_skipped(lead, step) for step in left))


def _row(lead: Lead, result: SetResult, movement: Movement) -> SummaryRow:
    return SummaryRow(
        title=movement.name,
        side_words=lead.phrases.side_words(movement, result.side or ""),
        reps=len(result.counted),
        reps_target=result.reps_target,
        held_s=max((hold.held_s for hold in result.holds), default=None),
        hold_target_s=_hold_target_s(movement),
        said=_worth_a_word(result, movement),
        skipped=False,
    )


def _skipped(lead: Lead, step: Step) -> SummaryRow:
    movement, main = step.movement, step.movement.main_phase
    side = lead.phrases.side_words(movement, step.side)
    return SummaryRow(
        movement.name, side, 0, main.target if main else 0, None, _hold_target_s(movement), (), skipped=True
    )


def _hold_target_s(movement: Movement) -> float | None:
    """Seconds that make a hold one, in the longest hold of a movement."""
    return max((phase.hold.target_s.low for phase in movement.phases if phase.hold), default=None)


def _worth_a_word(result: SetResult, movement: Movement) -> tuple[tuple[str, str], ...]:
    """Pick the gravest cues that were not good: faults before what was nearly good, safety before form."""
    severities = {cue.ref: Severity(cue.severity) for cue in movement.cues}

    def gravity(cue: CueResult) -> tuple[bool, int]:
        return cue.verdict is not Verdict.FAULT, _GRAVITY.index(severities[cue.ref])

    ill = (cue for cue in result.cues if cue.verdict in {Verdict.FAULT, Verdict.NEARLY})
    worth = sorted((cue for cue in ill if severities[cue.ref] in _GRAVITY), key=gravity)
    return tuple((cue.verdict.value, cue.say or cue.title) for cue in worth[:MOST_SAID])
