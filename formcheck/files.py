"""Files that are either whole or not there: written beside their place and moved into it when done."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from formcheck.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What the system's error numbers mean to a person who wants a file written: what is wrong, what to do.
WRITE_TROUBLE: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("the disk is full", "Free some space or choose another folder"),
    errno.EDQUOT: ("your share of the disk is used up", "Free some space or choose another folder"),
    errno.EFBIG: ("the file would be larger than this disk allows", "Choose another folder"),
    errno.EACCES: ("no permission to write here", "Choose a folder of your own"),
    errno.EPERM: ("no permission to write here", "Choose a folder of your own"),
    errno.EROFS: ("this disk can only be read", "Choose a folder on another disk"),
    errno.ENAMETOOLONG: ("the name is too long for this disk", "Choose a shorter name"),
    errno.ENOENT: ("the folder does not exist", "Make it first or choose another"),
    errno.ENOTDIR: ("a part of the path is a file, not a folder", "Choose another folder"),
    errno.EEXIST: ("a file of that name is in the way", "Move it away or choose another name"),
    errno.EISDIR: ("there is a folder of that name", "Choose another name"),
    errno.EIO: ("the disk reports a fault", "Choose a folder on another disk"),
}

#: Names of unfinished files begin with this; one that was left behind by a power cut may be deleted.
UNFINISHED_PREFIX = ".part-"


def output_error(error: OSError, where: object) -> OutputError:
    """Say in plain words why a file could not be written.

    Parameters
    ----------
    error
        What the system said.
    where
        The file or folder that was wanted.
    """
    known = WRITE_TROUBLE.get(error.errno or 0)
    if known is None:
        return OutputError(f"cannot be written ({error.strerror or error})", where=where)
    what, mend = known
    return OutputError(what, where=where, mend=mend)


def make_folder(path: Path) -> Path:
    """Make a folder and those above it, where they are missing.

    Raises
    ------
    OutputError
        It cannot be made, or a file is in its place.
    """
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise output_error(error, path) from error
    return path


class PendingFile:
    """A file being written under a passing name beside its place.

    For writers that outlive one block of code; others use `atomic_write`. The passing name has the suffix
    of the target, since some libraries choose the format by it.

    Parameters
    ----------
    target
        Where the file shall stand. One that stands there now is untouched until `keep`.

    Raises
    ------
    OutputError
        No file can be made in that folder, or a folder or a device has that name.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        # A link is followed, so that the file it points to is replaced and not the link.
        self._place = Path(os.path.realpath(target))
        self.path = self._place.with_name(f"{UNFINISHED_PREFIX}{secrets.token_hex(6)}{self._place.suffix}")
        try:
            if self._place.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
            if self._place.exists() and not self._place.is_file():
                # An administrator could move a file into the place of /dev/null, to everybody's harm.
                raise OutputError("is a device, not an ordinary file", where=target, mend="Choose another name")
            with contextlib.suppress(FileNotFoundError):
                # Asked now, and not after an hour's work: is this name one the disk can hold?
                self._place.lstat()
            # Not tempfile: its files can be read by their owner alone, and results are to be shared.
            self.path.touch(exist_ok=False)
        except OSError as error:
            raise output_error(error, target) from error

    def keep(self) -> None:
        """Make sure that all of it is on the disk, and move it into its place.

        Raises
        ------
        OutputError
            It could not be; the unfinished file is removed.
        """
        try:
            _flush_to_disk(self.path)
            self.path.replace(self._place)
        except OSError as error:
            self.discard()
            raise output_error(error, self.target) from error

    def discard(self) -> None:
        """Remove the unfinished file; one that stood in its place before is as it was."""
        self.path.unlink(missing_ok=True)


@contextlib.contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Give a passing path to write to; it becomes `path` when the block ends well.

    Parameters
    ----------
    path
        Where the file shall stand.

    Yields
    ------
    Path
        An empty file beside `path`, with the same suffix.

    Raises
    ------
    OutputError
        The file cannot be written: disk full, no permission, no such folder, name too long. On this or
        any other error, and on Ctrl-C, nothing is left behind and what stood at `path` stands there still.
    """
    pending = PendingFile(path)
    try:
        yield pending.path
    except OSError as error:
        pending.discard()
        if error.filename is None or os.fspath(error.filename) == str(pending.path):
            raise output_error(error, path) from error
        raise  # Some other file's trouble, which is not ours to name.
    except BaseException:
        pending.discard()
        raise
    pending.keep()


def flush_folder(path: Path) -> None:
    """Have the system write out which files a folder holds, so that a power cut cannot forget a new name in it.

    Where a system has no such thing for folders (Windows), its disks keep names in order by themselves.

    Raises
    ------
    OutputError
        The disk reports a fault.
    """
    if os.name == "nt":
        return
    try:
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise output_error(error, path) from error


def _flush_to_disk(path: Path) -> None:
    """Have the system write out what it still holds of a file, so that a power cut cannot empty it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
