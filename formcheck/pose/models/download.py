"""Download a file of known size and sha256: checked, resumable, and there only when whole."""

from __future__ import annotations

import http.client
import re
import threading
import urllib.error
import urllib.request
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final

from formcheck.pose.models.attempt import FetchError
from formcheck.pose.models.hashes import sha256_of
from formcheck.pose.models.progress import download_bar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ANSWER_S: Final = 5.0  # until the answer begins: name, connection and TLS together, over all addresses of the host
_STALL_S: Final = 20.0  # no byte for so long: the line is dead, not slow
_TRIES: Final = 3  # a line that breaks is often whole again at once; more would only make a person wait
_CHUNK_BYTES: Final = 1 << 16

_PARTIAL_CONTENT: Final = 206
_RANGE_NOT_SATISFIABLE: Final = 416


class _WrongFileError(FetchError):
    """What came is not the file that was asked for."""


def download(address: str, target: Path, *, size: int, sha256: str) -> None:
    """Download a file, going on where an earlier attempt was cut.

    What has come so far lies beside the target in a ``.part`` file. Only a file of the right hash is moved to
    the target. The caller sees to it that no other process downloads the same file.

    Parameters
    ----------
    address
        An http or https address.
    target
        Where the file goes; its folder exists.
    size
        How long the file must be, bytes.
    sha256
        What its hash must be.

    Raises
    ------
    FetchError
        The host cannot be reached or says no, the line broke, or the file is another one.
    OSError
        The file cannot be written.
    """
    part = target.with_name(f"{target.name}.{sha256[:8]}.part")
    resumed = _length(part) > 0
    try:
        _fill(part, address, size, sha256)
    except _WrongFileError:
        if not resumed:
            raise
        _fill(part, address, size, sha256)  # perhaps only what an earlier attempt had left was wrong
    part.replace(target)


def _fill(part: Path, address: str, size: int, sha256: str) -> None:
    """Bring a part up to the whole; a wrong one is removed."""
    try:
        tries = 0
        while (length := _length(part)) < size and tries < _TRIES:
            _append(part, address, size)
            tries += 1
        if length < size:
            done, whole = length / 1e6, size / 1e6
            raise FetchError(f"the line broke after {done:.1f} of {whole:.1f} MB (the next try goes on there)")
        if sha256_of(part) != sha256:
            raise _WrongFileError("what came is another file (its sha256 is not the expected one)")
    except _WrongFileError:
        part.unlink(missing_ok=True)
        raise


def _length(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _append(part: Path, address: str, size: int) -> None:
    """Add to a part what the host still has of it."""
    length = _length(part)
    with _ask(address, length) as answer:
        if answer.status != _PARTIAL_CONTENT:
            length = 0  # the host sends the whole again
        if _offered(answer, length) not in (None, size):
            raise _WrongFileError("what is there is another file (its size is not the expected one)")
        with part.open("ab" if length else "wb") as file, download_bar(size, length) as advance:
            for chunk in _chunks(answer):
                file.write(chunk)
                advance(len(chunk))
                if file.tell() > size:
                    raise _WrongFileError("what came is another file (it is too long)")


def _ask(address: str, start: int) -> http.client.HTTPResponse:
    """Ask for a file from a byte on, and wait for the beginning of the answer but not for long."""
    if not address.startswith(("http://", "https://")):
        raise FetchError("the address is not one of the web")
    headers = {"Range": f"bytes={start}-"} if start else {}
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - http or https, see above
    answers: SimpleQueue[http.client.HTTPResponse | Exception] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(urllib.request.urlopen(request, timeout=_STALL_S))  # noqa: S310
        except (OSError, http.client.HTTPException, ValueError) as error:
            answers.put(error)

    # In a thread, since neither the look-up of a name nor the walk through all addresses of a host (each
    # with its own time limit) can be given a limit otherwise. Left behind, it dies with its own.
    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=_ANSWER_S)
    except Empty:
        raise FetchError(f"no answer within {_ANSWER_S:.0f} s") from None
    if isinstance(answer, Exception):
        raise _refusal(answer) from answer
    return answer


def _refusal(error: Exception) -> FetchError:
    if isinstance(error, urllib.error.HTTPError):
        error.close()
        if error.code == _RANGE_NOT_SATISFIABLE:
            return _WrongFileError("the part that is here does not fit the file there")
        return FetchError(f"the host says {error.code} {error.reason}")
    reason = getattr(error, "reason", None) or error
    return FetchError(f"cannot be reached ({getattr(reason, 'strerror', None) or reason})")


def _offered(answer: http.client.HTTPResponse, start: int) -> int | None:
    """Read from the answer's head how long the whole file is; None where it does not say."""
    span = re.fullmatch(r"bytes (\d+)-\d+/(\d+)", answer.headers.get("Content-Range", ""))
    if span is not None:
        return int(span[2]) if int(span[1]) == start else -1
    length = answer.headers.get("Content-Length", "")
    return start + int(length) if length.isdecimal() else None


def _chunks(answer: http.client.HTTPResponse) -> Iterator[bytes]:
    """Read an answer as far as it comes."""
    while True:
        try:
            chunk = answer.read1(_CHUNK_BYTES)
        except (OSError, http.client.HTTPException):
            return  # how far it came tells that it was cut
        if not chunk:
            return
        yield chunk
