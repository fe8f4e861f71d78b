"""The measured cues of a set: what each says of the moment, and its books."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.judge import setcues
from formcheck.judge.best import BestOfHold
from formcheck.judge.checks import Finding, judge_checks, judge_cue, median_finding, speaking, why_not_asked
from formcheck.judge.compared import Compared
from formcheck.judge.ledger import CueLedger
from formcheck.judge.roles import parts_of
from formcheck.judge.sway import Sway
from formcheck.judge.verdict import EventKind, Verdict
from formcheck.routine.cues import SwayCue

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from formcheck.body.moment import Moment
    from formcheck.body.reading import Reading
    from formcheck.body.view import View
    from formcheck.judge.account import Hold
    from formcheck.judge.eventlog import EventLog
    from formcheck.judge.ledger import CueResult
    from formcheck.judge.recent import Recent
    from formcheck.judge.rep import Rep
    from formcheck.judge.roles import Roles
    from formcheck.judge.stages import RepStage, Stages
    from formcheck.routine.cues import Check, MeasuredCue
    from formcheck.routine.schema import Movement

PEAK_WINDOW_S: Final = 0.15
"""A cue on the peak is judged over so long before and after it."""


class CueBook:
    """Keeps the measured cues of one set.

    Parameters
    ----------
    movement
        Says which cues there are.
    recent
        The last moments; they reach back over a whole repetition.
    log
        Where it is told when a cue is raised and cleared.
    stages
        The phases of the set, for cues that compare with what was done in one.
    """

    def __init__(self, movement: Movement, recent: Recent, log: EventLog, stages: Stages) -> None:
        self._movement = movement
        self._compared = Compared(movement, stages, recent)
        self._sways = {cue.ref: Sway(cue) for cue in movement.cues if isinstance(cue, SwayCue)}
        self._recent = recent
        self._log = log
        self._ledgers = {cue.ref: CueLedger(cue) for cue in movement.measured_cues}
        self._findings: dict[str, Finding] = {}
        self._bests = {cue.ref: BestOfHold() for cue in movement.measured_cues if cue.over == "best"}
        self._doubts: list[tuple[CueLedger, float, Finding, View]] = []
        self._hold_least_s = max((phase.hold.target_s.low for phase in movement.phases if phase.hold), default=0.0)

    @property
    def now(self) -> tuple[tuple[CueLedger, Finding], ...]:
        """The cues that are asked now, each with its books and what it says of this moment."""
        return tuple((self._ledgers[ref], finding) for ref, finding in self._findings.items())

    @property
    def form_is_good(self) -> bool:
        """No cue is at fault now, and at least one was judged: what was not seen was not good."""
        verdicts = [finding.verdict for finding in self._findings.values()]
        raised = any(ledger.raised for ledger in self._ledgers.values())
        return not raised and Verdict.FAULT not in verdicts and any(v is not Verdict.CANNOT_JUDGE for v in verdicts)

    def begin(self, near: str | None) -> None:
        """Take the position up; ``near`` is the side that should be toward the camera."""
        for ledger in self._ledgers.values():
            ledger.near = near

    def judge(
        self,
        moment: Moment,
        step_s: float,
        roles: Roles,
        contexts: AbstractSet[str],
        phases: AbstractSet[str],
        *,
        in_hold: bool,
    ) -> None:
        """Judge a moment.

        Parameters
        ----------
        moment
            To judge.
        step_s
            Seconds since the one before.
        roles
            Role to side.
        contexts
            Those of setup, rep and hold that the moment belongs to.
        phases
            Ids of the phases that the moment belongs to.
        in_hold
            Whether what is reached now may speak for a hold; for cues on the best of one.
        """
        self._findings = {}
        self._compared.note(moment, roles, contexts)
        for sway in self._sways.values():
            sway.add(moment, roles, asked=_asked(sway.cue, contexts, phases))
        for ref, ledger in self._ledgers.items():
            asked = _asked(ledger.cue, contexts, phases)
            if ref in self._bests:
                self._judge_best(ref, moment, step_s, roles, in_hold=in_hold, shown=asked)
                continue
            if not asked:
                self._note_change(ledger, ledger.close(), moment.time_s)
                continue
            finding = judge_cue(ledger.cue, moment, roles, self._compared.read)
            if finding is None:
                self._note_unasked(ledger, moment, roles)
                continue
            self._findings[ref] = finding
            self._note_change(ledger, ledger.add(moment.time_s, step_s, finding, moment.view), moment.time_s)

    def _judge_best(self, ref: str, moment: Moment, step_s: float, roles: Roles, *, in_hold: bool, shown: bool) -> None:
        """Collect what a hold's best will be chosen from; shown is only that it is good now."""
        found = judge_checks(self._ledgers[ref].cue, moment, roles, self._compared.read)
        if not in_hold:
            self._bests[ref].forget()
        elif found:
            self._bests[ref].add(moment.time_s, step_s, found)
        elif shown:
            self._note_unasked(self._ledgers[ref], moment, roles)
        if found and shown and (now := speaking(found)).verdict is Verdict.GOOD:
            self._findings[ref] = now

    def judge_hold(self, hold: Hold, view: View, *, may_be_rest: bool) -> None:
        """Judge a hold that has just ended, on the best that was reached in it.

        What was not reached in one that may have been a rest is only noted; see :meth:`settle_doubts`.
        """
        too_short = f"the hold was shorter than {self._hold_least_s:g} s"
        short = too_short if hold.held_s < self._hold_least_s else None
        self._judge_bests(hold.end_s, view, short, may_be_rest=may_be_rest)

    def settle_doubts(self, *, was_rest: bool) -> None:
        """Enter, at the set's end, the faults of what may have been a rest, unless it was one."""
        for ledger, time_s, finding, view in self._doubts:
            if was_rest:
                ledger.add_unasked("there was only a rest before all repetitions were done")
            else:
                ledger.add_peak(time_s, finding, view)
        self._doubts.clear()

    def judge_stay(self, start_s: float, end_s: float, view: View) -> None:
        """Judge the whole time in position like a hold, where none can be told apart."""
        too_short = f"the position was kept for less than {self._hold_least_s:g} s"
        short = too_short if end_s - start_s < self._hold_least_s else None
        self._judge_bests(end_s, view, short, may_be_rest=False)

    def _judge_bests(self, end_s: float, view: View, too_short: str | None, *, may_be_rest: bool) -> None:
        for ref, best in self._bests.items():
            chosen = best.of(end_s)
            if too_short is not None:
                self._ledgers[ref].add_unasked(too_short)
            elif chosen is not None and may_be_rest and chosen[1].verdict is Verdict.FAULT:
                self._doubts.append((self._ledgers[ref], *chosen, view))
            elif chosen is not None:
                self._ledgers[ref].add_peak(*chosen, view)
            best.forget()

    def judge_rep(self, rep: Rep, stage: RepStage, moment: Moment, roles: Roles) -> tuple[str, ...]:
        """Judge a repetition of a phase that has just ended; return the refs of the cues it broke."""
        at_peak = self._recent.within(rep.peak_s - PEAK_WINDOW_S, rep.peak_s + PEAK_WINDOW_S)

        def read(check: Check, at: Moment, roles: Mapping[str, str]) -> Reading:
            return self._compared.read_at_peak(check, at, roles, rep)

        faults = []
        for ref, ledger in self._ledgers.items():
            if not _asked(ledger.cue, {"rep", "peak"}, {stage.phase.id}):
                continue
            if "peak" in ledger.cue.when:
                found = [f for f in (judge_cue(ledger.cue, m, roles, read) for m in at_peak) if f]
                if found:
                    ledger.add_peak(rep.peak_s, median_finding(found), moment.view)
            if ledger.faulted_within(rep.start_s, rep.end_s):
                faults.append(ref)
        return (*faults, *setcues.rep_faults(self._movement, rep, stage.phase.id, stage.book.reps))

    def leave(self, kept_until_s: float) -> None:
        """Close what is open, as the position, kept until then, was left."""
        for sway in self._sways.values():
            sway.leave(kept_until_s)
        self.close()

    def close(self) -> None:
        """Close what is open, as the recording is over."""
        for ledger in self._ledgers.values():
            ledger.close()
        for best in self._bests.values():
            best.forget()
        self._findings = {}

    def results(self, roles: Roles, not_reached: str) -> dict[str, CueResult]:
        """Sum up; ``not_reached`` says of a cue whose moment never came why it did not."""
        found = {
            ref: ledger.result(parts_of(ledger.cue.parts, roles), not_reached) for ref, ledger in self._ledgers.items()
        }
        return found | {ref: sway.result(not_reached) for ref, sway in self._sways.items()}

    def _note_unasked(self, ledger: CueLedger, moment: Moment, roles: Roles) -> None:
        why = why_not_asked(ledger.cue, moment, roles)
        if why is not None:
            ledger.add_unasked(why)

    def _note_change(self, ledger: CueLedger, raised: bool | None, time_s: float) -> None:
        if raised is not None:
            kind = EventKind.CUE_RAISED if raised else EventKind.CUE_CLEARED
            self._log.say(kind, time_s, ledger.cue.ref, ledger.cue.say)


def _asked(cue: MeasuredCue | SwayCue, contexts: AbstractSet[str], phases: AbstractSet[str]) -> bool:
    """Whether a cue is asked in these contexts of these phases."""
    return not contexts.isdisjoint(cue.when) and (not cue.phases or not phases.isdisjoint(cue.phases))
