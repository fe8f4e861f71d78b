"""Playing a sound by what the system has for it, or into a folder."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from formcheck.files import atomic_write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formcheck.voice.sound import Sound

PLAYERS: Final = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))
"""Programs that play a WAV file and end with it; each tells by its exit whether there was something to play on."""

_WINDOWS: Final = (sys.executable, "-c", "import sys, winsound; winsound.PlaySound(sys.argv[1], winsound.SND_FILENAME)")


class Playing(Protocol):
    """A sound that is being played."""

    @property
    def over(self) -> bool:
        """Whether it has come to its end."""

    @property
    def failed(self) -> bool:
        """Whether it ended without having been heard."""

    def stop(self) -> None:
        """Cut it off."""


class Player(Protocol):
    """Something that plays."""

    def play(self, sound: Sound) -> Playing:
        """Begin to play a sound, beside what else is being played; does not wait for its end."""

    def do_without(self, failed: Playing) -> bool:
        """Play no more by what played this; False where nothing else is left."""

    def close(self) -> None:
        """Let go of all that is held."""


class _Process:
    """A program that plays a file; None: one that could not be started."""

    def __init__(self, process: subprocess.Popen[bytes] | None, command: tuple[str, ...], path: Path) -> None:
        self.command = command
        self._process = process
        self._path = path
        self._stopped = False

    @property
    def over(self) -> bool:
        if self._process is not None and self._process.poll() is None:
            return False
        self._path.unlink(missing_ok=True)
        return True

    @property
    def failed(self) -> bool:
        return self._process is None or (self._process.poll() not in {None, 0} and not self._stopped)

    def stop(self) -> None:
        self._stopped = True
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
        self._path.unlink(missing_ok=True)


class SystemPlayer:
    """Plays by the first of the system's programs that works."""

    def __init__(self, commands: Iterable[tuple[str, ...]]) -> None:
        self._commands = list(commands)
        self._folder = tempfile.TemporaryDirectory(prefix="formcheck-voice-")
        self._numbers = itertools.count()

    def play(self, sound: Sound) -> Playing:
        """Begin to play a sound."""
        path = Path(self._folder.name) / f"{next(self._numbers)}.wav"
        quiet = subprocess.DEVNULL
        command = self._commands[0]
        try:
            sound.write(path)
            process = subprocess.Popen([*command, str(path)], stdin=quiet, stdout=quiet, stderr=quiet)
        except OSError:  # the program has gone, or the disk is full
            return _Process(None, command, path)
        return _Process(process, command, path)

    def do_without(self, failed: Playing) -> bool:
        """Play no more by the program that played this; False where no other is left."""
        failed_by = failed.command if isinstance(failed, _Process) else None
        others = [command for command in self._commands if command != failed_by]
        self._commands = others or self._commands
        return bool(others)

    def close(self) -> None:
        """Remove the sounds."""
        self._folder.cleanup()


class _Written:
    def __init__(self, seconds: float) -> None:
        self._until_s = time.monotonic() + seconds
        self.failed = False

    @property
    def over(self) -> bool:
        return time.monotonic() >= self._until_s

    def stop(self) -> None:
        self._until_s = 0.0


class FolderPlayer:
    """Writes each sound into a folder, numbered, and takes as long over it as it lasts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()

    def play(self, sound: Sound) -> Playing:
        """Write a sound."""
        path = self._folder / f"{next(self._numbers):04}.wav"
        with atomic_write(path) as whole:
            sound.write(whole)
        return _Written(sound.seconds)

    def do_without(self, failed: Playing) -> bool:  # noqa: ARG002 - there is no other folder
        """There is no other folder."""
        return False

    def close(self) -> None:
        """Leave the sounds where they are."""


def find_player() -> SystemPlayer | None:
    """Find what plays sounds on this machine; None where nothing does."""
    if sys.platform == "win32":
        return SystemPlayer([_WINDOWS])
    found = [(path, *command[1:]) for command in PLAYERS if (path := shutil.which(command[0]))]
    return SystemPlayer(found) if found else None
