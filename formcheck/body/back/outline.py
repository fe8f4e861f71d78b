"""The outline behind the trunk in the trunk's own frame, without what an arm or a thing behind the back spoils.

The chord from mid-hip to mid-shoulder is the axis; heights are distances of the outline behind it, in lengths of
the person's own upright trunk.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.pose.landmarks import SIDES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.body.joints import Joints

    Floats = NDArray[np.float64]

BANDS: Final = 5
"""Parts of the chord that are told apart, from the hip up."""

LOWEST: Final = 1 / 6
"""Of the chord: below it the outline is the buttocks', which a bent hip moves whatever the back does."""

ARM_HALF_TRUNKS: Final = 0.09
"""Half the thickness of an arm with its sleeve: an arm landmark this near the outline makes the outline its own."""

ARM_ALONG_TRUNKS: Final = 0.09
"""So far up and down the chord from an arm that reaches the outline nothing is believed."""

ARM_POINTS: Final = (0.0, 0.5, 1.0)
"""Where on the forearm, elbow to wrist, it is looked whether it reaches the outline. The upper arm hangs from
the shoulder, in front of the back."""

JUMP_TRUNKS: Final = 0.10
"""Between two stations, a 23rd of the chord apart, no back rises by so much: there something else begins."""

LEAST_BANDS: Final = 3
"""Parts of the back that have to be seen, of five."""

LEAST_STATIONS: Final = 2
"""Stations that a band needs, of its four or so."""


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The back of one pose.

    Attributes
    ----------
    bands
        (5,) height of the outline behind the chord in each part of it, hip first, in trunk lengths; NaN where
        it was not seen or not the back's.
    chord_px
        Mid-hip to mid-shoulder, pixels.
    inclination_deg
        Of the chord from the vertical, forward +.
    points
        (n, 2) pixels: the outline in the picture, from the hip up; NaN where it was not seen or not the back's.
    hip
        (2,) pixels: where the chord begins.
    frame
        (2, 2) unit vectors of the picture: behind the chord, and up along it.
    """

    bands: Floats
    chord_px: float
    inclination_deg: float
    points: Floats
    hip: Floats
    frame: Floats


def outline_of(joints: Joints, facing: float, trunk_px: float) -> Outline | None:
    """Give the outline of the back of one pose.

    Parameters
    ----------
    joints
        The pose.
    facing
        1 when the person faces to the right of the picture, -1 to the left.
    trunk_px
        The person's own trunk length.

    Returns
    -------
    Outline or None
        None where no outline was taken, or the chord has no length.
    """
    profile = joints.back
    if profile is None:
        return None
    hip, shoulder = profile.chord.astype(np.float64)
    length = float(np.hypot(*(shoulder - hip)))
    if length == 0.0:
        return None
    axis = (shoulder - hip) / length
    # Behind whoever faces to the right lies the left of the direction hip to shoulder: row 0.
    back = np.array([axis[1], -axis[0]]) * facing
    heights = profile.outline[0 if facing > 0 else 1].astype(np.float64) / trunk_px
    stations = profile.stations.astype(np.float64)
    spoiled = _under_an_arm(joints, hip, axis, back, stations * length, heights, trunk_px)
    heights[spoiled | _beyond_a_jump(heights)] = np.nan
    lean = math.degrees(math.atan2(axis[0] * facing, -axis[1]))
    points = hip + stations[:, None] * (shoulder - hip) + heights[:, None] * trunk_px * back
    return Outline(_bands(stations, heights), length, lean, points, hip, np.stack([back, axis]))


def _under_an_arm(
    joints: Joints, hip: Floats, axis: Floats, back: Floats, along_px: Floats, heights: Floats, trunk_px: float
) -> NDArray[np.bool_]:
    """Say at which stations a forearm or an elbow may be what the outline shows."""
    spoiled = np.zeros(len(heights), dtype=bool)
    for side in SIDES:
        elbow, wrist = np.array(joints.at(f"{side}_elbow")), np.array(joints.at(f"{side}_wrist"))
        for share in ARM_POINTS:
            place = elbow + (wrist - elbow) * share - hip
            near = np.abs(along_px - place @ axis) <= ARM_ALONG_TRUNKS * trunk_px
            spoiled |= near & (float(place @ back) / trunk_px + ARM_HALF_TRUNKS >= heights)
    return spoiled


def _beyond_a_jump(heights: Floats) -> NDArray[np.bool_]:
    """Say which stations stand out from their neighbours on both sides by more than a back can."""
    seen = np.where(np.isfinite(heights), heights, np.inf)
    with np.errstate(invalid="ignore"):
        step = np.diff(seen)
        up, down = np.flatnonzero(step > JUMP_TRUNKS), np.flatnonzero(step < -JUMP_TRUNKS)
    beyond = np.zeros(len(heights), dtype=bool)
    for start in up:
        ends = down[down > start]
        beyond[start + 1 : (ends[0] + 1 if len(ends) else len(heights))] = True
    for end in down:
        if not len(up) or up[0] > end:
            beyond[: end + 1] = True
    return beyond


def _bands(stations: Floats, heights: Floats) -> Floats:
    """Give the median height in each part of the chord."""
    edges = np.linspace(LOWEST, 1.0, BANDS + 1)
    found = np.full(BANDS, np.nan)
    for number, (low, high) in enumerate(pairwise(edges)):
        within = heights[(stations >= low) & (stations <= high)]
        seen = within[np.isfinite(within)]
        if len(seen) >= LEAST_STATIONS:
            found[number] = np.median(seen)
    return found
