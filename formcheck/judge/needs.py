"""What a phase needs of the body while it is done: whether it is there, and when it came and went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Measured
from formcheck.judge.roles import holds, reading_of

if TYPE_CHECKING:
    from formcheck.body.moment import Moment
    from formcheck.judge.roles import Roles
    from formcheck.routine.schema import Phase
    from formcheck.routine.terms import Condition

SWITCH_S: Final = 0.5
"""What a phase needs has to be there, or gone, for so long before the phase begins, or ends (a view's own time)."""

LOST_SHARE: Final = 0.25
"""What a phase needs is lost, once something was done in it, when a reading is beyond it by more than this share of its
own uncertainty: who stands at the border of what is needed does not go to and fro with each breath."""


class Needs:
    """Whether what a phase needs is there, with the time at which it came and went."""

    def __init__(self, phase: Phase) -> None:
        self._conditions = phase.needs
        self.met = not phase.needs
        self.met_from_s: list[float] = []
        self.met_until_s: float | None = None
        self._other_since_s: float | None = None

    def update(self, moment: Moment, roles: Roles, *, begun: bool = False) -> bool:
        """Take in a moment; what cannot be seen changes nothing, or is passed over where it need not be seen.

        ``begun`` says whether something was done in the phase, and nothing leads on to a later one yet.
        """
        states = [self._state(condition, moment, roles) for condition in self._conditions]
        now = False if False in states else None if None in states else True
        if begun and self.met and now is False and not self._is_lost(moment, roles):
            now = None
        if now is None or now is self.met:
            self._other_since_s = None
        elif self._other_since_s is None:
            self._other_since_s = moment.time_s
        elif moment.time_s - self._other_since_s >= SWITCH_S:
            self.met = now
            if now:
                self.met_from_s.append(self._other_since_s)
            self._other_since_s = None
        if self.met and now:
            self.met_until_s = moment.time_s
        return self.met

    def _is_lost(self, moment: Moment, roles: Roles) -> bool:
        """Whether something that is needed is surely not there."""
        readings = [(condition, reading_of(moment, condition.measure, roles)) for condition in self._conditions]
        return any(
            isinstance(reading, Measured) and condition.within.excess(reading.value) > LOST_SHARE * reading.sigma
            for condition, reading in readings
        )

    @staticmethod
    def _state(condition: Condition, moment: Moment, roles: Roles) -> bool | None:
        state = holds(condition, moment, roles)
        return True if state is None and not condition.needed else state
