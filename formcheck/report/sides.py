"""Left against right: only where both sides were seen alike, and only what is larger than the measured error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.report.kept import range_signal
from formcheck.report.wording import VIEW_WORDS, measure_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formcheck.report.numbers import Numbers
    from formcheck.store.nouns import Json

LEAST_REPS: Final = 3
"""Good repetitions on each side before they are compared (domain, section 7)."""

ALIKE_WITHIN_DEG: Final = 15.0
"""Sides that were seen from directions further apart than this were not seen alike (domain, section 5)."""

RANGE: Final = "range"

FALLBACK_BANDS: Final = {
    "knee_flexion": 10.0,
    "trunk_inclination": 10.0,
    "hip_extension": 15.0,
    "hip_flexion": 15.0,
    "ankle_angle": 10.0,
    "rock": 0.10,
}
"""Smallest difference that is called one, by the measure's name without its role (domain, section 7)."""


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
    words
        What the difference says.
    real
        Whether it is larger than the band; None where that cannot be said.
    """

    label: str
    left: str
    right: str
    left_sd: str | None
    right_sd: str | None
    words: str
    real: bool | None


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
        both = {side: _fullest(sets, movement, side) for side in ("left", "right")}
        name = next(entry["name"] for _, entry in sets if entry["movement"] == movement)
        left, right = both["left"], both["right"]
        if left is None or right is None:
            missing = "left" if left is None else "right"
            yield SidesPart(name, sides["verdict"], sides["words"], (), (), f"the {missing} side was not seen")
            continue
        why_not = _not_alike(left[1], right[1])
        measured = () if why_not else tuple(_measured(left, right, numbers))
        yield SidesPart(name, sides["verdict"], sides["words"], tuple(_counted(movement)), measured, why_not)


def _fullest(sets: Sequence[tuple[int, Json]], movement: str, side: str) -> tuple[int, Json] | None:
    """Give the set of one side in which most counted; of two alike the first."""
    found = [(number, entry) for number, entry in sets if entry["movement"] == movement and entry["side"] == side]
    return max(found, key=lambda each: (each[1]["reps"]["counted"], -each[0]), default=None)


def _not_alike(left: Json, right: Json) -> str:
    """Say why two sets were not seen alike; empty when they were."""
    seen = [entry.get("view") or {} for entry in (left, right)]
    labels = [view.get("label") or "unknown" for view in seen]
    if labels[0] != labels[1] or labels[0] == "unknown":
        words = [VIEW_WORDS[label] for label in labels]
        return f"the sides were seen differently: the left one {words[0]}, the right one {words[1]}"
    near = [view.get("near") == entry["side"] for view, entry in zip(seen, (left, right), strict=True)]
    if near[0] != near[1]:
        return f"the {'left' if near[0] else 'right'} side was toward the camera, the other one away from it"
    off = [view.get("yaw_off_side_deg") for view in seen]
    if off[0] is not None and off[1] is not None and abs(off[0] - off[1]) > ALIKE_WITHIN_DEG:
        return "the camera stood at different angles to the two sides"
    few = [side for side, entry in (("left", left), ("right", right)) if entry["reps"]["counted"] < LEAST_REPS]
    return f"fewer than {LEAST_REPS} repetitions counted on the {' and the '.join(few)} side" if few else ""


def _counted(movement: str) -> Iterator[Compared]:
    """Repetitions and seconds held: counted, not measured, so that every difference is one."""
    for label, name in (("Repetitions that count", "reps/total"), ("Held", "held/total")):
        left, right = (f"session/{movement}/{side}/{name}" for side in ("left", "right"))
        yield Compared(label, left, right, None, None, "", None)


def _measured(left: tuple[int, Json], right: tuple[int, Json], numbers: Numbers) -> Iterator[Compared]:
    names = [RANGE, *sorted(set(left[1]["measures"]) & set(right[1]["measures"]))]
    for name in names:
        mean, sd = ("mean", "sd") if name == RANGE else ("peak_mean", "peak_sd")
        on_left, on_right = f"{left[0]}/{name}/{mean}", f"{right[0]}/{name}/{mean}"
        band, values = _band(name, left[1]), (numbers.value(on_left), numbers.value(on_right))
        if band is None or values[0] is None or values[1] is None:
            continue
        difference = values[0] - values[1]
        if abs(difference) <= band:
            words = "no difference we can measure"
        else:
            words = f"{'left' if difference > 0 else 'right'} larger, by more than the measured error"
        label = "Range of the repetitions" if name == RANGE else f"{measure_words(name)} at the peak"
        spread = (f"{left[0]}/{name}/{sd}", f"{right[0]}/{name}/{sd}")
        yield Compared(label, on_left, on_right, *spread, words, abs(difference) > band)


def _band(name: str, entry: Json) -> float | None:
    """Give the smallest difference that counts as one, in the measure's unit; None where none is known."""
    measure = range_signal(str(entry["movement"]), None) if name == RANGE else name
    if measure is None:
        return None
    return FALLBACK_BANDS.get(measure) or FALLBACK_BANDS.get(measure.partition("_")[2])
