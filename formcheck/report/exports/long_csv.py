"""Every number of sessions as a long CSV: one row each, to be filtered and pivoted."""

from __future__ import annotations

import csv
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import UTC
from typing import TYPE_CHECKING, Final

from formcheck.files import atomic_write
from formcheck.report.row import Row
from formcheck.report.rows import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from formcheck.report.kept import KeptSession

_OF_SESSION: Final = ("session", "person", "done_at")

COLUMNS: Final = (
    *_OF_SESSION,
    *(field.name for field in fields(Row) if field.name not in {"id", "session"}),
    "id",
)
"""The columns in their order."""


@contextmanager
def csv_file(path: Path) -> Iterator[Callable[[KeptSession], None]]:
    """Write a CSV, whole or not at all: UTF-8, comma, a line feed after each row, empty where there is no value.

    Yields
    ------
    Callable[[KeptSession], None]
        Adds a session.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with atomic_write(path) as temporary, temporary.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()

        def take(session: KeptSession) -> None:
            common = {"person": session.person, "done_at": moment(session)}
            writer.writerows({**asdict(row), **common} for row in rows_of(session))

        yield take


def moment(session: KeptSession) -> str | None:
    """Write when a session was done, UTC, as ISO 8601 has it."""
    return None if session.done_at is None else session.done_at.astimezone(UTC).isoformat()
