"""Which figures a set gets: what they show of the record, and what is told to somebody who cannot see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from markupsafe import Markup

from formcheck.judge.verdict import EventKind, Verdict
from formcheck.report.figures import Curve, FaultLane, RepSpan, over_time, strip, tempo
from formcheck.report.kept import range_signal, units
from formcheck.report.wording import axis_words, measure_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formcheck.report.kept import KeptSession
    from formcheck.store.nouns import Json

MOST_CURVES: Final = 3
"""The signal and two measures at fault: more make a figure that nobody reads."""

SLOW_ENOUGH: Final = "slow-and-easy"
"""The cue on how long a repetition takes."""


@dataclass(frozen=True, slots=True)
class Drawings:
    """The figures of a set as SVG elements; None where there is nothing to draw, ``why_none`` says why."""

    over_time: Markup | None = None
    strips: tuple[tuple[str, Markup], ...] = ()
    tempo: Markup | None = None
    why_none: str = ""


def draw_set(kept: KeptSession, entry: Json, name: str) -> Drawings:
    """Draw a set.

    Parameters
    ----------
    kept
        Its session, with the series.
    entry
        The set, as the record has it.
    name
        What the names of its figures begin with, one of its own in the page.
    """
    if not len(kept.times_s):
        return Drawings(why_none="The record of this session has no series over time, so there is nothing to draw.")
    signal = _signal(entry, None)
    if signal is None:
        return Drawings(why_none="Nothing was measured in this set.")
    reps = _reps(entry["reps"]["each"])
    of_signal = _curve(kept, entry, signal)
    curves = [of_signal, *(_curve(kept, entry, *each) for each in _at_fault(entry, signal))][:MOST_CURVES]
    holds = [(hold["start_s"], hold["end_s"]) for hold in entry["holds"]]
    lanes = list(_lanes(entry))
    drawn = over_time(curves, reps, holds, lanes, name=f"{name}-time", alt=_time_words(entry, curves, lanes))
    return Drawings(
        Markup(drawn),  # noqa: S704 - our own drawing; what is written in it was escaped by Matplotlib
        tuple(_strips(kept, entry, name)),
        _tempo(entry, reps, name),
    )


def _signal(entry: Json, phase: str | None) -> str | None:
    """Name what a set's repetitions are counted by; of an unknown movement the measure that moved most."""
    known = range_signal(entry["movement"], phase)
    measures = entry["measures"]
    if known in measures:
        return known
    spans = {name: abs(over["max"] - over["min"]) for name, over in measures.items() if over["unit"] == "deg"}
    return max(spans, key=lambda name: spans[name], default=next(iter(sorted(measures)), None))


def _curve(kept: KeptSession, entry: Json, name: str, limit: float | None = None) -> Curve:
    inside = (kept.times_s >= entry["start_s"]) & (kept.times_s <= entry["end_s"])
    values = kept.series[name][inside] if name in kept.series else np.full(int(inside.sum()), np.nan)
    return Curve(axis_words(name, units(kept.record).get(name, "")), kept.times_s[inside], values, limit)


def _at_fault(entry: Json, signal: str) -> Iterator[tuple[str, float | None]]:
    """Give the other measures that were at fault, each with the limit of its first cue."""
    seen = {signal}
    for cue in entry["cues"]:
        name = str(cue["measure"] or "").replace(".", "_")
        if cue["verdict"] == Verdict.FAULT and name in entry["measures"] and name not in seen:
            seen.add(name)
            yield name, cue["limit"]


def _reps(each: list[Json]) -> list[RepSpan]:
    return [
        RepSpan(number, rep["start_s"], rep["peak_s"], rep["end_s"], rep["counted"], tuple(rep["faults"]))
        for number, rep in enumerate(each, start=1)
    ]


def _lanes(entry: Json) -> Iterator[FaultLane]:
    for cue in entry["cues"]:
        spans = tuple(_spans(entry, cue["ref"])) if cue["verdict"] == Verdict.FAULT else ()
        if spans:
            yield FaultLane(f"{cue['ref']} {cue['title']}", spans, cue["worst_time_s"])


def _spans(entry: Json, ref: str) -> Iterator[tuple[float, float]]:
    """Give when a cue was at fault: from raised to cleared, or the repetitions that had it."""
    raised_s: float | None = None
    told = False
    for event in entry.get("events") or ():
        if event["subject"] != ref:
            continue
        if event["kind"] == EventKind.CUE_RAISED:
            raised_s, told = event["time_s"], True
        elif event["kind"] == EventKind.CUE_CLEARED and raised_s is not None:
            yield raised_s, event["time_s"]
            raised_s = None
    if raised_s is not None:
        yield raised_s, entry["end_s"]
    if not told:
        yield from ((rep["start_s"], rep["end_s"]) for rep in entry["reps"]["each"] if ref in rep["faults"])


def _strips(kept: KeptSession, entry: Json, name: str) -> Iterator[tuple[str, Markup]]:
    phases = [phase for phase in entry.get("phases") or () if phase["kind"] == "reps" and phase["reps"]["each"]]
    if not phases and entry["reps"]["each"]:
        phases = [{"id": None, "title": "Repetitions", "reps": entry["reps"]}]
    for phase in phases:
        signal = _signal(entry, phase["id"])
        if signal is None:
            continue
        reps = _reps(phase["reps"]["each"])
        alt = f"{phase['title']}: {measure_words(signal)} in each repetition, one small panel for each"
        drawn = strip(_curve(kept, entry, signal), reps, name=f"{name}-{phase['id'] or 'reps'}", alt=alt)
        yield phase["title"], Markup(drawn)  # noqa: S704 - as above


def _tempo(entry: Json, reps: list[RepSpan], name: str) -> Markup | None:
    if not reps:
        return None
    slow = next((cue for cue in entry["cues"] if cue["id"] == SLOW_ENOUGH), None)
    alt = "How long each repetition took, out to the peak and back"
    return Markup(tempo(reps, slow["limit"] if slow else None, name=f"{name}-tempo", alt=alt))  # noqa: S704 - as above


def _time_words(entry: Json, curves: list[Curve], lanes: list[FaultLane]) -> str:
    what = " and ".join(curve.label for curve in curves)
    shaded = [words for words, there in (("repetitions", entry["reps"]["each"]), ("holds", entry["holds"])) if there]
    words = f"{entry['name']}: {what} over time"
    if shaded:
        words += f", {' and '.join(shaded)} shaded"
    return words + (f"; below, when these were at fault: {', '.join(lane.title for lane in lanes)}" if lanes else "")
