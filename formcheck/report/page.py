"""The page: one HTML file of one or several sessions that needs no network, to be read and to be printed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from formcheck.analysis.summary import LIMITS
from formcheck.files import atomic_write
from formcheck.judge.verdict import Verdict
from formcheck.report.contents import contents_of
from formcheck.report.look import FONTS, PALETTE
from formcheck.report.wording import CONVENTION, UNITS, VERDICT_WORDS, measure_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from markupsafe import Markup

    from formcheck.report.kept import KeptSession


def report_page(sessions: Sequence[KeptSession], before: Sequence[Markup] = ()) -> str:
    """Make the report of sessions.

    The same sessions give the same page, byte for byte, on a machine of the same time zone.

    Parameters
    ----------
    sessions
        In the order in which they shall stand.
    before
        Finished sections that stand before them, such as a person's trend: each an HTML ``<section>``.
    """
    parts = [contents_of(kept, f"s{number}") for number, kept in enumerate(sessions, start=1)]
    return environment().get_template("report.html.j2").render(sessions=parts, before=before)


def write_page(page: str, target: Path) -> None:
    """Write a page as an HTML file, whole or not at all.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with atomic_write(target) as temporary:
        temporary.write_text(page, "utf-8")


@cache
def environment() -> Environment:
    """Give the templates of the reports, with what all of them know."""
    found = Environment(
        loader=PackageLoader("formcheck.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.globals.update(
        PALETTE=PALETTE,
        FONTS=FONTS,
        CONVENTION=CONVENTION,
        LIMITS=LIMITS,
        UNITS=UNITS,
        VERDICTS=VERDICT_WORDS,
        Verdict=Verdict,
    )
    found.filters.update(local=local_words, measure=measure_words, capital=lambda words: words[:1].upper() + words[1:])
    return found


def local_words(moment: datetime) -> str:
    """Write a moment as the clock on the wall had it."""
    local = moment.astimezone()
    return f"{local.day} {local:%B %Y, %H:%M}"
