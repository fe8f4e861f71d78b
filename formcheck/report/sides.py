"""Left against right: only where both sides were seen alike, and only what is larger than the measured error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formcheck.report.change import RANGE, Change, Figure, Kind, Outcome, Statistic, aspect_of, compared
from formcheck.report.kept import range_signal
from formcheck.report.wording import measure_words, number_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formcheck.report.numbers import Numbers
    from formcheck.store.nouns import Json

SAME = "no difference we can measure"


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
    """A movement's two sides: its name, what was counted, what was measured, and why the latter is not compared."""

    name: str
    verdict: str
    words: str
    counted: tuple[Compared, ...]
    measured: tuple[Compared, ...]
    why_not: str


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
    """Compare what was measured of both sides; what can be compared, and else why nothing can."""
    found = []
    why_not = ""
    for name in [RANGE, *sorted(set(left[1]["measures"]) & set(right[1]["measures"]))]:
        mean, sd = ("mean", "sd") if name == RANGE else ("peak_mean", "peak_sd")
        ids = [f"{number}/{name}/{mean}" for number, _ in (left, right)]
        change = compared(_figure(name, right[1], ids[1], numbers), _figure(name, left[1], ids[0], numbers))
        if change.outcome is Outcome.CANNOT or change.band is None:
            why_not = why_not or change.reason
            continue
        label = "Range of the repetitions" if name == RANGE else f"{measure_words(name)} at the peak"
        spread = [f"{number}/{name}/{sd}" for number, _ in (left, right)]
        error = number_words(change.band.width, change.unit) + ("" if change.band.measured else " (published)")
        found.append(Compared(label, ids[0], ids[1], spread[0], spread[1], error, _words(name, change)))
    return tuple(found), "" if found else why_not


def _figure(name: str, entry: Json, row: str, numbers: Numbers) -> Figure:
    view = entry.get("view") or {}
    statistic = Statistic.MEAN if name == RANGE else Statistic.AT_PEAKS
    label, aspect = view.get("label") or "unknown", aspect_of(entry["side"], view.get("near"))
    found = numbers.row(row)
    signal = range_signal(entry["movement"], None) or "" if name == RANGE else ""
    kind = Kind(entry["movement"], name, statistic, label, aspect)
    return Figure(kind, found.value, found.unit, entry["reps"]["counted"], signal)


def _words(name: str, change: Change) -> str:
    """Say what the difference of the left side to the right one says."""
    if change.outcome is Outcome.SAME or change.difference is None:
        return SAME
    if name == RANGE:
        return f"the {'right' if change.difference > 0.0 else 'left'} side moves less"
    return f"larger on the {'left' if change.difference > 0.0 else 'right'}"
