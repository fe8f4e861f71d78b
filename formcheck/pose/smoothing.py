"""Smoothing of landmarks over time: a causal filter for the camera, a zero-phase one for recordings.

MediaPipe's landmarks come unsmoothed, so they are filtered once: here by the causal filter, for the camera,
or in :mod:`formcheck.pose.zerophase` by the zero-phase one, for recordings. Both run on the media's own time
stamps and put no pose where none was seen. The ends of a sole are points like the landmarks and smoothed like them.
Visibility, presence and the outline beside the trunk go through untouched: they are evidence, and evidence is not
improved by its neighbours.

A landmark that is hidden (visibility below 0.5) is a guess, and where it comes into sight the guess and the
truth lie apart. A seen landmark is therefore never smoothed towards its own hidden moments: the causal filter
starts anew when a landmark comes into sight, the zero-phase one bridges its hidden moments by a straight
line. The hidden moments themselves are smoothed as they are. A sole is seen or not there at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.pose.landmarks import INDEX

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.pose.pose import Observation, Pose

    Doubles = NDArray[np.float64]

LONGEST_GAP_S: Final = 0.3
"""Through a longer gap nobody knows how the person moved: what comes after it is smoothed on its own."""

HIDDEN_BELOW: Final = 0.5
"""A landmark that the model itself thinks more likely hidden than seen."""

ONE_EURO_CUTOFF_HZ: Final = 1.5
"""At rest: takes the jitter of a held position down to about a third."""

ONE_EURO_BETA_HZ: Final = 6.0
"""Hertz of cutoff per trunk length a second. A slow repetition moves the hips by 0.2 to 0.4 trunk lengths a
second, which lifts the cutoff to about 3 Hz and leaves 50 milliseconds of lag."""

SPEED_CUTOFF_HZ: Final = 1.0
"""Of the speed that steers the cutoff; the value that Casiez et al. advise."""

_SIZE_SETTLING_S: Final = 1.0
"""The trunk length that scales the speeds follows the person's distance, not each bend."""

_TORSO: Final = [INDEX[f"{side}_{part}"] for part in ("hip", "shoulder") for side in ("left", "right")]


def _low_pass(cutoff_hz: Doubles | float, step_s: float) -> Doubles:
    """Weight of the new sample in exponential smoothing with this cutoff."""
    return np.asarray(1.0 / (1.0 + 1.0 / (2.0 * np.pi * cutoff_hz * step_s)))


@dataclass(slots=True)
class _Trail:
    """The state of the One Euro filter for a set of points: where they are, how fast, how big the body is."""

    values: Doubles
    speeds: Doubles
    trunk: float

    @classmethod
    def start(cls, raw: Doubles) -> _Trail:
        return cls(raw, np.zeros_like(raw), _trunk_length(raw))

    def step(self, raw: Doubles, step_s: float, fresh: NDArray[np.bool_], cutoff_hz: float, beta: float) -> None:
        """Take the next sample; ``fresh`` points start anew."""
        self.trunk += float(_low_pass(1 / _SIZE_SETTLING_S, step_s)) * (_trunk_length(raw) - self.trunk)
        speeds = (raw - self.values) / step_s
        self.speeds += _low_pass(SPEED_CUTOFF_HZ, step_s) * (speeds - self.speeds)
        # One cutoff a point, not an axis: else a diagonal movement bends on its way.
        pace = np.linalg.norm(self.speeds, axis=1, keepdims=True) / self.trunk
        self.values = self.values + _low_pass(cutoff_hz + beta * pace, step_s) * (raw - self.values)
        self.values[fresh] = raw[fresh]
        self.speeds[fresh] = 0.0


def _trunk_length(points: Doubles) -> float:
    hips, shoulders = points[_TORSO[:2]].mean(axis=0), points[_TORSO[2:]].mean(axis=0)
    return max(float(np.linalg.norm(shoulders - hips)), float(np.finfo(np.float32).eps))


class OneEuro:
    """The One Euro filter (Casiez, Roussel and Vogel, CHI 2012): little lag when moving, calm when still.

    Speeds are taken in trunk lengths a second, so that a setting holds at any resolution and distance, and
    for the world landmarks as well. For frames in their order, as they come.

    Parameters
    ----------
    cutoff_hz
        Cutoff at rest; lower is calmer.
    beta
        By how many hertz each trunk length a second raises the cutoff; higher lags less.
    """

    def __init__(self, cutoff_hz: float = ONE_EURO_CUTOFF_HZ, beta: float = ONE_EURO_BETA_HZ) -> None:
        self._cutoff_hz = cutoff_hz
        self._beta = beta
        self._state: _State | None = None

    def __call__(self, seen: Observation) -> Observation:
        """Smooth one observation; one without a pose comes back as it is."""
        pose = seen.pose
        if pose is None:
            return seen
        marks, world, shown = marks_of(pose), pose.world.astype(float), shown_in(pose)
        state = self._state
        if state is None or not joined(state.last, seen):
            self._state = _State(seen, shown, _Trail.start(marks), _Trail.start(world))
            return seen
        step_s = seen.time_s - state.last.time_s
        fresh = ~state.shown & shown
        state.marks.step(marks, step_s, fresh, self._cutoff_hz, self._beta)
        state.world.step(world, step_s, fresh[: len(world)], self._cutoff_hz, self._beta)
        state.last, state.shown = seen, shown
        return replace(seen, pose=moved(pose, state.marks.values, state.world.values))


@dataclass(slots=True)
class _State:
    """What the causal filter remembers of the frames behind it."""

    last: Observation
    shown: NDArray[np.bool_]
    marks: _Trail
    world: _Trail


def joined(before: Observation, after: Observation) -> bool:
    """Tell whether two poses are near enough in time, and as surely the same person's, to be smoothed as one."""
    gap_s = after.time_s - before.time_s
    return 0 < gap_s <= LONGEST_GAP_S and before.ambiguous == after.ambiguous


def marks_of(pose: Pose) -> Doubles:
    """Give all that is smoothed in the picture, (35, 2): the landmarks and the two ends of a sole, 0 where none is."""
    sole = np.zeros((2, 2)) if pose.sole is None else pose.sole
    return np.concatenate([pose.points, sole], dtype=np.float64)


def shown_in(pose: Pose) -> NDArray[np.bool_]:
    """Say of each of them, (35,), whether it is more likely seen than hidden."""
    return np.append(pose.visibility >= HIDDEN_BELOW, [pose.sole is not None] * 2)


def moved(pose: Pose, marks: Doubles, world: Doubles) -> Pose:
    """Give the pose with other marks, as of :func:`marks_of`, and other world landmarks, (33, 3)."""
    points, sole = np.split(marks.astype(np.float32), [len(pose.points)])
    return replace(pose, points=points, world=world.astype(np.float32), sole=None if pose.sole is None else sole)
