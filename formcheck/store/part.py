"""What the parts of a store have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formcheck.store.database import Database


class Part:
    """A part of a store: what is done with some of its tables.

    Parameters
    ----------
    database
        Where they stand.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
