"""The judge of one movement on one side: moments in, snapshots out, and a result at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from formcheck.judge import setcues
from formcheck.judge.cuebook import PEAK_WINDOW_S, CueBook
from formcheck.judge.eventlog import EventLog
from formcheck.judge.notes import SetNotes
from formcheck.judge.posture import Posture
from formcheck.judge.recent import Recent
from formcheck.judge.roles import RoleFinder, Roles, roles_for
from formcheck.judge.snapshots import snapshot_of
from formcheck.judge.stages import DONE, SETUP, RepStage, Stages
from formcheck.judge.verdict import EventKind
from formcheck.judge.watch import PersonWatch
from formcheck.judge.words import in_english

if TYPE_CHECKING:
    from formcheck.body.moment import Moment
    from formcheck.judge.account import Hold
    from formcheck.judge.rep import Rep
    from formcheck.judge.result import SetResult
    from formcheck.judge.verdict import Snapshot
    from formcheck.judge.words import Translate
    from formcheck.routine.schema import Movement

STEP_MAX_S: Final = 0.5
"""A longer gap between two moments was not seen and belongs to neither."""

LEFT_S: Final = 0.2
"""Broken for so long as a repetition ends, the position was left in it; a shorter break is a landmark's."""


class Judge:
    """Judges one movement, from one moment to the next.

    Parameters
    ----------
    movement
        From :func:`formcheck.routine.load_movement`.
    side
        The side to judge, where it is known beforehand; else it is found out.
    believed
        The side that this set turned out to be on when it was judged for the other; later ones are found out.
    tell
        Gives the judge's own words in the language of the movement's; they are English.
    """

    def __init__(
        self,
        movement: Movement,
        side: str | None = None,
        believed: str | None = None,
        tell: Translate = in_english,
    ) -> None:
        self.movement = movement
        self._tell = tell
        self._forced = roles_for(movement, side)
        self._believed = roles_for(movement, believed)
        self._finder = RoleFinder(movement)
        self._roles: Roles = dict(self._forced)
        self._posture = Posture(movement.gate)
        self._recent = Recent(_memory_s(movement))
        self._log = EventLog()
        self._watch = PersonWatch(self._log)
        self._stages = Stages(movement, self._recent, self._log)
        self._cues = CueBook(movement, self._recent, self._log, self._stages)
        self._notes = SetNotes(movement)
        self._phase = SETUP
        self._taken = False
        self._last: Moment | None = None
        self.mistaken_for: str | None = None
        """The side that is really worked, once it turns out that this set was judged for the other."""
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
        """Repetitions of the movement's main phase counted so far."""
        return self._stages.main.counted

    @property
    def at_rest(self) -> bool:
        """Whether neither a repetition of the main phase nor a hold is under way."""
        return self._stages.main.at_rest and self._stages.holding is None

    @property
    def something_done(self) -> bool:
        """Whether a repetition was counted in any phase, or something is or was held."""
        return self._stages.something_done

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
        if kept and not self._forced and not self._believed and self.movement.sides:
            self.mistaken_for = self._finder.doubted(moment, self._roles).get(self.movement.sides.named_after)
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
            self._stages,
            self._cues,
            self._log,
            self._tell,
            leaving=self._posture.kept and self._posture.broken,
        )

    def _find_roles(self, moment: Moment) -> None:
        before = self.side
        roles = self._finder.update(moment)
        if self._stages.begun:
            # This set belongs to its side: another one is for another judge.
            if self.movement.sides and roles.get(self.movement.sides.named_after) != before:
                self.other_side_ready = self._fits(roles, moment.time_s)
            return
        self._roles = dict(self._believed) or roles

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
        self._stages.begin(gate_moments, self._roles)
        before_s = self._posture.since_s
        for earlier in gate_moments[:-1]:
            self._count(earlier)
            self._judge(earlier, min(STEP_MAX_S, earlier.time_s - before_s))
            before_s = earlier.time_s
        self._work(moment, step_s)

    def _leave_position(self, moment: Moment) -> None:
        self._stages.leave(moment.time_s, self._posture.why_left)
        self._end_holds(self._stages.end_holds(moment.time_s, left=True), moment)
        self._end_stay(moment)
        self._cues.leave(self._posture.kept_until_s)

    def _work(self, moment: Moment, step_s: float) -> None:
        """In position: count, judge, time."""
        self._count(moment)
        self._judge(moment, step_s)
        in_position, good = not self._posture.broken, self._cues.form_is_good
        self._end_holds(self._stages.time(moment, self._roles, in_position=in_position, form_good=good), moment)
        self._enter(self._stages.rested_on(moment.time_s, self._roles), moment)

    def _judge(self, moment: Moment, step_s: float) -> None:
        in_hold = self._stages.timing or self._out_of_sight
        phases = {stage.phase.id for stage in (self._stages.current, self._stages.holding) if stage is not None}
        self._cues.judge(moment, step_s, self._roles, self._contexts(), phases, in_hold=in_hold)

    @property
    def _out_of_sight(self) -> bool:
        return self._stages.main.out_of_sight

    def _end_holds(self, holds: list[Hold], moment: Moment) -> None:
        for hold in holds:
            self._cues.judge_hold(hold, moment.view, may_be_rest=self._stages.may_be_rest(hold))

    def _end_stay(self, moment: Moment) -> None:
        """Where repetitions are not seen, neither is the hold after them: the time in position stands for it."""
        if self._out_of_sight:
            self._cues.judge_stay(self._posture.since_s, self._posture.kept_until_s, moment.view)

    def _count(self, moment: Moment) -> None:
        self._enter(self._stages.count(moment, self._roles), moment)

    def _enter(self, ended: list[tuple[RepStage, Rep]], moment: Moment) -> None:
        for stage, found in ended:
            rep = self._in_position(found, stage, moment.time_s)
            faults = self._cues.judge_rep(rep, stage, moment, self._roles) if rep.why_not is None else ()
            stage.book.enter(rep, faults, moment.time_s)
            if rep.why_not is None:
                self._end_holds(self._stages.cut(stage, rep, moment.time_s), moment)

    def _in_position(self, rep: Rep, stage: RepStage, time_s: float) -> Rep:
        """Take back a repetition that ended out of the position it began in: it was getting out."""
        if rep.why_not is not None or time_s - self._posture.kept_until_s < LEFT_S or not self._posture.broken:
            return rep
        stage.book.discount(rep)
        return replace(rep, why_not=self._posture.why_left)

    def _contexts(self) -> set[str]:
        """Which of setup, rep and hold it is now. Between two repetitions it is still the reps' time.

        While repetitions are out of sight, nobody can tell: it may be any of them.
        """
        if self._out_of_sight:
            return {"setup", "rep", "peak", "hold"}
        holding = self._stages.holding
        if holding is not None:
            # Who is on the way out of a hold is asked for nothing of it.
            return {"hold"} if holding.book.in_place else set()
        if self._phase == DONE:
            return set()
        stage, book = self._stages.current, self._stages.shown
        if self._stages.between:
            return set()
        of_its_own = stage is None or stage.below is None
        first_rest = not book.counting or (of_its_own and book.counted == 0 and book.at_rest)
        return {"setup", "rep"} if first_rest else {"rep"}

    def _change_phase(self, time_s: float) -> None:
        holding = self._stages.holding
        phase = self._phase if self._phase == DONE and holding is None else None
        phase = phase or self._stages.phase_now(kept=self._posture.kept)
        if phase != self._phase:
            self._phase = phase
            self._log.say(EventKind.PHASE_CHANGED, time_s, phase)

    # ---- the end -------------------------------------------------------------------------------------------------

    def finish(self) -> SetResult:
        """Close what is open and sum up. The judge is not to be fed after this."""
        if self._last is not None:
            self._end_holds(self._stages.end_holds(self._last.time_s, left=False), self._last)
            if self._posture.kept:
                self._end_stay(self._last)
        self._cues.close()
        self._cues.settle_doubts(was_rest=self._held_and_rested())
        why_nothing = self._why_nothing()
        measured = self._cues.results(self._roles, why_nothing or "its moment did not come")
        # Roles that were only glimpsed on the way into no position are nobody's side.
        known = self._taken or self._forced or self.movement.sides is None
        main = self._stages.main
        result = self._notes.result(
            side=self.side if known else None, reps=main.reps, holds=self._stages.all_holds, target=main.target
        )
        phases = self._stages.results(result.start_s if self._taken else None)
        result = replace(result, phases=phases, events=self._log.all, why_nothing=why_nothing)
        return replace(result, cues=setcues.all_cues(self.movement, result, measured))

    def _held_and_rested(self) -> bool:
        """Whether there was a hold beside the one in doubt, or one before the repetitions were over."""
        holds, over_s = self._stages.all_holds, self._stages.main.last_end_s
        return len(holds) > 1 or any(hold.end_s < over_s for hold in holds)

    def _why_nothing(self) -> str | None:
        """Why no repetition was counted or, in a movement without any, nothing held; None when something was."""
        main = self._stages.main
        why = main.why_nothing if main.wanted else None if self._stages.all_holds else "no hold was seen"
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
