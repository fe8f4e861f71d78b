"""How a command hands a session to the records."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from formcheck.cli.records import open_records
from formcheck.cli.showing import consent_in
from formcheck.errors import StoreError
from formcheck.pose import track as tracks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from formcheck.analysis.folder import ResultFolder
    from formcheck.body.camera import CameraHint
    from formcheck.routine.own_targets import OwnTargets
    from formcheck.store.nouns import SessionLine
    from formcheck.store.store import Store

STILLS: Final = "fault_*.jpg"

FACES: Final = "unblurred"
"""How a session.json says that pictures show faces; the same word as of the drawing, which loads much."""


@contextmanager
def records_of(person: str | None, place: str | None) -> Iterator[Store | None]:
    """Open the records where a person is named, and see first that something of theirs may be kept.

    Raises
    ------
    StoreError
        If they are not there, or did not agree.
    """
    if person is None:
        yield None
        return
    with open_records(place) as store:
        store.people.who_agreed(person)
        yield store


def own_targets_of(store: Store | None, person: str | None, on: date) -> Mapping[str, OwnTargets]:
    """Give what is prescribed to a person on a day; nothing where nobody is named."""
    from formcheck.store.prescribed import own_targets

    return {} if store is None or person is None else own_targets(store, person, on)


def told_the_judge(side: str | None, hint: CameraHint | None, day: date | None = None) -> dict[str, Any]:
    """Give what the judge was told beside the track, so that it can be told the same again.

    ``day`` is the one whose prescriptions were followed; None where it is the day the session was done.
    """
    told = {"side": side, "camera": None if hint is None else asdict(hint)}
    return told if day is None else {**told, "prescribed_on": day.isoformat()}


def keep_analysed(
    store: Store, person: str | None, video: Path, folder: ResultFolder, told: dict[str, Any], when: datetime | None
) -> SessionLine:
    """Keep a recorded video that was analysed into a folder.

    Raises
    ------
    StoreError
        If it is in the records already.
    OutputError
        If it cannot be written.
    """
    from formcheck.store.nouns import NewSession

    return store.sessions.add(
        NewSession(
            read_record(folder.session),
            when.astimezone() if when else time_of(video),
            person=person,
            track=folder.track,
            stills=tuple(sorted(folder.path.glob(STILLS))),
            video=video,
            judged_with=told,
        )
    )


def keep_record(store: Store, person: str | None, path: Path, when: datetime | None) -> SessionLine:
    """Keep a session.json, with the one track and the stills that lie beside it; of a live session what was said too.

    Raises
    ------
    StoreError
        If it is none, it is in the records already, or its pictures show faces and the
        person has not agreed to that.
    """
    from formcheck.live.records import keep_live
    from formcheck.store.nouns import NewSession, Source

    record = read_record(path)
    if person is not None and _shows_faces(record):
        consent_in(store, person)
    if isinstance(record.get("live"), dict):
        return keep_live(store, person, path, record, when)
    beside = sorted(path.parent.glob(f"*{tracks.SUFFIX}"))
    return store.sessions.add(
        NewSession(
            record,
            when.astimezone() if when else time_of(path),
            source=Source.IMPORTED,
            person=person,
            track=beside[0] if len(beside) == 1 else None,
            stills=tuple(sorted(path.parent.glob(STILLS))),
        )
    )


def _shows_faces(record: dict[str, Any]) -> bool:
    """Tell whether stills or video of a session were kept with faces in them."""
    live = record.get("live")
    kept = [record.get("pictures"), live.get("video") if isinstance(live, dict) else None]
    return any(isinstance(each, dict) and each.get("showing") == FACES for each in kept)


def read_record(path: Path) -> dict[str, Any]:
    """Read a session.json.

    Raises
    ------
    StoreError
        If it cannot be read, or is none.
    """
    try:
        found = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise StoreError(f"cannot be read ({error.strerror})", where=path) from error
    except ValueError as error:
        raise StoreError("not a session of formcheck", where=path, mend="Give a session.json") from error
    if not isinstance(found, dict):
        raise StoreError("not a session of formcheck", where=path, mend="Give a session.json")
    return found


def time_of(path: Path) -> datetime:
    """Give the time a file was last written, which for a recording is when it ended.

    Raises
    ------
    StoreError
        If there is no such file.
    """
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise StoreError(f"cannot be read ({error.strerror})", where=path) from error
