"""``formcheck camera`` and the options that say how a camera stands, as a user meets them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner

from formcheck.analysis.analysis import judge_track
from formcheck.analysis.camera_file import load_camera
from formcheck.body.camera import Source
from formcheck.cli.camera import camera_hint
from formcheck.cli.main import app
from formcheck.errors import CameraError
from formcheck.judge.loading import load_movement
from tests.support.checkerboard import FOCAL, on_floor, slanted
from tests.support.truths import perfect_track

if TYPE_CHECKING:
    from pathlib import Path


def test_pictures_of_a_board_become_a_camera_file_that_analyse_takes(tmp_path: Path) -> None:
    floor = on_floor(tmp_path, 40.0, 0.0, 0.9, 0.9 / math.tan(math.radians(40.0)))
    kept = tmp_path / "camera.toml"
    pictures = [str(picture) for picture in slanted(tmp_path, 4)]
    options = ["--on-floor", str(floor), "--square-mm", "50", "--out", str(kept)]
    result = CliRunner().invoke(app, ["camera", "calibrate", *pictures, *options])
    assert result.exit_code == 0, result.output
    assert "looking 40." in result.stdout or "looking 39." in result.stdout
    hint = camera_hint(kept, None, None, None, 1.8)
    assert hint is not None
    assert hint.focal == pytest.approx(FOCAL, rel=0.03)
    assert hint.height_m == pytest.approx(0.9, rel=0.05)
    assert hint == load_camera(kept, 1.8)


def test_a_board_that_is_not_seen_ends_in_one_line_and_no_file(tmp_path: Path) -> None:
    kept = tmp_path / "camera.toml"
    pictures = [str(picture) for picture in slanted(tmp_path, 3)]
    result = CliRunner().invoke(app, ["camera", "calibrate", *pictures, "--corners", "7x5", "--out", str(kept)])
    assert isinstance(result.exception, CameraError)
    assert "7 x 5 inner corners" in str(result.exception)
    assert not kept.exists()


@pytest.mark.parametrize("corners", ["9", "9x9", "2x6", "nine by six"])
def test_corners_that_make_no_board_are_refused(tmp_path: Path, corners: str) -> None:
    result = CliRunner().invoke(app, ["camera", "calibrate", str(tmp_path / "a.png"), "--corners", corners])
    assert result.exit_code == 2


def test_what_is_said_of_the_camera_is_what_a_recording_is_judged_with() -> None:
    hint = camera_hint(None, 1.7, 25.0, 60.0, 1.7)
    analysis = judge_track(perfect_track(), load_movement("kneeling-lunge"), hint=hint)
    assert analysis.figure is not None
    camera = analysis.figure.camera
    assert (camera.tilt_deg, camera.height, camera.source) == (25.0, 1.0, Source.GIVEN)


def test_saying_nothing_leaves_the_camera_to_be_learned() -> None:
    assert camera_hint(None, None, None, None, 1.7) is None


def test_a_file_and_numbers_at_once_are_refused(tmp_path: Path) -> None:
    with pytest.raises(typer.BadParameter, match="not both"):
        camera_hint(tmp_path / "camera.toml", None, 20.0, None, None)
