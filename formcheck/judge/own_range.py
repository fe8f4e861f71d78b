"""How far the person goes: learned from the repetitions that count, and what is too small or too large for one."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from formcheck.judge.rep import Rep

SMALL_SHARE: Final = 0.5
"""Less than this share of the person's own range is no repetition once that is known: a shift of weight in the
hold is not a sixth rock."""

ALIKE_SHARE: Final = 0.7
EASED_SHARE: Final = 0.75
"""Once a repetition counted, one of at least this share of the person's own range is another of the kind, be it seen a
little below the smallest excursion that counts: a knee's rise errs by 2 degrees of 8 from one to the next, and nobody
goes from repetitions to something else of nearly the same size."""

LARGE_FACTOR: Final = 2.5
LARGE_AFTER: Final = 2
"""More than so many times the person's own range is a leg that the pose model lost. One repetition alone does not
say what that range is: the first may have been a timid one."""


class OwnRange:
    """The person's own range through a set, in the unit of the signal.

    Parameters
    ----------
    least
        The smallest rise that is a repetition while that range is unknown.
    target
        How many are wanted.
    """

    def __init__(self, least: float, target: int) -> None:
        self.least = least
        self._target = target
        self._reps: list[Rep] = []

    def add(self, rep: Rep) -> None:
        """Learn from a repetition that counts."""
        self._reps.append(rep)

    def remove(self, rep: Rep) -> None:
        """Forget one that turned out not to count, be it that it is known for a held one by now."""
        self._reps.remove(next(each for each in self._reps if each.range == rep.range))

    @property
    def counted(self) -> int:
        """Repetitions counted so far."""
        return len(self._reps)

    @property
    def middle(self) -> float | None:
        """Median of the counted repetitions; None before the first."""
        return median(rep.range for rep in self._reps) if self._reps else None

    @property
    def longest_s(self) -> float | None:
        """How long the longest of those that came back took; None before the first."""
        return max((rep.end_s - rep.start_s for rep in self._reps if not rep.held), default=None)

    @property
    def enough(self) -> float:
        """The smallest rise that is a repetition; after the last one that is wanted none is looked for so closely."""
        if self.middle is None or self.counted >= self._target:
            return self.least
        return min(self.least, max(EASED_SHARE * self.least, ALIKE_SHARE * self.middle))

    def why_unlike(self, excursion: float) -> str | None:
        """Why a rise is no other of the kind; None where it is, or where nothing is known yet."""
        if self.middle is not None and excursion < SMALL_SHARE * self.middle:
            return "much smaller than the others"
        if self.middle is not None and self.counted >= LARGE_AFTER and excursion > LARGE_FACTOR * self.middle:
            return "much larger than the others"
        return None
