"""The person's own lengths in this recording, and how much the landmarks scatter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.pose.landmarks import INDEX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from formcheck.pose.pose import Observation

LONGEST_PERCENTILE: Final = 90.0
"""A length seen at its longest: foreshortening only shortens, while the top tenth holds the odd bad frame."""

SMALLEST_SHANK_PX: Final = 36.0
"""Below this the person is too small in the picture to be judged. The model sees a crop of 256 pixels around the
person, in which a shank has about 50: with 36 the crop is enlarged by less than half as much again."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is constant of a person in front of one camera.

    Attributes
    ----------
    trunk_px
        Mid-hip to mid-shoulder at its longest, pixels.
    shank_px
        Knee to ankle at its longest, the longer of the two sides, pixels.
    noise_px
        Standard deviation of a landmark from frame to frame, pixels (from second differences, so that
        movement does not count).
    """

    trunk_px: float
    shank_px: float
    noise_px: float

    @property
    def too_small(self) -> bool:
        """Whether the person is too small in the picture to be judged."""
        return self.shank_px < SMALLEST_SHANK_PX


def survey(observations: Iterable[Observation]) -> Figure | None:
    """Learn a person's lengths from poses, raw as the model gave them; None where there is none.

    A recording is surveyed whole before it is judged; live, what has been seen so far is surveyed again
    every so often.
    """
    poses = [seen.pose for seen in observations if seen.pose is not None]
    if not poses:
        return None
    points = np.stack([pose.points for pose in poses]).astype(np.float64)
    mid_hip = (points[:, INDEX["left_hip"]] + points[:, INDEX["right_hip"]]) / 2
    mid_shoulder = (points[:, INDEX["left_shoulder"]] + points[:, INDEX["right_shoulder"]]) / 2
    shanks = [_longest(points[:, INDEX[f"{s}_knee"]], points[:, INDEX[f"{s}_ankle"]]) for s in ("left", "right")]
    return Figure(
        trunk_px=max(1.0, _longest(mid_hip, mid_shoulder)),
        shank_px=max(1.0, *shanks),
        noise_px=_scatter(points),
    )


def _longest(start: NDArray[np.float64], end: NDArray[np.float64]) -> float:
    return float(np.percentile(np.linalg.norm(end - start, axis=1), LONGEST_PERCENTILE))


def _scatter(points: NDArray[np.float64]) -> float:
    """Estimate the scatter from the median second difference: its variance is six times that of white noise."""
    if len(points) < 3:
        return 1.0
    second = points[2:, 11:] - 2 * points[1:-1, 11:] + points[:-2, 11:]
    return max(0.2, float(np.median(np.abs(second))) / 0.6745 / math.sqrt(6.0))
