"""What comes with formcheck is found in a checkout and in an installed copy alike."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import formcheck.resources
from formcheck.errors import FormcheckError
from formcheck.resources import checkout, resource

PACKAGE = Path(formcheck.resources.__file__).parent


def test_a_checkout_gives_its_own_files() -> None:
    assert checkout() == PACKAGE.parent
    assert resource("models", "manifest.toml") == PACKAGE.parent / "models" / "manifest.toml"


def test_what_is_not_there_is_named() -> None:
    with pytest.raises(FormcheckError, match=r"^routines/no-such\.toml: is not part of this copy"):
        resource("routines", "no-such.toml")


def test_an_installed_copy_gives_the_files_packed_with_it_from_any_folder(tmp_path: Path) -> None:
    installed = tmp_path / "site-packages" / "formcheck"
    installed.mkdir(parents=True)
    for name in ("__init__.py", "errors.py", "resources.py"):
        shutil.copy(PACKAGE / name, installed)
    packed = installed / "_data" / "routines" / "squat.toml"
    packed.parent.mkdir(parents=True)
    packed.write_text("")
    code = "from formcheck.resources import *; print(checkout(), resource('routines', 'squat.toml'))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == f"None {packed}"
