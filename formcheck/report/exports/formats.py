"""The formats a session is exported to, and one call that writes them."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from formcheck.errors import OutputError, StoreError, TrackError
from formcheck.files import atomic_write, make_folder
from formcheck.report.exports.about import ABOUT
from formcheck.report.exports.long_csv import csv_file
from formcheck.report.exports.mot import write_mots
from formcheck.report.exports.parquet import check_pyarrow, write_parquet
from formcheck.report.exports.plain_json import json_file
from formcheck.report.exports.trc import write_trc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from formcheck.report.kept import KeptSession

    Shared: TypeAlias = Callable[[Path], AbstractContextManager[Callable[[KeptSession], None]]]
    Alone: TypeAlias = Callable[[KeptSession, Path], list[Path]]


class Format(StrEnum):
    """A format of export."""

    CSV = "csv"
    JSON = "json"
    TRC = "trc"
    MOT = "mot"
    PARQUET = "parquet"


ABOUT_NAME: Final = "about-these-files.txt"

_NAMES: Final = {
    Format.CSV: "rows.csv",
    Format.JSON: "sessions.json",
    Format.TRC: "{stem}.trc",
    Format.MOT: "{stem}-set-*.mot",
    Format.PARQUET: "{stem}.parquet",
}
"""What the files of a format are called; ``stem`` stands for the session."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export made.

    Attributes
    ----------
    files
        That were written.
    left_out
        What could not be exported and why, a line each.
    """

    files: tuple[Path, ...]
    left_out: tuple[str, ...]


def export(
    sessions: Mapping[str, Callable[[], KeptSession]],
    formats: Sequence[Format],
    folder: Path,
    *,
    replace: bool = False,
    begun: Callable[[], None] | None = None,
) -> Exported:
    """Export sessions: one CSV and one JSON of all of them, and TRC, MOT and Parquet of each.

    Each file is there whole or not at all. A session that cannot be read is left out, and so is what it has not,
    such as a TRC where no track was kept.

    Parameters
    ----------
    sessions
        What reads each session, by its name; they are read one after the other.
    formats
        Which to write.
    folder
        Where to; made where it is missing.
    replace
        Whether files of an earlier export may be replaced.
    begun
        Called when nothing is in the way, before anything is written: what is noted then is noted even of an
        export that breaks off.

    Raises
    ------
    OutputError
        If a file is in the way or cannot be written.
    StoreError, TrackError
        If there is nothing that could be exported.
    MissingLibraryError
        If Parquet is wanted and PyArrow is not there.
    """
    if Format.PARQUET in formats:
        check_pyarrow()
    make_folder(folder)
    if not replace:
        _refuse(sessions, formats, folder)
    if begun is not None:
        begun()
    shared = [folder / _NAMES[each] for each in formats if each in _SHARED]
    files: list[Path] = []
    troubles: dict[str, StoreError | TrackError] = {}
    read = 0
    with ExitStack() as stack:
        takers = [stack.enter_context(_SHARED[each](folder / _NAMES[each])) for each in formats if each in _SHARED]
        for name, opened in sessions.items():
            try:
                session = opened()
            except StoreError as error:
                troubles[f"session {name}"] = error
                continue
            read += 1
            for take in takers:
                take(session)
            for each in formats:
                try:
                    files += _ALONE[each](session, folder) if each in _ALONE else []
                except (StoreError, TrackError) as error:
                    troubles[f"{each} of session {name}"] = error
        if troubles and not files and not (shared and read):
            raise next(iter(troubles.values()))
    with atomic_write(folder / ABOUT_NAME) as temporary:
        temporary.write_text(ABOUT, "utf-8")
    left_out = tuple(f"{what}: {trouble}" for what, trouble in troubles.items())
    return Exported((*shared, *files, folder / ABOUT_NAME), left_out)


def _stem(name: str) -> str:
    """Give what the files of a session are called, without their endings."""
    return f"session-{name}" if name.isdecimal() else name


def _name(wanted: Format, session: str) -> str:
    return _NAMES[wanted].format(stem=_stem(session))


def _trc(session: KeptSession, folder: Path) -> list[Path]:
    path = folder / _name(Format.TRC, session.name)
    write_trc(session, path)
    return [path]


def _mots(session: KeptSession, folder: Path) -> list[Path]:
    written = write_mots(session, folder, _stem(session.name))
    # Of an earlier export, before it was judged again.
    for old in set(folder.glob(_name(Format.MOT, session.name))) - set(written):
        old.unlink(missing_ok=True)
    return written


def _parquet(session: KeptSession, folder: Path) -> list[Path]:
    path = folder / _name(Format.PARQUET, session.name)
    write_parquet(session, path)
    return [path]


_SHARED: Final[dict[Format, Shared]] = {Format.CSV: csv_file, Format.JSON: json_file}
"""Formats that have all sessions in one file."""

_ALONE: Final[dict[Format, Alone]] = {Format.TRC: _trc, Format.MOT: _mots, Format.PARQUET: _parquet}
"""Formats that have files for each session."""


def _refuse(sessions: Iterable[str], formats: Sequence[Format], folder: Path) -> None:
    """Refuse before anything is written, where a file would be replaced."""
    for pattern in dict.fromkeys(_name(each, session) for each in formats for session in sessions):
        for path in sorted(folder.glob(pattern)):
            raise OutputError(
                "a file of that name is in the way", where=path, mend="Choose another folder, or give --replace"
            )
