"""``formcheck rescore --person|--all``: the sessions in the records judged again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from formcheck.cli.analyse import code_of_all
from formcheck.cli.errors import ExitCode, error_line
from formcheck.cli.records import local_time, open_records
from formcheck.errors import FormcheckError

if TYPE_CHECKING:
    from formcheck.routine.program import Program
    from formcheck.routine.schema import Movement
    from formcheck.store.rejudging import Again


def judge_records_again(person: str | None, routine: Movement | Program | None, place: str | None) -> ExitCode:
    """Judge the sessions of a person, or of everybody, again, and tell what changed.

    Parameters
    ----------
    person
        Pseudonym; None for everybody.
    routine
        By what; None for what each was judged by before, as it is today.
    place
        Where the records are.

    Raises
    ------
    StoreError
        If the records cannot be opened, or the person is not in them.
    """
    from formcheck.store.rejudging import judge_again

    codes = []
    with open_records(place) as store:
        lines = store.sessions.latest()[::-1] if person is None else store.sessions.of(person)
        for line in lines:
            try:
                again = judge_again(store, line.id, routine)
            except FormcheckError as error:
                typer.echo(error_line(error), err=True)
                codes.append(ExitCode.FAILED)
            else:
                typer.echo(f"session {line.id}  {local_time(line.done_at)}  {_words(again)}")
                codes.append(ExitCode.DONE)
    if not codes:
        typer.echo("No sessions are kept there.")
        return ExitCode.DONE
    return code_of_all(codes)


def _words(again: Again) -> str:
    if not again.kept:
        return "the same as before"
    changes = [
        f"{ref} {then or 'not there'} -> {now or 'not there'}" + (f" ({side})" if side else "")
        for _, side, ref, then, now in again.changed
    ]
    return "judged again: " + ("; ".join(changes) or "the same verdicts, newer versions")
