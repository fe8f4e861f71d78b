"""How a stored picture is turned and mirrored to stand upright."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Orientation:
    """One of the eight ways in which a picture can lie; first transposed, then mirrored.

    Attributes
    ----------
    transposed
        Rows and columns change places.
    mirror_x, mirror_y
        Left and right, top and bottom change places, after that.
    """

    transposed: bool = False
    mirror_x: bool = False
    mirror_y: bool = False

    @property
    def rotation_deg(self) -> int:
        """Degrees clockwise by which the stored picture is turned: 0, 90, 180 or 270.

        A mirrored picture is described by the turn that follows mirroring left and right.
        """
        if self.transposed:
            return 270 if self.mirror_y else 90
        return 180 if self.mirror_y else 0

    def size(self, width: int, height: int) -> tuple[int, int]:
        """Width and height of the upright picture, from those of the stored one; also the other way."""
        return (height, width) if self.transposed else (width, height)

    def apply(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Turn a picture upright.

        Parameters
        ----------
        image
            (h, w, 3) as stored.

        Returns
        -------
        (h, w, 3) or (w, h, 3), contiguous; the same array where there is nothing to turn.
        """
        if self.transposed:
            image = image.transpose(1, 0, 2)
        step_y, step_x = (-1 if self.mirror_y else 1), (-1 if self.mirror_x else 1)
        return np.ascontiguousarray(image[::step_y, ::step_x])


def orientation_of(display_matrix: bytes | None) -> Orientation:
    """Read the display matrix of a file, rounded to right angles.

    Parameters
    ----------
    display_matrix
        Nine native 32-bit integers ``a b u, c d v, x y w`` that carry a stored point (p, q) to
        (a p + c q + x, b p + d q + y), as ISO/IEC 14496-12 defines them for a track header. None when
        the file has none.
    """
    if display_matrix is None:
        return Orientation()
    (a, b, _), (c, d, _), _ = np.frombuffer(display_matrix, dtype=np.int32, count=9).reshape(3, 3).tolist()
    if abs(b) + abs(c) > abs(a) + abs(d):
        return Orientation(transposed=True, mirror_x=c < 0, mirror_y=b < 0)
    return Orientation(mirror_x=a < 0, mirror_y=d < 0)
