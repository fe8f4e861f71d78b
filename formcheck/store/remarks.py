"""What people say of a session: notes, tags, and how it felt."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from formcheck.errors import StoreError
from formcheck.store.nouns import Note, SelfReport
from formcheck.store.part import Part
from formcheck.store.tables import NoteRow, SelfReportRow, SessionRow, TagRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


WORST_DISCOMFORT: Final = 10
"""The end of the scale that begins at 0."""

_TAG_LIMIT: Final = 40


class Remarks(Part):
    """Notes, tags and self-reports of sessions."""

    def write_note(self, session: int, words: str) -> None:
        """Write a note on a session.

        Raises
        ------
        StoreError
            If there is none of that number.
        """
        with self._database.writing() as db:
            _check_session(db, session)
            db.add(NoteRow(session_id=session, written_at=datetime.now(UTC), words=words))

    def tag(self, session: int, tag: str) -> None:
        """Give a session a tag; one that it has already stays.

        Raises
        ------
        StoreError
            If there is no such session, or the tag is empty or longer than forty characters.
        """
        if not tag.strip() or len(tag) > _TAG_LIMIT:
            raise StoreError(f"a tag has 1 to {_TAG_LIMIT} characters", where=repr(tag))
        with self._database.writing() as db:
            _check_session(db, session)
            db.merge(TagRow(session_id=session, tag=tag.strip()))

    def untag(self, session: int, tag: str) -> None:
        """Take a tag from a session, where it has it."""
        with self._database.writing() as db:
            _check_session(db, session)
            db.execute(delete(TagRow).where(TagRow.session_id == session, TagRow.tag == tag.strip()))

    def report(self, session: int, said: SelfReport) -> None:
        """Write down what the person said of a session, in the place of what they said before.

        Raises
        ------
        StoreError
            If there is no such session, or a discomfort is not from 0 to 10.
        """
        for discomfort in (said.discomfort_before, said.discomfort_during, said.discomfort_after):
            if discomfort is not None and not 0 <= discomfort <= WORST_DISCOMFORT:
                raise StoreError(f"discomfort goes from 0 to {WORST_DISCOMFORT}", where=f"session {session}")
        with self._database.writing() as db:
            _check_session(db, session)
            db.merge(SelfReportRow(session_id=session, written_at=datetime.now(UTC), **asdict(said)))


def notes_of(db: Session, session: int) -> tuple[Note, ...]:
    """Give the notes on a session, the oldest first."""
    rows = db.scalars(select(NoteRow).where(NoteRow.session_id == session).order_by(NoteRow.id))
    return tuple(Note(row.written_at, row.words) for row in rows)


def tags_of(db: Session, session: int) -> tuple[str, ...]:
    """Give the tags of a session, in their order."""
    return tuple(db.scalars(select(TagRow.tag).where(TagRow.session_id == session).order_by(TagRow.tag)))


def self_report_of(db: Session, session: int) -> SelfReport | None:
    """Give what the person said of a session; None when nothing."""
    row = db.get(SelfReportRow, session)
    if row is None:
        return None
    return SelfReport(row.warm_up, row.discomfort_before, row.discomfort_during, row.discomfort_after, row.change_felt)


def _check_session(db: Session, session: int) -> None:
    if db.get(SessionRow, session) is None:
        raise StoreError("there is no such session", where=f"session {session}", mend="See formcheck sessions list")
