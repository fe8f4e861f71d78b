"""Several programs at once, and stores that cannot be opened."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from formcheck.errors import StoreError
from formcheck.store.location import locate
from formcheck.store.rejudging import judge_again
from formcheck.store.store import open_store
from formcheck.store.tables import SCHEMA, Base
from tests.support.sessions import lunge_record, lunge_session, lunge_track, with_person

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.store.store import Store

TOP = Path(__file__).parents[2]
PROCESSES, EACH = 4, 5

ADD = """
import os, sys
from formcheck.store.store import open_store
from tests.support.sessions import lunge_record, lunge_session
address, processes, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
lunge_record()  # Judged once, before the writers are split off.
writers = []
for seed in range(processes):
    writers.append(os.fork())
    if not writers[-1]:
        store = open_store(address)
        for each in range(number):
            store.sessions.add(lunge_session(each, None, record=lunge_record(knee_deg=seed * 100 + each)))
        os._exit(0)
sys.exit(any(os.waitpid(writer, 0)[1] for writer in writers))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the writers are split off with fork")
def test_processes_that_open_a_new_store_and_write_at_once_lose_nothing(address: str) -> None:
    command = [sys.executable, "-c", ADD, address, str(PROCESSES), str(EACH)]
    assert subprocess.run(command, cwd=TOP, timeout=120, check=False).returncode == 0
    with open_store(address) as store:
        lines = store.sessions.latest()
        assert len(lines) == PROCESSES * EACH
        measures = [store.sessions.summary(line.id)["movements"][0]["measures"] for line in lines]
        knees = {found["front_knee_flexion"]["mean"] for found in measures}
        assert knees == {seed * 100 + each for seed in range(PROCESSES) for each in range(EACH)}


def test_a_reader_sees_the_store_as_it_was_while_another_writes(opened: Callable[[], Store]) -> None:
    store, other = opened(), opened()
    with store.database.reading() as db:
        count = text("SELECT count(*) FROM sessions")
        assert db.scalar(count) == 0
        other.sessions.add(lunge_session(person=None))
        assert len(store.sessions.latest()) == 1


def test_opening_does_not_take_away_what_another_is_writing(opened: Callable[[], Store]) -> None:
    store = opened()
    with store.database.writing():
        store.cabinet.mark(["busy"])
        store.cabinet.put("busy", ".jpg", lambda path: path.write_bytes(b"half done") and None)
        opened()
        assert list((store.location.files / "busy").iterdir())
    opened()
    assert not (store.location.files / "busy").exists()


def test_the_place_is_chosen_by_option_then_environment_then_the_data_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORMCHECK_STORE", raising=False)
    monkeypatch.delenv("FORMCHECK_STORE_FILES", raising=False)
    usual = locate()
    assert usual.database is not None
    assert (usual.database.name, usual.files.name) == ("records.db", "records.files")
    monkeypatch.setenv("FORMCHECK_STORE", str(tmp_path / "clinic.db"))
    assert locate().database == tmp_path / "clinic.db"
    assert locate(f"sqlite:///{tmp_path}/other.db").files == tmp_path / "other.files"
    server = locate("postgresql+psycopg://doctor:secret@clinic.example/forms")
    assert (server.database, server.files.name) == (None, "forms.files")
    assert "secret" not in str(server)


@pytest.mark.parametrize("wanted", ["sqlite://", "sqlite:///:memory:", "://nothing"])
def test_a_place_that_cannot_keep_anything_is_refused(wanted: str) -> None:
    with pytest.raises(StoreError):
        locate(wanted)


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear colleague, " * 100, "utf-8")
    with pytest.raises(StoreError, match=r"letter\.db: not a store of formcheck"):
        open_store(str(letter))
    assert letter.read_text("utf-8").startswith("Dear colleague")


def test_records_of_a_newer_formcheck_are_not_touched(opened: Callable[[], Store]) -> None:
    with opened().database.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="of a newer formcheck"):
        opened()


def test_a_server_that_is_not_there_is_one_plain_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("FORMCHECK_STORE_FILES", str(tmp_path))
    with pytest.raises(StoreError, match="cannot be reached"):
        open_store(f"postgresql+psycopg:///nothing?host={tmp_path}")


def test_the_migrations_make_exactly_the_tables_of_today(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", "formcheck.store:migrations")
    assert ScriptDirectory.from_config(config).get_current_head() == SCHEMA
    with store.database.reading() as db:
        context = MigrationContext.configure(db.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_records_of_an_older_formcheck_stay_and_judging_again_fills_what_it_did_not_tell(
    opened: Callable[[], Store],
) -> None:
    columns, record = ("at_peaks", "in_holds"), lunge_record()
    told = record["movements"][0]["measures"]["front_knee_flexion"].copy()
    for measure in record["movements"][0]["measures"].values():
        for column in columns:
            del measure[column]
    older = with_person(opened())
    kept = older.sessions.add(lunge_session(record=record, track=lunge_track()))
    with older.database.writing() as db:
        for column in columns:
            db.execute(text(f"ALTER TABLE measures DROP COLUMN {column}"))
        db.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    older.close()
    newer = opened()
    (point,) = newer.trends.measures("P-014", measure="front_knee_flexion")
    assert (point.mean, point.at_peaks, point.in_holds) == (told["mean"], None, None)
    judge_again(newer, kept.id)
    (point,) = newer.trends.measures("P-014", measure="front_knee_flexion")
    assert (point.at_peaks, point.in_holds) == (told["at_peaks"], told["in_holds"])


def test_a_record_survives_closing_and_opening(opened: Callable[[], Store]) -> None:
    first = opened()
    kept = first.sessions.add(lunge_session(person=None))
    first.close()
    assert opened().sessions.record(kept.id)["series"] == lunge_record()["series"]
