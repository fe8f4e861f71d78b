"""Memory that lies free inside the process is given back to the system now and then.

Pictures and poses are made on one thread and let go on another, and between them small things stay. glibc keeps what
becomes free so in its heaps, more and more of it: after two minutes of a session 30 MB, while what is used grew by 1.
"""

from __future__ import annotations

import ctypes
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

EVERY_S: Final = 60.0
"""Giving 40 MB back takes some 3 ms: once a minute nobody sees it."""


def _trimmer() -> Callable[[int], int] | None:
    """Give what gives free memory back; None where the system's library has nothing like it, or does it by itself."""
    if not sys.platform.startswith("linux"):
        return None
    trim: Callable[[int], int] | None = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim


class FreeMemory:
    """Gives free memory back once in a while."""

    def __init__(self) -> None:
        self._trim = _trimmer()
        self._last_s: float | None = None

    def give_back(self, now_s: float) -> None:
        """Give it back if it is time.

        Parameters
        ----------
        now_s
            By any clock that goes on.
        """
        if self._last_s is None:
            self._last_s = now_s
        if self._trim is not None and now_s - self._last_s >= EVERY_S:
            self._trim(0)
            self._last_s = now_s
