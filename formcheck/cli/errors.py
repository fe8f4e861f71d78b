"""Exit codes, and errors as one line."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, Final

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


IN_WORDS: Final = "It ends with 0 when all was done, 2 when nothing could be, 3 when a part was, 130 after Ctrl-C."
"""The same for the help of the commands."""


def error_line(error: FormcheckError) -> str:
    """Give the line that a person sees."""
    return f"formcheck: {error}"
