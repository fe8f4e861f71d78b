"""Smoothing of a recording without lag: a Butterworth filter run forward and backward.

Memory does not grow with the recording: a long run of poses is filtered in stretches that overlap by more
than the filter remembers, so that no stretch tells where it was cut. What is smoothed, and what is not,
stands in :mod:`formcheck.pose.smoothing`.
"""

from __future__ import annotations

import math
import threading
from array import array
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.pose.landmarks import LANDMARKS
from formcheck.pose.smoothing import joined, marks_of, moved, shown_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from formcheck.pose.pose import Observation

    Doubles = NDArray[np.float64]

BUTTERWORTH_CUTOFF_HZ: Final = 5.0
"""Movement of exercises lies below 3 Hz; 4 to 6 Hz is usual for whole-body motion."""

SOLE_CUTOFF_HZ: Final = 2.5
"""Of a sole, which is read from every mask anew and trembles more than a landmark: a pump takes 0.6 s or longer."""

STRETCH_FRAMES: Final = 1200
"""Filtered at a time: 40 seconds at 30 frames a second, some ten megabytes of work."""

FORGOTTEN_SHARE: Final = 1e-7
"""Stretches overlap until no more than this is left of what lies further off: of 4,000 pixels, next to nothing."""

LONGEST_OVERLAP_FRAMES: Final = STRETCH_FRAMES
"""With the cutoff at half the frame rate the filter would remember for ever, and change nothing."""

_ORDER: Final = 2
"""Of one pass. Forward and backward make the zero-lag filter of fourth order."""

_DUAL_PASS: Final = (2**0.5 - 1) ** 0.25
"""Two passes lower the cutoff by this factor, which is corrected for (Winter, Biomechanics and Motor Control
of Human Movement, 4th ed., chapter 3)."""

_LANDMARKS: Final = np.arange(len(LANDMARKS))
_SOLE: Final = len(LANDMARKS) + np.arange(2)
"""Where the landmarks and the ends of a sole stand among what is smoothed."""

_SHORTEST_RUN: Final = 10
"""Fewer frames than the filter needs to settle are left as they are."""


def load_ahead() -> None:
    """Load SciPy's filters on a thread: it takes most of a second, in which a caller may have other work."""
    threading.Thread(target=import_module, args=("scipy.signal",), name="formcheck-load").start()


def butterworth(
    observations: Sequence[Observation], cutoff_hz: float = BUTTERWORTH_CUTOFF_HZ, stretch_frames: int = STRETCH_FRAMES
) -> Iterator[Observation]:
    """Smooth a recording without lag: Butterworth of fourth order, forward and backward.

    Each run of poses without a gap longer than 0.3 s is put on an even grid at its median rate, filtered,
    and read off again at its own times, on a curve. Gaps within a run are bridged for the filter's sake only. Where it
    becomes doubtful whose pose it is, a run ends.

    Parameters
    ----------
    observations
        In the order of time. It is gone through more than once.
    cutoff_hz
        At which half the power passes, both passes together. 4 to 6 for exercises.
    stretch_frames
        How many frames of a run are filtered at a time.

    Yields
    ------
    Observation
        As many as given, in their order. A run is given as it was when it has fewer than ten poses, or when
        its frame rate is too low to hold the cutoff at all.
    """
    done = 0
    for run in _runs(observations):
        for position, smoothed in _smoothed(observations, run, cutoff_hz, stretch_frames):
            # Between two poses of a run lie frames without one, and before it perhaps a run too short to filter.
            yield from (observations[between] for between in range(done, position))
            yield smoothed
            done = position + 1
    yield from (observations[left] for left in range(done, len(observations)))


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """Poses that may be filtered as one.

    Attributes
    ----------
    positions
        (n,) where they stand among the observations.
    times
        (n,) seconds.
    seen
        (n, 35) whether a landmark or an end of a sole is more likely seen than hidden.
    """

    positions: NDArray[np.int64]
    times: Doubles
    seen: NDArray[np.bool_]


def _runs(observations: Iterable[Observation]) -> Iterator[_Run]:
    """Cut a recording where poses lie too far apart, or where it is doubtful whose they are."""
    positions, times, seen = array("q"), array("d"), bytearray()
    last: Observation | None = None
    for position, each in enumerate(observations):
        if each.pose is None:
            continue
        if last is not None and not joined(last, each):
            yield _run(positions, times, seen)
            positions, times, seen = array("q"), array("d"), bytearray()
        positions.append(position)
        times.append(each.time_s)
        seen += shown_in(each.pose).tobytes()
        last = each
    if positions:
        yield _run(positions, times, seen)


def _run(positions: array[int], times: array[float], seen: bytearray) -> _Run:
    flags = np.frombuffer(seen, np.bool_).reshape(len(positions), -1)
    return _Run(np.frombuffer(positions, np.int64), np.frombuffer(times, np.float64), flags)


@dataclass(frozen=True, slots=True, eq=False)
class _Filter:
    """The filter of one run: its coefficients, and the even grid of times that it works on."""

    sections: Doubles
    grid: Doubles
    settle: int
    overlap: int

    def __call__(self, wide: slice, times: Doubles, values: Doubles) -> Doubles:
        """Filter (frames, ...) values on a part of the grid; give them on it."""
        from scipy.signal import sosfiltfilt

        even = _interpolated(self.grid[wide], times, values)
        padding = min(len(even) - 1, self.settle)
        return np.asarray(sosfiltfilt(self.sections, even, axis=0, padlen=padding), dtype=float)


def _filter_for(times: Doubles, cutoff_hz: float) -> _Filter | None:
    """Design the filter of a run; None where the run is too short or its rate too low."""
    from scipy.signal import butter

    if len(times) < _SHORTEST_RUN:
        return None
    length_s = float(times[-1] - times[0])
    count = round(length_s / float(np.median(np.diff(times)))) + 1
    rate_hz = (count - 1) / length_s
    if rate_hz <= 2 * cutoff_hz:
        return None
    # Winter corrects the tangent, in which the digital filter is an analogue one.
    corrected = np.arctan(np.tan(np.pi * cutoff_hz / rate_hz) / _DUAL_PASS) / np.pi * rate_hz
    sections = np.asarray(butter(_ORDER, corrected, fs=rate_hz, output="sos"), dtype=float)
    return _Filter(
        sections=sections,
        grid=np.linspace(times[0], times[-1], count),
        settle=max(_SHORTEST_RUN - 1, round(rate_hz / cutoff_hz)),
        overlap=_memory_frames(sections),
    )


def _memory_frames(sections: Doubles) -> int:
    """Say after how many frames the filter, of one section, has forgotten what it saw."""
    # The section's last coefficient is the product of its two conjugate poles, whose size is the decay a frame.
    decay = min(float(np.sqrt(sections[0, 5])), np.nextafter(1.0, 0.0))
    return min(LONGEST_OVERLAP_FRAMES, math.ceil(math.log(FORGOTTEN_SHARE) / math.log(decay)))


def _smoothed(
    observations: Sequence[Observation], run: _Run, cutoff_hz: float, stretch_frames: int
) -> Iterator[tuple[int, Observation]]:
    """Give the positions and the smoothed observations of a run, in stretches of its grid."""
    run_filter, sole_filter = (_filter_for(run.times, hertz) for hertz in (cutoff_hz, min(cutoff_hz, SOLE_CUTOFF_HZ)))
    if run_filter is None or sole_filter is None:
        return
    overlap = max(run_filter.overlap, sole_filter.overlap)
    count = len(run_filter.grid)
    for start in range(0, count, stretch_frames):
        stop = min(start + stretch_frames, count)
        wide = slice(max(0, start - overlap), min(stop + overlap, count))
        core = slice(
            int(np.searchsorted(run.times, run_filter.grid[start])) if start else 0,
            int(np.searchsorted(run.times, run_filter.grid[stop])) if stop < count else len(run.times),
        )
        yield from _smoothed_stretch(observations, run, (run_filter, sole_filter), wide, core)


def _smoothed_stretch(
    observations: Sequence[Observation], run: _Run, filters: tuple[_Filter, _Filter], wide: slice, core: slice
) -> Iterator[tuple[int, Observation]]:
    """Smooth the poses ``core`` of a run with what lies around them on ``wide`` of the grid."""
    grid = filters[0].grid[wide]
    around = slice(
        max(0, int(np.searchsorted(run.times, grid[0], "right")) - 1),
        int(np.searchsorted(run.times, grid[-1])) + 1,
    )
    times = run.times[around]
    given = [observations[position] for position in run.positions[around].tolist()]
    raw = _landmarks(given)
    inner = slice(core.start - around.start, core.stop - around.start)
    seen = run.seen[core]
    # Most landmarks are never hidden: only the others need the second pass.
    partly: NDArray[np.bool_] = np.logical_and(seen.any(axis=0), ~run.seen[around].all(axis=0))
    smooth = np.zeros((len(seen), *raw.shape[1:]))
    for run_filter, marks in zip(filters, (_LANDMARKS, _SOLE), strict=True):
        if marks is _SOLE and not seen[:, marks].any():
            continue
        smooth[:, marks] = _read_off(times[inner], grid, run_filter(wide, times, raw[:, marks]))
        hidden = marks[partly[marks]]
        if hidden.size:
            bridges = [_bridged(observations, run, around, int(mark), raw[:, mark]) for mark in hidden]
            bridged = _read_off(times[inner], grid, run_filter(wide, times, np.stack(bridges, axis=1)))
            smooth[:, hidden] = np.where(seen[:, hidden, None], bridged, smooth[:, hidden])
    for position, each, values in zip(run.positions[core].tolist(), given[inner], smooth, strict=True):
        assert each.pose is not None  # noqa: S101 - a run has poses alone
        pose = moved(each.pose, values[:, :2], values[: len(each.pose.world), 2:])
        yield position, replace(each, pose=pose)


def _bridged(observations: Sequence[Observation], run: _Run, around: slice, landmark: int, raw: Doubles) -> Doubles:
    """Lead one of them, (frames, 5), through its hidden moments on straight lines between its seen ones."""
    seen = np.flatnonzero(run.seen[:, landmark])
    first, last = np.searchsorted(seen, (around.start, around.stop))
    # A line may begin or end beyond the stretch.
    before, after = seen[max(first - 1, 0) : first], seen[last : last + 1]
    outside = _landmarks([observations[position] for position in run.positions[[*before, *after]].tolist()])
    values = np.concatenate(
        [outside[: len(before), landmark], raw[seen[first:last] - around.start], outside[len(before) :, landmark]]
    )
    known = np.concatenate([before, seen[first:last], after])
    return _interpolated(run.times[around], run.times[known], values)


def _landmarks(seen: Sequence[Observation]) -> Doubles:
    """Stack what is smoothed of poses, (frames, 35, 5): two of the picture, three of the world (0 of a sole)."""
    poses = [each.pose for each in seen if each.pose is not None]
    stacked = np.zeros((len(poses), len(_LANDMARKS) + len(_SOLE), 5))
    for values, pose in zip(stacked, poses, strict=True):
        values[:, :2] = marks_of(pose)
        values[: len(pose.world), 2:] = pose.world
    return stacked


def _interpolated(at: Doubles, times: Doubles, values: Doubles) -> Doubles:
    """Read (frames, ...) values at other times, on straight lines between the frames."""
    after = np.clip(np.searchsorted(times, at), 1, max(len(times) - 1, 1))
    if len(times) == 1:
        return np.repeat(values, len(at), axis=0)
    span = times[after] - times[after - 1]
    share = np.clip((at - times[after - 1]) / span, 0.0, 1.0).reshape(-1, *[1] * (values.ndim - 1))
    result: Doubles = values[after - 1] * (1 - share) + values[after] * share
    return result


def _read_off(at: Doubles, grid: Doubles, values: Doubles) -> Doubles:
    """Read smooth (frames, ...) values of an even grid at other times, on a curve through them.

    A straight line cuts the corner of each turning point: at eight frames a second, up to 3 % of a quick rock.
    The curve (Catmull and Rom, 1974: cubic, its slope at a point that between the two neighbours) loses a
    fraction of that. It may swing past its points, so it is for filtered values alone, not for raw ones.
    """
    slopes = np.gradient(values, axis=0)
    steps = np.diff(values, axis=0)
    after = np.clip(np.searchsorted(grid, at), 1, len(grid) - 1)
    before = after - 1
    share = np.clip((at - grid[before]) / (grid[after] - grid[before]), 0.0, 1.0).reshape(-1, *[1] * (values.ndim - 1))
    leaving, arriving = slopes[before] - steps[before], slopes[after] - steps[before]
    bulge = share * (1 - share) * ((1 - share) * leaving - share * arriving)
    result: Doubles = values[before] + share * steps[before] + bulge
    return result
