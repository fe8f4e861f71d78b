"""Movement files: which there are, and how one is read.

>>> from formcheck.routine.catalogue import load_movement
>>> load_movement("kneeling-lunge").name
'Kneeling lunge'
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from formcheck.errors import RoutineError
from formcheck.resources import resource
from formcheck.routine.fault import Fault, expected, nearest, shown, spelled
from formcheck.routine.lines import map_lines
from formcheck.routine.plain import plain_faults
from formcheck.routine.program_schema import is_program
from formcheck.routine.references import measure_faults, reference_faults
from formcheck.routine.schema import SCHEMA_VERSION, Movement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from formcheck.routine.measure_names import MeasureNames

SUFFIX: Final = ".toml"

LARGEST_BYTES: Final = 1_000_000
"""More is no movement file (ours has 8 kB): a video given by mistake is not read into memory."""

_TOML_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def movement_ids() -> tuple[str, ...]:
    """Return the ids of the movements that come with formcheck, in order of the alphabet."""
    return tuple(sorted(path.stem for path in resource("routines").glob(f"*{SUFFIX}")))


def load_movement(name_or_path: str | Path, measures: MeasureNames | None = None) -> Movement:
    """Read a movement.

    Parameters
    ----------
    name_or_path
        The id of a movement that comes with formcheck (``"kneeling-lunge"``), or the path of a file: a
        `Path`, or a text that has a folder or a suffix in it.
    measures
        The measures there are, to check the file's names against; None leaves the names unchecked.

    Returns
    -------
    Movement
        The movement, whole and checked.

    Raises
    ------
    RoutineError
        There is no such movement or file, or it has faults. All faults are told, one a line, as
        ``file:line: where: expected ..., found ...``.
    """
    path = movement_path(name_or_path)
    data, text = read_table(path)
    if is_program(data):
        raise RoutineError("is a program file, not a movement", where=path, mend="Give it with --program")
    faults = [*reference_faults(data), *(measure_faults(data, measures) if measures else [])]
    movement = None
    try:
        movement = Movement.model_validate(data)
    except ValidationError as error:
        faults += plain_faults(error, data)
    if faults or movement is None:
        raise faults_error(faults, data, text, path)
    return movement


def movement_path(name_or_path: str | Path) -> Path:
    """Find the file of a movement.

    Parameters
    ----------
    name_or_path
        As for `load_movement`.

    Raises
    ------
    RoutineError
        An id that no movement has.
    """
    path = Path(name_or_path)
    if isinstance(name_or_path, Path) or path.suffix or path.name != name_or_path:
        return path
    ids = movement_ids()
    if name_or_path in ids:
        return resource("routines", f"{name_or_path}{SUFFIX}")
    near = nearest(name_or_path, ids)
    mend = f'Did you mean "{near}"? ' if near else ""
    mend += f"There {'is' if len(ids) == 1 else 'are'}: {', '.join(ids)}. Name a file of your own with its suffix"
    raise RoutineError("no movement of that name", where=name_or_path, mend=mend)


def read_table(path: Path) -> tuple[dict[str, object], str]:
    """Read a movement file or a program file as plain data, with its text.

    Raises
    ------
    RoutineError
        It cannot be read, is not TOML, or was made for another formcheck.
    """
    text = _read(path)
    data = _parse(text, path)
    _check_schema_number(data, text, path)
    return data, text


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError as error:
        raise RoutineError("no such file", where=path) from error
    except IsADirectoryError as error:
        raise RoutineError("is a folder", where=path, mend="Name a movement file in it") from error
    except OSError as error:
        raise RoutineError(f"cannot be read ({error.strerror or error})", where=path) from error
    if len(content) > LARGEST_BYTES:
        raise RoutineError("is too large for a movement file", where=path)
    try:
        return content.decode("utf-8-sig")  # Some editors of Windows put a mark before the text.
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RoutineError("is not text in UTF-8", where=f"{path}:{line}", mend="Save it as UTF-8") from error


def _parse(text: str, path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except RecursionError as error:
        raise RoutineError("lists or tables are nested too deeply", where=path) from error
    except ValueError as error:  # TOMLDecodeError, and what int() says of a number with thousands of digits
        what = str(error)
        place = _TOML_PLACE.search(what)
        where = f"{path}:{text.count(chr(10)) + 1}"
        if place:
            what = what[: place.start()]
            where = f"{path}:{place[1]}:{place[2]}" if place[1] else where
        raise RoutineError(f"is not valid TOML: {what[:1].lower()}{what[1:]}", where=where) from error


def _check_schema_number(data: Mapping[str, object], text: str, path: Path) -> None:
    """Ask first for which formcheck the file was made: of a newer one the other faults say nothing."""
    number = data.get("schema")
    if type(number) is int and number == SCHEMA_VERSION:
        return
    where = f"{path}:{map_lines(text).line_of(('schema',))}"
    if type(number) is int and number > SCHEMA_VERSION:
        raise RoutineError(
            f"made for a newer formcheck (schema {number}; this one reads {SCHEMA_VERSION})",
            where=where,
            mend="Update formcheck",
        )
    found = "none" if number is None else shown(number)
    raise RoutineError(f"schema: {expected(f'schema = {SCHEMA_VERSION}', found)}", where=where)


def faults_error(faults: Iterable[Fault], data: Mapping[str, object], text: str, path: Path) -> RoutineError:
    """Put the faults of a file into one error, each with its line."""
    lines = map_lines(text)
    told = sorted({(lines.line_of(fault.path), spelled(fault.path, data), fault.what) for fault in faults})
    if len(told) == 1:
        line, where, what = told[0]
        return RoutineError(f"{where}: {what}", where=f"{path}:{line}")
    each = [f"{path}:{line}: {where}: {what}" for line, where, what in told]
    return RoutineError("\n".join([f"{len(told)} faults", *each]), where=path)
