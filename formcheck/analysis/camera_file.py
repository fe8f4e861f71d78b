"""The file in which a measured camera is kept: a few lines of TOML that a person can read and change."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any, Final

from formcheck.body.camera import CameraHint
from formcheck.errors import CameraError
from formcheck.files import atomic_write

if TYPE_CHECKING:
    from pathlib import Path

FORMAT: Final = "formcheck-camera"
VERSION: Final = 1

LIMITS: Final = {
    "focal": (0.2, 5.0),
    "tilt_deg": (-20.0, 90.0),
    "roll_deg": (-45.0, 45.0),
    "height_m": (0.05, 5.0),
}
"""What a camera in a room can be; beyond, a number has the wrong unit."""

_ABOUT: Final = {
    "focal": "focal length over the longer side of the picture",
    "tilt_deg": "how far it looks down",
    "roll_deg": "turned about its own axis",
    "height_m": "above the floor",
}

_MEND: Final = "Make it anew with formcheck camera calibrate"


def save_camera(hint: CameraHint, path: Path) -> None:
    """Write what is known of a camera.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    lines = [f'format = "{FORMAT}"', f"version = {VERSION}"]
    for name, about in _ABOUT.items():
        value = getattr(hint, name)
        if value is not None:
            lines.append(f"{name} = {value:.4f}   # {about}")
    with atomic_write(path) as passing:
        passing.write_text("\n".join(lines) + "\n", encoding="utf-8")


def load_camera(path: Path, stature_m: float | None = None) -> CameraHint:
    """Read a camera.

    Raises
    ------
    CameraError
        If the file cannot be read, is none of a camera, or has a number that no camera in a room has.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CameraError("this camera file cannot be read", where=path, mend="Check the name") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CameraError("this is not a camera file", where=path, mend=_MEND) from error
    if table.get("format") != FORMAT or table.get("version") != VERSION:
        raise CameraError("this is not a camera file of this version", where=path, mend=_MEND)
    numbers = _numbers(table, path)
    return CameraHint(
        tilt_deg=numbers.get("tilt_deg"),
        roll_deg=numbers.get("roll_deg"),
        focal=numbers.get("focal"),
        height_m=numbers.get("height_m"),
        stature_m=stature_m,
        measured=True,
    )


def _numbers(table: dict[str, Any], path: Path) -> dict[str, float]:
    numbers = {name: table[name] for name in LIMITS if name in table}
    for name, value in numbers.items():
        low, high = LIMITS[name]
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise CameraError(f"{name} has to be a number from {low:g} to {high:g}", where=path, mend=_MEND)
    return numbers
