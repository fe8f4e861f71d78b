"""When a difference is a change: only outside the band of measured error, and only between what was seen alike.

A band is what 95 of 100 differences stay within when nothing has changed (the minimal detectable change), measured on
rendered people with known truth for each statistic of a set, by movement, view and whether the worked side was toward
the camera. The numbers are in ``bands.json``; ``python -m sample_videos.fitting bands`` makes it and says how. What was
not measured there has the bands of the published figures (`UNMEASURED`), or that of its own from another view where
that is wider; what is not in those either has none, and is not called a change.
"""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

from formcheck.body.reading import Unit

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA: Final = "bands.json"
"""Beside this module."""

FEWEST_SETS: Final = 10
"""Recordings that a band is measured on; of fewer the extremes say nothing."""

FEWEST_REPS: Final = 3
"""Repetitions that count in a set before its figures are compared (domain, section 7)."""

UNMEASURED: Final[Mapping[str, tuple[float, str]]] = {
    "knee_flexion": (10.0, Unit.DEGREES.value),
    "trunk_inclination": (10.0, Unit.DEGREES.value),
    "hip_extension": (15.0, Unit.DEGREES.value),
    "hip_flexion": (15.0, Unit.DEGREES.value),
    "ankle_angle": (10.0, Unit.DEGREES.value),
    "rock": (0.10, Unit.RATIO.value),
}
"""Bands and units where nothing was measured, by the measure without its role (domain, section 7)."""

WIDEST: Final[Mapping[str, float]] = {Unit.DEGREES.value: 40.0, Unit.TRUNKS.value: 0.6, Unit.FEET.value: 0.6}
"""A band wider than this, by unit, is about as wide as what a person can do: such a figure is not compared at all."""

RANGE: Final = "range"
HELD: Final = "held"
REPS: Final = "reps"
"""What a set has beside the measures of its movement: the mean range of a repetition, seconds held, repetitions."""


class Statistic(StrEnum):
    """What is compared of a set."""

    MEAN = "mean"
    """Of the ranges of the repetitions that count; of a measure over all the time in position."""
    AT_PEAKS = "at_peaks"
    """Mean of a measure over the peaks of the repetitions that count."""
    IN_HOLDS = "in_holds"
    """Median of a measure in the holds."""
    SUM = "sum"
    """Of the seconds held."""
    COUNTED = "counted"
    """Repetitions that count."""


class Kind(NamedTuple):
    """What a band is for.

    Attributes
    ----------
    movement, measure, statistic
        Ids as in the summary; `RANGE`, `HELD` or `REPS` in the place of a measure; a `Statistic`.
    view, aspect
        The label of the view; ``near`` or ``far`` for a worked side toward the camera or away from it, empty where
        neither is so or both sides work at once.
    """

    movement: str
    measure: str
    statistic: str
    view: str
    aspect: str


@dataclass(frozen=True, slots=True)
class Band:
    """The band of a kind.

    Attributes
    ----------
    width
        A difference is a change when it is larger.
    unit
        Of the width.
    sets
        On how many recordings it was measured; 0 for one of the published figures.
    """

    width: float
    unit: str
    sets: int

    @property
    def measured(self) -> bool:
        """Whether it was measured on these movements."""
        return self.sets > 0


class Outcome(StrEnum):
    """What comes of comparing."""

    CHANGED = "changed"
    SAME = "no_difference_we_can_measure"
    CANNOT = "cannot_compare"


@dataclass(frozen=True, slots=True)
class Figure:
    """One statistic of one set, with what decides whether it can be compared.

    Attributes
    ----------
    kind
        What it is, and how it was seen.
    value, unit
        None where it was not seen.
    reps
        Repetitions that count in the set.
    signal
        The measure whose range `RANGE` is; empty for the others.
    """

    kind: Kind
    value: float | None
    unit: str
    reps: int
    signal: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """Two figures compared.

    Attributes
    ----------
    before, after, unit
        Their values.
    difference
        After less before; None where they cannot be compared.
    band
        None where there is none.
    outcome
        What comes of it.
    reason
        Why they cannot be compared; empty where they can.
    """

    before: float | None
    after: float | None
    unit: str
    difference: float | None
    band: Band | None
    outcome: Outcome
    reason: str = ""


def aspect_of(side: str | None, near: str | None) -> str:
    """Say whether the worked side was ``near`` the camera or ``far`` from it; empty where that has no meaning."""
    if side not in {"left", "right"} or near not in {"left", "right"}:
        return ""
    return "near" if side == near else "far"


@functools.cache
def measured_bands() -> Mapping[Kind, Band]:
    """Read the bands that were measured."""
    held = json.loads(resources.files(__package__).joinpath(DATA).read_text(encoding="utf-8"))
    return {
        Kind(**{name: band[name] for name in Kind._fields}): Band(band["band"], band["unit"], band["sets"])
        for band in held["bands"]
    }


def band_of(kind: Kind, signal: str = "") -> Band | None:
    """Give the band of a kind; None where nothing is known of its error.

    Parameters
    ----------
    kind
        Of the figures that are compared.
    signal
        For `RANGE`, the measure that is meant.
    """
    measured = measured_bands().get(kind)
    if measured is not None:
        return measured
    name = signal if kind.measure == RANGE else kind.measure
    published = UNMEASURED.get(name) or UNMEASURED.get(name.partition("_")[2])
    if published is None:
        return None
    elsewhere = [band.width for known, band in measured_bands().items() if known[:3] == kind[:3]]
    return Band(max([published[0], *elsewhere]), published[1], 0)


def compared(before: Figure, after: Figure) -> Change:
    """Compare two figures of the same measure: sessions of one side, or the two sides.

    Parameters
    ----------
    before, after
        What the difference is taken from, and what it leads to.
    """
    band = band_of(after.kind, after.signal)
    why_not = _why_not(before, after)
    if not why_not:
        why_not = _why_not_within(band)
    if why_not or before.value is None or after.value is None or band is None:
        return Change(before.value, after.value, after.unit, None, band, Outcome.CANNOT, why_not)
    difference = after.value - before.value
    outcome = Outcome.CHANGED if abs(difference) > band.width else Outcome.SAME
    return Change(before.value, after.value, after.unit, difference, band, outcome)


def _why_not_within(band: Band | None) -> str:
    """Say why a band cannot tell a change; empty where it can."""
    if band is None:
        return "its error was not measured from this view"
    return "its measured error is too large to tell" if band.width > WIDEST.get(band.unit, float("inf")) else ""


def _why_not(before: Figure, after: Figure) -> str:
    """Say why two figures cannot be compared; empty where they can."""
    if before.kind[:3] != after.kind[:3]:
        raise ValueError("two figures that are not of the same measure")
    if before.value is None or after.value is None:
        return "it was not seen"
    if "unknown" in (before.kind.view, after.kind.view):
        return "the view is not known"
    if before.kind.view != after.kind.view:
        return "the camera saw it from another view"
    if before.kind.aspect != after.kind.aspect:
        return "the other side was toward the camera"
    if after.kind.statistic in {Statistic.AT_PEAKS, Statistic.MEAN} and min(before.reps, after.reps) < FEWEST_REPS:
        return f"fewer than {FEWEST_REPS} repetitions counted"
    return ""
