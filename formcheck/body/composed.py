"""Measures put together from named points and from other measures: what a movement file composes for itself.

A point is a landmark without its side (``knee``: the side the measure is taken of), one with its side
(``left_knee``), ``mid_hip``, ``mid_shoulder`` or ``nose``. Angles are taken in the picture: from how far off the
view may be, the measure's ``views`` say, and what an oblique view costs is in the stated uncertainty.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.body import geometry
from formcheck.body.measures.base import (
    FRONTAL,
    OBLIQUE_KNEE_DEG,
    OBLIQUE_TRUNK_DEG,
    Measure,
    joined,
)
from formcheck.body.measures.clearances import FLESH_TRUNKS, floor_under, off_side_cost
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import ViewLabel
from formcheck.pose.landmarks import INDEX, OTHER, SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from formcheck.body.geometry import Point
    from formcheck.body.sight import Sight

MIDDLE: Final = "mid_"
"""Begins the name of a point half-way between the two sides."""

VIEW_LABELS: Final = {
    "side": (ViewLabel.SIDE,),
    "front": (ViewLabel.FRONT,),
    "back": (ViewLabel.BACK,),
    "oblique": (ViewLabel.OBLIQUE, ViewLabel.BACK_OBLIQUE),
}
"""What each view that a measure may name allows."""

ANGLE_SIGMA_DEG: Final = 8.0
INCLINATION_SIGMA_DEG: Final = 4.0
LENGTH_SIGMA: Final = 0.08
"""Error of the pose model in what nobody has measured yet: those of the limbs' angles, of the trunk's lean and of
heights, each a third larger."""

LEG_JOINTS: Final = ("knee", "ankle", "heel", "foot_index")
"""Points that are not believed while the legs are confused."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What all composed measures have: how they are called, what they mean, from where they are read.

    Attributes
    ----------
    about
        What it is, in a line for people.
    views
        ``side``, ``front``, ``back``, ``oblique``; none: all.
    """

    about: str
    views: tuple[str, ...] = ()

    def allows(self, label: ViewLabel) -> bool:
        """Whether the measure is read from this view."""
        return not self.views or any(label in VIEW_LABELS[view] for view in self.views)

    def off_plane_deg(self, sight: Sight) -> float:
        """Degrees off the plane that the views look at squarely; 0 where the views name none."""
        if "side" in self.views and not {"front", "back"} & set(self.views):
            return sight.off_side_deg
        if {"front", "back"} & set(self.views) and "side" not in self.views:
            return sight.off_front_deg
        return 0.0


def angle(plan: Plan, points: tuple[str, str, str], *, flexion: bool) -> Measure:
    """Compose the angle at the middle one of three points; as flexion 0 = straight, else 180 = straight."""

    def read(sight: Sight, side: str) -> Reading:
        a, vertex, b = (_at(sight, point, side) for point in points)
        included = geometry.angle_at(a, vertex, b)
        if included is None:
            return Unknown(Unit.DEGREES, Reason.TOO_SMALL, _names(points[1], side)[0])
        arms = geometry.distance(a, vertex), geometry.distance(b, vertex)
        sigma = joined(
            geometry.angle_sigma(sight.figure.noise_px, *arms),
            ANGLE_SIGMA_DEG,
            geometry.interpolated(plan.off_plane_deg(sight), OBLIQUE_KNEE_DEG),
        )
        return Measured(180.0 - included if flexion else included, Unit.DEGREES, sigma)

    return _of_points(plan, Unit.DEGREES, points, read)


def inclination(plan: Plan, start: str, end: str, *, vertical: bool) -> Measure:
    """Compose the lean of a line from upright (+ forward; from the front outward, or left) or from level (+ up)."""

    def read(sight: Sight, side: str) -> Reading:
        low, high = _at(sight, start, side), _at(sight, end, side)
        length_px = geometry.distance(low, high)
        if length_px <= 0:
            return Unknown(Unit.DEGREES, Reason.TOO_SMALL, _names(end, side)[0])
        if vertical:
            value = geometry.lean(low, high, _toward(sight, side))
        else:
            value = math.degrees(math.atan2(low[1] - high[1], abs(high[0] - low[0])))
        sigma = joined(
            geometry.tilt_sigma(sight.figure.noise_px, length_px),
            INCLINATION_SIGMA_DEG,
            geometry.interpolated(plan.off_plane_deg(sight), OBLIQUE_TRUNK_DEG),
        )
        return Measured(value, Unit.DEGREES, sigma)

    return _of_points(plan, Unit.DEGREES, (start, end), read)


def distance(plan: Plan, between: tuple[str, str], *, over: str, along: str) -> Measure:
    """Compose how far apart two points are over ``trunk``, ``shank``, ``thigh``, ``shoulders`` or ``hips``.

    ``along``: ``any``; ``across``, along the floor; ``up``, the second above the first, with its sign.
    """
    unit = Unit.TRUNKS if over == "trunk" else Unit.RATIO
    points = (*between, *(f"{side}_{over.removesuffix('s')}" for side in SIDES if over in WIDTHS))

    def read(sight: Sight, side: str) -> Reading:
        first, second = (_at(sight, point, side) for point in between)
        whole_px = _length_px(sight, over)
        if whole_px is None:
            return Unknown(unit, Reason.WRONG_VIEW)
        length_px = {
            "any": geometry.distance(first, second),
            "across": abs(second[0] - first[0]),
            "up": first[1] - second[1],
        }[along]
        value = length_px / whole_px
        scatter = math.sqrt(2.0) * sight.figure.noise_px / whole_px
        # A width that is itself read from this picture scatters as well.
        scatter *= math.hypot(1.0, value) if over in WIDTHS else 1.0
        turned = 0.0 if along == "up" else abs(value) * (1 - math.cos(math.radians(plan.off_plane_deg(sight))))
        sigma = joined(scatter, LENGTH_SIGMA, turned)
        return Measured(value, unit, sigma)

    return _of_points(plan, unit, points, read)


WIDTHS: Final = ("shoulders", "hips")
"""Lengths that are read from the same picture, from the front or behind only."""


def _length_px(sight: Sight, over: str) -> float | None:
    """Give a length of the person's own; None where this view does not show it."""
    if over == "trunk":
        return sight.figure.trunk_px
    if over in {"shank", "thigh"}:
        # A thigh is as long as a shank (0.245 and 0.246 of the height; Winter, Biomechanics and Motor Control).
        return sight.figure.shank_px
    if sight.view.label not in FRONTAL:
        return None
    joint = over.removesuffix("s")
    return geometry.distance(sight.joints.at(f"left_{joint}"), sight.joints.at(f"right_{joint}")) or None


def height(plan: Plan, of: str, above: str | None) -> Measure:
    """Compose how far a point is above another, or above the floor where ``above`` is None, in trunk lengths.

    Above the floor it is told of the flesh: a part that rests on it has 0. A point in the middle is above the
    mean of both sides' floors.
    """

    def read(sight: Sight, side: str) -> Reading:
        trunk_px = sight.figure.trunk_px
        scatter = math.sqrt(2.0) * sight.figure.noise_px / trunk_px
        sigma = joined(scatter, LENGTH_SIGMA)
        point_px = _at(sight, of, side)[1]
        if above is not None:
            return Measured((_at(sight, above, side)[1] - point_px) / trunk_px, Unit.TRUNKS, sigma)
        sides = [given] if (given := side or of.partition("_")[0]) in SIDES else list(SIDES)
        floors = [floor for each in sides if not isinstance(floor := floor_under(sight, each), Unknown)]
        if not floors:
            return Unknown(Unit.TRUNKS, Reason.NO_FLOOR)
        floor_px = sum(floor for floor, _ in floors) / len(floors)
        flesh = FLESH_TRUNKS.get(of.removeprefix("left_").removeprefix("right_"), 0.0)
        worth = joined(sigma, off_side_cost(sight), max(worth for _, worth in floors))
        return Measured((floor_px - point_px) / trunk_px - flesh, Unit.TRUNKS, worth)

    return _of_points(plan, Unit.TRUNKS, (of,) if above is None else (of, above), read)


def difference(plan: Plan, part: Measure) -> Measure:
    """Compose a measure of this side less that of the other.

    Raises
    ------
    ValueError
        If the measure has no sides.
    """
    of_side = part.of_side
    if of_side is None:
        raise ValueError("a difference needs a measure with sides")

    def read(sight: Sight, side: str) -> Reading:
        return _summed(part.unit, [of_side(sight, side), of_side(sight, OTHER[side])], (1.0, -1.0))

    return Measure(part.unit, plan.about, _in_view(plan, part.unit, read), legs=part.legs, both_legs=part.legs)


def whole(plan: Plan, part: Measure) -> Measure:
    """Compose a measure of the whole person from one that has sides: from the side the near one's, else the mean.

    Raises
    ------
    ValueError
        If the measure has no sides.
    """
    of_side = part.of_side
    if of_side is None:
        raise ValueError("only a measure with sides can be taken of the whole person")

    def read(sight: Sight, _: str) -> Reading:
        if sight.near is not None and sight.view.label is ViewLabel.SIDE:
            return of_side(sight, sight.near)
        return _summed(part.unit, [of_side(sight, side) for side in SIDES], (0.5, 0.5))

    guarded = _in_view(plan, part.unit, read)
    return Measure(part.unit, plan.about, of_body=lambda sight: guarded(sight, ""), legs=part.legs)


def weighted_sum(plan: Plan, parts: Sequence[Measure], weights: Sequence[float]) -> Measure:
    """Compose a weighted sum, in the unit of the first: a weight brings a part of another unit to it.

    It has sides where a part has none but of a side; the parts that have none are then taken of the body.
    """
    unit = parts[0].unit

    def of_side(sight: Sight, side: str) -> Reading:
        return _summed(unit, [_taken(part, sight, side) for part in parts], weights)

    def of_body(sight: Sight) -> Reading:
        return _summed(unit, [_taken(part, sight, "") for part in parts], weights)

    sided = any(part.of_side for part in parts)
    whole = all(part.of_body for part in parts)
    guarded = _in_view(plan, unit, lambda sight, side: of_side(sight, side) if side else of_body(sight))
    return Measure(
        unit,
        plan.about,
        guarded if sided else None,
        (lambda sight: guarded(sight, "")) if whole else None,
        legs=any(part.legs for part in parts),
        both_legs=any(part.both_legs for part in parts),
    )


def _taken(part: Measure, sight: Sight, side: str) -> Reading:
    if side and part.of_side:
        return part.of_side(sight, side)
    assert part.of_body is not None  # noqa: S101 - a measure has the one or the other
    return part.of_body(sight)


def _summed(unit: Unit, readings: Sequence[Reading], weights: Sequence[float]) -> Reading:
    value = variance = 0.0
    for reading, weight in zip(readings, weights, strict=True):
        if isinstance(reading, Unknown):
            return Unknown(unit, reading.reason, reading.part)
        value += weight * reading.value
        variance += (weight * reading.sigma) ** 2
    return Measured(value, unit, math.sqrt(variance))


def _of_points(plan: Plan, unit: Unit, points: Sequence[str], read: Callable[[Sight, str], Reading]) -> Measure:
    """Make a measure of a formula over points: one of a side where a point takes its side from the role."""

    def reliable(sight: Sight, side: str) -> Reading:
        problem = sight.joints.problem(*(name for point in points for name in _names(point, side)))
        return Unknown(unit, *problem) if problem else read(sight, side)

    guarded = _in_view(plan, unit, reliable)
    sided = any(_takes_side(point) for point in points)
    on_legs = [point for point in points if point.removeprefix("left_").removeprefix("right_") in LEG_JOINTS]
    fixed = any(not _takes_side(point) for point in on_legs)
    if sided:
        return Measure(unit, plan.about, guarded, legs=bool(on_legs), both_legs=fixed)
    return Measure(unit, plan.about, of_body=lambda sight: guarded(sight, ""), legs=fixed, both_legs=fixed)


def _in_view(plan: Plan, unit: Unit, read: Callable[[Sight, str], Reading]) -> Callable[[Sight, str], Reading]:
    def guarded(sight: Sight, side: str) -> Reading:
        if not plan.allows(sight.view.label):
            unknown = sight.view.label is ViewLabel.UNKNOWN
            return Unknown(unit, Reason.VIEW_UNKNOWN if unknown else Reason.WRONG_VIEW)
        return read(sight, side)

    return guarded


def _takes_side(point: str) -> bool:
    return not point.startswith(MIDDLE) and point not in INDEX


def _names(point: str, side: str) -> tuple[str, ...]:
    """Give the landmarks that a point is made of."""
    if point.startswith(MIDDLE):
        joint = point.removeprefix(MIDDLE)
        return tuple(f"{each}_{joint}" for each in SIDES)
    return (f"{side}_{point}",) if _takes_side(point) else (point,)


def _at(sight: Sight, point: str, side: str) -> Point:
    """Where a point is in the picture, pixels."""
    if point.startswith(MIDDLE):
        return sight.joints.mid(point.removeprefix(MIDDLE))
    return sight.joints.at(_names(point, side)[0])


def _toward(sight: Sight, side: str) -> float:
    """Which way in the picture is positive: forward; from the front or behind outward, to the left of the body."""
    if sight.view.label not in FRONTAL:
        return sight.view.forward
    left_is_right_of_picture = 1.0 if sight.view.label is ViewLabel.FRONT else -1.0
    return -left_is_right_of_picture if side == "right" else left_is_right_of_picture
