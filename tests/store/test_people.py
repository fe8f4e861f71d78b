from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.errors import StoreError
from formcheck.store.nouns import Consent, ConsentKind, Prescription
from tests.support.sessions import AGREED, MONDAY, lunge_session, with_person

if TYPE_CHECKING:
    from formcheck.store.store import Store


def test_a_person_is_found_under_the_pseudonym_in_any_case(store: Store) -> None:
    added = store.people.add("P-014", [AGREED])
    assert store.people.get("p-014") == added
    assert added.pseudonym == "P-014"
    assert added.consents == (AGREED,)


def test_two_people_cannot_share_a_pseudonym(store: Store) -> None:
    with_person(store)
    with pytest.raises(StoreError, match="already"):
        store.people.add("p-014", [AGREED])


@pytest.mark.parametrize("name", ["Erika", "Erika Mustermann", "Müller7", "", "x" * 32 + "1", "../7"])
def test_a_name_is_refused_where_a_code_is_wanted(store: Store, name: str) -> None:
    with pytest.raises(StoreError, match="code, not a name"):
        store.people.add(name, [AGREED])
    assert store.people.all() == []


def test_an_unknown_person_is_answered_with_how_to_add_them(store: Store) -> None:
    with pytest.raises(StoreError, match="formcheck people add P-9"):
        store.people.get("P-9")


def test_the_list_tells_how_many_sessions_each_has_and_when_the_last_was(store: Store) -> None:
    with_person(store, "P-2")
    with_person(store, "P-1")
    store.sessions.add(lunge_session(0, "P-2"))
    store.sessions.add(lunge_session(2, "P-2", record={**lunge_session().record, "duration_s": 1.0}))
    first, second = store.people.all()
    assert (first.pseudonym, first.sessions, first.last_session_at) == ("P-1", 0, None)
    assert (second.pseudonym, second.sessions) == ("P-2", 2)
    assert second.last_session_at is not None
    assert second.last_session_at.date() == date(2026, 3, 4)


def test_without_their_consent_no_session_is_kept(store: Store) -> None:
    store.people.add("P-3", [])
    with pytest.raises(StoreError, match="has not agreed"):
        store.sessions.add(lunge_session(person="P-3"))
    assert store.sessions.latest() == []


def test_a_withdrawn_consent_counts_no_more_and_a_new_one_does(store: Store) -> None:
    with_person(store)
    assert store.people.withdraw("P-014", ConsentKind.RECORDS, date(2026, 3, 1)) == 1
    with pytest.raises(StoreError, match="has not agreed"):
        store.sessions.add(lunge_session())
    store.people.agree("P-014", Consent(ConsentKind.RECORDS, "2026-03", date(2026, 3, 2)))
    store.sessions.add(lunge_session())
    consents = store.people.get("P-014").consents
    assert [(consent.version, consent.withdrawn_on) for consent in consents] == [
        ("2026-01", date(2026, 3, 1)),
        ("2026-03", None),
    ]


def test_agreeing_to_records_is_not_agreeing_to_pictures_with_a_face(store: Store) -> None:
    person = with_person(store).people.get("P-014")
    assert person.agrees(ConsentKind.RECORDS)
    assert not person.agrees(ConsentKind.UNBLURRED)


def test_a_new_prescription_ends_the_one_before_and_keeps_it(store: Store) -> None:
    with_person(store)
    first = Prescription("kneeling-lunge", date(2026, 3, 2), reps=5, hold_s=10, remark="gently")
    then = Prescription("kneeling-lunge", date(2026, 3, 16), reps=8, knee_angle_deg=100, easier=True)
    other = Prescription("standing-stretch", date(2026, 3, 2), left_out=True)
    for prescription in (first, other, then):
        store.people.prescribe("P-014", prescription)
    assert store.people.prescriptions("P-014") == [other, then]
    assert store.people.prescriptions("P-014", ended=True) == [
        replace(first, ended_on=date(2026, 3, 16)),
        other,
        then,
    ]


def test_notes_on_a_person_are_kept_in_their_order(store: Store) -> None:
    with_person(store)
    store.people.write_note("P-014", "stiff after a long drive")
    store.people.write_note("P-014", "better")
    assert [note.words for note in store.people.notes("P-014")] == ["stiff after a long drive", "better"]


def test_the_audit_cannot_be_changed_or_emptied(store: Store) -> None:
    store.audit.note(_view(), with_person(store).people.get("P-014"))
    from sqlalchemy import text

    for order in ("DELETE FROM audit", "UPDATE audit SET act = 'nothing'"):
        with pytest.raises(StoreError, match="only added to"), store.database.writing() as db:
            db.execute(text(order))
    (entry,) = store.audit.entries()
    assert (entry.act, entry.subject, entry.through) == (_view(), "person", "test")


def _view() -> object:
    from formcheck.store.nouns import Act

    return Act.VIEW


@given(days=st.lists(st.integers(0, 400), min_size=1, max_size=6, unique=True))
def test_moments_come_back_as_they_went_in(days: list[int]) -> None:
    from datetime import timedelta, timezone

    from formcheck.store.tables import Moment

    kind = Moment()
    for day in days:
        there = (MONDAY + timedelta(days=day)).astimezone(timezone(timedelta(hours=day % 12)))
        assert kind.process_result_value(kind.process_bind_param(there, None), None) == there  # type: ignore[arg-type]
