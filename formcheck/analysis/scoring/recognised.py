"""Whether each movement was recognised for what it is, and whether what is none of them was left alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.analysis.scoring.truth import OTHER

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.analysis.scoring.truth import Act
    from formcheck.judge.claims import Stretch
    from formcheck.judge.recognition import Unrecognised

LEAST_SHARE: Final = 0.5
"""A movement is recognised when more of its time than this is given to it."""

SPILL_S: Final = 1.0
"""Another activity is left alone when no more of its time than this is given to a movement: a gate's own second."""


@dataclass(frozen=True, slots=True)
class RecognitionScore:
    """What recognition made of an act.

    Attributes
    ----------
    movement, side, activity
        What was done.
    found
        The movement that got most of its time; None where that was none.
    found_side
        Its side.
    share
        Of the time in position that was given to the right movement; of another activity, that was given to any.
    movement_right, side_right
        Whether that is right; the side is only where the movement is.
    why
        What recognition says of the time that it gave to none: the closest movement and what was missing.
    """

    movement: str
    side: str
    activity: str
    found: str | None
    found_side: str | None
    share: float
    movement_right: bool
    side_right: bool
    why: str | None


def score_recognition(
    act: Act, position: tuple[float, float], stretches: Sequence[Stretch], unrecognised: Sequence[Unrecognised]
) -> RecognitionScore:
    """Compare what was recognised in an act's time with what it is.

    Parameters
    ----------
    act
        The act.
    position
        From when to when its position was kept, seconds.
    stretches, unrecognised
        What its clip holds by recognition: time that is a movement's, and time that is none's.
    """
    start_s, end_s = (act.start_s, act.end_s) if act.movement == OTHER else position
    inside = [(_overlap_s(stretch, start_s, end_s), stretch) for stretch in stretches]
    inside = [each for each in inside if each[0] > 0]
    best = max(inside, key=lambda each: each[0], default=None)
    length_s = max(end_s - start_s, 1e-6)
    if act.movement == OTHER:
        given_s = sum(seconds for seconds, _ in inside)
        right = given_s <= SPILL_S
        found = None if right or best is None else best[1]
        return _score(act, found, given_s / length_s, right, right, _why(unrecognised, start_s, end_s))
    mine = [each for each in inside if each[1].movement == act.movement]
    share = sum(seconds for seconds, _ in mine) / length_s
    right = share > LEAST_SHARE
    found = max(mine, key=lambda each: each[0])[1] if right else None if best is None else best[1]
    side_right = right and found is not None and (found.side or "both") == act.side
    return _score(act, found, share, right, side_right, _why(unrecognised, start_s, end_s))


def _score(
    act: Act, found: Stretch | None, share: float, right: bool, side_right: bool, why: str | None
) -> RecognitionScore:
    return RecognitionScore(
        movement=act.movement,
        side=act.side,
        activity=act.activity,
        found=None if found is None else found.movement,
        found_side=None if found is None else found.side,
        share=share,
        movement_right=right,
        side_right=side_right,
        why=why,
    )


def _why(unrecognised: Sequence[Unrecognised], start_s: float, end_s: float) -> str | None:
    """Give what is said of the longest part that went to no movement."""
    parts = [(min(part.end_s, end_s) - max(part.start_s, start_s), part) for part in unrecognised]
    longest = max(parts, key=lambda each: each[0], default=None)
    if longest is None or longest[0] <= 0:
        return None
    return f"closest to {longest[1].closest}, but {longest[1].reason}"


def _overlap_s(stretch: Stretch, start_s: float, end_s: float) -> float:
    return min(stretch.end_s, end_s) - max(stretch.start_s, start_s)
