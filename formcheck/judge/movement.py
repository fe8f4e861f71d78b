"""The judge of one movement on one side: moments in, snapshots out, and a result at the end."""

from __future__ import annotations

from collections import Counter, deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Reason, Unit, Unknown
from formcheck.body.view import UNKNOWN_VIEW
from formcheck.judge import setcues, words
from formcheck.judge.checks import Finding, judge_cue, median_finding
from formcheck.judge.holds import STILL_S, Hold, HoldTimer
from formcheck.judge.ledger import CueLedger
from formcheck.judge.notes import SetNotes
from formcheck.judge.posture import Posture
from formcheck.judge.reps import Rep, RepCounter
from formcheck.judge.result import RepResult, SetResult
from formcheck.judge.roles import RoleFinder, Roles, holds, parts_of, roles_for, value_of
from formcheck.judge.verdict import CueState, Event, EventKind, HoldState, Severity, Snapshot, Verdict

if TYPE_CHECKING:
    from formcheck.body.moment import Moment
    from formcheck.routine.schema import Movement, Phase

PEAK_WINDOW_S: Final = 0.15
"""A cue on the peak is judged over so long before and after it."""

STEP_MAX_S: Final = 0.5
"""A longer gap between two moments was not seen and belongs to neither."""

VIEW_DRIFT_MAX_DEG: Final = 20.0
"""A rep seen from this much elsewhere than the starting position is not counted (domain, section 3)."""

REST_BEFORE_HOLD_S: Final = 5.0
"""Before all repetitions are done, stillness is a rest; only after so long it is taken for the hold."""

TOP_SHARE: Final = 0.15
HELD_TOP_SHARE: Final = 0.5
HELD_TOP_S: Final = 2.5
"""When all repetitions are done, one more that spent over half of itself, and so many seconds, in the uppermost
part of its range was a hold at depth (a rock of 3 s spends a third of itself there, one of 10 s 3 seconds)."""

REST_ON_TOP_S: Final = 1.5
"""After all repetitions, stillness on top of one more is said to be a hold after so long: a slow turn takes less."""

LOST_S: Final = 0.5
"""Nobody seen for so long is an event."""


class Judge:
    """Judges one movement, from one moment to the next.

    Parameters
    ----------
    movement
        From :func:`formcheck.routine.load_movement`.
    side
        The side to judge, where it is known beforehand; else it is found out.
    """

    def __init__(self, movement: Movement, side: str | None = None) -> None:
        self.movement = movement
        self._forced = roles_for(movement, side)
        self._finder = RoleFinder(movement)
        self._roles: Roles = dict(self._forced)
        self._posture = Posture(movement.gate)
        self._rep_phase = next((phase for phase in movement.phases if phase.kind == "reps"), None)
        self._hold_phase = next((phase for phase in movement.phases if phase.kind == "hold"), None)
        self._counter: RepCounter | None = None
        self._timer = HoldTimer(self._hold_phase.hold) if self._hold_phase and self._hold_phase.hold else None
        self._ledgers = {cue.ref: CueLedger(cue) for cue in movement.measured_cues}
        self._findings: dict[str, Finding] = {}
        self._recent: deque[Moment] = deque()
        self._notes = SetNotes(movement)
        self._reps: list[RepResult] = []
        self._holds: list[Hold] = []
        self._events: list[Event] = []
        self._fresh: list[Event] = []
        self._phase = "setup"
        self._holding = False
        self._setup_yaw_deg: float | None = None
        self._last_s: float | None = None
        self._seen_s: float | None = None
        self._troubles: Counter[Reason] = Counter()
        self._lost = False
        self.other_side_ready = False
        """True once the starting position was taken up on the other side, with this one already worked."""

    # ---- what is known ---------------------------------------------------------------------------------

    @property
    def side(self) -> str | None:
        """The side that is worked: ``left``, ``right``, ``both``, or None while unknown."""
        if self.movement.sides is None:
            return "both"
        return self._roles.get(self.movement.sides.named_after)

    @property
    def counted(self) -> int:
        """Repetitions counted so far."""
        return self._counter.counted if self._counter else 0

    @property
    def _target(self) -> int:
        return self._rep_phase.target if self._rep_phase else 0

    @property
    def _reps_done(self) -> bool:
        return self.counted >= self._target

    # ---- a moment ----------------------------------------------------------------------------------------

    def feed(self, moment: Moment) -> Snapshot:
        """Take in one moment; they come in the order of time."""
        step_s = 0.0 if self._last_s is None else min(STEP_MAX_S, moment.time_s - self._last_s)
        self._last_s = moment.time_s
        self._fresh = []
        self._remember(moment)
        self._watch_person(moment)
        was_kept = self._posture.kept
        if not was_kept and not self._forced:
            self._find_roles(moment)
        kept = self._posture.update(moment, self._roles)
        self._notes.add(moment, step_s, self._roles, kept=kept)
        if kept and not was_kept:
            self._take_position(moment)
        elif kept:
            self._work(moment, step_s)
        elif was_kept:
            self._leave_position(moment)
        self._change_phase(moment.time_s)
        return self._snapshot(moment)

    def _remember(self, moment: Moment) -> None:
        longest = max(self.movement.gate.for_s, 2 * PEAK_WINDOW_S)
        if self._rep_phase and self._rep_phase.rep:
            longest = max(longest, 2 * self._rep_phase.rep.max_s)
        self._recent.append(moment)
        while self._recent[0].time_s < moment.time_s - longest - STEP_MAX_S:
            self._recent.popleft()

    def _watch_person(self, moment: Moment) -> None:
        if moment.trouble is not None:
            self._troubles[moment.trouble] += 1
        if moment.person:
            self._seen_s = moment.time_s
            if self._lost:
                self._lost = False
                self._say(EventKind.PERSON_FOUND, moment.time_s)
        elif not self._lost and self._seen_s is not None and moment.time_s - self._seen_s > LOST_S:
            self._lost = True
            self._say(EventKind.PERSON_LOST, moment.time_s)

    def _find_roles(self, moment: Moment) -> None:
        before = self.side
        roles = self._finder.update(moment)
        if self._reps or self._holds:
            # This set belongs to its side: another one is for another judge.
            if self.movement.sides and roles.get(self.movement.sides.named_after) != before:
                self.other_side_ready = self._fits(roles)
            return
        self._roles = roles

    def _fits(self, roles: Roles) -> bool:
        """Whether the last second would have opened the gate for other roles."""
        trial = Posture(self.movement.gate)
        since_s = self._recent[-1].time_s - self.movement.gate.for_s - STEP_MAX_S
        return any(trial.update(moment, roles) for moment in self._recent if moment.time_s >= since_s)

    def _take_position(self, moment: Moment) -> None:
        """Start the set, with the second that opened the gate."""
        gate_moments = [m for m in self._recent if m.time_s >= self._posture.since_s]
        yaws = sorted(m.view.yaw_deg for m in gate_moments if m.view.yaw_deg is not None)
        self._setup_yaw_deg = yaws[len(yaws) // 2] if yaws else None
        self._notes.begin(self._posture.since_s)
        near = self.movement.camera.near
        for ledger in self._ledgers.values():
            ledger.near = self._roles.get(near) if near else None
        rule = self._rep_phase.rep if self._rep_phase else None
        if rule and self._counter is None:
            noise = setcues.scatter([value_of(m, rule.signal, self._roles) for m in gate_moments])
            self._counter = RepCounter(rule, self._target, noise)
        for earlier in gate_moments[:-1]:
            self._count(earlier)
        self._work(moment, 0.0)

    def _leave_position(self, moment: Moment) -> None:
        if self._counter:
            if not self._counter.at_rest:
                self._say(EventKind.REP_NOT_COUNTED, moment.time_s, detail=self._posture.why_left)
            self._counter.restart()
        if self._timer:
            self._end_hold(self._timer.finish(), moment.time_s)
        for ledger in self._ledgers.values():
            ledger.close()
        self._findings = {}

    def _work(self, moment: Moment, step_s: float) -> None:
        """In position: count, time, judge."""
        self._count(moment)
        self._judge_cues(moment, step_s)
        self._time_hold(moment)

    # ---- repetitions ---------------------------------------------------------------------------------------

    def _count(self, moment: Moment) -> None:
        rule = self._rep_phase.rep if self._rep_phase else None
        if self._counter is None or rule is None:
            return
        value = value_of(moment, rule.signal, self._roles)
        rep = self._counter.update(moment.time_s, value)
        if rep is not None:
            self._enter_rep(rep, moment)

    def _enter_rep(self, rep: Rep, moment: Moment) -> None:
        # The counter has counted this one already: the set was done before it only if there are more.
        set_was_done = self.counted - (rep.why_not is None) >= self._target
        if set_was_done and self._was_the_hold(rep):
            if rep.why_not is None and self._counter:
                self._counter.discount(rep)
            return
        why_not = rep.why_not or self._spoiled(rep)
        if rep.why_not is None and why_not is not None and self._counter:
            self._counter.discount(rep)
        faults = self._judge_rep(rep, moment) if why_not is None else ()
        self._reps.append(RepResult(rep.start_s, rep.peak_s, rep.end_s, rep.range, faults, why_not is None, why_not))
        kind = EventKind.REP_COUNTED if why_not is None else EventKind.REP_NOT_COUNTED
        self._say(kind, moment.time_s, str(self.counted), why_not or ", ".join(faults))
        if why_not is None and self._timer and self._timer.running and not rep.held:
            self._end_hold(self._timer.cut(rep.start_s), moment.time_s)

    def _was_the_hold(self, rep: Rep) -> bool:
        """Whether what looked like one more repetition was going into the hold, holding, and coming back."""
        rule = self._rep_phase.rep if self._rep_phase else None
        during = [m for m in self._recent if rep.start_s <= m.time_s <= rep.end_s]
        seen = [v for v in (value_of(m, rule.signal, self._roles) for m in during) if v is not None] if rule else []
        if not seen:
            return False
        share_on_top = sum(value >= max(seen) - TOP_SHARE * rep.range for value in seen) / len(seen)
        return share_on_top > HELD_TOP_SHARE and share_on_top * (rep.end_s - rep.start_s) > HELD_TOP_S

    def _spoiled(self, rep: Rep) -> str | None:
        """Why something outside the signal spoils a repetition; None when nothing does."""
        rule = self._rep_phase.rep if self._rep_phase else None
        during = [m for m in self._recent if rep.start_s <= m.time_s <= rep.end_s]
        for condition in rule.spoiled_by if rule else ():
            broken = sum(holds(condition, m, self._roles) is False for m in during)
            if 2 * broken > len(during):
                return condition.why
        yaws = sorted(
            abs(setcues.turn(m.view.yaw_deg, self._setup_yaw_deg))
            for m in during
            if m.view.yaw_deg is not None and self._setup_yaw_deg is not None
        )
        if yaws and yaws[len(yaws) // 2] > VIEW_DRIFT_MAX_DEG:
            return "turned away from the camera's first view"
        return None

    def _judge_rep(self, rep: Rep, moment: Moment) -> tuple[str, ...]:
        at_peak = [m for m in self._recent if abs(m.time_s - rep.peak_s) <= PEAK_WINDOW_S]
        faults = []
        for ref, ledger in self._ledgers.items():
            if "peak" in ledger.cue.when:
                found = [f for f in (judge_cue(ledger.cue, m, self._roles) for m in at_peak) if f]
                if found:
                    ledger.add_peak(rep.peak_s, median_finding(found), moment.view)
            if ledger.faulted_within(rep.start_s, rep.end_s):
                faults.append(ref)
        faults += setcues.rep_faults(self.movement, rep)
        return tuple(faults)

    # ---- cues ------------------------------------------------------------------------------------------------

    def _judge_cues(self, moment: Moment, step_s: float) -> None:
        now = self._contexts()
        self._findings = {}
        for ref, ledger in self._ledgers.items():
            if not now.intersection(ledger.cue.when):
                self._note_change(ledger, ledger.close(), moment.time_s)
                continue
            finding = judge_cue(ledger.cue, moment, self._roles)
            if finding is None:
                continue
            self._findings[ref] = finding
            self._note_change(ledger, ledger.add(moment.time_s, step_s, finding, moment.view), moment.time_s)

    def _contexts(self) -> set[str]:
        """Which of setup, rep and hold it is now. Between two repetitions it is still the reps' time."""
        if self._holding:
            return {"hold"}
        if self._phase == "done":
            return set()
        first_rest = self._counter is None or (self.counted == 0 and self._counter.at_rest)
        return {"setup", "rep"} if first_rest else {"rep"}

    def _note_change(self, ledger: CueLedger, raised: bool | None, time_s: float) -> None:
        if raised is not None:
            kind = EventKind.CUE_RAISED if raised else EventKind.CUE_CLEARED
            self._say(kind, time_s, ledger.cue.ref, ledger.cue.say)

    # ---- holds -----------------------------------------------------------------------------------------------

    def _time_hold(self, moment: Moment) -> None:
        rule = self._hold_phase.hold if self._hold_phase else None
        if self._timer is None or rule is None:
            return
        was_paused = self._timer.paused
        values = tuple(value_of(moment, ref, self._roles) for ref in rule.still)
        ended = self._timer.update(
            moment.time_s,
            values,
            (self._counter.range if self._counter else None) or 0.0,
            may_start=self._may_hold(values[0]),
            form_good=self._form_is_good(),
        )
        self._say_hold(moment.time_s, was_paused=was_paused)
        self._end_hold(ended, moment.time_s)
        if self._holding and not self._timer.running:
            self._holding = False
            self._say(EventKind.HOLD_ENDED, moment.time_s, detail="only a pause")

    def _may_hold(self, value: float | None) -> bool:
        rule = self._hold_phase.hold if self._hold_phase else None
        if self._counter is None or rule is None:
            return True
        if self._timer and self._timer.running:
            return True
        deep = rule.at_depth is None or (self._counter.progress(value) or 0.0) >= rule.at_depth
        settled = self._counter.at_rest or self._reps_done
        return self.counted > 0 and settled and deep

    def _form_is_good(self) -> bool:
        """No cue is at fault now, and at least one was judged: what was not seen was not good."""
        verdicts = [finding.verdict for finding in self._findings.values()]
        raised = any(ledger.raised for ledger in self._ledgers.values())
        return not raised and Verdict.FAULT not in verdicts and any(v is not Verdict.CANNOT_JUDGE for v in verdicts)

    def _say_hold(self, time_s: float, *, was_paused: bool) -> None:
        if self._timer is None or not self._timer.running:
            return
        if not self._holding:
            self._holding = self._is_no_rest(self._timer)
            if self._holding:
                self._say(EventKind.HOLD_STARTED, time_s)
        elif self._timer.paused != was_paused:
            self._say(EventKind.HOLD_RESUMED if was_paused else EventKind.HOLD_PAUSED, time_s)

    def _is_no_rest(self, timer: HoldTimer) -> bool:
        """Whether the stillness that is being timed is a hold, and not a rest between repetitions."""
        rising = self._counter is not None and not self._counter.at_rest
        if self._reps_done:
            return not rising or timer.held_s >= REST_ON_TOP_S
        return timer.held_s >= REST_BEFORE_HOLD_S and not rising

    def _end_hold(self, hold: Hold | None, time_s: float) -> None:
        if hold is None:
            return
        was_holding, self._holding = self._holding, False
        if not was_holding:
            return  # a rest between two repetitions
        if hold.held_s >= STILL_S:
            self._holds.append(hold)
        self._say(EventKind.HOLD_ENDED, time_s, detail=f"{hold.held_s:.1f} s")

    # ---- what is said ------------------------------------------------------------------------------------------

    def _say(self, kind: EventKind, time_s: float, subject: str = "", detail: str = "") -> None:
        event = Event(kind, time_s, subject, detail)
        self._fresh.append(event)
        self._events.append(event)

    def _change_phase(self, time_s: float) -> None:
        last_rep_s = max((rep.end_s for rep in self._reps if rep.counted), default=0.0)
        held_after = any(hold.end_s > last_rep_s for hold in self._holds)
        done = self._phase == "done" or (self._reps_done and held_after and not self._holding)
        if self._holding and self._hold_phase:
            phase = self._hold_phase.id
        elif done:
            phase = "done"
        else:
            phase = self._rep_phase.id if self._posture.kept and self._rep_phase else "setup"
        if phase != self._phase:
            self._phase = phase
            self._say(EventKind.PHASE_CHANGED, time_s, phase)

    def _phase_now(self) -> Phase | None:
        return next((phase for phase in self.movement.phases if phase.id == self._phase), None)

    def _snapshot(self, moment: Moment) -> Snapshot:
        phase = self._phase_now()
        rule = self._rep_phase.rep if self._rep_phase else None
        value = value_of(moment, rule.signal, self._roles) if rule else None
        return Snapshot(
            time_s=moment.time_s,
            movement=self.movement.name,
            side=self.side,
            roles=dict(self._roles),
            phase=self._phase,
            phase_kind=phase.kind if phase else "done",
            caption=phase.title if phase else "Done",
            prompt=phase.prompt if phase else None,
            reps=self.counted,
            reps_target=self._target,
            reps_flagged=tuple(bool(rep.faults) for rep in self._reps if rep.counted),
            rep_progress=self._counter.progress(value) if self._counter else None,
            hold=self._hold_state(),
            cues=tuple(self._cue_state(ref, finding, moment) for ref, finding in self._findings.items()),
            hint=self._hint(moment),
            view=moment.view.label.value,
            events=tuple(self._fresh),
            side_words=self._side_words(),
        )

    def _side_words(self) -> str:
        sides = self.movement.sides
        return sides.say.format(side=self.side) if sides and self.side else ""

    def _hold_state(self) -> HoldState | None:
        if not (self._holding and self._timer and self._hold_phase and self._hold_phase.hold):
            return None
        return HoldState(self._timer.held_s, self._hold_phase.hold.target_s.high, self._timer.paused)

    def _cue_state(self, ref: str, finding: Finding, moment: Moment) -> CueState:
        ledger = self._ledgers[ref]
        verdict = finding.verdict
        if ledger.raised:
            verdict = Verdict.FAULT
        elif verdict is Verdict.FAULT:
            verdict = Verdict.NEARLY  # not yet for long enough
        mend = None
        if isinstance(finding.reading, Unknown):
            mend = words.mend_words(finding.reading, moment.view, finding.views, ledger.near)
        cue = ledger.cue
        parts = parts_of(cue.parts, self._roles)
        severity = Severity(cue.severity)
        return CueState(
            ref,
            cue.id,
            verdict,
            severity,
            finding.reading,
            finding.limit,
            finding.say,
            parts,
            mend,
            finding.measure,
            cue.title,
        )

    def _hint(self, moment: Moment) -> str | None:
        camera = self.movement.camera
        near = self._roles.get(camera.near) if camera.near else None
        if moment.trouble is not None:
            return words.mend_words(Unknown(Unit.RATIO, moment.trouble), moment.view, (camera.primary,), near)
        if camera.primary not in {"any", moment.view.label.value}:
            wrong = Unknown(Unit.RATIO, Reason.WRONG_VIEW)
            return words.mend_words(wrong, moment.view, (camera.primary,), near)
        return None

    # ---- the end -------------------------------------------------------------------------------------------------

    def finish(self) -> SetResult:
        """Close what is open and sum up. The judge is not to be fed after this."""
        if self._timer:
            self._end_hold(self._timer.finish(), self._last_s or 0.0)
        for ledger in self._ledgers.values():
            ledger.close()
        why_nothing = self._why_nothing()
        measured = {
            ref: ledger.result(parts_of(ledger.cue.parts, self._roles), why_nothing or "its moment did not come")
            for ref, ledger in self._ledgers.items()
        }
        result = self._notes.result(
            side=self.side, reps=tuple(self._reps), holds=tuple(self._holds), target=self._target
        )
        result = replace(result, events=tuple(self._events), why_nothing=why_nothing)
        return replace(result, cues=setcues.all_cues(self.movement, result, measured))

    def _why_nothing(self) -> str | None:
        if any(rep.counted for rep in self._reps):
            return None
        if self._seen_s is None:
            trouble = self._troubles.most_common(1)[0][0] if self._troubles else Reason.NO_PERSON
            return words.reason_words(Unknown(Unit.RATIO, trouble), UNKNOWN_VIEW)
        if self._counter is None:
            if not self._posture.why_not:
                return "the starting position was not kept for long enough"
            return "not in the starting position: " + self._posture.why_not.most_common(1)[0][0]
        reasons = [rep.why_not for rep in self._reps if rep.why_not]
        return f"no repetition counted: {reasons[0]}" if reasons else "no repetition was seen"
