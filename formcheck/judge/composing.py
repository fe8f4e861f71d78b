"""A reader for movement files: the measures they ask for, with those that they compose for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formcheck.body import composed as body
from formcheck.body.measures import MEASURES
from formcheck.body.reader import Reader
from formcheck.errors import RoutineError
from formcheck.routine.composed import (
    FLOOR,
    ComposedAngle,
    ComposedDifference,
    ComposedDistance,
    ComposedHeight,
    ComposedInclination,
    ComposedSum,
    ComposedWhole,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from formcheck.body.figure import Figure
    from formcheck.body.measures import Measure
    from formcheck.routine.composed import Composed
    from formcheck.routine.schema import Movement


def reader_for(movements: Sequence[Movement], figure: Figure | None, model: str) -> Reader:
    """Make a reader of all that these movements ask for.

    Parameters
    ----------
    movements
        Judged side by side.
    figure
        The person's own lengths, as far as they are known.
    model
        The pose model the poses come from; empty for poses that no model made.

    Raises
    ------
    RoutineError
        If a movement names a measure there is not, or two of them compose different ones of one name.
    """
    refs = frozenset().union(*(movement.measure_refs() for movement in movements))
    return Reader(refs, figure, _composed_by(movements), model)


def _composed_by(movements: Sequence[Movement]) -> dict[str, Measure]:
    """Gather the measures that movements compose for themselves; they are read side by side."""
    gathered: dict[str, Measure] = {}
    owners: dict[str, Movement] = {}
    for movement in movements:
        for name, measure in own_measures(movement).items():
            other = owners.setdefault(name, movement)
            if other.measures[name] != movement.measures[name]:
                raise RoutineError(
                    f"{other.id} and {movement.id} compose different measures called {name!r}",
                    mend="Give one of them another name",
                )
            gathered[name] = measure
    return gathered


def own_measures(movement: Movement) -> dict[str, Measure]:
    """Build the measures that a movement file composes.

    Parameters
    ----------
    movement
        From :func:`formcheck.judge.loading.load_movement`, which has checked that each is made of what there is.

    Returns
    -------
    By name; empty where the file composes none.
    """
    ready: dict[str, Measure] = dict(MEASURES)
    for name in movement.measures:
        _build(name, movement.measures, ready)
    return {name: ready[name] for name in movement.measures}


def _build(name: str, composed: Mapping[str, Composed], ready: dict[str, Measure]) -> Measure:
    """Build a measure, and before it those it is made of."""
    if name not in ready:
        parts = [_build(part, composed, ready) for part in composed[name].parts_used]
        ready[name] = _measure(composed[name], parts)
    return ready[name]


def _measure(composed: Composed, parts: list[Measure]) -> Measure:
    plan = body.Plan(composed.about, composed.views)
    match composed:
        case ComposedAngle():
            return body.angle(plan, composed.points, flexion=composed.flexion)
        case ComposedInclination():
            return body.inclination(plan, composed.start, composed.end, vertical=composed.against == "vertical")
        case ComposedDistance():
            return body.distance(plan, composed.between, over=composed.over, along=composed.along)
        case ComposedHeight():
            return body.height(plan, composed.of, None if composed.above == FLOOR else composed.above)
        case ComposedDifference():
            return body.difference(plan, parts[0])
        case ComposedWhole():
            return body.whole(plan, parts[0])
        case ComposedSum():
            return body.weighted_sum(plan, parts, composed.weights or (1.0,) * len(parts))
