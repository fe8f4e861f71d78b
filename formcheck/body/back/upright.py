"""The person's own back when upright: found in a recording before it is judged.

A back is called round only against the same person's, in the same clothes, standing or sitting tall. Standing and
sitting are kept apart: to sit flattens the low back by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.body.back.outline import BANDS, LEAST_BANDS, outline_of
from formcheck.body.joints import Joints
from formcheck.body.view import UPRIGHT_SHARE, View, ViewLabel, yaw_of
from formcheck.pose.landmarks import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from formcheck.body.back.outline import Outline
    from formcheck.pose.pose import Pose

    Floats = NDArray[np.float64]

UPRIGHT_DEG: Final = (-12.0, 20.0)
"""Inclination of the chord in which a person counts as upright; its line leans by itself, a little either way."""

OFF_SIDE_DEG: Final = 15.0
"""Further off the side the outline is not the back's (domain, section 4)."""

STANDING_TRUNKS: Final = 0.75
"""The hips this far above the lowest knee or ankle, or more: the person stands. Standing it is 1.4 trunk lengths
and more (a squat or a deep hinge 0.8), seated on the floor 0.1 to 0.6."""

LEAST_MOMENTS: Final = 4
"""Poses that it takes: the median of fewer would be any one frame's."""

STEADY_TRUNKS: Final = 0.035
"""Scatter of a band from moment to moment beyond which it is no outline to compare with: walking, swinging arms,
a mask that flickers. Rendered people standing tall scatter by 0.01."""


@dataclass(frozen=True, slots=True, eq=False)
class Upright:
    """The outline of one person's back when upright.

    Attributes
    ----------
    bands
        (5,) as of :class:`~formcheck.body.back.outline.Outline`, the median over the moments; NaN where it was
        not seen or not steady.
    chord_px
        Mid-hip to mid-shoulder, pixels, median.
    moments
        How many poses it was learned from.
    """

    bands: Floats
    chord_px: float
    moments: int


@dataclass(frozen=True, slots=True)
class OwnBack:
    """What is known of the person's own upright outline; None where there was no such moment."""

    standing: Upright | None = None
    seated: Upright | None = None

    def like(self, joints: Joints) -> Upright | None:
        """Give the one to compare a pose with: standing with standing, seated with seated."""
        return self.standing if stands(joints) else self.seated

    def unlike(self, joints: Joints) -> Upright | None:
        """Give the other one: better than a stranger's, though sitting changes the low back by itself."""
        return self.seated if stands(joints) else self.standing


@dataclass(slots=True)
class _Found:
    outlines: list[Outline] = field(default_factory=list)


def stands(joints: Joints) -> bool:
    """Whether the hips are as far above the lowest knee or ankle as on a standing leg."""
    low = max(joints.at(f"{side}_{joint}")[1] for side in SIDES for joint in ("knee", "ankle"))
    return low - joints.mid("hip")[1] >= STANDING_TRUNKS * joints.trunk_px


def learn_upright(poses: Iterable[Pose], trunk_px: float) -> OwnBack:
    """Find the moments in which a person is upright and seen from the side, and take their outline.

    Parameters
    ----------
    poses
        Of a recording or a part of it, in any order.
    trunk_px
        The person's trunk length at its longest.
    """
    found = {True: _Found(), False: _Found()}
    for pose in poses:
        joints = Joints(pose)
        outline = _upright(joints, trunk_px)
        if outline is not None:
            found[stands(joints)].outlines.append(outline)
    return OwnBack(*(upright_of(found[standing].outlines) for standing in (True, False)))


def _upright(joints: Joints, trunk_px: float) -> Outline | None:
    if joints.back is None or joints.trunk_px < UPRIGHT_SHARE * trunk_px:
        return None
    yaw, _ = yaw_of(joints, trunk_px)
    view = View(ViewLabel.SIDE, None, yaw)
    if view.off_side_deg is None or view.off_side_deg > OFF_SIDE_DEG:
        return None
    outline = outline_of(joints, view.forward, trunk_px)
    low, high = UPRIGHT_DEG
    return outline if outline is not None and low <= outline.inclination_deg <= high else None


def upright_of(outlines: Sequence[Outline], least: int = LEAST_MOMENTS) -> Upright | None:
    """Take the median of each band over upright moments, where it is steady; None from too few moments."""
    if len(outlines) < least:
        return None
    bands = np.stack([outline.bands for outline in outlines])
    joined = np.full(BANDS, np.nan)
    for number in range(BANDS):
        seen = bands[np.isfinite(bands[:, number]), number]
        if len(seen) < max(least, len(outlines) / 2):
            continue
        middle = float(np.median(seen))
        if np.median(np.abs(seen - middle)) / 0.6745 <= STEADY_TRUNKS:
            joined[number] = middle
    chord = float(np.median([outline.chord_px for outline in outlines]))
    return Upright(joined, chord, len(outlines)) if np.isfinite(joined).sum() >= LEAST_BANDS else None
