"""``formcheck evaluate``: how right the program is, on clips whose truth is known."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console, Group
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from formcheck.cli.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formcheck.analysis.scoring.comparison import Moved
    from formcheck.analysis.scoring.runner import Outcome
    from formcheck.analysis.scoring.tracks import Clip
    from formcheck.pose.models import Model

    Json = Mapping[str, Any]

MOST_MOVES = 20
"""So many changed figures are printed; all of them are to be had from the two files."""


def evaluate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Clips with their truth beside them.")],
    model: Annotated[str, typer.Option("--model", help="Pose model: lite, full or heavy, or a file.")] = "full",
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=0, help="Processes at once; 0: one for each processor.")] = 0,
    work: Annotated[
        Path | None, typer.Option("--work", help="Folder where tracks are kept; default: in the user's cache.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write everything as JSON.")] = None,
    markdown_file: Annotated[Path | None, typer.Option("--markdown", help="Write the report as Markdown.")] = None,
    compare_with: Annotated[
        Path | None, typer.Option("--compare", metavar="OLD.json", help="Say what moved since this evaluation.")
    ] = None,
    markers: Annotated[
        Path | None,
        typer.Option(
            "--markers", metavar="FILE.npz", help="Count marker recordings by the example movement files too."
        ),
    ] = None,
    tracks_only: Annotated[
        bool, typer.Option("--tracks-only", help="Run no pose model: only clips with a track beside them.")
    ] = False,
) -> None:
    """Score the program on clips whose truth is known.

    A clip is NAME.mp4 or NAME.track with NAME.truth.json.gz beside it. Tracks are made once and kept, so that a
    changed judge or movement file is scored again in seconds. Ctrl-C loses nothing that is finished.
    """
    from formcheck.analysis.folder import write_json
    from formcheck.analysis.scoring.comparison import compare
    from formcheck.analysis.scoring.markdown import markdown
    from formcheck.analysis.scoring.marker_counts import marker_cases
    from formcheck.analysis.scoring.record import evaluation, read_evaluation
    from formcheck.analysis.scoring.tracks import find_clips, with_tracks
    from formcheck.files import atomic_write
    from formcheck.pose.models import find_model

    old = read_evaluation(compare_with) if compare_with else None
    found = find_clips(folder)
    clips = with_tracks(found) if tracks_only else found
    needs_model = any(clip.track is None for clip in clips)
    pose_model = find_model(model) if needs_model else None
    try:
        outcomes = _run(clips, work or _cache(), pose_model, jobs or os.cpu_count() or 1)
    except KeyboardInterrupt:
        typer.echo(
            "formcheck: stopped; the clips at hand are finished, and their tracks kept for the next run", err=True
        )
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    scored = {clip.name for clip in clips}
    cases = marker_cases(markers) if markers else None
    record = evaluation(outcomes, [clip.name for clip in found if clip.name not in scored], cases)
    if json_file:
        write_json(json_file, record)
    if markdown_file:
        with atomic_write(markdown_file) as temporary:
            temporary.write_text(markdown(record, _command(folder, model, markdown_file)), "utf-8")
    console = Console()
    console.print(report(record))
    if old is not None:
        console.print(moved_text(compare(old, record)))
    failed = sum(outcome.score is None for outcome in outcomes)
    raise typer.Exit(_code(failed, len(outcomes)))


def _code(failed: int, total: int) -> ExitCode:
    if failed == total:
        return ExitCode.FAILED
    return ExitCode.PARTLY if failed else ExitCode.DONE


def _cache() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("formcheck", appauthor=False) / "evaluate"


def _command(folder: Path, model: str, markdown_file: Path) -> str:
    """Give the command as anybody would type it: folders of this machine are left out."""
    chosen = "" if model == "full" else f" --model {Path(model).name}"
    place = markdown_file if not markdown_file.is_absolute() else markdown_file.name
    return f"formcheck evaluate {folder if not folder.is_absolute() else folder.name}{chosen} --markdown {place}"


def _run(clips: list[Clip], work: Path, model: Model | None, jobs: int) -> list[Outcome]:
    from formcheck.analysis.scoring.runner import run

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("scoring", total=len(clips))

        def told(outcome: Outcome) -> None:
            bar.advance(task)
            if outcome.trouble is not None:
                bar.console.print(f"formcheck: {outcome.trouble}", highlight=False, markup=False, soft_wrap=True)

        return run(clips, work, model, jobs, told)


def report(record: Json) -> Group:
    """Render the headline; all the rest is in the files."""
    from formcheck.analysis.scoring.figures import TARGETS
    from formcheck.analysis.scoring.words import target_text, value_text

    table = Table(title=f"{len(record['clips'])} clips", title_justify="left")
    for name, justify in (("what", "left"), ("found", "right"), ("wanted", "right"), ("", "left"), ("of", "right")):
        table.add_column(name, justify=justify)  # type: ignore[arg-type]
    for name, target in TARGETS.items():
        figure = record["figures"].get(name)
        if figure:
            mark = {True: Text("✓", "green"), False: Text("✗", "bold red"), None: Text("")}[figure["met"]]
            value = value_text(target, figure["value"])
            table.add_row(target.label, value, target_text(target), mark, f"{figure['n']:,}")
    lines = [Text(f"{len(record['misses'])} misses, told one by one in the Markdown and JSON files.", "dim")]
    if record["failed"]:
        lines.append(Text(f"{len(record['failed'])} clips could not be scored.", "bold red"))
    if record["left_out"]:
        lines.append(Text(f"{len(record['left_out'])} clips without a track were left out.", "yellow"))
    return Group(table, *lines)


def moved_text(moved: Moved) -> Group:
    """Render what moved, the worst first."""
    table = Table(title="What moved, worst first", title_justify="left")
    for name in ("what", "old", "new", ""):
        table.add_column(name, justify="left" if name == "what" else "right")
    half = MOST_MOVES // 2
    shown = moved.figures if len(moved.figures) <= MOST_MOVES else (*moved.figures[:half], *moved.figures[-half:])
    for move in shown:
        way = Text("worse", "red") if move.worse_by > 0 else Text("better", "green")
        table.add_row(move.what, f"{move.old:.3f}", f"{move.new:.3f}", way)
    hidden = len(moved.figures) - len(shown)
    lines = [Text(f"{hidden} more moved less.", "dim")] if hidden else []
    lines += [Text(f"+ {miss}", "red") for miss in moved.new_misses]
    lines += [Text(f"- {miss}", "green") for miss in moved.gone_misses]
    if moved.clips_added or moved.clips_gone:
        lines.append(Text(f"{len(moved.clips_added)} clips are new, {len(moved.clips_gone)} are gone.", "yellow"))
    return Group(table, *lines) if moved.figures else Group(Text("No figure moved."), *lines)
