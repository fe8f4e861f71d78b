"""What the commands on the records have in common: options, opening, tables, how things are said."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.table import Table

if TYPE_CHECKING:
    from formcheck.store.nouns import Person, SessionLine
    from formcheck.store.store import Store

StoreOption = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar="FILE|ADDRESS",
        help="Where the records are; default: FORMCHECK_STORE, else your data folder.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
PersonArgument = Annotated[str, typer.Argument(metavar="PERSON", help="Their pseudonym, such as P-014.")]
PersonOption = Annotated[
    str | None,
    typer.Option(
        "--person",
        metavar="PSEUDONYM",
        help="Keep the session in the records of this person (formcheck people add); default: nothing is kept there.",
        show_default=False,
    ),
]
WhenOption = Annotated[
    datetime | None,
    typer.Option(
        "--when",
        formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help="When it was done, as your clock had it; default: the time of the file.",
        show_default=False,
    ),
]

THROUGH: Final = "command line"
"""What the audit calls this program."""

LIST_LENGTH: Final = 50
"""Sessions that are listed where no other number is asked for."""


def open_records(place: str | None) -> Store:
    """Open the records for a command.

    Raises
    ------
    StoreError
        If they cannot be opened.
    """
    from formcheck.store.store import open_store

    return open_store(place, through=THROUGH)


def local_time(moment: datetime) -> str:
    """Write a moment as the clock on the wall has it."""
    return moment.astimezone().strftime("%Y-%m-%d %H:%M")


def done_words(line: SessionLine) -> str:
    """Write what was done in a session: each movement once, with its sides."""
    sides: dict[str, list[str]] = {}
    for movement, side in line.done:
        known = sides.setdefault(movement, [])
        if side and side not in known:
            known.append(side)
    return ", ".join(f"{movement} ({', '.join(worked)})" if worked else movement for movement, worked in sides.items())


def people_table(people: list[Person]) -> Table:
    """Render people as a table."""
    table = _table("person", "agreed to", "sessions", "last session", "raw video")
    for person in people:
        held = [consent for consent in person.consents if consent.withdrawn_on is None]
        table.add_row(
            person.pseudonym,
            ", ".join(f"{consent.kind} {consent.version}" for consent in held) or "nothing yet",
            str(person.sessions),
            local_time(person.last_session_at) if person.last_session_at else "",
            f"kept {person.video_days} days" if person.video_days else "not kept",
        )
    return table


def sessions_table(lines: list[SessionLine]) -> Table:
    """Render sessions as a table."""
    table = _table("session", "person", "when", "source", "what was done", "judged by")
    for line in lines:
        table.add_row(
            str(line.id),
            line.person or "",
            local_time(line.done_at),
            str(line.source),
            done_words(line) or "nothing recognised",
            line.routine or "",
        )
    return table


def _table(*heads: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for head in heads:
        table.add_column(head, overflow="fold")
    return table
