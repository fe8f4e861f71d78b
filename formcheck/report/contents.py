"""What a report says of a session, in the order it says it; the templates only lay it out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.analysis.summary import UNRECOGNISED
from formcheck.judge.verdict import Verdict
from formcheck.report.asked import compared_with, share_of_what
from formcheck.report.drawings import Drawings, draw_set
from formcheck.report.kept import range_signal
from formcheck.report.numbers import Numbers
from formcheck.report.row import REPS
from formcheck.report.rows import rows_of
from formcheck.report.sides import SidesPart, compare_sides
from formcheck.report.stills import still_of
from formcheck.report.wording import VIEW_WORDS, about_measures, measure_words, side_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formcheck.report.kept import KeptSession
    from formcheck.store.nouns import Json

_ORDER: Final = (Verdict.FAULT, Verdict.NEARLY, Verdict.GOOD, Verdict.CANNOT_JUDGE, Verdict.NOT_REACHED)
"""Cues in a table: what matters most first."""

ROUNDING: Final = "rounding_index"
POSSIBLE: Final = "Possible rounding"
"""What an index of the outline tells at most (domain, sections 0 and 4)."""


@dataclass(frozen=True, slots=True)
class CuePart:
    """A cue of a set.

    Attributes
    ----------
    path
        What the ids of its rows begin with.
    entry
        As the record has it.
    verdict
        The same as in the record.
    measure
        What was measured, in words, and against what; empty where the cue's title says it.
    limit
        What stands before the limit: ``good up to``, ``good from``, ``wanted``; empty where there is none.
    share_of
        What the shares are of: time, repetitions or holds.
    """

    path: str
    entry: Json
    verdict: Verdict
    measure: str
    limit: str
    share_of: str


@dataclass(frozen=True, slots=True)
class FaultPart:
    """A fault: where it was, the cue, the still of its worst moment as a data URI, the picture in words.

    A fault of a whole set or session has no worst moment; ``words`` say what it was about instead.
    """

    of: str
    cue: CuePart
    picture: str | None
    alt: str
    words: str


@dataclass(frozen=True, slots=True)
class UnjudgedPart:
    """Cues that could not be judged for one reason: which (movement and titles), why, how to film next time."""

    cues: tuple[tuple[str, tuple[str, ...]], ...]
    reason: str
    mend: str


@dataclass(frozen=True, slots=True)
class PhasePart:
    """Repetitions of one phase: its title, what the ids of its rows begin with, and what was out of order."""

    title: str
    path: str
    entry: Json
    note: str


@dataclass(frozen=True, slots=True)
class SetPart:
    """One movement on one side.

    Attributes
    ----------
    path
        What the ids of its rows begin with.
    title, view
        In words.
    signal
        Whose rise a repetition's range is, in words; empty where that is not known.
    entry
        As the record has it.
    cues
        What matters most first.
    phases
        Those of repetitions.
    drawings
        Its figures.
    """

    path: str
    title: str
    view: str
    signal: str
    entry: Json
    cues: tuple[CuePart, ...]
    phases: tuple[PhasePart, ...]
    drawings: Drawings

    def of(self, *verdicts: str) -> list[CuePart]:
        """Give the cues of these verdicts."""
        return [cue for cue in self.cues if cue.verdict in verdicts]


@dataclass(frozen=True, slots=True)
class SessionPart:
    """A session as a report shows it; ``anchor`` is its name within the page."""

    anchor: str
    kept: KeptSession
    numbers: Numbers
    sets: tuple[SetPart, ...]
    nowhere: tuple[tuple[str, Json], ...]
    faults: tuple[FaultPart, ...]
    unjudged: tuple[UnjudgedPart, ...]
    sides: tuple[SidesPart, ...]
    measures: tuple[tuple[str, str, str], ...]

    @property
    def called(self) -> str:
        """What the session is called: those of the records by their number."""
        return f"session {self.kept.name}" if self.kept.name.isdecimal() else self.kept.name

    @property
    def with_moment(self) -> list[FaultPart]:
        """The faults that have a worst moment, which a picture can show."""
        return [fault for fault in self.faults if fault.cue.entry["worst_time_s"] is not None]

    @property
    def without_moment(self) -> list[FaultPart]:
        """The faults of a whole set or session."""
        return [fault for fault in self.faults if fault.cue.entry["worst_time_s"] is None]

    @property
    def nearly(self) -> list[tuple[SetPart, CuePart]]:
        """Cues that were nearly good, set by set."""
        return [(done, cue) for done in self.sets for cue in done.of(Verdict.NEARLY)]

    @property
    def views(self) -> list[str]:
        """From where the camera saw the sets, each once."""
        return list(dict.fromkeys(done.view for done in self.sets))


def contents_of(kept: KeptSession, anchor: str) -> SessionPart:
    """Put together what a report says of a session.

    Parameters
    ----------
    kept
        The session.
    anchor
        Its name within the page; also what the names of its figures begin with.
    """
    numbers = Numbers(rows_of(kept))
    recognised = [entry for entry in kept.record["movements"] if entry["movement"] != UNRECOGNISED]
    numbered = list(enumerate(recognised, start=1))
    sets = tuple(_set(kept, anchor, number, entry) for number, entry in numbered)
    nowhere = [entry for entry in kept.record["movements"] if entry["movement"] == UNRECOGNISED]
    measured = {name for done in sets for name in done.entry["measures"]}
    return SessionPart(
        anchor,
        kept,
        numbers,
        sets,
        tuple((f"session/unrecognised-{number}", entry) for number, entry in enumerate(nowhere, start=1)),
        tuple(_faults(kept, sets)),
        tuple(_unjudged(sets)),
        tuple(compare_sides(numbered, kept.record.get("sides_even") or {}, numbers)),
        tuple(about_measures(measured)),
    )


def _set(kept: KeptSession, anchor: str, number: int, entry: Json) -> SetPart:
    cues = [_cue(str(number), entry, cue) for cue in entry["cues"]]
    view = entry.get("view") or {}
    near = f", {view['near']} side near" if view.get("near") else ""
    return SetPart(
        str(number),
        ", ".join(part for part in (entry["name"], side_words(entry["side"])) if part),
        VIEW_WORDS.get(view.get("label") or "", VIEW_WORDS["unknown"]) + near,
        measure_words(range_signal(entry["movement"], None) or ""),
        entry,
        tuple(sorted(cues, key=lambda cue: _ORDER.index(cue.verdict))),
        tuple(_phases(str(number), entry)),
        draw_set(kept, entry, f"{anchor}-set{number}"),
    )


def _cue(path: str, entry: Json, cue: Json) -> CuePart:
    measure = ""
    if cue["measure"]:
        compared = compared_with(entry["movement"], cue["ref"], cue["measure"])
        possible = POSSIBLE if cue["measure"] == ROUNDING and cue["verdict"] in (Verdict.FAULT, Verdict.NEARLY) else ""
        measure = ", ".join(part for part in (possible, measure_words(cue["measure"]), compared) if part)
    return CuePart(
        f"{path}/cue-{cue['ref']}",
        cue,
        Verdict(cue["verdict"]),
        measure,
        _limit(cue),
        share_of_what(entry["movement"], cue["ref"]),
    )


def _limit(cue: Json) -> str:
    """Say how a cue's limit stands to what was measured: the end of the good band that is nearest, or was missed."""
    good = cue["verdict"] == Verdict.GOOD
    value = cue["value"] if good or cue["worst_value"] is None else cue["worst_value"]
    if cue["limit"] is None or value is None:
        return ""
    if cue["unit"] == REPS:
        return "wanted"
    return "good up to" if (value > cue["limit"]) != good else "good from"


def _phases(path: str, entry: Json) -> Iterator[PhasePart]:
    """Give the phases of repetitions, the main one under the set's own path (as the rows have it)."""
    phases = [phase for phase in entry.get("phases") or () if phase["kind"] == "reps"]
    main = next((phase for phase in phases if phase["reps"] == entry["reps"]), None)
    if main is None:
        yield PhasePart("Repetitions", path, entry["reps"], "")
    for phase in phases:
        where = path if phase is main else f"{path}/{phase['id']}"
        yield PhasePart(phase["title"], where, phase["reps"], phase.get("note") or "")


def _faults(kept: KeptSession, sets: Sequence[SetPart]) -> Iterator[FaultPart]:
    even = (kept.record.get("sides_even") or {}).get("movements") or {}
    for done in sets:
        for cue in done.of(Verdict.FAULT):
            alt = f"{done.title}: the worst moment of “{cue.entry['title']}”, with the skeleton and the fault drawn in"
            words = "" if cue.entry["value"] is not None else even.get(done.entry["movement"], {}).get("words", "")
            yield FaultPart(done.title, cue, still_of(kept.stills, done.path, cue.entry), alt, words)


_TO_YOUR_SIDE: Final = re.compile(r" to your (?:left|right)")


def _unjudged(sets: Sequence[SetPart]) -> list[UnjudgedPart]:
    """Gather the cues that could not be judged by reason and mend, what concerns most of them first.

    What is to be mended alike on both sides, but mirrored, is said once and without the side.
    """
    found: dict[tuple[str, str], list[tuple[SetPart, CuePart]]] = {}
    for done in sets:
        for cue in done.of(Verdict.CANNOT_JUDGE):
            why = (cue.entry["reason"] or "", _TO_YOUR_SIDE.sub("", cue.entry["mend"] or ""))
            found.setdefault(why, []).append((done, cue))
    parts = []
    for (reason, mend), cues in found.items():
        mends = {cue.entry["mend"] or "" for _, cue in cues}
        parts.append(UnjudgedPart(tuple(_by_movement(cues)), reason, mends.pop() if len(mends) == 1 else mend))
    return sorted(parts, key=lambda part: -sum(len(titles) for _, titles in part.cues))


def _by_movement(cues: Sequence[tuple[SetPart, CuePart]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Gather cues by movement and by the sides that they concern."""
    sides: dict[tuple[str, str], list[str]] = {}
    for done, cue in cues:
        title = f"{cue.entry['title']} ({cue.entry['ref']})"
        known = sides.setdefault((done.entry["name"], title), [])
        if done.entry["side"] in ("left", "right") and done.entry["side"] not in known:
            known.append(done.entry["side"])
    found: dict[str, list[str]] = {}
    for (name, title), worked in sides.items():
        found.setdefault(", ".join([name, " and ".join(worked)] if worked else [name]), []).append(title)
    yield from ((name, tuple(titles)) for name, titles in found.items())
