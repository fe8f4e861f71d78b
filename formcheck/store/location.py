"""Where the records are kept: a database, and a folder of files beside it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from platformdirs import user_data_path
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from formcheck.errors import StoreError

SETTING: Final = "FORMCHECK_STORE"
"""Environment variable: a file, or an address as SQLAlchemy writes it (``postgresql+psycopg://host/name``)."""

FILES_SETTING: Final = "FORMCHECK_STORE_FILES"
"""Environment variable: the folder of files; needed only where the default is not liked."""

DATABASE_NAME: Final = "records.db"

FILES_SUFFIX: Final = ".files"
"""``records.db`` has its files in ``records.files``."""


@dataclass(frozen=True, slots=True)
class Location:
    """A database and the folder of its files.

    Attributes
    ----------
    address
        Of the database, as SQLAlchemy has it.
    database
        The file of an SQLite database; None for a server.
    files
        Folder of tracks, stills and records.
    """

    address: URL
    database: Path | None
    files: Path

    def __str__(self) -> str:
        """Name the place for people, without a password."""
        return str(self.database) if self.database else self.address.render_as_string(hide_password=True)


def locate(wanted: str | None = None) -> Location:
    """Find out where the records are kept.

    Parameters
    ----------
    wanted
        A file or an SQLAlchemy address; None for the environment's (``FORMCHECK_STORE``), else the user's
        data folder.

    Raises
    ------
    StoreError
        If it is no address, or SQLite without a file.
    """
    wanted = wanted or os.environ.get(SETTING) or str(user_data_path("formcheck") / DATABASE_NAME)
    address = _address(wanted)
    files = os.environ.get(FILES_SETTING)
    if address.get_backend_name() != "sqlite":
        folder = Path(files) if files else user_data_path("formcheck") / f"{address.database}{FILES_SUFFIX}"
        return Location(address, None, folder)
    if not address.database or address.database == ":memory:" or address.query:
        raise StoreError(
            "records need a file to be kept in", where=wanted, mend="Give a file, such as records.db, or a server"
        )
    database = Path(address.database).absolute()
    return Location(
        URL.create("sqlite+pysqlite", database=str(database)),
        database,
        Path(files) if files else database.with_name(database.stem + FILES_SUFFIX),
    )


def _address(wanted: str) -> URL:
    if "://" not in wanted:
        return URL.create("sqlite", database=str(Path(wanted).expanduser()))
    try:
        return make_url(wanted)
    except ArgumentError as error:
        # The text itself is not repeated: there may be a password in it.
        raise StoreError(
            "the address of the store cannot be read", mend="Write it as postgresql+psycopg://user@host/name"
        ) from error
