"""The ankle: by the landmarks of the foot, or, of a foot that is up on something, by its sole.

In a foot that is up, with the trunk folded over it, the landmarks of heel and toes say nothing (they correlate with the
truth by -0.4 to 0.9, mostly about 0): there the line under the sole is read instead, or nothing at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body import geometry
from formcheck.body.accuracy import MODELS, by_sole
from formcheck.body.measures.base import Measure, joined, model_sigma, side_plane
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown

if TYPE_CHECKING:
    from formcheck.body.sight import Sight


def ankle_angle(sight: Sight, side: str) -> Reading:
    """Included angle between ankle-to-knee and heel-to-toe; larger = toes pointed."""
    knee, ankle, heel, toe = names = tuple(f"{side}_{joint}" for joint in ("knee", "ankle", "heel", "foot_index"))
    sole = sight.joints.sole if by_sole(sight, side) else None
    # Where the sole was found beside them, knee and ankle are where they are said to be, also behind a hand.
    problem = sight.joints.problem(*names) if sole is None else None
    if problem is None and sole is None and sight.model in MODELS and sight.joints.raised == side:
        problem = Reason.NOT_VISIBLE, toe
    if problem:
        return Unknown(Unit.DEGREES, *problem)
    start, end = (sight.joints.at(heel), sight.joints.at(toe)) if sole is None else sole
    shin_end, vertex = sight.joints.at(knee), sight.joints.at(ankle)
    included = geometry.angle_at(shin_end, vertex, [v + b - a for v, a, b in zip(vertex, start, end, strict=True)])
    if included is None:
        return Unknown(Unit.DEGREES, Reason.TOO_SMALL, toe)
    lengths = geometry.distance(shin_end, vertex), geometry.distance(start, end)
    scatter = geometry.angle_sigma(sight.figure.noise_px, *lengths)
    return side_plane(sight, Measured(included, Unit.DEGREES, joined(scatter, model_sigma(sight, "ankle_angle", side))))


MEASURES: Final[dict[str, Measure]] = {
    "ankle_angle": Measure(Unit.DEGREES, "shank to foot, larger = toes pointed", ankle_angle, legs=True),
}
