"""One movement on the look-out: its starting position and its side, and a judge of its own while that is kept.

A recording is watched so for all movements of a program, and so is a live session: whoever takes up a position is
judged from then on, whether anybody expected it or not.
"""

from __future__ import annotations

from collections import deque
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.judge.claims import Claim, Deed
from formcheck.judge.movement import Judge
from formcheck.judge.posture import Posture
from formcheck.judge.roles import RoleFinder, Roles, holds, roles_for
from formcheck.judge.words import Translate, in_english
from formcheck.pose.landmarks import SIDES
from formcheck.routine.schema import MoreSide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.body.moment import Moment
    from formcheck.judge.claims import Span
    from formcheck.judge.recent import Recent
    from formcheck.judge.result import SetResult
    from formcheck.judge.verdict import Snapshot
    from formcheck.routine.schema import Gate, Movement

REST_S: Final = 10.0
"""Who leaves a position and takes it up again on the same side within so long goes on with the same set."""

LEAD_S: Final = 3.0
"""A set's judge is told so much of what came before and after: taking the position up, and leaving it."""

VOTE_S: Final = 6.0
"""Looking back so far it is asked again whose side it is: about two repetitions, which one odd moment cannot sway."""

VOTE_SHARE: Final = 0.75
"""Another side than the one taken for granted has to have been seen for so much of that time."""


def memory_s(movements: Sequence[Movement]) -> float:
    """Seconds of moments that the watches of these movements look back on."""
    return LEAD_S + VOTE_S + max(movement.gate.for_s for movement in movements)


@dataclass(frozen=True, slots=True)
class EndedSet:
    """A set that is over: when its position was kept and what was done in it, and its result."""

    claim: Claim
    result: SetResult


class SetWatch:
    """Watches for one movement: a set begins when its position is taken up, and ends some time after it was left.

    Parameters
    ----------
    movement
        From :func:`formcheck.judge.loading.load_movement`.
    side
        The side that is worked, where it is known beforehand; else it is found out.
    recent
        The last moments, :func:`memory_s` seconds of them; each is put in there before it is fed here.
    rest_s
        How long a position may be left without ending the set.
    tell
        Gives the judge's own words in the language of the movement's; they are English.
    """

    def __init__(
        self, movement: Movement, side: str | None, recent: Recent, rest_s: float = REST_S, tell: Translate = in_english
    ) -> None:
        self.movement = movement
        self.rest_s = rest_s
        self.snapshot: Snapshot | None = None
        """How things stand in the set that is open; None while none is."""
        self.number = 0
        """How many sets were begun so far, this one included."""
        self._recent = recent
        self._side_given = side
        self._tell = tell
        self._gate = _GateWatch(movement, side, recent)
        self._judge: Judge | None = None
        self._side: str | None = None
        self._kept: list[Span] = []
        self._since_s = self._kept_until_s = 0.0

    @property
    def kept(self) -> bool:
        """Whether the position is kept now."""
        return self._gate.kept

    @property
    def since_s(self) -> float:
        """Since when it is kept."""
        return self._gate.since_s

    @property
    def is_open(self) -> bool:
        """Whether a set is under way, be it that its position was left a while ago."""
        return self._judge is not None

    @property
    def side(self) -> str | None:
        """The side of the set that is open, None where it was not found out; ``both`` where both are worked."""
        return self._side if self.movement.sides else "both"

    @property
    def something_done(self) -> bool:
        """Whether a repetition was counted or something held in the set that is open."""
        return self._judge is not None and self._judge.something_done

    @property
    def counted(self) -> int:
        """Repetitions of the movement's main phase counted in the set that is open."""
        return self._judge.counted if self._judge is not None else 0

    def feed(self, moment: Moment) -> list[EndedSet]:
        """Take in one moment, which is the last of the recent ones; return the sets that have ended."""
        was_kept = self._gate.kept
        self._gate.update(moment, at_rest=self._judge is None or self._judge.at_rest)
        if was_kept and self._gate.side != self._side:
            return self._change_side(moment)
        if self._gate.kept and not was_kept:
            return self._open(moment)
        if self._judge is not None:
            self.snapshot = self._judge.feed(moment)
            return self._after(moment, was_kept=was_kept)
        return []

    def _open(self, moment: Moment) -> list[EndedSet]:
        """Go on with the set of this side, or begin one."""
        self._since_s = self._gate.since_s
        if self._judge is not None and self._side == self._gate.side:
            self.snapshot = self._judge.feed(moment)
            return []
        ended = self.close()
        self._side = self._gate.side
        self._judge = Judge(self.movement, self._side, tell=self._tell)
        self.number += 1
        for earlier in self._recent.since(self._gate.since_s - LEAD_S):
            self.snapshot = self._judge.feed(earlier)
        return ended

    def _change_side(self, moment: Moment) -> list[EndedSet]:
        """End the set where the other side began; one of a few seconds was a mistake and is forgotten."""
        until_s = self._gate.since_s if self._gate.kept else moment.time_s
        if until_s - self._since_s > LEAD_S:
            self._kept.append((self._since_s, until_s))
        ended = self.close()
        return ended + (self._open(moment) if self._gate.kept else [])

    def _after(self, moment: Moment, *, was_kept: bool) -> list[EndedSet]:
        if was_kept and not self._gate.kept:
            self._kept.append((self._since_s, self._gate.kept_until_s))
        if self._gate.kept:
            self._kept_until_s = moment.time_s
        elif moment.time_s - self._gate.kept_until_s > self.rest_s:
            return self.close()
        return []

    def close(self) -> list[EndedSet]:
        """End the set that is open, as far as its position is known to have been kept."""
        if self._judge is None:
            return []
        ended = _ended(self._judge, self._kept)
        self._judge, self.snapshot, self._kept = None, None, []
        return ended

    def finish(self) -> list[EndedSet]:
        """End the set that is open, with the position kept until now; the watch is fed no more, or begins anew."""
        if self._judge is not None and self._gate.kept:
            self._kept.append(self._span_now)
        return self.close()

    def begin_anew(self) -> None:
        """Forget that a position was taken up: it has to be so once more."""
        self._gate = _GateWatch(self.movement, self._side_given, self._recent)

    def so_far(self) -> list[EndedSet]:
        """Return the set that is open as it would be if it ended now."""
        if self._judge is None:
            return []
        judge = deepcopy(self._judge, {id(self.movement): self.movement, id(self._tell): self._tell})
        return _ended(judge, [*self._kept, *([self._span_now] if self._gate.kept else [])])

    @property
    def _span_now(self) -> Span:
        return self._since_s, max(self._gate.kept_until_s, self._kept_until_s)

    def missing(self, moment: Moment) -> tuple[int, ...]:
        """Places of the gate's conditions that are not met, on the side on which the fewest are missing."""
        return self._gate.missing(moment)


def _ended(judge: Judge, kept: list[Span]) -> list[EndedSet]:
    """Close a judge; what was never in position is no set."""
    result = judge.finish()
    if not kept:
        return []
    primary = judge.movement.camera.primary
    plain = primary in {"any", result.view.view.label.value}
    return [EndedSet(Claim(judge.movement.id, result.side, tuple(kept), _deeds(result, judge.movement), plain), result)]


def _deeds(result: SetResult, movement: Movement) -> tuple[Deed, ...]:
    found = [Deed("hold", hold.start_s, hold.end_s) for hold in result.holds]
    # What moved without the rest of the body was no try at this movement: arching the back on all fours is no rock.
    echoless = {phase.rep.echo.why for phase in movement.phases if phase.rep and phase.rep.echo}
    for phase in result.phases:
        reps = (rep for rep in phase.reps if rep.why_not not in echoless)
        found += [Deed("rep" if rep.counted else "tried", rep.start_s, rep.end_s) for rep in reps]
    return tuple(found)


class _GateWatch:
    """A movement's starting position with the side on which it is taken up.

    Whose side it is may look otherwise at first than for the rest of the time, or change without the position being
    left; so it is asked again all along.
    """

    def __init__(self, movement: Movement, side: str | None, recent: Recent) -> None:
        self._movement = movement
        self._recent = recent
        self._votes: deque[tuple[float, str | None]] = deque()
        self._forced = side if movement.sides else None
        self._finder = RoleFinder(movement)
        self._roles: Roles = roles_for(movement, side)
        self._either = [roles_for(movement, each) for each in SIDES] if movement.sides else []
        self._posture = Posture(movement.gate)
        named = movement.roles.get(movement.sides.named_after) if movement.sides else None
        self._told_by_whole = isinstance(named, MoreSide)

    @property
    def kept(self) -> bool:
        return self._posture.kept

    @property
    def since_s(self) -> float:
        return self._posture.since_s

    @property
    def kept_until_s(self) -> float:
        return self._posture.kept_until_s

    @property
    def side(self) -> str | None:
        """The side whose position was taken up last."""
        sides = self._movement.sides
        return self._roles.get(sides.named_after) if sides else None

    def update(self, moment: Moment, *, at_rest: bool) -> None:
        """Take in a moment; ``at_rest`` says that no repetition and no hold is under way."""
        if self._forced is None:
            self._ask_sides(moment, at_rest=at_rest)
        self._posture.update(moment, self._roles)

    def _ask_sides(self, moment: Moment, *, at_rest: bool) -> None:
        found = self._finder.update(moment)
        sides = self._movement.sides
        side = found.get(sides.named_after) if sides else None
        # A side that is told by the whole picture, and not by a joint, may err for seconds while the body leans over
        # the legs: nobody changes legs there, and what is not clear is no vote.
        clear = self._finder.clear.get(sides.named_after) if sides and self._told_by_whole else side
        self._votes.append((moment.time_s, clear))
        while self._votes[0][0] < moment.time_s - VOTE_S:
            self._votes.popleft()
        may_change = at_rest or not self._told_by_whole
        if not self._posture.kept:
            self._roles = found if side is None else roles_for(self._movement, side)
        elif may_change and side not in {None, self.side} and self._is_voted(side):
            self._roles = roles_for(self._movement, side)
            from_s = moment.time_s - VOTE_S
            if from_s - self.since_s <= LEAD_S:
                from_s = self.since_s  # It was this side from the beginning.
            self._posture = Posture(self._movement.gate)
            for earlier in self._recent.since(from_s)[:-1]:
                self._posture.update(earlier, self._roles)

    def _is_voted(self, side: str | None) -> bool:
        whole = self._votes[-1][0] - self._votes[0][0] > 0.9 * VOTE_S
        return whole and sum(vote == side for _, vote in self._votes) >= VOTE_SHARE * len(self._votes)

    def missing(self, moment: Moment) -> tuple[int, ...]:
        """Places of the gate's conditions that are not met, on the side on which the fewest are missing."""
        ways = [self._roles] if self._forced else self._either or [self._roles]
        return min((_unmet(self._movement.gate, moment, roles) for roles in ways), key=len)


def _unmet(gate: Gate, moment: Moment, roles: Roles) -> tuple[int, ...]:
    states = [(holds(condition, moment, roles), condition.needed) for condition in gate.conditions]
    return tuple(n for n, (met, needed) in enumerate(states) if met is False or (met is None and needed))
