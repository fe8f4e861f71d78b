"""Exit codes, and errors as one line."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formcheck.errors import FormcheckError


class ExitCode(IntEnum):
    """What the program ends with."""

    DONE = 0
    """All was done."""
    FAILED = 2
    """Nothing could be done; a line on stderr says what, where and what to do."""
    PARTLY = 3
    """A result was written, but not of everything: a broken tail, nobody seen, one of several files."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C; what was done by then is kept."""


def error_line(error: FormcheckError) -> str:
    """Give the line that a person sees."""
    return f"formcheck: {error}"
