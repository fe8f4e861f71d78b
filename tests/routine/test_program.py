"""A program is found by its name or its file, and its faults are told with their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from formcheck.errors import RoutineError
from formcheck.resources import resource
from formcheck.routine.catalogue import load_movement, movement_ids
from formcheck.routine.program import load_program, program_ids

if TYPE_CHECKING:
    from pathlib import Path

SMALL = """\
schema = 1
id = "mine"
version = 1
name = "Mine"
about = "One movement."
source = "me"
disclaimer = "Practice."

[[steps]]
movement = "kneeling-lunge"
"""

GENERAL_REFS = {f"G{number}" for number in (1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15)}


def written(folder: Path, text: str) -> Path:
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


def faults(folder: Path, text: str) -> str:
    with pytest.raises(RoutineError) as caught:
        load_program(written(folder, text))
    return str(caught.value)


def test_each_program_that_comes_along_loads_and_bears_the_name_of_its_file() -> None:
    assert "hip-mobility" in program_ids()
    for name in program_ids():
        assert load_program(name).id == name


def test_a_program_is_no_movement() -> None:
    assert not set(program_ids()) & set(movement_ids())
    with pytest.raises(RoutineError, match="is a program file"):
        load_movement(resource("routines", "programs", "hip-mobility.toml"))
    with pytest.raises(RoutineError, match="is no program file"):
        load_program(resource("routines", "kneeling-lunge.toml"))


def test_every_general_cue_stands_in_the_program_or_in_a_movement_of_it() -> None:
    program = load_program("hip-mobility")
    refs = {cue.ref for each in (program, *program.movements) for cue in each.cues}
    assert refs >= GENERAL_REFS


def test_sides_come_in_the_programs_order_and_else_in_the_movements_own(tmp_path: Path) -> None:
    own = load_program(written(tmp_path, SMALL))
    assert own.sides_of(own.movements[0]) == ("right", "left")
    told = load_program(written(tmp_path, SMALL + 'sides = ["left"]\n'))
    assert told.sides_of(told.movements[0]) == ("left",)


def test_a_movement_file_of_ones_own_is_looked_for_beside_the_program(tmp_path: Path) -> None:
    text = resource("routines", "kneeling-lunge.toml").read_text("utf-8")
    (tmp_path / "own.toml").write_text(text.replace('id = "kneeling-lunge"', 'id = "own"'), "utf-8")
    program = load_program(written(tmp_path, SMALL.replace('"kneeling-lunge"', '"own.toml"')))
    assert [movement.id for movement in program.movements] == ["own"]


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (
            'movement = "kneeling-lunge"',
            'movement = "kneling-lunge"',
            "mine.toml:10: steps[1].movement: no movement of",
        ),
        (
            'movement = "kneeling-lunge"',
            'movment = "kneeling-lunge"',
            "mine.toml:10: steps[1].movment: expected one of",
        ),
        ('id = "mine"', 'id = "My own"', "mine.toml:2: id: expected small letters"),
        ('disclaimer = "Practice."\n', "", "disclaimer: expected this key, found none"),
        (
            "[[steps]]",
            "[even]\nreps_nearly = -1\n\n[[steps]]",
            "mine.toml:10: even.reps_nearly: expected a number of at",
        ),
        ("[[steps]]", '[[steps]]\nmovement = "kneeling-lunge"\n[[steps]]', "expected each movement once"),
        ("[[steps]]", '[[steps]]\nsides = ["left", "left"]', "mine.toml:9: steps[1]: expected each side once"),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, before: str, after: str, words: str) -> None:
    assert words in faults(tmp_path, SMALL.replace(before, after))


def test_a_misspelt_name_gets_the_nearest_one_offered() -> None:
    with pytest.raises(RoutineError, match='Did you mean "hip-mobility"'):
        load_program("hip-mobilty")
