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
    """Why a second measure says that this was none; None when it agrees, or cannot be asked."""
    echo = rule.echo
    if echo is None or rep.held:
        return None
    asked = [m for m in during if m.view.near == roles.get(echo.measure.partition(".")[0])]
    at_peak = _median_value(echo.measure, [m for m in asked if abs(m.time_s - rep.peak_s) <= ECHO_S], roles)
    ends = [m for m in asked if m.time_s <= rep.start_s + ECHO_S or m.time_s >= rep.end_s - ECHO_S]
    at_rest = _median_value(echo.measure, ends, roles)
    if at_peak is None or at_rest is None:
        return None
    change = at_peak - at_rest if echo.change == "rises" else at_rest - at_peak
    return echo.why if change < echo.least else None


def _median_value(ref: str, moments: Sequence[Moment], roles: Roles) -> float | None:
    seen = [value for value in (value_of(m, ref, roles) for m in moments) if value is not None]
    return median(seen) if seen else None
