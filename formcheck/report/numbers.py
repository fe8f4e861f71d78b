"""The numbers of a session as a page shows them: each says in the page which row it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from formcheck.analysis.pictures import clock
from formcheck.report.wording import UNKNOWN, difference_words, number_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formcheck.report.row import Row


class Numbers:
    """Writes numbers of one session, each in an element whose ``data-row`` names its row in the CSV.

    ``data-row`` is the session's name, a colon and the row's id. ``data-field`` says which field of the row is shown
    where it is not its value. A difference names both rows, the one it is taken from first.

    Parameters
    ----------
    rows
        Of the session.
    """

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = {row.id: row for row in rows}

    def row(self, name: str) -> Row:
        """Give a row by its id.

        Raises
        ------
        KeyError
            If there is none: a page shows no number that is not a row.
        """
        return self._rows[name]

    def find(self, name: str) -> Row | None:
        """Give a row by its id; None where the session has none."""
        return self._rows.get(name)

    def value(self, name: str) -> float | None:
        """Give a row's value; None where it has none or there is no such row."""
        row = self._rows.get(name)
        return None if row is None else row.value

    def __call__(self, name: str) -> Markup:
        """Write the value of a row."""
        row = self.row(name)
        return _element(row, "value", number_words(row.value, row.unit), row.reason if row.value is None else "")

    def sure(self, name: str) -> Markup:
        """Write the value of a row with its standard uncertainty, where that is known."""
        row = self.row(name)
        if row.value is None or not row.sigma:
            return self(name)
        return Markup("{} ± {}").format(self._bare(name), _element(row, "sigma", number_words(row.sigma, row.unit)))

    def spread(self, mean: str, sd: str) -> Markup:
        """Write a mean with the standard deviation beside it, where there is one."""
        if self.value(sd) is None:
            return self(mean)
        return Markup("{} ± {}").format(self._bare(mean), self(sd))

    def _bare(self, name: str) -> Markup:
        """Write the value of a row without the word of its unit, which the number behind it has."""
        row = self.row(name)
        return _element(row, "value", number_words(row.value, row.unit).partition(" ")[0])

    def when(self, name: str) -> Markup:
        """Write when what a row tells of began, minutes and seconds."""
        row = self.row(name)
        return _element(row, "start_s", UNKNOWN if row.start_s is None else clock(row.start_s))

    def difference(self, name: str, less: str) -> Markup:
        """Write by how much one row is larger than another."""
        minuend, subtrahend = self.row(name), self.row(less)
        if minuend.value is None or subtrahend.value is None:
            return escape(UNKNOWN)
        words = difference_words(minuend.value - subtrahend.value, minuend.unit)
        larger = minuend.value > subtrahend.value and words != difference_words(0.0, minuend.unit)
        signed = f"+{words}" if larger else words
        names = " ".join(f"{row.session}:{row.id}" for row in (minuend, subtrahend))
        return Markup('<span class="n" data-row="{}" data-field="difference">{}</span>').format(
            names, signed.replace("-", "−")
        )


def _element(row: Row, field: str, words: str, why: str = "") -> Markup:
    field_words = Markup("") if field == "value" else Markup(' data-field="{}"').format(field)
    reason = Markup(' title="{}"').format(why) if why else Markup("")
    return Markup('<span class="n" data-row="{}:{}"{}{}>{}</span>').format(
        row.session, row.id, field_words, reason, words.replace("-", "−")
    )
