"""The studio on the command line: ``python -m sample_videos.studio``."""

from __future__ import annotations

# Before NumPy: its threads wait for each other actively, and for products as small as ours that doubles the
# processor time of a picture.
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import cv2
import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from formcheck.analysis.scoring.markers import Flaws
from formcheck.errors import FormcheckError
from formcheck.pose.track import SUFFIX as TRACK_SUFFIX
from formcheck.pose.track import save as save_track

from .body import Body
from .catalogue import CLIPS, clip_named
from .clip import Clip, simulate
from .course import course as draw_course
from .data import body_folder
from .demonstrations import write_figures
from .exact import exact_track_of
from .gallery import make_gallery
from .record import truth_of, write_truth
from .renderer import renderer_name
from .sweep import KINDS
from .sweep import sweep as draw_sweep

if TYPE_CHECKING:
    from collections.abc import Iterable

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Render sample videos with exact truth.")
console = Console()

Out = Annotated[Path, typer.Option("--out", help="Folder for the clips and their truth.")]
TruthOnly = Annotated[bool, typer.Option("--truth-only", help="Write the truth without drawing a picture.")]


def _make(clips: Iterable[Clip], count: int, out: Path, *, truth_only: bool) -> None:
    """Make clips one after another; those that are there already are left alone."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        whole = progress.add_task("clips", total=count)
        for clip in clips:
            truth = out / f"{clip.name}.truth.json.gz"
            if not (truth.exists() and (truth_only or truth.with_name(f"{clip.name}.mp4").exists())):
                _make_one(clip, out, progress, truth_only=truth_only)
            progress.advance(whole)


def _make_one(clip: Clip, out: Path, progress: Progress, *, truth_only: bool) -> None:
    if truth_only:
        skeleton = Body(clip.person).skeleton
        out.mkdir(parents=True, exist_ok=True)
        write_truth(truth_of(clip, skeleton, simulate(clip, skeleton)), out / f"{clip.name}.truth.json.gz")
        return
    from .draw import render as draw_clip

    task = progress.add_task(clip.name, total=None)
    draw_clip(clip, out, lambda done, of: progress.update(task, completed=done, total=of))
    progress.remove_task(task)


@app.command()
def render(
    names: Annotated[list[str], typer.Argument(help="Names of clips, or 'all'.")],
    out: Out = Path("sample_videos"),
    truth_only: TruthOnly = False,
) -> None:
    """Draw clips of the catalogue."""
    wanted = list(CLIPS) if names == ["all"] else names
    _make([clip_named(name) for name in wanted], len(wanted), out, truth_only=truth_only)


@app.command()
def sweep(
    n: Annotated[int, typer.Option("--n", min=1, help="How many clips.")],
    out: Out,
    seed: Annotated[int, typer.Option("--seed", help="Draws the same clips again.")] = 7,
    kind: Annotated[str, typer.Option("--kind", help=f"What it is of: {', '.join(KINDS)}.")] = "movements",
    fps: Annotated[
        float | None, typer.Option("--fps", min=1, help="Films all at this rate, without motion blur; cheaper.")
    ] = None,
    truth_only: TruthOnly = False,
) -> None:
    """Draw random clips for measuring."""
    _make(draw_sweep(n, seed, kind=kind, fps=fps), n, out, truth_only=truth_only)


@app.command()
def course(
    out: Out,
    seed: Annotated[int, typer.Option("--seed", help="Of what differs from day to day without being meant.")] = 1,
    truth_only: TruthOnly = False,
) -> None:
    """Draw eight sessions of one person, whose form improves by known amounts."""
    clips = list(draw_course(seed))
    _make(clips, len(clips), out, truth_only=truth_only)


@app.command()
def exact(
    clips: Annotated[Path, typer.Argument(help="Folder with truth files.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for tracks, each with its truth beside it.")],
    noise: Annotated[float, typer.Option(min=0, help="Of a landmark, as a share of the trunk.")] = 0.0,
    dropouts: Annotated[float, typer.Option(min=0, max=1, help="Share of landmarks unseen.")] = 0.0,
    seed: Annotated[int, typer.Option("--seed", help="Of both.")] = 1,
) -> None:
    """Write what a pose model that is never wrong would see of clips, from their truth alone."""
    out.mkdir(parents=True, exist_ok=True)
    for truth in sorted(clips.glob("*.truth.json.gz")):
        name = truth.name.removesuffix(".truth.json.gz")
        save_track(exact_track_of(truth, Flaws(noise, dropouts, seed)), out / f"{name}{TRACK_SUFFIX}")
        shutil.copyfile(truth, out / truth.name)


@app.command(name="list")
def list_clips() -> None:
    """List the clips of the catalogue."""
    table = Table("name", "what", "about", box=None)
    for clip in CLIPS.values():
        table.add_row(clip.name, clip.title, clip.about)
    console.print(table)


@app.command()
def still(
    name: Annotated[str, typer.Argument(help="Name of a clip.")],
    at: Annotated[float, typer.Option("--at", help="Seconds from the start.")],
    out: Annotated[Path, typer.Option("--out", help="A .png or .jpg file.")],
) -> None:
    """Draw one picture of a clip."""
    from .draw import still as draw_still

    cv2.imwrite(str(out), cv2.cvtColor(draw_still(clip_named(name), at), cv2.COLOR_RGB2BGR))


@app.command()
def gallery(out: Out = Path("sample_videos")) -> None:
    """Write the README of a folder of clips, with a still of each."""
    console.print(f"{make_gallery(out)} clips")


@app.command()
def demonstrations(
    out: Annotated[Path, typer.Option("--out", help="Folder for the figures.")] = Path("routines/figures"),
) -> None:
    """Write the joints of the figures that show each movement; nothing is drawn."""
    for path in write_figures(out):
        console.print(f"{path}  {path.stat().st_size / 1024:.0f} kB", highlight=False)


@app.command()
def doctor() -> None:
    """Say whether this machine can draw, and what is missing if not."""
    checks = (("drawing off screen", renderer_name), ("body data", lambda: str(body_folder())))
    failed = False
    for what, check in checks:
        try:
            console.print(f"[green]ok[/]    {what}: {check()}", highlight=False)
        except FormcheckError as error:
            failed = True
            console.print(f"[red]no[/]    {what}: {error}", highlight=False)
    if failed:
        raise typer.Exit(1)


def main() -> None:
    """Run a command; what a user can mend is said in one line."""
    try:
        app()
    except FormcheckError as error:
        console.print(f"[red]{error}[/]", highlight=False)
        sys.exit(2)


if __name__ == "__main__":
    main()
