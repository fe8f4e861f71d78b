"""Observations of a recording put right one by one, each as it is asked for: a long recording is not held twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.pose.pose import Observation


class Mended(Sequence["Observation"]):
    """Observations, each put right by a function of its place (from 0) and of what it was."""

    def __init__(self, observations: Sequence[Observation], mend: Callable[[int, Observation], Observation]) -> None:
        self._observations = observations
        self._mend = mend

    def __len__(self) -> int:
        return len(self._observations)

    @overload
    def __getitem__(self, place: int) -> Observation: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Observation]: ...

    def __getitem__(self, place: int | slice) -> Observation | Sequence[Observation]:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        seen = self._observations[place]
        return self._mend(place % len(self), seen)
