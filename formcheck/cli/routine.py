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
from formcheck.cli.newroutine import new
from formcheck.errors import RoutineError
from formcheck.judge.loading import load_movement, load_program
from formcheck.routine.catalogue import movement_ids, movement_path, read_table
from formcheck.routine.plain import movement_json_schema, program_json_schema
from formcheck.routine.program import DEFAULT_PROGRAM, Program, program_ids
from formcheck.routine.program_schema import is_program

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.routine.cues import Cue
    from formcheck.routine.schema import Movement, Phase

FAULTS_CODE: Final = 2
"""Exit code when a file has faults; the same as for any other error a user can mend."""

TITLE_COLUMNS: Final = 16
"""Least width of the titles: a terminal of 80 columns has that left beside names of measures and bands."""

INFERRED_MARK: Final = "*"

NameOrFile = Annotated[str, typer.Argument(metavar="ID|FILE", help="The id of a movement or a program, or a file.")]

routine_app = typer.Typer(
    help="Movements and programs: list them, look at one, check a file of your own.", no_args_is_help=True
)
routine_app.command("new")(new)


@routine_app.command("list")
def list_movements() -> None:
    """List the movements and the programs that come with formcheck."""
    console = Console()
    for head, ids, load in (("movement", movement_ids(), load_movement), ("program", program_ids(), load_program)):
        table = _table(head, "name", "about")
        for name in ids:
            listed: Movement | Program = load(name)
            table.add_row(name, listed.name, listed.about)
        console.print(table)


@routine_app.command("check")
def check(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help="Movement and program files to check.")],
) -> None:
    """Check movement and program files: say what each is, or each of its faults with its line."""
    faulty = False
    for name in files:
        try:
            checked = load_either(name)
        except RoutineError as error:
            # Without the program's name before it: editors jump to a line that begins with file:line.
            typer.echo(str(error), err=True)
            faulty = True
        else:
            short = _program_in_short(checked) if isinstance(checked, Program) else _in_short(checked)
            typer.echo(f"{name}: {short}")
    if faulty:
        raise typer.Exit(FAULTS_CODE)


@routine_app.command("show")
def show(movement: NameOrFile) -> None:
    """Show a movement or a program: its phases or steps, and how each cue is judged."""
    shown = load_either(movement)
    console = Console()
    if isinstance(shown, Program):
        _show_program(shown, console)
        return
    console.print(Text(shown.name, style="bold"), Text(f"({shown.id}, version {shown.version})", style="dim"))
    console.print(shown.about, highlight=False)
    console.print(f"Source: {shown.source}", style="dim", highlight=False)
    console.print(f"Camera: {shown.camera.say}\n", highlight=False)
    console.print(_phase_table(shown))
    console.print()
    console.print(_cue_table(shown.cues, shown))
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
    program = load_program(DEFAULT_PROGRAM)
    typer.echo(cue_table(program.movements, program.cues), nl=False)


@routine_app.command("schema")
def schema(
    program: Annotated[bool, typer.Option("--program", help="Of program files instead.")] = False,
) -> None:
    """Print the JSON Schema of movement files, for editors."""
    described = program_json_schema() if program else movement_json_schema()
    typer.echo(json.dumps(described, indent=2, ensure_ascii=False))


def load_either(name: str) -> Movement | Program:
    """Load a movement or a program by its id or its file.

    Raises
    ------
    RoutineError
        If there is none of that name, or the file has faults.
    """
    if name in program_ids():
        return load_program(name)
    path = movement_path(name)
    return load_program(path) if is_program(read_table(path)[0]) else load_movement(name)


def _program_in_short(program: Program) -> str:
    steps = ", ".join(movement.id for movement in program.movements)
    return f"{program.name} ({program.id}, version {program.version}): {steps}; {len(program.cues)} cues"


def _show_program(program: Program, console: Console) -> None:
    console.print(Text(program.name, style="bold"), Text(f"({program.id}, version {program.version})", style="dim"))
    console.print(program.about, highlight=False)
    console.print(f"Source: {program.file.source}", style="dim", highlight=False)
    console.print(f"{program.file.disclaimer}\n", style="dim", highlight=False)
    steps = _table("step", "sides", "rest before the next")
    for step, movement in zip(program.file.steps, program.movements, strict=True):
        steps.add_row(movement.id, ", then ".join(program.sides_of(movement)), interval(step.rest_s, " s"))
    console.print(steps)
    console.print()
    console.print(_cue_table(program.cues, None))


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


def _cue_table(cues: Sequence[Cue], movement: Movement | None) -> Table:
    table = _table("cue", "title and words", "how judged", "good", "nearly")
    table.columns[1].min_width = TITLE_COLUMNS
    table.columns[2].no_wrap = movement is not None  # A measure's name that is broken in two cannot be looked up.
    for cue in cues:
        head = Text(f"{cue.title}{INFERRED_MARK if cue.inferred else ''}")
        head.append(f"\n{cue.say}" if cue.say else "", style="dim")
        for place, row in enumerate(rows(cue, movement)):
            table.add_row(*((cue.ref, head) if place == 0 else ("", "")), *row)
    return table
