"""Deleting so that nothing is left: rows, files, free pages, the write-ahead file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from formcheck.errors import StoreError
from formcheck.store.audit import PERSON, SESSION, Audit
from formcheck.store.cabinet import Cabinet, is_wipe, wipe_mark
from formcheck.store.database import BusyError, Database
from formcheck.store.nouns import Act
from formcheck.store.people import find_person
from formcheck.store.sessions import find_line, kept_of
from formcheck.store.tables import FileRow, PersonRow, SessionRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.orm import Session


class Eraser:
    """Deletes people and sessions, and clears up what a kill has left.

    Parameters
    ----------
    database, cabinet
        Where rows and files stand.
    audit
        Is told that something was deleted, under a number that says nothing.
    """

    def __init__(self, database: Database, cabinet: Cabinet, audit: Audit) -> None:
        self._database = database
        self._cabinet = cabinet
        self._audit = audit

    def delete_person(self, pseudonym: str) -> int:
        """Delete a person with all their sessions, files, notes and prescriptions.

        Returns
        -------
        How many sessions went with them.

        Raises
        ------
        StoreError
            If there is nobody of that pseudonym; or they are deleted, but another program is reading the
            database, so that its free pages are overwritten only when the store is next opened.
        """
        with self._database.writing() as db:
            person = find_person(db, pseudonym)
            keys = db.scalars(select(SessionRow.key).where(SessionRow.person_id == person.id)).all()
            marks = [wipe_mark(), *keys]
            self._cabinet.mark(marks)
            self._audit.add(db, Act.DELETE, PERSON, person.number)
            db.execute(delete(PersonRow).where(PersonRow.id == person.id))
        self._finish(keys, marks)
        return len(keys)

    def delete_sessions(self, sessions: Sequence[int]) -> None:
        """Delete sessions with their files.

        Raises
        ------
        StoreError
            If there is none of such a number, and then none is deleted; or as in `delete_person`.
        """
        with self._database.writing() as db:
            keys = [find_line(db, session).key for session in sessions]
            marks = [wipe_mark(), *keys]
            self._cabinet.mark(marks)
            for key in keys:
                self._audit.add(db, Act.DELETE, SESSION, key)
            db.execute(delete(SessionRow).where(SessionRow.id.in_(sessions)))
        self._finish(keys, marks)

    def tidy(self) -> None:
        """Clear up what a kill has left half done, and delete raw video whose days are over.

        While another process writes there is nothing to do: it clears up itself, or the next to open does.

        Raises
        ------
        StoreError
            If the database fails.
        """
        marks = self._cabinet.marked()
        if marks:
            try:
                with self._database.writing(wait=False) as db:
                    for key in marks:
                        if not is_wipe(key):
                            self._clear(db, key)
            except BusyError:
                return
        wipes = [mark for mark in marks if is_wipe(mark)]
        if wipes:
            self._database.wipe()
            self._cabinet.unmark(wipes)
        self._delete_due()

    def _finish(self, keys: Sequence[str], marks: Sequence[str]) -> None:
        for key in keys:
            self._cabinet.remove(key)
        try:
            self._database.wipe()
        except StoreError as error:
            raise StoreError(
                "deleted; but another program is reading the records, so traces stay in the file for now",
                where=self._database.location,
                mend="Close that program; they are overwritten when the records are next opened",
            ) from error
        self._cabinet.unmark(marks)

    def _clear(self, db: Session, key: str) -> None:
        """Take away the files of a session that is no session, and those that no row of it names."""
        row = db.scalar(select(SessionRow).where(SessionRow.key == key))
        if row is None:
            self._cabinet.remove(key)
        else:
            files = db.scalars(select(FileRow).where(FileRow.session_id == row.id))
            self._cabinet.clear_others(key, [kept_of(file) for file in files])
        self._cabinet.unmark([key])

    def _delete_due(self) -> None:
        overdue = FileRow.due_at.is_not(None) & (FileRow.due_at <= datetime.now(UTC))
        with self._database.reading() as db:
            if db.scalar(select(FileRow.id).where(overdue).limit(1)) is None:
                return
        try:
            with self._database.writing(wait=False) as db:
                due = db.execute(
                    select(FileRow, SessionRow.key).join(SessionRow, SessionRow.id == FileRow.session_id).where(overdue)
                ).all()
                gone = [(key, kept_of(row)) for row, key in due]
                self._cabinet.mark({key for key, _ in gone})
                for row, key in due:
                    self._audit.add(db, Act.DELETE, SESSION, key)
                    db.delete(row)
        except BusyError:
            return
        for key, kept in gone:
            self._cabinet.remove_file(key, kept)
        self._cabinet.unmark({key for key, _ in gone})
