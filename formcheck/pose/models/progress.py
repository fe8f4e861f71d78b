"""What a person sees while a model is fetched: on the error stream, so that output stays clean."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def say(text: str) -> None:
    """Tell one line."""
    Console(stderr=True, highlight=False).print(text, markup=False, soft_wrap=True)


@contextmanager
def download_bar(size: int, done: int) -> Iterator[Callable[[int], None]]:
    """Show a bar while in the block, on a terminal only.

    Parameters
    ----------
    size
        All there is to come, bytes.
    done
        What is here already, bytes.

    Yields
    ------
    callable
        To be told how many more bytes have come.
    """
    console = Console(stderr=True)
    columns = (BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=size, completed=done)
        yield lambda count: bar.advance(task, count)


@contextmanager
def spinner(text: str) -> Iterator[None]:
    """Show that something goes on whose end is not known, on a terminal only."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as wheel:
        wheel.add_task(text)
        yield
