"""What is deleted is gone: the bytes are looked for everywhere."""

from __future__ import annotations

import zipfile
from datetime import date
from typing import TYPE_CHECKING

import pytest

from formcheck.errors import StoreError
from formcheck.pose import track as tracks
from formcheck.store.exporting import export_person
from formcheck.store.nouns import Act, Prescription, SelfReport
from formcheck.store.rejudging import judge_again
from tests.support.sessions import MONDAY, lunge_record, lunge_session, lunge_track, with_person

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formcheck.store.store import Store

WORDS = (
    "P-014",
    "stiff after a long drive",
    "hip is grumbling",
    "follow-up-tag",
    "no deep bends for now",
    "knee-cushion",
)
MARK = "only in this session"


def _all_bytes(folder: Path) -> bytes:
    return b"\0".join(
        str(path.relative_to(folder)).encode() + b"\0" + (path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    )


def _fill(store: Store, still: Path, person: str = "P-014") -> list[int]:
    """Keep two sessions of a person with everything that can be said of them."""
    with_person(store, person)
    store.people.write_note(person, WORDS[1])
    store.people.prescribe(person, Prescription("kneeling-lunge", date(2026, 3, 2), remark=WORDS[4]))
    still.write_bytes(b"\xff\xd8 the picture of " + person.encode())
    numbers = []
    for reps in (5, 3):
        record = lunge_record(notes=[MARK], knee_deg=80.0 + reps)
        new = lunge_session(reps, person, record=record, track=lunge_track(reps), stills=(still,))
        numbers.append(store.sessions.add(new).id)
    store.remarks.write_note(numbers[0], WORDS[5])
    store.remarks.tag(numbers[0], WORDS[3])
    store.remarks.report(numbers[0], SelfReport(warm_up=True, change_felt=WORDS[2]))
    return numbers


def test_a_deleted_person_has_left_nothing(
    opened: Callable[[], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setenv("SQLITE_TMPDIR", str(scratch))
    store = opened()
    numbers = _fill(store, tmp_path / "still.jpg")
    judge_again(store, numbers[0])
    records = tmp_path / "records"
    export_person(store, "P-014", tmp_path / "export.zip")
    person = store.people.get("P-014")
    files = [file for number in numbers for file in store.sessions.files(number)]
    traces = [word.encode() for word in (*WORDS, MARK)] + [file.sha256.encode() for file in files]
    traces += [file.path.read_bytes()[:200] for file in files]
    assert all(trace in _all_bytes(records) for trace in traces) or store.location.database is None
    assert store.eraser.delete_person("P-014") == len(numbers)
    left = _all_bytes(records) + _all_bytes(scratch)
    assert [trace for trace in traces if trace in left] == []
    store.close()
    left = _all_bytes(records)
    assert [trace for trace in traces if trace in left] == []
    last = opened().audit.entries(person.number)[-1]
    assert (last.act, last.subject) == (Act.DELETE, "person")


def test_the_others_are_left_as_they_were(store: Store, tmp_path: Path) -> None:
    _fill(store, tmp_path / "one.jpg")
    others = _fill(store, tmp_path / "two.jpg", "P-2")
    before = [(store.sessions.get(number), store.sessions.record(number)) for number in others]
    store.eraser.delete_person("P-014")
    assert [(store.sessions.get(number), store.sessions.record(number)) for number in others] == before
    assert all(file.path.exists() for number in others for file in store.sessions.files(number))
    assert [person.pseudonym for person in store.people.all()] == ["P-2"]


def test_a_deleted_session_is_gone_and_its_number_never_comes_back(store: Store, tmp_path: Path) -> None:
    first, second = _fill(store, tmp_path / "still.jpg")
    folder = store.sessions.files(second)[0].path.parent
    store.eraser.delete_sessions([second])
    assert not folder.exists()
    with pytest.raises(StoreError, match="no such session"):
        store.sessions.get(second)
    again = store.sessions.add(lunge_session(9, record=lunge_record(knee_deg=11.0)))
    assert again.id not in (first, second)


def test_of_several_sessions_all_are_deleted_or_none(store: Store, tmp_path: Path) -> None:
    numbers = _fill(store, tmp_path / "still.jpg")
    with pytest.raises(StoreError, match="session 99"):
        store.eraser.delete_sessions([*numbers, 99])
    assert [line.id for line in store.sessions.of("P-014")] == numbers[::-1]


def test_what_a_kill_during_a_deletion_left_is_finished_at_the_next_opening(
    opened: Callable[[], Store], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened()
    _fill(store, tmp_path / "still.jpg")
    # As if killed right after the rows were gone.
    monkeypatch.setattr(store.eraser, "_finish", lambda keys, marks: None)
    store.eraser.delete_person("P-014")
    assert list(store.location.files.glob("*/*.jpg"))
    then = opened()
    assert [path for path in then.location.files.rglob("*") if path.is_file()] == []


def test_an_export_holds_everything_and_can_be_read(store: Store, tmp_path: Path) -> None:
    numbers = _fill(store, tmp_path / "still.jpg")
    export_person(store, "P-014", tmp_path / "export.zip")
    with zipfile.ZipFile(tmp_path / "export.zip") as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
        names = set(archive.namelist())
        rows = archive.read("measures.csv").decode().splitlines()
        archive.extract(f"sessions/{numbers[0]}/recording.track", tmp_path)
    assert [word for word in (*WORDS, MARK) if word.encode() not in everything] == []
    assert {f"sessions/{number}/session.json" for number in numbers} <= names
    assert {f"sessions/{number}/still.jpg" for number in numbers} <= names
    assert len(rows) == 1 + len(store.trends.measures("P-014"))
    extracted = tracks.load(tmp_path / f"sessions/{numbers[0]}/recording.track")
    assert extracted.header.frames == lunge_track().header.frames
    assert [entry.act for entry in store.audit.entries(store.people.get("P-014").number)] == [Act.EXPORT]


def test_a_session_judged_again_keeps_both_verdicts_and_trends_follow_the_new(store: Store) -> None:
    with_person(store)
    old = lunge_record(knee_deg=1.0)
    old["versions"]["formcheck"] = "0.0.1"
    cue = next(cue for cue in old["movements"][0]["cues"] if cue["ref"] == "3.14")
    cue["verdict"] = "fault"
    kept = store.sessions.add(lunge_session(record=old, track=lunge_track())).id
    again = judge_again(store, kept)
    assert again.kept
    assert ("kneeling-lunge", "right", "3.14", "fault", "good") in again.changed
    found = store.sessions.get(kept)
    assert [(judgement.formcheck, judgement.current) for judgement in found.judgements] == [
        ("0.0.1", False),
        (lunge_record()["versions"]["formcheck"], True),
    ]
    assert store.sessions.summary(kept, found.judgements[0].id)["movements"] == old_movements(old)
    assert [point.verdict for point in store.trends.verdicts("P-014", ref="3.14")] == ["good"]
    assert [point.mean for point in store.trends.measures("P-014", measure="front_knee_flexion")] != [1.0]
    assert found.line.done_at == MONDAY


def test_a_judgement_that_says_the_same_is_not_kept_twice(store: Store) -> None:
    with_person(store)
    kept = store.sessions.add(lunge_session(track=lunge_track())).id
    assert not judge_again(store, kept).kept
    assert len(store.sessions.get(kept).judgements) == 1


def test_a_session_without_a_track_cannot_be_judged_again(store: Store) -> None:
    with_person(store)
    kept = store.sessions.add(lunge_session()).id
    with pytest.raises(StoreError, match="no track was kept"):
        judge_again(store, kept)


def old_movements(record: dict[str, object]) -> list[dict[str, object]]:
    """Give the movements of a record as its summary has them."""
    return [
        {key: value for key, value in movement.items() if key != "events"}
        for movement in record["movements"]  # type: ignore[attr-defined]
    ]
