"""``formcheck export``: sessions as CSV, JSON, TRC, MOT and Parquet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from formcheck.cli.chosen import ChosenArgument, chosen
from formcheck.cli.errors import ExitCode
from formcheck.cli.records import StoreOption  # noqa: TC001 - Typer reads the annotations

if TYPE_CHECKING:
    from formcheck.report.exports.formats import Format


def _print_schema(wanted: bool) -> None:
    if wanted:
        from formcheck.report.exports.plain_json import schema

        typer.echo(json.dumps(schema(), indent=1, ensure_ascii=False))
        raise typer.Exit


def export(
    sessions: ChosenArgument,
    to: Annotated[
        str, typer.Option("--to", metavar="FORMAT,...", help="csv, json, trc, mot, parquet, with commas between.")
    ] = "csv,json",
    out: Annotated[
        Path, typer.Option("--out", metavar="DIR", help="The folder they go to; made where missing.")
    ] = Path("formcheck-export"),
    replace: Annotated[bool, typer.Option("--replace", help="Replace the files of an earlier export.")] = False,
    store: StoreOption = None,
    schema: Annotated[  # noqa: ARG001 - the callback does it
        bool, typer.Option("--schema", callback=_print_schema, is_eager=True, help="Print the JSON Schema and end.")
    ] = False,
) -> None:
    """Export sessions for other programs: every number with its unit, its uncertainty and its frames.

    CSV and JSON hold all the sessions, a TRC (landmarks), MOT (angles) or
    Parquet (every measure over time) one each. People are named by their
    pseudonyms, and there are no pictures in it.
    """
    from formcheck.report.exports.formats import export as write
    from formcheck.store.nouns import Act

    formats = _formats(to)
    with chosen(sessions, store) as wanted:
        made = write(wanted.openers, formats, out, replace=replace, begun=lambda: wanted.note(Act.EXPORT))
    for path in made.files:
        typer.echo(path)
    for line in made.left_out:
        typer.echo(f"formcheck: left out: {line}", err=True)
    raise typer.Exit(ExitCode.PARTLY if made.left_out else ExitCode.DONE)


def _formats(words: str) -> list[Format]:
    """Read the names of formats; each is taken once."""
    from formcheck.report.exports.formats import Format

    names = dict.fromkeys(word.strip().lower() for word in words.split(",") if word.strip())
    unknown = [name for name in names if name not in set(Format)]
    if unknown or not names:
        raise typer.BadParameter(
            f"{', '.join(unknown) or 'nothing'} is no format; there are {', '.join(Format)}", param_hint="--to"
        )
    return [Format(name) for name in names]
