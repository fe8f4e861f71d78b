"""A PostgreSQL server of the tests' own, from Debian's packages; it listens on a socket in its own folder alone."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

SUPERUSER = "postgres"


@dataclass
class Server:
    """A running server."""

    folder: Path
    numbers: count[int]

    def new_database(self) -> str:
        """Make an empty database, and give its address."""
        name = f"formcheck{next(self.numbers)}"
        with psycopg.connect(host=str(self.folder), user=SUPERUSER, dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://{SUPERUSER}@/{name}?host={self.folder}"


def programs() -> Path | None:
    """Find the folder of the server's programs; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    on_path = shutil.which("initdb")
    return found[-1] if found else None if on_path is None else Path(on_path).parent


@contextlib.contextmanager
def running_server(folder_of_programs: Path) -> Iterator[Server]:
    """Make a cluster of databases, run a server over it, and take both away again."""
    # The server refuses to run as root, and reads its folder as the user it runs as.
    as_user = {"user": SUPERUSER} if os.getuid() == 0 else {}
    folder = Path(tempfile.mkdtemp(prefix="formcheck-pg-"))
    try:
        if as_user:
            shutil.chown(folder, SUPERUSER)
        data = folder / "data"
        orders = (
            ("initdb", "-D", data, "-U", SUPERUSER, "-A", "trust", "--no-sync"),
            ("pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", f"-c listen_addresses='' -k {folder}", "start"),
        )
        for program, *arguments in orders:
            subprocess.run(
                [folder_of_programs / program, *arguments], check=True, capture_output=True, cwd="/", **as_user
            )
        try:
            yield Server(folder, count(1))
        finally:
            stop = [folder_of_programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"]
            subprocess.run(stop, check=True, capture_output=True, cwd="/", **as_user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
