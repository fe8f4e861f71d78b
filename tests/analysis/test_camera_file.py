"""A measured camera is kept in a file and comes out of it as it went in; what is none is refused in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.analysis.camera_file import LIMITS, load_camera, save_camera
from formcheck.body.camera import CameraHint
from formcheck.errors import CameraError

if TYPE_CHECKING:
    from pathlib import Path


@given(
    focal=st.floats(*LIMITS["focal"]),
    tilt=st.none() | st.floats(*LIMITS["tilt_deg"]),
    height=st.none() | st.floats(*LIMITS["height_m"]),
)
def test_a_camera_comes_back_as_it_was_kept(
    tmp_path_factory: pytest.TempPathFactory, focal: float, tilt: float | None, height: float | None
) -> None:
    path = tmp_path_factory.mktemp("camera") / "camera.toml"
    save_camera(CameraHint(focal=focal, tilt_deg=tilt, height_m=height, measured=True), path)
    back = load_camera(path, 1.8)
    assert (back.measured, back.stature_m) == (True, 1.8)
    for name, value in (("focal", focal), ("tilt_deg", tilt), ("height_m", height)):
        kept = getattr(back, name)
        assert kept == (None if value is None else pytest.approx(value, abs=1e-4))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("focal = ", "not a camera file"),
        ('format = "something"\nversion = 1\n', "not a camera file of this version"),
        ('format = "formcheck-camera"\nversion = 2\n', "not a camera file of this version"),
        ('format = "formcheck-camera"\nversion = 1\nheight_m = 150\n', r"height_m has to be a number from 0\.05 to 5"),
        ('format = "formcheck-camera"\nversion = 1\nfocal = "long"\n', "focal has to be a number"),
    ],
)
def test_a_file_that_is_none_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "camera.toml"
    path.write_text(text)
    with pytest.raises(CameraError, match=said):
        load_camera(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CameraError, match=r"none\.toml: this camera file cannot be read"):
        load_camera(tmp_path / "none.toml")
