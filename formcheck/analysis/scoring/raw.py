"""Plain angles of the landmarks as the pose model gave them, to show what the rest of the program adds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.analysis.scoring.measured import view_class
from formcheck.body.reading import Measured
from formcheck.pose.landmarks import INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from formcheck.analysis.scoring.measured import Comparison
    from formcheck.pose.pose import Observation

    Floats = NDArray[np.float64]

ANGLES: Final = {
    "knee_flexion": ("hip", "knee", "ankle"),
    "hip_flexion": ("shoulder", "hip", "knee"),
}
"""Flexions: 180 degrees less the angle at the middle joint."""

TRUNK: Final = "trunk_inclination"


@dataclass(frozen=True, slots=True, eq=False)
class RawSample:
    """One measure of the near side from one class of view: (n,) errors of the raw angle and of ours, degrees.

    NaN where there is none: nobody was found, or we said that it cannot be known.
    """

    measure: str
    view: str
    raw_error: NDArray[np.float32]
    our_error: NDArray[np.float32]


def raw_samples(
    comparison: Comparison, observations: Sequence[Observation], numbers: NDArray[np.int64]
) -> tuple[RawSample, ...]:
    """Compare raw angles, in the picture and of single frames, with the truth, beside ours in the same frames.

    Parameters
    ----------
    comparison
        Of the clip.
    observations
        As the pose model gave them, unsmoothed, one for each moment.
    numbers
        (n,) of the moments to compare.
    """
    gathered: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for number in numbers:
        pose = observations[number].pose
        azimuth = float(comparison.truth.azimuth_deg[comparison.frames[number]])
        near = "left" if azimuth > 0 else "right"
        points = None if pose is None else pose.points.astype(np.float64)
        for measure in (*ANGLES, TRUNK):
            key = measure if measure == TRUNK else f"{near}_{measure}"
            true = comparison.true(key, number)
            raw = np.nan if points is None else _raw(points, measure, near)
            reading = comparison.moments[number].readings.get(key)
            ours = reading.value if isinstance(reading, Measured) else np.nan
            gathered.setdefault((measure, view_class(azimuth)), []).append((raw - true, ours - true))
    return tuple(
        RawSample(measure, view, *np.array(pairs, np.float32).T) for (measure, view), pairs in gathered.items()
    )


def _raw(points: Floats, measure: str, near: str) -> float:
    if measure == TRUNK:
        along = points[INDEX[f"{near}_shoulder"]] - points[INDEX[f"{near}_hip"]]
        # Whose left is near looks to the left of the picture: forward is toward smaller x.
        return float(np.degrees(np.arctan2(-along[0] if near == "left" else along[0], -along[1])))
    a, vertex, b = (points[INDEX[f"{near}_{joint}"]] for joint in ANGLES[measure])
    u, v = a - vertex, b - vertex
    cosine = float(u @ v) / max(float(np.linalg.norm(u) * np.linalg.norm(v)), 1e-9)
    return 180.0 - float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))
