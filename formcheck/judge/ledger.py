"""The history of one cue: debounced faults, shares of time, and the verdict at the end."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Measured, Unknown
from formcheck.judge.sample import EvenSample
from formcheck.judge.verdict import Verdict
from formcheck.judge.words import mend_words, reason_words

if TYPE_CHECKING:
    from formcheck.body.view import View
    from formcheck.judge.checks import Finding
    from formcheck.routine.cues import MeasuredCue

RAISE_S: Final = {"safety": 0.4, "form": 0.7, "refinement": 1.0, "information": 1.0}
"""How long a fault has to last before it is one (domain, section 6)."""

CLEAR_S: Final = 0.5
"""How long it has to be mended before it is gone (domain, section 6)."""

JUDGED_SHARE: Final = 0.3
"""A cue that was judged for less than this share of its time, and never at fault, could not be judged."""

FAULT_SHARE: Final = 0.10
"""A fault of form that took less than this share of its time was a slip: nearly (the domain asks for 90 % of the
time where it says how much, at 1.4 and 2.6). One of safety stays a fault."""

NEARLY_SHARE: Final = 0.25
"""Nearly for this share of the judged time is nearly in the end."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One debounced fault: from when to when, and when it was worst."""

    start_s: float
    end_s: float
    worst_s: float


@dataclass(frozen=True, slots=True)
class CueResult:
    """A cue at the end of a set.

    Attributes
    ----------
    ref, id, title, say, quote
        From the movement file.
    verdict
        Good, nearly, fault, cannot judge or not reached.
    share_fault
        Share of the judged time (of the repetitions, for a cue on peaks or whole reps) that was at fault.
    share_judged
        Share of the cue's time in which it could be judged.
    worst_time_s, worst_value
        When it was furthest outside the good band, and the value then; None when it never was.
    measure
        What was measured, as the movement file names it.
    value, unit, sigma
        Median of that measure.
    limit
        End of the good band that the value is nearest to.
    reason, mend
        For cannot judge and not reached: why, and what to do about it.
    parts
        Landmarks at which a picture shows it.
    """

    ref: str
    id: str
    title: str
    say: str
    verdict: Verdict
    share_fault: float = 0.0
    share_judged: float = 0.0
    worst_time_s: float | None = None
    worst_value: float | None = None
    measure: str | None = None
    value: float | None = None
    unit: str | None = None
    sigma: float | None = None
    limit: float | None = None
    reason: str | None = None
    mend: str | None = None
    parts: tuple[str, ...] = ()


@dataclass(slots=True)
class _Worst:
    time_s: float
    value: float
    finding: Finding


@dataclass(frozen=True, slots=True)
class _Value:
    value: float
    unit: str
    sigma: float
    limit: float | None


class _Values:
    """The values of one measure, of a bounded number: a set may last an hour."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._rows = EvenSample(3)

    def add(self, value: float, sigma: float, limit: float | None) -> None:
        self._rows.add((value, sigma, math.nan if limit is None else limit))

    def median(self) -> _Value:
        """Give the middle one, with the sigma and the limit that belong to it."""
        values, sigmas, limits = map(self._rows.column, range(3))
        order = sorted(range(len(values)), key=values.__getitem__)
        middle = order[len(order) // 2]
        limit = limits[middle]
        return _Value(values[middle], self._unit, sigmas[middle], None if math.isnan(limit) else limit)


class CueLedger:
    """Keeps the books of one measured cue."""

    def __init__(self, cue: MeasuredCue, near: str | None = None) -> None:
        self.cue = cue
        self.near = near
        self.episodes: list[Episode] = []
        self.raised = False
        self._weight = dict.fromkeys(Verdict, 0.0)
        self._values: dict[str, _Values] = {}
        self._unseen: Counter[tuple[str, str | None]] = Counter()
        self._unasked: Counter[str] = Counter()
        self._worst: _Worst | None = None
        self._episode_worst: _Worst | None = None
        self._fault_since_s: float | None = None
        self._fault_last_s = 0.0

    def add(self, time_s: float, step_s: float, finding: Finding, view: View) -> bool | None:
        """Enter one moment; return True when the cue was raised just now, False when cleared, else None."""
        self._enter(time_s, step_s, finding, view)
        if finding.verdict is Verdict.FAULT:
            if self._fault_since_s is None:
                self._fault_since_s = time_s
            self._fault_last_s = time_s
            self._note_episode_worst(time_s, finding)
            if not self.raised and time_s - self._fault_since_s >= RAISE_S[self.cue.severity]:
                self.raised = True
                return True
            return None
        if not self.raised:
            # An unseen frame or two say nothing of a fault that was coming up.
            if isinstance(finding.reading, Measured) or time_s - self._fault_last_s >= CLEAR_S:
                self._fault_since_s = self._episode_worst = None
        elif not finding.clear and finding.verdict is Verdict.NEARLY:
            self._fault_last_s = time_s
        elif time_s - self._fault_last_s >= CLEAR_S:
            return self.close()
        return None

    def add_peak(self, time_s: float, finding: Finding, view: View) -> None:
        """Enter the peak of one repetition, or the best of one hold, which counts as a whole."""
        self._enter(time_s, 1.0, finding, view)
        if finding.verdict is Verdict.FAULT:
            self.episodes.append(Episode(time_s, time_s, time_s))

    def add_unasked(self, why: str) -> None:
        """Note why the cue was not asked in its time."""
        self._unasked[why] += 1

    def close(self) -> bool | None:
        """Clear a raised fault, at a phase's or the recording's end; False when there was one."""
        was_raised, self.raised = self.raised, False
        if was_raised and self._fault_since_s is not None:
            worst_s = self._episode_worst.time_s if self._episode_worst else self._fault_since_s
            self.episodes.append(Episode(self._fault_since_s, self._fault_last_s, worst_s))
        self._fault_since_s = self._episode_worst = None
        return False if was_raised else None

    def faulted_within(self, start_s: float, end_s: float) -> bool:
        """Whether a fault, gone or still raised, overlaps a span of time."""
        if self.raised and self._fault_since_s is not None and self._fault_since_s <= end_s:
            return True
        return any(e.start_s <= end_s and e.end_s >= start_s for e in self.episodes)

    def _enter(self, time_s: float, weight: float, finding: Finding, view: View) -> None:
        self._weight[finding.verdict] += weight
        if isinstance(finding.reading, Unknown):
            words = reason_words(finding.reading, view)
            self._unseen[words, mend_words(finding.reading, view, finding.views, self.near)] += 1
            return
        reading = finding.reading
        if finding.measure not in self._values:
            self._values[finding.measure] = _Values(reading.unit.value)
        self._values[finding.measure].add(reading.value, reading.sigma, finding.limit)
        if finding.excess > 0 and (self._worst is None or finding.excess > self._worst.finding.excess):
            self._worst = _Worst(time_s, reading.value, finding)

    def _note_episode_worst(self, time_s: float, finding: Finding) -> None:
        if isinstance(finding.reading, Measured) and (
            self._episode_worst is None or finding.excess > self._episode_worst.finding.excess
        ):
            self._episode_worst = _Worst(time_s, finding.reading.value, finding)

    def _fault_weight(self) -> float:
        # A peak, and the best of a hold, count as one: such an episode has no length.
        return sum((e.end_s - e.start_s) or 1.0 for e in self.episodes)

    def result(self, parts: tuple[str, ...], not_reached: str) -> CueResult:
        """Sum up. ``not_reached`` says why the cue's moment never came, where the books do not know better."""
        cue = self.cue
        total = sum(self._weight.values())
        if total == 0:
            why = self._unasked.most_common(1)[0][0] if self._unasked else not_reached
            return CueResult(cue.ref, cue.id, cue.title, cue.say, Verdict.NOT_REACHED, reason=why, parts=parts)
        judged = total - self._weight[Verdict.CANNOT_JUDGE]
        share = self._fault_weight() / judged if judged else 0.0
        verdict = self._verdict(judged / total, judged, share)
        reason, mend = None, None
        if verdict is Verdict.CANNOT_JUDGE:
            (reason, mend), _ = self._unseen.most_common(1)[0]
        measure = self._speaking(verdict)
        typical = self._typical(measure)
        return CueResult(
            cue.ref,
            cue.id,
            cue.title,
            self._worst.finding.say if self._worst and verdict is not Verdict.GOOD else cue.say,
            verdict,
            share_fault=min(1.0, share),
            share_judged=judged / total,
            worst_time_s=self._worst.time_s if self._worst else None,
            worst_value=self._worst.value if self._worst else None,
            measure=measure,
            value=typical.value if typical else None,
            unit=typical.unit if typical else None,
            sigma=typical.sigma if typical else None,
            limit=typical.limit if typical else None,
            reason=reason,
            mend=mend,
            parts=parts,
        )

    def _verdict(self, share_judged: float, judged: float, share_fault: float) -> Verdict:
        if self.episodes and (share_fault >= FAULT_SHARE or self.cue.severity == "safety"):
            return Verdict.FAULT
        if share_judged < JUDGED_SHARE or judged == 0:
            return Verdict.CANNOT_JUDGE
        off = self._weight[Verdict.NEARLY] + self._weight[Verdict.FAULT]
        return Verdict.NEARLY if off >= NEARLY_SHARE * judged or self.episodes else Verdict.GOOD

    def _speaking(self, verdict: Verdict) -> str | None:
        """Which measure speaks for the cue: the one that was worst, or the first that the file names."""
        if verdict is Verdict.CANNOT_JUDGE or not self._values:
            return None
        if self._worst is not None and verdict is not Verdict.GOOD:
            return self._worst.finding.measure
        named = [check.measure for check in self.cue.checks if check.measure in self._values]
        return named[0]

    def _typical(self, measure: str | None) -> _Value | None:
        return None if measure is None else self._values[measure].median()
