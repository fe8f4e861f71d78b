"""A camera is measured from pictures of a drawn checkerboard whose place is known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from formcheck.errors import CameraError
from formcheck.pose.checkerboard import calibrate
from tests.support.checkerboard import BOARD, FOCAL, filmed, on_floor, slanted

if TYPE_CHECKING:
    from pathlib import Path


def test_the_focal_length_is_found_from_a_board_in_the_hand(tmp_path: Path) -> None:
    measured = calibrate(slanted(tmp_path), BOARD)
    assert measured.focal == pytest.approx(FOCAL, rel=0.02)
    assert measured.misfit_px < 0.5
    assert measured.height_m is None


@pytest.mark.parametrize(("tilt_deg", "roll_deg", "height_m"), [(35.0, 0.0, 0.9), (50.0, 4.0, 1.2), (28.0, -3.0, 0.7)])
def test_a_board_on_the_floor_tells_how_the_camera_stands(
    tmp_path: Path, tilt_deg: float, roll_deg: float, height_m: float
) -> None:
    away_m = height_m / math.tan(math.radians(tilt_deg))
    floor = on_floor(tmp_path, tilt_deg, roll_deg, height_m, away_m)
    measured = calibrate(slanted(tmp_path), BOARD, floor)
    assert measured.tilt_deg == pytest.approx(tilt_deg, abs=1.5)
    assert measured.roll_deg == pytest.approx(roll_deg, abs=1.5)
    assert measured.height_m == pytest.approx(height_m, rel=0.04)


def test_too_few_pictures_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CameraError, match="3 pictures"):
        calibrate(slanted(tmp_path, 2), BOARD)


def test_a_picture_without_a_board_is_named(tmp_path: Path) -> None:
    empty = tmp_path / "wall.png"
    assert cv2.imwrite(str(empty), np.full((540, 960), 150, np.uint8))
    with pytest.raises(CameraError, match=r"wall\.png: no checkerboard with 9 x 6"):
        calibrate([*slanted(tmp_path, 2), empty], BOARD)


def test_what_is_no_picture_is_named(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("not a picture")
    with pytest.raises(CameraError, match=r"notes\.txt: this is not a picture"):
        calibrate([notes, *slanted(tmp_path, 2)], BOARD)
    with pytest.raises(CameraError, match="cannot be read"):
        calibrate([tmp_path / "none.png", *slanted(tmp_path, 2)], BOARD)


def test_pictures_of_different_sizes_are_refused(tmp_path: Path) -> None:
    pictures = slanted(tmp_path, 3)
    turn = np.eye(3)
    middle = np.array([4 * BOARD.square_m, 2.5 * BOARD.square_m, 0.0])
    pictures.append(filmed(tmp_path / "small.png", turn, np.array([0.0, 0.0, 0.9]) - middle, (640, 480)))
    with pytest.raises(CameraError, match="different sizes"):
        calibrate(pictures, BOARD)
