"""The system libraries that MediaPipe and OpenCV load, and what they are called where one installs them.

Found with ``ldd`` on ``libmediapipe.so`` of mediapipe 0.10.33 and on OpenCV 5.0.0.93; what every system has
(the C and C++ libraries) is left out.
"""

from __future__ import annotations

import ctypes
import re
import sys
from dataclasses import dataclass
from typing import Final

from formcheck.errors import MissingLibraryError


@dataclass(frozen=True, slots=True)
class Library:
    """A system library.

    Attributes
    ----------
    name
        As the loader knows it.
    package
        The Debian package that has it.
    needed_by
        Who loads it, in words for a person.
    """

    name: str
    package: str
    needed_by: str


LIBRARIES: Final = (
    Library("libEGL.so.1", "libegl1", "MediaPipe"),
    Library("libGLESv2.so.2", "libgles2", "MediaPipe"),
    Library("libGL.so.1", "libgl1", "OpenCV"),
    Library("libgthread-2.0.so.0", "libglib2.0-0", "OpenCV"),
    Library("libglib-2.0.so.0", "libglib2.0-0", "OpenCV"),
    Library("libxcb.so.1", "libxcb1", "OpenCV"),
)

_NAME: Final = re.compile(r"\blib[\w.+-]+?\.so(?:\.\d+)*")


def missing_libraries() -> list[Library]:
    """Find which of the system libraries this machine lacks.

    Returns
    -------
    list of Library
        Empty on other systems than Linux, where the packages bring all they need.
    """
    if not sys.platform.startswith("linux"):
        return []
    return [library for library in LIBRARIES if not _loads(library.name)]


def missing_library_error(error: OSError | ImportError) -> MissingLibraryError | None:
    """Turn the loader's complaint into one that names what to install.

    Parameters
    ----------
    error
        What loading or importing MediaPipe or OpenCV raised.

    Returns
    -------
    MissingLibraryError or None
        None when the complaint is not about a library.
    """
    named = _NAME.search(str(error))
    if named is None:
        return None
    missing = missing_libraries()
    packages = list(dict.fromkeys(library.package for library in missing))
    if not packages:
        return MissingLibraryError(f"{named[0]} cannot be loaded ({error})", mend="Run formcheck doctor")
    return MissingLibraryError(f"{named[0]} is missing", mend=f"Install it: apt-get install {' '.join(packages)}")


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
