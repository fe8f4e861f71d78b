"""A track and a movement, or a program of them, become an analysis: the second pass over a recording."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from formcheck.body.figure import survey
from formcheck.body.reading import Measured
from formcheck.judge.composing import reader_for
from formcheck.judge.evenness import sum_up, with_session_cues
from formcheck.judge.recognition import RecognisedSession, Recogniser, Recognition
from formcheck.judge.roles import reading_of
from formcheck.judge.session import Session
from formcheck.pose.untangle import untangled
from formcheck.pose.zerophase import butterworth
from formcheck.routine.own_targets import with_own_targets, worded
from formcheck.routine.phrasebook import load_phrases
from formcheck.routine.program import sides_of
from formcheck.routine.program_schema import Evenness, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from formcheck.body.camera import CameraHint
    from formcheck.body.figure import Figure
    from formcheck.body.moment import Moment
    from formcheck.judge.claims import Stretch
    from formcheck.judge.evenness import SessionResult
    from formcheck.judge.recognition import Unrecognised
    from formcheck.judge.result import SetResult
    from formcheck.judge.verdict import Snapshot
    from formcheck.pose.pose import Observation
    from formcheck.pose.track import Track
    from formcheck.routine.own_targets import OwnTargets
    from formcheck.routine.program import Program
    from formcheck.routine.schema import Movement


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """A recording, judged.

    Attributes
    ----------
    track
        The poses it was judged from.
    movements
        The movement files it was judged by: one, or those of the program.
    program
        The program whose movements were looked for; None when one movement was given.
    side
        The side it was told to judge; None when it found out.
    figure
        The person's own lengths; None when nobody was seen.
    recognition
        Which movement was done when, and what was none of them; None when one movement was given.
    sets
        What was done, set after set.
    session
        Both sides against each other, the order, the rests and what is missing.
    series
        The reported measures over time, None where unknown, with ``time_s``; for graphs and tables.
    presence
        In how many frames who was seen.
    own
        A person's own targets that it was judged by, by movement id.
    """

    track: Track
    movements: tuple[Movement, ...]
    program: Program | None
    side: str | None
    figure: Figure | None
    recognition: Recognition | None
    sets: tuple[SetResult, ...]
    session: SessionResult
    series: Series
    presence: Presence
    own: Mapping[str, OwnTargets] = field(default_factory=dict)

    @property
    def routine(self) -> str:
        """By what it was judged: the program or the movement, with its version."""
        judged_by = self.program or self.movements[0]
        return f"{judged_by.id}@{judged_by.version}"

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """Which movement was done when; empty when one movement was given."""
        return self.recognition.stretches if self.recognition else ()

    @property
    def unrecognised(self) -> tuple[Unrecognised, ...]:
        """Time with a person that belongs to no movement of the program; empty when one movement was given."""
        return self.recognition.unrecognised if self.recognition else ()

    @property
    def frames_with_person(self) -> int:
        """In how many frames somebody was seen."""
        return self.presence.with_person

    def replay(self) -> Iterator[tuple[Observation, Snapshot]]:
        """Go through the recording again: each smoothed observation, and how things stood after it."""
        course = _course(self.movements, self.side, self.stretches if self.recognition else None)
        for observation, moment in _moments(self.track, self.movements, self.figure, course.wanted):
            yield observation, course.feed(moment)[0]


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
    """Columns of numbers over time, a few bytes a value, with what was not seen left blank.

    A row has room for the measures that the movement of its time reports, and for no other's.
    """

    def __init__(self, refs: Sequence[str]) -> None:
        self.time_s = array("d")
        self._refs = tuple(refs)
        self._stretches: list[tuple[frozenset[str], dict[str, array[float]]]] = []
        self._begun: list[int] = []

    def add(self, moment: Moment, roles: dict[str, str], reported: frozenset[str]) -> None:
        """Add a row: the measures that the movement of this moment reports."""
        if not self._stretches or self._stretches[-1][0] != reported:
            self._stretches.append((reported, {ref: array("f") for ref in self._refs if ref in reported}))
            self._begun.append(len(self.time_s))
        self.time_s.append(moment.time_s)
        for ref, column in self._stretches[-1][1].items():
            reading = reading_of(moment, ref, roles)
            column.append(reading.value if isinstance(reading, Measured) else float("nan"))

    def columns(self) -> Iterator[tuple[str, list[float | None]]]:
        """Give each measure (``front_knee_flexion``) with its values, None where unknown, one after the other."""
        rows = [end - start for start, end in pairwise((*self._begun, len(self.time_s)))]
        for ref in self._refs:
            values: list[float | None] = []
            for (_, columns), count in zip(self._stretches, rows, strict=True):
                known = columns.get(ref)
                values += [None] * count if known is None else [None if v != v else v for v in known]
            yield ref.replace(".", "_"), values


def judge_track(
    track: Track,
    movement: Movement,
    side: str | None = None,
    hint: CameraHint | None = None,
    own: OwnTargets | None = None,
) -> Analysis:
    """Judge the poses of a recording by one movement.

    The person's own lengths are learned from the whole of it first. The same track and movement give the
    same analysis every time.

    Parameters
    ----------
    track
        From :func:`formcheck.analysis.watching.watch` or :func:`formcheck.pose.track.load`.
    movement
        From :func:`formcheck.judge.loading.load_movement`.
    side
        ``left`` or ``right`` where it is known; else it is found out.
    hint
        What is said of the camera; None where that is learned from the recording alone.
    own
        A person's own targets, which the movement is made to follow; None for what its file says.

    Raises
    ------
    RoutineError
        If the movement names a measure there is not.
    """
    if own is None:
        return _judged(track, (movement,), None, side, hint)
    followed = worded(with_own_targets(movement, own), own, load_phrases())
    return replace(_judged(track, (followed,), None, side, hint), own={movement.id: own})


def judge_program(track: Track, program: Program, side: str | None = None, hint: CameraHint | None = None) -> Analysis:
    """Find out which movements of a program a recording holds, and judge each by its own file.

    Parameters
    ----------
    track
        From :func:`formcheck.analysis.watching.watch` or :func:`formcheck.pose.track.load`.
    program
        From :func:`formcheck.judge.loading.load_program`; a person's own targets with it
        (:func:`formcheck.routine.own_targets.program_with`).
    side
        ``left`` or ``right`` where it is known for all of the recording; else it is found out.
    hint
        What is said of the camera; None where that is learned from the recording alone.

    Raises
    ------
    RoutineError
        If a movement names a measure there is not, or two of them compose different ones of one name.
    """
    return _judged(track, program.movements, program, side, hint)


def _judged(
    track: Track,
    movements: tuple[Movement, ...],
    program: Program | None,
    side: str | None,
    hint: CameraHint | None,
) -> Analysis:
    figure = survey(track.observations, hint)
    recogniser = _recogniser(track, movements, side, figure) if program else None
    stretches = recogniser.finish() if recogniser else ()
    course = _course(movements, side, stretches if recogniser else None)
    reported = {movement.id: movement.reported_refs() for movement in movements}
    series = Series(sorted(frozenset().union(*reported.values())))
    presence = Presence()
    for seen, moment in _moments(track, movements, figure, course.wanted):
        presence.add(seen)
        snapshot, movement = course.feed(moment)
        series.add(moment, snapshot.roles, reported[movement.id] if movement else frozenset())
    sets = course.finish()
    spans = [(done.start_s, done.end_s) for done in sets if done.in_position_s > 0]
    session = _session(sets, movements, program)
    return Analysis(
        track=track,
        movements=movements,
        program=program,
        side=side,
        figure=figure,
        recognition=Recognition(stretches, recogniser.unrecognised(spans)) if recogniser else None,
        sets=with_session_cues(sets, session, movements),
        session=session,
        series=series,
        presence=presence,
        own=program.own if program else {},
    )


def _recogniser(track: Track, movements: tuple[Movement, ...], side: str | None, figure: Figure | None) -> Recogniser:
    """Let all movements of a program watch a recording, which needs none of their cues."""
    bare = tuple(movement.without_cues() for movement in movements)
    recogniser = Recogniser(bare, side)
    for _, moment in _moments(track, bare, figure):
        recogniser.feed(moment)
    return recogniser


def _session(sets: tuple[SetResult, ...], movements: tuple[Movement, ...], program: Program | None) -> SessionResult:
    if program is not None:
        return sum_up(program.plan_for({result.movement for result in sets}), sets, program.even)
    (alone,) = movements
    return sum_up([(alone, sides_of(Step(movement=alone.id), alone))], sets, Evenness())


class _OneMovement:
    """A recording in which one movement is judged from beginning to end."""

    def __init__(self, movement: Movement, side: str | None) -> None:
        self._movement = movement
        self._session = Session(movement, side)
        self._refs = movement.measure_refs()

    def wanted(self, time_s: float) -> frozenset[str]:  # noqa: ARG002 - it is the same all the time
        return self._refs

    def feed(self, moment: Moment) -> tuple[Snapshot, Movement]:
        return self._session.feed(moment), self._movement

    def finish(self) -> tuple[SetResult, ...]:
        return self._session.finish()


def _course(
    movements: tuple[Movement, ...], side: str | None, stretches: tuple[Stretch, ...] | None
) -> _OneMovement | RecognisedSession:
    if stretches is None:
        return _OneMovement(movements[0], side)
    return RecognisedSession({movement.id: movement for movement in movements}, stretches)


def _moments(
    track: Track,
    movements: tuple[Movement, ...],
    figure: Figure | None,
    wanted: Callable[[float], frozenset[str]] | None = None,
) -> Iterator[tuple[Observation, Moment]]:
    """Smooth a recording and read what these movements ask for: all of it, or what is wanted at each time."""
    reader = reader_for(movements, figure, track.header.model)
    for observation in butterworth(untangled(track.observations)):
        yield observation, reader.read(observation, wanted(observation.time_s) if wanted else None)
