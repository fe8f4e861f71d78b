"""A person who writes a movement begins with a file that is right already."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from formcheck.cli.routine import routine_app
from formcheck.errors import RoutineError
from formcheck.judge.loading import load_movement

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_file_bears_the_name_it_was_given_and_has_no_fault(tmp_path: Path) -> None:
    file = tmp_path / "My Deep_Squat.toml"
    result = CliRunner().invoke(routine_app, ["new", str(file)])
    movement = load_movement(file)
    assert result.exit_code == 0
    assert (movement.id, movement.name) == ("my-deep-squat", "My deep squat")
    assert "routine check" in result.output


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("precious", encoding="utf-8")
    result = CliRunner().invoke(routine_app, ["new", str(file)])
    assert isinstance(result.exception, RoutineError)
    assert "already" in str(result.exception)
    assert file.read_text(encoding="utf-8") == "precious"


@pytest.mark.parametrize("name", ["squat", "squat.txt"])
def test_a_name_that_would_not_be_found_as_a_movement_file_is_refused(tmp_path: Path, name: str) -> None:
    result = CliRunner().invoke(routine_app, ["new", str(tmp_path / name)])
    assert ".toml" in str(result.exception)
    assert not (tmp_path / name).exists()
