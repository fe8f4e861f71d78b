"""One process at a time, held by the operating system so that no lock outlives its process."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Final

from formcheck.pose.models.attempt import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_TRY_S: Final = 0.2  # how long SQLite waits at a stretch, during which Ctrl-C is not heard
_PATIENCE_S: Final = 1200.0  # longer than the slowest fetch that is not given up by itself


@contextmanager
def locked(path: Path, on_wait: Callable[[], None]) -> Iterator[None]:
    """Hold a lock while in the block; the lock of a process that died is free.

    A lock of SQLite's is used since it is the same on every system that Python runs on, without a
    stale lock file to be told from a live one. Nothing is ever written to the file.

    Parameters
    ----------
    path
        The lock file; it stays there, empty.
    on_wait
        Called once when somebody else holds the lock.

    Raises
    ------
    FetchError
        The lock could not be had.
    """
    try:
        connection = sqlite3.connect(path, timeout=_TRY_S, isolation_level=None)
        with closing(connection):
            _acquire(connection, on_wait)
            yield
    except sqlite3.Error as error:
        raise FetchError(f"no lock in {path.parent} ({error})") from error


def _acquire(connection: sqlite3.Connection, on_wait: Callable[[], None]) -> None:
    give_up = time.monotonic() + _PATIENCE_S
    waiting = False
    while True:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > give_up:
                raise
        else:
            return
        if not waiting:
            on_wait()
            waiting = True
