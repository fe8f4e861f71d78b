"""``formcheck doctor`` as a user meets it."""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata
from typing import TYPE_CHECKING

import pytest
import typer
from typer.testing import CliRunner, Result

from formcheck.cli import doctor as module
from formcheck.cli.doctor import (
    check_cameras,
    check_extras,
    check_libraries,
    check_mediapipe,
    check_model,
    check_packages,
    check_speed,
    doctor,
)
from formcheck.pose import libraries
from formcheck.pose.libraries import Library
from formcheck.pose.models import find_model, store
from formcheck.video import camera
from formcheck.video.camera import Trial
from formcheck.video.source import Trouble

if TYPE_CHECKING:
    from pathlib import Path

app = typer.Typer()
app.command()(doctor)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a machine without a model."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("FORMCHECK_MODEL_DIR", raising=False)
    monkeypatch.setattr(store, "checkout", lambda: None)


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make formcheck need a library that no machine has."""
    absent = Library("libformcheck-absent.so.9", "libformcheck-absent9", "MediaPipe")
    monkeypatch.setattr(libraries, "LIBRARIES", (absent,))


def test_a_machine_on_which_the_tests_run_is_fit_to_run_formcheck() -> None:
    find_model()
    result = run("--json")
    checks = {check["name"]: check for check in json.loads(result.stdout)}
    assert result.exit_code == 0
    assert list(checks) == [
        "Python",
        "Packages",
        "Extras",
        "MediaPipe",
        "System libraries",
        "Pose model",
        "Cameras",
        "Speed",
    ]
    assert {check["state"] for name, check in checks.items() if name not in ("Cameras", "Speed")} == {"ok"}
    assert "frames a second" in checks["Speed"]["detail"]


@pytest.mark.usefixtures("bare_machine")
def test_a_model_that_is_not_here_is_a_warning_with_its_mend() -> None:
    check = check_model()
    assert check.state == "warn"
    assert check.mend == "Run `formcheck models get full`"
    assert check_speed().state == "warn"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks any")
@pytest.mark.usefixtures("lacking", "bare_machine")
def test_a_missing_system_library_fails_and_its_package_is_named() -> None:
    assert check_libraries().state == "fail"
    result = run()
    assert result.exit_code == 2
    assert "apt-get install libformcheck-absent9" in result.stdout


def test_another_mediapipe_than_the_tested_one_is_a_warning_that_says_why(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_MEDIAPIPE", "0.10.0")
    check = check_mediapipe()
    assert check.state == "warn"
    assert "metrics host" in check.detail
    assert check.mend == "Run: pip install mediapipe==0.10.0"


def test_the_cameras_are_listed_with_what_a_test_shot_of_each_gave(monkeypatch: pytest.MonkeyPatch) -> None:
    shots = {0: Trial(0, (1280, 720), 29.7, Trouble.NONE), 2: Trial(2, (640, 480), None, Trouble.BLACK), 3: None}
    monkeypatch.setattr(camera, "camera_numbers", lambda: list(shots))
    monkeypatch.setattr(camera, "try_camera", shots.__getitem__)
    check = check_cameras()
    assert check.detail == "0 (1280x720, 30 frames a second), 2 (640x480, black)"
    assert check.state == "warn"
    assert check.mend == "Open the cover of the lens, and let in some light"


def test_every_package_that_formcheck_needs_is_looked_for_and_the_extras_are_not_missed() -> None:
    names = [re.split(r"[ ;<>=!~\[]", line)[0].lower() for line in metadata.requires("formcheck") or ()]
    extras = {
        name for name, line in zip(names, metadata.requires("formcheck") or (), strict=True) if "extra ==" in line
    }
    needed = set(names) - extras - {"mediapipe", "opencv-contrib-python"}
    assert needed <= set(module._PACKAGES)
    assert check_packages().state == "ok"
    told = check_extras()
    assert told.state == "ok"
    assert all(name in told.detail for name in ("weasyprint", "pyarrow", "psycopg"))
