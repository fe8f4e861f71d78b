"""The line that a message names is the line a person finds the key on."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.resources import resource
from formcheck.routine.lines import map_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formcheck.routine.fault import KeyPath

Draw = st.DrawFn

# What a careless scanner would take for the end of a string, a comment or a header.
TRAPS = ("", " # no comment", " ] }", " [a]", " = 1", ' \\" ', " ''", " {", ",")


class Writer:
    """Writes a random TOML document in which each single value carries a number of its own."""

    def __init__(self, draw: Draw) -> None:
        self.draw = draw
        self.text = ""
        self.count = 1000

    def number(self) -> int:
        self.count += 1
        return self.count

    def key(self) -> str:
        number = self.number()
        return self.draw(
            st.sampled_from([f"k{number}", f'"k {number}.#]"', f"'k{number} = ['", f"k-{number}.part_{number}"])
        )

    def blank(self) -> str:
        return self.draw(st.sampled_from(["", " ", "\n", "\n# [no.header] = 1 '\n  ", " # a comment ] }\n"]))

    def scalar(self) -> str:
        number, trap = self.number(), self.draw(st.sampled_from(TRAPS))
        plain = trap.replace("'", "").replace('\\"', "")
        forms = [
            f"{number}",
            f'"{number}{trap}"',
            f"'{number}{plain}'",
            f'"""{number}{trap}\n[no.header]\nno = "key"\n"""',
            f"'''{number}{plain}\n# '' [[no]]\n'''",
            f'"""{number}"""""',
            f"{number}.5e3",
        ]
        return self.draw(st.sampled_from(forms))

    def value(self, depth: int) -> str:
        kind = self.draw(st.sampled_from(["scalar", "scalar", "list", "table"] if depth else ["scalar"]))
        if kind == "scalar":
            return self.scalar()
        count = self.draw(st.integers(0, 3))
        if kind == "table":
            pairs = [f" {self.key()} = {self.value(0)}" for _ in range(count)]
            return "{" + ",".join(pairs) + " }"
        entries = [f"{self.blank()}{self.value(depth - 1)}{self.blank()}" for _ in range(count)]
        comma = "," if count and self.draw(st.booleans()) else ""
        return "[" + ",".join(entries) + comma + self.blank() + "]"

    def table(self, header: str, depth: int) -> None:
        for _ in range(self.draw(st.integers(0, 3))):
            comment = self.draw(st.sampled_from(["", " # x = [", "\n"]))
            self.text += f"{self.key()} = {self.value(2)}{comment}\n"
        for _ in range(self.draw(st.integers(0, 2)) if depth else 0):
            name = f"{header}.{self.key()}" if header else self.key()
            if self.draw(st.booleans()):
                self.text += f"[ {name} ]\n"
                self.table(name, depth - 1)
            else:
                for _ in range(self.draw(st.integers(1, 3))):
                    self.text += f"\n[[{name}]] # again\n"
                    self.table(name, depth - 1)


@st.composite
def documents(draw: Draw) -> str:
    writer = Writer(draw)
    writer.table("", 3)
    return writer.text


def leaves(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, object]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from leaves(inner, (*path, place))
    else:
        yield path, value


def paths(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*path, key)
        yield from paths(inner, (*path, key))


def line_with_number(text: str, value: object) -> int:
    number = str(value)[:4]
    return next(line for line, row in enumerate(text.split("\n"), 1) if number in row.replace("k" + number, ""))


@settings(max_examples=40)
@given(documents())
def test_each_value_is_found_on_the_line_that_it_is_written_on(text: str) -> None:
    found = map_lines(text)
    for path, value in leaves(tomllib.loads(text)):
        assert found.line_of(path) == line_with_number(text, value), path


@settings(max_examples=40)
@given(documents())
def test_the_scanner_finds_just_the_keys_and_entries_that_the_toml_reader_finds(text: str) -> None:
    assert set(map_lines(text).lines) == set(paths(tomllib.loads(text)))


@settings(max_examples=40)
@given(documents())
def test_windows_line_ends_change_no_line(text: str) -> None:
    assert map_lines(text.replace("\n", "\r\n")).lines == map_lines(text).lines


@settings(max_examples=40)
@given(documents(), st.text(alphabet="xyz", min_size=1))
def test_a_missing_key_is_told_at_the_table_that_lacks_it(text: str, missing: str) -> None:
    found = map_lines(text)
    for path, line in found.lines.items():
        assert found.line_of((*path, missing)) == line


def test_a_table_is_at_its_header_and_its_entries_at_theirs() -> None:
    text = "a = 1\n[[b]]\n\n[[b]]\n[b.c.d]\n[b.c]\n"
    lines = map_lines(text).lines
    assert lines[("b",)] == 2
    assert lines["b", 1] == 4
    assert lines["b", 1, "c"] == 6
    assert lines["b", 1, "c", "d"] == 5


def test_a_key_of_the_whole_file_that_is_missing_is_told_at_the_top() -> None:
    assert map_lines("\n\na = 1\n").line_of(("camera", "say")) == 1


def test_every_key_of_the_kneeling_lunge_is_on_the_line_that_names_it() -> None:
    text = resource("routines", "kneeling-lunge.toml").read_text(encoding="utf-8")
    rows = text.split("\n")
    for path, line in map_lines(text).lines.items():
        if isinstance(path[-1], str):
            assert path[-1] in rows[line - 1], json.dumps(path)
