"""``formcheck report``: sessions as a page to be read, printed and filed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from formcheck.cli.records import StoreOption, open_records
from formcheck.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from markupsafe import Markup

    from formcheck.analysis.folder import ResultFolder
    from formcheck.report.kept import KeptSession
    from formcheck.store.store import Store

@dataclass(frozen=True, slots=True)
class _Wanted:
    """What was asked for: numbers of sessions, results folders, people."""

    sessions: tuple[int, ...]
    folders: tuple[Path, ...]
    people: tuple[str, ...]


def report(
    what: Annotated[
        list[str],
        typer.Argument(
            metavar="SESSION...|PERSON|FOLDER",
            help="Sessions by number, a person (their trend and newest session), or results folders of analyse.",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The HTML file; default: named after what it is of.")
    ] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Write it as a PDF as well (needs formcheck[pdf]).")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was written as JSON.")] = False,
    store: StoreOption = None,
) -> None:
    """Write a report: one HTML file that needs no network, to be read in two minutes, printed and filed."""
    from formcheck.report.page import report_page, write_page
    from formcheck.report.pdf import check_pdf, write_pdf

    if pdf:
        check_pdf()
    wanted = _sorted(what)
    before, sessions = _gathered(wanted, store)
    page = report_page(sessions, before)
    target = out or _default_target(wanted)
    write_page(page, target)
    written = [target]
    if pdf:
        written.append(target.with_suffix(".pdf"))
        write_pdf(page, written[-1])
    if as_json:
        from formcheck.store.exporting import as_json as in_json

        typer.echo(
            in_json({"files": [str(file) for file in written], "sessions": list(map(_line, sessions))}), nl=False
        )
    else:
        typer.echo("\n".join(["Written:", *(f"  {file}" for file in written)]))


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


def _sorted(what: Sequence[str]) -> _Wanted:
    """Tell numbers of sessions, folders and people apart."""
    sessions = tuple(int(word) for word in what if word.isdecimal())
    others = [word for word in what if not word.isdecimal()]
    folders = tuple(Path(word) for word in others if Path(word).exists())
    return _Wanted(sessions, folders, tuple(word for word in others if not Path(word).exists()))


def _gathered(wanted: _Wanted, place: str | None) -> tuple[list[Markup], list[KeptSession]]:
    """Read what was asked for; the sections that stand before the sessions, and the sessions."""
    from formcheck.analysis.folder import distinct_names
    from formcheck.report.kept import open_folder
    from formcheck.store.facts import NEUTRAL_NAME

    before: list[Markup] = []
    sessions: list[KeptSession] = []
    if wanted.sessions or wanted.people:
        with open_records(place) as records:
            for person in wanted.people:
                sessions.append(_newest(records, person))  # noqa: PERF401 - their trend joins them here
            sessions += [_kept(records, session) for session in wanted.sessions]
    names = distinct_names([Path(NEUTRAL_NAME)] * len(wanted.folders))
    sessions += [open_folder(folder, name) for folder, name in zip(wanted.folders, names, strict=True)]
    return before, sessions


def _kept(records: Store, session: int) -> KeptSession:
    """Read a session of the records, and note that it was looked at."""
    from formcheck.report.kept import open_kept
    from formcheck.store.nouns import Act

    records.audit.note(Act.VIEW, records.sessions.line(session))
    return open_kept(records, session)


def _newest(records: Store, person: str) -> KeptSession:
    """Read a person's newest session."""
    lines = records.sessions.of(person)
    if not lines:
        raise StoreError(
            "no session of this person is kept", where=person, mend=f"formcheck analyse VIDEO --person {person}"
        )
    return _kept(records, lines[-1].id)


def _default_target(wanted: _Wanted) -> Path:
    """Name the report after what it is of, so that one person's does not take the place of another's."""
    from formcheck.analysis.folder import REPORT_NAME

    if len(wanted.folders) == 1 and not wanted.sessions and not wanted.people:
        folder = wanted.folders[0]
        return (folder if folder.is_dir() else folder.parent) / REPORT_NAME
    names = [*wanted.people, *(f"session-{number}" for number in wanted.sessions)] or ["sessions"]
    return Path(f"report_{'_'.join(names)}.html")


def _line(kept: KeptSession) -> dict[str, Any]:
    return {
        "session": kept.name,
        "person": kept.person,
        "done_at": kept.done_at,
        "routine": kept.record["versions"]["routine"],
    }
