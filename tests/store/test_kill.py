"""kill -9 at any moment: the store opens, has lost no committed session, and shows no half one."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from formcheck.store.store import Store, open_store

TOP = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the writers are split off with fork")


@pytest.mark.parametrize("kills", [5, pytest.param(100, marks=pytest.mark.slow)])
def test_a_kill_loses_no_committed_session_and_shows_no_half_one(tmp_path: Path, kills: int) -> None:
    address = str(tmp_path / "records.db")
    open_store(address).close()
    committed: set[int] = set()
    whole: set[int] = set()
    command = [sys.executable, "-m", "tests.store.writer", address, str(tmp_path / "still.jpg"), str(kills), "0.3"]
    with subprocess.Popen(
        command, cwd=TOP, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as writers:
        assert writers.stdin is not None
        assert writers.stdout is not None
        for _ in range(kills):
            for told in writers.stdout.readline().split():
                _remember(told, committed)
            whole = _check(address, committed, whole)
            writers.stdin.write("\n")
            writers.stdin.flush()
    assert writers.returncode == 0
    _check(address, committed, set())
    assert committed


def _remember(told: str, committed: set[int]) -> None:
    """Take in what a writer told: kept; or about to be deleted, so that it may be there or not."""
    sign, number = told[0], int(told[1:])
    if sign == "+":
        committed.add(number)
    else:
        committed.discard(number)


def _check(address: str, committed: set[int], whole: set[int]) -> set[int]:
    """Look at what is shown, file by file where it was not among the whole ones before; give all that are whole."""
    with open_store(address) as store:
        shown = {line.id for line in store.sessions.latest()}
        assert committed <= shown, "a committed session is lost"
        for number in shown - whole:
            _check_whole(store, number)
        _check_no_others(store)
        return shown


def _check_whole(store: Store, number: int) -> None:
    found = store.sessions.get(number)
    assert found.summary["movements"]
    assert store.sessions.record(number)["series"]
    assert len(found.files) == 2
    for file in found.files:
        assert hashlib.sha256(file.path.read_bytes()).hexdigest() == file.sha256


def _check_no_others(store: Store) -> None:
    """Nothing lies in the folder that no session has; earlier records of sessions judged again belong to them."""
    keys = {line.key for line in store.sessions.latest()}
    assert {path.name for path in store.location.files.iterdir()} - {".marks"} == keys
    assert store.cabinet.marked() == []
    assert not [path for path in store.location.files.rglob("*") if path.name.startswith((".part-", "new."))]
