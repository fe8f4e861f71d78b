"""The list of pose models formcheck knows, read from ``models/manifest.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formcheck.errors import ModelError
from formcheck.pose.models.wheel import Member, Target, WheelSource
from formcheck.resources import resource

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class BuiltBundle:
    """How a bundle is built from the networks in a wheel.

    Attributes
    ----------
    wheel
        Where the two networks are.
    detector, landmarks
        The two networks.
    sha256
        Of the bundle that is built from them.
    """

    wheel: WheelSource
    detector: Member
    landmarks: Member
    sha256: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One pose model.

    Attributes
    ----------
    name
        What a user calls it.
    file
        The file name of its bundle.
    address
        Where its makers offer it.
    size
        Of the official bundle, bytes.
    sha256
        Of the official bundle.
    licence
        SPDX identifier.
    built
        The second source; None where there is none.
    """

    name: str
    file: str
    address: str
    size: int
    sha256: str
    licence: str
    built: BuiltBundle | None = None

    @property
    def hashes(self) -> frozenset[str]:
        """The sha256 of each bundle that is accepted as this model."""
        return frozenset({self.sha256} if self.built is None else {self.sha256, self.built.sha256})


def load_manifest(path: Path | None = None) -> dict[str, Entry]:
    """Read the manifest.

    Parameters
    ----------
    path
        Another manifest than the one that comes with formcheck.

    Returns
    -------
    dict of str to Entry
        By name, in the order of the file.

    Raises
    ------
    ModelError
        The manifest is not whole.
    """
    path = resource("models", "manifest.toml") if path is None else path
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: _entry(name, table) for name, table in tables.items() if isinstance(table, dict)}
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise ModelError(
            f"is not a list of models ({type(error).__name__}: {error})",
            where=path,
            mend="Install formcheck again",
        ) from error


def _entry(name: str, table: dict[str, Any]) -> Entry:
    wheel = table.get("wheel")
    return Entry(
        name=name,
        file=table["file"],
        address=table["address"],
        size=table["bytes"],
        sha256=table["sha256"],
        licence=table["licence"],
        built=None if wheel is None else _built(wheel),
    )


def _built(table: dict[str, Any]) -> BuiltBundle:
    return BuiltBundle(
        wheel=WheelSource(
            requirement=table["requirement"],
            size=table["bytes"],
            target=Target(table["platform"], table["machine"], table["python"]),
        ),
        detector=Member(table["detector"]["member"], table["detector"]["sha256"]),
        landmarks=Member(table["landmarks"]["member"], table["landmarks"]["sha256"]),
        sha256=table["bundle_sha256"],
    )
