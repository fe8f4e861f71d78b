"""That a session is under way: a lock beside its journal, held by the operating system.

As for models (`pose/models/lock.py`) it is a lock of SQLite's: the same on every system, and free as soon as its
process is dead, however that died.
"""

from __future__ import annotations

import contextlib
import sqlite3
from typing import TYPE_CHECKING, Final

from formcheck.errors import OutputError, TrackError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIX: Final = ".lock"


@contextlib.contextmanager
def held(journal: Path) -> Iterator[None]:
    """Be the only one to work on a session while in the block.

    Parameters
    ----------
    journal
        The session's; it need not be there yet, its folder has to be.

    Raises
    ------
    TrackError
        If another process works on it.
    OutputError
        If the lock cannot be made.
    """
    path = journal.with_suffix(SUFFIX)
    try:
        connection = sqlite3.connect(path, timeout=0.0, isolation_level=None)
    except sqlite3.Error as error:
        raise OutputError(f"no lock can be made there ({error})", where=journal.parent) from error
    with contextlib.closing(connection):
        _take(connection, journal)
        try:
            yield
        finally:
            _remove(path)
    _remove(path)  # Windows removes no open file.


def is_held(journal: Path) -> bool:
    """Tell whether some process works on a session now."""
    path = journal.with_suffix(SUFFIX)
    if not path.exists():
        return False
    with contextlib.closing(sqlite3.connect(path, timeout=0.0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            return _is_busy(error)
    return False


def _take(connection: sqlite3.Connection, journal: Path) -> None:
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.Error as error:
        if _is_busy(error):
            raise TrackError(
                "this session is still running", where=journal.parent, mend="End it in its own window first"
            ) from error
        raise OutputError(f"no lock can be made there ({error})", where=journal.parent) from error


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
