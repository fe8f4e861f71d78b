"""Which set is under way: all movements of the session are on the look-out, and whose set it is has the floor.

The step that is due has the floor as soon as its position is taken up. Another movement, or the other side, gets it
when something was done in its position, or that was kept for long enough to be meant; it was judged from the moment its
position was taken up, so nothing is lost by making sure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.judge.claims import KEPT_LEAST_S
from formcheck.judge.movement import Judge
from formcheck.judge.recent import Recent
from formcheck.judge.setwatch import REST_S, VOTE_S, SetWatch, memory_s
from formcheck.judge.stages import SETUP
from formcheck.judge.words import Translate, in_english

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.body.moment import Moment
    from formcheck.coach.plan import Step
    from formcheck.judge.result import SetResult
    from formcheck.judge.setwatch import EndedSet
    from formcheck.judge.verdict import Snapshot
    from formcheck.routine.schema import Movement

NEVER_S: Final = float("inf")

CHANGE_LEAST_S: Final = 2.0
"""Changing legs takes a second, and taking up the new position another: a side that was found sooner than that after
the other one was left was mistaken before, or is now, or is somebody getting up ..."""

DOUBTED_S: Final = VOTE_S
"""... and stays in doubt for as long as the judge looks back to tell sides."""

_Key = tuple[str, int]


def _key(watch: SetWatch) -> _Key:
    return watch.movement.id, watch.number


class Floor:
    """The set that has the floor.

    Attributes
    ----------
    key
        Tells it from all other sets.
    movement, side
        What is done.
    """

    def __init__(self, watch: SetWatch) -> None:
        self._watch = watch
        self.key = _key(watch)
        self.movement = watch.movement
        self.side = watch.side

    def is_of(self, watch: SetWatch) -> bool:
        """Whether this is the set that a watch has open."""
        return watch.is_open and _key(watch) == self.key

    @property
    def still_open(self) -> bool:
        """Whether the set may still go on."""
        return self.is_of(self._watch)

    @property
    def kept(self) -> bool:
        """Whether its position is kept now."""
        return self.still_open and self._watch.kept

    @property
    def something_done(self) -> bool:
        """Whether a repetition was counted or something held."""
        return self.still_open and self._watch.something_done

    @property
    def main_done(self) -> bool:
        """Whether all of the movement's own repetitions were counted; in one without, whether something was held."""
        main = self.movement.main_phase
        if main is None:
            return self.something_done
        return self.still_open and self._watch.counted >= main.target

    @property
    def snapshot(self) -> Snapshot | None:
        """How things stand in it; None when it is over."""
        return self._watch.snapshot if self.still_open else None


class Course:
    """The judging of a session, set after set.

    Parameters
    ----------
    movements
        Those of the program, each once.
    step
        The step that is due first.
    tell
        Gives the judge's own words in the language of the movements'.
    """

    def __init__(self, movements: Sequence[Movement], step: Step, tell: Translate = in_english) -> None:
        self._tell = tell
        self._recent = Recent(memory_s(movements))
        self._watches = [SetWatch(movement, None, self._recent, tell=tell) for movement in movements]
        self._booked: list[EndedSet] = []
        self._heard: set[_Key] = set()
        self._settled: set[_Key] = set()
        self.floor: Floor | None = None
        """The set under way; None between two sets."""
        self._kept: tuple[Floor, float] | None = None
        self._doubted_until_s = -NEVER_S
        self._now_s = 0.0
        self.expect(step)

    def expect(self, step: Step) -> None:
        """Make another step the one that is due."""
        self._due = step
        self._waiting = Judge(step.movement, step.side if step.movement.sides else None, tell=self._tell)
        self._waiting_phase = ""

    def let_go(self, *, settled: bool) -> None:
        """Take the floor from the set that has it, as its step is over.

        Parameters
        ----------
        settled
            Whether it is over for good; else it may go on if its position is taken up again soon.
        """
        if self.floor is not None and settled:
            self._settled.add(self.floor.key)
        self.floor = None

    def begin_anew(self) -> None:
        """End all sets that are open, and forget every position: what is taken up now is a new set."""
        for watch in self._watches:
            self._book(_key(watch), watch.finish())
            watch.begin_anew()
        self.floor = None

    def feed(self, moment: Moment) -> Snapshot:
        """Take in one moment; return how things stand in the set under way, or else in what is due."""
        self._recent.add(moment)
        self._now_s = moment.time_s
        for watch in self._watches:
            before = _key(watch)
            watch.rest_s = NEVER_S if self._is_waited_for(watch) else REST_S
            self._book(before, watch.feed(moment))
        self._give_floor(moment.time_s)
        if self.floor is not None and self.floor.kept:
            self._kept = self.floor, moment.time_s
        if self.floor is not None and self.floor.snapshot is not None:
            return self.floor.snapshot
        snapshot = self._waiting.feed(moment)
        self._waiting_phase = snapshot.phase
        return snapshot

    def _is_waited_for(self, watch: SetWatch) -> bool:
        """Whether a set that was begun in earnest is still the one that is due: nobody has to hurry back to it."""
        return self.floor is not None and self.floor.is_of(watch) and watch.something_done

    def _book(self, key: _Key, ended: Sequence[EndedSet]) -> None:
        self._booked += [each for each in ended if key in self._heard and each.claim.stands]

    def _give_floor(self, time_s: float) -> None:
        holder = self.floor
        if holder is not None and not holder.still_open:
            holder = self.floor = None
        if holder is not None and holder.kept and holder.something_done:
            return
        rivals = [w for w in self._watches if w.kept and _key(w) not in self._settled]
        rivals = [w for w in rivals if holder is None or not holder.is_of(w)]
        taken = next((w for w in rivals if self._may_have(w, holder, time_s)), None)
        if taken is not None:
            self.floor = Floor(taken)
            self._note_doubt(self.floor, time_s)
            self._heard.add(self.floor.key)

    def _note_doubt(self, floor: Floor, time_s: float) -> None:
        """Note whether the floor went to the other side of what was kept a moment ago, sooner than legs are changed.

        Or to the other side of what is due, though its position is kept as well by whoever takes it for that.
        """
        due = self._due
        is_other = floor.movement.id == due.movement.id and floor.side != due.side
        either = is_other and self._waiting_phase not in {"", SETUP}
        before, kept_s = self._kept or (floor, time_s)
        turned = before.movement.id == floor.movement.id and before.side != floor.side
        if either or (turned and time_s - kept_s < CHANGE_LEAST_S):
            self._doubted_until_s = time_s + DOUBTED_S

    @property
    def side_is_doubted(self) -> bool:
        """Whether the side that is worked was found to be another one in the midst of it.

        What is amiss with it may be amiss with the other, or with nothing: nobody is corrected for it.
        """
        return self._now_s < self._doubted_until_s

    def _may_have(self, watch: SetWatch, holder: Floor | None, time_s: float) -> bool:
        """Whether a movement whose position is kept gets the floor, which nobody has who does something there."""
        if watch.something_done:
            return True
        if holder is not None and holder.kept:
            return False
        is_due = watch.movement.id == self._due.movement.id and watch.side == self._due.side
        return is_due or time_s - watch.since_s >= KEPT_LEAST_S

    def result(self) -> SetResult | None:
        """Return the set that has the floor as if it ended now; None where none has it."""
        watch = next((w for w in self._watches if self.floor is not None and self.floor.is_of(w)), None)
        ended = watch.so_far() if watch is not None else []
        return ended[0].result if ended else None

    def sets(self) -> tuple[SetResult, ...]:
        """Return all sets so far in the order of time, the one under way as if it ended now."""
        under_way = [each for w in self._watches if _key(w) in self._heard for each in w.so_far() if each.claim.stands]
        found = (each.result for each in [*self._booked, *under_way])
        return tuple(sorted(found, key=lambda result: result.start_s))
