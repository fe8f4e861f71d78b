"""One cue in one moment: its readings against its bands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Measured, Reading, Reason, Unknown
from formcheck.body.view import STRICT_DEG, ViewLabel
from formcheck.judge.roles import holds, reading_of
from formcheck.judge.verdict import Verdict
from formcheck.judge.words import reason_words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from formcheck.body.moment import Moment
    from formcheck.body.view import View
    from formcheck.routine.cues import Check, MeasuredCue

    Read = Callable[[Check, Moment, Mapping[str, str]], Reading]

RANK: Final = {Verdict.FAULT: 3, Verdict.NEARLY: 2, Verdict.GOOD: 1, Verdict.CANNOT_JUDGE: 0}
"""Which verdict speaks for a cue with several checks: the worst that was seen."""

CLEAR_SHARE: Final = 0.7
"""A fault that was raised clears below this share of the way from the good limit to the fault limit."""


IDEAL_DEG: Final = {"front": 0.0, "oblique": 45.0, "side": 90.0, "back": 180.0}
"""How far a person is turned from facing the camera in the exact view of each name (domain, section 5)."""

SHOWN_WITHIN_DEG: Final = 30.0
"""A view shows what it is wanted for so far off it (domain, section 5: beyond that cannot judge), its own uncertainty
taken for the worse: on 240 rendered recordings this refuses 83 of 90 views that were 30 to 60 degrees off, and none of
149 within 15."""

NEXT_DEG: Final = 45.0
"""Views so far apart lie next to each other."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of one moment.

    Attributes
    ----------
    verdict
        Good, nearly, fault or cannot judge.
    measure
        What was measured, as the movement file names it.
    reading
        Its reading.
    excess
        How far the value lies outside the good band (negative inside), in its unit; 0 where unknown.
    limit
        The nearest end of the good band.
    clear
        Whether a fault raised before may be taken back.
    views
        The views the check can be judged from.
    say
        The words that correct it.
    """

    verdict: Verdict
    measure: str
    reading: Reading
    excess: float = 0.0
    limit: float | None = None
    clear: bool = False
    views: tuple[str, ...] = ()
    say: str = ""


def plain_reading(check: Check, moment: Moment, roles: Mapping[str, str]) -> Reading:
    """Read what a check asks for as it is, compared with nothing."""
    return reading_of(moment, check.measure, roles)


def judge_cue(cue: MeasuredCue, moment: Moment, roles: Mapping[str, str], read: Read = plain_reading) -> Finding | None:
    """Judge a cue in a moment: the worst of its checks, or cannot judge while a needed one is unseen.

    ``read`` gives what a check asks for. Returns None when no check is asked now (its ``only_if`` does not hold).
    """
    found = judge_checks(cue, moment, roles, read)
    return speaking(found) if found else None


def judge_checks(
    cue: MeasuredCue, moment: Moment, roles: Mapping[str, str], read: Read = plain_reading
) -> list[tuple[Check, Finding]]:
    """Judge in a moment each check of a cue that is asked now."""
    asked = [check for check in cue.checks if check.only_if is None or holds(check.only_if, moment, roles) is True]
    safety = cue.severity == "safety"
    return [
        (check, replace(judge_check(check, moment, roles, read, safety=safety), say=check.say or cue.say))
        for check in asked
    ]


def speaking(found: Sequence[tuple[Check, Finding]]) -> Finding:
    """Of a cue's checks (one at least) give the finding that speaks for all: the worst, or a needed one unseen."""
    worst = max((finding for _, finding in found), key=lambda finding: RANK[finding.verdict])
    if worst.verdict is Verdict.FAULT:
        return worst
    unseen = [f for check, f in found if check.needed and f.verdict is Verdict.CANNOT_JUDGE]
    return unseen[0] if unseen else worst


def why_not_asked(cue: MeasuredCue, moment: Moment, roles: Mapping[str, str]) -> str | None:
    """Why no check of a cue is asked in a moment, in a clause; None where that is not known.

    A condition that does not hold is the reason before one that cannot be seen.
    """
    conditions = [check.only_if for check in cue.checks if check.only_if]
    broken = [condition for condition in conditions if holds(condition, moment, roles) is False]
    if broken:
        return broken[0].why
    readings = [reading_of(moment, condition.measure, roles) for condition in conditions]
    return next((reason_words(r, moment.view) for r in readings if isinstance(r, Unknown)), None)


def judge_check(
    check: Check, moment: Moment, roles: Mapping[str, str], read: Read = plain_reading, *, safety: bool
) -> Finding:
    """Judge one check in a moment.

    It is a fault only when the value lies outside the nearly band by more than its uncertainty, and, over 15
    degrees off the views the check names, only for a cue of safety.
    """
    reading = read(check, moment, roles)
    if moment.trouble is None and cannot_show(moment.view, check.views):
        reason = Reason.VIEW_UNKNOWN if moment.view.label is ViewLabel.UNKNOWN else Reason.WRONG_VIEW
        reading = Unknown(reading.unit, reason)
    if isinstance(reading, Unknown):
        return Finding(Verdict.CANNOT_JUDGE, check.measure, reading, views=check.views)
    excess, beyond = check.good.excess(reading.value), check.nearly.excess(reading.value)
    verdict = Verdict.GOOD if excess <= 0 else Verdict.NEARLY
    if beyond > reading.sigma and (safety or off_views_deg(moment.view, check.views) <= STRICT_DEG):
        confirmed = check.confirm is None or holds(check.confirm, moment, roles) is False
        verdict = Verdict.FAULT if confirmed else Verdict.NEARLY
    clear = excess <= CLEAR_SHARE * (excess - beyond) if beyond > float("-inf") else True
    return Finding(verdict, check.measure, reading, excess, check.good.nearest_limit(reading.value), clear, check.views)


def cannot_show(view: View, wanted: Collection[str]) -> bool:
    """Whether a view is none of the wanted ones, or may well be none: too far off, reckoned with its uncertainty."""
    if "any" in wanted:
        return False
    return view.label.value not in wanted or off_views_deg(view, wanted) + view.sigma_deg > SHOWN_WITHIN_DEG


def off_views_deg(view: View, wanted: Collection[str]) -> float:
    """Degrees between a view and the nearest of the wanted ones; 0 for "any", 180 where the yaw is unknown.

    Two wanted views that lie next to each other, such as front and oblique, want all that lies between them too.
    """
    if "any" in wanted:
        return 0.0
    if view.yaw_deg is None:
        return 180.0
    turned = abs(view.yaw_deg)
    ideals = sorted(IDEAL_DEG[name] for name in wanted)
    between = any(low <= turned <= high and high - low <= NEXT_DEG for low, high in pairwise(ideals))
    return 0.0 if between else min(abs(turned - ideal) for ideal in ideals)


def median_finding(findings: list[Finding]) -> Finding:
    """Of several findings (one at least) the one with the median value; cannot judge when most of them are."""
    judged = [f for f in findings if isinstance(f.reading, Measured)]
    if 2 * len(judged) <= len(findings):
        return next(f for f in findings if isinstance(f.reading, Unknown))
    judged.sort(key=lambda f: f.excess)
    return judged[len(judged) // 2]
