"""A machine with nothing on it, and a host that behaves as badly as hosts do."""

from __future__ import annotations

import re
import threading
import time
import zipfile
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from formcheck.pose.models import store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Host:
    """What a host has, how it gives it, and what it was asked.

    Attributes
    ----------
    cut_after
        For each request in turn, after how many bytes the line breaks; later ones are served whole.
    resumes
        Whether it gives a part when asked for one.
    says_length
        Whether it says beforehand how much is to come.
    delay_s
        Before each answer.
    ranges
        The parts that were asked for; None for the whole.
    """

    content: bytes = field(default=b"", repr=False)
    address: str = ""
    status: int = 200
    cut_after: list[int] = field(default_factory=list)
    resumes: bool = True
    says_length: bool = True
    delay_s: float = 0.0
    ranges: list[str | None] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    host: Host

    def do_GET(self) -> None:
        host, asked = self.host, self.headers.get("Range")
        host.ranges.append(asked)
        time.sleep(host.delay_s)
        if host.status != 200:
            self.send_error(host.status)
            return
        span = re.fullmatch(r"bytes=(\d+)-", asked or "")
        start = int(span[1]) if span and host.resumes else 0
        if start >= len(host.content) > 0:
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        if start:
            end, whole = len(host.content) - 1, len(host.content)
            self.send_header("Content-Range", f"bytes {start}-{end}/{whole}")
        if host.says_length:
            self.send_header("Content-Length", str(len(host.content) - start))
        self.end_headers()
        body = host.content[start:]
        self.wfile.write(body[: host.cut_after.pop(0)] if host.cut_after else body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class calls it so
        """Keep quiet."""


@pytest.fixture
def host(monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    host = Host()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"host": host}))
    host.address = f"http://127.0.0.1:{server.server_address[1]}/pose.task"
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield host
    server.shutdown()
    server.server_close()


@pytest.fixture
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No model anywhere and no network; gives the cache folder, which does not exist yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("FORMCHECK_MODEL_DIR", raising=False)
    monkeypatch.setenv("FORMCHECK_OFFLINE", "1")
    monkeypatch.setattr(store, "checkout", lambda: None)
    return store.cache_folder()


class AddWheel:
    """Puts wheels of version 1.0 on a shelf."""

    def __init__(self, shelf: Path) -> None:
        self._shelf = shelf

    def __call__(self, name: str, members: dict[str, bytes], tag: str = "py3-none-any") -> None:
        facts = f"{name}-1.0.dist-info"
        with zipfile.ZipFile(self._shelf / f"{name}-1.0-{tag}.whl", "w") as wheel:
            for path, content in members.items():
                wheel.writestr(path, content)
            wheel.writestr(f"{facts}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
            wheel.writestr(f"{facts}/WHEEL", f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n")
            wheel.writestr(f"{facts}/RECORD", "")


@pytest.fixture
def add_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AddWheel:
    """Make a shelf of wheels that pip looks in, and nowhere else."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(shelf))
    return AddWheel(shelf)
