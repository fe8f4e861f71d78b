"""``formcheck trend`` and ``formcheck compare``, on the studio's course."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from formcheck.cli.main import app
from formcheck.store.nouns import Act
from formcheck.store.store import open_store
from tests.support.course import PERSON, keep_course

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    found = str(tmp_path_factory.mktemp("course") / "records.db")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("FORMCHECK_STORE_FILES", raising=False)
        patch.setenv("COLUMNS", "120")
        with open_store(found) as store:
            keep_course(store)
        yield found


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_a_trend_says_what_changed_and_which_side_moves_less(place: str) -> None:
    said = run("trend", PERSON, "--movement", "kneeling-lunge", "--store", place).stdout
    assert "16 sessions on 8 days" in said
    assert "Trunk inclination at the peaks" in said.split("Which side moves less")[0]
    assert "Kneeling lunge: the left side" in said
    assert "no difference we can measure" in said


def test_one_measure_is_shown_session_by_session(place: str) -> None:
    said = run("trend", PERSON, "--side", "left", "--measure", "rear_hip_extension", "--store", place).stdout
    assert said.count("from the side, worked side toward the camera") == 8


def test_the_trend_as_data_holds_every_point_and_how_it_was_compared(place: str) -> None:
    result = run("trend", PERSON, "--movement", "kneeling-lunge", "--json", "--store", place)
    told = json.loads(result.stdout)
    line = next(each for each in told["lines"] if (each["measure"], each["side"]) == ("rear_hip_extension", "right"))
    assert len(line["points"]) == 8
    since = line["since_first"]
    assert since["outcome"] == "changed"
    assert since["difference"] == pytest.approx(line["points"][-1]["value"] - line["points"][0]["value"], abs=0.002)
    assert since["band_measured_on"] >= 10
    assert {each["side"] for each in told["stiffer"]} == {"left"}


def test_two_sessions_stand_side_by_side_the_older_first_and_the_audit_knows(place: str, tmp_path: Path) -> None:
    page = tmp_path / "two.html"
    last, first = "32", "1"
    result = run("compare", last, first, "--json", "--html", str(page), "--store", place)
    told = json.loads(result.stdout)
    assert (told["before"]["session"], told["after"]["session"]) == (1, 32)
    assert "Two sessions side by side" in page.read_text("utf-8")
    with open_store(place) as store:
        for session in (1, 32):
            assert [each.act for each in store.audit.entries(store.sessions.line(session).key)] == [Act.VIEW]


def test_nobody_has_no_trend(place: str) -> None:
    result = run("trend", "P-99", "--store", place)
    assert result.exit_code != 0
    assert "nobody of that pseudonym" in str(result.exception)


def test_a_movement_that_was_never_done_is_said_plainly(place: str) -> None:
    result = run("trend", PERSON, "--movement", "standing-stretch", "--store", place)
    assert result.exit_code == 0
    assert "nothing to follow was recognised in any session" in result.stdout
