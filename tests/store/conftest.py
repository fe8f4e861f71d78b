"""Empty stores, over SQLite and (with ``-m postgres``) over a PostgreSQL server as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from formcheck.store.store import open_store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from formcheck.store.store import Store
    from tests.support.postgres import Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    pytest.importorskip("psycopg")
    from tests.support.postgres import programs, running_server

    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL server on this machine: apt-get install postgresql")
    with running_server(found) as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Give the address of a store that is not there yet."""
    monkeypatch.setenv("FORMCHECK_STORE_FILES", str(tmp_path / "records" / "files"))
    if request.param == "sqlite":
        return str(tmp_path / "records" / "records.db")
    server: Server = request.getfixturevalue("server")
    return server.new_database()


@pytest.fixture
def opened(address: str) -> Iterator[Callable[[], Store]]:
    """Open the store, as often as a test likes."""
    stores: list[Store] = []

    def again() -> Store:
        stores.append(open_store(address, through="test"))
        return stores[-1]

    yield again
    for store in stores:
        store.close()


@pytest.fixture
def store(opened: Callable[[], Store]) -> Store:
    """Give an empty store."""
    return opened()
