"""Counting repetitions: rise from the person's own rest, a confirmed peak, the way back.

The counter knows no joints: it takes one number at a time with its time, or None where it was not seen. Every
share is of the person's own range, which the first repetitions teach it.
"""

from __future__ import annotations

from enum import Enum, auto
from statistics import median
from typing import TYPE_CHECKING, Final

from formcheck.judge.easing import begun_s, come_down_s, come_up_s, last_reached_s, stayed_s
from formcheck.judge.own_range import OwnRange
from formcheck.judge.rep import NOT_SEEN, TOO_FAST, Rep
from formcheck.judge.trace import BOUNCE_SHARE, Trace

if TYPE_CHECKING:
    from formcheck.routine.schema import RepRule

START_SHARE: Final = 0.10
"""A repetition is back-dated from where the rise left the lowest tenth of its range."""

LAPSE_S: Final = 1.0
"""For so long after a lapse a value below the rest says that it is another one, not how deep it goes."""

REST_S: Final = 1.0
"""A signal that keeps still for so long after a rise too small to count has found a new rest, and one that keeps
still on its way back has come back, if not all the way."""

REST_SHARE: Final = 0.35
"""Still means: within this share of the smallest excursion that counts."""

HELD_STILL_SHARE: Final = 0.20
"""... and on top of a repetition within this share of it, where that is more: a standard deviation of 4 % of the range
and a slow deepening (domain, section 3)."""

TOP_SHARE: Final = 0.10
"""A repetition that is held was at its peak soon after it came into the uppermost tenth of its range; what it still
rises from there is deepening, or drifts."""

ARMED_S: Final = 0.3
ARMED_SHARE: Final = 0.5
"""Nothing is a repetition before the signal was once still for so long, within this share of the smallest
excursion: getting into position and dropping into a stride are no rise from rest."""

HALFWAY: Final = 0.5
"""Having come back this far and risen again, or come to rest, a repetition has returned."""

SMALL_RISE_SHARE: Final = 0.5
"""A rise of this share of the smallest excursion is an attempt at one, if too small; less is swaying."""

HELD_SHARE: Final = 0.85
HELD_S: Final = 1.0
"""The last repetition has turned into the hold after resting so long above this share of the range."""

HELD_EARLY_S: Final = 3.0
HELD_LOWER_SHARE: Final = 0.70
"""One that is not the last by count has become the hold after so long, or after what the longest of its like took, a
little below its peak too: nobody pauses on top for the like of it."""

HELD_MOST_SHARE: Final = 0.65
"""One that trembled too much to be known for still was the hold all the same, when it comes back after as long and
more than this share of it (of a smooth one 0.37; of three seconds, rested on top for two, 0.62, for three 0.68)."""

BOUNCE_NOISE_FACTOR: Final = 6.0
"""A bounce turns back and on again by so many times the noise as well: less is the landmarks' trembling."""


class _State(Enum):
    REST = auto()
    RISE = auto()
    FALL = auto()


class RepCounter:
    """Finds repetitions in one signal.

    Parameters
    ----------
    rule
        From the movement file.
    target
        How many are wanted; needed to know the last one.
    noise
        Standard deviation of the signal at rest, in its unit.
    """

    def __init__(self, rule: RepRule, target: int, noise: float) -> None:
        self._rule = rule
        self._target = target
        self._least = max(rule.min_excursion, rule.noise_factor * noise)
        self._own = OwnRange(self._least, target)
        self._noise = noise
        self._trace = Trace(keep_s=2 * rule.max_s)
        self._state = _State.REST
        self._armed = False
        self._rest = self._peak = self._low = (0.0, float("nan"))
        self._plateau: tuple[float, float] | None = None
        self._ended_s = float("-inf")
        self._floor: float | None = None
        self._falling_since_s: float | None = None
        self.small: list[float] = []
        """Rises that were too small to be one, in the signal's unit."""
        self._small_top: tuple[float, float] | None = None
        self.returned = 0
        """How many of those came back."""

    @property
    def range(self) -> float | None:
        """The person's own range: median of the counted repetitions; None before the first."""
        return self._own.middle

    @property
    def counted(self) -> int:
        """Repetitions counted so far."""
        return self._own.counted

    @property
    def at_rest(self) -> bool:
        """Whether no repetition is under way."""
        return self._state is _State.REST

    def depth(self, value: float | None, usual: float | None = None) -> float | None:
        """How far into the person's range a value is: 0 at rest, 1 at the usual peak; None where unknown.

        ``usual`` is what stands for that range while no repetition was counted.
        """
        if value is None or not self._armed:
            return None
        floor = self._rest[1] if self._floor is None else min(self._floor, self._rest[1])
        return (value - floor) / (self.range or usual or 2 * self._least)

    def restart(self) -> None:
        """Forget a repetition under way and the rest it began from; what was counted stays."""
        self._floor = None
        self._state = _State.REST
        self._armed = False
        self._rest = self._peak = (0.0, float("nan"))
        self._trace.clear()
        self._falling_since_s = None

    def update(self, time_s: float, value: float | None, told_by: str = "") -> Rep | None:
        """Take in one sample; return a repetition when one has just ended, counted or not.

        ``told_by`` names what the value comes from, where that changes: from one to another it may make a step.
        """
        if value is None:
            self._trace.miss(time_s)
            return None
        self._trace.add(time_s, value, told_by)
        if time_s - self._trace.back_s <= LAPSE_S and self._is_below_rest(value):
            # Back from out of sight at another rest, or not yet found rightly: it has to come to rest anew.
            self._armed = False
            self._trace.forget_before(time_s)
        if not self._armed:
            self._armed = self._still(time_s, ARMED_S, ARMED_SHARE)
            self._rest = (time_s, value)
            return None
        if self._state is _State.REST:
            self._rest_step(time_s, value)
            return None
        if self._state is _State.RISE:
            return self._rise_step(time_s, value)
        return self._fall_step(time_s, value)

    def hold_now(self, time_s: float) -> Rep | None:
        """Count a repetition under way as one that is held: what is done on top of it has begun."""
        excursion = self._peak[1] - self._rest[1]
        if self.at_rest or excursion < self._least:
            return None
        start_s, peak_s = self._risen(self._peak[1])
        return self._finish(Rep(start_s, peak_s, time_s, excursion, peak=self._peak[1], held=True))

    def rest_on(self, time_s: float, since_s: float) -> Rep | None:
        """Count a repetition under way as the one that is held: there has been a hold on top of it since a time.

        None where that began before this one rose, or something speaks against it: it is told as it comes back.
        """
        excursion = self._peak[1] - self._rest[1]
        if self.at_rest or since_s < self._rest[0] or not self._may_be_held(excursion):
            return None
        rep = self._as_held(time_s, excursion, self._peak[1])
        return self._finish(rep) if rep.why_not is None else None

    def break_off(self, time_s: float) -> Rep | None:
        """Close a repetition that is left at its top, as what it is done on is over: the last one never returns.

        None where there is none under way, or it is no full one by the person's own range.
        """
        excursion = self._peak[1] - self._rest[1]
        full = self.range is not None and excursion >= max(self._least, HELD_SHARE * self.range)
        if self.at_rest or not self._rule.last_is_held or self.counted >= self._target or not full:
            return None
        start_s, peak_s = self._risen(self._peak[1])
        why_not = self._why_hasty(2 * (peak_s - start_s)) or self._why_unseen(start_s, peak_s)
        return self._finish(Rep(start_s, peak_s, time_s, excursion, why_not, self._peak[1], held=True))

    def _is_below_rest(self, value: float) -> bool:
        return self.at_rest and value < self._rest[1] - self._rule.enter * self._least

    def _rest_step(self, time_s: float, value: float) -> None:
        if self._small_top is not None and value <= self._small_top[0] - HALFWAY * self._small_top[1]:
            self._small_top = None
            self.returned += 1
        if value <= self._rest[1]:
            self._rest = (time_s, value)
        elif time_s <= self._ended_s:
            return  # what is foreseen of the last one is not over
        elif value - self._rest[1] > self._rule.enter * (self.range or self._least):
            self._state, self._peak, self._plateau = _State.RISE, (time_s, value), None

    def _rise_step(self, time_s: float, value: float) -> Rep | None:
        if value >= self._peak[1]:
            self._peak, self._falling_since_s = (time_s, value), None
        excursion = self._peak[1] - self._rest[1]
        if self._still(time_s, REST_S):
            risen_s = time_s - self._start_s(self._rest[1])
            if excursion < self._own.enough or risen_s > self._rule.max_s:
                if self._note_small(excursion):
                    self._small_top = (value, excursion)
                if self._rule.last_is_held and not self.counted:
                    self._floor = self._rest[1]  # All of them were small: this one may be held.
                # The slow beginning of a rise is still too: the rest is where that began.
                self._settle_at(*min(self._trace.since(time_s - REST_S), key=lambda sample: sample[1]))
                return None
            self._plateau = (time_s, value)
        if self._plateau and value - self._plateau[1] > self._rule.enter * (self.range or self._least):
            # It rested half-way and rises again: what went before was getting into position.
            self._rest, self._plateau = self._plateau, None
            return None
        if value <= self._rest[1] + self._rule.back * excursion:
            return self._came_back(time_s, value)
        if self._is_last_held(time_s, value, excursion):
            # Where it came to rest, and not its peak: it may go on deepening.
            resting = self._trace.since(time_s - self._held_for_s)
            stays = median(value for at_s, value in resting if at_s <= resting[0][0] + HELD_S)
            return self._held(time_s, excursion, stays)
        if value < self._peak[1] - self._rule.reversal * (self.range or excursion):
            if self._falling_since_s is None:
                self._falling_since_s = time_s
            if time_s - self._falling_since_s >= self._rule.reversal_s:
                self._state, self._low = _State.FALL, (time_s, value)
        else:
            self._falling_since_s = None
        return None

    def _fall_step(self, time_s: float, value: float) -> Rep | None:
        excursion = self._peak[1] - self._rest[1]
        if value >= self._peak[1]:
            self._state, self._peak, self._falling_since_s = _State.RISE, (time_s, value), None
            return None
        if value < self._low[1]:
            self._low = (time_s, value)
        if value <= self._rest[1] + self._rule.back * excursion:
            return self._came_back(time_s, value)
        if self._stays_lower(time_s, value, excursion):
            return self._held(time_s, excursion, self._peak[1])
        halfway_back = self._low[1] <= self._peak[1] - HALFWAY * excursion
        risen_again = value - self._low[1] > self._rule.enter * excursion
        if halfway_back and (risen_again or self._still(time_s, REST_S)):
            return self._ended(*self._low, end_s=self._low[0])
        return None

    def _held(self, time_s: float, excursion: float, top: float) -> Rep:
        """Close a repetition that stays at a top."""
        return self._finish(self._as_held(time_s, excursion, top))

    def _as_held(self, time_s: float, excursion: float, top: float) -> Rep:
        """Give one that stays at a top: it took twice the way there, or what passed until it stayed."""
        start_s, peak_s = self._risen(top)
        stays_s = last_reached_s(self._trace.until(time_s), top - TOP_SHARE * excursion) or peak_s
        why_not = self._why_hasty(max(2 * peak_s - start_s, stays_s) - start_s) or self._why_unseen(start_s, time_s)
        return Rep(start_s, peak_s, time_s, excursion, why_not, self._peak[1], held=True)

    def _came_back(self, time_s: float, value: float) -> Rep | None:
        """Close the repetition that is back at its rest but for the last, slow stretch, which is foreseen."""
        fall = self._trace.since(self._peak[0])
        end_s = come_down_s(fall, self._rest[1], self._peak[1] - self._rest[1], self._rule.back)
        return self._ended(time_s, value, end_s=time_s if end_s is None else end_s)

    def _ended(self, time_s: float, value: float, *, end_s: float) -> Rep | None:
        """Close the repetition; a rise too small to be one leaves no trace."""
        from_hold = self._is_up
        excursion = self._peak[1] - self._rest[1]
        start_s = self._start_s(max(self._rest[1], value) if end_s == time_s else self._rest[1])
        if self._was_held(start_s, end_s, excursion):
            held = self._held(time_s, excursion, self._peak[1])
            self._settle_at(time_s, value)
            return held
        why_not = self._why_not(start_s, end_s, excursion)
        bounces = self._bounces(start_s, time_s, excursion)
        rep = Rep(start_s, self._peak[0], end_s, excursion, why_not, self._peak[1], back=value, bounces=bounces)
        self._settle_at(time_s, value)
        self.returned += self._note_small(excursion)
        return self._finish(rep) if excursion >= self._own.enough and not from_hold else None

    @property
    def _is_up(self) -> bool:
        """Whether a rise began up where a repetition was held: who shifts about there was never back at rest."""
        if self._floor is None or self.range is None:
            return False
        return self._rest[1] - self._floor > self._rule.enter * self.range

    def _was_held(self, start_s: float, end_s: float, excursion: float) -> bool:
        """Whether a repetition that came back had stayed near its peak for so long that it was the one that is held."""
        near_s = stayed_s(self._trace.since(start_s), self._rest[1] + HELD_LOWER_SHARE * excursion)
        return self._may_be_held(excursion) and near_s >= max(self.held_early_s, HELD_MOST_SHARE * (end_s - start_s))

    def _note_small(self, excursion: float) -> bool:
        small = SMALL_RISE_SHARE * self._least <= excursion < self._own.enough
        self.small += [excursion] if small else []
        return small

    def _finish(self, rep: Rep) -> Rep:
        self._ended_s = rep.end_s
        if rep.why_not is None:
            self._own.add(rep)
        if rep.held:
            self._floor = self._rest[1]
            self._settle_at(rep.peak_s, self._peak[1])
        return rep

    def _settle_at(self, time_s: float, value: float) -> None:
        self._state, self._rest = _State.REST, (time_s, value)
        self._falling_since_s = None

    def discount(self, rep: Rep) -> None:
        """Take back a repetition that something outside the signal has spoiled."""
        self._own.remove(rep)

    def _why_not(self, start_s: float, end_s: float, excursion: float) -> str | None:
        took_s = end_s - start_s
        if (why := self._own.why_unlike(excursion)) is not None:
            return why
        if took_s > self._rule.max_s:
            return f"took too long: {took_s:.0f} s"
        return self._why_hasty(took_s) or self._why_unseen(start_s, end_s)

    def _why_hasty(self, took_s: float) -> str | None:
        return f"{TOO_FAST}: {took_s:.1f} s" if took_s < self._rule.min_s else None

    def _why_unseen(self, start_s: float, end_s: float) -> str | None:
        return NOT_SEEN if self._trace.is_unseen(start_s, end_s) else None

    def _start_s(self, floor: float) -> float:
        """When the rise from a floor to the peak began: foreseen backward from its lowest tenth."""
        rise = self._trace.until(self._peak[0])
        begun = begun_s(rise, floor, self._peak[1], START_SHARE)
        if begun is None:
            return max(self._rest[0], self._ended_s)
        # Never before the last moment at which it was seen at rest.
        resting = [time_s for time_s, value in rise if value <= floor]
        return max([begun, self._ended_s, *resting[-1:]])

    def _risen(self, top: float) -> tuple[float, float]:
        """When the rise began, and when it had come to a top where it stays: foreseen from its uppermost tenth."""
        start_s = self._start_s(self._rest[1])
        return start_s, min(self._peak[0], come_up_s(self._trace.since(start_s), top, top - self._rest[1], TOP_SHARE))

    def _is_last_held(self, time_s: float, value: float, excursion: float) -> bool:
        high = self._may_be_held(excursion) and value - self._rest[1] >= HELD_SHARE * (self.range or excursion)
        still = high and self._still(time_s, self._held_for_s, self._held_still(excursion))
        return still and not self._bounces(time_s - self._held_for_s, time_s, excursion)

    def _stays_lower(self, time_s: float, value: float, excursion: float) -> bool:
        """Whether a repetition that came back a little stays there: it is held, if it is the last one not that well."""
        if not self._may_be_held(excursion):
            return False
        if self.counted == self._target - 1:
            return value > self._rest[1] + self._rule.back * excursion and self._still(time_s, REST_S)
        high = value - self._rest[1] >= HELD_LOWER_SHARE * (self.range or excursion)
        return high and self._still(time_s, self.held_early_s, self._held_still(excursion))

    def _bounces(self, start_s: float, end_s: float, excursion: float) -> int:
        least = max(BOUNCE_SHARE * excursion, BOUNCE_NOISE_FACTOR * self._noise)
        return self._trace.bounces(start_s, end_s, least)

    @property
    def _held_for_s(self) -> float:
        """How long a repetition rests on top until it is the one that is held."""
        return HELD_S if self.counted == self._target - 1 else self.held_early_s

    @property
    def held_early_s(self) -> float:
        """The same of one that is not the last by count."""
        return min(HELD_EARLY_S, max(HELD_S, self._own.longest_s or HELD_EARLY_S))

    def _may_be_held(self, excursion: float) -> bool:
        """Whether a rise may be a repetition that is held: one is wanted still, and it is no small one."""
        wanted = self._rule.last_is_held and self.counted < self._target
        return wanted and excursion >= max(self._least, HALFWAY * (self.range or 0.0))

    def _held_still(self, excursion: float) -> float:
        """Share of the smallest excursion within which somebody on top of this one is still."""
        return max(REST_SHARE, HELD_STILL_SHARE * excursion / self._least)

    def _still(self, time_s: float, for_s: float, share: float = REST_SHARE) -> bool:
        return self._trace.keeps_within(share * self._least, time_s - for_s)
