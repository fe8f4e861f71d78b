"""What a person sees who looks at movements or writes one."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema  # type: ignore[import-untyped]
import pytest
from typer.testing import CliRunner

from formcheck.cli.routine import routine_app
from formcheck.errors import RoutineError
from formcheck.judge.loading import MEASURE_NAMES
from formcheck.resources import resource
from formcheck.routine.catalogue import load_movement, movement_ids
from formcheck.routine.program import load_program, program_ids

if TYPE_CHECKING:
    from typer.testing import Result

FROZEN = Path(__file__).parents[1] / "routine" / "frozen-lunge.toml"
TEXT = FROZEN.read_text(encoding="utf-8")


def run(*arguments: str, columns: int = 100) -> Result:
    return CliRunner().invoke(routine_app, list(arguments), env={"COLUMNS": str(columns)})


def written(folder: Path, name: str, text: str) -> str:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_check_says_what_a_good_file_is(tmp_path: Path) -> None:
    file = written(tmp_path, "mine.toml", TEXT)
    result = run("check", file)
    cues = len(load_movement(FROZEN).cues)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{file}: Kneeling lunge (kneeling-lunge, version 1): ")
    assert "rocks × 5" in result.stdout
    assert f"{cues} cues" in result.stdout
    assert result.stderr == ""


def test_check_ends_with_2_and_tells_the_faults_of_each_file_and_still_the_good_ones(tmp_path: Path) -> None:
    bad = written(tmp_path, "bad.toml", TEXT.replace('first = "right"', 'first = "up"'))
    good = written(tmp_path, "good.toml", TEXT)
    missing = str(tmp_path / "missing.toml")
    result = run("check", bad, good, missing)
    assert result.exit_code == 2
    line = TEXT[: TEXT.index('first = "right"')].count("\n") + 1
    assert result.stderr.splitlines()[0].startswith(f"{bad}:{line}: sides.first: expected ")
    assert result.stderr.splitlines()[1] == f"{missing}: no such file"
    assert result.stdout.startswith(f"{good}: Kneeling lunge")


def test_check_knows_which_measures_there_are(tmp_path: Path) -> None:
    file = written(tmp_path, "mine.toml", TEXT.replace('"front.heel_height"', '"front.heal_height"'))
    result = run("check", file)
    assert result.exit_code == 2
    assert 'did you mean "front.heel_height"?' in result.stderr


@pytest.mark.parametrize("name", movement_ids())
def test_each_movement_that_comes_along_names_only_measures_there_are(name: str) -> None:
    assert load_movement(name, MEASURE_NAMES).id == name


@pytest.mark.parametrize("columns", [80, 100, 200])
def test_show_has_each_phase_and_cue_with_unbroken_names_of_measures(columns: int) -> None:
    result = run("show", str(FROZEN), columns=columns)
    assert result.exit_code == 0
    movement = load_movement(FROZEN)
    for phase in movement.phases:
        assert phase.id in result.stdout
    first_words = {line.split()[0] for line in result.stdout.splitlines() if line.strip()}
    assert {cue.ref for cue in movement.cues} <= first_words
    for cue in movement.measured_cues:
        for check in cue.checks:
            assert check.measure in result.stdout
            for limit in (check.good.low, check.good.high, check.nearly.low, check.nearly.high):
                assert math.isinf(limit) or f"{limit:g}" in result.stdout
    assert "65 to 115°" in result.stdout
    assert max(len(line) for line in result.stdout.splitlines()) <= columns


def test_show_writes_bands_with_their_units() -> None:
    said = run("show", str(FROZEN), columns=200).stdout
    for words in ("75 to 105°", "≥ 150°", "≤ 0.08 trunk", "0 to 0.3 foot", "≥ 2 s", "8 to 30°"):
        assert words in said


def test_show_takes_a_file_of_ones_own(tmp_path: Path) -> None:
    file = written(tmp_path, "mine.toml", TEXT.replace('name = "Kneeling lunge"', 'name = "My lunge"'))
    assert "My lunge" in run("show", file).stdout


def test_show_of_an_unknown_movement_is_an_error_for_people() -> None:
    result = run("show", "kneling-lunge")
    assert isinstance(result.exception, RoutineError)
    assert 'Did you mean "kneeling-lunge"?' in str(result.exception)


def test_list_names_each_movement_and_program() -> None:
    result = run("list")
    assert result.exit_code == 0
    for name in (*movement_ids(), *program_ids()):
        assert name in result.stdout


def test_a_program_is_shown_with_its_movements_their_sides_and_its_cues() -> None:
    said = run("show", "hip-mobility").stdout
    program = load_program("hip-mobility")
    for movement in program.movements:
        assert movement.id in said
    first_words = {line.split()[0] for line in said.splitlines() if line.strip()}
    assert {cue.ref for cue in program.cues} <= first_words
    assert "right, then left" in said
    assert " ".join(program.file.disclaimer.split())[:60] in " ".join(said.split())


def test_check_knows_a_program_from_a_movement(tmp_path: Path) -> None:
    text = resource("routines", "programs", "hip-mobility.toml").read_text("utf-8")
    good = written(tmp_path, "mine.toml", text)
    bad = written(tmp_path, "bad.toml", text.replace("reps_nearly = 1", 'reps_nearly = "one"'))
    result = run("check", good, bad)
    assert result.exit_code == 2
    assert result.stdout.startswith(f"{good}: Hip mobility (hip-mobility, version 1): ")
    line = text[: text.index("reps_nearly = 1")].count("\n") + 1
    assert result.stderr.startswith(f'{bad}:{line}: even.reps_nearly: expected a whole number, found "one"')


def test_measures_names_each_measure_and_says_whether_it_takes_a_role() -> None:
    rows = {line.split()[0]: line for line in run("measures", columns=200).stdout.splitlines()}
    assert set(rows) >= MEASURE_NAMES.sided | MEASURE_NAMES.unsided
    assert rows["trunk_twist"].count("yes") == 1
    assert rows["lateral_lean"].count("yes") == 2


@pytest.mark.parametrize("words", [["schema"], ["schema", "--program"]])
def test_schema_prints_one_json_document_that_editors_can_use(words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 0
    jsonschema.Draft202012Validator.check_schema(json.loads(result.stdout))
