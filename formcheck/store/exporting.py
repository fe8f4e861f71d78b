"""Everything that is kept of one person, in one zip that can be read without formcheck."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from dataclasses import asdict, fields
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from formcheck.errors import StoreError
from formcheck.files import atomic_write
from formcheck.store.nouns import Act, FileKind
from formcheck.store.points import MeasurePoint, SetPoint, VerdictPoint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from formcheck.store.nouns import Json, SessionRecord, StoredFile
    from formcheck.store.points import TrendPoint
    from formcheck.store.store import Store

README: Final = """All that is kept of {pseudonym} in these records.

person.json      who (a pseudonym alone), what was agreed to, prescriptions, notes, what the audit tells
sets.csv         each movement on each side: repetitions and holds
measures.csv     each measure of each set: mean, lowest, highest, unit, standard uncertainty
verdicts.csv     what was said of each cue
sessions/N/      session N: about.json (when, versions, notes, tags, how it felt, every judgement's summary),
                 session.json (the whole record), the track (a zip of NumPy arrays), stills, and the video if kept

Times are UTC. Angles are apparent angles in degrees of clinical flexion (0 = anatomical position), estimated from
one camera without markers; they are no goniometry.
"""


def export_person(store: Store, pseudonym: str, target: Path) -> None:
    """Write everything that is kept of one person into a zip; it is there whole or not at all.

    Parameters
    ----------
    store
        Where it is kept.
    pseudonym
        Whose.
    target
        The zip; one that is there is replaced.

    Raises
    ------
    StoreError
        If there is nobody of that pseudonym, or a file of theirs is missing.
    OutputError
        If the zip cannot be written.
    """
    person = store.people.get(pseudonym)
    lines = store.sessions.of(pseudonym)
    tables: dict[str, tuple[type[TrendPoint], Sequence[TrendPoint]]] = {
        "sets.csv": (SetPoint, store.trends.sets(pseudonym)),
        "measures.csv": (MeasurePoint, store.trends.measures(pseudonym)),
        "verdicts.csv": (VerdictPoint, store.trends.verdicts(pseudonym)),
    }
    about = {
        "person": asdict(person),
        "prescriptions": [asdict(each) for each in store.people.prescriptions(pseudonym, ended=True)],
        "notes": [asdict(note) for note in store.people.notes(pseudonym)],
        "audit": [asdict(entry) for entry in store.audit.entries(person.number)],
    }
    with (
        atomic_write(target) as temporary,
        zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        archive.writestr("README.txt", README.format(pseudonym=person.pseudonym))
        archive.writestr("person.json", as_json(about))
        for name, (kind, points) in tables.items():
            archive.writestr(name, _csv(kind, points))
        for line in lines:
            _add_session(archive, store, store.sessions.get(line.id))
    store.audit.note(Act.EXPORT, person)


def as_json(content: object) -> str:
    """Give values of the store as readable JSON; moments and days as ISO 8601 has them."""
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False, default=_plain) + "\n"


def session_as_json(record: SessionRecord) -> Json:
    """Give a session as plain data, without where its files stand."""
    found = asdict(record)
    for file in found["files"]:
        del file["path"]
    return found


def _add_session(archive: zipfile.ZipFile, store: Store, record: SessionRecord) -> None:
    number = record.line.id
    about = session_as_json(record)
    about["summaries"] = {judgement.id: store.sessions.summary(number, judgement.id) for judgement in record.judgements}
    archive.writestr(f"sessions/{number}/about.json", as_json(about))
    for file in record.files:
        _add_file(archive, f"sessions/{number}/{file.name}", file)


def _add_file(archive: zipfile.ZipFile, name: str, file: StoredFile) -> None:
    try:
        if file.kind is FileKind.RECORD:
            archive.writestr(name, gzip.decompress(file.path.read_bytes()))
        else:
            archive.write(file.path, name, zipfile.ZIP_STORED)
    except (FileNotFoundError, EOFError, gzip.BadGzipFile) as error:
        raise StoreError("a file of this session is missing or damaged", where=file.path) from error


def _csv(kind: type[TrendPoint], points: Sequence[TrendPoint]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [field.name for field in fields(kind)]
    writer.writerow(names)
    writer.writerows([_cell(getattr(point, name)) for name in names] for point in points)
    return text.getvalue()


def _cell(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _plain(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"no plain form of {type(value).__name__}")
