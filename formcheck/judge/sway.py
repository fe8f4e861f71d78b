"""How steadily a measure is kept: its scatter over short stretches of a phase."""

from __future__ import annotations

from array import array
from collections import deque
from statistics import median, pstdev
from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Measured, Unknown
from formcheck.judge.ledger import CueResult
from formcheck.judge.roles import reading_of
from formcheck.judge.verdict import Verdict
from formcheck.judge.words import reason_words

if TYPE_CHECKING:
    from formcheck.body.moment import Moment
    from formcheck.judge.roles import Roles
    from formcheck.routine.cues import SwayCue

STRETCH_S: Final = 2.0
"""A stretch long enough for a wobble and back (a person's sway has periods of one to three seconds)."""

TYPICAL_SHARE: Final = 0.8
"""The sway that is told is the one which this share of the stretches stays under: one step aside is no sway."""

LEAST_STRETCHES: Final = 2


class Sway:
    """Keeps the books of one sway cue."""

    def __init__(self, cue: SwayCue) -> None:
        self.cue = cue
        self._stretch: deque[tuple[float, float]] = deque()
        self._begun_s: float | None = None
        self._found: list[tuple[float, float]] = []
        self._unit = ""
        self._sigmas = array("d")
        self._why: str | None = None

    def add(self, moment: Moment, roles: Roles, *, asked: bool) -> None:
        """Take in a moment; stretches that are broken off, or not asked for, say nothing."""
        reading = reading_of(moment, self.cue.measure, roles)
        fits = "any" in self.cue.views or moment.view.label.value in self.cue.views
        if not (asked and fits and isinstance(reading, Measured)):
            if asked and isinstance(reading, Unknown):
                self._why = reason_words(reading, moment.view)
            elif asked:
                self._why = "this cannot be seen from this view"
            self._stretch.clear()
            return
        self._unit = reading.unit.value
        self._sigmas.append(reading.sigma)
        self._stretch.append((moment.time_s, reading.value))
        if moment.time_s - self._stretch[0][0] >= STRETCH_S:
            self._found.append((pstdev(value for _, value in self._stretch), moment.time_s))
            self._stretch.clear()

    def leave(self, kept_until_s: float) -> None:
        """Forget the stretches in which the position, kept until then, was being left: getting out is no sway."""
        self._found = [each for each in self._found if each[1] <= kept_until_s - STRETCH_S]
        self._stretch.clear()

    def result(self, not_reached: str) -> CueResult:
        """Sum up; ``not_reached`` says why the cue's moment never came, where nothing else is known."""
        cue = self.cue
        if len(self._found) < LEAST_STRETCHES:
            verdict = Verdict.NOT_REACHED if self._why is None else Verdict.CANNOT_JUDGE
            return CueResult(cue.ref, cue.id, cue.title, cue.say, verdict, reason=self._why or not_reached)
        by_size = sorted(self._found)
        value, _ = by_size[min(len(by_size) - 1, int(TYPICAL_SHARE * len(by_size)))]
        worst, worst_s = by_size[-1]
        # The model's slow drifting is sway as well, by up to what it may be off.
        sigma = median(self._sigmas)
        verdict = Verdict.GOOD if cue.good.excess(value) <= 0 else Verdict.NEARLY
        if cue.nearly.excess(value) > sigma:
            verdict = Verdict.FAULT
        off = verdict is not Verdict.GOOD
        return CueResult(
            cue.ref,
            cue.id,
            cue.title,
            cue.say,
            verdict,
            share_judged=1.0,
            worst_time_s=worst_s if off else None,
            worst_value=worst if off else None,
            measure=cue.measure,
            value=value,
            unit=self._unit,
            sigma=sigma,
            limit=cue.good.nearest_limit(value),
        )
