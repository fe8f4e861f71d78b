"""Measures that a movement file composes for itself: an angle of three points, a height, a difference of sides.

A joint is named as a landmark without its side ("knee"): which side is meant is then told by the role before the
measure (``front.NAME``). With a side ("left_knee"), or as "mid_hip", "mid_shoulder" or "nose", it is always the
same point, and a measure of nothing but such points is named without a role.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictFloat, StringConstraints, model_validator

from formcheck.pose.landmarks import LANDMARKS
from formcheck.routine.bands import Part
from formcheck.routine.fault import did_you_mean, expected, shown

SIDED_JOINTS: Final = tuple(name.removeprefix("left_") for name in LANDMARKS if name.startswith("left_"))
"""The joints there are on both sides: they take the side of the role."""

MIDDLES: Final = ("mid_hip", "mid_shoulder")
"""Points half-way between the two sides."""

POINTS: Final = (*SIDED_JOINTS, *LANDMARKS, *MIDDLES)
"""Every point a composed measure may be made of."""

FLOOR: Final = "floor"
"""What a height may be above besides a point."""


def _known_point(name: str) -> str:
    if name not in POINTS:
        wanted = 'a joint ("knee"), a joint with its side ("left_knee"), "mid_hip", "mid_shoulder" or "nose"'
        raise ValueError(expected(wanted, shown(name)) + did_you_mean(name, POINTS))
    return name


def _floor_or_point(name: str) -> str:
    return name if name == FLOOR else _known_point(name)


Point = Annotated[str, AfterValidator(_known_point)]
FloorOrPoint = Annotated[str, AfterValidator(_floor_or_point)]
PartName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
About = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
ComposedView = Literal["side", "front", "back", "oblique"]


class _Composed(Part):
    about: About = Field(description="What it is, in a line for people")
    views: tuple[ComposedView, ...] = Field(
        default=(), description="The views from which it is read (oblique: any between them); none: from all"
    )

    @property
    def points_used(self) -> tuple[str, ...]:
        """The points it is made of."""
        return ()

    @property
    def parts_used(self) -> tuple[str, ...]:
        """The other measures it is made of."""
        return ()

    @property
    def sided(self) -> bool:
        """Whether one of its points, or it as a difference of sides, takes a side from a role before it."""
        return any(point in SIDED_JOINTS for point in self.points_used)


class ComposedAngle(_Composed):
    """The angle at the middle one of three points, in the picture, degrees."""

    kind: Literal["angle"]
    points: tuple[Point, Point, Point] = Field(description="The angle is at the middle one")
    flexion: StrictBool = Field(default=False, description="True: 0 = straight; false: 180 = straight")

    @property
    def points_used(self) -> tuple[str, ...]:
        """The points it is made of."""
        return self.points


class ComposedInclination(_Composed):
    """How far a line leans, in the picture, degrees; + = its upper or far end is on the side the person faces."""

    kind: Literal["inclination"]
    start: Point = Field(alias="from")
    end: Point = Field(alias="to")
    against: Literal["vertical", "horizontal"] = Field(
        default="vertical", description="vertical: + forward; horizontal: + upward"
    )

    @property
    def points_used(self) -> tuple[str, ...]:
        """The points it is made of."""
        return (self.start, self.end)


class ComposedDistance(_Composed):
    """How far apart two points are in the picture, over a length of the person's own."""

    kind: Literal["distance"]
    between: tuple[Point, Point]
    over: Literal["trunk", "shank", "thigh", "shoulders", "hips"] = "trunk"
    along: Literal["any", "across", "up"] = Field(
        default="any", description="across: along the floor only; up: the second above the first, with its sign"
    )

    @property
    def points_used(self) -> tuple[str, ...]:
        """The points it is made of."""
        return self.between


class ComposedHeight(_Composed):
    """How high a point is above the floor or above another, in trunk lengths."""

    kind: Literal["height"]
    of: Point
    above: FloorOrPoint = Field(default=FLOOR, description="A point, or the floor under this side")

    @property
    def points_used(self) -> tuple[str, ...]:
        """The points it is made of."""
        return (self.of,) if self.above == FLOOR else (self.of, self.above)


class ComposedDifference(_Composed):
    """A measure of this side less that of the other, in its unit."""

    kind: Literal["difference"]
    of: PartName = Field(description="A measure that has sides")

    @property
    def parts_used(self) -> tuple[str, ...]:
        """The other measures it is made of."""
        return (self.of,)

    @property
    def sided(self) -> bool:
        """Whether it takes a side from a role before it: always."""
        return True


class ComposedWhole(_Composed):
    """A measure that has sides, of the whole person: from the side that of the near one, else the mean of both."""

    kind: Literal["whole"]
    of: PartName = Field(description="A measure that has sides")

    @property
    def parts_used(self) -> tuple[str, ...]:
        """The other measures it is made of."""
        return (self.of,)


class ComposedSum(_Composed):
    """A weighted sum of measures of one unit."""

    kind: Literal["sum"]
    of: tuple[PartName, ...] = Field(min_length=1, max_length=10)
    weights: tuple[StrictFloat, ...] = Field(default=(), description="One for each; none: 1 each")

    @model_validator(mode="after")
    def _a_weight_each(self) -> ComposedSum:
        if self.weights and len(self.weights) != len(self.of):
            raise ValueError(expected(f"{len(self.of)} weights, one for each measure", f"{len(self.weights)}"))
        return self

    @property
    def parts_used(self) -> tuple[str, ...]:
        """The other measures it is made of."""
        return self.of


Composed = Annotated[
    ComposedAngle
    | ComposedInclination
    | ComposedDistance
    | ComposedHeight
    | ComposedDifference
    | ComposedWhole
    | ComposedSum,
    Field(discriminator="kind"),
]
"""A composed measure of any kind."""
