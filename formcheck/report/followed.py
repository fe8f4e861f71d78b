"""Which figures of a movement are followed: each measure where the movement's file judges it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from formcheck.errors import RoutineError
from formcheck.judge.loading import load_movement
from formcheck.report.change import Statistic
from formcheck.routine.catalogue import movement_ids
from formcheck.routine.cues import MeasuredCue

if TYPE_CHECKING:
    from formcheck.routine.schema import Movement

_REPS, _HOLD = frozenset({"rep", "peak"}), "hold"


def statistics_of(movement: str, measure: str) -> tuple[Statistic, ...]:
    """Say where a measure is followed: at the peaks, in the holds, or in both.

    What is judged while holding is followed there; what is judged while repeating, and all that is only kept, at the
    peaks. Of a movement that does not come with formcheck everything is followed.

    Parameters
    ----------
    movement
        Its id.
    measure
        As in the summary, such as ``front_knee_flexion``.
    """
    judged = _judged(movement)
    return (Statistic.AT_PEAKS, Statistic.IN_HOLDS) if judged is None else judged.get(measure, (Statistic.AT_PEAKS,))


@cache
def known_movement(movement: str) -> Movement | None:
    """Read a movement that comes with formcheck; None for another."""
    try:
        return load_movement(movement) if movement in movement_ids() else None
    except RoutineError:
        return None


@cache
def _judged(movement: str) -> dict[str, tuple[Statistic, ...]] | None:
    known = known_movement(movement)
    if known is None:
        return None
    found: dict[str, set[Statistic]] = {}
    for cue in known.cues:
        if isinstance(cue, MeasuredCue):
            where = {Statistic.AT_PEAKS} if _REPS & set(cue.when) else set()
            where |= {Statistic.IN_HOLDS} if _HOLD in cue.when else set()
            for check in cue.checks:
                found.setdefault(check.measure.replace(".", "_"), set()).update(where)
    return {measure: tuple(sorted(where)) or (Statistic.AT_PEAKS,) for measure, where in found.items()}
