"""``formcheck rescore``: judge a track again, with other rules, with no video kept."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from formcheck.cli.analyse import (
    MovementOption,
    ProgramOption,
    SideOption,
    SummaryOption,
    check_summary_target,
    code_of,
    code_of_all,
    give_summary,
    judge,
    load_routine,
)
from formcheck.cli.errors import ExitCode, error_line
from formcheck.cli.records import StoreOption  # noqa: TC001 - Typer reads the annotations
from formcheck.cli.rescorerecords import judge_records_again
from formcheck.errors import FormcheckError

if TYPE_CHECKING:
    from formcheck.analysis.analysis import Analysis
    from formcheck.routine.program import Program
    from formcheck.routine.schema import Movement


def rescore(
    tracks: Annotated[
        list[Path] | None, typer.Argument(metavar="[TRACK...]", help="Track files.", show_default=False)
    ] = None,
    movement: MovementOption = None,
    program: ProgramOption = None,
    side: SideOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder in which <name>_rescored.json is written; default: none is.")
    ] = None,
    summary_json: SummaryOption = None,
    person: Annotated[
        str | None, typer.Option("--person", help="All sessions of this person in the records.", show_default=False)
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="All sessions in the records.")] = False,
    store: StoreOption = None,
) -> None:
    """Judge tracks again: no video and no pose model are needed.

    With --person or --all the sessions in the records are judged again, each
    by what it was judged by before, as it is today; the verdicts before are
    kept beside the new, with their versions.
    """
    if (person is not None) + everybody + bool(tracks) != 1:
        raise typer.BadParameter("give tracks, or --person, or --all")
    if not tracks:
        routine = load_routine(movement, program) if movement or program else None
        raise typer.Exit(judge_records_again(person, routine, store))
    from formcheck.analysis.folder import distinct_names
    from formcheck.analysis.summary import summary

    check_summary_target(summary_json)
    routine = load_routine(movement, program)
    console = Console(stderr=summary_json == "-")
    summaries = []
    codes = []
    for path, name in zip(tracks, distinct_names(tracks), strict=True):
        target = None if out is None else out / f"{name}_rescored.json"
        try:
            analysis = _rescore(path, routine, side.value if side else None, target, console)
        except FormcheckError as error:
            typer.echo(error_line(error), err=True)
            codes.append(ExitCode.FAILED)
        else:
            summaries.append(summary(analysis))
            codes.append(code_of(analysis))
    give_summary(summaries, summary_json, single=len(tracks) == 1)
    raise typer.Exit(code_of_all(codes))


def _rescore(
    path: Path, routine: Movement | Program, side: str | None, target: Path | None, console: Console
) -> Analysis:
    from formcheck.analysis.folder import write_session
    from formcheck.cli.terminal import analysis_text, files_text
    from formcheck.files import make_folder
    from formcheck.pose.track import load

    analysis = judge(load(path), routine, side)
    console.print(analysis_text(analysis))
    if target is not None:
        make_folder(target.parent)
        write_session(analysis, target)
        console.print(files_text([target]), soft_wrap=True)
    return analysis
