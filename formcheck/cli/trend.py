"""``formcheck trend`` and ``formcheck compare``: what changed over sessions, told only where it can be measured."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from formcheck.cli.records import JsonOption, PersonArgument, StoreOption, open_records

HtmlOption = Annotated[
    Path | None, typer.Option("--html", metavar="FILE", help="Write a page as well.", show_default=False)
]
SessionArgument = Annotated[int, typer.Argument(help="Number of a session (formcheck sessions list).")]


def trend(
    person: PersonArgument,
    movement: Annotated[
        str | None, typer.Option("--movement", metavar="ID", help="Only this movement.", show_default=False)
    ] = None,
    side: Annotated[str | None, typer.Option("--side", help="Only left, right or both.", show_default=False)] = None,
    measure: Annotated[
        str | None,
        typer.Option(
            "--measure", help="Only this measure; range, held and reps are measures, too.", show_default=False
        ),
    ] = None,
    as_json: JsonOption = False,
    html: HtmlOption = None,
    store: StoreOption = None,
) -> None:
    """Show what changed over a person's sessions: what is larger than the measured error, and which side moves less."""
    from formcheck.cli.trendtables import trend_text
    from formcheck.report.trend_data import trend_data
    from formcheck.report.trends import trend_of
    from formcheck.store.exporting import as_json as in_json
    from formcheck.store.nouns import Act

    with open_records(store) as records:
        found = trend_of(records, person, movement=movement, side=side, measure=measure)
        records.audit.note(Act.VIEW, records.people.get(person))
    if html is not None:
        from formcheck.report.page import write_page
        from formcheck.report.trend_page import trend_page

        write_page(trend_page(found), html)
    if as_json:
        typer.echo(in_json(trend_data(found)), nl=False)
    else:
        Console(highlight=False).print(trend_text(found))


def compare(
    one: SessionArgument,
    other: SessionArgument,
    as_json: JsonOption = False,
    html: HtmlOption = None,
    store: StoreOption = None,
) -> None:
    """Show two sessions side by side, the older one first: what differs by more than the measured error."""
    from formcheck.cli.trendtables import comparison_text
    from formcheck.report.comparing import compare_sessions
    from formcheck.report.trend_data import comparison_data
    from formcheck.store.exporting import as_json as in_json
    from formcheck.store.nouns import Act

    with open_records(store) as records:
        found = compare_sessions(records, one, other)
        for session in (found.before, found.after):
            records.audit.note(Act.VIEW, session)
    if html is not None:
        from formcheck.report.page import write_page
        from formcheck.report.trend_page import comparison_page

        write_page(comparison_page(found), html)
    if as_json:
        typer.echo(in_json(comparison_data(found)), nl=False)
    else:
        Console(highlight=False).print(comparison_text(found))
