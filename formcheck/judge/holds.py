"""Timing holds by the media's clock: entered by stillness, paused, ended, with what was not seen said."""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import TYPE_CHECKING, Final

from formcheck.judge.account import Account
from formcheck.judge.arrival import at_rest_s, reached_s
from formcheck.judge.easing import begun_s
from formcheck.judge.place import PlaceWatch
from formcheck.judge.stillness import STILL_S, Stillness

if TYPE_CHECKING:
    from formcheck.judge.account import Hold
    from formcheck.routine.schema import HoldRule

DEEPEN_SHARE: Final = 0.6
"""A slow deepening, up to this share of the slope that still counts as stillness, is part of a hold."""

SETTLING_S: Final = 3.0
"""Who moves on within so long of coming to rest had only paused: the hold begins where they settle."""

SHIFT_SHARE: Final = 0.15
"""Who comes to rest again, so soon, at another depth by more than this share of the own range had only paused as well
(the share by which one has come out of a depth: domain, section 3)."""

SETTLED_SHARE: Final = 0.5
"""A hold is back-dated to where the first measure was within this share of `still_sd` of where it came to rest."""

AT_REST_SHARE: Final = 0.25
"""The other measures of a hold at a depth have come to rest within this share of `still_sd` of where they stay: what a
body still goes on by then is no more than it sways."""

LEFT_SHARE: Final = 0.2
LEFT_BEFORE_MAX_S: Final = 0.5
"""Leaving a depth begins slowly: from where a fifth of the way out was made it is foreseen backward when it began, by
so much before it was seen at the most."""

LIFT_SHARE: Final = 0.2
"""A limb that rests in a hold is back-dated from where its rise left the lowest fifth of it: it trembles by less."""

LIFT_REST_SHARE: Final = 0.25
"""It rested at this share of all its values in the hold, from the lowest: at first it is still on its way down."""

LEAVING_S: Final = 2.5
"""Who leaves a hold is out of its bounds after so long at the most; a slower drift is sinking or swaying."""

OUT_SHARE: Final = 0.25
"""Who is to stay at a depth has come out of it by this share of the own range at the most (domain, section 3, has
15 %, to which the uncertainty of where the hold began is added) ..."""

OUT_LEAST_SD: Final = 2.0
"""... but by no less than so many times `still_sd`."""

GRACE_S: Final = 0.8
"""A break this short is no pause."""

PAUSE_MAX_S: Final = 2.5
"""A pause longer than this ends the hold."""

STEP_MAX_S: Final = 0.5
"""A longer step between two samples was not seen: frames are missing."""


class HoldTimer:
    """Times one hold after another.

    Parameters
    ----------
    rule
        From the movement file.
    joined
        Whether the first measure is joined of two.
    """

    def __init__(self, rule: HoldRule, *, joined: bool = False) -> None:
        self._rule = rule
        self._body = Stillness(rule, joined=joined)
        self._last_s: float | None = None
        self._running = False
        self._account = Account(0.0, 0.0, form_good=False)
        self._anchor = self._began_at = 0.0
        self._away_s = self._settled_s = 0.0
        self._drifted = self._moved_on = False
        # Where the hold ended, if coming back to its depth turns out to have been passing through.
        self._passing_from_s: float | None = None
        self._trace: deque[tuple[float, float]] = deque()
        self._limb: list[tuple[float, float]] = []
        self._past: deque[tuple[float, tuple[float | None, ...]]] = deque()
        self._others: list[tuple[float, tuple[float | None, ...]]] = []
        self._found_s = 0.0
        self._last_up_s = float("-inf")
        self._place = PlaceWatch(rule.place.drift if rule.place else None)

    @property
    def running(self) -> bool:
        """Whether a hold is being timed, paused or not."""
        return self._running

    @property
    def paused(self) -> bool:
        """Whether the hold is broken for longer than the grace."""
        return self._running and self._away_s > GRACE_S

    @property
    def in_place(self) -> bool:
        """Whether what is being timed was held at the last sample."""
        return self._running and self._away_s == 0.0

    @property
    def held_s(self) -> float:
        """Seconds held so far."""
        return self._account.held_s

    @property
    def start_s(self) -> float:
        """When the hold being timed began."""
        return self._account.start_s

    def update(
        self,
        time_s: float,
        values: tuple[float | None, ...],
        spread: float,
        *,
        may_start: bool,
        form_good: bool,
        limb: float | None = None,
        place: float | None = None,
        may_shift: bool = True,
        may_settle: bool = True,
    ) -> Hold | None:
        """Take in one sample.

        Parameters
        ----------
        time_s
            Of the sample.
        values
            The measures that have to be still, in the order of the rule; None where unseen.
        spread
            The person's own range of the movement, in the unit of the first measure; 0 while unknown.
        may_start
            Whether a hold may begin now: in position, at depth where the rule asks for it.
        form_good
            Whether no cue is at fault now.
        limb
            The measure that the rule's ``lift`` names; None where it is not seen, or there is none.
        place
            The measure that the rule's ``place`` names, likewise.
        may_shift
            Whether coming to rest at another depth may be the hold's true beginning: no repetition is under way.
        may_settle
            Whether who moves may be settling still: they have not come up from what is kept meanwhile.

        Returns
        -------
        The hold that has just ended, or None.
        """
        step_s = 0.0 if self._last_s is None else time_s - self._last_s
        self._last_s = time_s
        self._body.add(time_s, values, step_s)
        if step_s > STEP_MAX_S:
            self._body.clear()
        if values[0] is not None:
            self._trace.append((time_s, values[0]))
        self._past.append((time_s, values))
        for kept in (self._trace, self._past):
            while kept and kept[0][0] < time_s - LEAVING_S - PAUSE_MAX_S:
                kept.popleft()
        self._last_up_s = self._last_up_s if may_settle else time_s
        there = self._place.strayed(time_s, values[0], place)
        if self._running:
            self._limb += [] if limb is None else [(time_s, limb)]
            self._wait_for_rest(time_s, values)
            if there is not None and may_start and step_s <= STEP_MAX_S:
                self._stay(time_s, step_s, settled=there <= SETTLED_SHARE, form_good=form_good)
                return None
            if may_start and may_shift and self._rests_elsewhere(time_s, spread):
                self._begin(form_good=form_good)
                self._moved_on = True
                return None
            settling = may_settle and self._account.held_s < SETTLING_S and step_s <= PAUSE_MAX_S
            if settling and self._had_only_paused(time_s, values[0], spread):
                self._running = False
                return None
            return self._time(time_s, step_s, values[0], spread, in_place=may_start, form_good=form_good)
        if may_start and self._body.is_still(time_s, spread):
            self._begin(form_good=form_good)
        return None

    def finish(self) -> Hold | None:
        """End of the recording: close a hold that is being timed."""
        return self._leave() if self._running else None

    def cut(self, at_s: float) -> Hold:
        """End the hold at an earlier time: the movement had gone on since."""
        self._account.cut(at_s)
        return self._close()

    def _stay(self, time_s: float, step_s: float, *, settled: bool, form_good: bool) -> None:
        """Go on with the hold by the body's place, whatever was not seen."""
        away_s = time_s - self._account.until_s
        self._settled_s = time_s if settled else self._settled_s
        self._enter(time_s, away_s if away_s - step_s <= GRACE_S else step_s, form_good=form_good)

    def _begin(self, *, form_good: bool) -> None:
        first = self._body.first
        self._running = True
        self._anchor = self._began_at = median(value for _, value in first[len(first) // 2 :])
        # The window begins while the person is still settling: the hold does not.
        astray = [at_s for at_s, value in first if abs(value - self._anchor) > SETTLED_SHARE * self._rule.still_sd]
        start_s = next((at_s for at_s, _ in first if not astray or at_s > astray[-1]), first[-1][0])
        if len(self._rule.still) > 1 and not self._body.any_depth:
            # A foot that trembles, or is lost for a moment, is there; whether the body was at rest the others tell.
            start_s = reached_s(
                self._trace,
                start_s,
                self._anchor,
                near=SETTLED_SHARE * self._rule.still_sd,
                out=OUT_LEAST_SD * self._rule.still_sd,
                gap_s=STEP_MAX_S,
            )
        start_s = max(start_s, self._last_up_s)
        self._account = Account(start_s, first[-1][0], form_good=form_good)
        self._settled_s = first[-1][0]
        self._drifted = self._moved_on = False
        self._passing_from_s = None
        self._limb = []
        self._others = [(at_s, values[1:]) for at_s, values in self._past if at_s >= start_s]
        self._found_s = first[-1][0]
        self._away_s = 0.0

    def _wait_for_rest(self, time_s: float, values: tuple[float | None, ...]) -> None:
        """Let a hold at a depth begin no sooner than all its measures are at rest: who folds closer is on the way.

        Asked for as long after the hold was seen to have begun as that took.
        """
        if self._body.any_depth or time_s > self._found_s + STILL_S:
            return
        self._others.append((time_s, values[1:]))
        rows = [[(at_s, value) for value in each] for at_s, each in self._others]
        columns = [[(at_s, v) for at_s, v in column if v is not None] for column in zip(*rows, strict=True)]
        rest_s = at_rest_s([seen for seen in columns if 2 * len(seen) > len(rows)], AT_REST_SHARE * self._rule.still_sd)
        if rest_s is not None:
            self._account.begin_later(rest_s)

    def _time(
        self, time_s: float, step_s: float, value: float | None, spread: float, *, in_place: bool, form_good: bool
    ) -> Hold | None:
        if step_s > STEP_MAX_S or value is None:
            self._account.miss(step_s)
        if step_s > PAUSE_MAX_S:
            return self._leave()
        if value is not None and in_place and abs(value - self._anchor) <= self._drift_max(spread):
            if self._drifted and self.paused and not self._body.any_depth:
                self._passing_from_s = self._ended_s()
            self._back_in_place(time_s, step_s, value, form_good=form_good)
            if self._passing_from_s is not None and self._body.is_still(time_s, spread):
                self._passing_from_s = None
            return None
        self._away_s = time_s - self._account.until_s
        self._drifted = self._drifted or value is not None
        if self._body.any_depth and in_place and self._away_s > STILL_S and self._body.is_still(time_s, spread):
            self._go_on_elsewhere(time_s, form_good=form_good)
            return None
        return self._leave() if self._away_s > PAUSE_MAX_S else None

    def _had_only_paused(self, time_s: float, value: float | None, spread: float) -> bool:
        """Whether who had come to rest goes on bouncing, or further in."""
        return self._body.is_bouncing(spread) or (not self._comes_out(value) and self._body.is_moving(time_s, spread))

    def _comes_out(self, value: float | None) -> bool:
        """Whether who moves goes no further in: who comes out of a depth has held it, if briefly."""
        if self._body.any_depth or value is None:
            return False
        if self._rule.below_depth is not None:
            return value > self._anchor - self._rule.still_sd
        return value < self._anchor

    def _rests_elsewhere(self, time_s: float, spread: float) -> bool:
        """Whether the person, having only just come to rest, has gone on and rests at another depth by now."""
        asked = self._body.any_depth and spread > 0 and not self._moved_on and self._account.held_s < SETTLING_S
        if not asked or not self._body.is_still(time_s, spread):
            return False
        return abs(self._body.level - self._began_at) > SHIFT_SHARE * spread

    def _drift_max(self, spread: float) -> float:
        """How far the first measure may be from where the hold began; less for a small mover's depth."""
        if self._rule.at_depth is None or spread <= 0:
            return self._rule.drift_max
        return min(self._rule.drift_max, max(OUT_LEAST_SD * self._rule.still_sd, OUT_SHARE * spread))

    def _go_on_elsewhere(self, time_s: float, *, form_good: bool) -> None:
        """Go on with the hold at another depth, where any depth will do: the way there was not held."""
        since_s = max(self._account.until_s, self._body.since_s)
        self._anchor, self._settled_s = self._body.level, time_s
        self._enter(time_s, time_s - since_s, form_good=form_good)

    def _back_in_place(self, time_s: float, step_s: float, value: float, *, form_good: bool) -> None:
        if abs(value - self._anchor) <= self._rule.still_sd:
            self._settled_s = time_s
        most = DEEPEN_SHARE * self._rule.still_slope_per_s * step_s
        self._anchor += max(-most, min(most, value - self._anchor))
        away_s = time_s - self._account.until_s
        was_short = away_s - step_s <= GRACE_S and self._account.all_seen
        held_s = away_s if was_short else step_s if step_s <= STEP_MAX_S else 0.0
        self._enter(time_s, held_s, form_good=form_good)

    def _enter(self, time_s: float, held_s: float, *, form_good: bool) -> None:
        self._account.enter(time_s, held_s, form_good=form_good)
        self._away_s = 0.0
        self._drifted = False

    def leave(self) -> Hold | None:
        """Close a hold that is being timed, as the position was left: it ended where the leaving began."""
        self._drifted = True
        return self._leave() if self._running else None

    def _leave(self) -> Hold:
        """Close the hold; one that was drifted out of ended where the drift began."""
        until_s = self._passing_from_s if self._passing_from_s is not None else self._ended_s()
        return self._close() if until_s is None else self.cut(until_s)

    def _ended_s(self) -> float | None:
        """When a hold that is left now ended; None for the last moment held."""
        drifted = self._drifted and self._account.until_s - self._settled_s <= LEAVING_S
        until_s = self._lifted_s(self._left_s() if drifted else self._moving_out_since_s())
        return until_s if drifted or until_s < self._account.until_s else None

    def _lifted_s(self, left_s: float) -> float:
        """When the limb that rests in this hold was lifted for good, before the depth was left; else when that was."""
        limb = [(at_s, value) for at_s, value in self._limb if at_s <= left_s]
        if self._rule.lift is None or not limb:
            return left_s
        rest = sorted(value for _, value in limb)[int(LIFT_REST_SHARE * len(limb))]
        if limb[-1][1] - rest < self._rule.lift.least:
            return left_s
        lifted_s = begun_s(limb, rest, limb[-1][1], LIFT_SHARE)
        return left_s if lifted_s is None else max(self._account.start_s, lifted_s)

    def _left_s(self) -> float:
        """When the way out began: before the first measure was seen to leave where it had settled."""
        out: list[tuple[float, float]] = []
        furthest = 0.0
        for at_s, value in self._trace:
            away = abs(value - self._anchor)
            if at_s < self._settled_s:
                continue
            if away < furthest - 2 * self._rule.still_sd:
                break  # what comes after having come out, getting up say, is another way
            out.append((at_s, away))
            furthest = max(furthest, away)
        if self._rule.at_depth is None or furthest <= 2 * self._rule.still_sd:
            return self._settled_s
        left_s = begun_s(out, 0.0, furthest, LEFT_SHARE)
        earliest_s = self._settled_s - LEFT_BEFORE_MAX_S
        return max(self._account.start_s, earliest_s, self._settled_s if left_s is None else left_s)

    def _moving_out_since_s(self) -> float:
        """When somebody who is out of the depth before they are out of its bounds set off; else the last moment held.

        A recording may end, or a position be left, on the way out.
        """
        since_s = self._account.until_s
        if self._rule.at_depth is None or self._away_s > 0:
            return since_s
        for n in range(len(self._trace) - 1, 0, -1):
            (before_s, before), (after_s, after) = self._trace[n - 1], self._trace[n]
            if before - after <= self._rule.still_slope_per_s * (after_s - before_s):
                break
            since_s = min(since_s, before_s)
        return since_s

    def _close(self) -> Hold:
        self._running = False
        self._away_s = 0.0
        self._body.clear()
        return self._account.hold
