"""Whether there is anybody to judge: seen, lost, found again, and what was in the way."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Reason, Unit, Unknown
from formcheck.body.view import UNKNOWN_VIEW
from formcheck.judge import words
from formcheck.judge.verdict import EventKind

if TYPE_CHECKING:
    from formcheck.body.moment import Moment
    from formcheck.judge.eventlog import EventLog

LOST_S: Final = 0.5
"""Nobody seen for so long is an event."""


class PersonWatch:
    """Watches for the person, and tells the log when they are lost and found."""

    def __init__(self, log: EventLog) -> None:
        self._log = log
        self._seen_s: float | None = None
        self._lost = False
        self._troubles: Counter[Reason] = Counter()

    def update(self, moment: Moment) -> None:
        """Take in a moment."""
        if moment.trouble is not None:
            self._troubles[moment.trouble] += 1
        if moment.person:
            self._seen_s = moment.time_s
            if self._lost:
                self._lost = False
                self._log.say(EventKind.PERSON_FOUND, moment.time_s)
        elif not self._lost and self._seen_s is not None and moment.time_s - self._seen_s > LOST_S:
            self._lost = True
            self._log.say(EventKind.PERSON_LOST, moment.time_s)

    @property
    def why_nobody(self) -> str | None:
        """Why nobody was ever seen; None when somebody was."""
        if self._seen_s is not None:
            return None
        trouble = self._troubles.most_common(1)[0][0] if self._troubles else Reason.NO_PERSON
        return words.reason_words(Unknown(Unit.RATIO, trouble), UNKNOWN_VIEW)
