"""A camera measured with a printed checkerboard: its focal length, and how it stands over a board on the floor."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from formcheck.errors import CameraError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LEAST_PICTURES: Final = 3
"""Of fewer the focal length and the distance cannot be told apart well."""

WORST_FIT_PX: Final = 2.0
"""A board whose corners fit worse than this (root mean square, in a picture 1000 pixels wide) was bent, or its
squares were counted wrong."""

_PINHOLE: Final = (
    cv2.CALIB_FIX_PRINCIPAL_POINT
    | cv2.CALIB_FIX_ASPECT_RATIO
    | cv2.CALIB_ZERO_TANGENT_DIST
    | cv2.CALIB_FIX_K1
    | cv2.CALIB_FIX_K2
    | cv2.CALIB_FIX_K3
)
"""Only the focal length is asked for: the floor is laid out with a camera without distortion, too."""


@dataclass(frozen=True, slots=True)
class Board:
    """A printed checkerboard.

    Attributes
    ----------
    columns, rows
        Inner corners, where four squares meet: one less than squares.
    square_m
        Side of a square, metres.
    """

    columns: int
    rows: int
    square_m: float

    @property
    def corners(self) -> NDArray[np.float32]:
        """(columns * rows, 3) metres, in the order in which they are found."""
        across, along = np.meshgrid(np.arange(self.columns), np.arange(self.rows))
        flat = np.stack([across.ravel(), along.ravel(), np.zeros(across.size)], axis=1)
        return (flat * self.square_m).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What a checkerboard told of a camera.

    Attributes
    ----------
    focal
        Focal length over the longer side of the picture.
    misfit_px
        How far the corners are from where they should be, root mean square, pixels.
    tilt_deg, roll_deg, height_m
        How the camera looks down, is turned and how high it is; None without a picture of the board on the floor.
    """

    focal: float
    misfit_px: float
    tilt_deg: float | None = None
    roll_deg: float | None = None
    height_m: float | None = None


def calibrate(pictures: Sequence[Path], board: Board, on_floor: Path | None = None) -> Calibration:
    """Measure a camera.

    Parameters
    ----------
    pictures
        Of the board, held at different slants; all taken by the same camera in the same way.
    on_floor
        A picture in which it lies flat on the floor, taken by the camera where it stands for the exercise.

    Raises
    ------
    CameraError
        If a picture cannot be read or shows no such board, if there are too few, of different sizes, or if they
        do not fit one camera.
    """
    if len(pictures) < LEAST_PICTURES:
        raise CameraError(
            f"{LEAST_PICTURES} pictures of the checkerboard are needed at least",
            mend="Take more, holding the board at different slants",
        )
    found = [_corners(picture, board) for picture in [*pictures, *([on_floor] if on_floor else [])]]
    size = found[0][1]
    for picture, (_, other) in zip(pictures, found, strict=False):
        if other != size:
            raise CameraError(
                "the pictures are of different sizes", where=picture, mend="Take all in the same way, upright or across"
            )
    matrix, misfit = _focal([corners for corners, _ in found], size, board)
    focal = float(matrix[0, 0]) / max(size)
    if on_floor is None:
        return Calibration(focal, misfit)
    return Calibration(focal, misfit, *_stand(found[-1][0], matrix, board))


def _corners(picture: Path, board: Board) -> tuple[NDArray[np.float32], tuple[int, int]]:
    """Give the corners, (n, 2) pixels, and (width, height) of the picture."""
    try:
        data = np.frombuffer(picture.read_bytes(), np.uint8)
    except OSError as error:
        raise CameraError("this picture cannot be read", where=picture, mend="Check the name") from error
    image = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE) if data.size else None
    if image is None:
        raise CameraError("this is not a picture", where=picture, mend="Give JPEG or PNG files")
    seen, corners = cv2.findChessboardCornersSB(image, (board.columns, board.rows), flags=cv2.CALIB_CB_EXHAUSTIVE)
    if not seen:
        raise CameraError(
            f"no checkerboard with {board.columns} x {board.rows} inner corners is seen",
            where=picture,
            mend="Show all of the board in even light, and count the corners where four squares meet",
        )
    height, width = image.shape[:2]
    return np.asarray(corners, dtype=np.float32).reshape(-1, 2), (width, height)


def _focal(corners: list[NDArray[np.float32]], size: tuple[int, int], board: Board) -> tuple[Floats, float]:
    longer = max(size)
    guess = np.array([[longer, 0, (size[0] - 1) / 2], [0, longer, (size[1] - 1) / 2], [0, 0, 1]], dtype=np.float64)
    misfit, matrix, *_ = cv2.calibrateCamera(
        [board.corners] * len(corners),
        corners,
        size,
        guess,
        np.zeros(5),
        flags=_PINHOLE | cv2.CALIB_USE_INTRINSIC_GUESS,
    )
    if misfit > WORST_FIT_PX * longer / 1000:
        raise CameraError(
            f"the corners are {misfit:.1f} pixels off what one camera would see",
            mend="Glue the board onto something flat, and take all pictures without zooming",
        )
    return np.asarray(matrix, dtype=np.float64), float(misfit)


def _stand(corners: NDArray[np.float32], matrix: Floats, board: Board) -> tuple[float, float, float]:
    """Tilt, roll (degrees) and height (metres) of the camera over the board."""
    _, turn, shift = cv2.solvePnP(board.corners, corners, matrix, np.zeros(5), flags=cv2.SOLVEPNP_IPPE)
    up = np.asarray(cv2.Rodrigues(turn)[0], dtype=np.float64)[:, 2]
    distance = float(up @ np.asarray(shift, dtype=np.float64).ravel())
    # The board's own normal may point into the floor: up is where the camera is.
    up, height = (up, -distance) if distance < 0 else (-up, distance)
    return math.degrees(math.asin(-up[2])), math.degrees(math.atan2(up[0], -up[1])), height
