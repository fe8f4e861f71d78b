"""How things stand after a moment, as a picture or a voice needs to be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Reason, Unit, Unknown
from formcheck.judge import words
from formcheck.judge.roles import parts_of
from formcheck.judge.verdict import CueState, Severity, Snapshot, Verdict

if TYPE_CHECKING:
    from formcheck.body.moment import Moment
    from formcheck.judge.checks import Finding
    from formcheck.judge.cuebook import CueBook
    from formcheck.judge.eventlog import EventLog
    from formcheck.judge.ledger import CueLedger
    from formcheck.judge.roles import Roles
    from formcheck.judge.stages import Stages
    from formcheck.judge.words import Translate
    from formcheck.routine.schema import Movement

DONE_TITLE: Final = "Done"
"""The title of a movement that is over."""


def snapshot_of(
    movement: Movement,
    moment: Moment,
    roles: Roles,
    side: str | None,
    phase_id: str,
    stages: Stages,
    cues: CueBook,
    log: EventLog,
    tell: Translate,
    *,
    leaving: bool,
) -> Snapshot:
    """Read the books after a moment was entered in them all; ``tell`` gives the judge's words in another language."""
    phase = next((phase for phase in movement.phases if phase.id == phase_id), None)
    reps, holding = stages.shown, stages.holding
    return Snapshot(
        time_s=moment.time_s,
        movement=movement.name,
        side=side,
        roles=dict(roles),
        phase=phase_id,
        phase_kind=phase.kind if phase else "done",
        caption=phase.title if phase else tell(DONE_TITLE),
        prompt=phase.prompt if phase else None,
        reps=reps.counted,
        reps_target=reps.target,
        reps_flagged=tuple(bool(rep.faults) for rep in reps.reps if rep.counted),
        rep_progress=reps.progress(moment, roles),
        hold=holding.book.state if holding else None,
        cues=tuple(cue_state(ledger, finding, moment, roles, tell) for ledger, finding in cues.now),
        hint=hint(movement, moment, roles, tell),
        view=moment.view.label.value,
        events=log.fresh,
        side_words=movement.sides.say.format(side=tell(side)) if movement.sides and side else "",
        leaving=leaving,
    )


def cue_state(ledger: CueLedger, finding: Finding, moment: Moment, roles: Roles, tell: Translate) -> CueState:
    """Say how a cue stands: a fault is one while it is raised, and only nearly before."""
    verdict = finding.verdict
    if ledger.raised:
        verdict = Verdict.FAULT
    elif verdict is Verdict.FAULT:
        verdict = Verdict.NEARLY  # not yet for long enough
    mend = None
    if isinstance(finding.reading, Unknown):
        mend = words.mend_words(finding.reading, moment.view, finding.views, ledger.near, tell)
    cue = ledger.cue
    return CueState(
        ref=cue.ref,
        id=cue.id,
        verdict=verdict,
        severity=Severity(cue.severity),
        reading=finding.reading,
        limit=finding.limit,
        say=finding.say,
        parts=parts_of(cue.parts, roles),
        mend=mend,
        measure=finding.measure,
        title=cue.title,
    )


def hint(movement: Movement, moment: Moment, roles: Roles, tell: Translate = words.in_english) -> str | None:
    """Help with the camera; None when all is well."""
    camera = movement.camera
    near = roles.get(camera.near) if camera.near else None
    if moment.trouble is not None:
        return words.mend_words(Unknown(Unit.RATIO, moment.trouble), moment.view, (camera.primary,), near, tell)
    if camera.primary not in {"any", moment.view.label.value}:
        wrong = Unknown(Unit.RATIO, Reason.WRONG_VIEW)
        return words.mend_words(wrong, moment.view, (camera.primary,), near, tell)
    return None
