"""What the schema has against a file, in plain words: Pydantic's errors translated."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pydantic.json_schema import GenerateJsonSchema

from formcheck.routine.fault import (
    Fault,
    KeyPath,
    did_you_mean,
    expected,
    nearest,
    one_of,
    shown,
    value_at,
)
from formcheck.routine.program_schema import ProgramFile, is_program
from formcheck.routine.schema import REFERENCES_ERROR, Movement

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

UNION_KEYS: Final = {"cues": "how", "roles": "rule", "measures": "kind"}
"""The tables whose entries are of several kinds, and the key that says which."""

PATTERN_WORDS: Final = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "small letters and digits with hyphens between (upright-torso)",
    r"^[a-z]+$": "small letters only",
    r"^([a-z]+\.)?[a-z][a-z0-9_]*$": "a measure, after a role where it has sides (front.knee_flexion)",
    r"^[A-Z]?[0-9]+(\.[0-9]+)?$": "a number of the cue table (3.14 or G7)",
    r"^[^{}]*\{side\}[^{}]*$": "words with {side} in them ({side} knee down)",
    r"^[a-z][a-z0-9_]*$": "the name of a measure with no role before it, such as ankle_ahead",
}
"""What the schema's patterns ask for, in words."""

TYPE_WORDS: Final = {
    "string_type": "text in quotes",
    "float_type": "a number",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}
"""What a value of the wrong type should have been, by Pydantic's name of the error."""

LIMIT_WORDS: Final = {
    "greater_than": ("a number above", "gt"),
    "greater_than_equal": ("a number of at least", "ge"),
    "less_than": ("a number below", "lt"),
    "less_than_equal": ("a number of at most", "le"),
}
"""The words for a limit, and where Pydantic keeps it."""


def plain_faults(error: ValidationError, data: Mapping[str, object]) -> list[Fault]:
    """Translate what the schema has against a file.

    Parameters
    ----------
    error
        What validating the data raised.
    data
        The file as `tomllib` reads it.

    Returns
    -------
    list of Fault
        One for each thing to mend: a misspelt key is not told a second time as a missing one. Names that
        lead nowhere are left out; `reference_faults` finds those also in a file that has other faults.
    """
    details = [
        detail
        for detail in error.errors(include_url=False)
        if not _is_echo(detail) and detail["type"] != REFERENCES_ERROR
    ]
    misspelt = {_meant(_path(detail, data), data) for detail in details if detail["type"] == "extra_forbidden"}
    return [
        _fault(detail, data) for detail in details if detail["type"] != "missing" or _path(detail, data) not in misspelt
    ]


def _is_echo(detail: ErrorDetails) -> bool:
    """Tell whether a list is said to be too short only because entries of it were refused."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def _path(detail: ErrorDetails, data: Mapping[str, object]) -> KeyPath:
    """Bring an error's place to the keys of the file.

    Pydantic adds the kind of an entry (``("cues", 3, "measured", "id")``), a mark for keys, and speaks of
    the ends of a band by their names.
    """
    path: KeyPath = ()
    kind_seen = False
    for step in detail["loc"]:
        if step == "[key]":
            continue
        if len(path) == 2 and path[0] in UNION_KEYS and not kind_seen:
            kind_seen = True
            continue
        is_pair = isinstance(value_at(data, path), list)
        path = (*path, ("low", "high").index(step) if is_pair and step in ("low", "high") else step)
    return path


def _fault(detail: ErrorDetails, data: Mapping[str, object]) -> Fault:
    kind, path, found = detail["type"], _path(detail, data), detail["input"]
    context = detail.get("ctx", {})
    if kind in LIMIT_WORDS:
        words, key = LIMIT_WORDS[kind]
        return Fault(path, expected(f"{words} {context[key]:g}", shown(found)))
    if kind in TYPE_WORDS:
        return Fault(path, expected(_type_words(detail, path, data), shown(found)))
    translate = _TRANSLATORS.get(kind)
    return translate(detail, path, data) if translate else Fault(path, f"{detail['msg']}, found {shown(found)}")


def _type_words(detail: ErrorDetails, path: KeyPath, data: Mapping[str, object]) -> str:
    if detail.get("ctx", {}).get("class_name") == "Band":
        return "[low, high]"
    if detail["type"] == "float_type" and isinstance(value_at(data, path[:-1]), list):
        return 'a number, "-inf" or "inf"'
    return TYPE_WORDS[detail["type"]]


def _missing(_detail: ErrorDetails, path: KeyPath, _data: Mapping[str, object]) -> Fault:
    return Fault(path, expected("this key", "none"))


def _unknown_key(_detail: ErrorDetails, path: KeyPath, data: Mapping[str, object]) -> Fault:
    known = _known_keys(path[:-1], data)
    meant = did_you_mean(path[-1], known)
    return Fault(path, expected(f"one of the keys {', '.join(known)}", f"{path[-1]}") + meant)


def _wrong_word(detail: ErrorDetails, path: KeyPath, _data: Mapping[str, object]) -> Fault:
    words = _quoted_words(detail["ctx"]["expected"])
    found = detail["input"]
    return Fault(path, expected(one_of(words), shown(found)) + did_you_mean(found, words))


def _wrong_kind(detail: ErrorDetails, path: KeyPath, _data: Mapping[str, object]) -> Fault:
    key = UNION_KEYS[str(path[0])]
    words = _quoted_words(detail["ctx"]["expected_tags"])
    found = detail["input"][key]
    return Fault((*path, key), expected(one_of(words), shown(found)) + did_you_mean(found, words))


def _no_kind(_detail: ErrorDetails, path: KeyPath, _data: Mapping[str, object]) -> Fault:
    return Fault((*path, UNION_KEYS[str(path[0])]), expected("this key", "none"))


def _wrong_form(detail: ErrorDetails, path: KeyPath, _data: Mapping[str, object]) -> Fault:
    return Fault(path, expected(PATTERN_WORDS[detail["ctx"]["pattern"]], shown(detail["input"])))


def _wrong_length(detail: ErrorDetails, path: KeyPath, _data: Mapping[str, object]) -> Fault:
    context, found = detail["ctx"], detail["input"]
    one, many = ("character", "characters") if isinstance(found, str) else ("entry", "entries")
    words, limit = (
        ("at least", context["min_length"]) if "min_length" in context else ("at most", context["max_length"])
    )
    return Fault(path, expected(f"{words} {limit} {one if limit == 1 else many}", f"{len(found)}"))


def _own_words(detail: ErrorDetails, path: KeyPath, _data: Mapping[str, object]) -> Fault:
    return Fault(path, str(detail["ctx"]["error"]))


_TRANSLATORS: Final[dict[str, Callable[[ErrorDetails, KeyPath, Mapping[str, object]], Fault]]] = {
    "missing": _missing,
    "extra_forbidden": _unknown_key,
    "literal_error": _wrong_word,
    "union_tag_invalid": _wrong_kind,
    "union_tag_not_found": _no_kind,
    "string_pattern_mismatch": _wrong_form,
    "string_too_short": _wrong_length,
    "string_too_long": _wrong_length,
    "too_short": _wrong_length,
    "value_error": _own_words,
}


def _quoted_words(text: str) -> list[str]:
    return re.findall(r"'([^']*)'", text)


def _meant(path: KeyPath, data: Mapping[str, object]) -> KeyPath:
    """Return the path of the key that an unknown one was probably meant to be; the path itself if none."""
    meant = nearest(path[-1], _known_keys(path[:-1], data))
    return path if meant is None else (*path[:-1], meant)


def _known_keys(path: KeyPath, data: Mapping[str, object]) -> list[str]:
    """Return the keys that the table at a path may have."""
    root = program_json_schema() if is_program(data) else movement_json_schema()
    node = _resolved(root, root, data)
    for depth, step in enumerate(path):
        inner = node.get("items") if isinstance(step, int) else node.get("properties", {}).get(step)
        patterns = list(node.get("patternProperties", {}).values())
        found = inner or node.get("additionalProperties") or (patterns[0] if patterns else {})
        node = _resolved(found, root, value_at(data, path[: depth + 1]))
    return list(node.get("properties", {}))


def _resolved(node: Any, root: Mapping[str, Any], value: object) -> dict[str, Any]:
    """Follow references and choices of a JSON Schema to the part that speaks of this value."""
    while isinstance(node, dict):
        if "$ref" in node:
            node = root["$defs"][node["$ref"].rpartition("/")[2]]
        elif "discriminator" in node and isinstance(value, Mapping):
            choice = node["discriminator"]
            node = {"$ref": choice["mapping"].get(value.get(choice["propertyName"]), "")}
        elif "anyOf" in node:
            node = next(each for each in node["anyOf"] if each.get("type") != "null")
        else:
            return node
    return {}


@cache
def movement_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a movement file, with the keys as files write them."""
    return {"$schema": GenerateJsonSchema.schema_dialect, **Movement.model_json_schema(by_alias=True)}


@cache
def program_json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a program file, with the keys as files write them."""
    return {"$schema": GenerateJsonSchema.schema_dialect, **ProgramFile.model_json_schema(by_alias=True)}
