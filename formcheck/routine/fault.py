"""A fault in a movement file: which key it concerns and what is wrong with it, in words for people."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

KeyPath = tuple[str | int, ...]
"""The way to a key from the top of the file: ``("cues", 3, "checks", 0, "good")``, counted from 0."""

LONGEST_SHOWN = 40
"""Characters of a found text that are repeated in a message; the line says where the rest stands."""

NEAR_ENOUGH = 0.6
"""Likeness (difflib's ratio) from which a known word is offered for an unknown one."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong at one place of a file; ``what`` reads "expected ..., found ..."."""

    path: KeyPath
    what: str


def expected(wanted: str, found: str) -> str:
    """Put together what every fault says."""
    return f"expected {wanted}, found {found}"


def shown(value: object) -> str:
    """Show a value of a TOML file in a message, short and as it is written there."""
    match value:
        case str():
            short = value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}..."
            return json.dumps(short, ensure_ascii=False)
        case bool():
            return "true" if value else "false"
        case Mapping():
            return "a table"
        case list() | tuple():
            return "an empty list" if not value else f"a list of {len(value)}"
        case _:
            return str(value)


def one_of(words: Sequence[str]) -> str:
    """List the words that would be right."""
    quoted = [json.dumps(word, ensure_ascii=False) for word in words]
    return quoted[0] if len(quoted) == 1 else f"one of {', '.join(quoted)}"


def nearest(word: object, known: Iterable[str]) -> str | None:
    """Return the known word that is most like this one; None when none is."""
    if not isinstance(word, str):
        return None
    by_small = {name.lower(): name for name in known}
    found = difflib.get_close_matches(word.lower(), by_small, n=1, cutoff=NEAR_ENOUGH)
    return by_small[found[0]] if found else None


def did_you_mean(word: object, known: Iterable[str]) -> str:
    """Offer the nearest known word as the end of a message; empty when none is near."""
    name = nearest(word, known)
    return "" if name is None else f"; did you mean {json.dumps(name, ensure_ascii=False)}?"


def value_at(data: object, path: KeyPath) -> object:
    """Return what stands at a path; None where the path leaves the data."""
    for step in path:
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list | tuple) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def spelled(path: KeyPath, data: object) -> str:
    """Write a path for people: ``cues[upright-torso].checks[1].good``.

    An entry of a list goes by its ``id`` where it has one, else by its place counted from 1.
    """
    text = ""
    for depth, step in enumerate(path):
        if isinstance(step, str):
            text += f".{step}" if text else step
            continue
        entry = value_at(data, path[: depth + 1])
        name = entry.get("id") if isinstance(entry, Mapping) else None
        text += f"[{name}]" if isinstance(name, str) and name else f"[{step + 1}]"
    return text
