"""``formcheck rescore``: judge a track again, with other rules, with no video kept."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - Typer reads the annotations
from typing import Annotated

import typer
from rich.console import Console

from formcheck.cli.analyse import (
    DEFAULT_MOVEMENT,
    MovementOption,
    SideOption,
    SummaryOption,
    check_summary_target,
    give_summary,
)
from formcheck.cli.errors import ExitCode


def rescore(
    tracks: Annotated[list[Path], typer.Argument(metavar="TRACK...", help="Track files.", show_default=False)],
    movement: MovementOption = DEFAULT_MOVEMENT,
    side: SideOption = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder in which <name>_rescored.json is written; default: none is.")
    ] = None,
    summary_json: SummaryOption = None,
) -> None:
    """Judge tracks again: no video and no pose model are needed."""
    from formcheck.analysis.analysis import judge_track
    from formcheck.analysis.folder import write_session
    from formcheck.analysis.summary import summary
    from formcheck.cli.terminal import analysis_text, files_text
    from formcheck.files import make_folder
    from formcheck.judge.loading import load_movement
    from formcheck.pose.track import load

    check_summary_target(summary_json)
    loaded = load_movement(movement)
    console = Console(stderr=summary_json == "-")
    summaries = []
    complete = True
    for path in tracks:
        analysis = judge_track(load(path), loaded, side.value if side else None)
        console.print(analysis_text(analysis))
        if out is not None:
            target = make_folder(out) / f"{path.stem}_rescored.json"
            write_session(analysis, target)
            console.print(files_text([target]), soft_wrap=True)
        summaries.append(summary(analysis))
        complete = complete and analysis.track.header.trouble is None and analysis.frames_with_person > 0
    give_summary(summaries, summary_json, single=len(tracks) == 1)
    raise typer.Exit(ExitCode.DONE if complete else ExitCode.PARTLY)
