"""The best of a hold: what a cue was asked to reach once, and was kept for long enough to be meant."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Measured
from formcheck.judge.checks import Finding, speaking
from formcheck.judge.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.routine.cues import Check

KEPT_SHARE: Final = 0.10
"""What was kept for this share of the hold's judged time was reached: of a hold of 10 s, one second ..."""

KEPT_S: Final = 0.5
"""... and for so long at the least: a swing past it is not reaching it ..."""

KEPT_MAX_S: Final = 2.0
"""... and at the most: of a minute in position, nobody asks for more."""

UNSEEN_SHARE: Final = 0.20
"""Where more than this share was not seen, it may have been reached then (as for a repetition, domain, section 3)."""

Seen = tuple[float, float, Finding]
"""When, for how many seconds, and what was found."""


class BestOfHold:
    """Collects a cue's findings of one hold and chooses the one that speaks for it."""

    def __init__(self) -> None:
        self._seen: defaultdict[Check, list[Seen]] = defaultdict(list)

    def add(self, time_s: float, step_s: float, found: Sequence[tuple[Check, Finding]]) -> None:
        """Enter a moment, with what each check that is asked then says of it."""
        for check, finding in found:
            self._seen[check].append((time_s, step_s, finding))

    def forget(self) -> None:
        """Begin anew, for another hold."""
        self._seen.clear()

    def of(self, end_s: float) -> tuple[float, Finding] | None:
        """Choose the best, check by check, of what was seen until the hold ended.

        Returns
        -------
        When it was, and the finding; None when no check was asked for long enough.
        """
        until = {check: [each for each in seen if each[0] <= end_s] for check, seen in self._seen.items()}
        bests = [(check, best) for check, seen in until.items() if (best := _best(seen)) is not None]
        if not bests:
            return None
        speaks = speaking([(check, finding) for check, (_, finding) in bests])
        return next((time_s, finding) for _, (time_s, finding) in bests if finding is speaks)


def _best(seen: Sequence[Seen]) -> tuple[float, Finding] | None:
    """Give the finding that was kept or surpassed for long enough, or cannot judge; None when hardly asked."""
    judged = sorted((s for s in seen if isinstance(s[2].reading, Measured)), key=lambda s: s[2].excess)
    hidden = [s for s in seen if not isinstance(s[2].reading, Measured)]
    judged_s, hidden_s = (sum(step_s for _, step_s, _ in part) for part in (judged, hidden))
    if judged_s + hidden_s < KEPT_S:
        return None
    may_be_missed = hidden_s > UNSEEN_SHARE * (judged_s + hidden_s)
    wanted_s = max(KEPT_S, min(KEPT_MAX_S, KEPT_SHARE * judged_s))
    kept_s = 0.0
    for time_s, step_s, finding in judged:
        kept_s += step_s
        if kept_s >= wanted_s:
            return _commonest(hidden) if finding.verdict is Verdict.FAULT and may_be_missed else (time_s, finding)
    return _commonest(hidden)


def _commonest(hidden: Sequence[Seen]) -> tuple[float, Finding]:
    """Give what was most often in the way, when it first was."""
    most = Counter(finding.reading for _, _, finding in hidden).most_common(1)[0][0]
    return next((time_s, finding) for time_s, _, finding in hidden if finding.reading == most)
