"""Whether the pictures of a camera are pictures: not black, and not the same one again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.video.source import Trouble

if TYPE_CHECKING:
    from numpy.typing import NDArray

EVERY_PX: Final = 16
"""One pixel of so many across and down is looked at: some thousands of a camera's picture, in no time."""

BLACK_LEVEL: Final = 16.0
"""Of 255. Below it, in all of the picture, nothing can be seen; 16 is what video calls black."""

BLACK_QUANTILE: Final = 0.99
"""A hot pixel or the light of a button makes no picture."""

BLACK_FOR_S: Final = 1.0
"""Cameras begin with a few black frames, and go dark for a moment while they set their exposure."""

FROZEN_FOR_S: Final = 3.0
"""A sensor's noise changes each picture; a film may well stand still for a second or two."""


class PictureWatch:
    """Looks at frame after frame of one source."""

    def __init__(self) -> None:
        self._sample: NDArray[np.uint8] | None = None
        self._changed_s = 0.0
        self._lit_s = 0.0
        self._begun = False
        self.trouble = Trouble.NONE
        self.since_s = 0.0

    def see(self, image: NDArray[np.uint8], time_s: float) -> None:
        """Look at the next picture, (h, w, 3) uint8 of any size."""
        sample = image[::EVERY_PX, ::EVERY_PX].copy()
        if not self._begun:
            self._begun, self._changed_s, self._lit_s, self.since_s = True, time_s, time_s, time_s
        if self._sample is None or not np.array_equal(self._sample, sample):
            self._changed_s = time_s
        if float(np.quantile(sample, BLACK_QUANTILE)) >= BLACK_LEVEL:
            self._lit_s = time_s
        self._sample = sample
        self._set(self._found(time_s), time_s)

    def _found(self, time_s: float) -> Trouble:
        if time_s - self._lit_s >= BLACK_FOR_S:
            return Trouble.BLACK
        if time_s - self._changed_s >= FROZEN_FOR_S:
            return Trouble.FROZEN
        return Trouble.NONE

    def _set(self, trouble: Trouble, time_s: float) -> None:
        if trouble is not self.trouble:
            self.trouble, self.since_s = trouble, time_s
