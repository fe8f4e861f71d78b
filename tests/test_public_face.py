"""The public face is exactly what is exported, and stays light."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import formcheck

README = Path(__file__).parents[1] / "README.md"


@pytest.mark.parametrize("name", formcheck.__all__)
def test_every_exported_name_is_there(name: str) -> None:
    assert getattr(formcheck, name) is not None


def test_nothing_else_is_offered() -> None:
    assert dir(formcheck) == sorted(formcheck.__all__)
    with pytest.raises(AttributeError, match="no attribute 'analyze_everything'"):
        formcheck.analyze_everything  # noqa: B018


def test_importing_formcheck_loads_neither_the_model_nor_opencv() -> None:
    code = "import formcheck, sys; print(sorted({'cv2', 'mediapipe', 'av', 'numpy'} & set(sys.modules)))"
    seen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert seen.stdout.strip() == "[]"


def test_the_example_of_the_readme_runs(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert blocks, "the README shows no example"
    for block in blocks:
        run = subprocess.run(
            [sys.executable, "-c", block], capture_output=True, text=True, cwd=README.parent, check=False
        )
        assert run.returncode == 0, run.stderr
        assert run.stdout.strip()
