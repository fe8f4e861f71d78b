"""A session as reports and exports read it: from the store, or from a results folder of ``analyse`` or ``live``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from formcheck.analysis.folder import SESSION_NAME
from formcheck.body.measures import MEASURES
from formcheck.errors import RoutineError, StoreError
from formcheck.judge.loading import load_movement
from formcheck.pose import track as tracks
from formcheck.routine.catalogue import movement_ids
from formcheck.store.facts import NEUTRAL_NAME, neutral
from formcheck.store.nouns import FileKind, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from formcheck.pose.track import Track
    from formcheck.store.nouns import Json, Judgement, Note, SelfReport
    from formcheck.store.store import Store

    Floats = NDArray[np.float64]

STILLS: Final = "fault_*.jpg"
"""The worst moments, as ``analyse`` leaves them in its folder."""

TIME: Final = "time_s"
"""The column of the series that the others stand beside."""

TIME_SLACK_S: Final = 0.001
"""Times in a record are rounded to this: so much outside a span a frame still belongs to it."""


@dataclass(frozen=True, slots=True)
class Still:
    """A picture of a worst moment: what it was called when it was made, and where it stands."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True, eq=False)
class KeptSession:
    """A session with all that a report or an export shows of it.

    Attributes
    ----------
    name
        What it is called: its number in the store, or ``recording`` for a results folder, whose own name is the
        video's and may be a person's.
    person
        Pseudonym; None for nobody in particular.
    done_at
        When it was done, with a time zone; None where that is not known.
    source
        Where it came from; None where that is not known.
    record
        The whole session.json (docs/summary-format.md).
    times_s
        (frames,) seconds of the media; empty where the record has no series.
    series
        Each reported measure, (frames,) in its own unit, NaN where unseen or where its movement was not done.
    stills
        Pictures of the worst moments, faces blurred.
    track
        Reads the poses, whose observations are the frames of the series in their order; None where none are kept.
    self_report, notes, tags, judgements
        As the store has them; empty for a results folder.
    """

    name: str
    person: str | None
    done_at: datetime | None
    source: Source | None
    record: Json
    times_s: Floats
    series: Mapping[str, Floats]
    stills: tuple[Still, ...] = ()
    track: Callable[[], Track] | None = None
    self_report: SelfReport | None = None
    notes: tuple[Note, ...] = ()
    tags: tuple[str, ...] = ()
    judgements: tuple[Judgement, ...] = field(default=())

    @property
    def frame_rate(self) -> float | None:
        """Frames a second over the whole of it; None where the record has no series."""
        # Not of the steps one by one: they are rounded, and a fifteenth of a second would come out as 0.067.
        span_s = float(np.ptp(self.times_s)) if len(self.times_s) else 0.0
        return (len(self.times_s) - 1) / span_s if span_s else None

    def frames(self, start_s: float, end_s: float) -> tuple[int, int] | None:
        """Give the first and the last frame of a span of time, both of them in it.

        A frame is its place in the series and in the arrays of the track, from 0. Where no frame lies in the span,
        as in a moment between two, it is the nearest one. None where the record has no series.
        """
        if not len(self.times_s):
            return None
        first = int(np.searchsorted(self.times_s, start_s - TIME_SLACK_S, "left"))
        last = int(np.searchsorted(self.times_s, end_s + TIME_SLACK_S, "right")) - 1
        if first <= last:
            return first, last
        nearest = int(np.argmin(np.abs(self.times_s - (start_s + end_s) / 2.0)))
        return nearest, nearest


def open_kept(store: Store, session: int) -> KeptSession:
    """Read a session of the store, by its current judgement.

    Raises
    ------
    StoreError
        If there is none of that number, or its record is missing or damaged.
    """
    found = store.sessions.get(session)
    record = store.sessions.record(session)
    times_s, series = _series(record)
    with_track = any(file.kind is FileKind.TRACK for file in found.files)
    return KeptSession(
        str(session),
        found.line.person,
        found.line.done_at,
        found.line.source,
        record,
        times_s,
        series,
        tuple(Still(file.name, file.path) for file in found.files if file.kind is FileKind.STILL),
        (lambda: store.sessions.track(session)) if with_track else None,
        found.self_report,
        found.notes,
        found.tags,
        found.judgements,
    )


def open_folder(path: Path, name: str = NEUTRAL_NAME) -> KeptSession:
    """Read a results folder of ``formcheck analyse`` or ``live``, or the session.json in it.

    Parameters
    ----------
    path
        The folder, or its session.json.
    name
        What to call it. The folder's own name is the video's, and is not passed on.

    Raises
    ------
    StoreError
        If there is no session in it, or a damaged one.
    """
    file = path / SESSION_NAME if path.is_dir() else path
    record = neutral(_read(file), file)
    times_s, series = _series(record)
    beside = sorted(file.parent.glob(f"*{tracks.SUFFIX}"))
    live = record.get("live") or {}
    return KeptSession(
        name,
        live.get("person"),
        _moment(live.get("started")),
        Source.LIVE if live else Source.RECORDED,
        record,
        times_s,
        series,
        tuple(Still(still.name, still) for still in sorted(file.parent.glob(STILLS))),
        (lambda: tracks.load(beside[0])) if len(beside) == 1 else None,
    )


@cache
def range_signal(movement: str, phase: str | None) -> str | None:
    """Name the measure whose rise a repetition's range is, as the series name it (``front_knee_flexion``).

    Parameters
    ----------
    movement, phase
        Ids as in the record; no phase means the movement's main one.

    Returns
    -------
    str | None
        None for a movement that does not come with formcheck, or a phase that it does not have.
    """
    if movement not in movement_ids():
        return None
    try:
        found = load_movement(movement)
        wanted = found.main_phase if phase is None else found.phase(phase)
    except (RoutineError, KeyError):
        return None
    return None if wanted is None or wanted.rep is None else wanted.rep.signal.replace(".", "_")


def units(record: Json) -> dict[str, str]:
    """Give the unit of each measure of the series, by the sets that measured it, else by the registry of measures.

    What a movement file composed for itself and was never seen has none.
    """
    found: dict[str, str] = {}
    for done in record["movements"]:
        found |= {name: measure["unit"] for name, measure in done["measures"].items() if measure.get("unit")}
    for name in record.get("series") or ():
        known = MEASURES.get(name) or MEASURES.get(name.partition("_")[2])
        if name not in found and name != TIME and known is not None:
            found[name] = known.unit.value
    return found


def _series(record: Json) -> tuple[Floats, dict[str, Floats]]:
    """Turn the columns of a record into arrays; what is null there is NaN."""
    columns: dict[str, list[float | None]] = record.get("series") or {}
    arrays = {name: np.array(column, dtype=np.float64) for name, column in columns.items()}
    times_s = arrays.pop(TIME, np.empty(0))
    return times_s, {name: column for name, column in arrays.items() if len(column) == len(times_s)}


def _read(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise StoreError(
            "there is no session in it", where=file, mend="Give a results folder of formcheck analyse or live"
        ) from error
    except ValueError as error:
        raise StoreError("not a session of formcheck, or a damaged one", where=file) from error
    if not isinstance(found, dict):
        raise StoreError("not a session of formcheck", where=file, mend="Give a session.json")
    return found


def _moment(words: object) -> datetime | None:
    try:
        return datetime.fromisoformat(words).astimezone() if isinstance(words, str) else None
    except ValueError:
        return None
