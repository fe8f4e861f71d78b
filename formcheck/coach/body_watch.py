"""A person watched live: each observation is smoothed and read at once, with what was learned of them so far."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from formcheck.body.figure import survey_runs
from formcheck.body.joints import Joints
from formcheck.body.reading import Reason
from formcheck.judge.composing import reader_for
from formcheck.pose.landmarks import SIDES
from formcheck.pose.planted import PlantedLeg
from formcheck.pose.smoothing import OneEuro

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.body.camera import CameraHint
    from formcheck.body.figure import Figure
    from formcheck.body.moment import Moment
    from formcheck.pose.pose import Observation
    from formcheck.routine.schema import Movement

RUN_FRAMES: Final = 3
"""Three poses in a row show how much landmarks scatter (from their second difference)."""

RUN_EVERY_S: Final = 0.4
"""A run is remembered so often at first ..."""

MOST_RUNS: Final = 200
"""... and when there are so many (after 80 seconds), every other one is forgotten and half as many are taken from
then on: a survey of them costs about 30 milliseconds, and memory does not grow with the session."""

SURVEY_SHARE: Final = 0.2
SURVEY_LEAST_S: Final = 1.0
SURVEY_MOST_S: Final = 10.0
"""The person is surveyed again after this share of the time they have been seen: at first every second, for there is
much to learn, and later every ten seconds, for little changes."""

WHOLE_LEAST_RUNS: Final = 5
"""From so many runs on with the whole body in the picture, only those tell the person's lengths: whoever presses a key
stands too near, and looks larger there than where they train."""

_FRAME: Final = tuple(f"{side}_{joint}" for side in SIDES for joint in ("shoulder", "hip", "knee", "ankle"))


class BodyWatch:
    """Turns raw observations into moments, one after the other.

    Parameters
    ----------
    movements
        All that may be done: their measures are read.
    model
        The pose model the poses come from.
    hint
        What is said of the camera; None where that is learned from the person standing.
    """

    def __init__(self, movements: Sequence[Movement], model: str = "", hint: CameraHint | None = None) -> None:
        self._hint = hint
        self._known = PlantedLeg()
        self._smooth = OneEuro()
        self._reader = reader_for(movements, None, model)
        self._runs = _Runs()
        self._since_s: float | None = None
        self._surveyed_s = 0.0

    @property
    def figure(self) -> Figure | None:
        """The person's own lengths as far as they are known; None while nobody was seen."""
        return self._reader.figure

    def see(self, seen: Observation) -> tuple[Observation, Moment]:
        """Take in one observation, raw; return it smoothed, and what is read from it.

        What is read from it may know whose pose it is, by a leg that stayed, where the watcher did not: the observation
        says so as before, since another person is there.
        """
        known = self._known(seen)
        self._learn(known)
        smoothed = self._smooth(known)
        return replace(smoothed, ambiguous=seen.ambiguous), self._reader.read(smoothed)

    def _learn(self, seen: Observation) -> None:
        if seen.pose is None or seen.ambiguous:
            return
        if self._since_s is None:
            self._since_s = seen.time_s
        self._runs.add(seen)
        wait_s = min(SURVEY_MOST_S, max(SURVEY_LEAST_S, SURVEY_SHARE * (self._surveyed_s - self._since_s)))
        if self._reader.figure is None or seen.time_s - self._surveyed_s >= wait_s:
            self._reader.figure = survey_runs(self._runs.telling, self._hint)
            self._surveyed_s = seen.time_s


class _Runs:
    """A sample of what was seen: short runs, evenly over the time, of a bounded number."""

    def __init__(self) -> None:
        self._every_s = RUN_EVERY_S
        self._runs: list[tuple[Observation, ...]] = []
        self._whole: list[bool] = []
        self._open: list[Observation] = []
        self._begun_s: float | None = None

    def add(self, seen: Observation) -> None:
        """Take in an observation with a pose."""
        if self._open or self._begun_s is None or seen.time_s - self._begun_s >= self._every_s:
            self._begun_s = seen.time_s if not self._open else self._begun_s
            self._open.append(seen)
        if len(self._open) < RUN_FRAMES:
            return
        self._runs.append(tuple(self._open))
        self._whole.append(_is_whole(self._open[RUN_FRAMES // 2]))
        self._open = []
        if len(self._runs) > MOST_RUNS:
            self._runs, self._whole = self._runs[::2], self._whole[::2]
            self._every_s *= 2

    @property
    def telling(self) -> list[tuple[Observation, ...]]:
        """The runs to learn from; the one under way while there is no other."""
        whole = [run for run, is_whole in zip(self._runs, self._whole, strict=True) if is_whole]
        return whole if len(whole) >= WHOLE_LEAST_RUNS else self._runs or [tuple(self._open)]


def _is_whole(seen: Observation) -> bool:
    if seen.pose is None:
        return False
    joints = Joints(seen.pose)
    return all((problem := joints.problem(name)) is None or problem[0] is not Reason.OUT_OF_FRAME for name in _FRAME)
