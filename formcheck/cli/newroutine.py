"""``formcheck routine new``: a movement file to begin with, its keys explained in it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final

import typer

from formcheck.errors import RoutineError
from formcheck.resources import resource

SUFFIX: Final = ".toml"


def new(
    name: Annotated[str, typer.Argument(metavar="FILE", help="The movement file to write, such as my-squat.toml.")],
) -> None:
    """Write a movement file to begin with: ten bends of the knee, every key explained."""
    file = Path(name)
    if file.suffix != SUFFIX:
        raise RoutineError("is no name of a movement file", where=file, mend=f"Let it end in {SUFFIX}")
    identifier = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "my-movement"
    template = resource("routines", "templates", "new.toml").read_text(encoding="utf-8")
    text = template.format(id=identifier, name=identifier.replace("-", " ").capitalize())
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except FileExistsError as error:
        raise RoutineError("is there already", where=file, mend="Choose another name; nothing was changed") from error
    except OSError as error:
        raise RoutineError(f"cannot be written ({error.strerror or error})", where=file) from error
    typer.echo(f"Written: {file}. Change it, then: formcheck routine check {file}")
