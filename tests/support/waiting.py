"""Waiting for what another thread or process is about to do."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LOOK_AGAIN_S = 0.01


def wait_for(happened: Callable[[], object], patience_s: float) -> None:
    """Return once it has happened; fail when patience ends."""
    end_s = time.monotonic() + patience_s
    while not happened():
        assert time.monotonic() < end_s, "it never happened"
        time.sleep(LOOK_AGAIN_S)
