"""Several sets one after another: the same movement on one side and then the other."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from formcheck.judge.movement import Judge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formcheck.body.moment import Moment
    from formcheck.judge.result import SetResult
    from formcheck.judge.verdict import Snapshot
    from formcheck.routine.schema import Movement

HAND_OVER_S: Final = 2.0
"""A new set is told the last moments of the one before, so that the second that opened its gate is not lost."""


class Session:
    """Feeds one judge after another: a new one when the person takes up the position on the other side.

    Parameters
    ----------
    movement
        From :func:`formcheck.routine.load_movement`.
    side
        The side to judge, where it is known beforehand; the whole session is then one set.
    """

    def __init__(self, movement: Movement, side: str | None = None) -> None:
        self._movement = movement
        self._judge = Judge(movement, side)
        self._recent: deque[Moment] = deque()
        self._sets: list[SetResult] = []

    def feed(self, moment: Moment) -> Snapshot:
        """Take in one moment; they come in the order of time."""
        self._recent.append(moment)
        while self._recent[0].time_s < moment.time_s - HAND_OVER_S:
            self._recent.popleft()
        snapshot = self._judge.feed(moment)
        if self._judge.other_side_ready:
            self._sets.append(self._judge.finish())
            self._judge = Judge(self._movement)
            for earlier in self._recent:
                snapshot = self._judge.feed(earlier)
        return snapshot

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
