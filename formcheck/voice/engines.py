"""The system's own speech, by the program that the system has for it: words in, sound out.

Each is a process of its own that gives a whole WAV. So speech can be cut off, kept and measured alike everywhere,
needs no library, and an engine that hangs or dies takes nothing along. (pyttsx3 binds the same engines; in threads
its loop is known to hang after the first words, and it cannot give the sound of espeak-ng without playing it first.)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from formcheck.errors import VoiceError
from formcheck.voice.sound import Sound, read_sound

RATE_WPM: Final = 175
"""Words a minute at a pace of 1: the engines' own default, an easy speech."""

LONGEST_S: Final = 5.0
"""An engine that takes longer over a few words has hung."""


class Engine(Protocol):
    """Something that speaks."""

    @property
    def name(self) -> str:
        """What it is called."""

    def speak(self, text: str, pace: float = 1.0) -> Sound:
        """Say a text, so many times as fast as usual.

        Raises
        ------
        VoiceError
            Nothing came of it.
        """


@dataclass(frozen=True, slots=True)
class Espeak:
    """espeak-ng, or the older espeak: on Linux, and wherever else it is installed."""

    program: str
    language: str

    @property
    def name(self) -> str:
        """What it is called."""
        return Path(self.program).stem

    def speak(self, text: str, pace: float = 1.0) -> Sound:
        """Say a text."""
        voice = {"en": "en-gb"}.get(self.language, self.language)
        rate = str(round(RATE_WPM * pace))
        done = _run([self.program, "-v", voice, "-s", rate, "-z", "-b", "1", "--stdin", "--stdout"], text)
        return read_sound(done).trimmed()


@dataclass(frozen=True, slots=True)
class Say:
    """``say`` of macOS, with the system's first voice of the language."""

    program: str
    voice: str

    @property
    def name(self) -> str:
        """What it is called."""
        return "say"

    def speak(self, text: str, pace: float = 1.0) -> Sound:
        """Say a text."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "said.wav"
            form = ["--file-format=WAVE", "--data-format=LEI16@22050"]
            _run([self.program, "-v", self.voice, "-r", str(round(RATE_WPM * pace)), *form, "-o", str(path)], text)
            return read_sound(path.read_bytes()).trimmed()


@dataclass(frozen=True, slots=True)
class Sapi:
    """The speech of Windows, asked through PowerShell."""

    program: str
    language: str

    SCRIPT = (
        "[Console]::InputEncoding = [Text.Encoding]::UTF8; Add-Type -AssemblyName System.Speech; "
        "$s = New-Object System.Speech.Synthesis.SpeechSynthesizer; "
        "$c = [Globalization.CultureInfo]::GetCultureInfo($env:FORMCHECK_LANGUAGE); "
        "$s.SelectVoiceByHints('NotSet', 'NotSet', 0, $c); $s.Rate = [int]$env:FORMCHECK_RATE; "
        "$s.SetOutputToWaveFile($env:FORMCHECK_WAV); $s.Speak([Console]::In.ReadToEnd()); $s.Dispose()"
    )

    @property
    def name(self) -> str:
        """What it is called."""
        return "the speech of Windows"

    def speak(self, text: str, pace: float = 1.0) -> Sound:
        """Say a text. The engine's own pace goes from -10, a third, to 10, three times as fast."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "said.wav"
            told = {
                "FORMCHECK_LANGUAGE": {"en": "en-GB", "de": "de-DE"}.get(self.language, self.language),
                "FORMCHECK_RATE": str(round(10 * (pace - 1.0))),
                "FORMCHECK_WAV": str(path),
            }
            _run([self.program, "-NoProfile", "-NonInteractive", "-Command", self.SCRIPT], text, told)
            return read_sound(path.read_bytes()).trimmed()


def find_engine(language: str) -> Engine | None:
    """Find what speaks a language on this machine; None where nothing does."""
    if sys.platform == "darwin" and (program := shutil.which("say")) and (voice := _mac_voice(program, language)):
        return Say(program, voice)
    if sys.platform == "win32" and (program := shutil.which("powershell")):
        return Sapi(program, language)
    programs = (shutil.which(name) for name in ("espeak-ng", "espeak"))
    return next((Espeak(program, language) for program in programs if program), None)


def _mac_voice(program: str, language: str) -> str | None:
    """Give the first voice of a language: ``say -v ?`` tells them as ``Anna  de_DE  # Hallo``."""
    for line in _run([program, "-v", "?"], "").decode(errors="replace").splitlines():
        words = line.partition("#")[0].split()
        if len(words) > 1 and words[-1].startswith(language):
            return " ".join(words[:-1])
    return None


def _run(command: list[str], text: str, told: dict[str, str] | None = None) -> bytes:
    try:
        done = subprocess.run(
            command,
            input=text.encode(),
            capture_output=True,
            timeout=LONGEST_S,
            check=True,
            env=os.environ | (told or {}),
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise VoiceError("did not speak", where=Path(command[0]).name) from error
    return done.stdout
