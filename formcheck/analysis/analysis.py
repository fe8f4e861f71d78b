"""A track and a movement become an analysis: the second pass over a recording."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from formcheck.body.figure import survey
from formcheck.body.reader import Reader
from formcheck.body.reading import Measured
from formcheck.judge.composing import own_measures
from formcheck.judge.roles import reading_of
from formcheck.judge.session import Session
from formcheck.pose.zerophase import butterworth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formcheck.body.figure import Figure
    from formcheck.body.moment import Moment
    from formcheck.judge.result import SetResult
    from formcheck.judge.verdict import Snapshot
    from formcheck.pose.pose import Observation
    from formcheck.pose.track import Track
    from formcheck.routine.schema import Movement


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """A recording, judged.

    Attributes
    ----------
    track
        The poses it was judged from.
    movement
        The movement file it was judged by.
    side
        The side it was told to judge; None when it found out.
    figure
        The person's own lengths; None when nobody was seen.
    sets
        What was done, set after set.
    series
        The reported measures over time, None where unknown, with ``time_s``; for graphs and tables.
    presence
        In how many frames who was seen.
    """

    track: Track
    movement: Movement
    side: str | None
    figure: Figure | None
    sets: tuple[SetResult, ...]
    series: Series
    presence: Presence

    @property
    def frames_with_person(self) -> int:
        """In how many frames somebody was seen."""
        return self.presence.with_person

    def replay(self) -> Iterator[tuple[Observation, Snapshot]]:
        """Go through the recording again: each smoothed observation, and how things stood after it."""
        for observation, _, snapshot in _judged(self.track.observations, self.movement, self.side, self.figure):
            yield observation, snapshot


@dataclass(slots=True)
class Presence:
    """In how many frames somebody was there: any person, more than one, one of whom it is not sure who it is."""

    with_person: int = 0
    with_several: int = 0
    unsure: int = 0

    def add(self, seen: Observation) -> None:
        """Count a frame."""
        self.with_person += seen.pose is not None
        self.with_several += seen.people is not None and seen.people > 1
        self.unsure += seen.ambiguous


class Series:
    """Columns of numbers over time, a few bytes a value, with what was not seen left blank."""

    def __init__(self, refs: Sequence[str]) -> None:
        self.time_s = array("d")
        self._columns = {ref: array("f") for ref in refs}

    def add(self, moment: Moment, roles: dict[str, str]) -> None:
        """Add a row."""
        self.time_s.append(moment.time_s)
        for ref, column in self._columns.items():
            reading = reading_of(moment, ref, roles)
            column.append(reading.value if isinstance(reading, Measured) else float("nan"))

    def columns(self) -> Iterator[tuple[str, list[float | None]]]:
        """Give each measure (``front_knee_flexion``) with its values, None where unknown, one after the other."""
        for ref, column in self._columns.items():
            yield ref.replace(".", "_"), [None if value != value else value for value in column]


def judge_track(track: Track, movement: Movement, side: str | None = None) -> Analysis:
    """Judge the poses of a recording.

    The person's own lengths are learned from the whole of it first. The same track and movement give the
    same analysis every time.

    Parameters
    ----------
    track
        From :func:`formcheck.analysis.watching.watch` or :func:`formcheck.pose.track.load`.
    movement
        From :func:`formcheck.routine.catalogue.load_movement`.
    side
        ``left`` or ``right`` where it is known; else it is found out.

    Raises
    ------
    RoutineError
        If the movement names a measure there is not.
    """
    figure = survey(track.observations)
    session = Session(movement, side)
    series = Series(sorted(movement.reported_refs()))
    presence = Presence()
    for seen, moment, snapshot in _judged(track.observations, movement, side, figure, session):
        presence.add(seen)
        series.add(moment, snapshot.roles)
    return Analysis(track, movement, side, figure, session.finish(), series, presence)


def _judged(
    observations: Sequence[Observation],
    movement: Movement,
    side: str | None,
    figure: Figure | None,
    session: Session | None = None,
) -> Iterator[tuple[Observation, Moment, Snapshot]]:
    session = session or Session(movement, side)
    reader = Reader(movement.measure_refs(), figure, own_measures(movement))
    for observation in butterworth(observations):
        moment = reader.read(observation)
        yield observation, moment, session.feed(moment)
