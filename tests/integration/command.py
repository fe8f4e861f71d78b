"""``formcheck`` as a process of its own, and what it left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
    return {**os.environ, "PYTHONPATH": str(TOP), "COLUMNS": "80", "TERM": "xterm", **more}


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
