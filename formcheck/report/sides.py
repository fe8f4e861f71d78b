"""Left against right: only where both sides were seen alike, and only what is larger than the measured error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.report.change import RANGE, Change, Figure, Kind, Outcome, Statistic, aspect_of, compared
from formcheck.report.followed import statistics_of
from formcheck.report.kept import range_signal
from formcheck.report.wording import difference_words, measure_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formcheck.report.numbers import Numbers
    from formcheck.report.row import Row
    from formcheck.store.nouns import Json

SAME: Final = "no difference we can measure"


RANGE_LABEL: Final = "Range of the repetitions"


@dataclass(frozen=True, slots=True)
class Compared:
    """One number of both sides.

    Attributes
    ----------
    label
        What it is.
    left, right
        Ids of the rows.
    left_sd, right_sd
        Ids of their spread; None where there is none.
    error
        The measured error, in words; empty for what is counted and not measured.
    words
        What the difference says.
    """

    label: str
    left: str
    right: str
    left_sd: str | None = None
    right_sd: str | None = None
    error: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class SidesPart:
    """A movement's two sides: its name, what was counted, what was measured, and why its range is not compared."""

    name: str
    verdict: str
    words: str
    counted: tuple[Compared, ...]
    measured: tuple[Compared, ...]
    why_not: str

    @property
    def told(self) -> list[Compared]:
        """What page one shows of what was measured: the range, and what differs."""
        return [line for line in self.measured if line.words != SAME or line.label == RANGE_LABEL]


def compare_sides(sets: Sequence[tuple[int, Json]], even: Json, numbers: Numbers) -> Iterator[SidesPart]:
    """Compare the sides of each movement that works one at a time.

    Parameters
    ----------
    sets
        The recognised sets of a record, each with its number.
    even
        ``sides_even`` of the record.
    numbers
        The session's rows.
    """
    for movement, sides in (even.get("movements") or {}).items():
        left, right = (_fullest(sets, movement, side) for side in ("left", "right"))
        name = next((entry["name"] for _, entry in sets if entry["movement"] == movement), movement)
        if left is None or right is None:
            missing = "left" if left is None else "right"
            yield SidesPart(name, sides["verdict"], sides["words"], (), (), f"the {missing} side was not seen")
            continue
        measured, why_not = _measured(left, right, numbers)
        yield SidesPart(name, sides["verdict"], sides["words"], tuple(_counted(movement)), measured, why_not)


def _fullest(sets: Sequence[tuple[int, Json]], movement: str, side: str) -> tuple[int, Json] | None:
    """Give the set of one side in which most counted; of two alike the first."""
    found = [(number, entry) for number, entry in sets if entry["movement"] == movement and entry["side"] == side]
    return max(found, key=lambda each: (each[1]["reps"]["counted"], -each[0]), default=None)


def _counted(movement: str) -> Iterator[Compared]:
    """Give repetitions and seconds held, all sets of a side together: whether they are even is the judge's to say."""
    for label, name in (("Repetitions that count", "reps/total"), ("Held", "held/total")):
        yield Compared(label, *(f"session/{movement}/{side}/{name}" for side in ("left", "right")))


def _measured(left: tuple[int, Json], right: tuple[int, Json], numbers: Numbers) -> tuple[tuple[Compared, ...], str]:
    """Compare what was measured of both sides; what can be compared, and why their range cannot where it cannot."""
    found = []
    why_not = ""
    for name, statistic in _followed(left[1], right[1]):
        ids = [f"{number}/{name}/{_ROWS[statistic]}" for number, _ in (left, right)]
        on_left, on_right = (
            _figure(name, statistic, entry, numbers.row(row))
            for (_, entry), row in zip((left, right), ids, strict=True)
        )
        change = compared(on_left, on_right)
        if change.outcome is Outcome.CANNOT or change.band is None:
            why_not = change.reason if name == RANGE else why_not
            continue
        spread = _SPREADS.get(statistic)
        sds = [f"{number}/{name}/{spread}" if spread else None for number, _ in (left, right)]
        error = difference_words(change.band.width, change.unit) + ("" if change.band.measured else " (published)")
        words = _words(name, change)
        found.append(Compared(_label(name, statistic), ids[0], ids[1], sds[0], sds[1], error, words))
    return tuple(found), why_not


def _followed(left: Json, right: Json) -> Iterator[tuple[str, Statistic]]:
    """Give what is compared: the range, and each measure where the movement's file judges it."""
    yield RANGE, Statistic.MEAN
    for name in sorted(set(left["measures"]) & set(right["measures"])):
        for statistic in statistics_of(left["movement"], name):
            yield name, statistic


_ROWS: Final = {Statistic.MEAN: "mean", Statistic.AT_PEAKS: "peak_mean", Statistic.IN_HOLDS: "in_holds"}
_SPREADS: Final = {Statistic.MEAN: "sd", Statistic.AT_PEAKS: "peak_sd"}
"""What the ids of their rows end with."""


def _label(name: str, statistic: Statistic) -> str:
    if name == RANGE:
        return RANGE_LABEL
    return f"{measure_words(name)}, {'in the holds' if statistic is Statistic.IN_HOLDS else 'at the peaks'}"


def _figure(name: str, statistic: Statistic, entry: Json, row: Row) -> Figure:
    view = entry.get("view") or {}
    label, aspect = view.get("label") or "unknown", aspect_of(entry["side"], view.get("near"))
    signal = (range_signal(entry["movement"], None) or "") if name == RANGE else ""
    kind = Kind(entry["movement"], name, statistic, label, aspect)
    return Figure(kind, row.value, row.unit, entry["reps"]["counted"], signal)


def _words(name: str, change: Change) -> str:
    """Say what the difference of the right side to the left one says."""
    if change.outcome is Outcome.SAME or change.difference is None:
        return SAME
    if name == RANGE:
        return f"the {'left' if change.difference > 0.0 else 'right'} side moves less"
    return f"larger on the {'right' if change.difference > 0.0 else 'left'}"
