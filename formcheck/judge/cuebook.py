"""The measured cues of a set: what each says of the moment, and its books."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.judge import setcues
from formcheck.judge.checks import Finding, judge_cue, median_finding
from formcheck.judge.ledger import CueLedger
from formcheck.judge.roles import parts_of
from formcheck.judge.verdict import EventKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from formcheck.body.moment import Moment
    from formcheck.judge.eventlog import EventLog
    from formcheck.judge.ledger import CueResult
    from formcheck.judge.recent import Recent
    from formcheck.judge.reps import Rep
    from formcheck.judge.roles import Roles
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
    """

    def __init__(self, movement: Movement, recent: Recent, log: EventLog) -> None:
        self._movement = movement
        self._recent = recent
        self._log = log
        self._ledgers = {cue.ref: CueLedger(cue) for cue in movement.measured_cues}
        self._findings: dict[str, Finding] = {}

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

    def judge(self, moment: Moment, step_s: float, roles: Roles, contexts: AbstractSet[str]) -> None:
        """Judge a moment; ``contexts`` are those of setup, rep and hold that it belongs to."""
        self._findings = {}
        for ref, ledger in self._ledgers.items():
            if contexts.isdisjoint(ledger.cue.when):
                self._note_change(ledger, ledger.close(), moment.time_s)
                continue
            finding = judge_cue(ledger.cue, moment, roles)
            if finding is None:
                continue
            self._findings[ref] = finding
            self._note_change(ledger, ledger.add(moment.time_s, step_s, finding, moment.view), moment.time_s)

    def judge_rep(self, rep: Rep, moment: Moment, roles: Roles) -> tuple[str, ...]:
        """Judge a repetition that has just ended; return the refs of the cues it broke."""
        at_peak = self._recent.within(rep.peak_s - PEAK_WINDOW_S, rep.peak_s + PEAK_WINDOW_S)
        faults = []
        for ref, ledger in self._ledgers.items():
            if "peak" in ledger.cue.when:
                found = [f for f in (judge_cue(ledger.cue, m, roles) for m in at_peak) if f]
                if found:
                    ledger.add_peak(rep.peak_s, median_finding(found), moment.view)
            if ledger.faulted_within(rep.start_s, rep.end_s):
                faults.append(ref)
        return (*faults, *setcues.rep_faults(self._movement, rep))

    def close(self) -> None:
        """Close what is open, as the position was left or the recording is over."""
        for ledger in self._ledgers.values():
            ledger.close()
        self._findings = {}

    def results(self, roles: Roles, not_reached: str) -> dict[str, CueResult]:
        """Sum up; ``not_reached`` says of a cue whose moment never came why it did not."""
        return {
            ref: ledger.result(parts_of(ledger.cue.parts, roles), not_reached) for ref, ledger in self._ledgers.items()
        }

    def _note_change(self, ledger: CueLedger, raised: bool | None, time_s: float) -> None:
        if raised is not None:
            kind = EventKind.CUE_RAISED if raised else EventKind.CUE_CLEARED
            self._log.say(kind, time_s, ledger.cue.ref, ledger.cue.say)
