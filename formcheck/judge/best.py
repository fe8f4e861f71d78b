"""The best of a hold: what a cue was asked to reach once, and was kept for long enough to be meant."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Measured
from formcheck.judge.checks import Finding, speaking
from formcheck.judge.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formcheck.body.reading import Reading
    from formcheck.routine.cues import Check

KEPT_SHARE: Final = 0.10
"""What was kept for this share of the hold's judged time was reached: of a hold of 10 s, one second ..."""

KEPT_S: Final = 0.5
"""... and for so long at the least: a swing past it is not reaching it ..."""

KEPT_MAX_S: Final = 2.0
"""... and at the most: of a minute in position, nobody asks for more."""

UNSEEN_SHARE: Final = 0.20
"""Where more than this share was not seen, it may have been reached then (as for a repetition, domain, section 3)."""

LOOK_BACK_S: Final = 60.0
"""A hold ends so long before it is known to have ended at the most: with the repetition it turned into (no movement's
takes more than 12 s), the way out of it or its last pause. What is older belongs to it for certain."""

Seen = tuple[float, float, Finding]
"""When, for how many seconds, and what was found."""


class BestOfHold:
    """Collects a cue's findings of one hold and chooses the one that speaks for it.

    However long the hold goes on, kept are the findings of its last minute or two, and of those before only what the
    choice can fall on.
    """

    def __init__(self) -> None:
        self._lately: dict[Check, list[Seen]] = {}
        self._before: dict[Check, _Found] = {}

    def add(self, time_s: float, step_s: float, found: Sequence[tuple[Check, Finding]]) -> None:
        """Enter a moment, with what each check that is asked then says of it."""
        for check, finding in found:
            lately = self._lately.setdefault(check, [])
            lately.append((time_s, step_s, finding))
            if time_s - lately[0][0] > 2 * LOOK_BACK_S:
                self._settle(check, time_s - LOOK_BACK_S)

    def _settle(self, check: Check, until_s: float) -> None:
        """Enter for good what was seen before a time."""
        lately = self._lately[check]
        later = next(place for place, seen in enumerate(lately) if seen[0] >= until_s)
        self._before.setdefault(check, _Found()).enter(lately[:later])
        self._lately[check] = lately[later:]

    def forget(self) -> None:
        """Begin anew, for another hold."""
        self._lately.clear()
        self._before.clear()

    def of(self, end_s: float) -> tuple[float, Finding] | None:
        """Choose the best, check by check, of what was seen until the hold ended.

        Parameters
        ----------
        end_s
            When it ended: :data:`LOOK_BACK_S` before the last moment, or later.

        Returns
        -------
        When it was, and the finding; None when no check was asked for long enough.
        """
        bests = [(check, best) for check in self._lately if (best := self._found(check, end_s).best()) is not None]
        if not bests:
            return None
        speaks = speaking([(check, finding) for check, (_, finding) in bests])
        return next((time_s, finding) for _, (time_s, finding) in bests if finding is speaks)

    def _found(self, check: Check, end_s: float) -> _Found:
        found = self._before[check].copy() if check in self._before else _Found()
        found.enter(seen for seen in self._lately[check] if seen[0] <= end_s)
        return found


@dataclass(slots=True)
class _Found:
    """What a check says of a part of a hold: for how long, the best of it, and what was in the way how often."""

    surpassed_s: float = 0.0
    hidden_s: float = 0.0
    judged: list[Seen] = field(default_factory=list)
    hidden: dict[Reading, tuple[int, float, Finding]] = field(default_factory=dict)

    def copy(self) -> _Found:
        return _Found(self.surpassed_s, self.hidden_s, list(self.judged), dict(self.hidden))

    def enter(self, lately: Iterable[Seen]) -> None:
        """Enter what came after all that was entered before."""
        for seen in lately:
            _, step_s, finding = seen
            if isinstance(finding.reading, Measured):
                self.judged.append(seen)
            else:
                self.hidden_s += step_s
                self._hide(seen)
        self.judged.sort(key=lambda seen: seen[2].excess)
        self._forget_what_is_surpassed()

    def _hide(self, seen: Seen) -> None:
        time_s, _, finding = seen
        times, first_s, first = self.hidden.get(finding.reading, (0, time_s, finding))
        self.hidden[finding.reading] = times + 1, first_s, first

    def _forget_what_is_surpassed(self) -> None:
        """Keep the best of so long as is asked for at the most; of the rest, how long it was."""
        steps_s = accumulate(step_s for _, step_s, _ in self.judged)
        enough = next((place for place, kept_s in enumerate(steps_s, 1) if kept_s >= KEPT_MAX_S), len(self.judged))
        self.surpassed_s += sum(step_s for _, step_s, _ in self.judged[enough:])
        del self.judged[enough:]

    def best(self) -> tuple[float, Finding] | None:
        """Give the finding that was kept or surpassed for long enough, or cannot judge; None when hardly asked."""
        judged_s = sum(step_s for _, step_s, _ in self.judged) + self.surpassed_s
        asked_s = judged_s + self.hidden_s
        if asked_s < KEPT_S:
            return None
        may_be_missed = self.hidden_s > UNSEEN_SHARE * asked_s
        wanted_s = max(KEPT_S, min(KEPT_MAX_S, KEPT_SHARE * judged_s))
        kept_s = 0.0
        for time_s, step_s, finding in self.judged:
            kept_s += step_s
            if kept_s >= wanted_s:
                unsure = finding.verdict is Verdict.FAULT and may_be_missed
                return self._commonest() if unsure else (time_s, finding)
        return self._commonest()

    def _commonest(self) -> tuple[float, Finding]:
        """Give what was most often in the way, when it first was."""
        _, first_s, first = max(self.hidden.values(), key=lambda each: each[0])
        return first_s, first
