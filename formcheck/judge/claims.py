"""Which movement a stretch of a recording belongs to, where several lay claim to it.

Each movement of a program watches the whole recording and claims the time in which its position was kept. Where two
claims overlap, the one with more to show has it: seconds of counted repetitions and of holds weigh whole, mere time in
position a quarter. What is left of the other is a claim of its own, if it is worth one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Span = tuple[float, float]
"""From and to, in seconds of the media."""

POSITION_WEIGHT: Final = 0.25
"""A second in position shows less than a second of a repetition or of a hold: positions are alike, deeds are not."""

SHORTEST_PIECE_S: Final = 1.0
"""What is left of a position after another claim took its part is none when it is shorter: a gate's own second."""

DONE_LEAST_S: Final = 4.0
"""A movement of which something was done was in position for so long: a repetition with its rest."""

KEPT_LEAST_S: Final = 10.0
"""A position in which nothing was done that counts is a movement's only when kept for so long."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done: a repetition that counts, one that does not, or a hold."""

    kind: Literal["rep", "tried", "hold"]
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Claim:
    """What one movement makes of a part of a recording.

    Attributes
    ----------
    movement
        Its id.
    side
        ``left``, ``right``, ``both``, or None where it was not found out.
    kept
        When its position was kept, in the order of time.
    deeds
        What was done in it.
    in_plain_sight
        Whether it was filmed from where its repetitions are seen best.
    """

    movement: str
    side: str | None
    kept: tuple[Span, ...]
    deeds: tuple[Deed, ...] = ()
    in_plain_sight: bool = True

    @property
    def kept_s(self) -> float:
        """Seconds in position."""
        return sum(end_s - start_s for start_s, end_s in self.kept)

    @property
    def strength(self) -> float:
        """How much it has to show, in seconds."""
        done_s = sum(deed.end_s - deed.start_s for deed in self.deeds if deed.kind != "tried")
        return done_s + POSITION_WEIGHT * self.kept_s

    @property
    def stands(self) -> bool:
        """Whether it shows enough to be this movement.

        Who keeps the position in plain sight and does nothing at all in it does something else, such as resting.
        """
        if any(deed.kind != "tried" for deed in self.deeds):
            return self.kept_s >= DONE_LEAST_S
        return self.kept_s >= KEPT_LEAST_S and (bool(self.deeds) or not self.in_plain_sight)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a recording that belongs to one movement on one side."""

    movement: str
    side: str | None
    start_s: float
    end_s: float


def resolve(claims: Iterable[Claim]) -> tuple[Stretch, ...]:
    """Give each part of a recording to the movement with the better claim to it.

    Parameters
    ----------
    claims
        Of all movements; those of one movement do not overlap.

    Returns
    -------
    The stretches that are somebody's, in the order of time; no two overlap.
    """
    taken: list[Stretch] = []
    waiting = [claim for claim in claims if claim.stands]
    while waiting:
        waiting.sort(key=lambda claim: (-claim.strength, claim.kept, claim.movement))
        best = waiting.pop(0)
        taken.append(Stretch(best.movement, best.side, best.kept[0][0], best.kept[-1][1]))
        waiting = [piece for claim in waiting for piece in _left_of(claim, taken[-1]) if piece.stands]
    return tuple(sorted(taken, key=lambda stretch: stretch.start_s))


def _left_of(claim: Claim, taken: Stretch) -> list[Claim]:
    """Give what is left of a claim beside a stretch that belongs to another: a part before it, one after it."""
    before = [(start_s, min(end_s, taken.start_s)) for start_s, end_s in claim.kept]
    after = [(max(start_s, taken.end_s), end_s) for start_s, end_s in claim.kept]
    pieces = [_part(claim, kept) for kept in (before, after)]
    return [piece for piece in pieces if piece.kept]


def _part(claim: Claim, kept: Sequence[Span]) -> Claim:
    """Narrow a claim to some of its time, with what was done mostly within that."""
    spans = tuple((start_s, end_s) for start_s, end_s in kept if end_s - start_s >= SHORTEST_PIECE_S)
    if not spans:
        return replace(claim, kept=(), deeds=())
    first_s, last_s = spans[0][0], spans[-1][1]
    deeds = tuple(deed for deed in claim.deeds if first_s <= (deed.start_s + deed.end_s) / 2 <= last_s)
    return replace(claim, kept=spans, deeds=deeds)


def gaps_between(spans: Sequence[Span], start_s: float, end_s: float) -> list[Span]:
    """List the time from ``start_s`` to ``end_s`` that lies in none of the spans, which are in the order of time."""
    edges = [start_s, *(edge for span in spans for edge in span), end_s]
    gaps = list(pairwise(edges))[::2]
    # A recording of a single moment is a gap of no length, and still one.
    return [(left, right) for left, right in gaps if right > left or not spans]
