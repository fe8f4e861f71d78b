"""A progress bar on stderr, with rate and time left; nothing where no terminal looks. And Ctrl-C, in good time."""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

    from formcheck.analysis.progress import Listener, Stage


class _Rate(ProgressColumn):
    """How fast the media goes by: 1.0x is real time."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.1f}x", style="progress.percentage")


class StopWish:
    """Whether Ctrl-C was pressed.

    The first time it is only noted, to be heeded between two frames: raised at once it may strike inside a
    library's clean-up, where it is lost with a traceback on the screen. The second time it ends the program.
    """

    def __init__(self) -> None:
        self.wished = False

    def _note(self, number: int, stack: FrameType | None) -> None:
        if self.wished:
            signal.default_int_handler(number, stack)
        self.wished = True

    def __enter__(self) -> Self:
        # A program that a shell put in the background was told to ignore Ctrl-C, and goes on doing so.
        self._before = signal.getsignal(signal.SIGINT)
        self._listens = (
            threading.current_thread() is threading.main_thread() and self._before is signal.default_int_handler
        )
        if self._listens:
            signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        if self._listens:
            signal.signal(signal.SIGINT, self._before)


@contextmanager
def progress_bar(name: str, stop: StopWish) -> Iterator[Listener]:
    """Show the progress of one recording; gives the listener that the analysis tells.

    Between two frames it raises KeyboardInterrupt when somebody wishes to stop.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    console = Console(stderr=True)
    every = (*columns, _Rate(), TimeRemainingColumn())
    with Progress(*every, console=console, transient=True, disable=not console.is_terminal) as bar:
        tasks: dict[Stage, TaskID] = {}

        def listen(stage: Stage, done_s: float, total_s: float) -> None:
            if stage not in tasks:
                for before in tasks.values():
                    bar.update(before, visible=False)
                tasks[stage] = bar.add_task(f"{stage.value} {name}", total=total_s)
            bar.update(tasks[stage], completed=min(done_s, total_s))
            if stop.wished:
                raise KeyboardInterrupt

        yield listen
