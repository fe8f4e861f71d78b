"""The voice says one thing at a time, lets what is urgent cut in, drops what is late, and never holds anybody up."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from formcheck.coach.utterance import Tone, Urgency, Utterance
from formcheck.errors import VoiceError
from formcheck.routine.phrasebook import languages, load_phrases
from formcheck.routine.program import load_program
from formcheck.voice.engines import Espeak, find_engine
from formcheck.voice.players import FolderPlayer, SystemPlayer
from formcheck.voice.sound import Sound, read_sound
from formcheck.voice.speaker import CORRECTION_S, Speaker, said
from formcheck.voice.tones import tone_sound

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formcheck.voice.engines import Engine

ESPEAK = shutil.which("espeak-ng")
needs_espeak = pytest.mark.skipif(ESPEAK is None, reason="espeak-ng is not installed")

PATIENCE_S = 10.0


class Hum:
    """An engine that hums: as many tenths of a second as the text has letters, at a loudness of the text's own."""

    name = "hum"

    def speak(self, text: str, pace: float = 1.0) -> Sound:
        return Sound(np.full(int(len(text) * 2205 / pace), 1000 + len(text), dtype=np.int16))


class Mute:
    """An engine that has died."""

    name = "mute"

    def speak(self, text: str, pace: float = 1.0) -> Sound:
        raise VoiceError("did not speak")


def utterance(text: str, urgency: Urgency = Urgency.GUIDE, fresh_s: float = 5.0, tone: Tone | None = None) -> Utterance:
    return Utterance(text, 100.0, 100.0 + fresh_s, urgency, tone)


def sounds(folder: Path) -> list[Sound]:
    """Give what was played, but for the silence that tries whether anything can be heard."""
    return [read_sound(path.read_bytes()) for path in sorted(folder.glob("[0-9][0-9][0-9][0-9].wav"))][1:]


def letters(folder: Path) -> list[int]:
    """Give the lengths of the texts that were hummed, in their order."""
    return [int(sound.samples[-1]) - 1000 for sound in sounds(folder)]


def wait_until(true: Callable[[], bool]) -> None:
    until_s = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < until_s, "it did not happen"
        time.sleep(0.005)


def humming(folder: Path, engine: Engine | None = None) -> Speaker:
    return Speaker(engine=engine or Hum(), player=FolderPlayer(folder))


def test_what_is_heard_is_said(tmp_path: Path) -> None:
    with humming(tmp_path) as speaker:
        speaker.hear([utterance("one")])
        wait_until(lambda: letters(tmp_path) == [3])
    assert speaker.status == ""


def test_a_tone_goes_before_its_words(tmp_path: Path) -> None:
    with humming(tmp_path) as speaker:
        speaker.hear([utterance("one", tone=Tone.START)])
        wait_until(lambda: len(sounds(tmp_path)) == 1)
    tone = tone_sound(Tone.START)
    (played,) = sounds(tmp_path)
    assert np.array_equal(played.samples[: len(tone.samples)], tone.samples)
    assert set(played.samples[len(tone.samples) :]) == {1003}


def test_a_second_one_waits_for_the_first_and_takes_the_place_of_what_waits(tmp_path: Path) -> None:
    with humming(tmp_path) as speaker:
        speaker.hear([utterance("four")])
        wait_until(lambda: letters(tmp_path) == [4])
        speaker.hear([utterance("fives")])
        speaker.hear([utterance("sixsix")])
        wait_until(lambda: len(sounds(tmp_path)) == 2)
    assert letters(tmp_path) == [4, 6]


def test_what_is_more_urgent_cuts_off_what_is_being_said(tmp_path: Path) -> None:
    with humming(tmp_path) as speaker:
        speaker.hear([utterance("a" * 200)])
        wait_until(lambda: letters(tmp_path) == [200])
        speaker.hear([utterance("stop", Urgency.SAFETY)])
        wait_until(lambda: letters(tmp_path) == [200, 4])


def test_what_is_less_urgent_does_not_take_the_place_of_what_waits(tmp_path: Path) -> None:
    with humming(tmp_path) as speaker:
        speaker.hear([utterance("four", Urgency.SAFETY)])
        wait_until(lambda: letters(tmp_path) == [4])
        speaker.hear([utterance("fives", Urgency.SAFETY), utterance("sixsix", Urgency.CHAT)])
        wait_until(lambda: len(sounds(tmp_path)) == 2)
    assert letters(tmp_path) == [4, 5]


def test_what_would_come_too_late_is_dropped_and_not_queued(tmp_path: Path) -> None:
    with humming(tmp_path) as speaker:
        speaker.hear([utterance("a" * 8)])
        wait_until(lambda: letters(tmp_path) == [8])
        speaker.hear([utterance("late", fresh_s=0.1)])
        time.sleep(0.9)
        speaker.hear([utterance("in time")])
        wait_until(lambda: len(sounds(tmp_path)) == 2)
    assert letters(tmp_path) == [8, 7]


def test_a_tone_alone_is_heard_beside_the_words(tmp_path: Path) -> None:
    with humming(tmp_path) as speaker:
        speaker.hear([utterance("a" * 300)])
        wait_until(lambda: letters(tmp_path) == [300])
        speaker.hear([utterance("", tone=Tone.COUNT)])
        wait_until(lambda: len(sounds(tmp_path)) == 2)
        assert np.array_equal(sounds(tmp_path)[1].samples, tone_sound(Tone.COUNT).samples)


def test_without_a_voice_it_says_so_and_the_tones_go_on(tmp_path: Path) -> None:
    with Speaker(engine=None, player=FolderPlayer(tmp_path)) as speaker:
        assert speaker.status == load_phrases()("voice.no_speech")
        speaker.hear([utterance("words", tone=Tone.START)])
        wait_until(lambda: len(sounds(tmp_path)) == 1)
    assert np.array_equal(sounds(tmp_path)[0].samples, tone_sound(Tone.START).samples)


def test_a_voice_that_dies_on_the_way_is_told_and_the_tones_go_on(tmp_path: Path) -> None:
    with humming(tmp_path, Mute()) as speaker:
        assert speaker.status == ""
        speaker.hear([utterance("words", tone=Tone.START)])
        wait_until(lambda: len(sounds(tmp_path)) == 1)
        assert speaker.status == load_phrases()("voice.no_speech")


@pytest.mark.parametrize("language", languages())
def test_where_nothing_can_be_heard_it_says_so_and_goes_on_in_silence(language: str) -> None:
    players = [(sys.executable, "-c", f"raise SystemExit({code})") for code in (1, 2)]
    with Speaker(language, engine=Hum(), player=SystemPlayer(players)) as speaker:
        wait_until(lambda: bool(speaker.status))
        assert speaker.status == load_phrases(language)("voice.no_sound")
        speaker.hear([utterance("two"), utterance("", tone=Tone.COUNT)])


def test_a_player_that_fails_gives_way_to_the_next(tmp_path: Path) -> None:
    fails = (sys.executable, "-c", "raise SystemExit(1)")
    gone = (str(tmp_path / "no-such-player"),)
    keeps = (sys.executable, "-c", f"import shutil, sys; shutil.copy(sys.argv[1], {str(tmp_path / 'heard.wav')!r})")
    with Speaker(engine=Hum(), player=SystemPlayer([gone, fails, keeps])) as speaker:
        wait_until(lambda: _said_again(speaker, tmp_path / "heard.wav"))
    assert speaker.status == ""


def _said_again(speaker: Speaker, heard: Path) -> bool:
    speaker.hear([utterance("one")])
    time.sleep(0.1)
    return heard.exists()


def test_a_muted_voice_is_silent_and_misses_nothing(tmp_path: Path) -> None:
    with Speaker(mute=True, engine=Hum(), player=FolderPlayer(tmp_path)) as speaker:
        speaker.hear([utterance("one", tone=Tone.START)])
    assert speaker.status == ""
    assert list(tmp_path.iterdir()) == []


def test_closing_is_silence_at_once_and_hearing_after_it_does_no_harm(tmp_path: Path) -> None:
    speaker = humming(tmp_path)
    speaker.hear([utterance("a" * 1000)])
    wait_until(lambda: len(sounds(tmp_path)) == 1)
    speaker.close()
    speaker.hear([utterance("one")])
    speaker.close()
    assert len(sounds(tmp_path)) == 1


# ---- real speech ---------------------------------------------------------------------------------------------------


@needs_espeak
@pytest.mark.parametrize("language", languages())
def test_speech_is_heard_in_every_language(language: str, tmp_path: Path) -> None:
    with Speaker(language, player=FolderPlayer(tmp_path)) as speaker:
        speaker.hear([utterance(load_phrases(language)("hold.release"), tone=Tone.RELEASE)])
        wait_until(lambda: len(sounds(tmp_path)) == 1)
        assert speaker.status == ""
    (played,) = sounds(tmp_path)
    words = played.samples[len(tone_sound(Tone.RELEASE).samples) :]
    assert 0.3 < len(words) / played.rate_hz < 2.0
    assert np.abs(words.astype(int)).max() > 3000


@needs_espeak
def test_a_voice_says_different_words_in_different_languages_differently() -> None:
    english, german = (find_engine(language) for language in ("en", "de"))
    assert english is not None
    assert german is not None
    assert not np.array_equal(english.speak("Name").samples, german.speak("Name").samples)


@needs_espeak
def test_a_text_is_spoken_and_never_taken_for_an_option(tmp_path: Path) -> None:
    engine = find_engine("en")
    assert engine is not None
    assert engine.speak("-w hello").seconds > 0.2


@needs_espeak
@pytest.mark.parametrize("language", languages())
def test_a_correction_is_said_within_its_time(language: str) -> None:
    engine = find_engine(language)
    assert engine is not None
    program = load_phrases(language).program(load_program("hip-mobility"))
    says = {cue.say for movement in program.movements for cue in movement.cues if cue.how in {"measured", "per_rep"}}
    too_long = [say for say in says if say and said(engine, say, brief=True).seconds > CORRECTION_S]
    assert too_long == []


def test_an_engine_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(VoiceError, match="did not speak"):
        Espeak(str(tmp_path / "espeak-ng"), "en").speak("one")
