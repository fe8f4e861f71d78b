"""``formcheck report`` as a user meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from formcheck.cli.main import app
from formcheck.errors import StoreError
from formcheck.store.nouns import Act
from formcheck.store.store import open_store
from tests.support.sessions import lunge_record, lunge_session, with_person

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give records with sessions of one person on two days, in the test's own folder."""
    monkeypatch.setenv("FORMCHECK_STORE", str(tmp_path / "records.db"))
    monkeypatch.delenv("FORMCHECK_STORE_FILES", raising=False)
    monkeypatch.chdir(tmp_path)
    short = {**lunge_record(), "series": {}}
    with open_store(through="test") as store:
        with_person(store)
        for day, duration_s in ((0, 20.0), (7, 27.0), (7, 28.0)):
            store.sessions.add(lunge_session(day, record={**short, "duration_s": duration_s}))
    return tmp_path


def report(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["report", *(str(argument) for argument in arguments)])


def told(*arguments: object) -> str:
    result = report(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.stdout


def views() -> int:
    with open_store(through="test") as store:
        return sum(entry.act is Act.VIEW for entry in store.audit.entries())


def test_the_report_of_a_session_is_written_and_noted_in_the_audit(place: Path) -> None:
    before = views()
    assert "report_session-1.html" in told(1)
    page = (place / "report_session-1.html").read_text("utf-8")
    assert "P-014" in page
    assert "session 1 " in page
    assert views() == before + 1


def test_of_a_person_the_newest_day_is_shown(place: Path) -> None:
    written = json.loads(told("P-014", "--json"))
    assert [session["session"] for session in written["sessions"]] == ["2", "3"]
    assert written["files"] == ["report_P-014.html"]
    assert "27.0 s" in (place / "report_P-014.html").read_text("utf-8")


def test_several_sessions_go_into_one_file(place: Path) -> None:
    told(1, 2, "--out", "both.html")
    page = (place / "both.html").read_text("utf-8")
    assert page.count("<article") == 2


def test_a_results_folder_gets_its_report_and_needs_no_records(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORMCHECK_STORE", str(place / "none" / "records.db"))
    folder = place / "Erika_formcheck"
    folder.mkdir()
    (folder / "session.json").write_text(json.dumps(lunge_record(series={})), "utf-8")
    told(folder)
    assert "Erika" not in (folder / "report.html").read_text("utf-8")
    assert not (place / "none").exists()


@pytest.mark.parametrize("word", ["99", "P-999"])
def test_what_is_not_there_is_one_line_and_leaves_nothing(place: Path, word: str) -> None:
    before = set(place.glob("*.html"))
    result = report(word)
    assert isinstance(result.exception, StoreError)
    assert set(place.glob("*.html")) == before


def test_where_no_pdf_can_be_made_nothing_is_written_at_all(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "weasyprint", None)
    result = report(1, "--pdf")
    assert "formcheck[pdf]" in str(result.exception)
    assert list(place.glob("report_*")) == []


def test_a_pdf_is_not_named_by_the_page_that_stands_beside_it(place: Path) -> None:
    result = report(1, "--pdf", "--out", "mine.pdf")
    assert result.exit_code == 2
    assert "this is the HTML file" in result.output
    assert not (place / "mine.pdf").exists()
