"""Verdicts on cues against the true ones."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.analysis.scoring.meant import meant_cues
from formcheck.judge.ledger import RAISE_S
from formcheck.judge.verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formcheck.analysis.scoring.truth import Act, TrueCue
    from formcheck.judge.ledger import CueResult
    from formcheck.judge.result import SetResult
    from formcheck.routine.cues import Cue
    from formcheck.routine.schema import Movement

ANY: Final = math.inf

CLEARLY: Final[dict[str, tuple[float, float]]] = {
    "G7": (1.0, ANY),
    "G13": (-ANY, 0.1),
    "1.1": (-ANY, 0.26),
    "1.3": (30.0, ANY),
    "1.9": (0.40, ANY),
    "1.4": (-ANY, 0.28),
    "1.5": (0.9, ANY),
    "1.8": (0.10, ANY),
    "1.13": (0.7, ANY),
    "1.14": (-0.03, ANY),
    "1.15": (3.0, 30.0),
    "1.16": (-ANY, 22.0),
    "2.2": (-ANY, 0.35),
    "2.4": (50.0, 130.0),
    "2.4r": (50.0, 130.0),
    "2.5": (50.0, 130.0),
    "2.5r": (50.0, 130.0),
    "2.6": (-ANY, 0.28),
    "2.7": (-ANY, 26.0),
    "2.9": (0.05, ANY),
    "2.9e": (110.0, ANY),
    "2.10": (5.0, ANY),
    "2.11": (-ANY, 40.0),
    "2.13": (3.0, 30.0),
    "2.14": (-ANY, 0.28),
    "3.4": (55.0, 125.0),
    "3.5": (-0.20, 0.60),
    "3.7": (-ANY, 35.0),
    "3.9": (-20.0, ANY),
    "3.10": (2.0, 55.0),
    "3.11": (-0.20, 0.60),
    "3.13": (3.0, 30.0),
    "3.14": (-ANY, 30.0),
    "3.14s": (-ANY, 22.0),
    "3.16": (110.0, ANY),
    "3.16e": (110.0, ANY),
    "3.17": (-1.0, 30.0),
    "3.17t": (-ANY, 25.0),
    "3.19": (-ANY, 0.16),
    "4.1": (-ANY, 0.40),
    "4.5": (-ANY, 0.15),
    "4.6": (-ANY, 60.0),
    "4.7": (-ANY, 35.0),
    "4.8": (5.0, ANY),
    "4.9": (-ANY, 40.0),
    "4.10": (-ANY, 25.0),
    "4.12": (-ANY, 45.0),
    "4.12c": (15.0, ANY),
    "4.13": (-ANY, 45.0),
    "4.14": (5.0, ANY),
    "4.16": (0.30, ANY),
    "4.17": (5.0, ANY),
    "4.19": (0.40, ANY),
    "4.20": (-13.0, ANY),
    "4.21": (5.0, ANY),
    "4.21t": (-ANY, 20.0),
    "4.24": (130.0, ANY),
    "4.25": (-ANY, 0.10),
}
"""A fault beyond this is a clear one: the fault limit of the truth and its tolerance (from good to fault) once more,
in the unit of the truth's value. Rounding: ten degrees more than what a viewer sees as a round back."""

COUNTS: Final = ("1.10", "2.12", "3.12", "4.15", "4.18")
"""Cues on a number of repetitions; clearly wrong when it is off by two."""

CLEAR_REPS: Final = 2.0
TOO_SMALL: Final = "too small"
"""Why, in the truth, such a repetition does not count."""

CLEARLY_TOO_SMALL: Final = {
    "1.10": ("1.8", 0.10),
    "2.12": ("2.10", 10.0),
    "3.12": ("3.10", 5.0),
    "4.15": ("4.14", 10.0),
    "4.18": ("4.17", 10.0),
}
"""For each count the cue on the range of its repetitions, and below which range one clearly does not count: the
smallest that counts less the tolerance of that cue. Who counts one of 14 degrees where 15 are asked for errs by one."""

TALLIED: Final = ("count", "per_rep", "timer")
"""How a movement file says that a cue rests on counting or timing."""

WATCHED: Final = ("measured", "sway", *TALLIED)
"""How it says that a cue is judged by the camera at all."""

_RANK: Final = {"good": 0, "nearly": 1, "fault": 2}
_REF: Final = re.compile(r"^(G?\d+(?:\.\d+)?)([a-z]?)$")
_LASTS: Final = 0.01  # seconds, for times that were rounded to a thousandth when written
_PEAK_S: Final = 0.4
"""The truth looks at a peak for so long; the judge takes each peak for one finding, and asks for no more."""


@dataclass(frozen=True, slots=True)
class CueScore:
    """One cue of one act: the truth beside the verdict.

    Attributes
    ----------
    ref
        Number of the cue.
    truth
        Worst over the spans in which it can be judged (over all where it can be judged in none).
    judgeable
        ``yes``, ``partly`` (one of its halves), ``widened`` (with wider tolerance) or ``no``.
    clear
        Whether a fault, seen from where it can be judged without widening, is far beyond its limit.
    value
        The true value that made it so.
    verdict
        Ours.
    view_off_deg
        How far the camera was off a view from which it can be judged; None where any view will do.
    ours, sigma, limit
        Our value with its uncertainty, in the unit of our measure, and the nearest end of the good band; None where
        there is none.
    share_judged, share_fault
        Shares of the time: in which we could judge, and of that at fault.
    reason
        Why we could not judge.
    tallied
        Whether the cue rests on counting and timing, not on what a frame shows: from an odd view such a cue is as
        right as the count, and need not be refused.
    """

    ref: str
    truth: str
    judgeable: str
    clear: bool
    value: float
    verdict: str
    view_off_deg: float | None
    ours: float | None
    sigma: float | None
    limit: float | None
    share_judged: float
    share_fault: float
    reason: str | None
    tallied: bool


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many repetitions were to be done, and how many done do not count by a trifle."""

    wanted: int
    almost_counted: int

    def clearly_off(self, counted: float) -> float:
        """By how many a count is too high, or too low though those that almost count are given to it."""
        too_many = counted - self.wanted
        too_few = self.wanted - (counted + self.almost_counted)
        return max(too_many, too_few, 0.0)


def is_count(ref: str) -> bool:
    """Whether a cue is about a number of repetitions."""
    return ref in COUNTS


def base_ref(ref: str) -> str:
    """Give the number of a cue without the letter that parts its halves."""
    match = _REF.match(ref)
    return match[1] if match else ref


def set_of(act: Act, sets: Sequence[SetResult]) -> SetResult | None:
    """Find the set that is about an act: the one that overlaps it longest, its own side first."""
    overlaps = [(min(s.end_s, act.end_s) - max(s.start_s, act.start_s), s) for s in sets]
    fitting = [(s.side == act.side, s.in_position_s > 0, overlap, -i) for i, (overlap, s) in enumerate(overlaps)]
    best = max(fitting, default=None)
    if best is None or best[2] <= 0:
        return None
    return sets[-best[3]]


def score_cues(act: Act, movement: Movement, result: SetResult | None) -> list[CueScore]:
    """Compare the verdicts of a set with the truth, cue by cue; cues that only one of them knows are left out."""
    verdicts = {} if result is None else {cue.ref: cue for cue in result.cues}
    files = {cue.ref: cue for cue in movement.cues}
    true = meant_cues(act, movement)
    scores = []
    for ref in sorted({base_ref(cue.ref) for cue in true}, key=ref_order):
        if ref not in files or files[ref].how not in WATCHED or (result is not None and ref not in verdicts):
            continue
        halves: dict[str, list[TrueCue]] = {}
        for cue in true:
            if base_ref(cue.ref) == ref:
                halves.setdefault(cue.ref, []).append(cue)
        counts = _Counts(act.reps_meant, _almost_counted(act, ref))
        scores.append(_score(files[ref], halves, counts, verdicts.get(ref)))
    return scores


def _score(file: Cue, halves: dict[str, list[TrueCue]], counts: _Counts, ours: CueResult | None) -> CueScore:
    seen = {half: _judgeable(spans) for half, spans in halves.items()}
    judgeable = _together(list(seen.values()))
    looked_at = [
        span
        for half, spans in halves.items()
        for span in spans
        if judgeable == "no" or (seen[half] != "no" and span.judgeable == seen[half])
    ]
    weighed = [(_weighed(span, RAISE_S[file.severity]), span) for span in looked_at]
    worst, span = max(weighed, key=lambda item: (_RANK[item[0]], _beyond(item[1], counts)))
    clear = any(verdict == "fault" and s.judgeable == "yes" and _beyond(s, counts) >= 0 for verdict, s in weighed)
    return CueScore(
        ref=file.ref,
        truth=worst,
        judgeable=judgeable,
        clear=clear,
        value=span.value,
        verdict=(ours.verdict if ours else Verdict.NOT_REACHED).value,
        view_off_deg=span.view_off_deg,
        ours=ours.value if ours else None,
        sigma=ours.sigma if ours else None,
        limit=ours.limit if ours else None,
        share_judged=ours.share_judged if ours else 0.0,
        share_fault=ours.share_fault if ours else 0.0,
        reason=ours.reason if ours else "no set was found",
        tallied=file.how in TALLIED,
    )


def _judgeable(spans: Iterable[TrueCue]) -> str:
    found = {span.judgeable for span in spans}
    return next(how for how in ("yes", "widened", "no") if how in found)


def _together(halves: list[str]) -> str:
    if len(set(halves)) == 1:
        return halves[0]
    return "partly" if "yes" in halves else "widened"


def _weighed(span: TrueCue, raise_s: float) -> str:
    """Give the verdict on a span; a fault that is over before it can be one is nearly."""
    long_enough = span.end_s - span.start_s >= min(raise_s, _PEAK_S) - _LASTS
    return span.verdict if span.verdict != "fault" or long_enough else "nearly"


def _almost_counted(act: Act, ref: str) -> int:
    """Give how many repetitions do not count since they are a little too small."""
    if ref not in CLEARLY_TOO_SMALL:
        return 0
    of_range, least = CLEARLY_TOO_SMALL[ref]
    small = {f"rep {rep.name} {rep.number}" for rep in act.reps if rep.why_not == TOO_SMALL}
    return sum(cue.ref == of_range and cue.span in small and cue.value >= least for cue in act.cues)


def _beyond(span: TrueCue, counts: _Counts) -> float:
    """How far a value lies beyond what is clearly a fault; negative before it. Without a limit any fault is clear."""
    if is_count(span.ref):
        return counts.clearly_off(span.value) - CLEAR_REPS
    if span.ref not in CLEARLY:
        return 0.0
    low, high = CLEARLY[span.ref]
    return max(low - span.value, span.value - high)


def ref_order(ref: str) -> tuple[int, float, str]:
    """Sort cues as the tables do: general ones first, then by number."""
    general = ref.startswith("G")
    first, _, second = ref.lstrip("G").partition(".")
    digits = "".join(c for c in second if c.isdigit())
    return (0 if general else int(first or 0), float(first or 0) if general else float(digits or 0), ref)


def unknown_refs(act: Act, movement: Movement) -> tuple[set[str], set[str]]:
    """Give the cues that the truth has and the movement's file has not, and judged ones the other way round."""
    true = {base_ref(cue.ref) for cue in act.cues}
    judged = {cue.ref for cue in movement.cues if cue.how in WATCHED}
    return true - judged, judged - true
