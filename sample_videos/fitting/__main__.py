"""The fitting commands: ``python -m sample_videos.fitting``."""

from __future__ import annotations

# Before NumPy, and before the software renderer: more threads than one only wait for each other.
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("LP_NUM_THREADS", "1")

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path  # noqa: TC003 - typer reads it
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from formcheck.errors import FormcheckError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .store import Example

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Fit what is fitted from rendered truth.")
console = Console(highlight=False)

WRITTEN_EVERY = 8
"""Clips between two writes: what is drawn can be used while the rest is being drawn. So many are drawn by a process
of their own as well, because textures are given back to the machine only when a process ends."""


@app.callback()
def _commands() -> None:
    """Keep the commands' names even while there is only one."""


@app.command()
def examples(
    n: Annotated[int, typer.Option("--n", min=1, help="How many clips to take stills of.")],
    out: Annotated[
        Path, typer.Option("--out", help="A .npz file; grows while stills are drawn, and goes on if it is there.")
    ],
    seed: Annotated[int, typer.Option("--seed", help="Draws the same stills again.")] = 4001,
    model: Annotated[str, typer.Option("--model", help="Pose model: lite, full or heavy, or a file.")] = "full",
) -> None:
    """Draw random stills of the movements, with what the pose stage sees and what is so."""
    from .examples import clip_name, drawn_examples

    _go_on_drawing(drawn_examples, [clip_name(seed, number) for number in range(n)], seed, model, out, "clips")


def _go_on_drawing(
    draw: Callable[[int, list[int], Path], list[Example]],
    names: Sequence[str],
    seed: int,
    model: str,
    out: Path,
    what: str,
) -> None:
    """Draw those that are not in the file yet, a batch a process, and write the file after each batch."""
    from formcheck.pose.models import find_model

    from .store import load_examples, save_examples

    found = load_examples(out) if out.exists() else []
    there = {example.clip for example in found}
    wanted = [number for number, name in enumerate(names) if name not in there]
    out.parent.mkdir(parents=True, exist_ok=True)
    path, spawn = find_model(model).path, multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as pool:
        batches = [wanted[start : start + WRITTEN_EVERY] for start in range(0, len(wanted), WRITTEN_EVERY)]
        for drawn in pool.map(draw, repeat(seed), batches, repeat(path)):
            found += drawn
            save_examples(found, out)
            console.print(f"{len({example.clip for example in found})} of {len(names)} {what}, {len(found)} stills")


@app.command()
def accuracy(
    train: Annotated[Path, typer.Option("--train", help="Stills that are learned from.")],
    test: Annotated[Path, typer.Option("--test", help="Stills of other people and cameras.")],
    work: Annotated[Path, typer.Option("--work", help="Folder where tracks are kept.")],
    clips: Annotated[
        list[Path] | None, typer.Option("--clips", help="Recordings with truth that are learned from; may be repeated.")
    ] = None,
    unseen: Annotated[
        list[Path] | None, typer.Option("--unseen", help="Recordings of other people and cameras; may be repeated.")
    ] = None,
    fit: Annotated[
        bool, typer.Option(help="Fit and write the data file; else only show how the present one holds.")
    ] = True,
) -> None:
    """Fit how far each measure is off and how uncertain it is, and show how that holds on unseen people."""
    from formcheck.body.accuracy import DATA
    from formcheck.pose.models import find_model

    from .accuracy import accuracy_table, fit_accuracy
    from .readings import seen_frames, seen_stills
    from .store import load_examples

    model = find_model("full")
    learned, others = (
        seen_stills(load_examples(stills)) + seen_frames(folders or (), work, model, console.print)
        for stills, folders in ((train, clips), (test, unseen))
    )
    if fit:
        fit_accuracy(learned, DATA)
    console.print(accuracy_table(learned, others))


@app.command()
def backs(
    n: Annotated[int, typer.Option("--n", min=1, help="How many people to draw.")],
    out: Annotated[
        Path, typer.Option("--out", help="A .npz file; grows while stills are drawn, and goes on if it is there.")
    ],
    seed: Annotated[int, typer.Option("--seed", help="Draws the same people again.")] = 4001,
    model: Annotated[str, typer.Option("--model", help="Pose model: lite, full or heavy, or a file.")] = "full",
) -> None:
    """Draw random backs from the side, upright, flat and round, of the same people."""
    from .backs import clip_name, drawn_backs

    _go_on_drawing(drawn_backs, [clip_name(seed, number) for number in range(n)], seed, model, out, "people")


@app.command()
def rounding(
    train: Annotated[list[Path], typer.Option("--train", help="Stills that are learned from; may be given again.")],
    test: Annotated[list[Path], typer.Option("--test", help="Stills of other people and cameras.")],
    fit: Annotated[
        bool, typer.Option(help="Fit and write the data file; else only show how the present one holds.")
    ] = True,
) -> None:
    """Fit how a bent back looks, and show how well round is told from flat on people it never saw."""
    from formcheck.body.back.bend import NUMBERS, fitted
    from formcheck.files import atomic_write

    from .rounding import as_toml, fit_all, samples_of
    from .rounding_score import score_table
    from .store import load_examples

    learned, unseen = (samples_of(e for path in paths for e in load_examples(path)) for paths in (train, test))
    models = fit_all(learned) if fit else fitted()
    if fit:
        people = len({sample.clip for sample in learned})
        with atomic_write(NUMBERS) as temporary:
            temporary.write_text(as_toml(models, people, len(learned)), encoding="utf-8")
    console.print(score_table(models, {"learned from": learned, "unseen": unseen}))


@app.command()
def soles(
    clips: Annotated[list[Path], typer.Argument(help="Folders of clips with their truth beside them.")],
    work: Annotated[Path, typer.Option("--work", help="Folder where tracks are kept.")],
    fit: Annotated[bool, typer.Option(help="Fit and write the data file; else only show.")] = True,
) -> None:
    """Fit how far the ankle of a raised foot is off where it is read by the sole."""
    from formcheck.body.accuracy import DATA
    from formcheck.pose.models import find_model

    from .soles import fit_soles, sole_errors, sole_table

    found = sole_errors(clips, work, find_model("full"), console.print)
    if fit:
        fit_soles(found, DATA)
    console.print(sole_table(found))


@app.command()
def video(
    clips: Annotated[Path, typer.Argument(help="Folder of clips with their truth beside them.")],
    work: Annotated[Path, typer.Option("--work", help="Folder where tracks are kept.")],
    fit: Annotated[bool, typer.Option(help="Note the factors that hold; else only show.")] = False,
) -> None:
    """Show how the stated uncertainty holds in recordings, and widen it where both halves of the clips ask for it."""
    from formcheck.body.accuracy import DATA
    from formcheck.pose.models import find_model

    from .accuracy import widen
    from .video import clip_errors, factors, video_table

    found = clip_errors(clips, work, find_model("full"), console.print)
    console.print(video_table(found))
    held = factors(found)
    console.print(f"factors that both halves of the clips bear out: {held}")
    if fit:
        widen(held, DATA)


@app.command()
def bands(
    clips: Annotated[list[Path], typer.Argument(help="Folders of clips with their truth beside them.")],
    work: Annotated[Path, typer.Option("--work", help="Folder where tracks are kept.")],
    fit: Annotated[bool, typer.Option(help="Write the data file; else only show what it would hold.")] = True,
) -> None:
    """Measure how far apart the same form comes out in two recordings: what trends call a change is more than that."""
    from formcheck.pose.models import find_model

    from .bands import bands_record, bands_table, set_errors, write_bands

    model = find_model("full")
    found = [each for folder in clips for each in set_errors(folder, work, model, console.print)]
    record = bands_record(found, clips)
    if fit:
        write_bands(record)
    console.print(bands_table(record))


@app.command()
def course(
    clips: Annotated[Path, typer.Argument(help="Folder of the course: python -m sample_videos.studio course.")],
    work: Annotated[Path, typer.Option("--work", help="Folder where tracks are kept.")],
    out: Annotated[Path, typer.Option("--out", help="A .json.gz file.")],
) -> None:
    """Judge the sessions of the studio's course, and write their summaries with the true figures beside them."""
    from formcheck.pose.models import find_model

    from .course import course_sessions, write_sessions

    write_sessions(course_sessions(clips, work, find_model("full"), console.print), out)


def main() -> None:
    """Run a command; what a user can mend is said in one line."""
    try:
        app()
    except FormcheckError as error:
        console.print(f"[red]{error}[/]")
        sys.exit(2)


if __name__ == "__main__":
    main()
