"""The repetitions of a set: which of those found in the signal count, and what each was."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from statistics import fmean, median
from typing import TYPE_CHECKING, Final

from formcheck.body.view import ViewLabel
from formcheck.judge import setcues, spoiling
from formcheck.judge.facing import VIEW_SETTLE_S, Facing
from formcheck.judge.on_top import OnTop
from formcheck.judge.paired import PairedSignal
from formcheck.judge.rep import TOO_FAST, TURNED_AWAY, Rep
from formcheck.judge.reps import HELD_SHARE, RepCounter
from formcheck.judge.result import RepResult
from formcheck.judge.verdict import EventKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from formcheck.body.moment import Moment
    from formcheck.judge.eventlog import EventLog
    from formcheck.judge.recent import Recent
    from formcheck.judge.roles import Roles
    from formcheck.routine.schema import Phase

TOP_SHARE: Final = 0.15
HELD_TOP_SHARE: Final = 0.5
HELD_TOP_S: Final = 2.5
"""When all repetitions are done, one more that spent over half of itself, and so many seconds, in the uppermost
part of its range was a hold at depth (a rock of 3 s spends a third of itself there, one of 10 s 3 seconds)."""

REST_MOST: Final = 0.3
"""Who is no deeper than this, and in no repetition, rests; who has stayed on top of one does not."""

TOO_SMALL: Final = "what was done was too small to be a repetition"
"""Why nothing was counted where somebody tried."""

AWAY: Final = "away"
"""Stands for every view that has the side to be seen away from the camera."""


class RepBook:
    """Keeps the repetitions of one set.

    Parameters
    ----------
    phase
        Says what a repetition is; None, in a movement without repetitions, keeps this book empty.
    views
        Those from which repetitions can be expected to be seen.
    recent
        The last moments; they reach back over a whole repetition.
    log
        Where each repetition is told.
    stay
        The book of the phase whose depth has to be kept meanwhile.
    """

    def __init__(
        self, phase: Phase | None, views: AbstractSet[str], recent: Recent, log: EventLog, stay: RepBook | None = None
    ) -> None:
        self._rule = phase.rep if phase else None
        self._signal = PairedSignal(phase.rep) if phase and phase.rep else None
        self._near = phase.near if phase else None
        self._spoilers = frozenset(each.why for each in self._rule.spoiled_by) if self._rule else frozenset()
        self.target = phase.target if phase else 0
        self._recent = recent
        self._log = log
        self._on_top = OnTop(phase.rep.stay, stay) if stay and phase and phase.rep and phase.rep.stay else None
        self._counter: RepCounter | None = None
        self._facing: Facing = stay._facing if stay else Facing()
        self._views_before: Counter[str] = Counter()
        self._views_at_rest: Counter[str] = Counter()
        self._views = views
        self._reps: list[RepResult] = []
        self._shown: list[float] = []

    # ---- how it stands ---------------------------------------------------------------------------------

    @property
    def reps(self) -> tuple[RepResult, ...]:
        """All repetitions so far, counted or not."""
        return tuple(self._reps)

    @property
    def wanted(self) -> bool:
        """Whether the movement has repetitions."""
        return self._rule is not None

    @property
    def counted(self) -> int:
        """Repetitions counted so far."""
        return self._counter.counted if self._counter else 0

    @property
    def done(self) -> bool:
        """Whether as many were counted as are wanted."""
        return self.counted >= self.target

    @property
    def counting(self) -> bool:
        """Whether the position was taken up and there is something to count."""
        return self._counter is not None

    @property
    def in_play(self) -> bool:
        """Whether it can be done now: one on top of another needs that one's depth."""
        return self._on_top is None or self._on_top.in_play

    @property
    def at_rest(self) -> bool:
        """Whether no repetition is under way."""
        return self._counter is None or self._counter.at_rest

    @property
    def out_of_sight(self) -> bool:
        """Whether the time for it was spent in a view from which repetitions are hardly seen, and they were not."""
        before = max(self._views_before, key=self._views_before.__getitem__, default=None)
        return before is not None and self.counted < setcues.SEEN_AFTER and before not in self._views

    @property
    def usual_view(self) -> str | None:
        """From where most of the time between the repetitions was seen; None before there was any."""
        return max(self._views_at_rest, key=self._views_at_rest.__getitem__, default=None)

    @property
    def turns_into_hold(self) -> bool:
        """Whether the last repetition is held and never comes back."""
        return self._rule is not None and self._rule.last_is_held

    @property
    def tried(self) -> bool:
        """Whether repetitions were tried, be they none that count or too small to be any."""
        small = self._counter.small if self._counter else []
        return bool(self._reps) or len(small) >= setcues.SEEN_AFTER

    @property
    def returned(self) -> int:
        """How many rises that were too small to be one came back."""
        return self._counter.returned if self._counter else 0

    @property
    def range(self) -> float:
        """The person's own range, in the unit of the signal; 0 while unknown.

        While none was counted, those that do not count for how they were done tell how far the person goes; where there
        are none either, those that were too small.
        """
        if self._counter is None:
            return 0.0
        small = self._counter.small
        return self._counter.range or median(
            self._shown or (small if len(small) >= setcues.SEEN_AFTER else []) or [0.0]
        )

    @property
    def held_early_s(self) -> float:
        """How long one that is not the last by count rests on top until it is the one that is held."""
        return self._counter.held_early_s if self._counter else math.inf

    @property
    def last_end_s(self) -> float:
        """When the last counted repetition ended; 0 before the first."""
        return max((rep.end_s for rep in self._reps if rep.counted), default=0.0)

    @property
    def done_at_s(self) -> float | None:
        """When as many as are wanted had been counted; None before."""
        ends = [rep.end_s for rep in self._reps if rep.counted]
        return ends[self.target - 1] if self.target and len(ends) >= self.target else None

    def done_by(self, time_s: float) -> bool:
        """Whether as many were counted as are wanted by a time."""
        return sum(rep.counted and rep.end_s <= time_s for rep in self._reps) >= self.target

    @property
    def why_nothing(self) -> str | None:
        """Why nothing was counted; None when something was."""
        if any(rep.counted for rep in self._reps):
            return None
        if self.out_of_sight:
            return setcues.OUT_OF_SIGHT
        reasons = [rep.why_not for rep in self._reps if rep.why_not]
        if not reasons:
            return TOO_SMALL if self.tried else "no repetition was seen"
        tried = "1 attempt was no repetition" if len(reasons) == 1 else f"{len(reasons)} attempts were no repetitions"
        return f"{tried} ({reasons[0]})"

    @property
    def mean_peak(self) -> float | None:
        """Mean of the signal at the peaks of the counted repetitions; None before the first."""
        peaks = [rep.peak for rep in self._reps if rep.counted]
        return fmean(peaks) if peaks else None

    def depth(self, value: float | None) -> float | None:
        """How far into the person's range a value is: 0 at rest, 1 at the usual peak; None where unknown."""
        return self._counter.depth(value, self.range) if self._counter else None

    def kept_depth(self, moment: Moment, roles: Roles) -> float | None:
        """How deep a moment is in the phase whose depth is kept meanwhile; None where unseen, or there is none."""
        return self._on_top.depth(moment, roles) if self._on_top else None

    @property
    def kept_share(self) -> float:
        """How deep it has to be kept; 0 where there is nothing to keep."""
        return self._on_top.share if self._on_top else 0.0

    def depth_in(self, moment: Moment, roles: Roles) -> float | None:
        """How far into the person's range a moment is; None where unseen."""
        return self.depth(self._signal.read(moment, roles)) if self._signal else None

    @property
    def joined_of(self) -> frozenset[str]:
        """The measures that the signal is joined of, as they tell of the same thing; none where it is one alone."""
        if self._rule is None or self._rule.echo is None or not self._rule.echo.alike:
            return frozenset()
        return frozenset({self._rule.signal, self._rule.echo.measure})

    def joined(self, moment: Moment, roles: Roles) -> float | None:
        """Read what all measures of the signal tell together; None where none of them is seen, or they differ."""
        return self._signal.joined(moment, roles) if self._signal else None

    def progress(self, moment: Moment, roles: Roles) -> float | None:
        """How far into the person's range a moment is, as a picture shows it: 0 to 1; None where unseen."""
        depth = self.depth_in(moment, roles)
        return None if depth is None else max(0.0, min(1.0, depth))

    @property
    def followed(self) -> bool:
        """Whether the signal shows what is done: of a phase on top of another, whether it was quiet in that one."""
        return self._on_top is None or self._on_top.followed

    @property
    def partly_unseen(self) -> bool:
        """Whether the signal was lost for so long that repetitions may have gone unseen."""
        return self._on_top is not None and self._on_top.partly_unseen

    @property
    def why_unseen(self) -> str | None:
        """Why the repetitions could not be seen; None when they could."""
        if self.out_of_sight or (self._on_top is not None and self._on_top.below.out_of_sight):
            return setcues.OUT_OF_SIGHT
        return None if self.followed else setcues.UNFOLLOWED

    @property
    def ended_held(self) -> bool:
        """Whether the last repetition, be it a hasty one that does not count, turned into a hold."""
        return bool(self._reps) and self._reps[-1].back is None

    # ---- a set's course --------------------------------------------------------------------------------

    def face(self, moments: Sequence[Moment]) -> None:
        """Take the way the person faces in these moments for that of the starting position."""
        if self._on_top is None:  # else it is that of the phase whose depth is kept
            self._facing.take(moments)

    def begin(self, gate_moments: Sequence[Moment], roles: Roles) -> None:
        """Take the position up, with the moments that showed it; what was counted before stays."""
        self.face(gate_moments)
        if self._rule and self._counter is None:
            signal = PairedSignal(self._rule)
            noise = setcues.scatter([signal.take(m, roles) for m in gate_moments])
            self._counter = RepCounter(self._rule, self.target, noise)

    def leave(self, time_s: float, why: str) -> None:
        """Leave the position; a repetition under way is lost."""
        if self._counter:
            if not self._counter.at_rest:
                self._log.say(EventKind.REP_NOT_COUNTED, time_s, detail=why)
            self._counter.restart()

    def rest(self) -> None:
        """Forget a repetition under way: it is not the time for any."""
        if self._counter:
            self._counter.restart()

    def hold_now(self, time_s: float) -> Rep | None:
        """Count a repetition under way as one that is held, as what is done on top of it has begun."""
        return self._counter.hold_now(time_s) if self._counter else None

    def rest_on(self, time_s: float, since_s: float, roles: Roles) -> Rep | None:
        """Count a repetition under way as the one that is held: there has been a hold on top of it since a time."""
        rep = self._counter.rest_on(time_s, since_s) if self._counter else None
        return rep and self._checked(rep, roles)

    def discount(self, rep: Rep) -> None:
        """Take back a repetition, found to count by itself, for a reason that lies outside of it."""
        if self._counter:
            self._counter.discount(rep)

    def count(self, moment: Moment, roles: Roles) -> Rep | None:
        """Take in a moment; return a repetition when one has just ended, with why it does not count if so."""
        if self._counter is None or self._rule is None or self._signal is None:
            return None
        if self._on_top:
            self._on_top.enter(moment, roles)
        if not self.in_play:
            left = self._counter.break_off(moment.time_s)
            self._counter.restart()
            return left and self._checked(left, roles)
        toward = self._near is None or moment.view.near == roles.get(self._near)
        view = self._view_of(moment)
        value = self._signal.take(moment, roles) if toward and self._can_be_seen(view) else None
        if self._on_top:
            self._on_top.take(moment, roles, value)
        if self.counted < setcues.SEEN_AFTER:
            self._views_before[view if toward else AWAY] += 1
        if self.at_rest and (self.depth(value) or 0.0) < REST_MOST:
            self._views_at_rest[view] += 1
        self._follow_view(moment)
        rep = self._counter.update(moment.time_s, value if self.followed else None, self._signal.told_by)
        return rep and self._checked(self._left_at_top(rep, roles), roles)

    def _left_at_top(self, rep: Rep, roles: Roles) -> Rep:
        """Turn a repetition whose way back was leaving what it is done on into one that never came back."""
        # The first one says nothing yet of how far this person goes.
        full = self.counted > 1 and rep.range >= HELD_SHARE * self.range
        if rep.why_not is not None or rep.held or self._on_top is None or not self.turns_into_hold or not full:
            return rep
        rising = self._recent.within(rep.start_s, rep.peak_s)
        depths = [
            depth
            for m in self._recent.within(rep.peak_s, rep.end_s)
            if (depth := self.kept_depth(m, roles)) is not None
        ]
        came_up = bool(depths) and depths[-1] < self.kept_share
        stayed = self._on_top.why_not_stayed(rising, roles) is None
        return replace(rep, held=True, back=None) if came_up and stayed else rep

    def _checked(self, rep: Rep, roles: Roles) -> Rep | None:
        """Say of a repetition that was found why something outside the signal spoils it; None where it was none."""
        before = self._recent.within(rep.start_s - VIEW_SETTLE_S, rep.start_s)
        if not self._reps and before and self._facing.turned_away(self._recent.within(rep.start_s, rep.end_s)):
            # Getting into position may look like a repetition under way: they face as before the first true one.
            self.face(before)
        # The counter has counted this one already: the set was done before it only if there are more.
        set_was_done = self.counted - (rep.why_not is None) >= self.target
        was_the_hold = set_was_done and self._was_the_hold(rep, roles)
        why_not = rep.why_not or self._spoiled(rep, roles)
        if rep.why_not is None and (was_the_hold or why_not is not None):
            self.discount(rep)
        during = self._recent.within(rep.start_s, rep.end_s)
        bounces = self._signal.bounces(during, roles, rep.range, rep.bounces) if self._signal else rep.bounces
        return None if was_the_hold else replace(rep, why_not=why_not, bounces=bounces)

    def enter(self, rep: Rep, faults: tuple[str, ...], time_s: float) -> None:
        """Enter a repetition with the refs of the cues it broke."""
        counts = rep.why_not is None
        if rep.why_not is not None and (rep.why_not.startswith(TOO_FAST) or rep.why_not in self._spoilers):
            self._shown.append(rep.range)  # How it was done kept it from counting: it shows how far they go.
        entry = RepResult(
            rep.start_s, rep.peak_s, rep.end_s, rep.range, faults, counts, rep.why_not, rep.peak, rep.back, rep.bounces
        )
        self._reps.append(entry)
        kind = EventKind.REP_COUNTED if counts else EventKind.REP_NOT_COUNTED
        self._log.say(kind, time_s, str(self.counted), rep.why_not or ", ".join(faults))

    # ---- what was a repetition -------------------------------------------------------------------------

    def _was_the_hold(self, rep: Rep, roles: Roles) -> bool:
        """Whether what looked like one more repetition was going into the hold, holding, and coming back."""
        during = self._recent.within(rep.start_s, rep.end_s)
        seen = [value for m in during if (value := self.joined(m, roles)) is not None]
        if not seen:
            return False
        share_on_top = sum(value >= max(seen) - TOP_SHARE * rep.range for value in seen) / len(seen)
        return share_on_top > HELD_TOP_SHARE and share_on_top * (rep.end_s - rep.start_s) > HELD_TOP_S

    def _spoiled(self, rep: Rep, roles: Roles) -> str | None:
        """Why something outside the signal spoils a repetition; None when nothing does."""
        # Of one that is held, the hold is no part of it.
        during = self._recent.within(rep.start_s, rep.peak_s if rep.held else rep.end_s)
        if self._rule and (why := spoiling.found(self._rule, rep, during, roles)) is not None:
            return why
        if self._on_top:
            return self._on_top.why_not_stayed(during, roles)  # Nobody turns there.
        return TURNED_AWAY if self._facing.turned_away(during) else None

    def _view_of(self, moment: Moment) -> str:
        """From where a moment is seen; of a phase on top of another where its repetitions show, if that may be so."""
        views = self._on_top.views(moment) if self._on_top else (moment.view.label.value,)
        return next((view for view in views if self._can_be_seen(view)), views[0])

    def _can_be_seen(self, view: str) -> bool:
        """Whether repetitions show in this view: from elsewhere the signal moves for other reasons."""
        return view == ViewLabel.UNKNOWN.value or view in self._views

    def _follow_view(self, moment: Moment) -> None:
        """Follow the way the person faces; until the first repetition it is still being taken up: people shift."""
        if self._on_top is not None:
            return
        if not self._reps and self.at_rest:
            self.face(self._recent.since(moment.time_s - VIEW_SETTLE_S))
        self._facing.follow(moment, at_rest=self.at_rest)
