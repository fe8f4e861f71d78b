"""The judge of one movement on one side: moments in, snapshots out, and a result at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from formcheck.judge import setcues
from formcheck.judge.cuebook import PEAK_WINDOW_S, CueBook
from formcheck.judge.eventlog import EventLog
from formcheck.judge.holdbook import HoldBook
from formcheck.judge.notes import SetNotes
from formcheck.judge.posture import Posture
from formcheck.judge.recent import Recent
from formcheck.judge.repbook import RepBook
from formcheck.judge.roles import RoleFinder, Roles, roles_for
from formcheck.judge.snapshots import snapshot_of
from formcheck.judge.verdict import EventKind
from formcheck.judge.watch import PersonWatch

if TYPE_CHECKING:
    from formcheck.body.moment import Moment
    from formcheck.judge.holds import Hold
    from formcheck.judge.result import SetResult
    from formcheck.judge.verdict import Snapshot
    from formcheck.routine.schema import Movement

STEP_MAX_S: Final = 0.5
"""A longer gap between two moments was not seen and belongs to neither."""


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
        self._recent = Recent(_memory_s(movement))
        self._log = EventLog()
        self._watch = PersonWatch(self._log)
        self._reps = RepBook(movement, self._recent, self._log)
        self._holds = HoldBook(movement, self._reps, self._log)
        self._cues = CueBook(movement, self._recent, self._log)
        self._notes = SetNotes(movement)
        self._phase = "setup"
        self._taken = False
        self._last: Moment | None = None
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
        return self._reps.counted

    # ---- a moment ----------------------------------------------------------------------------------------

    def feed(self, moment: Moment) -> Snapshot:
        """Take in one moment; they come in the order of time."""
        step_s = 0.0 if self._last is None else min(STEP_MAX_S, moment.time_s - self._last.time_s)
        self._last = moment
        self._log.turn_page()
        self._recent.add(moment)
        self._watch.update(moment)
        was_kept = self._posture.kept
        if not was_kept and not self._forced:
            self._find_roles(moment)
        kept = self._posture.update(moment, self._roles)
        self._notes.add(moment, step_s, self._roles, kept=kept)
        if kept and not was_kept:
            self._take_position(moment, step_s)
        elif kept:
            self._work(moment, step_s)
        elif was_kept:
            self._leave_position(moment)
        self._change_phase(moment.time_s)
        return snapshot_of(
            self.movement,
            moment,
            self._roles,
            self.side,
            self._phase,
            self._reps,
            self._holds,
            self._cues,
            self._log,
        )

    def _find_roles(self, moment: Moment) -> None:
        before = self.side
        roles = self._finder.update(moment)
        if self._reps.reps or self._holds.holds:
            # This set belongs to its side: another one is for another judge.
            if self.movement.sides and roles.get(self.movement.sides.named_after) != before:
                self.other_side_ready = self._fits(roles, moment.time_s)
            return
        self._roles = roles

    def _fits(self, roles: Roles, time_s: float) -> bool:
        """Whether the last second would have opened the gate for other roles."""
        trial = Posture(self.movement.gate)
        since_s = time_s - self.movement.gate.for_s - STEP_MAX_S
        return any(trial.update(moment, roles) for moment in self._recent.since(since_s))

    def _take_position(self, moment: Moment, step_s: float) -> None:
        """Start the set, with the second that opened the gate."""
        self._taken = True
        gate_moments = self._recent.since(self._posture.since_s)
        self._notes.begin(self._posture.since_s)
        near = self.movement.camera.near
        self._cues.begin(self._roles.get(near) if near else None)
        self._reps.begin(gate_moments, self._roles)
        before_s = self._posture.since_s
        for earlier in gate_moments[:-1]:
            self._count(earlier)
            self._judge(earlier, min(STEP_MAX_S, earlier.time_s - before_s))
            before_s = earlier.time_s
        self._work(moment, step_s)

    def _leave_position(self, moment: Moment) -> None:
        self._reps.leave(moment.time_s, self._posture.why_left)
        self._end_hold(self._holds.leave(moment.time_s), moment)
        self._end_stay(moment)
        self._cues.close()

    def _work(self, moment: Moment, step_s: float) -> None:
        """In position: count, judge, time."""
        self._count(moment)
        self._judge(moment, step_s)
        self._end_hold(self._holds.time(moment, self._roles, form_good=self._cues.form_is_good), moment)

    def _judge(self, moment: Moment, step_s: float) -> None:
        in_hold = self._holds.timing or self._reps.out_of_sight
        self._cues.judge(moment, step_s, self._roles, self._contexts(), in_hold=in_hold)

    def _end_hold(self, hold: Hold | None, moment: Moment) -> None:
        if hold is not None:
            self._cues.judge_hold(hold, moment.view, may_be_rest=not self._reps.done_by(hold.end_s))

    def _end_stay(self, moment: Moment) -> None:
        """Where repetitions are not seen, neither is the hold after them: the time in position stands for it."""
        if self._reps.out_of_sight:
            self._cues.judge_stay(self._posture.since_s, self._posture.kept_until_s, moment.view)

    def _count(self, moment: Moment) -> None:
        rep = self._reps.count(moment, self._roles)
        if rep is None:
            return
        faults = self._cues.judge_rep(rep, moment, self._roles) if rep.why_not is None else ()
        self._reps.enter(rep, faults, moment.time_s)
        if rep.why_not is None and not rep.held:
            self._end_hold(self._holds.cut(rep.start_s, moment.time_s), moment)

    def _contexts(self) -> set[str]:
        """Which of setup, rep and hold it is now. Between two repetitions it is still the reps' time.

        While repetitions are out of sight, nobody can tell: it may be any of them.
        """
        if self._reps.out_of_sight:
            return {"setup", "rep", "peak", "hold"}
        if self._holds.holding:
            return {"hold"}
        if self._phase == "done":
            return set()
        first_rest = not self._reps.counting or (self.counted == 0 and self._reps.at_rest)
        return {"setup", "rep"} if first_rest else {"rep"}

    def _change_phase(self, time_s: float) -> None:
        phase = self._phase_now()
        if phase != self._phase:
            self._phase = phase
            self._log.say(EventKind.PHASE_CHANGED, time_s, phase)

    def _phase_now(self) -> str:
        if self._holds.holding:
            return self._phase_of("hold")
        if self._phase == "done" or (self._reps.done and self._holds.held_after(self._reps.last_end_s)):
            return "done"
        return self._phase_of("reps") if self._posture.kept else "setup"

    def _phase_of(self, kind: str) -> str:
        return next((phase.id for phase in self.movement.phases if phase.kind == kind), "setup")

    # ---- the end -------------------------------------------------------------------------------------------------

    def finish(self) -> SetResult:
        """Close what is open and sum up. The judge is not to be fed after this."""
        if self._last is not None:
            self._end_hold(self._holds.finish(self._last.time_s), self._last)
            if self._posture.kept:
                self._end_stay(self._last)
        self._cues.close()
        self._cues.settle_doubts(was_rest=len(self._holds.holds) > 1 or self._holds.held_before(self._reps.last_end_s))
        why_nothing = self._why_nothing()
        measured = self._cues.results(self._roles, why_nothing or "its moment did not come")
        # Roles that were only glimpsed on the way into no position are nobody's side.
        known = self._taken or self._forced or self.movement.sides is None
        result = self._notes.result(
            side=self.side if known else None, reps=self._reps.reps, holds=self._holds.holds, target=self._reps.target
        )
        result = replace(result, events=self._log.all, why_nothing=why_nothing)
        return replace(result, cues=setcues.all_cues(self.movement, result, measured))

    def _why_nothing(self) -> str | None:
        """Why no repetition was counted or, in a movement without any, nothing held; None when something was."""
        why = self._reps.why_nothing if self._reps.wanted else self._holds.why_nothing
        if why is None:
            return None
        if self._watch.why_nobody is not None:
            return self._watch.why_nobody
        if self._taken:
            return why
        if not self._posture.why_not:
            return "the starting position was not kept for long enough"
        return f"not in the starting position ({self._posture.why_not.most_common(1)[0][0]})"


def _memory_s(movement: Movement) -> float:
    """Seconds to look back on: the gate's, a peak's, and those of the longest repetition with its rest."""
    longest = max(movement.gate.for_s, 2 * PEAK_WINDOW_S)
    longest = max([longest, *(2 * phase.rep.max_s for phase in movement.phases if phase.rep)])
    return longest + STEP_MAX_S
