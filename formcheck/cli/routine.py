"""``formcheck routine``: look at movements, check a movement file, help an editor with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from formcheck.body.measures import MEASURES
from formcheck.cli.cuetable import cue_table
from formcheck.cli.cuewords import UNIT_WORDS, interval, number, rows
from formcheck.errors import RoutineError
from formcheck.judge.loading import load_movement
from formcheck.routine.catalogue import movement_ids
from formcheck.routine.plain import movement_json_schema

if TYPE_CHECKING:
    from formcheck.routine.schema import Movement, Phase

FAULTS_CODE: Final = 2
"""Exit code when a file has faults; the same as for any other error a user can mend."""

TITLE_COLUMNS: Final = 16
"""Least width of the titles: a terminal of 80 columns has that left beside names of measures and bands."""

INFERRED_MARK: Final = "*"

NameOrFile = Annotated[str, typer.Argument(metavar="ID|FILE", help="A movement's id, or a movement file.")]

routine_app = typer.Typer(
    help="Movements: list them, look at one, check a movement file of your own.", no_args_is_help=True
)


@routine_app.command("list")
def list_movements() -> None:
    """List the movements that come with formcheck."""
    table = _table("id", "name", "about")
    for name in movement_ids():
        movement = load_movement(name)
        table.add_row(name, movement.name, movement.about)
    Console().print(table)


@routine_app.command("check")
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Movement files to check.")],
) -> None:
    """Check movement files: say what each is, or each of its faults with its line."""
    faulty = False
    for name in files:
        try:
            movement = load_movement(name)
        except RoutineError as error:
            # Without the program's name before it: editors jump to a line that begins with file:line.
            typer.echo(str(error), err=True)
            faulty = True
        else:
            typer.echo(f"{name}: {_in_short(movement)}")
    if faulty:
        raise typer.Exit(FAULTS_CODE)


@routine_app.command("show")
def show(movement: NameOrFile) -> None:
    """Show a movement: its phases, and how each cue is judged."""
    shown = load_movement(movement)
    console = Console()
    console.print(Text(shown.name, style="bold"), Text(f"({shown.id}, version {shown.version})", style="dim"))
    console.print(shown.about, highlight=False)
    console.print(f"Source: {shown.source}", style="dim", highlight=False)
    console.print(f"Camera: {shown.camera.say}\n", highlight=False)
    console.print(_phase_table(shown))
    console.print()
    console.print(_cue_table(shown))
    if any(cue.inferred for cue in shown.cues):
        console.print(f"{INFERRED_MARK} the source leaves this open; it is our choice", style="dim")


@routine_app.command("measures")
def measures() -> None:
    """List the measures that a movement file may name."""
    table = _table("measure", "after a role", "alone", "unit", "what it is")
    for name, measure in sorted(MEASURES.items()):
        ways = ("yes" if way else "" for way in (measure.of_side, measure.of_body))
        table.add_row(name, *ways, UNIT_WORDS[measure.unit].strip(), measure.about)
    Console().print(table)


@routine_app.command("cues")
def cues() -> None:
    """Print the table of all cues as Markdown: docs/cues.md is made so."""
    typer.echo(cue_table([load_movement(name) for name in movement_ids()], ()), nl=False)


@routine_app.command("schema")
def schema() -> None:
    """Print the JSON Schema of movement files, for editors."""
    typer.echo(json.dumps(movement_json_schema(), indent=2, ensure_ascii=False))


def _in_short(movement: Movement) -> str:
    phases = [f"{phase.id} × {phase.target}" if phase.target else phase.id for phase in movement.phases]
    head = f"{movement.name} ({movement.id}, version {movement.version})"
    return f"{head}: {', '.join(phases)}; {len(movement.cues)} cues"


def _table(*columns: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False, padding=(0, 2, 0, 0))
    for place, column in enumerate(columns):
        table.add_column(column, overflow="fold", no_wrap=place == 0)
    return table


def _phase_table(movement: Movement) -> Table:
    table = _table("phase", "what is wanted", "words")
    for phase in movement.phases:
        table.add_row(phase.id, _wanted(phase), phase.prompt)
    return table


def _wanted(phase: Phase) -> str:
    if phase.rep:
        least = number(phase.rep.min_excursion, phase.rep.signal)
        seconds = f"{phase.rep.min_s:g} to {phase.rep.max_s:g} s each"
        count = f"{phase.target} repetitions" if phase.target else "repetitions"
        return f"{count}: {phase.rep.signal} rises by {least} or more, {seconds}"
    if phase.hold:
        return f"stillness of {', '.join(phase.hold.still)} for {interval(phase.hold.target_s, ' s')}"
    return "the starting position"


def _cue_table(movement: Movement) -> Table:
    table = _table("cue", "title and words", "how judged", "good", "nearly")
    table.columns[1].min_width = TITLE_COLUMNS
    table.columns[2].no_wrap = True  # A measure's name that is broken in two cannot be looked up.
    for cue in movement.cues:
        head = Text(f"{cue.title}{INFERRED_MARK if cue.inferred else ''}")
        head.append(f"\n{cue.say}" if cue.say else "", style="dim")
        for place, row in enumerate(rows(cue, movement)):
            table.add_row(*((cue.ref, head) if place == 0 else ("", "")), *row)
    return table
