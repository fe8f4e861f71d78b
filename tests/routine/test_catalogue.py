"""A movement is found by its name or its file, and what cannot be read is said in one line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from formcheck.errors import RoutineError
from formcheck.resources import resource
from formcheck.routine.catalogue import load_movement, movement_ids
from formcheck.routine.references import measure_entries
from formcheck.routine.schema import role_measure

if TYPE_CHECKING:
    from pathlib import Path

# The kneeling lunge's rows of the cue table that a movement file has to carry.
M3_REFS = [f"3.{number}" for number in (1, 2, 4, 5, *range(7, 20))]


def lunge_text() -> str:
    return resource("routines", "kneeling-lunge.toml").read_text(encoding="utf-8")


def test_each_movement_that_comes_along_loads_and_bears_the_name_of_its_file() -> None:
    assert "kneeling-lunge" in movement_ids()
    for name in movement_ids():
        assert load_movement(name).id == name


def test_the_kneeling_lunge_has_each_cue_of_its_table_once() -> None:
    refs = Counter(cue.ref for cue in load_movement("kneeling-lunge").cues)
    assert {ref: refs[ref] for ref in M3_REFS} == dict.fromkeys(M3_REFS, 1)


def test_a_file_of_ones_own_loads_by_path_or_by_text(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(lunge_text(), encoding="utf-8")
    assert load_movement(file) == load_movement(str(file)) == load_movement("kneeling-lunge")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_file_from_any_editor_loads(tmp_path: Path, encoding: str, newline: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_bytes(lunge_text().replace("\n", newline).encode(encoding))
    assert load_movement(file) == load_movement("kneeling-lunge")


@pytest.mark.parametrize("name", ["kneling-lunge", "Kneeling-Lunge", "kneeling_lunge"])
def test_a_misspelt_name_gets_the_nearest_one_offered(name: str) -> None:
    with pytest.raises(RoutineError, match='Did you mean "kneeling-lunge"'):
        load_movement(name)


def test_an_unknown_name_gets_the_names_there_are() -> None:
    with pytest.raises(RoutineError) as caught:
        load_movement("zebra")
    assert "Did you mean" not in str(caught.value)
    for name in movement_ids():
        assert name in str(caught.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "mine.toml: no such file"),
        (b"\xff\xfe\x00", "mine.toml:1: is not text in UTF-8"),
        (b'schema = 1\nname = "caf\xe9"', "mine.toml:2: is not text in UTF-8"),
        (b"schema = 1\nname = \n", "mine.toml:2:8: is not valid TOML: invalid value"),
        (b"schema = 1\nname", "mine.toml:2: is not valid TOML: expected '='"),
        (b"schema = 1\nschema = 1\n", "is not valid TOML: cannot overwrite a value"),
        (b"a = " + b"[" * 5000 + b"]" * 5000, "nested too deeply"),
        (b"a = 1" + b"0" * 5000, "is not valid TOML"),
        (b"#" * 2_000_000, "too large for a movement file"),
        (b"", "mine.toml:1: schema: expected schema = 1, found none"),
        (b"# x\nschema = 2\nnew = 1", "mine.toml:2: made for a newer formcheck (schema 2; this one reads 1)"),
        (b"\n\nschema = '1'", 'mine.toml:3: schema: expected schema = 1, found "1"'),
        (b"schema = 0", "mine.toml:1: schema: expected schema = 1, found 0"),
        (b"schema = true", "mine.toml:1: schema: expected schema = 1, found true"),
    ],
)
def test_a_file_that_is_no_movement_file_is_refused_in_one_line(
    tmp_path: Path, content: bytes | None, words: str
) -> None:
    file = tmp_path / "mine.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(RoutineError) as caught:
        load_movement(file)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RoutineError, match="is a folder"):
        load_movement(tmp_path)


@pytest.mark.parametrize("name", movement_ids())
def test_no_measure_of_a_movement_escapes_the_check_of_names(name: str) -> None:
    movement = load_movement(name)
    checked = {ref for path, ref in measure_entries(movement.model_dump()) if path[0] not in {"roles", "measures"}}
    implied_by_roles = {ref for name, role in movement.roles.items() if (ref := role_measure(name, role)) is not None}
    assert checked | implied_by_roles == movement.measure_refs()
