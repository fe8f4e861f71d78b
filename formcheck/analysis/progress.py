"""Telling how far a piece of work has come, without knowing who listens."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

Listener = Callable[["Stage", float, float], None]
"""Called with the stage, the seconds of media done in it, and the seconds it has in all."""


class Stage(StrEnum):
    """The stretches of an analysis that take time."""

    WATCHING = "Watching"
    DRAWING = "Drawing"


def nobody_listens(stage: Stage, done_s: float, total_s: float) -> None:
    """Take the place of a listener where there is none."""
