"""People in one picture: where they are, how big, what they wear, and whether two of them are one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from formcheck.pose.landmarks import INDEX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.pose.estimator import ModelPicture
    from formcheck.pose.pose import Pose

    Doubles = NDArray[np.float64]

UNIT_M: Final = 0.5
"""About the trunk length of an adult: the unit of the distances below."""

SIZE_RATIO: Final = 1.4
"""Two sizes of one person at once, farther apart than the model's own scatter (10 to 20 %)."""

SAME_PLACE_UNITS: Final = 0.5
"""Two poses of one frame nearer to each other than this are of one person."""

LEAST_SIZE: Final = 0.5
"""Of the tracked person's. What is smaller is far behind, in no one's way, or no person: what was found in
rooms with one person alone was mostly smaller."""

LEAST_VISIBILITY: Final = 0.7
"""Mean over the landmarks. Standing clear, rendered people had 0.7 to 0.9; most false ones had 0.4 to 0.6."""

LEAST_PRESENCE: Final = 0.9
"""Mean over the landmarks; as above."""

MOVED_UNITS: Final = 0.4
"""Furniture found as a person stays nearer than this to where it was found before."""

COLOUR_SCATTER: Final = 0.12
"""Distance of the clothes' mean colours (of 1.0) that one person shows over poses and light."""

NEAR_UNITS: Final = 0.25
"""Margin around a person's landmarks: the head and the clothes lie outside them."""

CLOSE_UNITS: Final = 1.0
"""Boxes nearer to each other than this may overlap before the next look."""

_HIPS: Final = [INDEX["left_hip"], INDEX["right_hip"]]
_SHOULDERS: Final = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
_KNEES: Final = [INDEX["left_knee"], INDEX["right_knee"]]
_ALONG: Final = np.linspace(0.15, 0.85, 6)[:, None]


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Somebody in one picture.

    Attributes
    ----------
    pose
        Without a back profile when it comes from a look.
    centre
        (2,) pixels, the middle of the trunk.
    unit
        Pixels that half a metre takes at the person's distance.
    box
        (2, 2) pixels, the corners of the box around all landmarks.
    colours
        (6,) mean RGB, 0 to 1, of the trunk and of the thighs.
    """

    pose: Pose
    centre: Doubles
    unit: float
    box: Doubles
    colours: Doubles


class Sized(Protocol):
    """Anything that has the size of a person."""

    @property
    def unit(self) -> float:
        """Pixels that half a metre takes."""


def person_of(pose: Pose, picture: ModelPicture) -> Person:
    """Measure the place, size and clothes of a pose."""
    points, flat = pose.points.astype(float), pose.world[:, :2].astype(float)
    spread, metres = points.std(axis=0), flat.std(axis=0)
    # All landmarks together: a trunk seen end-on is short, a whole body never is.
    unit = UNIT_M * float(np.hypot(*spread) / max(np.hypot(*metres), np.finfo(float).eps))
    centre = points[_HIPS + _SHOULDERS].mean(axis=0)
    box = np.stack([points.min(axis=0), points.max(axis=0)])
    return Person(pose, centre, max(unit, 1.0), box, _colours(points, picture))


def _colours(points: Doubles, picture: ModelPicture) -> Doubles:
    """Give the mean colour along the trunk and along the thighs."""
    hip, shoulder = points[_HIPS].mean(axis=0), points[_SHOULDERS].mean(axis=0)
    trunk = hip + _ALONG * (shoulder - hip)
    thighs = [points[a] + _ALONG * (points[b] - points[a]) for a, b in zip(_HIPS, _KNEES, strict=True)]
    height, width = picture.rgb.shape[:2]
    lines = np.stack([trunk, *thighs]) / picture.scale
    columns, rows = (lines[..., axis].astype(int).clip(0, most - 1) for axis, most in ((0, width), (1, height)))
    trunk_rgb, *thigh_rgb = (picture.rgb[rows, columns] / 255.0).mean(axis=1)
    return np.concatenate([trunk_rgb, np.mean(thigh_rgb, axis=0)])


def colour_distance(one: Doubles, other: Doubles) -> float:
    """Root mean square difference of two people's colours, 0 to 1."""
    return float(np.sqrt(np.mean((one - other) ** 2)))


def close_together(one: Person, other: Person) -> bool:
    """Tell whether two people are so near that one may soon hide the other."""
    margin = CLOSE_UNITS * max(one.unit, other.unit)
    return bool((one.box[0] - margin <= other.box[1]).all() and (other.box[0] - margin <= one.box[1]).all())


def whole_across(person: Person) -> bool:
    """Tell whether somebody is within the picture from side to side."""
    return bool(person.box[0, 0] > 0 and person.box[1, 0] < person.pose.image_size[0])


def same_place(one: Person, other: Person) -> bool:
    """Tell whether two poses of one picture are of the same person."""
    distance = float(np.hypot(*(one.centre - other.centre)))
    return distance < SAME_PLACE_UNITS * max(one.unit, other.unit) and size_ratio(one, other) < SIZE_RATIO**2


def distinct(people: list[Person], more: list[Person]) -> list[Person]:
    """Add those who are not among the people yet."""
    together = list(people)
    for person in more:
        if not any(same_place(person, known) for known in together):
            together.append(person)
    return together


def plausible_beside(other: Person, tracked: Person) -> bool:
    """Tell whether what was found beside the tracked person is somebody, and not that person's leftover."""
    trunk = other.pose.points[_HIPS + _SHOULDERS]
    outside = ((trunk < tracked.box[0]) | (trunk > tracked.box[1])).any(axis=1)
    return bool(
        outside.all()
        and other.unit >= LEAST_SIZE * tracked.unit
        and other.pose.visibility.mean() >= LEAST_VISIBILITY
        and other.pose.presence.mean() >= LEAST_PRESENCE
    )


def has_moved(before: Person, now: Person) -> bool:
    """Tell whether two sightings are of somebody in the same clothes in another place."""
    alike = colour_distance(before.colours, now.colours) < COLOUR_SCATTER
    moved = float(np.hypot(*(now.centre - before.centre)))
    return alike and size_ratio(before, now) < SIZE_RATIO and moved > MOVED_UNITS * now.unit


def size_ratio(one: Sized, other: Sized) -> float:
    """Give how many times larger the larger of two people is."""
    return max(one.unit, other.unit) / min(one.unit, other.unit)


def prominence(person: Person) -> float:
    """How much somebody looks like the main subject of the picture: large, and in the middle of it."""
    half = person.pose.image_size[0] / 2
    aside = min(abs(float(person.centre[0]) - half) / half, 1.0)
    return person.unit * (1.0 - aside / 2)
