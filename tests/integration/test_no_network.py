"""Nothing leaves the machine: no internet socket is opened, seen from the system's side."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.integration.command import COMMAND, environment
from tests.integration.recordings import clip

if TYPE_CHECKING:
    from pathlib import Path

    from formcheck.pose.models import Model

pytestmark = [
    pytest.mark.network,
    pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not on this machine"),
]

INTERNET = re.compile(r"AF_INET6?|sin6?_addr|sin6?_port")


def traced(command: list[str], folder: Path) -> str:
    """Run a command; give each of its system calls that has to do with a network, of all its threads."""
    log = folder / "calls.txt"
    ended = subprocess.run(
        ["strace", "-f", "-o", log, "-e", "trace=network", *command],
        capture_output=True,
        text=True,
        env=environment(),
        cwd=folder,
        check=False,
    )
    if "Operation not permitted" in ended.stderr and "ptrace" in ended.stderr:
        pytest.skip("this machine does not let a process be traced")
    assert ended.returncode == 0, ended.stderr
    return log.read_text()


def test_the_trace_would_show_a_connection(tmp_path: Path) -> None:
    reach_out = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))"
    assert INTERNET.search(traced([sys.executable, "-c", reach_out], tmp_path))


@pytest.mark.parametrize(
    "words", [("--time-range", "0", "4"), ("--no-video", "--time-range", "17", "20")], ids=" ".join
)
def test_analyse_opens_no_internet_socket(model: Model, tmp_path: Path, words: tuple[str, ...]) -> None:
    calls = traced([*COMMAND, "analyse", str(clip("lean30")), *words], tmp_path)
    assert INTERNET.findall(calls) == []
    assert (tmp_path / "kneeling_lunge_lean30_formcheck" / "session.json").exists()


def test_rescore_opens_no_internet_socket(model: Model, tmp_path: Path) -> None:
    traced([*COMMAND, "analyse", str(clip("good")), "--no-video", "--time-range", "0", "1"], tmp_path)
    track = tmp_path / "kneeling_lunge_good_formcheck" / "kneeling_lunge_good.track"
    assert INTERNET.findall(traced([*COMMAND, "rescore", str(track)], tmp_path)) == []
