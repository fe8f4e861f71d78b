"""Several sets one after another: the same movement on one side and then the other."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from formcheck.judge.movement import Judge
from formcheck.judge.words import in_english

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formcheck.body.moment import Moment
    from formcheck.judge.result import SetResult
    from formcheck.judge.verdict import Snapshot
    from formcheck.judge.words import Translate
    from formcheck.routine.schema import Movement

HAND_OVER_S: Final = 2.0
"""A new set is told the last moments of the one before, so that the second that opened its gate is not lost."""

AGAIN_S: Final = 60.0
"""Which side is worked may turn out wrong after a while: so much of a set is kept, to be judged again for the other."""


class Session:
    """Feeds one judge after another: a new one when the person takes up the position on the other side.

    Parameters
    ----------
    movement
        From :func:`formcheck.routine.load_movement`.
    side
        The side to judge, where it is known beforehand; the whole session is then one set.
    tell
        Gives the judge's own words in the language of the movement's; they are English.
    """

    def __init__(self, movement: Movement, side: str | None = None, tell: Translate = in_english) -> None:
        self._movement = movement
        self._tell = tell
        self._judge = Judge(movement, side, tell=tell)
        self._recent: deque[Moment] = deque()
        self._of_set: deque[Moment] = deque()
        self._sets: list[SetResult] = []

    def feed(self, moment: Moment) -> Snapshot:
        """Take in one moment; they come in the order of time."""
        self._of_set.append(moment)
        while self._of_set[0].time_s < moment.time_s - AGAIN_S:
            self._of_set.popleft()
        self._recent.append(moment)
        while self._recent[0].time_s < moment.time_s - HAND_OVER_S:
            self._recent.popleft()
        snapshot = self._judge.feed(moment)
        if self._judge.other_side_ready:
            self._sets.append(self._judge.finish())
            snapshot = self._begin(Judge(self._movement, tell=self._tell), self._recent)
        elif self._judge.mistaken_for is not None:
            believed = Judge(self._movement, believed=self._judge.mistaken_for, tell=self._tell)
            snapshot = self._begin(believed, self._of_set)
        return snapshot

    def _begin(self, judge: Judge, moments: deque[Moment]) -> Snapshot:
        """Let a new judge see some moments, the last of them now; return how things stand."""
        self._judge, self._of_set = judge, deque(moments)
        return [judge.feed(moment) for moment in moments][-1]

    def finish(self) -> tuple[SetResult, ...]:
        """Close the last set and return them all, in the order in which they were done."""
        return (*self._sets, self._judge.finish())


def judge_moments(
    movement: Movement, moments: Iterable[Moment], side: str | None = None
) -> tuple[tuple[SetResult, ...], list[Snapshot]]:
    """Judge a whole recording: the sets, and a snapshot for each moment."""
    session = Session(movement, side)
    snapshots = [session.feed(moment) for moment in moments]
    return session.finish(), snapshots
