"""``formcheck export`` as a user meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from formcheck.cli.main import app
from formcheck.errors import StoreError
from formcheck.store.nouns import FileKind
from formcheck.store.store import open_store
from tests.support.sessions import lunge_record, lunge_session, lunge_track, with_person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formcheck.store.store import Store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Give records in which a person has two sessions, the first with its track; the command finds them too."""
    monkeypatch.setenv("FORMCHECK_STORE", str(tmp_path / "records.db"))
    monkeypatch.delenv("FORMCHECK_STORE_FILES", raising=False)
    monkeypatch.chdir(tmp_path)
    with open_store(through="test") as opened:
        with_person(opened).sessions.add(lunge_session(track=lunge_track()))
        opened.sessions.add(lunge_session(day=7, record=lunge_record(knee_deg=50.0)))
        yield opened


def formcheck(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["export", *map(str, arguments)])


def test_a_person_s_sessions_stand_in_one_table(store: Store) -> None:
    result = formcheck("P-014", "--to", "csv", "--out", "out")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == ["out/rows.csv", "out/about-these-files.txt"]
    table = pd.read_csv("out/rows.csv")
    mean = table[table["id"] == "1/front_knee_flexion/mean"]
    assert mean["session"].tolist() == [1, 2]
    assert mean["value"].tolist()[1] == 50.0


def test_sessions_by_number_and_what_they_lack_is_said(store: Store) -> None:
    result = formcheck(1, 2, 2, "--to", "json,TRC", "--out", "out")
    assert result.exit_code == 3
    assert result.stderr.splitlines() == ["formcheck: left out: trc of session 2: no track was kept with this session"]
    content = json.loads(Path("out/sessions.json").read_text("utf-8"))
    assert [session["session"] for session in content["sessions"]] == ["1", "2"]


def test_a_session_that_is_damaged_keeps_the_others_from_nothing(store: Store) -> None:
    (record,) = (file for file in store.sessions.files(2) if file.kind is FileKind.RECORD)
    record.path.unlink()
    result = formcheck("P-014", "--to", "csv", "--out", "out")
    assert result.exit_code == 3
    assert "left out: session 2" in result.stderr
    assert set(pd.read_csv("out/rows.csv")["session"]) == {1}
    assert isinstance(formcheck(2, "--to", "csv", "--out", "other").exception, StoreError)


def test_the_audit_tells_what_was_exported_and_only_that(store: Store) -> None:
    formcheck("P-014", "--out", "out")
    formcheck(1, "--out", "out")  # In the way: nothing goes out.
    formcheck(1, "--out", "out", "--replace")
    told = [(entry.act, entry.subject, entry.number) for entry in store.audit.entries()]
    person, line = store.people.get("P-014"), store.sessions.line(1)
    assert told == [("export", "person", person.number), ("export", "session", line.key)]


def test_a_results_folder_is_exported_without_any_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORMCHECK_STORE", str(tmp_path / "none.db"))
    for name in ("a_formcheck", "b_formcheck"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "session.json").write_text(json.dumps(lunge_record()), "utf-8")
    result = formcheck(tmp_path / "a_formcheck", tmp_path / "b_formcheck", "--to", "csv", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert set(pd.read_csv(tmp_path / "out" / "rows.csv")["session"]) == {"recording-1", "recording-2"}
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("P-9",), "P-9: nobody of that pseudonym"),
        (("99",), "session 99: there is no such session"),
        (("no/such/folder",), "there is no session in it"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(store: Store, words: tuple[str, ...], told: str) -> None:
    result = formcheck(*words, "--out", "out")
    assert isinstance(result.exception, StoreError)
    assert told in str(result.exception)


@pytest.mark.parametrize("formats", ["csv,xls", "", ","])
def test_an_unknown_format_names_those_there_are(store: Store, formats: str) -> None:
    result = formcheck("P-014", "--to", formats)
    assert result.exit_code == 2
    assert "parquet" in result.stderr


def test_the_schema_is_printed_for_whoever_checks_the_json() -> None:
    printed = json.loads(formcheck("--schema").stdout)
    assert printed["$id"] == "urn:formcheck:export:1"
