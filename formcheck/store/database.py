"""The database under the store: opened, brought up to date, read and written by several processes at a time."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import create_engine, event, text
from sqlalchemy.exc import DBAPIError, NoSuchModuleError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.orm import Session

from formcheck.errors import StoreError
from formcheck.store.tables import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Engine

    from formcheck.store.location import Location

WAIT_S: Final = 30.0
"""How long a writer waits for another; one session is written in some hundredths of a second."""

_WRITER: Final = 0x666F726D
"""The number of PostgreSQL's advisory lock that a writer holds: "form"."""

_SETUP_TRIES: Final = 50
_SETUP_PAUSE_S: Final = 0.1
"""SQLite does not wait by itself when two processes switch a new file to write-ahead at once."""

_FOLDER_MODE: Final = 0o700
"""Records of health are their owner's alone."""

_PRAGMAS: Final = {
    "busy_timeout": round(WAIT_S * 1000),
    "foreign_keys": "ON",
    "synchronous": "FULL",  # A committed session is on the disk even when the power fails.
    "secure_delete": "ON",  # What is deleted is overwritten.
    "temp_store": "MEMORY",  # Nothing of a person in the temporary folder.
}


class BusyError(Exception):
    """Another process is writing, and it was not to be waited for."""


class Database:
    """A database that is there, of this program's version.

    Parameters
    ----------
    location
        From :func:`formcheck.store.location.locate`. A database that is not there is made.

    Raises
    ------
    StoreError
        If it cannot be opened or made, is none of formcheck's, or was made by a newer formcheck.
    """

    def __init__(self, location: Location) -> None:
        self.location = location
        with self._in_plain_words():
            self._engine = self._open()
            if self._version() != SCHEMA:
                self._bring_up_to_date()

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file of SQLite, and not a server."""
        return self.location.database is not None

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that sees the database as it is now, whatever others write meanwhile.

        Raises
        ------
        StoreError
            If the database fails.
        """
        with (
            self._in_plain_words(),
            self._engine.connect() as connection,
            connection.begin(),
            Session(connection) as db,
        ):
            yield db

    @contextlib.contextmanager
    def writing(self, *, wait: bool = True) -> Iterator[Session]:
        """Give a session that is the only one to write; committed when the block ends well.

        Parameters
        ----------
        wait
            Whether to wait for another writer.

        Raises
        ------
        BusyError
            If another is writing and was not to be waited for.
        StoreError
            If the database fails, or another writes for more than `WAIT_S`.
        """
        with (
            self._in_plain_words(),
            self._engine.connect() as connection,
            self._alone(connection, wait=wait),
            Session(connection, expire_on_commit=False) as db,
        ):
            yield db
            db.flush()

    def wipe(self) -> None:
        """Overwrite or give back all that deleted rows have left: free pages, the write-ahead file.

        Raises
        ------
        StoreError
            If another process reads or writes all the while.
        """
        with self._in_plain_words():
            if not self.is_sqlite:
                with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.execute(text("VACUUM FULL"))
                return
            with contextlib.closing(self._engine.raw_connection()) as pooled:
                driver: Any = pooled.driver_connection
                driver.execute("VACUUM")
                (blocked, *_) = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if blocked:
                raise StoreError(
                    "cannot be cleared while another program reads it", where=self.location, mend="Close that first"
                )

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def _open(self) -> Engine:
        if self.location.database is not None:
            with contextlib.suppress(OSError):  # SQLite then says that it cannot open the file.
                self.location.database.parent.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        engine = create_engine(self.location.address, hide_parameters=True)
        if self.is_sqlite:
            event.listen(engine, "connect", _set_up)
            event.listen(engine, "begin", _begin)
        return engine

    @contextlib.contextmanager
    def _alone(self, connection: Connection, *, wait: bool) -> Iterator[None]:
        """Begin a transaction in which no other process writes."""
        if self.is_sqlite:
            _set_patience(connection, WAIT_S if wait else 0.0)
            try:
                transaction = connection.execution_options(formcheck_writes=True).begin()
            except OperationalError as error:
                if not wait and "locked" in str(error.orig):
                    raise BusyError from error
                raise
            finally:
                _set_patience(connection, WAIT_S)
            with transaction:
                yield
            return
        with connection.begin():
            if wait:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _WRITER})
            elif not connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": _WRITER}):
                raise BusyError
            yield

    def _version(self) -> str | None:
        """Read which version the database says it is of; None for an empty one."""
        with self._engine.connect() as connection, connection.begin():
            try:
                found = connection.scalar(text("SELECT version_num FROM alembic_version"))
            except (OperationalError, ProgrammingError) as error:
                if "alembic_version" in str(error.orig):
                    return None
                raise
            return None if found is None else str(found)

    def _bring_up_to_date(self) -> None:
        # Imported here: it takes a fifth of a second, and is needed once in a version's life.
        from alembic import command
        from alembic.config import Config
        from alembic.util import CommandError

        config = Config()
        config.set_main_option("script_location", "formcheck.store:migrations")
        with self._engine.connect() as connection, self._alone(connection, wait=True):
            config.attributes["connection"] = connection
            try:
                command.upgrade(config, "head")
            except CommandError as error:
                raise StoreError(
                    "these records are of a newer formcheck", where=self.location, mend="Install the newer one"
                ) from error

    @contextlib.contextmanager
    def _in_plain_words(self) -> Iterator[None]:
        """Say what a database complains of as a person understands it."""
        try:
            yield
        except (NoSuchModuleError, ModuleNotFoundError) as error:
            raise StoreError(
                "no driver for this kind of database is installed",
                where=self.location,
                mend="For PostgreSQL: pip install 'formcheck[postgres]'",
            ) from error
        except (SQLAlchemyError, sqlite3.Error) as error:
            said = str(error.orig) if isinstance(error, DBAPIError) else str(error)
            what, mend = _plain(said)
            raise StoreError(what, where=self.location, mend=mend) from error


_COMPLAINTS: Final = (
    ("locked", "another program is writing the records", "Try again in a moment"),
    ("not a database", "not a store of formcheck", "Choose another file, or none for a new one"),
    ("malformed", "the store is damaged", "Put back a backup; docs/records.md tells how"),
    ("unable to open", "the store cannot be opened", "Choose a folder of your own"),
    ("readonly", "the store can only be read", "Choose a folder of your own"),
    ("disk is full", "the disk is full", "Free some space"),
    ("connection", "the database server cannot be reached", "Check its address, and that it runs"),
)
"""Words in what a database says; what is wrong; what to do."""


def _plain(said: str) -> tuple[str, str | None]:
    for word, what, mend in _COMPLAINTS:
        if word in said:
            return what, mend
    return f"the database refuses ({said.splitlines()[0]})", None


def _set_up(connection: Any, record: object) -> None:
    """Set a new SQLite connection up; transactions are begun by `_begin` and not by the driver."""
    del record
    connection.isolation_level = None
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}")
    for _ in range(_SETUP_TRIES):
        try:
            if connection.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal":
                return
        except connection.OperationalError as error:
            if "locked" not in str(error):
                raise
        time.sleep(_SETUP_PAUSE_S)


def _set_patience(connection: Connection, wait_s: float) -> None:
    """Say how long SQLite waits for another writer; asked of the driver itself, since a transaction has not begun."""
    driver: Any = connection.connection.driver_connection
    driver.execute(f"PRAGMA busy_timeout = {round(wait_s * 1000)}")


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("formcheck_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
