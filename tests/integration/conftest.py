"""The real command on real recordings, with the real model."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from formcheck.cli.main import main
from formcheck.errors import ModelError
from formcheck.judge.loading import load_movement
from formcheck.pose.models import find_model
from tests.integration.recordings import clip

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.pose.models import Model
    from formcheck.routine.schema import Movement

COMMAND = [sys.executable, "-c", "from formcheck.cli.main import main; main()"]
TOP = Path(__file__).parents[2]


@dataclass(frozen=True)
class Outcome:
    """What a command ended with, and what it wrote on its two outputs."""

    code: int
    out: str
    err: str

    def summary(self) -> dict[str, Any]:
        """Read the one JSON document on standard output."""
        found: dict[str, Any] = json.loads(self.out)
        return found


def environment(**more: str) -> dict[str, str]:
    """Give the environment of a child that finds this copy of formcheck."""
    return {**os.environ, "PYTHONPATH": str(TOP), "COLUMNS": "80", **more}


def run_command(*args: object, cwd: Path | None = None, **more: Any) -> Outcome:
    """Run ``formcheck`` as a process of its own."""
    ended = subprocess.run(
        [*COMMAND, *map(str, args)],
        cwd=cwd,
        env=more.pop("env", environment()),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        **more,
    )
    return Outcome(ended.returncode, ended.stdout, ended.stderr)


@pytest.fixture
def formcheck(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Run ``formcheck`` in this process, in the test's own folder; an exception that gets out fails the test."""
    monkeypatch.chdir(tmp_path)

    def run(*args: object) -> Outcome:
        capfd.readouterr()
        monkeypatch.setattr(sys, "argv", ["formcheck", *map(str, args)])
        with pytest.raises(SystemExit) as ended:
            main()
        written = capfd.readouterr()
        code = ended.value.code
        return Outcome(code if isinstance(code, int) else 0, written.out, written.err)

    return run


@pytest.fixture(scope="session")
def model() -> Model:
    """Give the default pose model, fetched on first use as for any user."""
    try:
        return find_model("full")
    except ModelError as error:
        pytest.skip(f"no pose model on this machine, and none to be had: {error}")


@pytest.fixture(scope="session")
def lunge() -> Movement:
    return load_movement("kneeling-lunge")


@dataclass(frozen=True)
class Analysed:
    """A sample clip after ``formcheck analyse``."""

    outcome: Outcome
    folder: Path
    stem: str

    @property
    def summary(self) -> dict[str, Any]:
        return self.outcome.summary()

    @property
    def session(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "session.json").read_text("utf-8"))
        return found

    @property
    def track(self) -> Path:
        return self.folder / f"{self.stem}.track"

    @property
    def video(self) -> Path:
        return self.folder / f"{self.stem}_annotated.mp4"


def _analysed(name: str, parent: Path, *args: object) -> Analysed:
    video = clip(name)
    outcome = run_command("analyse", video, "--out", parent, "--summary-json", "-", *args)
    return Analysed(outcome, parent / f"{video.stem}_formcheck", video.stem)


@pytest.fixture(scope="session")
def good(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    """Analyse the clip of a lunge done well, once for all tests."""
    return _analysed("good", tmp_path_factory.mktemp("good"))


@pytest.fixture(scope="session")
def lean30(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    """Analyse the clip with the trunk 30 degrees forward, once for all tests."""
    return _analysed("lean30", tmp_path_factory.mktemp("lean30"))


@pytest.fixture
def start() -> Any:
    """Start ``formcheck`` as a process of its own, which is ended with the test."""
    running: list[subprocess.Popen[bytes]] = []

    def run(*args: object, **more: Any) -> subprocess.Popen[bytes]:
        # A parent that ignores Ctrl-C (as a shell does for what it puts in the background) would hand that on.
        child = subprocess.Popen(
            [*COMMAND, *map(str, args)],
            env=environment(),
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
            **more,
        )
        running.append(child)
        return child

    yield run
    for child in running:
        if child.poll() is None:
            child.kill()
        child.wait()
