"""``formcheck people`` and ``formcheck sessions`` as a user meets them."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from formcheck.cli.main import app
from formcheck.errors import StoreError
from formcheck.pose import track as tracks
from formcheck.store.store import open_store
from tests.support.sessions import lunge_record, lunge_track

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the records be in the test's own folder; gives their file."""
    monkeypatch.setenv("FORMCHECK_STORE", str(tmp_path / "records.db"))
    monkeypatch.delenv("FORMCHECK_STORE_FILES", raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "records.db"


@pytest.fixture
def lunge(tmp_path: Path) -> Path:
    """Give a file with the track of a lunge."""
    tracks.save(lunge_track(), tmp_path / "lunge.track")
    return tmp_path / "lunge.track"


def formcheck(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def told(*arguments: object) -> str:
    """Run a command that shall do all; give what it said."""
    result = formcheck(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def keep(lunge: Path, person: str = "P-014") -> None:
    """Keep the lunge as it was judged, with its track."""
    told("people", "add", person, "--consent", "2026-01")
    record = lunge.with_name("session.json")
    record.write_text(json.dumps(lunge_record()), "utf-8")
    told("sessions", "import", record, "--person", person)


def test_pictures_with_faces_come_into_the_records_only_of_who_agreed(lunge: Path) -> None:
    told("people", "add", "P-014", "--consent", "2026-01")
    record = lunge.with_name("session.json")
    record.write_text(json.dumps({**lunge_record(), "pictures": {"showing": "unblurred"}}), "utf-8")
    refused = formcheck("sessions", "import", record, "--person", "P-014")
    assert refused.exit_code != 0
    assert "--to unblurred" in refused.stderr
    told("people", "consent", "P-014", "2026-02", "--to", "unblurred")
    told("sessions", "import", record, "--person", "P-014")


def test_an_empty_store_says_how_to_begin() -> None:
    assert "formcheck people add" in told("people", "list")
    assert "formcheck analyse VIDEO --person" in told("sessions", "list")
    assert json.loads(told("people", "list", "--json")) == []
    assert json.loads(told("sessions", "list", "--json")) == []


def test_a_person_is_added_listed_and_shown() -> None:
    told("people", "add", "P-014", "--consent", "2026-01", "--on", "2026-02-27", "--keep-video-days", "14")
    assert "P-014" in told("people", "list")
    (person,) = json.loads(told("people", "list", "--json"))
    assert person["video_days"] == 14
    assert {(consent["kind"], consent["given_on"]) for consent in person["consents"]} == {
        ("records", "2026-02-27"),
        ("raw-video", "2026-02-27"),
    }
    told("people", "prescribe", "P-014", "kneeling-lunge", "--reps", 8, "--knee", 100)
    told("people", "note", "P-014", "drives a lorry")
    shown = told("people", "show", "p-014")
    assert "8 repetitions, knee 100°" in shown
    assert "drives a lorry" in shown


def test_a_track_is_judged_and_kept_and_comes_back_with_what_was_said_of_it(lunge: Path) -> None:
    told("sessions", "import", lunge, "--movement", "kneeling-lunge")
    told("sessions", "remark", 1, "--note", "camera high", "--tag", "home", "--warm-up", "--before", 3)
    (line,) = json.loads(told("sessions", "list", "--json", "--tag", "home"))
    assert line["done"] == [["kneeling-lunge", "right"]]
    shown = told("sessions", "show", 1)
    assert "5 of 5 repetitions" in shown
    assert "camera high" in shown
    found = json.loads(told("sessions", "show", 1, "--json"))
    assert found["self_report"]["discomfort_before"] == 3
    assert found["summary"]["movements"][0]["reps"]["counted"] == 5


def test_a_folder_of_results_comes_in_by_its_session_json(tmp_path: Path, lunge: Path) -> None:
    told("people", "add", "P-014", "--consent", "1")
    (tmp_path / "session.json").write_text(json.dumps(lunge_record()), "utf-8")
    (tmp_path / "fault_3.14_upright-torso.jpg").write_bytes(b"a picture")
    told("sessions", "import", "session.json", "--person", "P-014", "--when", "2025-11-03T10:00")
    found = json.loads(told("sessions", "show", 1, "--json"))
    assert {file["kind"] for file in found["files"]} == {"record", "track", "still"}
    assert found["line"]["done_at"].startswith("2025-11-03")


def test_of_several_files_the_good_ones_are_kept_and_the_bad_ones_named(tmp_path: Path, lunge: Path) -> None:
    (tmp_path / "letter.json").write_text("[]", "utf-8")
    result = formcheck("sessions", "import", "letter.json", lunge, "-m", "kneeling-lunge")
    assert result.exit_code == 3
    assert "letter.json: not a session of formcheck" in result.stderr
    assert len(json.loads(told("sessions", "list", "--json"))) == 1


def test_nothing_is_kept_of_somebody_who_did_not_agree(lunge: Path) -> None:
    told("people", "add", "P-7")
    result = formcheck("sessions", "import", lunge, "--person", "P-7", "-m", "kneeling-lunge")
    assert result.exit_code == 2
    assert "formcheck people consent P-7 VERSION" in result.stderr
    told("people", "consent", "P-7", "2026-01")
    told("sessions", "import", lunge, "--person", "P-7", "-m", "kneeling-lunge")


def test_judging_again_tells_what_changed_and_once_more_nothing(tmp_path: Path, lunge: Path) -> None:
    told("people", "add", "P-014", "--consent", "1")
    record = lunge_record()
    next(cue for cue in record["movements"][0]["cues"] if cue["ref"] == "3.14")["verdict"] = "fault"
    (tmp_path / "session.json").write_text(json.dumps(record), "utf-8")
    told("sessions", "import", "session.json", "--person", "P-014")
    assert "3.14 fault -> good" in told("rescore", "--person", "P-014")
    assert "the same as before" in told("rescore", "--all")
    assert len(json.loads(told("sessions", "show", 1, "--json"))["judgements"]) == 2


def test_rescore_wants_tracks_or_records_and_not_both(lunge: Path) -> None:
    assert formcheck("rescore").exit_code == 2
    assert formcheck("rescore", lunge, "--all").exit_code == 2


def test_one_command_exports_a_person_and_one_deletes_them(place: Path, lunge: Path) -> None:
    keep(lunge)
    told("people", "export", "P-014")
    with zipfile.ZipFile("P-014.zip") as archive:
        assert "sessions/1/recording.track" in archive.namelist()
    told("people", "delete", "P-014", "--yes")
    assert "P-014" not in told("people", "list")
    left = [path for path in place.with_suffix(".files").rglob("*") if path.is_file()]
    assert left == []
    assert b"P-014" not in place.read_bytes()


def test_deleting_asks_first(lunge: Path) -> None:
    keep(lunge)
    for command in (("people", "delete", "P-014"), ("sessions", "delete", 1)):
        assert CliRunner().invoke(app, [str(word) for word in command], input="n\n").exit_code == 1
    assert len(json.loads(told("sessions", "list", "--json"))) == 1
    told("sessions", "delete", 1, "--yes")
    assert json.loads(told("sessions", "list", "--json")) == []


def test_who_looked_and_exported_stands_in_the_audit(lunge: Path) -> None:
    keep(lunge)
    told("people", "show", "P-014")
    told("sessions", "show", 1)
    told("people", "export", "P-014")
    with open_store() as store:
        entries = [(entry.act, entry.subject, entry.through) for entry in store.audit.entries()]
    assert entries == [
        ("view", "person", "command line"),
        ("view", "session", "command line"),
        ("export", "person", "command line"),
    ]


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("people", "show", "P-9"), "P-9: nobody of that pseudonym"),
        (("people", "add", "Erika"), "a code, not a name"),
        (("sessions", "show", "9"), "session 9: there is no such session"),
        (("people", "list", "--store", "sqlite://"), "need a file"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(command: tuple[str, ...], words: str) -> None:
    result = formcheck(*command)
    assert isinstance(result.exception, StoreError)
    assert words in str(result.exception)
    assert "\n" not in str(result.exception)
