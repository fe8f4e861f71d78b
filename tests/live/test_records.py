"""What a person said in a live session, as the records have it; and a session that is kept for a person."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner, Result

from formcheck.cli.main import app
from formcheck.coach.commands import Ask, Command
from formcheck.errors import RoutineError, StoreError
from formcheck.live.journal import SUFFIX, JournalWriter
from formcheck.live.keeping import SessionHeader, guide_of
from formcheck.live.records import self_report
from formcheck.store.nouns import SelfReport, Source
from formcheck.store.rejudging import judge_again
from formcheck.store.store import open_store
from tests.support.sessions import lunge_track

if TYPE_CHECKING:
    from pathlib import Path

SEEN = 120
"""Frames: the lunge has not begun by then, and the session is told again in no time."""


def formcheck(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture(autouse=True)
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the records be in the test's own folder; gives their file."""
    monkeypatch.setenv("FORMCHECK_STORE", str(tmp_path / "records.db"))
    monkeypatch.delenv("FORMCHECK_STORE_FILES", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "records.db"


def broken_off(parent: Path, person: str | None = "P-014") -> Path:
    """Give the folder of a session in which the warm-up was ticked and nothing was done yet."""
    folder = parent / "live_formcheck"
    folder.mkdir()
    header = SessionHeader(
        started="2026-03-02T09:30:00+01:00",
        source="Erika_Mustermann.mp4",
        size=lunge_track().header.image_size,
        model="full",
        model_sha256="",
        formcheck="0",
        program="hip-mobility",
        movement=None,
        language="en",
        settings={"consent_given": True},
        person=person,
        own={"kneeling-lunge": {"reps": 8}},
    )
    with JournalWriter(folder / f"live{SUFFIX}", header.plain()) as journal:
        for seen in lunge_track().observations[:SEEN]:
            journal.see(seen)
            if seen.index == 10:
                journal.ask(Command(Ask.TICK, 1.0), seen.time_s)
    return folder


def test_a_person_who_is_not_in_the_records_is_told_before_the_session_begins(tmp_path: Path) -> None:
    session = ("live", "--source", tmp_path / "none.mp4", "--no-window", "--yes")
    with pytest.raises(StoreError, match="P-999: nobody of that pseudonym"):
        raise formcheck(*session, "--person", "P-999").exception or AssertionError
    with open_store() as store:
        store.people.add("P-014", [])
    with pytest.raises(StoreError, match="has not agreed"):
        raise formcheck(*session, "--person", "P-014").exception or AssertionError
    assert list(tmp_path.glob("live-*")) == []


def test_a_failure_of_the_records_never_loses_the_session_and_it_can_be_brought_in_later(
    tmp_path: Path, records: Path
) -> None:
    folder = broken_off(tmp_path)
    records.write_text("not a database, and longer than a page of one\n" * 200)
    ended = formcheck("live", "--recover", folder)
    assert ended.exit_code == 3
    assert "not a store of formcheck" in ended.stderr
    assert f"formcheck sessions import {folder / 'session.json'} --person P-014" in ended.stderr
    assert (folder / "session.json").exists()
    records.unlink()
    formcheck("people", "add", "P-014", "--consent", "1")
    assert formcheck("sessions", "import", folder / "session.json", "--person", "P-014").exit_code == 0
    with open_store() as store:
        (line,) = store.sessions.of("P-014")
        found = store.sessions.get(line.id)
        # Judged again, it is still known how the session ran.
        judge_again(store, line.id)
        assert store.sessions.get(line.id).summary["live"] == found.summary["live"]
    assert line.source is Source.LIVE
    assert line.done_at.isoformat() == "2026-03-02T08:30:00+00:00"
    assert found.self_report == SelfReport(warm_up=True)
    assert {file.kind for file in found.files} == {"track", "record"}
    assert found.summary["prescribed"]["kneeling-lunge"]["reps"] == 8
    # Whose it is the records know; the record itself does not say it.
    assert "P-014" not in json.dumps(found.summary)
    assert "Erika" not in json.dumps(found.summary)


def test_a_session_of_nobody_in_particular_is_not_kept_in_the_records(tmp_path: Path, records: Path) -> None:
    assert formcheck("live", "--recover", broken_off(tmp_path, None)).exit_code == 3  # It broke off.
    assert not records.exists()


def answered(ref: str, movement: str, side: str, answer: str, value: float) -> dict[str, Any]:
    return {"ref": ref, "movement": movement, "side": side, "answer": answer, "value": value, "time_s": 1.0}


def test_what_was_said_of_a_session_is_the_worst_of_it_and_how_it_was_after_the_last_set() -> None:
    lunge, rock = ("kneeling-lunge", "right"), ("adductor-rock-back", "both")
    live: dict[str, Any] = {
        "ticked": ["G2.1", "kneeling-lunge.3.2"],
        "answers": [
            answered("G4", *rock, "5", 5.0),
            answered("G10", *rock, "looser", 0),
            answered("G4", *lunge, "2", 2.0),
            answered("G10", *lunge, "the same", 1),
        ],
        "happenings": [
            {"kind": "step_done", "subject": subject, "detail": side, "time_s": 1.0} for subject, side in (rock, lunge)
        ],
    }
    assert self_report(live) == SelfReport(
        warm_up=True,
        discomfort_during=5,
        discomfort_after=2,
        change_felt="adductor-rock-back: looser; kneeling-lunge, right: the same",
    )
    assert self_report({**live, "answers": live["answers"][:2]}) == SelfReport(
        warm_up=True, discomfort_during=5, change_felt="looser"
    )
    assert self_report({}) == SelfReport()


def header(**own: dict[str, bool]) -> SessionHeader:
    begun = ("2026-03-02T09:30:00+01:00", "camera 0", (640, 480), "full", "", "0")
    settings = {"consent_given": True, "baseline_s": 0.0}
    named = {name.replace("_", "-"): targets for name, targets in own.items()}
    return SessionHeader(*begun, "hip-mobility", None, "en", settings, own=named)


def test_what_is_left_out_for_a_person_is_not_asked_of_them() -> None:
    coach = guide_of(header(adductor_rock_back={"left_out": True}, kneeling_lunge={"easier": True})).coach
    coach.tick(0.0)
    first = coach.command(Command(Ask.NEXT), 0.1).screen
    assert first.place is not None
    assert first.place.movement == "hip-rotation-90-90"
    assert coach.command(Command(Ask.BACK), 0.2).screen.title == first.title
    coach.command(Command(Ask.SKIP), 0.3)
    third = coach.command(Command(Ask.SKIP), 0.4).screen
    assert third.place is not None
    assert third.place.movement == "kneeling-lunge"
    assert "Yours: Keep it small." in third.lines
    assert "Rock back" not in " ".join(coach.outcome().session.missing)


def test_who_shall_do_nothing_of_it_is_told_so_before_it_begins() -> None:
    everything = ("adductor_rock_back", "hip_rotation_90_90", "kneeling_lunge", "standing_stretch")
    with pytest.raises(RoutineError, match="none of this is done"):
        guide_of(header(**{name: {"left_out": True} for name in everything}))
