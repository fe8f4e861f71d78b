"""The account of one hold: when it began, how long it was held, in good form, and unseen; it can be cut back."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

CUT_BACK_S: Final = 60.0
"""No hold is cut so far back: the repetition that it turned into takes 12 s at the most."""


@dataclass(frozen=True, slots=True)
class Hold:
    """One hold: when, how long held, how much of that in good form, and how much was not seen."""

    start_s: float
    end_s: float
    held_s: float
    good_form_s: float
    unseen_s: float


class Account:
    """Adds up the seconds of a hold that is being timed.

    Parameters
    ----------
    start_s, until_s
        When it began, and up to when it was held before it was known for one.
    form_good
        Whether no cue was at fault then.
    """

    def __init__(self, start_s: float, until_s: float, *, form_good: bool) -> None:
        self.start_s = start_s
        self.until_s = until_s
        """The last moment at which it was held."""
        self.held_s = until_s - start_s
        self._good_form_s = self.held_s if form_good else 0.0
        self._unseen_s = self._missed_s = 0.0
        self._log = deque([(until_s, self.held_s, self._good_form_s, 0.0)])

    @property
    def all_seen(self) -> bool:
        """Whether nothing was missed since the last moment at which it was held."""
        return self._missed_s == 0

    @property
    def hold(self) -> Hold:
        """The hold as it stands."""
        return Hold(self.start_s, self.until_s, self.held_s, self._good_form_s, self._unseen_s)

    def miss(self, step_s: float) -> None:
        """Note time that was not seen: if the hold goes on after it, it is told with it."""
        self._missed_s += step_s

    def enter(self, time_s: float, held_s: float, *, form_good: bool) -> None:
        """Add what was held up to a time."""
        self.held_s += held_s
        self._good_form_s += held_s if form_good else 0.0
        self._unseen_s += self._missed_s
        self._missed_s = 0.0
        self.until_s = time_s
        self._log.append((time_s, self.held_s, self._good_form_s, self._unseen_s))
        while self._log[0][0] < time_s - CUT_BACK_S:
            self._log.popleft()

    def begin_later(self, at_s: float) -> None:
        """Take off the beginning what was before a time."""
        less_s = min(at_s, self.until_s) - self.start_s
        if less_s <= 0.0:
            return
        self.start_s += less_s
        self.held_s = max(0.0, self.held_s - less_s)
        self._good_form_s = min(self._good_form_s, self.held_s)
        self._log = deque(
            (until_s, max(0.0, held_s - less_s), min(good_form_s, max(0.0, held_s - less_s)), unseen_s)
            for until_s, held_s, good_form_s, unseen_s in self._log
            if until_s >= self.start_s
        )

    def cut(self, at_s: float) -> None:
        """Take off the end what was after a time."""
        before = [entry for entry in self._log if entry[0] <= at_s]
        if before:
            self.until_s, self.held_s, self._good_form_s, self._unseen_s = before[-1]
            return
        self.until_s = max(self.start_s, min(self.until_s, at_s))
        self.held_s = self.until_s - self.start_s
        self._good_form_s = min(self._good_form_s, self.held_s)
        self._unseen_s = 0.0
