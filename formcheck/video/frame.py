"""One frame of a video or a camera."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture and when it was taken.

    Attributes
    ----------
    index
        Position in the source, counted from 0 over the frames that could be decoded.
    time_s
        Seconds from the start of the media, from the media's own time stamps.
    image
        (h, w, 3) uint8, BGR, upright: the display rotation is already applied. It may be smaller than
        the source when a smaller one was asked for.
    source_size
        (width, height) in pixels of the upright picture at its full size, square pixels.
    """

    index: int
    time_s: float
    image: NDArray[np.uint8]
    source_size: tuple[int, int]
