"""The audit: what was looked at, exported and deleted. It is added to and never changed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from formcheck.store.nouns import Act, AuditEntry, Person
from formcheck.store.tables import AuditRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from formcheck.store.database import Database
    from formcheck.store.nouns import SessionLine

PERSON: Final = "person"
SESSION: Final = "session"


class Audit:
    """The audit of a store.

    Parameters
    ----------
    database
        Where it stands.
    through
        With which program things are done, such as ``command line``.
    """

    def __init__(self, database: Database, through: str) -> None:
        self._database = database
        self._through = through

    def note(self, act: Act, subject: Person | SessionLine) -> None:
        """Note that something was done to a person's records or to a session.

        Raises
        ------
        StoreError
            If the database fails.
        """
        with self._database.writing() as db:
            if isinstance(subject, Person):
                self.add(db, act, PERSON, subject.number)
            else:
                self.add(db, act, SESSION, subject.key)

    def add(self, db: Session, act: Act, subject: str, number: str) -> None:
        """Note something as part of a larger piece of writing."""
        db.add(AuditRow(at=datetime.now(UTC), act=act, subject=subject, number=number, through=self._through))

    def entries(self, number: str | None = None) -> list[AuditEntry]:
        """Give what was noted, the oldest first.

        Parameters
        ----------
        number
            Of a person or the key of a session; None for all.
        """
        wanted = select(AuditRow).order_by(AuditRow.id)
        if number is not None:
            wanted = wanted.where(AuditRow.number == number)
        with self._database.reading() as db:
            return [
                AuditEntry(row.at, Act(row.act), row.subject, row.number, row.through) for row in db.scalars(wanted)
            ]
