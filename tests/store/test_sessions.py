from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from formcheck.errors import StoreError
from formcheck.pose import track as tracks
from formcheck.store.nouns import Consent, ConsentKind, FileKind, SelfReport, Source
from tests.support.sessions import AGREED, MONDAY, lunge_record, lunge_session, lunge_track, with_person

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formcheck.store.store import Store


def test_a_session_comes_back_as_it_was_kept(store: Store) -> None:
    with_person(store)
    kept = store.sessions.add(lunge_session(track=lunge_track(), source=Source.LIVE, judged_with={"side": "right"}))
    found = store.sessions.get(kept.id)
    assert found.line == kept
    assert (kept.person, kept.source, kept.done_at) == ("P-014", Source.LIVE, MONDAY)
    assert kept.done == (("kneeling-lunge", "right"),)
    assert kept.routine == lunge_record()["versions"]["routine"]
    assert found.judged_with == {"side": "right"}
    assert found.summary["movements"][0]["reps"] == lunge_record()["movements"][0]["reps"]


def test_the_whole_record_and_the_track_are_kept_with_it(store: Store) -> None:
    with_person(store)
    kept = store.sessions.add(lunge_session(track=lunge_track()))
    record = store.sessions.record(kept.id)
    assert record["series"] == lunge_record()["series"]
    assert record["movements"] == lunge_record()["movements"]
    again = store.sessions.track(kept.id)
    assert [seen.time_s for seen in again.observations] == [seen.time_s for seen in lunge_track().observations]


def test_the_name_of_the_video_is_not_kept(store: Store, tmp_path: Path) -> None:
    with_person(store)
    record = lunge_record(person="Erika")
    kept = store.sessions.add(lunge_session(record=record, track=lunge_track()))
    assert store.sessions.track(kept.id).header.video == "recording.mp4"
    assert "Erika" not in str(store.sessions.record(kept.id))
    assert "Erika" not in str(store.sessions.get(kept.id))


def test_a_track_is_kept_from_its_file_too(store: Store, tmp_path: Path) -> None:
    with_person(store)
    tracks.save(lunge_track(), tmp_path / "lunge.track")
    kept = store.sessions.add(lunge_session(track=tmp_path / "lunge.track"))
    assert store.sessions.track(kept.id).header.frames == lunge_track().header.frames


def test_stills_are_kept_under_what_is_in_them_and_remember_their_names(store: Store, tmp_path: Path) -> None:
    with_person(store)
    still = tmp_path / "fault_3.14_upright-torso.jpg"
    still.write_bytes(b"a picture")
    kept = store.sessions.add(lunge_session(stills=(still,)))
    (file,) = (file for file in store.sessions.files(kept.id) if file.kind is FileKind.STILL)
    assert file.name == still.name
    assert file.path.read_bytes() == b"a picture"
    assert file.path.stem == file.sha256


def test_sessions_of_a_person_come_oldest_first_and_within_the_wanted_days(store: Store) -> None:
    with_person(store)
    for day in (5, 1, 3):
        store.sessions.add(lunge_session(day, record=lunge_record(knee_deg=float(day))))
    days = [line.done_at.day for line in store.sessions.of("P-014")]
    assert days == [3, 5, 7]
    later = store.sessions.of("P-014", since=MONDAY + timedelta(days=2), until=MONDAY + timedelta(days=5))
    assert [line.done_at.day for line in later] == [5]
    assert [line.done_at.day for line in store.sessions.latest(2)] == [7, 5]


def test_a_session_of_nobody_in_particular_can_be_kept(store: Store) -> None:
    kept = store.sessions.add(lunge_session(person=None))
    assert store.sessions.line(kept.id).person is None


@pytest.mark.parametrize("with_track", [True, False])
def test_the_same_session_is_not_kept_twice(store: Store, with_track: bool) -> None:
    with_person(store)
    track = lunge_track() if with_track else None
    kept = store.sessions.add(lunge_session(track=track))
    with pytest.raises(StoreError, match=f"session {kept.id}: this session is in the records already"):
        store.sessions.add(lunge_session(3, track=track))
    assert len(store.sessions.latest()) == 1
    assert len(list(store.location.files.glob("*/*.json.gz"))) == 1


@pytest.mark.parametrize(
    ("record", "words"),
    [
        ({"movements": []}, "not a session of formcheck"),
        ({"hello": "world"}, "not a session of formcheck"),
        ({**lunge_record(), "schema": 99}, "of a newer formcheck"),
        ({**lunge_record(), "movements": [{"movement": "squat"}]}, "damaged"),
    ],
)
def test_what_is_no_session_is_refused_and_leaves_nothing(store: Store, record: dict[str, object], words: str) -> None:
    with_person(store)
    with pytest.raises(StoreError, match=words):
        store.sessions.add(lunge_session(record=record))
    assert store.sessions.latest() == []
    assert [found for found in store.location.files.rglob("*") if found.is_file()] == []


def test_an_unknown_session_is_answered_with_where_to_look(store: Store) -> None:
    for ask in (store.sessions.get, store.sessions.line, store.sessions.track, store.sessions.summary):
        with pytest.raises(StoreError, match="session 7: there is no such session"):
            ask(7)


def test_raw_video_is_not_kept_unless_the_person_agreed_and_days_are_given(store: Store, tmp_path: Path) -> None:
    video = tmp_path / "lunge.mp4"
    video.write_bytes(b"moving pictures")
    raw = Consent(ConsentKind.RAW_VIDEO, "2026-01", date(2026, 2, 27))
    store.people.add("P-1", [AGREED], video_days=14)
    store.people.add("P-2", [AGREED, raw])
    store.people.add("P-3", [AGREED, raw], video_days=14)
    kept = [store.sessions.add(lunge_session(person=f"P-{number}", video=video)).id for number in (1, 2, 3)]
    kinds = [{file.kind for file in store.sessions.files(number)} for number in kept]
    assert [FileKind.VIDEO in found for found in kinds] == [False, False, True]


def test_raw_video_is_deleted_when_its_days_are_over_and_the_session_stays(
    opened: Callable[[], Store], tmp_path: Path
) -> None:
    video = tmp_path / "lunge.mp4"
    video.write_bytes(b"moving pictures")
    store = opened()
    store.people.add("P-3", [AGREED, Consent(ConsentKind.RAW_VIDEO, "1", date(2026, 2, 27))], video_days=1)
    kept = store.sessions.add(lunge_session(person="P-3", video=video)).id
    (file,) = (file for file in store.sessions.files(kept) if file.kind is FileKind.VIDEO)
    assert opened().sessions.files(kept)[-1].path == file.path
    assert file.path.exists()
    _let_days_pass(store, 2)
    then = opened()
    assert not file.path.exists()
    assert [file.kind for file in then.sessions.files(kept)] == [FileKind.RECORD]


def test_remarks_are_kept_with_the_session(store: Store) -> None:
    kept = store.sessions.add(lunge_session(person=None)).id
    store.remarks.write_note(kept, "camera a little high")
    for tag in ("baseline", "home", "home"):
        store.remarks.tag(kept, tag)
    store.remarks.untag(kept, "baseline")
    said = SelfReport(warm_up=True, discomfort_before=2, discomfort_after=1, change_felt="looser")
    store.remarks.report(kept, SelfReport(warm_up=False))
    store.remarks.report(kept, said)
    found = store.sessions.get(kept)
    assert [note.words for note in found.notes] == ["camera a little high"]
    assert found.tags == ("home",)
    assert found.self_report == said
    assert [line.id for line in store.sessions.latest(tag="home")] == [kept]
    assert store.sessions.latest(tag="baseline") == []


def test_discomfort_goes_from_nothing_to_ten(store: Store) -> None:
    kept = store.sessions.add(lunge_session(person=None)).id
    with pytest.raises(StoreError, match="from 0 to 10"):
        store.remarks.report(kept, SelfReport(discomfort_during=11))


def _let_days_pass(store: Store, days: int) -> None:
    """Move what is due into the past, as if so many days had gone by."""
    from sqlalchemy import update

    from formcheck.store.tables import FileRow

    with store.database.writing() as db:
        db.execute(
            update(FileRow).where(FileRow.due_at.is_not(None)).values(due_at=datetime.now(UTC) - timedelta(days=days))
        )
