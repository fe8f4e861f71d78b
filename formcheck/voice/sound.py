"""A stretch of sound: joined, trimmed, and kept as WAV."""

from __future__ import annotations

import io
import wave
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.errors import VoiceError

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

RATE_HZ: Final = 22_050
"""What speech engines give by themselves."""

SILENT: Final = 300
"""Samples below this, of 32 767, are heard by nobody: about one in a hundred."""

EDGE_S: Final = 0.02
"""So much is left before and after what is heard, so that no word begins with a click."""


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Sound of one channel.

    Attributes
    ----------
    samples
        Shape ``(n,)``, 16 bit.
    rate_hz
        Samples a second.
    """

    samples: NDArray[np.int16]
    rate_hz: int = RATE_HZ

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self.samples) / self.rate_hz

    def trimmed(self) -> Sound:
        """Leave out the silence before and after it."""
        loud = np.flatnonzero(np.abs(self.samples.astype(np.int32)) > SILENT)
        if len(loud) == 0:
            return Sound(self.samples[:0], self.rate_hz)
        edge = int(EDGE_S * self.rate_hz)
        return Sound(self.samples[max(0, loud[0] - edge) : loud[-1] + edge], self.rate_hz)

    def then(self, after: Sound) -> Sound:
        """Join another sound of the same rate to its end."""
        if after.rate_hz != self.rate_hz:
            raise ValueError(f"sounds of {self.rate_hz} and {after.rate_hz} samples a second")
        return Sound(np.concatenate((self.samples, after.samples)), self.rate_hz)

    def write(self, path: Path) -> None:
        """Keep it as a WAV file."""
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self.rate_hz)
            file.writeframes(self.samples.astype("<i2").tobytes())


def read_sound(wav: bytes) -> Sound:
    """Read a WAV of 16 bit; of several channels the first.

    Raises
    ------
    VoiceError
        It is none.
    """
    try:
        with wave.open(io.BytesIO(wav), "rb") as file:
            channels, width, rate_hz = file.getnchannels(), file.getsampwidth(), file.getframerate()
            # A program that writes into a pipe does not know the length beforehand and says too much.
            data = file.readframes(len(wav))
    except (wave.Error, EOFError) as error:
        raise VoiceError(f"no sound came of it ({error})") from error
    if width != 2:
        raise VoiceError(f"sound of {8 * width} bit was not asked for")
    whole = len(data) - len(data) % (2 * channels)
    return Sound(np.frombuffer(data[:whole], dtype="<i2").astype(np.int16)[::channels], rate_hz)
