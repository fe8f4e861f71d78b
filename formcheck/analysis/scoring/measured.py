"""Measures, frame by frame, against the truth; and the view they were seen from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.body.measures import MEASURES
from formcheck.body.measures.trunk import frontal_lean
from formcheck.body.reading import Measured, Unit
from formcheck.pose.landmarks import INDEX, OTHER, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from formcheck.analysis.scoring.truth import Truth
    from formcheck.body.moment import Moment

    Floats = NDArray[np.float64]


REFS: Final = tuple(
    sorted(
        [name for name, measure in MEASURES.items() if measure.of_body]
        # The sided lateral lean is the other one with a sign: counting it would count the same error three times.
        + [f"any.{name}" for name, measure in MEASURES.items() if measure.of_side and not measure.of_body]
    )
)
"""Every measure there is, as a movement file would name it, with a role where it has sides."""

VIEWS: Final = ("side", "side, 15-30 off", "oblique", "front", "back")
"""Classes of the true view."""

SAME_NAME: Final = {
    "knee_flexion": "knee_flexion",
    "hip_flexion": "hip_flexion_apparent",
    "shank_inclination": "shank_inclination",
    "ankle_angle": "ankle_angle",
    "shoulder_elevation": "shoulder_elevation",
    "elbow_extension": "elbow_included",
    "knee_over_toe": "knee_over_toe",
    "trunk_inclination": "trunk_inclination",
    "rock": "rock",
    "buttock_heel": "buttock_heel",
    "knee_separation": "knee_separation",
    "pelvic_obliquity": "pelvic_obliquity",
    "shoulder_height": "shoulder_height",
    "hip_height": "hip_height",
    "reach": "reach",
    "forearm_from_level": "forearm_from_level",
    "wrist_height": "wrist_clearance",
    "elbow_height": "elbow_clearance",
    "knee_height": "knee_clearance",
    "ankle_height": "ankle_clearance",
    "foot_height": "foot_clearance",
    "surface_height": "surface_height",
    "leg_elevation": "leg_elevation",
    "foot_from_vertical": "foot_from_vertical",
    "foot_direction": "foot_direction",
    "floor_knee_flexion": "knee_flexion",
}
"""Our measures that the truth has under this name with the same definition. Knee over toe differs in its unit:
ours takes the foot as 0.62 of the shank, the truth the foot's own length."""

SAME_TIME_FRAMES: Final = 0.6
"""A frame of the track belongs to a frame of the truth when it lies within this share of a frame of it."""


def view_class(azimuth_deg: float) -> str:
    """Name the true view: within 15 degrees of the side, 15 to 30 off, 30 to 60 off, else front or back."""
    turned = abs(azimuth_deg)
    off = abs(turned - 90.0)
    if off <= 15.0:
        return VIEWS[0]
    if off <= 30.0:
        return VIEWS[1]
    if off <= 60.0:
        return VIEWS[2]
    return VIEWS[3] if turned < 90.0 else VIEWS[4]


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One measure of an act from one class of view.

    Attributes
    ----------
    measure
        Without its side.
    aspect
        ``near`` or ``far`` for the side toward the camera and the other; ``both`` where neither is nearer;
        empty for measures of the whole body.
    view
        Class of the true view.
    error
        (n,) ours minus the truth; NaN where ours is unknown.
    sigma
        (n,) what ours states as its standard uncertainty; NaN where unknown.
    """

    measure: str
    aspect: str
    view: str
    error: NDArray[np.float32]
    sigma: NDArray[np.float32]


def true_values(truth: Truth) -> dict[str, Floats]:
    """Give the (n,) truth of every measure that has one, under our keys such as ``left_knee_flexion``."""
    found: dict[str, Floats] = {}
    for ours, theirs in SAME_NAME.items():
        keys = {ours: theirs} if MEASURES[ours].of_body else {f"{side}_{ours}": f"{theirs}.{side}" for side in SIDES}
        found |= {key: truth.measures[name] for key, name in keys.items() if name in truth.measures}
    found["lateral_lean"] = _frontal_lean(truth.measures["lateral_lean"], truth.measures["trunk_inclination"])
    # The truth counts a chest turned to its left as positive, we to its right.
    found["trunk_twist"] = -truth.measures["trunk_twist"]
    for side in SIDES:
        found |= {f"{side}_{name}": values for name, values in _from_landmarks(truth, side).items()}
    return found


def _frontal_lean(lean_deg: Floats, inclination_deg: Floats) -> Floats:
    """Turn the angle of the trunk out of the sagittal plane into its tilt as seen from the front."""
    lean, forward = np.radians(lean_deg), np.radians(inclination_deg)
    seen = zip(np.sin(lean), np.cos(lean) * np.cos(forward), strict=True)
    return np.array([frontal_lean(float(across), float(up)) for across, up in seen])


def _from_landmarks(truth: Truth, side: str) -> dict[str, Floats]:
    """Work out measures that the truth does not name from its landmarks."""
    trunk = truth.person.trunk_m

    def at(name: str) -> Floats:
        return truth.landmarks_m[:, INDEX[name]]

    yaw = np.radians(truth.measures["facing"])
    forward = np.stack([np.sin(yaw), np.zeros_like(yaw), np.cos(yaw)], axis=1)
    outward = np.stack([np.cos(yaw), np.zeros_like(yaw), -np.sin(yaw)], axis=1) * (1 if side == "left" else -1)
    hip, knee, ankle, heel, toe, shoulder = (
        at(f"{side}_{joint}") for joint in ("hip", "knee", "ankle", "heel", "foot_index", "shoulder")
    )
    foot_low = np.minimum(np.minimum(ankle[:, 1], heel[:, 1]), toe[:, 1])
    mid_hip = (at("left_hip") + at("right_hip")) / 2
    thigh, line = _lean(hip - knee, forward), _lean(shoulder - hip, forward)
    along, across = (np.einsum("ij,ij->i", ankle - hip, way) for way in (forward, outward))
    return {
        # The truth counts a leg turned to the left as positive, we one turned outward.
        "leg_direction": np.degrees(np.arctan2(across, along)),
        "ankle_ahead": np.einsum("ij,ij->i", ankle - mid_hip, forward) / trunk,
        "hip_extension": (thigh - line + 180.0) % 360.0 - 180.0,
        "knee_below_other": (at(f"{OTHER[side]}_knee") - knee)[:, 1] / trunk,
        "ankle_below_other": (at(f"{OTHER[side]}_ankle") - ankle)[:, 1] / trunk,
        "hip_above_knee": (mid_hip - knee)[:, 1] / trunk,
        "knee_above_low_foot": (knee[:, 1] - foot_low) / trunk,
        "heel_height": (heel - toe)[:, 1] / trunk,
        "frontal_plane_projection": _lean(knee - ankle, outward),
    }


def _lean(line: Floats, toward: Floats) -> Floats:
    tilt: Floats = np.degrees(np.arctan2(np.einsum("ij,ij->i", line, toward), line[:, 1]))
    return tilt


def truth_frames(truth: Truth, times_s: Sequence[float]) -> NDArray[np.int64]:
    """Give for each time the frame of the truth that was taken then; -1 where there is none."""
    times = np.asarray(times_s, dtype=np.float64)
    after = np.clip(np.searchsorted(truth.times_s, times), 1, max(1, len(truth.times_s) - 1))
    before = after - 1
    after = np.minimum(after, len(truth.times_s) - 1)
    nearer = np.abs(truth.times_s[after] - times) < np.abs(truth.times_s[before] - times)
    nearest = np.where(nearer, after, before)
    together = np.abs(truth.times_s[nearest] - times) <= SAME_TIME_FRAMES / truth.fps
    frames: NDArray[np.int64] = np.where(together, nearest, -1).astype(np.int64)
    return frames


class Comparison:
    """Every reading of a recording beside its truth.

    Parameters
    ----------
    truth
        Of the clip.
    moments
        Read from its track, with all measures.
    """

    def __init__(self, truth: Truth, moments: Sequence[Moment]) -> None:
        self.truth = truth
        self.moments = moments
        self.frames = truth_frames(truth, [moment.time_s for moment in moments])
        self._true = true_values(truth)

    def within(self, start_s: float, end_s: float) -> NDArray[np.int64]:
        """Give the numbers of the moments between two times that have a truth."""
        times = np.array([moment.time_s for moment in self.moments])
        inside: NDArray[np.int64] = np.flatnonzero((times >= start_s) & (times <= end_s) & (self.frames >= 0))
        return inside

    def true(self, key: str, number: int) -> float:
        """Give the truth of one of our measures, such as ``left_knee_flexion``, at the moment of this number."""
        return float(self._true[key][self.frames[number]])

    def samples(self, numbers: NDArray[np.int64]) -> tuple[Sample, ...]:
        """Compare these moments, measure by measure and view by view."""
        if not len(numbers):
            return ()
        azimuth = self.truth.azimuth_deg[self.frames[numbers]]
        classes = np.array([view_class(value) for value in azimuth])
        return tuple(
            sample
            for view in VIEWS
            if (classes == view).any()
            for sample in self._of_view(view, numbers[classes == view], azimuth[classes == view])
        )

    def _of_view(self, view: str, numbers: NDArray[np.int64], azimuth: Floats) -> Iterator[Sample]:
        left_near = azimuth > 0
        for name, measure in MEASURES.items():
            if name not in self._true and f"left_{name}" not in self._true:
                continue  # What is defined by the picture has no truth of its own.
            if measure.of_body:
                yield self._sample(name, "", view, [(name, numbers)])
            elif view in {"front", "back"}:
                yield self._sample(name, "both", view, [(f"{side}_{name}", numbers) for side in SIDES])
            else:
                near, far = numbers[left_near], numbers[~left_near]
                yield self._sample(name, "near", view, [(f"left_{name}", near), (f"right_{name}", far)])
                yield self._sample(name, "far", view, [(f"right_{name}", near), (f"left_{name}", far)])

    def _sample(self, name: str, aspect: str, view: str, parts: Sequence[tuple[str, NDArray[np.int64]]]) -> Sample:
        errors, sigmas = [], []
        turns = MEASURES[name].unit is Unit.DEGREES
        for key, numbers in parts:
            for number in numbers:
                reading = self.moments[number].readings.get(key)
                if not isinstance(reading, Measured):
                    errors.append(np.nan)
                    sigmas.append(np.nan)
                    continue
                error = reading.value - self._true[key][self.frames[number]]
                errors.append((error + 180.0) % 360.0 - 180.0 if turns else error)
                sigmas.append(reading.sigma)
        return Sample(name, aspect, view, np.array(errors, np.float32), np.array(sigmas, np.float32))
