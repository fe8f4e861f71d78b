"""Which foot is up on something, by the landmarks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from formcheck.pose.landmarks import INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

RAISED_TRUNKS: Final = 0.3
"""A foot is up when its ankle is so much higher than the other one in the picture. The standing stretch is begun at
0.45 and left at 0.3 ..."""

STANDS_TRUNKS: Final = 1.0
"""... and the hips are so much above the other ankle: of somebody who sits or kneels, one foot may be further away
and so higher in the picture."""


def raised_side(points: Sequence[Sequence[float]] | NDArray[np.float32]) -> str | None:
    """Say which foot is up on something: ``left`` or ``right``; None where neither is.

    Parameters
    ----------
    points
        33 landmarks, (x, y) in pixels of the picture.
    """
    left, right = (float(points[INDEX[f"{side}_ankle"]][1]) for side in ("left", "right"))
    hips, shoulders = (
        [float(points[INDEX[f"left_{part}"]][axis] + points[INDEX[f"right_{part}"]][axis]) / 2 for axis in (0, 1)]
        for part in ("hip", "shoulder")
    )
    trunk = math.dist(hips, shoulders)
    stands = max(left, right) - hips[1] >= STANDS_TRUNKS * trunk
    if not (stands and abs(left - right) >= RAISED_TRUNKS * trunk > 0):
        return None
    return "left" if left < right else "right"
