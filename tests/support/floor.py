"""Somebody doing one of the movements on the floor, as the judge is told of it: only the measures a test speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from formcheck.body.moment import Moment
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from tests.support.lunge import view_of
from tests.support.signals import swing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formcheck.routine.schema import Movement

Keys = Sequence[tuple[float, float]]
"""Seconds and the value reached by then: the way between two of them is smooth."""


def smooth(keys: Keys, time_s: float) -> float:
    """Return the value at a time."""
    times = [at_s for at_s, _ in keys]
    number = min(max(1, int(np.searchsorted(times, time_s))), len(keys) - 1)
    (before_s, before), (after_s, after) = keys[number - 1], keys[number]
    share = swing(min(1.0, max(0.0, (time_s - before_s) / (after_s - before_s))))
    return before + float(share) * (after - before)


def filmed(movement: Movement, script: Mapping[str, Keys], *, yaw_deg: float, fps: float = 15.0) -> list[Moment]:
    """Film a script of readings such as ``left_rock``; what it does not name is not seen."""
    keys = {key for ref in movement.measure_refs() for key in _keys(ref)}
    length_s = max(at_s for way in script.values() for at_s, _ in way)
    hidden: dict[str, Reading] = dict.fromkeys(keys, Unknown(Unit.RATIO, Reason.NOT_VISIBLE))
    return [
        Moment(
            number / fps,
            view_of(yaw_deg),
            hidden | {key: Measured(smooth(way, number / fps), Unit.RATIO, 0.05) for key, way in script.items()},
        )
        for number in range(int(length_s * fps))
    ]


def _keys(ref: str) -> tuple[str, ...]:
    role, _, name = ref.rpartition(".")
    return (f"left_{name}", f"right_{name}") if role else (name,)


def ways(rest: float, deep: float, number: int = 5, *, hold_s: float = 7.0, back: float | None = None) -> Keys:
    """Return so many repetitions of three seconds, the last one held and then left; ``back`` is where they return."""
    back = rest if back is None else back
    keys = [(0.0, rest), (2.0, rest)]
    for _ in range(number - 1):
        start_s = keys[-1][0]
        keys += [(start_s + 1.4, deep), (start_s + 1.6, deep), (start_s + 3.0, back), (start_s + 3.3, back)]
    start_s = keys[-1][0]
    return [
        *keys,
        (start_s + 1.4, deep),
        (start_s + 1.4 + hold_s, deep),
        (start_s + 2.6 + hold_s, rest),
        (start_s + 7 + hold_s, rest),
    ]
