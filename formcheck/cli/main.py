"""The ``formcheck`` command."""

from __future__ import annotations

import io
import sys
from typing import Annotated

import typer

import formcheck
from formcheck.cli.analyse import analyse
from formcheck.cli.camera import camera_app
from formcheck.cli.demo import demo
from formcheck.cli.doctor import doctor
from formcheck.cli.errors import IN_WORDS, ExitCode, error_line
from formcheck.cli.evaluate import evaluate
from formcheck.cli.export import export
from formcheck.cli.live import live
from formcheck.cli.models import models_app
from formcheck.cli.people import people_app
from formcheck.cli.report import report
from formcheck.cli.rescore import rescore
from formcheck.cli.routine import routine_app
from formcheck.cli.sessions import sessions_app
from formcheck.cli.trend import compare, trend
from formcheck.errors import FormcheckError
from formcheck.pose.libraries import missing_library_error

app = typer.Typer(
    help="Checks the form of hip-mobility exercises on video. Practice feedback, not medical advice.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command(epilog=IN_WORDS)(analyse)
app.command(name="analyze", hidden=True, epilog=IN_WORDS)(analyse)
app.command(epilog=IN_WORDS)(live)
app.command(epilog=IN_WORDS)(rescore)
app.command(epilog=IN_WORDS)(export)
app.command()(report)
app.command()(demo)
app.command()(doctor)
app.command()(evaluate)
app.command()(compare)
app.command()(trend)
app.add_typer(models_app, name="models")
app.add_typer(routine_app, name="routine")
app.add_typer(camera_app, name="camera")
app.add_typer(people_app, name="people")
app.add_typer(sessions_app, name="sessions")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"formcheck {formcheck.__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options that belong to no command."""


def main() -> None:
    """Run the command line; errors a user can mend end as one line on stderr."""
    _print_whatever_comes()
    try:
        app()
    except FormcheckError as error:
        _fail(error)
    except ImportError as error:
        known = missing_library_error(error)
        if known is None:
            raise
        _fail(known)
    except KeyboardInterrupt:
        typer.echo("formcheck: stopped", err=True)
        sys.exit(ExitCode.INTERRUPTED)


def _print_whatever_comes() -> None:
    """Let a character that the terminal does not know come out as a ``?``, where it would end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _fail(error: FormcheckError) -> None:
    typer.echo(error_line(error), err=True)
    sys.exit(ExitCode.FAILED)
