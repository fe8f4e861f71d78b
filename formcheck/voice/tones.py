"""The short sounds that need no language: each is told from the others by its pitches and their order."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.coach.utterance import Tone
from formcheck.voice.sound import RATE_HZ, Sound

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOUDNESS: Final = 0.35
"""Share of the full scale: as loud as the speech beside it."""

FADE_S: Final = 0.012
"""Each pitch comes and goes within so long: shorter is heard as a click."""

_A4, _C5, _E5, _A5 = 440.0, 523.3, 659.3, 880.0

_PITCHES: Final = {
    Tone.READY: ((_A4, 0.12),),
    Tone.START: ((_A5, 0.30),),
    Tone.COUNT: ((_E5, 0.07),),
    Tone.MARK: ((_C5, 0.10), (_C5, 0.10)),
    Tone.RELEASE: ((_A5, 0.14), (_A4, 0.30)),
    Tone.DONE: ((_A4, 0.12), (_E5, 0.12), (_A5, 0.28)),
    Tone.ATTENTION: ((_E5, 0.14), (_C5, 0.14), (_E5, 0.14)),
}
"""For each tone its pitches in Hz with their seconds. Up begins and ends well, down lets go, to and fro calls."""

GAP_S: Final = 0.03


@cache
def tone_sound(tone: Tone, rate_hz: int = RATE_HZ) -> Sound:
    """Make a tone."""
    silence = np.zeros(int(GAP_S * rate_hz))
    parts = [part for hz, seconds in _PITCHES[tone] for part in (_pitch(hz, seconds, rate_hz), silence)]
    return Sound((np.concatenate(parts) * LOUDNESS * np.iinfo(np.int16).max).astype(np.int16), rate_hz)


def _pitch(hz: float, seconds: float, rate_hz: int) -> NDArray[np.float64]:
    at_s = np.arange(int(seconds * rate_hz)) / rate_hz
    # A second partial an octave higher is heard from small loudspeakers too.
    wave = 0.8 * np.sin(2 * np.pi * hz * at_s) + 0.2 * np.sin(4 * np.pi * hz * at_s)
    edge = np.minimum(1.0, np.minimum(at_s, at_s[::-1]) / FADE_S)
    return np.asarray(wave * edge, dtype=np.float64)
