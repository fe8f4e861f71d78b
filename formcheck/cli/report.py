"""``formcheck report``: sessions as a page to be read, printed and filed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formcheck.cli.chosen import ChosenArgument, chosen
from formcheck.cli.records import JsonOption, StoreOption  # noqa: TC001 - Typer reads the annotations

if TYPE_CHECKING:
    from datetime import datetime

    from markupsafe import Markup

    from formcheck.analysis.folder import ResultFolder
    from formcheck.cli.chosen import Chosen
    from formcheck.report.kept import KeptSession


def report(
    sessions: ChosenArgument,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The HTML file; default: named after what it is of.")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write it as a PDF as well (needs formcheck[pdf]).")] = False,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """Write a report: one HTML file that needs no network, to be read in two minutes, printed and filed.

    Of a person it shows their trend and the sessions of their newest day; of sessions and folders each one.
    """
    from formcheck.report.page import report_page, write_page
    from formcheck.report.pdf import check_pdf, write_pdf
    from formcheck.store.exporting import as_json as in_json
    from formcheck.store.nouns import Act

    if out is not None and out.suffix.lower() == ".pdf":
        raise typer.BadParameter("this is the HTML file; the PDF of --pdf stands beside it", param_hint="--out")
    if pdf:
        check_pdf()
    with chosen(sessions, store) as found:
        shown = list(found.of_newest_days())
        page = report_page(shown, _trends(found))
        found.note(Act.VIEW)
        target = out or _default_target(found, sessions)
    write_page(page, target)
    written = [target]
    if pdf:
        written.append(target.with_suffix(".pdf"))
        write_pdf(page, written[-1])
    if as_json:
        told = {"files": [str(file) for file in written], "sessions": [_line(kept) for kept in shown]}
        typer.echo(in_json(told), nl=False)
    else:
        typer.echo("\n".join(["Written:", *(f"  {file}" for file in written)]))


def _trends(found: Chosen) -> list[Markup]:
    """Give the trend of each person who was asked for as a whole, where there is more than one day to compare."""
    from formcheck.report.trend_page import trend_section
    from formcheck.report.trends import trend_of

    if found.store is None:
        return []
    trends = [trend_of(found.store, person.pseudonym) for person in found.people]
    return [trend_section(trend, f"person{number}") for number, trend in enumerate(trends) if len(trend.days) > 1]


def report_in_folder(folder: ResultFolder, name: str | None, person: str | None, done_at: datetime | None) -> Path:
    """Write the report of a results folder into it.

    Parameters
    ----------
    folder
        With its session.json.
    name
        Number of the session in the records; None where it is not kept there.
    person, done_at
        Whose it is and when it was done, where that is known.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    from formcheck.report.kept import open_folder
    from formcheck.report.page import report_page, write_page

    kept = open_folder(folder.path)
    told = replace(kept, name=name or kept.name, person=person, done_at=done_at)
    write_page(report_page([told]), folder.report)
    return folder.report


def _default_target(found: Chosen, words: list[str]) -> Path:
    """Name the report after what it is of, so that one person's does not take the place of another's."""
    from formcheck.analysis.folder import REPORT_NAME

    if found.store is None and len(words) == 1:
        folder = Path(words[0])
        return (folder if folder.is_dir() else folder.parent) / REPORT_NAME
    names = [person.pseudonym for person in found.people] + [f"session-{line.id}" for line in found.lines]
    return Path(f"report_{'_'.join(names) or 'sessions'}.html")


def _line(kept: KeptSession) -> dict[str, Any]:
    return {
        "session": kept.name,
        "person": kept.person,
        "done_at": kept.done_at,
        "routine": kept.record["versions"]["routine"],
    }
