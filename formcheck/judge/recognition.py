"""Finding by itself which movement of a program is done when, on which side, and what is none of them.

Recognition is the gates: every movement watches for its own starting position, and a judge of its own counts and
times while that is kept. What they claim is weighed in :mod:`formcheck.judge.claims`; then each stretch is judged for
good, by its movement alone (:class:`RecognisedSession`).
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.body.view import ViewLabel
from formcheck.judge.claims import gaps_between, resolve
from formcheck.judge.movement import Judge
from formcheck.judge.recent import Recent
from formcheck.judge.setwatch import LEAD_S, SetWatch, memory_s
from formcheck.judge.verdict import Snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formcheck.body.moment import Moment
    from formcheck.judge.claims import Claim, Span, Stretch
    from formcheck.judge.result import SetResult
    from formcheck.routine.schema import Movement

UNRECOGNISED_LEAST_S: Final = 3.0
"""Less time between two sets is a change of position and not worth a word."""

BLINK_S: Final = 1.0
"""For so long a person may be lost from sight within one stretch of unrecognised time."""

NOT_DONE: Final = "the position was taken up, but nothing was counted or held in it"

NOBODY: Final = -1
_LABELS: Final = tuple(ViewLabel)


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """Time with a person that belongs to no movement.

    Attributes
    ----------
    start_s, end_s
        From and to.
    closest
        Id of the movement whose starting position was missed by the least.
    reason
        What of that position was missing most of the time.
    view, view_share
        From where the person was seen most, and for what share of the time.
    """

    start_s: float
    end_s: float
    closest: str
    reason: str
    view: ViewLabel
    view_share: float


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a recording holds: stretches that are a movement's, and time that is none's; each in the order of time."""

    stretches: tuple[Stretch, ...]
    unrecognised: tuple[Unrecognised, ...]


class Recogniser:
    """Watches a recording for all movements of a program at once.

    Parameters
    ----------
    movements
        The movements, whose ids differ. Their cues are not asked for: see
        :meth:`~formcheck.routine.schema.Movement.without_cues`.
    side
        The side that is worked, where it is known beforehand.
    """

    def __init__(self, movements: Sequence[Movement], side: str | None = None) -> None:
        self._recent = Recent(memory_s(movements))
        self._candidates = [_Candidate(movement, side, self._recent) for movement in movements]
        self._time_s = array("d")
        self._seen = array("b")

    def feed(self, moment: Moment) -> None:
        """Take in one moment; they come in the order of time."""
        self._recent.add(moment)
        self._time_s.append(moment.time_s)
        self._seen.append(_LABELS.index(moment.view.label) if moment.person else NOBODY)
        for candidate in self._candidates:
            candidate.feed(moment)

    def finish(self) -> tuple[Stretch, ...]:
        """Weigh the claims and give each stretch to its movement."""
        return resolve(claim for candidate in self._candidates for claim in candidate.finish())

    def unrecognised(self, taken: Sequence[Span]) -> tuple[Unrecognised, ...]:
        """Say of the time with a person outside these spans, which are in the order of time, what it was closest to."""
        if not self._time_s:
            return ()
        gaps = gaps_between(taken, self._time_s[0], self._time_s[-1])
        rest = [part for gap in gaps for part in self._with_person(*gap)]
        if taken:
            rest = [part for part in rest if self._time_s[part[-1]] - self._time_s[part[0]] >= UNRECOGNISED_LEAST_S]
        return tuple(self._unrecognised(part) for part in rest)

    def _with_person(self, start_s: float, end_s: float) -> Iterator[range]:
        """Give the runs of moments within a gap in which somebody was seen."""
        first: int | None = None
        last = 0
        for place in range(bisect_left(self._time_s, start_s), bisect_right(self._time_s, end_s)):
            if self._seen[place] == NOBODY:
                continue
            if first is not None and self._time_s[place] - self._time_s[last] > BLINK_S:
                yield range(first, last + 1)
                first = None
            first = place if first is None else first
            last = place
        if first is not None:
            yield range(first, last + 1)

    def _unrecognised(self, part: range) -> Unrecognised:
        places = [place for place in part if self._seen[place] != NOBODY]
        closest = min(self._candidates, key=lambda candidate: candidate.missed_by(places))
        (label, count), *_ = Counter(self._seen[place] for place in places).most_common(1)
        return Unrecognised(
            start_s=self._time_s[part[0]],
            end_s=self._time_s[part[-1]],
            closest=closest.movement.id,
            reason=closest.why_not(places),
            view=_LABELS[label],
            view_share=count / len(places),
        )


class _Candidate:
    """One movement's view of a recording: the claims of its sets, and what of its position was missing when."""

    def __init__(self, movement: Movement, side: str | None, recent: Recent) -> None:
        self.movement = movement
        self._watch = SetWatch(movement, side, recent)
        self._claims: list[Claim] = []
        self._missing = array("b")
        self._first_missing = array("b")

    def feed(self, moment: Moment) -> None:
        """Take in one moment."""
        self._claims += [ended.claim for ended in self._watch.feed(moment)]
        missing = () if self._watch.kept else self._watch.missing(moment)
        self._missing.append(len(missing))
        self._first_missing.append(missing[0] if missing else NOBODY)

    def finish(self) -> tuple[Claim, ...]:
        """Close what is open and give the claims, in the order of time."""
        self._claims += [ended.claim for ended in self._watch.finish()]
        return tuple(self._claims)

    def missed_by(self, places: Sequence[int]) -> float:
        """Give how many conditions of the starting position were missing, on average over these moments."""
        return sum(self._missing[place] for place in places) / len(places)

    def why_not(self, places: Sequence[int]) -> str:
        """Tell what was missing most of the time, as said to a person."""
        ((which, _),) = Counter(self._first_missing[place] for place in places).most_common(1)
        return NOT_DONE if which == NOBODY else self.movement.gate.conditions[which].why


class RecognisedSession:
    """Judges each recognised stretch by its own movement; a judge is told what leads into its stretch and out of it.

    Parameters
    ----------
    movements
        The movements of the program by their ids.
    stretches
        From a :class:`Recogniser` that was fed the same moments.
    """

    def __init__(self, movements: Mapping[str, Movement], stretches: Sequence[Stretch]) -> None:
        self._turns = [_Turn(movements[stretch.movement], stretch) for stretch in stretches]
        for turn, following in zip(self._turns, self._turns[1:], strict=False):
            turn.until_s = min(turn.until_s, following.stretch.start_s)
            following.from_s = max(following.from_s, turn.stretch.end_s)
        self._movements = movements

    def wanted(self, time_s: float) -> frozenset[str]:
        """Return the measures that are judged at a time: of no other a moment need be told."""
        return frozenset().union(*(turn.refs for turn in self._turns_at(time_s)))

    def _turns_at(self, time_s: float) -> list[_Turn]:
        return [turn for turn in self._turns if turn.from_s <= time_s <= turn.until_s]

    def feed(self, moment: Moment) -> tuple[Snapshot, Movement | None]:
        """Take in one moment; give how things stand, and the movement that speaks, None where it is none's time."""
        said = [(turn, turn.feed(moment)) for turn in self._turns_at(moment.time_s)]
        if not said:
            return _unrecognised_snapshot(moment), None
        within = [each for each in said if each[0].stretch.start_s <= moment.time_s <= each[0].stretch.end_s]
        turn, snapshot = (within or said)[-1]  # Between two sets the next one's getting ready is what matters.
        return snapshot, turn.movement

    def finish(self) -> tuple[SetResult, ...]:
        """Close all sets and return them, in the order in which they were done."""
        return tuple(turn.judge.finish() for turn in self._turns)


class _Turn:
    """A stretch with its judge, and the time of which that is told."""

    def __init__(self, movement: Movement, stretch: Stretch) -> None:
        self.movement = movement
        self.stretch = stretch
        self.judge = Judge(movement, stretch.side if movement.sides else None)
        self.refs = movement.measure_refs()
        self.from_s = stretch.start_s - LEAD_S
        self.until_s = stretch.end_s + LEAD_S

    def feed(self, moment: Moment) -> Snapshot:
        return self.judge.feed(moment)


def _unrecognised_snapshot(moment: Moment) -> Snapshot:
    return Snapshot(
        time_s=moment.time_s,
        movement="",
        side=None,
        roles={},
        phase="unrecognised",
        phase_kind="unrecognised",
        caption="No movement of the routine" if moment.person else "",
        prompt=None,
        reps=0,
        reps_target=0,
        reps_flagged=(),
        rep_progress=None,
        hold=None,
        cues=(),
        hint=None,
        view=moment.view.label.value,
    )
