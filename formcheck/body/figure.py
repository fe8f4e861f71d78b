"""The person's own lengths in this recording, and how much the landmarks scatter."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.body.back.upright import OwnBack, learn_upright
from formcheck.body.camera import Camera, learn_camera
from formcheck.body.view import WIDTHS_TRUNKS
from formcheck.pose.landmarks import INDEX, LANDMARKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from formcheck.body.camera import CameraHint
    from formcheck.pose.pose import Observation, Pose

LONGEST_PERCENTILE: Final = 90.0
"""A length seen at its longest: foreshortening only shortens, while the top tenth holds the odd bad frame."""

SURVEYED_THREES: Final = 3000
"""Of three poses in a row each, from a recording of more than five minutes: lengths and scatter need no more,
and memory does not grow with the recording."""

SURVEYED_BACKS: Final = 1000
"""Poses among which upright moments are looked for: quick, and of an hour it still sees every fourth second."""

SMALLEST_SHANK_PX: Final = 36.0
"""Below this the person is too small in the picture to be judged. The model sees a crop of 256 pixels around the
person, in which a shank has about 50: with 36 the crop is enlarged by less than half as much again."""

SHANK_OVER_TRUNK: Final = 0.85
"""Knee to ankle over hip to shoulder (0.246 and 0.288 of the height; Winter, Biomechanics and Motor Control)."""


NEVER_LONG: Final = 1.1
"""Shoulders so much wider than those of a trunk as long as it was ever seen (1.06 at the most, where it was seen
upright or from the side for a moment; 1.2 to 1.5 on all fours from the front): it never was seen at its length."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What is constant of a person in front of one camera.

    Attributes
    ----------
    trunk_px
        Mid-hip to mid-shoulder at its longest, pixels; told by the shoulders' width where it was only seen end-on.
    shank_px
        Knee to ankle at its longest, the longer of the two sides, pixels.
    noise_px
        Standard deviation of a landmark from frame to frame, pixels (from second differences, so that
        movement does not count).
    back
        The outline of the person's own back when upright, as far as it was seen.
    camera
        What is known of the camera over the floor.
    """

    trunk_px: float
    shank_px: float
    noise_px: float
    back: OwnBack = field(default_factory=OwnBack)
    camera: Camera = field(default_factory=Camera)

    @property
    def too_small(self) -> bool:
        """Whether the person is too small in the picture to be judged.

        A recording of somebody on all fours from the front never shows a shank at its length: the trunk tells too.
        """
        return max(self.shank_px, SHANK_OVER_TRUNK * self.trunk_px) < SMALLEST_SHANK_PX


def survey(observations: Sequence[Observation], hint: CameraHint | None = None) -> Figure | None:
    """Learn a person's lengths from poses, raw as the model gave them; None where there is none.

    A recording is surveyed whole before it is judged. Of a long one a sample does, the same one each time. What is
    said of the camera goes before what is learned of it.
    """
    return _figure(_sampled(observations), _with_backs(observations), observations, hint)


def survey_runs(runs: Sequence[Sequence[Observation]], hint: CameraHint | None = None) -> Figure | None:
    """Learn a person's lengths from short runs of poses, taken here and there while somebody is watched.

    Of each run, whose observations follow one another, the middle one tells of the back and of the camera.
    """
    middles = [run[len(run) // 2] for run in runs if run]
    return _figure((_points(run) for run in runs), _with_backs(middles), middles, hint)


def _figure(
    runs: Iterable[NDArray[np.float64]],
    backs: Iterable[Pose],
    observations: Sequence[Observation],
    hint: CameraHint | None,
) -> Figure | None:
    seen = [points for points in runs if len(points)]
    if not seen:
        return None
    points = np.concatenate(seen)
    mid_hip = (points[:, INDEX["left_hip"]] + points[:, INDEX["right_hip"]]) / 2
    mid_shoulder = (points[:, INDEX["left_shoulder"]] + points[:, INDEX["right_shoulder"]]) / 2
    shanks = [_longest(points[:, INDEX[f"{s}_knee"]], points[:, INDEX[f"{s}_ankle"]]) for s in ("left", "right")]
    shoulders_px = _longest(points[:, INDEX["left_shoulder"]], points[:, INDEX["right_shoulder"]])
    trunk_px = max(1.0, _trunk_px(_longest(mid_hip, mid_shoulder), shoulders_px))
    return Figure(
        trunk_px=trunk_px,
        shank_px=max(1.0, *shanks),
        noise_px=_scatter(seen),
        back=learn_upright(backs, trunk_px),
        camera=learn_camera(observations, hint),
    )


def _trunk_px(seen_px: float, shoulders_px: float) -> float:
    """Give the trunk's length as it was seen at its longest; by the shoulders where it only was seen end-on."""
    by_shoulders_px = shoulders_px / WIDTHS_TRUNKS["shoulder"]
    return by_shoulders_px if by_shoulders_px > NEVER_LONG * seen_px else seen_px


def _with_backs(observations: Sequence[Observation]) -> Iterator[Pose]:
    """Give poses that have an outline and are surely the person's, evenly over a long recording."""
    step = math.ceil(len(observations) / SURVEYED_BACKS)
    for place in range(0, len(observations), max(1, step)):
        seen = observations[place]
        if seen.pose is not None and seen.pose.back is not None and not seen.ambiguous:
            yield seen.pose


def _sampled(observations: Sequence[Observation]) -> Iterator[NDArray[np.float64]]:
    """Give the landmarks, (n, 33, 2), of a short recording's poses as one run, of a long one's in threes."""
    count = len(observations)
    threes = range(0, count, max(1, count // SURVEYED_THREES))
    spans = [range(start, start + 3) for start in threes] if count > 3 * SURVEYED_THREES else [range(count)]
    for span in spans:
        yield _points([observations[place] for place in span if place < count])


def _points(run: Sequence[Observation]) -> NDArray[np.float64]:
    """Give the landmarks, (n, 33, 2), of those observations that have a pose."""
    points = [seen.pose.points for seen in run if seen.pose is not None]
    return np.array(points, dtype=np.float64).reshape(-1, len(LANDMARKS), 2)


def _longest(start: NDArray[np.float64], end: NDArray[np.float64]) -> float:
    return float(np.percentile(np.linalg.norm(end - start, axis=1), LONGEST_PERCENTILE))


def _scatter(runs: list[NDArray[np.float64]]) -> float:
    """Estimate the scatter from the median second difference: its variance is six times that of white noise."""
    second = [run[2:, 11:] - 2 * run[1:-1, 11:] + run[:-2, 11:] for run in runs if len(run) > 2]
    if not second:
        return 1.0
    return max(0.2, float(np.median(np.abs(np.concatenate(second)))) / 0.6745 / math.sqrt(6.0))
