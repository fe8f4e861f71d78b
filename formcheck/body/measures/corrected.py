"""Measures with what they are known to read too much taken off."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from formcheck.body.accuracy import accuracy
from formcheck.body.reading import Reading, Unknown

if TYPE_CHECKING:
    from formcheck.body.measures.base import Measure, Sight


def corrected(name: str, measure: Measure) -> Measure:
    """Give a measure whose readings have the fitted bias of their view and posture taken off.

    Parameters
    ----------
    name
        In the registry.
    measure
        As its formula gives it.
    """
    of_side, of_body = measure.of_side, measure.of_body

    def side_reading(sight: Sight, side: str) -> Reading:
        assert of_side is not None  # noqa: S101 - only put in where there is one
        return _without_bias(of_side(sight, side), sight, name, side)

    def body_reading(sight: Sight) -> Reading:
        assert of_body is not None  # noqa: S101 - only put in where there is one
        return _without_bias(of_body(sight), sight, name, "")

    return replace(
        measure,
        of_side=None if of_side is None else side_reading,
        of_body=None if of_body is None else body_reading,
    )


def _without_bias(reading: Reading, sight: Sight, name: str, side: str) -> Reading:
    if isinstance(reading, Unknown):
        return reading
    known = accuracy(sight, name, side)
    return reading if known is None or not known.bias else replace(reading, value=reading.value - known.bias)
