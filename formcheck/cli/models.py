"""``formcheck models``: which pose models there are, and how one comes by them."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from formcheck.errors import ModelError
from formcheck.pose.models import (
    DEFAULT_MODEL,
    add_model,
    added_models,
    cache_folder,
    find_local_model,
    find_model,
    load_manifest,
)

models_app = typer.Typer(help="The pose models: list them, fetch one, add one from a file.", no_args_is_help=True)


@dataclass(frozen=True, slots=True)
class _Line:
    """A model in the list.

    Attributes
    ----------
    size, licence, address
        None for one that was added on trust, of which nothing is known.
    path, sha256, source
        Of the bundle on this machine; None where there is none.
    problem
        Why the bundle on this machine is refused; None where nothing is wrong.
    """

    name: str
    size: int | None
    licence: str | None
    address: str | None
    path: str | None
    sha256: str | None
    source: str | None
    problem: str | None


@models_app.command("list")
def list_models(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """List the pose models and where each lies on this machine."""
    lines = [_line(name) for name in (*load_manifest(), *added_models())]
    if as_json:
        typer.echo(json.dumps([asdict(line) for line in lines], indent=2))
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("model", no_wrap=True)
    table.add_column("size", justify="right", no_wrap=True)
    table.add_column("licence", no_wrap=True)
    table.add_column("where", overflow="fold")
    for line in lines:
        name = f"{line.name} (default)" if line.name == DEFAULT_MODEL else line.name
        size = "" if line.size is None else f"{line.size / 1e6:.1f} MB"
        where = line.path or line.problem or "not here"
        table.add_row(name, size, line.licence or "not known", where)
    console = Console()
    console.print(table)
    console.print(f"\nModels are kept in {cache_folder()}", style="dim", soft_wrap=True, highlight=False)


@models_app.command("get")
def get(name: Annotated[str, typer.Argument(help="lite, full or heavy.")] = DEFAULT_MODEL) -> None:
    """Fetch a pose model, unless it is here already, and print where it is."""
    typer.echo(find_model(name).path)


@models_app.command("add")
def add(
    file: Annotated[Path, typer.Argument(help="A pose bundle (.task) that you got in another way.")],
    trust: Annotated[bool, typer.Option("--trust", help="Take it though formcheck does not know its hash.")] = False,
) -> None:
    """Take a pose model from a file; it is checked by its hash."""
    model = add_model(file, trust=trust)
    typer.echo(f"Kept as {model.path}; use it with --model {model.name}")


def _line(name: str) -> _Line:
    entry = load_manifest().get(name)
    size, licence, address = (None,) * 3 if entry is None else (entry.size, entry.licence, entry.address)
    try:
        model = find_local_model(name)
    except ModelError as error:
        problem = None if error.where == f"model {name}" else str(error)
        return _Line(name, size, licence, address, None, None, None, problem)
    here = model.path.stat().st_size
    return _Line(name, here, licence, address, str(model.path), model.sha256, model.source, None)
