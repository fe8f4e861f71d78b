"""Sounds: what is written is what is read, silence is left out, and each tone is told from the others."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from formcheck.coach.utterance import Tone
from formcheck.errors import VoiceError
from formcheck.voice.sound import EDGE_S, RATE_HZ, Sound, read_sound
from formcheck.voice.tones import tone_sound

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

samples = arrays(np.int16, st.integers(0, 400))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sounds")


@given(samples, st.sampled_from([16_000, RATE_HZ, 48_000]))
def test_a_sound_is_read_as_it_was_written(folder: Path, values: NDArray[np.int16], rate_hz: int) -> None:
    Sound(values, rate_hz).write(folder / "one.wav")
    read = read_sound((folder / "one.wav").read_bytes())
    assert read.rate_hz == rate_hz
    assert np.array_equal(read.samples, values)


@given(st.integers(0, RATE_HZ), st.integers(1, 2000), st.integers(0, RATE_HZ))
def test_silence_around_what_is_heard_is_left_out(before: int, loud: int, after: int) -> None:
    heard = np.full(loud, 9000, dtype=np.int16)
    sound = Sound(np.concatenate((np.zeros(before, np.int16), heard, np.zeros(after, np.int16)))).trimmed()
    assert int(np.sum(sound.samples == 9000)) == loud
    assert sound.seconds <= loud / RATE_HZ + 2 * EDGE_S


def test_of_silence_nothing_is_left() -> None:
    assert Sound(np.zeros(1000, np.int16)).trimmed().seconds == 0


@given(samples, samples)
def test_joined_sounds_follow_each_other(first: NDArray[np.int16], second: NDArray[np.int16]) -> None:
    assert np.array_equal(Sound(first).then(Sound(second)).samples, np.concatenate((first, second)))


@pytest.mark.parametrize("junk", [b"", b"RIFF", b"no sound at all" * 10])
def test_what_is_no_sound_is_refused(junk: bytes) -> None:
    with pytest.raises(VoiceError, match="no sound"):
        read_sound(junk)


@pytest.mark.parametrize("tone", Tone)
def test_a_tone_is_short_loud_enough_and_begins_and_ends_without_a_click(tone: Tone) -> None:
    sound = tone_sound(tone)
    loudest = np.abs(sound.samples.astype(int)).max()
    assert 0.05 <= sound.seconds <= 0.7
    assert 0.2 * 32767 < loudest < 0.9 * 32767
    assert abs(int(sound.samples[0])) < 0.02 * loudest
    assert abs(int(sound.samples[-1])) < 0.02 * loudest


def test_no_two_tones_sound_alike() -> None:
    for one, other in itertools.combinations(Tone, 2):
        assert not np.array_equal(tone_sound(one).samples, tone_sound(other).samples)
