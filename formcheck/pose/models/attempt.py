"""One way to come by a model that did not work out."""

from __future__ import annotations


class FetchError(Exception):
    """An attempt failed; the text says why in a short clause.

    It never reaches a user by itself: the next way is tried, and when there is none left the clauses of
    all attempts are put together into one `ModelError`.
    """
