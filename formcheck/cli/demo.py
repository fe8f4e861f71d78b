"""``formcheck demo``: the main job on a clip that comes with the program."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from formcheck.cli.analyse import analyse
from formcheck.resources import resource

CLIP: Final = ("sample_videos", "kneeling_lunge_lean30.mp4")
"""A rendered kneeling lunge with a fault in it, so that there is something to see."""

MOVEMENT: Final = "kneeling-lunge"


def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder for the results.")] = Path("demo"),
) -> None:
    """Analyse a bundled clip, and say where the annotated video and the report are."""
    clip = resource(*CLIP)
    typer.echo(f"Analysing {clip.name}, a rendered clip that comes with formcheck. Nothing leaves this machine.")
    analyse([clip], movement=MOVEMENT, out=out, report=True)
