"""The real command on real recordings, with the real model.

A file whose tests ask for ``good`` or ``lean30`` belongs in ``LUNGE_CLIPS`` of ``tests/conftest.py``.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from formcheck.cli.main import main
from formcheck.errors import ModelError
from formcheck.judge.loading import load_movement
from formcheck.pose.models import find_model
from tests.integration.command import COMMAND, Analysed, Outcome, environment, run_command
from tests.integration.recordings import clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from formcheck.pose.models import Model
    from formcheck.routine.schema import Movement


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


def _analysed(name: str, parent: Path, *args: object) -> Analysed:
    video = clip(name)
    outcome = run_command("analyse", video, "-m", "kneeling-lunge", "--out", parent, "--summary-json", "-", *args)
    return Analysed(outcome, parent / f"{video.stem}_formcheck", video.stem)


@pytest.fixture(scope="session")
def good(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    """Analyse the clip of a lunge done well, once for all tests."""
    return _analysed("good", tmp_path_factory.mktemp("good"))


@pytest.fixture(scope="session")
def lean30(model: Model, tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    """Analyse the clip with the trunk 30 degrees forward, once for all tests."""
    return _analysed("lean30", tmp_path_factory.mktemp("lean30"), "--report")


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
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
