"""The exception tree. Everything formcheck raises on purpose stands here.

::

    FormcheckError                 one line for a person: what, where, what to do
    ├── VideoError                 a video that cannot be read, or has nothing to read
    ├── CameraError                a camera that is missing, or has gone
    ├── ModelError                 no pose model, or one that is refused
    ├── RoutineError               a movement or program file with faults in it
    ├── TrackError                 a track file that is not one, or is of another version
    ├── TruthError                 the truth of a clip that cannot be read, or nothing to score
    ├── StoreError                 records that cannot be kept or found, or a store that cannot be opened
    ├── OutputError                a result that could not be written (disk full, no permission)
    ├── WindowError                no display, or nothing that can open a window on it
    └── MissingLibraryError        a system library that this machine lacks
"""

from __future__ import annotations

import unicodedata


def one_line(name: str) -> str:
    """Give a name as it can be shown in one line of any terminal: what is no character of text becomes a ``?``."""
    return "".join("?" if unicodedata.category(character).startswith("C") else character for character in name)


class FormcheckError(Exception):
    """The base of all errors a user may see.

    Parameters
    ----------
    what
        What is wrong, in plain words, without a full stop.
    where
        The file, camera or place it concerns; None where there is none.
    mend
        What the user can do about it, a sentence without a full stop.
    """

    def __init__(self, what: str, *, where: object = None, mend: str | None = None) -> None:
        self.what = what
        self.where = None if where is None else one_line(str(where))
        self.mend = mend
        super().__init__(str(self))

    def __str__(self) -> str:
        head = self.what if self.where is None else f"{self.where}: {self.what}"
        return head if self.mend is None else f"{head}. {self.mend}."


class VideoError(FormcheckError):
    """A video that cannot be read, or has nothing to read."""


class CameraError(FormcheckError):
    """A camera that is missing, or has gone."""


class WindowError(FormcheckError):
    """There is no display, or nothing that can open a window on it."""


class VoiceError(FormcheckError):
    """Speech that could not be had."""


class ModelError(FormcheckError):
    """No pose model to be had, or one that is refused."""


class RoutineError(FormcheckError):
    """A movement or program file with faults in it."""


class TrackError(FormcheckError):
    """A track file that is not one, or is of another version."""


class TruthError(FormcheckError):
    """The truth of a clip that cannot be read, or no clip with truth at all."""


class StoreError(FormcheckError):
    """Records that cannot be kept or found, or a store that cannot be opened."""


class OutputError(FormcheckError):
    """A result that could not be written."""


class MissingLibraryError(FormcheckError):
    """A system library that this machine lacks."""
