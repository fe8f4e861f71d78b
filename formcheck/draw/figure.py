"""A pose as it lies on one picture: where the points fall, which are sure, which side is near."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.body.back.outline import outline_of
from formcheck.body.joints import Joints
from formcheck.pose.landmarks import BONES, FACE, INDEX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.pose.pose import Pose

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

SURE_VISIBILITY: Final = 0.5
"""Below it the model itself thinks the landmark more likely hidden than seen."""

NEAR_SIDE_M: Final = 0.08
"""One side is nearer when it is by so much (hips are 0.2 apart); facing the camera both are alike."""

HEAD_PER_FACE: Final = 2.0
"""The head with its hair, over the spread of the landmarks from ear to ear or ear to nose."""

_TRUNK_AND_THIGHS: Final = ("shoulder", "hip", "knee")


@dataclass(frozen=True, eq=False)
class Figure:
    """A pose on a picture.

    Attributes
    ----------
    points
        (33, 2) pixels of this picture.
    world
        (33, 3) metres, as the pose has them.
    sure
        (33,) whether the landmark is more likely seen than hidden.
    near
        The side toward the camera, or None where both are alike.
    back
        (n, 2) pixels of this picture: the outline behind the trunk, from the hip up, NaN where it was not seen;
        n is 0 where both sides are alike or none was taken.
    """

    points: Floats
    world: Floats
    sure: Flags
    near: str | None
    back: Floats

    def at(self, name: str) -> Floats:
        """Return a landmark's place by name."""
        return np.asarray(self.points[INDEX[name]], np.float64)

    def is_sure(self, *names: str) -> bool:
        """Whether all of these landmarks are seen."""
        return all(bool(self.sure[INDEX[name]]) for name in names)

    @cached_property
    def head_box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the head, estimated from the face's landmarks."""
        face = self.points[list(FACE)]
        centre = (face.min(axis=0) + face.max(axis=0)) / 2.0
        half = float((face.max(axis=0) - face.min(axis=0)).max()) * HEAD_PER_FACE / 2.0
        return centre[0] - half, centre[1] - half, centre[0] + half, centre[1] + half

    @cached_property
    def body_points(self) -> Floats:
        """(n, 2) points spread over what is seen of the body: ends and middles of its bones."""
        seen = [bone for bone in BONES if self.sure[bone[0]] and self.sure[bone[1]]]
        ends = self.points[np.asarray(seen, np.intp).reshape(-1, 2)]
        return np.concatenate([ends[:, 0], ends[:, 1], ends.mean(axis=1)])


def figure_on(pose: Pose, width: int, height: int) -> Figure:
    """Place a pose on a picture of another size than its source."""
    source_width, source_height = pose.image_size
    onto = (width / source_width, height / source_height)
    points = np.asarray(pose.points, np.float64) * onto
    world = np.asarray(pose.world, np.float64)
    sides = [
        float(np.mean([world[INDEX[f"{side}_{part}"], 2] for part in _TRUNK_AND_THIGHS])) for side in ("left", "right")
    ]
    near = None
    if abs(sides[0] - sides[1]) > NEAR_SIDE_M:
        near = "left" if sides[0] < sides[1] else "right"
    sure = np.asarray(pose.visibility) >= SURE_VISIBILITY
    return Figure(points, world, sure, near, _back_of(pose, near) * onto)


def _back_of(pose: Pose, near: str | None) -> Floats:
    """Give the outline behind the trunk in pixels of the pose's own picture."""
    joints = Joints(pose)
    # Whose left side is near faces to the left of the picture.
    outline = None if near is None else outline_of(joints, -1.0 if near == "left" else 1.0, max(1.0, joints.trunk_px))
    return np.empty((0, 2)) if outline is None else outline.points
