"""How late what is shown is: from the capture of a frame to its being drawn."""

from __future__ import annotations

from array import array
from typing import Final

import numpy as np

PERCENTILES: Final = {"p50": 50.0, "p95": 95.0, "p99": 99.0, "max": 100.0}
"""What a record tells of the latencies of a session."""


class Latencies:
    """Gathers the latencies of one session: four bytes a frame."""

    def __init__(self) -> None:
        self._seconds = array("f")

    def add(self, seconds: float) -> None:
        """Take in that of one drawn frame."""
        self._seconds.append(seconds)

    def __len__(self) -> int:
        return len(self._seconds)

    def in_ms(self) -> dict[str, float] | None:
        """Give the percentiles in milliseconds; None where nothing was drawn."""
        if not self._seconds:
            return None
        found = np.percentile(np.asarray(self._seconds), list(PERCENTILES.values()))
        return {name: round(1000 * float(value), 1) for name, value in zip(PERCENTILES, found, strict=True)}
