"""The store, opened: the people, their sessions, and what is done with both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from formcheck.errors import StoreError
from formcheck.store.audit import Audit
from formcheck.store.cabinet import Cabinet
from formcheck.store.database import Database
from formcheck.store.erasing import Eraser
from formcheck.store.location import locate
from formcheck.store.people import People
from formcheck.store.remarks import Remarks
from formcheck.store.rules import default_video_days, set_default_video_days
from formcheck.store.sessions import Sessions
from formcheck.store.trends import Trends

if TYPE_CHECKING:
    from types import TracebackType


class Store:
    """The records of a place: who did what when, and how it was judged.

    Several processes may have it open at once. ::

        with open_store() as store:
            for line in store.sessions.of("P-014"):
                print(line.id, line.done_at, line.done)

    Parameters
    ----------
    database
        Of this program's version.
    through
        With which program it is used; stands in the audit.

    Attributes
    ----------
    location
        Where it is.
    people, sessions, remarks, trends, audit
        Its parts.
    """

    def __init__(self, database: Database, through: str) -> None:
        self.location = database.location
        self._database = database
        self.cabinet = Cabinet(self.location.files)
        self.cabinet.make()
        self.audit = Audit(database, through)
        self.people = People(database)
        self.sessions = Sessions(database, self.cabinet)
        self.remarks = Remarks(database)
        self.trends = Trends(database)
        self.eraser = Eraser(database, self.cabinet, self.audit)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def database(self) -> Database:
        """The database under it, for the rooms of the store."""
        return self._database

    @property
    def video_days(self) -> int:
        """For how many days raw video of a person without a rule of their own is kept."""
        with self._database.reading() as db:
            return default_video_days(db)

    @video_days.setter
    def video_days(self, days: int) -> None:
        if days < 0:
            raise StoreError("video cannot be kept for less than no days")
        with self._database.writing() as db:
            set_default_video_days(db, days)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def open_store(wanted: str | None = None, *, through: str = "library") -> Store:
    """Open the records; where there are none yet, make them.

    What a kill has left half done is cleared up, and raw video whose days are over is deleted.

    Parameters
    ----------
    wanted
        A file or an SQLAlchemy address; None for the environment's (``FORMCHECK_STORE``), else the user's
        data folder.
    through
        With which program it is used; stands in the audit.

    Raises
    ------
    StoreError
        If it cannot be opened, is none of formcheck's, or is of a newer formcheck.
    OutputError
        If the folder of files cannot be made.
    """
    store = Store(Database(locate(wanted)), through)
    store.eraser.tidy()
    return store
