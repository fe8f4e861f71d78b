"""The starting position: taken up, kept, left."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from formcheck.judge.roles import holds

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formcheck.body.moment import Moment
    from formcheck.routine.schema import Gate

KEEP_GRACE_S: Final = 0.8
"""A position may be broken, or unseen, for so long and still be the same one (the grace of a hold)."""

UNSEEN_GRACE_S: Final = 2.5
"""Seeing nothing proves nothing: an unseen position is given up only after so long (a paused hold's limit)."""


BLINK_S: Final = 0.3
"""Trying to take the position, a person may be unseen for so long without having to begin anew."""


class Posture:
    """Watches the starting position of a movement.

    Attributes
    ----------
    kept
        Whether the person is in position.
    since_s
        From when on; the gate's own second is back-dated.
    why_not
        Why the gate did not open, the commonest reason first.
    """

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self.kept = False
        self.since_s = 0.0
        self._trying_since_s: float | None = None
        self._fitting_s = float("-inf")
        self._seen_s = float("-inf")
        self._broken: str | None = None
        self._broken_since_s: float | None = None
        self.why_not: Counter[str] = Counter()

    @property
    def kept_until_s(self) -> float:
        """Until when the position, if it was left, is known to have been kept; else when it was last seen."""
        return self._seen_s if self._broken_since_s is None else self._broken_since_s

    @property
    def broken(self) -> bool:
        """Whether the position, not yet given up, is not kept at this moment."""
        return self._broken_since_s is not None

    @property
    def why_left(self) -> str:
        """Why the position was left last."""
        return self._broken or "the person was out of sight"

    def update(self, moment: Moment, roles: Mapping[str, str]) -> bool:
        """Take in a moment; True while in position."""
        if self.kept:
            self._keep(moment, roles)
        else:
            self._try(moment, roles)
        return self.kept

    def _try(self, moment: Moment, roles: Mapping[str, str]) -> None:
        failing = self._first_failing(moment, roles)
        if failing is not None:
            why, unseen = failing
            self.why_not[why] += 1
            if not (unseen and moment.time_s - self._fitting_s <= BLINK_S):
                self._trying_since_s = None
            return
        self._fitting_s = moment.time_s
        if self._trying_since_s is None:
            self._trying_since_s = moment.time_s
        if moment.time_s - self._trying_since_s >= self._gate.for_s:
            self.kept, self.since_s = True, self._trying_since_s
            self._seen_s = moment.time_s
            self._trying_since_s = self._broken_since_s = None

    def _first_failing(self, moment: Moment, roles: Mapping[str, str]) -> tuple[str, bool] | None:
        """Why the position is not taken up, and whether that is for want of seeing."""
        for condition in self._gate.conditions:
            met = holds(condition, moment, roles)
            if met is False or (met is None and condition.needed):
                return condition.why, met is None
        return None

    def _keep(self, moment: Moment, roles: Mapping[str, str]) -> None:
        met = [(condition.why, holds(condition, moment, roles)) for condition in self._gate.keep]
        broken = next((why for why, state in met if state is False), None)
        if any(state is not None for _, state in met) or (not met and moment.person):
            self._seen_s = moment.time_s
        if broken is not None:
            self._broken = broken
            if self._broken_since_s is None:
                self._broken_since_s = moment.time_s
            if moment.time_s - self._broken_since_s > KEEP_GRACE_S:
                self.kept = False
        elif self._seen_s == moment.time_s:
            self._broken_since_s = None
        elif moment.time_s - self._seen_s > UNSEEN_GRACE_S:
            self._broken, self.kept = None, False
