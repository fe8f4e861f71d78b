"""Photographs of a drawn checkerboard, by a camera whose place is known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np

from formcheck.pose.checkerboard import Board

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

BOARD = Board(9, 6, 0.05)
SIZE = (960, 540)
FOCAL = 0.8
SQUARE_PX = 40


def drawn_board() -> NDArray[np.uint8]:
    """Draw the board with a white border of one square; its first inner corner lies two squares in."""
    rows, columns = np.indices((BOARD.rows + 3, BOARD.columns + 3))
    inside = (rows > 0) & (columns > 0) & (rows < BOARD.rows + 2) & (columns < BOARD.columns + 2)
    squares = np.where(inside & ((rows + columns) % 2 == 0), 20, 235).astype(np.uint8)
    return np.kron(squares, np.ones((SQUARE_PX, SQUARE_PX), np.uint8))


def filmed(path: Path, turn: NDArray[np.float64], shift: NDArray[np.float64], size: tuple[int, int] = SIZE) -> Path:
    """Photograph the board: ``turn`` and ``shift`` take its metres to the camera's axes."""
    focal_px = FOCAL * max(size)
    inner = np.array([[focal_px, 0, (size[0] - 1) / 2], [0, focal_px, (size[1] - 1) / 2], [0, 0, 1]])
    # Pixels of the drawing to metres on the board: the first inner corner is the origin.
    scale = BOARD.square_m / SQUARE_PX
    origin = -2 * BOARD.square_m + scale / 2
    to_board = np.array([[scale, 0, origin], [0, scale, origin], [0, 0, 1]])
    homography = inner @ np.column_stack([turn[:, 0], turn[:, 1], shift]) @ to_board
    picture = cv2.warpPerspective(drawn_board(), homography, size, flags=cv2.INTER_AREA, borderValue=(150.0,))
    assert cv2.imwrite(str(path), picture)
    return path


def slanted(folder: Path, count: int = 5) -> list[Path]:
    """Photograph the board in the hand at several slants."""
    pictures = []
    slants = [(35.0, 5.0), (-30.0, 12.0), (8.0, 38.0), (-12.0, -36.0), (25.0, 25.0)]
    for number, (about_x, about_y) in enumerate(slants[:count]):
        turn = np.asarray(cv2.Rodrigues(np.radians([about_x, about_y, 6.0 * number]))[0], np.float64)
        middle = turn @ np.array([4 * BOARD.square_m, 2.5 * BOARD.square_m, 0.0])
        pictures.append(filmed(folder / f"board{number}.png", turn, np.array([0.0, 0.0, 0.9]) - middle))
    return pictures


def on_floor(folder: Path, tilt_deg: float, roll_deg: float, height_m: float, away_m: float) -> Path:
    """Photograph the board flat on the floor."""
    tilt, roll = math.radians(tilt_deg), math.radians(roll_deg)
    # The board's x to the right, its y toward the camera along the floor; the camera looks down by the tilt.
    look = np.array(
        [[1, 0, 0], [0, math.cos(tilt), -math.sin(tilt)], [0, math.sin(tilt), math.cos(tilt)]]
    )  # level axes (right, down, away) to the camera's
    rolled = np.array([[math.cos(roll), -math.sin(roll), 0], [math.sin(roll), math.cos(roll), 0], [0, 0, 1]])
    level = np.column_stack([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])
    turn = rolled @ look @ level
    corner = np.array([-4 * BOARD.square_m, height_m, away_m + 2.5 * BOARD.square_m])
    return filmed(folder / "floor.png", turn, rolled @ look @ corner)
