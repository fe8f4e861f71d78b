"""A progress bar on stderr, with rate and time left; nothing where no terminal looks."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formcheck.analysis.progress import Listener, Stage


class _Rate(ProgressColumn):
    """How fast the media goes by: 1.0x is real time."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.1f}x", style="progress.percentage")


@contextmanager
def progress_bar(name: str) -> Iterator[Listener]:
    """Show the progress of one recording; gives the listener that the analysis tells."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, _Rate(), TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        tasks = {}

        def listen(stage: Stage, done_s: float, total_s: float) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(f"{stage.value} {name}", total=total_s)
            bar.update(tasks[stage], completed=min(done_s, total_s))

        yield listen
