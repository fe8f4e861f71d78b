"""The holds of a set: what is a hold and what a rest between repetitions, and how each is told."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from formcheck.judge.holds import HoldTimer
from formcheck.judge.roles import value_of
from formcheck.judge.stillness import STILL_S
from formcheck.judge.verdict import EventKind, HoldState

if TYPE_CHECKING:
    from formcheck.body.moment import Moment
    from formcheck.judge.account import Hold
    from formcheck.judge.eventlog import EventLog
    from formcheck.judge.rep import Rep
    from formcheck.judge.repbook import RepBook
    from formcheck.judge.roles import Roles
    from formcheck.routine.schema import Phase

REST_BEFORE_HOLD_S: Final = 5.0
"""Before all repetitions are done, stillness is a rest; only after so long it is taken for the hold."""

REST_ON_TOP_S: Final = 1.5
"""After all repetitions, stillness on top of one more is said to be a hold after so long: a slow turn takes less."""

COME_UP_SHARE: Final = 0.15
"""Who has come up by more than this share of the range of what is kept meanwhile holds no more (domain, section 3)."""

UP_S: Final = 0.8
"""Who is out of it for so long, from when they began to come up, pauses no hold: it is over."""

RISING_SHARE: Final = 0.04
RISING_S: Final = 2.0
"""They had begun to when they were by so much (a standard deviation of stillness) off the deepest of the last while."""


class HoldBook:
    """Keeps the holds of one set.

    Parameters
    ----------
    phase
        Says what the hold is.
    reps
        The repetitions before it: a hold is told from a rest by how they stand.
    log
        Where each hold is told.
    """

    def __init__(self, phase: Phase, reps: RepBook, log: EventLog) -> None:
        if phase.hold is None:
            raise ValueError(f"the phase {phase.id} has no hold")
        self._id = phase.id
        self._rule = phase.hold
        self._near = phase.near
        any_depth = self._rule.at_depth is None and self._rule.below_depth is None
        # Two knees together err less than one, and are seen while one of them is not.
        self._joined = bool(reps.joined_of) and any_depth
        joined_of = reps.joined_of if self._joined else frozenset()
        self._still = tuple(ref for ref in self._rule.still if ref not in joined_of)
        self._timer = HoldTimer(phase.hold, joined=self._joined)
        self._reps = reps
        self._log = log
        self._holds: list[Hold] = []
        self._deepest = 0.0
        self._depths: deque[tuple[float, float]] = deque()
        self._up_since_s: float | None = None
        self._returned = 0
        self.holding = False
        """True while a hold is under way, and not merely a rest."""

    @property
    def holds(self) -> tuple[Hold, ...]:
        """The holds so far."""
        return tuple(self._holds)

    @property
    def timing(self) -> bool:
        """Whether stillness is being timed that is a hold or may turn out to be one."""
        return self._timer.running

    @property
    def state(self) -> HoldState | None:
        """The hold under way as a picture shows it; None when there is none."""
        if not self.holding:
            return None
        return HoldState(self._timer.held_s, self._rule.target_s.high, self._timer.paused)

    @property
    def in_place(self) -> bool:
        """Whether a hold is under way and was kept at the last moment."""
        return self.holding and self._timer.in_place

    @property
    def start_s(self) -> float | None:
        """When the hold under way began; None when there is none."""
        return self._timer.start_s if self.holding else None

    @property
    def on_top_since_s(self) -> float | None:
        """Since when the repetition under way is what is held, beyond doubt; None where it is not."""
        return self._timer.start_s if self.in_place and self._is_on_top else None

    def held_after(self, time_s: float) -> bool:
        """Whether a hold ended after a time."""
        return any(hold.end_s > time_s for hold in self._holds)

    # ---- a moment ----------------------------------------------------------------------------------------

    def time(self, moment: Moment, roles: Roles, *, in_position: bool, form_good: bool) -> Hold | None:
        """Take in a moment; return a hold when one has just ended.

        ``in_position`` says whether the starting position is kept at this moment, ``form_good`` whether no cue is
        at fault now.
        """
        self._drop_rest(moment.time_s)
        was_paused = self._timer.paused
        away = self._near is not None and moment.view.near != roles.get(self._near)
        away = away or not self._reps.followed
        values = self._still_values(moment, roles) if not away else (None,) * (len(self._still) + self._joined)
        limb = value_of(moment, self._rule.lift.measure, roles) if self._rule.lift else None
        place = value_of(moment, self._rule.place.measure, roles) if self._rule.place else None
        come_up = self._come_up(moment, roles)
        if self._timer.running and self._up_for_s(moment.time_s) > UP_S:
            return self.leave(moment.time_s)
        may_start = in_position and self._may_hold(values[0]) and not come_up
        ended = self._timer.update(
            moment.time_s,
            values,
            self._reps.range,
            may_start=may_start,
            form_good=form_good,
            limb=limb,
            place=place,
            may_shift=self._reps.done or self._reps.at_rest,
            may_settle=not come_up,
        )
        self._tell_course(moment.time_s, was_paused=was_paused)
        hold = self._end(ended, moment.time_s)
        if self.holding and not self._timer.running:
            self.holding = False
            self._log.say(EventKind.HOLD_ENDED, moment.time_s, self._id, "only a pause")
        return hold

    def cut(self, rep: Rep, time_s: float) -> Hold | None:
        """End the hold where a repetition began, and return it: that was under way since.

        What is held at the top goes on there; what is held the other way was left for it.
        """
        before = self._rule.below_depth is not None and self._timer.start_s < rep.peak_s
        if not self._timer.running or (rep.held and not before):
            return None
        return self._end(self._timer.cut(rep.start_s), time_s)

    def leave(self, time_s: float) -> Hold | None:
        """End the hold and return it, as the position was left."""
        return self._end(self._timer.leave(), time_s)

    def finish(self, time_s: float) -> Hold | None:
        """End the hold and return it, as the recording is over."""
        return self._end(self._timer.finish(), time_s)

    def _still_values(self, moment: Moment, roles: Roles) -> tuple[float | None, ...]:
        """Give what has to be still: first of all, where it is told by two measures, how deep the person is."""
        values = tuple(value_of(moment, ref, roles) for ref in self._still)
        return (self._reps.joined(moment, roles), *values) if self._joined else values

    # ---- a hold or a rest ----------------------------------------------------------------------------------

    def _may_hold(self, value: float | None) -> bool:
        if not self._reps.counting or self._timer.running:
            return True
        # What comes to rest on top of a repetition may be its hold; one that comes back cuts it off again.
        settled = self._reps.at_rest or self._reps.done or self._reps.turns_into_hold
        return self._reps.tried and not self._reps.out_of_sight and settled and self._deep_enough(value)

    def _come_up(self, moment: Moment, roles: Roles) -> bool:
        """Whether the person has come up from the depth that is kept meanwhile, or is not there at all."""
        depth = self._reps.kept_depth(moment, roles)
        if depth is None:
            return False
        self._deepest = max(depth, self._deepest) if self._timer.running else depth
        self._depths.append((moment.time_s, depth))
        while self._depths[0][0] < moment.time_s - RISING_S:
            self._depths.popleft()
        come_up = depth < max(self._deepest - COME_UP_SHARE, self._reps.kept_share)
        if not come_up:
            self._up_since_s = None
        elif self._up_since_s is None:
            level = max(each for _, each in self._depths) - RISING_SHARE
            self._up_since_s = max(time_s for time_s, each in self._depths if each >= level)
        return come_up

    def _up_for_s(self, time_s: float) -> float:
        """For how long the person has been up, out of the depth that is kept meanwhile; 0 while they are not."""
        if self._up_since_s is None or self._depths[-1][1] >= self._reps.kept_share:
            return 0.0
        return time_s - self._up_since_s

    def _deep_enough(self, value: float | None) -> bool:
        """Whether the first measure that has to be still is as deep, or as far back, as the hold asks for."""
        at_least, at_most = self._rule.at_depth, self._rule.below_depth
        depth = self._reps.depth(value)
        if depth is None:
            return at_least is None and at_most is None
        return (at_least is None or depth >= at_least) and (at_most is None or depth <= at_most)

    def _is_no_rest(self) -> bool:
        """Whether the stillness that is being timed is a hold, and not a rest between repetitions."""
        rising = not self._reps.at_rest
        if self._reps.done or self._reps.ended_held:
            return not rising or self._timer.held_s >= REST_ON_TOP_S
        return self._is_on_top if rising else self._timer.held_s >= REST_BEFORE_HOLD_S

    @property
    def _is_on_top(self) -> bool:
        """Whether what is being timed has stayed on top of a repetition for longer than anybody pauses there."""
        asked = self._rule.at_depth is not None and self._reps.turns_into_hold and not self._reps.partly_unseen
        return asked and self._timer.held_s >= self._reps.held_early_s

    def _drop_rest(self, time_s: float) -> None:
        """Forget what rested on top of a rise that was too small to count, and came back: it was no hold."""
        if self._returned != self._reps.returned and self._timer.running and not self.holding:
            self._timer.cut(time_s)
        self._returned = self._reps.returned

    def _tell_course(self, time_s: float, *, was_paused: bool) -> None:
        if not self._timer.running:
            return
        if not self.holding:
            self.holding = self._timer.in_place and self._is_no_rest()
            if self.holding:
                self._log.say(EventKind.HOLD_STARTED, time_s, self._id)
        elif self._timer.paused != was_paused:
            kind = EventKind.HOLD_RESUMED if was_paused else EventKind.HOLD_PAUSED
            self._log.say(kind, time_s, self._id)

    def _without_rising(self, hold: Hold) -> Hold:
        """Take off a hold's end what was coming up already, before that could be told from swaying."""
        rising_s = 0.0 if self._up_since_s is None else hold.end_s - max(hold.start_s, self._up_since_s)
        if rising_s <= 0.0:
            return hold
        held_s = max(0.0, hold.held_s - rising_s)
        return replace(hold, end_s=hold.end_s - rising_s, held_s=held_s, good_form_s=min(hold.good_form_s, held_s))

    def _end(self, hold: Hold | None, time_s: float) -> Hold | None:
        if hold is None:
            return None
        was_holding, self.holding = self.holding, False
        if not was_holding:
            return None  # a rest between two repetitions
        hold = self._without_rising(hold)
        self._log.say(EventKind.HOLD_ENDED, time_s, self._id, f"{hold.held_s:.1f} s")
        if hold.held_s < STILL_S:
            return None
        self._holds.append(hold)
        return hold
