"""A recording judged as ``formcheck analyse`` does, from moments that are read once for everything that is weighed.

Reading is what takes the time. :func:`formcheck.analysis.analysis.judge_program` reads a recording twice, and only the
measures that it needs; here they are read once, all of them, and the same judges are told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from formcheck.analysis.scoring.measured import REFS
from formcheck.body.figure import survey
from formcheck.body.reader import Reader
from formcheck.judge.composing import own_measures
from formcheck.judge.recognition import RecognisedSession, Recogniser
from formcheck.judge.session import Session
from formcheck.pose.untangle import untangled
from formcheck.pose.zerophase import butterworth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.body.moment import Moment
    from formcheck.judge.result import SetResult
    from formcheck.pose.track import Track
    from formcheck.routine.program import Program


def read_all(track: Track, program: Program) -> list[Moment]:
    """Read every measure there is, and those that the movements of a program compose for themselves."""
    refs = frozenset(REFS).union(*(movement.measure_refs() for movement in program.movements))
    composed = {name: measure for movement in program.movements for name, measure in own_measures(movement).items()}
    reader = Reader(refs, survey(track.observations), composed, track.header.model)
    return [reader.read(observation) for observation in butterworth(untangled(track.observations))]


class Judged:
    """Moments judged by a program, and by single movements of it where they are asked for.

    Attributes
    ----------
    files
        The movements of the program by their ids.
    stretches, unrecognised
        Time that is a movement's, and time that is none's.
    """

    def __init__(self, moments: Sequence[Moment], program: Program) -> None:
        self._moments = moments
        self.files = {movement.id: movement for movement in program.movements}
        recogniser = Recogniser(program.movements)
        for moment in moments:
            recogniser.feed(moment)
        self.stretches = recogniser.finish()
        session = RecognisedSession(self.files, self.stretches)
        for moment in moments:
            session.feed(moment)
        self._sets = session.finish()
        kept = [(result.start_s, result.end_s) for result in self._sets if result.in_position_s > 0]
        self.unrecognised = recogniser.unrecognised(kept)
        self._given: dict[str, tuple[SetResult, ...]] = {}

    def recognised_sets(self, movement: str) -> tuple[SetResult, ...]:
        """Give the sets that recognition found of a movement."""
        return tuple(result for result in self._sets if result.movement == movement)

    def given_sets(self, movement: str) -> tuple[SetResult, ...]:
        """Give the sets that are found when the movement is named."""
        if movement not in self._given:
            session = Session(self.files[movement], None)
            for moment in self._moments:
                session.feed(moment)
            self._given[movement] = session.finish()
        return self._given[movement]
