"""Rings that say how much time there is: of a countdown, a rest, a baseline."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from formcheck.draw.icons import PROGRESS_STEPS, hold_ring
from formcheck.draw.panels import Panel
from formcheck.draw.sprites import BOLD, plate_sprite, text_sprite

if TYPE_CHECKING:
    from formcheck.draw.style import Style

NUMBER_SHARE: Final = 0.44
"""Size of the number, share of the ring's diameter."""


def countdown_ring(seconds: float, share: float | None, size: int, style: Style) -> Panel:
    """Return a ring with the whole seconds that are left.

    Parameters
    ----------
    seconds
        Left; "1" stands until the last second is over.
    share
        0 to 1, how much is over; None where there is nothing to compare with: then each second fills the ring.
    size
        Diameter, pixels.
    """
    left = max(0, math.ceil(seconds - 1e-6))
    done = 1.0 - (seconds - math.floor(seconds)) if share is None else min(1.0, max(0.0, share))
    pad = max(3, size // 14)
    side = size + 2 * pad
    ring = hold_ring(round(done * PROGRESS_STEPS), size, style, paused=False)
    number = text_sprite(str(left), round(NUMBER_SHARE * size), BOLD, style.ink)
    plate = plate_sprite(side, side, side // 2, style.plate, style.plate_opacity)
    at = (side - number.width) // 2, (side - number.height) // 2
    return Panel(side, side, ((plate, 0, 0), (ring, pad, pad), (number, *at)))
