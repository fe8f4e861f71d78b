"""What spoils a repetition that its signal shows: a second measure that does not go along, or one out of its bounds."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

from formcheck.judge.roles import holds, value_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.body.moment import Moment
    from formcheck.judge.rep import Rep
    from formcheck.judge.roles import Roles
    from formcheck.routine.schema import RepRule

ECHO_S: Final = 0.2
"""The echo of a repetition is taken over so long around its peak, and after its start and before its end."""


def found(rule: RepRule, rep: Rep, during: Sequence[Moment], roles: Roles) -> str | None:
    """Give why what was measured beside the signal spoils a repetition; None where nothing does, or cannot be asked.

    Parameters
    ----------
    rule
        Names the measures.
    rep
        Found in the signal; of one that is held the way back is not asked for.
    during
        The moments of the repetition.
    roles
        Which side is which.
    """
    if (why := _unechoed(rule, rep, during, roles)) is not None:
        return why
    for condition in rule.spoiled_by:
        broken = sum(holds(condition, m, roles) is False for m in during)
        if 2 * broken > len(during):
            return condition.why
    return None


def _unechoed(rule: RepRule, rep: Rep, during: Sequence[Moment], roles: Roles) -> str | None:
    """Why another measure says that this was none; None when it agrees, or cannot be asked.

    The body's own way is asked first, while it is seen to face one way: no mark of a limb that slips is taken for it.
    """
    echo, travel = rule.echo, rule.travel
    if echo is None or rep.held:
        return None
    facing = [m for m in during if m.view.near == during[0].view.near]
    if travel is not None and (went := _change(travel.measure, rep, facing, roles)) is not None:
        return echo.why if travel.per * went < echo.least else None
    asked = [m for m in during if m.view.near == roles.get(echo.measure.partition(".")[0])]
    change = _change(echo.measure, rep, asked, roles)
    if change is None:
        return None
    return echo.why if (change if echo.change == "rises" else -change) < echo.least else None


def _change(ref: str, rep: Rep, during: Sequence[Moment], roles: Roles) -> float | None:
    """By how much a measure is more at the peak than at the rest before and after; None where that is not seen."""
    at_peak = _median_value(ref, [m for m in during if abs(m.time_s - rep.peak_s) <= ECHO_S], roles)
    ends = [m for m in during if m.time_s <= rep.start_s + ECHO_S or m.time_s >= rep.end_s - ECHO_S]
    at_rest = _median_value(ref, ends, roles)
    return None if at_peak is None or at_rest is None else at_peak - at_rest


def _median_value(ref: str, moments: Sequence[Moment], roles: Roles) -> float | None:
    seen = [value for value in (value_of(m, ref, roles) for m in moments) if value is not None]
    return median(seen) if seen else None
