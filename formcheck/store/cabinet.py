"""The files beside the database: each session has a folder, each file is named by what is in it.

A file is whole and on the disk before the row that names it is committed, and a row is gone before its file is.
What a kill leaves between the two is told by a mark: the key of the session, in the folder of marks. Only the
one process that may write the database makes marks or clears up after them, so that nothing is taken away from
under another.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.errors import StoreError
from formcheck.files import atomic_write, flush_folder, make_folder, output_error

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

MARKS: Final = ".marks"
"""Folder of marks: an empty file for each session that is being added or deleted."""

_WIPE: Final = "wipe-"
"""Begins a mark that the database holds the remains of deleted rows. No session's key begins so."""

_FOLDER_MODE: Final = 0o700

_BLOCK_BYTES: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that was put into the cabinet: its hash, its suffix (``.track``) and its size in bytes."""

    sha256: str
    suffix: str
    size: int


def wipe_mark() -> str:
    """Give a mark that the database is to be cleared of the remains of deleted rows; each deletion has its own."""
    return _WIPE + secrets.token_hex(8)


def is_wipe(mark: str) -> bool:
    """Whether a mark is one of :func:`wipe_mark`, and not of a session."""
    return mark.startswith(_WIPE)


class Cabinet:
    """The folder of files.

    Parameters
    ----------
    folder
        Where it is, or shall be.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._marks = folder / MARKS

    def make(self) -> None:
        """Make the folder, where it is missing.

        Raises
        ------
        OutputError
            If it cannot be made.
        """
        if not self._marks.is_dir():
            make_folder(self._folder.parent)
            with suppress(FileExistsError, OSError):  # make_folder names the trouble, if there is any.
                self._folder.mkdir(mode=_FOLDER_MODE)
            make_folder(self._marks)
            flush_folder(self._folder.parent)

    def put(self, key: str, suffix: str, write: Callable[[Path], None]) -> Kept:
        """Keep a file of a session; it is whole and on the disk when this returns.

        Parameters
        ----------
        key
            Of the session, which has been marked.
        suffix
            Of the file, such as ``.track``.
        write
            Writes it to the path it is given.

        Raises
        ------
        OutputError
            If it cannot be written.
        """
        folder = self._folder / key
        if not folder.is_dir():
            make_folder(folder)
            flush_folder(self._folder)
        passing = folder / f"new{suffix}"
        with atomic_write(passing) as temporary:
            write(temporary)
        kept = Kept(_sha256(passing), suffix, passing.stat().st_size)
        try:
            passing.replace(self.path(key, kept))
        except OSError as error:
            raise output_error(error, folder) from error
        flush_folder(folder)
        return kept

    def copy(self, key: str, source: Path) -> Kept:
        """Keep a copy of a file.

        Raises
        ------
        StoreError
            If the file cannot be read.
        OutputError
            If the copy cannot be written.
        """
        if not source.is_file():
            raise StoreError("there is no such file", where=source)
        return self.put(key, source.suffix.lower(), lambda path: _copy(source, path))

    def path(self, key: str, kept: Kept) -> Path:
        """Say where a file stands."""
        return self._folder / key / f"{kept.sha256}{kept.suffix}"

    def mark(self, keys: Iterable[str]) -> None:
        """Note that these sessions are being added or deleted; the caller alone may write the database."""
        for key in keys:
            (self._marks / key).touch()
        flush_folder(self._marks)

    def unmark(self, keys: Iterable[str]) -> None:
        """Note that all is well with these sessions."""
        for key in keys:
            (self._marks / key).unlink(missing_ok=True)

    def marked(self) -> list[str]:
        """Give what is marked, in order."""
        try:
            return sorted(mark.name for mark in self._marks.iterdir())
        except FileNotFoundError:
            return []

    def remove(self, key: str) -> None:
        """Delete the files of a session.

        Raises
        ------
        OutputError
            If one of them cannot be deleted.
        """
        try:
            shutil.rmtree(self._folder / key)
        except FileNotFoundError:
            return
        except OSError as error:
            raise output_error(error, error.filename or self._folder / key) from error
        flush_folder(self._folder)

    def remove_file(self, key: str, kept: Kept) -> None:
        """Delete one file of a session."""
        self.path(key, kept).unlink(missing_ok=True)

    def clear_others(self, key: str, known: Iterable[Kept]) -> None:
        """Delete what a session's folder holds and no row names."""
        folder = self._folder / key
        wanted = {self.path(key, kept).name for kept in known}
        for found in folder.iterdir() if folder.is_dir() else ():
            if found.name not in wanted:
                found.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as reader, target.open("wb") as writer:
        shutil.copyfileobj(reader, writer, _BLOCK_BYTES)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
