"""On which line of a TOML text each key, table and list entry stands.

``tomllib`` gives values without their places. This scanner walks over a text that ``tomllib`` has already
accepted, so it need not refuse anything; it only has to know where a string, a comment, a list or a table
ends. Grammar: https://toml.io/en/v1.0.0.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formcheck.routine.fault import KeyPath

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACES = re.compile(r"[ \t]*")
_STRING = re.compile(
    r'"""(?:[^\\]|\\[\s\S])*?"{3,5}'  # up to two quotes may stand right before the closing three
    r"|'''[\s\S]*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\r\n]+")


@dataclass(frozen=True, slots=True)
class LineMap:
    """The lines of a text's keys, counted from 1."""

    lines: Mapping[KeyPath, int]

    def line_of(self, path: KeyPath) -> int:
        """Return the line of a key, or of the nearest thing around it that the text has."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


def map_lines(text: str) -> LineMap:
    """Find the line of every key, table and list entry.

    Parameters
    ----------
    text
        A valid TOML document.

    Returns
    -------
    LineMap
        A table that is written out is at its header; one that is only implied by a longer header or by a
        dotted key is where it is first named; a list of tables is at its first header, each entry at its own.
    """
    scanner = _Scanner(text)
    scanner.scan()
    return LineMap(scanner.lines)


class _Scanner:
    """A cursor that walks once over the text and notes what it passes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines: dict[KeyPath, int] = {}
        self._newlines = [match.start() for match in re.finditer("\n", text)]
        self._entries: dict[KeyPath, int] = {}  # how many [[headers]] each list of tables has had

    def scan(self) -> None:
        table: KeyPath = ()
        self._pass(_BLANK)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._key_and_value(table)
            self._pass(_BLANK)

    def _header(self) -> KeyPath:
        line = self._line()
        is_list = self.text.startswith("[[", self.at)
        self.at += 2 if is_list else 1
        *above, last = self._dotted_key()
        self.at += 2 if is_list else 1
        path: KeyPath = ()
        for name in above:
            path = self._latest((*path, name))
            self.lines.setdefault(path, line)
        path = (*path, last)
        if is_list:
            self.lines.setdefault(path, line)
            self._entries[path] = self._entries.get(path, 0) + 1
            path = self._latest(path)
        self.lines[path] = line
        return path

    def _latest(self, path: KeyPath) -> KeyPath:
        """Step into the entry that was opened last where the path is a list of tables."""
        return (*path, self._entries[path] - 1) if path in self._entries else path

    def _key_and_value(self, table: KeyPath) -> None:
        line = self._line()
        path = table
        for name in self._dotted_key():
            path = (*path, name)
            self.lines.setdefault(path, line)
        self.at += 1  # the equals sign
        self._pass(_SPACES)
        self._value(path)

    def _dotted_key(self) -> list[str]:
        names = []
        while True:
            self._pass(_SPACES)
            if self.text[self.at] in "\"'":
                names.append(_unquoted(self._pass(_STRING)))
            else:
                names.append(self._pass(_BARE_KEY))
            self._pass(_SPACES)
            if self.text[self.at] != ".":
                return names
            self.at += 1

    def _value(self, path: KeyPath) -> None:
        match self.text[self.at]:
            case "[":
                self._list(path)
            case "{":
                self._inline_table(path)
            case '"' | "'":
                self._pass(_STRING)
            case _:
                self._pass(_BARE_VALUE)

    def _list(self, path: KeyPath) -> None:
        self.at += 1
        entry = 0
        while self._next_before("]"):
            self.lines[*path, entry] = self._line()
            self._value((*path, entry))
            entry += 1

    def _inline_table(self, path: KeyPath) -> None:
        self.at += 1
        while self._next_before("}"):
            self._key_and_value(path)

    def _next_before(self, end: str) -> bool:
        """Step to the next entry; False at the closing bracket, which is passed."""
        self._pass(_BLANK)
        if self.text[self.at] == ",":
            self.at += 1
            self._pass(_BLANK)
        if self.text[self.at] == end:
            self.at += 1
            return False
        return True

    def _pass(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            msg = f"no TOML at character {self.at}: the text has to be checked by tomllib first"
            raise ValueError(msg)
        self.at = match.end()
        return match.group()

    def _line(self) -> int:
        return bisect_left(self._newlines, self.at) + 1


def _unquoted(key: str) -> str:
    name = tomllib.loads(f"name = {key}")["name"]
    return str(name)
