"""What a person agreed to, as far as sessions are kept by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from formcheck.errors import StoreError
from formcheck.store.nouns import ConsentKind
from formcheck.store.people import find_person
from formcheck.store.rules import default_video_days
from formcheck.store.tables import ConsentRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from formcheck.store.tables import PersonRow


def who_agreed(db: Session, pseudonym: str) -> PersonRow:
    """Find a person who agreed that sessions are kept.

    Raises
    ------
    StoreError
        If there is no such person, or they did not agree.
    """
    person = find_person(db, pseudonym)
    if not _agrees(db, person, ConsentKind.RECORDS):
        raise StoreError(
            "this person has not agreed that sessions are kept",
            where=person.pseudonym,
            mend=f"When they have: formcheck people consent {person.pseudonym} VERSION",
        )
    return person


def _agrees(db: Session, person: PersonRow, kind: ConsentKind) -> bool:
    held = select(ConsentRow.id).where(
        ConsentRow.person_id == person.id, ConsentRow.kind == kind, ConsentRow.withdrawn_on.is_(None)
    )
    return db.scalar(held.limit(1)) is not None


def video_days(db: Session, person: PersonRow | None) -> int:
    """For how many days raw video of this person may be kept: none without a person who agreed to it."""
    if person is None or not _agrees(db, person, ConsentKind.RAW_VIDEO):
        return 0
    return default_video_days(db) if person.video_days is None else person.video_days
