"""The phases of a set as they are played: which is under way, which was skipped, begun early or done again.

Each phase of repetitions and each hold keeps a book of its own. A phase that needs something of the body, such as
standing turned toward the raised foot, is played only while that is so; what is done in a phase after a later one
has begun is said and not counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from formcheck.judge import setcues
from formcheck.judge.holdbook import HoldBook
from formcheck.judge.needs import SWITCH_S, Needs
from formcheck.judge.repbook import RepBook
from formcheck.judge.result import PhaseResult

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.body.moment import Moment
    from formcheck.judge.account import Hold
    from formcheck.judge.eventlog import EventLog
    from formcheck.judge.recent import Recent
    from formcheck.judge.rep import Rep
    from formcheck.judge.roles import Roles
    from formcheck.routine.schema import Movement, Phase

EARLY_REPS: Final = 2
"""So many repetitions on top of one say that it has become what they are done on; one may be a trembling foot."""

HELD_ON_S: Final = 3.0
"""Who has done all repetitions and held for so long does no further one: it is shifting about, or getting up."""

SETUP: Final = "setup"
DONE: Final = "done"


@dataclass(slots=True)
class RepStage:
    """A phase of repetitions with its book."""

    phase: Phase
    needs: Needs
    book: RepBook
    below: RepBook | None = None
    """The book of the phase whose depth is kept meanwhile."""
    early: list[Rep] = field(default_factory=list)
    """Repetitions done on top of one of that phase which may yet turn out not to be its last."""

    @property
    def tried(self) -> bool:
        """Whether a repetition of it was tried."""
        return bool(self.book.reps)


@dataclass(slots=True)
class HoldStage:
    """A hold with its book, and the repetitions it follows."""

    phase: Phase
    needs: Needs
    book: HoldBook
    after: RepBook


class Stages:
    """Plays the phases of one set.

    Parameters
    ----------
    movement
        From :func:`formcheck.routine.load_movement`.
    recent
        The last moments; they reach back over a whole repetition.
    log
        Where what happens is told.
    """

    def __init__(self, movement: Movement, recent: Recent, log: EventLog) -> None:
        self._phases = movement.phases
        self._recent = recent
        self.reps: list[RepStage] = []
        self.holds: list[HoldStage] = []
        self._again: dict[str, int] = {}
        self._early: dict[str, str] = {}
        empty = RepBook(None, frozenset(), recent, log)
        for phase in movement.phases:
            if phase.rep is not None:
                stay = self._book_of(phase.rep.stay.phase) if phase.rep.stay else None
                views = setcues.views_of_phase(movement, phase)
                self.reps.append(RepStage(phase, Needs(phase), RepBook(phase, views, recent, log, stay), stay))
            elif phase.hold is not None:
                after = self.reps[-1].book if self.reps else empty
                self.holds.append(HoldStage(phase, Needs(phase), HoldBook(phase, after, log), after))
        main = movement.main_phase
        self.main = self._book_of(main.id) if main else empty

    def _book_of(self, phase_id: str) -> RepBook:
        return next(stage.book for stage in self.reps if stage.phase.id == phase_id)

    # ---- how it stands ---------------------------------------------------------------------------------

    @property
    def begun(self) -> bool:
        """Whether anything was done."""
        return any(stage.tried for stage in self.reps) or any(stage.book.holds for stage in self.holds)

    @property
    def something_done(self) -> bool:
        """Whether a repetition was counted, or something is or was held."""
        held = any(stage.book.holds or stage.book.holding for stage in self.holds)
        return held or any(stage.book.counted for stage in self.reps)

    @property
    def all_holds(self) -> tuple[Hold, ...]:
        """All holds so far, in the order of time."""
        found = (hold for stage in self.holds for hold in stage.book.holds)
        return tuple(sorted(found, key=lambda hold: hold.start_s))

    @property
    def holding(self) -> HoldStage | None:
        """The hold under way; None when there is none."""
        return next((stage for stage in self.holds if stage.book.holding), None)

    @property
    def timing(self) -> bool:
        """Whether stillness is being timed that is a hold or may turn out to be one."""
        return any(stage.book.timing for stage in self.holds)

    @property
    def current(self) -> RepStage | None:
        """The phase of repetitions that is under way or comes next; None when there is none left."""
        playing = [stage for stage in self.reps if stage.needs.met and stage.book.in_play and not self._is_past(stage)]
        if not playing:
            return None
        unfinished = [stage for stage in playing if not stage.book.done]
        return unfinished[0] if unfinished else playing[-1]

    @property
    def between(self) -> bool:
        """Whether one phase of repetitions is over and the next cannot be done as the person is: nothing is asked."""
        stage = self.current
        return stage is not None and stage.book.done and stage is not self.reps[-1]

    @property
    def shown(self) -> RepBook:
        """The book whose repetitions a picture shows now."""
        stage = self.current
        return stage.book if stage else self.main

    def phase_now(self, *, kept: bool) -> str:
        """Id of the phase that is under way, or ``setup`` or ``done``."""
        holding = self.holding
        if holding is not None:
            return holding.phase.id
        if self._all_done():
            return DONE
        if not kept:
            return SETUP
        stage = self.current
        if stage is not None:
            return stage.phase.id
        if self.reps:
            return next((phase.id for phase in self._phases if phase.kind == "turn"), self.reps[-1].phase.id)
        return self.holds[0].phase.id if self.holds else SETUP

    def _all_done(self) -> bool:
        """Whether the last phase of the movement is over."""
        if not self.holds:
            return bool(self.reps) and self.reps[-1].book.done and self.reps[-1].book.at_rest
        last = self.holds[-1]
        if self.reps and not last.after.done:
            return False
        return last.book.held_after(last.after.last_end_s)

    def _is_past(self, stage: RepStage) -> bool:
        """Whether a later phase of repetitions has begun."""
        later = self.reps[self.reps.index(stage) + 1 :]
        return any(other.tried for other in later)

    def _leads_on(self, stage: RepStage) -> bool:
        """Whether what a later phase needs has come."""
        later = self.reps[self.reps.index(stage) + 1 :]
        return any(other.phase.needs and other.needs.met for other in later)

    def _is_held_on(self, stage: RepStage, time_s: float) -> bool:
        """Whether, after all repetitions of a phase were done, the hold that follows was held for a while."""
        done_s = stage.book.done_at_s
        if done_s is None:
            return False
        after = [held.book for held in self.holds if held.after is stage.book]
        spans = [(hold.start_s, hold.end_s) for book in after for hold in book.holds]
        spans += [(book.start_s, time_s) for book in after if book.start_s is not None]
        return any(until_s - max(from_s, done_s) >= HELD_ON_S for from_s, until_s in spans)

    # ---- a set's course --------------------------------------------------------------------------------

    def begin(self, gate_moments: Sequence[Moment], roles: Roles) -> None:
        """Take the position up, with the moments that showed it."""
        for stage in self.reps:
            stage.book.begin(gate_moments, roles)

    def leave(self, time_s: float, why: str) -> None:
        """Leave the position; a repetition under way is lost."""
        for stage in self.reps:
            stage.book.leave(time_s, why)

    def count(self, moment: Moment, roles: Roles) -> list[tuple[RepStage, Rep]]:
        """Take in a moment; return the repetitions that have just ended, with why they do not count if so."""
        ended: list[tuple[RepStage, Rep]] = []
        for stage in self.reps:
            begun = stage.tried and not self._leads_on(stage)
            if not stage.needs.update(moment, roles, begun=begun):
                stage.book.rest()
                continue
            if stage.phase.needs and not stage.tried and stage.book.at_rest:
                # Still turning, or turned a little further: what counts is how they stand as they begin.
                stage.book.face(self._recent.since(moment.time_s - SWITCH_S))
            rep = stage.book.count(moment, roles)
            if rep is not None and (self._is_past(stage) or self._is_held_on(stage, moment.time_s)):
                self._note_again(stage, rep)
            elif stage.below is not None and not stage.tried:
                ended += self._begun_on_top(stage, rep, moment.time_s, ended)
            elif rep is not None:
                ended.append((stage, rep))
        return ended

    def rested_on(self, time_s: float, roles: Roles) -> list[tuple[RepStage, Rep]]:
        """Give the repetitions on top of which a hold is under way, though they never came to rest there.

        A foot that trembles does not. Who sees that the fifth is being held sees five, and not only as it comes back.
        """
        found = []
        for held in self.holds:
            since_s = held.book.on_top_since_s
            stage = next((stage for stage in self.reps if stage.book is held.after), None)
            # The first of a phase on top of another one waits for what it is done on.
            if stage is None or since_s is None or self._is_past(stage) or (stage.below and not stage.tried):
                continue
            rep = stage.book.rest_on(time_s, since_s, roles)
            found += [(stage, rep)] if rep is not None else []
        return found

    def _note_again(self, stage: RepStage, rep: Rep) -> None:
        """Say of a repetition of a phase that is past that it was done again."""
        if rep.why_not is None:
            stage.book.discount(rep)
            self._again[stage.phase.id] = self._again.get(stage.phase.id, 0) + 1

    def _begun_on_top(
        self, stage: RepStage, rep: Rep | None, time_s: float, just_ended: Sequence[tuple[RepStage, Rep]]
    ) -> list[tuple[RepStage, Rep]]:
        """Play the first repetitions of a phase done on top of another one's last, which they end.

        Until that one is known to be the last they are kept back; if it comes back after all, they were none.
        """
        below = next(other for other in self.reps if other.book is stage.below)
        if rep is not None and rep.why_not is not None:
            # Who has done all that it is done on, and came up, has gone on to this phase all the same.
            stay = stage.phase.rep.stay if stage.phase.rep else None
            return [(stage, rep)] if below.book.done and stay is not None and rep.why_not == stay.why else []
        stage.early += [rep] if rep is not None else []
        if not stage.early:
            return []
        held = below.book.ended_held or any(other is below and each.held for other, each in just_ended)
        if below.book.at_rest and not held:
            for none in stage.early:
                stage.book.discount(none)
            stage.early.clear()
            return []
        last = below.book.counted >= below.book.target - 1
        if not held and not last and len(stage.early) < EARLY_REPS:
            return []
        ended: list[tuple[RepStage, Rep]] = []
        if not below.book.at_rest and (top := below.book.hold_now(time_s)) is not None:
            ended.append((below, replace(top, end_s=stage.early[0].start_s)))
        if below.book.counted < below.book.target:
            counted = f"{below.book.counted} of {below.book.target}"
            self._early[stage.phase.id] = f"begun early, after {counted} of: {below.phase.title}"
        ended += [(stage, each) for each in stage.early]
        stage.early.clear()
        return ended

    # ---- holds -------------------------------------------------------------------------------------------

    def time(self, moment: Moment, roles: Roles, *, in_position: bool, form_good: bool) -> list[Hold]:
        """Take in a moment; return the holds that have just ended."""
        ended = []
        for stage in self.holds:
            if not stage.needs.update(moment, roles) and not stage.book.timing:
                continue
            hold = stage.book.time(moment, roles, in_position=in_position, form_good=form_good)
            ended += [hold] if hold else []
        return ended

    def cut(self, stage: RepStage, rep: Rep, time_s: float) -> list[Hold]:
        """End the holds after a phase where a repetition of it, now over, began."""
        after = [held.book for held in self.holds if held.after is stage.book]
        return [hold for book in after if (hold := book.cut(rep, time_s)) is not None]

    def end_holds(self, time_s: float, *, left: bool) -> list[Hold]:
        """End all holds, as the position was left or the recording is over."""
        ends = (stage.book.leave(time_s) if left else stage.book.finish(time_s) for stage in self.holds)
        return [hold for hold in ends if hold is not None]

    def may_be_rest(self, hold: Hold) -> bool:
        """Whether a hold ended before all repetitions it follows were done."""
        stage = next(stage for stage in self.holds if hold in stage.book.holds)
        return not stage.after.done_by(hold.end_s)

    # ---- the end -------------------------------------------------------------------------------------------

    def results(self, start_s: float | None) -> tuple[PhaseResult, ...]:
        """Sum up every phase; ``start_s`` is when the position was taken up, None when it never was."""
        books = {stage.phase.id: stage.book for stage in self.reps}
        held = {stage.phase.id: stage.book.holds for stage in self.holds}
        found = []
        for phase in self._phases:
            reps = books[phase.id].reps if phase.id in books else ()
            holds_ = held.get(phase.id, ())
            spans = [(rep.start_s, rep.end_s) for rep in reps if rep.counted] or [(r.start_s, r.end_s) for r in reps]
            spans += [(hold.start_s, hold.end_s) for hold in holds_]
            start = min((s for s, _ in spans), default=None)
            end = max((e for _, e in spans), default=None)
            found.append(
                PhaseResult(
                    phase.id,
                    phase.kind,
                    phase.title,
                    start,
                    end,
                    phase.target,
                    reps,
                    holds_,
                    self._note(phase.id),
                    why_unseen=books[phase.id].why_unseen if phase.id in books else None,
                    partly_unseen=phase.id in books and books[phase.id].partly_unseen,
                )
            )
        return tuple(self._with_setup_and_turn(found, start_s))

    def _note(self, phase_id: str) -> str | None:
        again = self._again.get(phase_id)
        if again:
            return f"done again: {again} more after the next phase had begun; not counted"
        return self._early.get(phase_id)

    def _with_setup_and_turn(self, found: list[PhaseResult], start_s: float | None) -> list[PhaseResult]:
        """Give the setup and the turn their times, and say of what was left out that it was."""
        out = []
        for place, phase in enumerate(found):
            later = [other for other in found[place + 1 :] if other.start_s is not None]
            if phase.kind == "setup" and start_s is not None:
                until_s = later[0].start_s if later else None
                out.append(replace(phase, start_s=start_s, end_s=until_s))
            elif phase.kind == "turn":
                out.append(self._turned(phase, found, place, started=bool(later)))
            elif phase.start_s is None and later and not self._optional(phase.id):
                out.append(replace(phase, note="skipped"))
            else:
                out.append(phase)
        return out

    def _turned(self, phase: PhaseResult, found: list[PhaseResult], place: int, *, started: bool) -> PhaseResult:
        needs = {stage.phase.id: stage.needs for stage in self.reps}
        needs |= {stage.phase.id: stage.needs for stage in self.holds}
        before = [needs[other.id].met_until_s for other in found[:place] if other.id in needs]
        after = [_last_before(other.start_s, needs[other.id]) for other in found[place + 1 :] if other.id in needs]
        from_s = max((s for s in before if s is not None), default=None)
        to_s = min((s for s in after if s is not None), default=None)
        if from_s is not None and to_s is not None and from_s <= to_s + SWITCH_S:
            # What the one needs may go a little after what the other needs has come.
            return replace(phase, start_s=min(from_s, to_s), end_s=max(from_s, to_s))
        return replace(phase, note="skipped") if started and not self._optional(phase.id) else phase

    def _optional(self, phase_id: str) -> bool:
        return next(phase.optional for phase in self._phases if phase.id == phase_id)


def _last_before(start_s: float | None, needs: Needs) -> float | None:
    """When what a phase needs had come before the phase began, or at all where it never did; None if it never came."""
    came = [from_s for from_s in needs.met_from_s if start_s is None or from_s <= start_s]
    return came[-1] if came else None
