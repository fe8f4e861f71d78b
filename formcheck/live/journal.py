"""The journal of a session: what was seen and asked for, written as it goes.

Whatever becomes of the program, all but the last second can be read back. From it the session can be told again: the
coach gives the same turns for the same observations, commands and times.

The file is a mark, then records: a letter for the kind, the length of what follows, its CRC-32, and the content. A
record that was cut off, and what comes after it, is not read.
"""

from __future__ import annotations

import json
import os
import struct
import threading
import zlib
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Any, Final, Self

from formcheck.coach.commands import Ask, Command
from formcheck.errors import TrackError
from formcheck.files import output_error
from formcheck.live.lock import is_held
from formcheck.pose.spool import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from formcheck.errors import OutputError
    from formcheck.pose.pose import Observation

SUFFIX: Final = ".journal"

MARK: Final = b"formcheck-journal 1\n"
"""How the file begins, with the version of its layout."""

FLUSH_S: Final = 0.5
"""How often what was gathered is brought to the disk: half of the second that may be lost, the rest for the disk."""

_HEAD: Final = struct.Struct("<cII")
"""Of a record: its kind, the length of its content in bytes, and the content's CRC-32."""

_LONGEST_BYTES: Final = 1_000_000
"""A record has a few kilobytes; more is damage, not to be obeyed."""

_HEADER, _SEEN, _COMMAND, _TICK, _NOTE = b"H", b"O", b"C", b"T", b"N"


@dataclass(frozen=True, slots=True)
class Asked:
    """A command, and when it was given."""

    command: Command
    time_s: float


@dataclass(frozen=True, slots=True)
class Ticked:
    """The time went on without a frame."""

    time_s: float


@dataclass(frozen=True, slots=True)
class Noted:
    """Something that happened around the session: a camera lost, a step of the pace, how it ended."""

    kind: str
    time_s: float
    more: dict[str, Any] = field(default_factory=dict)


class JournalWriter:
    """Writes a journal, on a thread of its own: the session never waits for the disk.

    Trouble with the disk does not end the session: it is kept in `error`, and nothing more is written.

    Parameters
    ----------
    path
        Where it shall stand; a file that stands there is replaced.
    header
        What is known at the beginning, as plain data.

    Raises
    ------
    OutputError
        If it cannot be made.
    """

    def __init__(self, path: Path, header: dict[str, Any]) -> None:
        self.path = path
        self.error: OutputError | None = None
        self._waiting: list[bytes] = []
        self._lock = threading.Lock()
        self._closing = threading.Event()
        try:
            self._file: IO[bytes] = path.open("wb")
            self._file.write(MARK)
            self._write([_record(_HEADER, _json(header))])
        except OSError as error:
            raise output_error(error, path) from error
        self._thread = threading.Thread(target=self._flush, name="formcheck-journal", daemon=True)
        self._thread.start()

    def see(self, seen: Observation) -> None:
        """Keep an observation."""
        self._add(_record(_SEEN, packed(seen)))

    def ask(self, command: Command, time_s: float) -> None:
        """Keep a command."""
        self._add(_record(_COMMAND, _json({"ask": command.ask.value, "value": command.value, "time_s": time_s})))

    def tick(self, time_s: float) -> None:
        """Keep that the time went on without a frame."""
        self._add(_record(_TICK, _json({"time_s": time_s})))

    def note(self, kind: str, time_s: float, **more: object) -> None:
        """Keep something that happened, with what belongs to it as plain data."""
        self._add(_record(_NOTE, _json({"kind": kind, "time_s": time_s, "more": more})))

    def close(self) -> None:
        """Bring all to the disk; a second call does nothing."""
        self._closing.set()
        if self._thread.is_alive():
            self._thread.join()
        self._file.close()

    def _add(self, record: bytes) -> None:
        with self._lock:
            self._waiting.append(record)

    def _flush(self) -> None:
        closing = False
        while not closing:
            closing = self._closing.wait(FLUSH_S)
            with self._lock:
                records, self._waiting = self._waiting, []
            if not records or self.error is not None:
                continue
            try:
                self._write(records)
            except OSError as error:
                self.error = output_error(error, self.path)

    def _write(self, records: list[bytes]) -> None:
        self._file.write(b"".join(records))
        self._file.flush()
        os.fsync(self._file.fileno())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Journal:
    """A journal that was written, perhaps not to its end.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    TrackError
        If it cannot be read, or is no journal.

    Attributes
    ----------
    header
        What was known at the beginning.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            with path.open("rb") as file:
                if file.read(len(MARK)) != MARK:
                    raise TrackError("is no journal of a session, or of another version", where=path)
                first = _next(file)
        except OSError as error:
            raise TrackError(f"the journal cannot be read ({error.strerror or error})", where=path) from error
        if first is None or first[0] != _HEADER:
            raise TrackError("the journal breaks off before its beginning", where=path, mend="Delete it")
        self.header: dict[str, Any] = json.loads(first[1])

    def entries(self) -> Iterator[Observation | Asked | Ticked | Noted]:
        """Go through what was kept, in its order, up to where it was cut off."""
        with self.path.open("rb") as file:
            file.seek(len(MARK))
            _next(file)
            while (record := _next(file)) is not None:
                yield _entry(*record)


def unfinished_in(folder: Path) -> list[Path]:
    """List the journals in the folders of results in a folder: sessions that broke off and were not finished.

    One that is still running is none of them.
    """
    return sorted(path for path in folder.glob(f"*/*{SUFFIX}") if not is_held(path))


def _record(kind: bytes, content: bytes) -> bytes:
    return _HEAD.pack(kind, len(content), zlib.crc32(content)) + content


def _json(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, allow_nan=False).encode()


def _next(file: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Read a record: its kind and content; None at the end, or where it is cut off or damaged."""
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    kind, length, check = _HEAD.unpack(head)
    if length > _LONGEST_BYTES or kind not in (_HEADER, _SEEN, _COMMAND, _TICK, _NOTE):
        return None
    content = file.read(length)
    if len(content) < length or zlib.crc32(content) != check:
        return None
    return kind, content


def _entry(kind: bytes, content: bytes) -> Observation | Asked | Ticked | Noted:
    if kind == _SEEN:
        return unpacked(content)
    plain = json.loads(content)
    if kind == _COMMAND:
        return Asked(Command(Ask(plain["ask"]), plain["value"]), plain["time_s"])
    if kind == _TICK:
        return Ticked(plain["time_s"])
    return Noted(plain["kind"], plain["time_s"], plain["more"])
