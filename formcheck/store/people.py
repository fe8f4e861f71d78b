"""The people of the store: under a pseudonym, with what they agreed to and what is prescribed to them."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select, update

from formcheck.errors import StoreError
from formcheck.store.nouns import Consent, ConsentKind, Note, Person, Prescription
from formcheck.store.part import Part
from formcheck.store.rules import default_video_days
from formcheck.store.tables import ConsentRow, NoteRow, PersonRow, PrescriptionRow, SessionRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.orm import Session


_PSEUDONYM: Final = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
"""Letters, digits, dots and dashes, with a digit somewhere: a plain name has none."""

_NUMBER_BYTES: Final = 8

_LARGEST_DAYS: Final = 3650


class People(Part):
    """The people of a store."""

    def add(self, pseudonym: str, consents: Iterable[Consent], *, video_days: int | None = None) -> Person:
        """Add a person.

        Parameters
        ----------
        pseudonym
            A code such as ``P-014``. Who is who is written down elsewhere.
        consents
            What they agreed to; without `ConsentKind.RECORDS` no session of theirs is kept.
        video_days
            For how many days raw video is kept; None for the store's own rule (none, unless it was changed).

        Raises
        ------
        StoreError
            If there is such a person, or the pseudonym is none.
        """
        if not _PSEUDONYM.fullmatch(pseudonym):
            raise StoreError(
                "a pseudonym is a code, not a name: up to 32 letters, digits and dashes, at least one of them a digit",
                where=repr(pseudonym),
                mend="Take something like P-014",
            )
        if video_days is not None and not 0 <= video_days <= _LARGEST_DAYS:
            raise StoreError(f"video can be kept for 0 to {_LARGEST_DAYS} days")
        with self._database.writing() as db:
            if db.scalar(select(PersonRow.id).where(PersonRow.folded == pseudonym.casefold())) is not None:
                raise StoreError("there is somebody of that pseudonym already", where=pseudonym, mend="Choose another")
            row = PersonRow(
                pseudonym=pseudonym,
                folded=pseudonym.casefold(),
                number=secrets.token_hex(_NUMBER_BYTES),
                added_at=datetime.now(UTC),
                video_days=video_days,
            )
            db.add(row)
            db.flush()
            for consent in consents:
                db.add(_consent_row(row.id, consent))
        return self.get(pseudonym)

    def all(self) -> list[Person]:
        """Give all people, by their pseudonyms."""
        with self._database.reading() as db:
            return _people(db, db.scalars(select(PersonRow).order_by(PersonRow.folded)).all())

    def get(self, pseudonym: str) -> Person:
        """Give one person.

        Raises
        ------
        StoreError
            If there is nobody of that pseudonym.
        """
        with self._database.reading() as db:
            return _people(db, [find_person(db, pseudonym)])[0]

    def set_video_days(self, pseudonym: str, days: int | None) -> None:
        """Say for how many days raw video of a person is kept from now on; None for the store's own rule."""
        if days is not None and not 0 <= days <= _LARGEST_DAYS:
            raise StoreError(f"video can be kept for 0 to {_LARGEST_DAYS} days")
        with self._database.writing() as db:
            find_person(db, pseudonym).video_days = days

    def agree(self, pseudonym: str, consent: Consent) -> None:
        """Add that a person agreed.

        Raises
        ------
        StoreError
            If there is nobody of that pseudonym.
        """
        with self._database.writing() as db:
            person = find_person(db, pseudonym)
            db.add(_consent_row(person.id, consent))

    def withdraw(self, pseudonym: str, kind: ConsentKind, on: date | None = None) -> int:
        """Note that a person does not agree any more; what is kept already stays until it is deleted.

        Returns
        -------
        How many consents that ends.
        """
        with self._database.writing() as db:
            person = find_person(db, pseudonym)
            held = (ConsentRow.person_id == person.id, ConsentRow.kind == kind, ConsentRow.withdrawn_on.is_(None))
            ended = len(db.scalars(select(ConsentRow.id).where(*held)).all())
            db.execute(update(ConsentRow).where(*held).values(withdrawn_on=on or _today()))
        return ended

    def who_agreed(self, pseudonym: str) -> Person:
        """Give a person whose sessions may be kept.

        Raises
        ------
        StoreError
            If there is nobody of that pseudonym, or they did not agree.
        """
        found = self.get(pseudonym)
        if not found.agrees(ConsentKind.RECORDS):
            raise StoreError(
                "this person has not agreed that sessions are kept",
                where=found.pseudonym,
                mend=f"When they have: formcheck people consent {found.pseudonym} VERSION",
            )
        return found

    def prescribe(self, pseudonym: str, prescription: Prescription) -> None:
        """Prescribe a movement; an earlier prescription of it ends on that day and is kept.

        Raises
        ------
        StoreError
            If there is nobody of that pseudonym, or a target is below nothing.
        """
        targets = (prescription.reps, prescription.hold_s, prescription.knee_angle_deg)
        if any(target is not None and target < 0 for target in targets):
            raise StoreError("a target cannot be below nothing", where=prescription.movement)
        with self._database.writing() as db:
            person = find_person(db, pseudonym)
            db.execute(
                update(PrescriptionRow)
                .where(
                    PrescriptionRow.person_id == person.id,
                    PrescriptionRow.movement == prescription.movement,
                    PrescriptionRow.ended_on.is_(None),
                )
                .values(ended_on=prescription.given_on)
            )
            db.add(
                PrescriptionRow(
                    person_id=person.id,
                    movement=prescription.movement,
                    given_on=prescription.given_on,
                    ended_on=prescription.ended_on,
                    reps=prescription.reps,
                    hold_s=prescription.hold_s,
                    knee_angle_deg=prescription.knee_angle_deg,
                    left_out=prescription.left_out,
                    easier=prescription.easier,
                    remark=prescription.remark,
                )
            )

    def prescriptions(self, pseudonym: str, *, ended: bool = False) -> list[Prescription]:
        """Give what is prescribed to a person, and with ``ended`` also what was; the oldest first."""
        with self._database.reading() as db:
            wanted = (
                select(PrescriptionRow)
                .where(PrescriptionRow.person_id == find_person(db, pseudonym).id)
                .order_by(PrescriptionRow.given_on, PrescriptionRow.id)
            )
            if not ended:
                wanted = wanted.where(PrescriptionRow.ended_on.is_(None))
            return [_prescription(row) for row in db.scalars(wanted)]

    def write_note(self, pseudonym: str, words: str) -> None:
        """Write a note on a person."""
        with self._database.writing() as db:
            db.add(NoteRow(person_id=find_person(db, pseudonym).id, written_at=datetime.now(UTC), words=words))

    def notes(self, pseudonym: str) -> list[Note]:
        """Give the notes on a person, the oldest first."""
        with self._database.reading() as db:
            wanted = select(NoteRow).where(NoteRow.person_id == find_person(db, pseudonym).id).order_by(NoteRow.id)
            return [Note(row.written_at, row.words) for row in db.scalars(wanted)]


def find_person(db: Session, pseudonym: str) -> PersonRow:
    """Find a person by their pseudonym, in any case.

    Raises
    ------
    StoreError
        If there is nobody of that pseudonym.
    """
    row = db.scalar(select(PersonRow).where(PersonRow.folded == pseudonym.casefold()))
    if row is None:
        raise StoreError(
            "nobody of that pseudonym is in the records",
            where=pseudonym,
            mend=f"See formcheck people list, or add them: formcheck people add {pseudonym} --consent VERSION",
        )
    return row


def _people(db: Session, rows: Iterable[PersonRow]) -> list[Person]:
    rows = list(rows)
    default = default_video_days(db)
    ids = [row.id for row in rows]
    agreed: dict[int, list[Consent]] = {}
    consents = select(ConsentRow).order_by(ConsentRow.given_on, ConsentRow.id)
    counts = select(SessionRow.person_id, func.count(), func.max(SessionRow.done_at)).group_by(SessionRow.person_id)
    if len(ids) == 1:
        consents = consents.where(ConsentRow.person_id == ids[0])
        counts = counts.where(SessionRow.person_id == ids[0])
    for consent in db.scalars(consents):
        agreed.setdefault(consent.person_id, []).append(
            Consent(ConsentKind(consent.kind), consent.version, consent.given_on, consent.withdrawn_on)
        )
    kept = {person_id: (count, last) for person_id, count, last in db.execute(counts)}
    return [
        Person(
            row.pseudonym,
            row.number,
            row.added_at,
            default if row.video_days is None else row.video_days,
            tuple(agreed.get(row.id, ())),
            *kept.get(row.id, (0, None)),
        )
        for row in rows
    ]


def _consent_row(person_id: int, consent: Consent) -> ConsentRow:
    return ConsentRow(
        person_id=person_id,
        kind=consent.kind,
        version=consent.version,
        given_on=consent.given_on,
        withdrawn_on=consent.withdrawn_on,
    )


def _prescription(row: PrescriptionRow) -> Prescription:
    return Prescription(
        row.movement,
        row.given_on,
        row.ended_on,
        row.reps,
        row.hold_s,
        row.knee_angle_deg,
        row.left_out,
        row.easier,
        row.remark,
    )


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
