"""The sessions of the store: kept whole or not at all, read as plain values."""

from __future__ import annotations

import gzip
import json
import secrets
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import undefer

from formcheck.errors import StoreError
from formcheck.pose import track as tracks
from formcheck.store.agreed import video_days, who_agreed
from formcheck.store.cabinet import Cabinet, Kept
from formcheck.store.facts import NEUTRAL_NAME, add_sets, movements_done, neutral, without_series
from formcheck.store.nouns import (
    FileKind,
    Judgement,
    NewSession,
    SessionLine,
    SessionRecord,
    Source,
    StoredFile,
)
from formcheck.store.people import find_person
from formcheck.store.reading import lines_query, read_line
from formcheck.store.remarks import notes_of, self_report_of, tags_of
from formcheck.store.tables import FileRow, JudgementRow, PersonRow, SessionRow, TagRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from formcheck.pose.track import Track
    from formcheck.store.database import Database
    from formcheck.store.nouns import Json

RECORD_NAME: Final = "session.json"
RECORD_SUFFIX: Final = ".json.gz"

_KEY_BYTES: Final = 8


class Sessions:
    """The sessions of a store.

    Parameters
    ----------
    database, cabinet
        Where their rows and their files stand.
    """

    def __init__(self, database: Database, cabinet: Cabinet) -> None:
        self._database = database
        self._cabinet = cabinet

    def add(self, new: NewSession) -> SessionLine:
        """Keep a session: when this returns it is on the disk, rows and files.

        Raises
        ------
        StoreError
            If its person is not there or did not agree, it is kept already, or it is no session.
        OutputError
            If a file cannot be written.
        """
        record = neutral(new.record)
        key = secrets.token_hex(_KEY_BYTES)
        with self._database.writing() as db:
            person = None if new.person is None else who_agreed(db, new.person)
            with self._filling(key):
                row = _session_row(key, new, record, person)
                db.add(row)
                db.flush()
                judgement = self._add_judgement(db, row, record)
                self._add_files(db, row, judgement, new, person)
        self._cabinet.unmark([key])
        return self.line(row.id)

    def of(
        self,
        person: str,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        tag: str | None = None,
    ) -> list[SessionLine]:
        """Give the sessions of a person, the oldest first.

        Parameters
        ----------
        person
            Pseudonym.
        since, until
            Only those done from then on, and before then.
        tag
            Only those that bear it.

        Raises
        ------
        StoreError
            If there is nobody of that pseudonym.
        """
        with self._database.reading() as db:
            wanted = lines_query().where(SessionRow.person_id == find_person(db, person).id)
            if since is not None:
                wanted = wanted.where(SessionRow.done_at >= since)
            if until is not None:
                wanted = wanted.where(SessionRow.done_at < until)
            if tag is not None:
                wanted = wanted.join(TagRow, TagRow.session_id == SessionRow.id).where(TagRow.tag == tag)
            return [read_line(row) for row in db.execute(wanted.order_by(SessionRow.done_at, SessionRow.id))]

    def latest(self, limit: int | None = None, *, tag: str | None = None) -> list[SessionLine]:
        """Give the sessions of everybody and nobody, the newest first.

        Parameters
        ----------
        limit
            How many at most; None for all.
        tag
            Only those that bear it.
        """
        wanted = lines_query().order_by(SessionRow.done_at.desc(), SessionRow.id.desc()).limit(limit)
        if tag is not None:
            wanted = wanted.join(TagRow, TagRow.session_id == SessionRow.id).where(TagRow.tag == tag)
        with self._database.reading() as db:
            return [read_line(row) for row in db.execute(wanted)]

    def line(self, session: int) -> SessionLine:
        """Give one session as a list shows it.

        Raises
        ------
        StoreError
            If there is none of that number.
        """
        with self._database.reading() as db:
            return find_line(db, session)

    def get(self, session: int) -> SessionRecord:
        """Give one session with all that is known of it but its files' content.

        Raises
        ------
        StoreError
            If there is none of that number.
        """
        with self._database.reading() as db:
            line = find_line(db, session)
            judgements = db.scalars(
                select(JudgementRow)
                .where(JudgementRow.session_id == session)
                .order_by(JudgementRow.id)
                .options(undefer(JudgementRow.summary))
            ).all()
            (current,) = (judgement for judgement in judgements if judgement.current)
            return SessionRecord(
                line,
                current.summary,
                tuple(_judgement(row) for row in judgements),
                db.get_one(SessionRow, session).judged_with,
                tuple(self._files(db, line, current.id)),
                tags_of(db, session),
                notes_of(db, session),
                self_report_of(db, session),
            )

    def summary(self, session: int, judgement: int | None = None) -> Json:
        """Give the summary of a session as it was judged last, or as one of its judgements has it.

        Raises
        ------
        StoreError
            If there is no such session or judgement.
        """
        wanted = select(JudgementRow.summary).where(JudgementRow.session_id == session)
        wanted = wanted.where(JudgementRow.current if judgement is None else JudgementRow.id == judgement)
        with self._database.reading() as db:
            found: Json | None = db.scalar(wanted)
        if found is None:
            raise _no_session(session)
        return found

    def record(self, session: int) -> Json:
        """Give the whole record of a session, with events and series where they were known.

        Raises
        ------
        StoreError
            If there is none of that number, or its file is not there any more.
        """
        with self._database.reading() as db:
            line = find_line(db, session)
            current = db.scalars(
                select(JudgementRow.id).where(JudgementRow.session_id == session, JudgementRow.current)
            ).one()
            (file,) = (file for file in self._files(db, line, current) if file.kind is FileKind.RECORD)
        try:
            found: Json = json.loads(gzip.decompress(file.path.read_bytes()))
        except (OSError, EOFError, ValueError) as error:
            raise StoreError("a file of this session is missing or damaged", where=file.path) from error
        return found

    def track(self, session: int) -> Track:
        """Give the poses of a session.

        Raises
        ------
        StoreError
            If there is no session of that number, or none were kept with it.
        TrackError
            If their file is damaged.
        """
        with self._database.reading() as db:
            files = self._files(db, find_line(db, session), None)
        for file in files:
            if file.kind is FileKind.TRACK:
                return tracks.load(file.path)
        raise StoreError("no track was kept with this session", where=f"session {session}")

    def files(self, session: int) -> list[StoredFile]:
        """Give the files of a session: its track, stills, video, and the record of its current judgement."""
        with self._database.reading() as db:
            current = select(JudgementRow.id).where(JudgementRow.session_id == session, JudgementRow.current)
            return self._files(db, find_line(db, session), db.scalar(current))

    def judged(self, session: int, record: Json) -> None:
        """Keep how a session was judged again; the judgements before are kept beside it.

        Raises
        ------
        StoreError
            If there is none of that number, or the record is none.
        OutputError
            If its file cannot be written.
        """
        told = neutral(record)
        with self._database.writing() as db:
            key = find_line(db, session).key
            # Should it fail, the mark stays, and the next to open the store clears what no row names.
            self._cabinet.mark([key])
            self._add_judgement(db, db.get_one(SessionRow, session), told)
        self._cabinet.unmark([key])

    def _add_judgement(self, db: Session, row: SessionRow, record: Json) -> JudgementRow:
        """Add how a session was judged; its key has been marked, and the record is neutral."""
        db.execute(update(JudgementRow).where(JudgementRow.session_id == row.id).values(current=False))
        versions = record["versions"]
        judgement = JudgementRow(
            session_id=row.id,
            judged_at=datetime.now(UTC),
            current=True,
            formcheck=versions.get("formcheck"),
            model=versions.get("model"),
            model_sha256=versions.get("model_sha256"),
            routine=versions.get("routine"),
            done=[list(pair) for pair in movements_done(record)],
            summary=without_series(record),
        )
        db.add(judgement)
        db.flush()
        add_sets(db, judgement.id, record)
        kept = self._cabinet.put(row.key, RECORD_SUFFIX, lambda path: _pack(record, path))
        db.add(_file_row(row.id, FileKind.RECORD, RECORD_NAME, kept, judgement_id=judgement.id))
        return judgement

    @contextmanager
    def _filling(self, key: str) -> Iterator[None]:
        """Mark a session that is being added; when that fails, nothing of it stays."""
        self._cabinet.mark([key])
        try:
            yield
        except BaseException:
            self._cabinet.remove(key)
            self._cabinet.unmark([key])
            raise

    def _add_files(
        self, db: Session, row: SessionRow, judgement: JudgementRow, new: NewSession, person: PersonRow | None
    ) -> None:
        if new.track is not None:
            track = tracks.load(new.track) if isinstance(new.track, Path) else new.track
            suffix = Path(track.header.video).suffix.lower()
            nameless = replace(track, header=replace(track.header, video=NEUTRAL_NAME + suffix))
            kept = self._cabinet.put(row.key, tracks.SUFFIX, lambda path: tracks.save(nameless, path))
            db.add(_file_row(row.id, FileKind.TRACK, NEUTRAL_NAME + tracks.SUFFIX, kept))
        for still in new.stills:
            kept = self._cabinet.copy(row.key, still)
            db.add(_file_row(row.id, FileKind.STILL, still.name, kept, judgement_id=judgement.id))
        days = video_days(db, person)
        if new.video is not None and days > 0:
            kept = self._cabinet.copy(row.key, new.video)
            due_at = datetime.now(UTC) + timedelta(days=days)
            db.add(_file_row(row.id, FileKind.VIDEO, NEUTRAL_NAME + kept.suffix, kept, due_at=due_at))
        db.flush()
        _refuse_twice(db, row)

    def _files(self, db: Session, line: SessionLine, judgement_id: int | None) -> list[StoredFile]:
        """List a session's files; of the records that of one judgement."""
        rows = db.scalars(select(FileRow).where(FileRow.session_id == line.id).order_by(FileRow.id))
        return [
            StoredFile(
                FileKind(row.kind),
                row.name,
                self._cabinet.path(line.key, kept_of(row)),
                row.sha256,
                row.size,
                row.due_at,
            )
            for row in rows
            if row.kind != FileKind.RECORD or row.judgement_id == judgement_id
        ]


def find_line(db: Session, session: int) -> SessionLine:
    """Find a session by its number.

    Raises
    ------
    StoreError
        If there is none.
    """
    row = db.execute(lines_query().where(SessionRow.id == session)).first()
    if row is None:
        raise _no_session(session)
    return read_line(row)


def kept_of(row: FileRow) -> Kept:
    """Give what the cabinet knows a file by."""
    return Kept(row.sha256, row.suffix, row.size)


def _no_session(session: int) -> StoreError:
    return StoreError("there is no such session", where=f"session {session}", mend="See formcheck sessions list")


def _session_row(key: str, new: NewSession, record: Json, person: PersonRow | None) -> SessionRow:
    return SessionRow(
        key=key,
        person_id=None if person is None else person.id,
        source=Source(new.source),
        done_at=new.done_at,
        kept_at=datetime.now(UTC),
        duration_s=record.get("duration_s"),
        frames=record.get("frames"),
        frames_with_person=record.get("frames_with_person"),
        judged_with=new.judged_with,
    )


def _file_row(session_id: int, kind: FileKind, name: str, kept: Kept, **more: Any) -> FileRow:
    return FileRow(
        session_id=session_id, kind=kind, name=name, sha256=kept.sha256, suffix=kept.suffix, size=kept.size, **more
    )


def _refuse_twice(db: Session, row: SessionRow) -> None:
    """Refuse a session that this person has already: the same track, or where there is none the same record."""
    own = db.execute(select(FileRow.kind, FileRow.sha256).where(FileRow.session_id == row.id)).all()
    kinds = {row.kind: row.sha256 for row in own}
    telling = kinds.get(FileKind.TRACK) or kinds[FileKind.RECORD]
    same = (
        select(SessionRow.id)
        .join(FileRow, FileRow.session_id == SessionRow.id)
        .where(
            FileRow.sha256 == telling, SessionRow.id != row.id, SessionRow.person_id.is_not_distinct_from(row.person_id)
        )
    )
    found = db.scalar(same.limit(1))
    if found is not None:
        raise StoreError("this session is in the records already", where=f"session {found}")


def _judgement(row: JudgementRow) -> Judgement:
    return Judgement(row.id, row.judged_at, row.current, row.formcheck, row.model, row.model_sha256, row.routine)


def _pack(record: Json, path: Path) -> None:
    # Without the time of packing, so that the same record is the same file.
    content = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    path.write_bytes(gzip.compress(content.encode(), mtime=0))
