"""Rows of numbers of which a bounded number is kept, however long it goes on."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ROWS: Final = 16_384
"""All of nine minutes at 30 frames a second: no set that anybody does is longer, and of one that is, thousands of
moments tell what all of them would."""


class EvenSample:
    """All rows at first; when there are too many every other one is let go, and half as many are taken from then on.

    Parameters
    ----------
    columns
        Numbers in a row.
    """

    def __init__(self, columns: int) -> None:
        self._columns = columns
        self._every = 1
        self._offered = 0
        self._numbers = array("d")

    def __len__(self) -> int:
        return len(self._numbers) // self._columns

    def add(self, row: Sequence[float]) -> None:
        """Offer a row; NaN stands for what is not known."""
        taken = self._offered % self._every == 0
        self._offered += 1
        if not taken:
            return
        self._numbers.extend(row)
        if len(self) > MOST_ROWS:
            self._halve()

    def column(self, place: int) -> array[float]:
        """Give one number of all rows that are kept, in the order in which they came."""
        return self._numbers[place :: self._columns]

    def _halve(self) -> None:
        kept = [self.column(place)[::2] for place in range(self._columns)]
        self._every *= 2
        self._numbers = array("d", bytes(8 * self._columns * len(kept[0])))
        for place, column in enumerate(kept):
            self._numbers[place :: self._columns] = column
