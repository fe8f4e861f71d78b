"""The voice of a session: says what is worth saying now, drops what comes too late, and holds nobody up."""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.coach.utterance import Urgency
from formcheck.errors import VoiceError
from formcheck.routine.phrasebook import load_phrases
from formcheck.voice.engines import find_engine
from formcheck.voice.players import find_player
from formcheck.voice.sound import RATE_HZ, Sound
from formcheck.voice.tones import tone_sound

if TYPE_CHECKING:
    from collections.abc import Iterable
    from types import TracebackType
    from typing import Self

    from formcheck.coach.utterance import Utterance
    from formcheck.voice.engines import Engine
    from formcheck.voice.players import Player, Playing

CORRECTION_S: Final = 1.5
"""A correction is said within so long (domain, section 6): a longer one is said faster ..."""

PAUSES: Final = 1.05
"""... by a little more than the ratio, since pauses within it keep their length ..."""

FASTEST: Final = 1.45
"""... up to so many times as fast, which is still easy to follow in a few known words."""

LOOK_S: Final = 0.02
"""How often a sound that is being played is looked at."""

KEPT: Final = 200
"""Sounds kept in memory: all that a program says, some 10 MB."""

PROBE_S: Final = 0.05
"""So much silence is played first, to learn whether anything can be heard here."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    utterance: Utterance
    until_s: float


class Speaker:
    """Says utterances, on a thread of its own.

    One thing is said at a time, and one may wait. A more urgent one cuts off what is being said, and takes the place
    of what waits; what could not begin in its time is dropped. Tones alone are played at once, beside the speech.

    Parameters
    ----------
    language
        Of the words.
    mute
        True: nothing is to be heard at all.
    engine
        What speaks; ``"auto"``: what the system has, None: nothing, tones alone.
    player
        What plays; ``"auto"``: what the system has.
    """

    def __init__(
        self,
        language: str = "en",
        *,
        mute: bool = False,
        engine: Engine | str | None = "auto",
        player: Player | str | None = "auto",
    ) -> None:
        self._phrases = load_phrases(language)
        self._engine = None if mute else find_engine(language) if isinstance(engine, str) else engine
        self._player = None if mute else find_player() if isinstance(player, str) else player
        self._status = "" if mute else self._what_is_missing()
        self._changed = threading.Condition()
        self._tones: deque[_Waiting] = deque(maxlen=2)
        self._next: _Waiting | None = None
        self._speech: tuple[Playing, Urgency] | None = None
        self._beside: list[Playing] = []
        self._kept: dict[tuple[str, bool], Sound] = {}
        self._closed = False
        self._thread: threading.Thread | None = None
        if self._player is not None:
            self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
            self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def status(self) -> str:
        """What is missing here, in a sentence for the person; empty when all is well, or nothing is wanted."""
        return self._status

    def hear(self, utterances: Iterable[Utterance]) -> None:
        """Take what is to be heard; returns at once."""
        if self._thread is None:
            return
        now_s = time.monotonic()
        with self._changed:
            for utterance in utterances:
                # How long it is worth hearing is a span; the clocks of a camera and of this machine need not agree.
                waiting = _Waiting(utterance, now_s + utterance.stale_s - utterance.born_s)
                if not utterance.text:
                    self._tones.append(waiting)
                elif self._next is None or utterance.urgency >= self._next.utterance.urgency:
                    self._next = waiting
            self._changed.notify()

    def close(self) -> None:
        """Be silent at once, and let go of all that is held."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._player is not None:
            self._player.close()
            self._player = None

    # ---- on the thread -----------------------------------------------------------------------------------

    def _run(self) -> None:
        self._probe()
        while True:
            with self._changed:
                busy = self._speech is not None or bool(self._beside)
                self._changed.wait_for(self._has_work, timeout=LOOK_S if busy else None)
                if self._closed:
                    break
                tones = [waiting for waiting in self._tones if time.monotonic() <= waiting.until_s]
                self._tones.clear()
                taken = self._take()
            self._look()
            for waiting in tones:
                self._play_beside(self._sound_of(waiting.utterance))
            if taken is not None:
                self._begin(taken)
        for playing in [*self._beside, *([self._speech[0]] if self._speech else [])]:
            playing.stop()

    def _has_work(self) -> bool:
        return self._closed or bool(self._tones) or (self._next is not None and self._may_begin(self._next))

    def _may_begin(self, waiting: _Waiting) -> bool:
        late = time.monotonic() > waiting.until_s
        return late or self._speech is None or waiting.utterance.urgency > self._speech[1] or self._speech[0].over

    def _take(self) -> _Waiting | None:
        """Take what waits, when it may begin; one that comes too late is dropped."""
        if self._next is None or not self._may_begin(self._next):
            return None
        waiting, self._next = self._next, None
        return None if time.monotonic() > waiting.until_s else waiting

    def _begin(self, waiting: _Waiting) -> None:
        if self._speech is not None:
            self._speech[0].stop()
            self._speech = None
        sound = self._sound_of(waiting.utterance)
        if self._player is not None and len(sound.samples) and time.monotonic() <= waiting.until_s:
            self._speech = self._player.play(sound), waiting.utterance.urgency

    def _play_beside(self, sound: Sound) -> None:
        if self._player is not None and len(sound.samples):
            self._beside.append(self._player.play(sound))

    def _probe(self) -> None:
        """Play silence, to learn whether anything would be heard."""
        self._play_beside(Sound(np.zeros(int(PROBE_S * RATE_HZ), dtype=np.int16)))

    def _look(self) -> None:
        """See what is over, and whether it was to be heard."""
        playing = [*self._beside, *([self._speech[0]] if self._speech else [])]
        failed = [each for each in playing if each.over and each.failed]
        self._beside = [each for each in self._beside if not each.over]
        if self._speech is not None and self._speech[0].over:
            self._speech = None
        if failed and self._player is not None:
            if all(self._player.do_without(each) for each in failed):
                self._probe()
            else:
                self._player.close()
                self._player = None
                self._status = self._what_is_missing()

    # ---- sounds --------------------------------------------------------------------------------------------

    def _sound_of(self, utterance: Utterance) -> Sound:
        speech = self._speech_of(utterance.text, brief=utterance.urgency >= Urgency.CORRECT)
        if utterance.tone is None:
            return speech
        return tone_sound(utterance.tone, speech.rate_hz).then(speech)

    def _speech_of(self, text: str, *, brief: bool) -> Sound:
        """Give the sound of words: none where nothing speaks."""
        if not text or self._engine is None:
            return Sound(np.zeros(0, dtype=np.int16))
        if (text, brief) not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
            try:
                self._kept[text, brief] = said(self._engine, text, brief=brief)
            except VoiceError:
                self._engine = None
                self._status = self._what_is_missing()
                return Sound(np.zeros(0, dtype=np.int16))
        return self._kept[text, brief]

    def _what_is_missing(self) -> str:
        if self._player is None:
            return self._phrases("voice.no_sound")
        return "" if self._engine is not None else self._phrases("voice.no_speech")


def said(engine: Engine, text: str, *, brief: bool = False) -> Sound:
    """Let an engine say a text, faster where it is to be brief and is not.

    Raises
    ------
    VoiceError
        Nothing came of it.
    """
    sound = engine.speak(text)
    if not brief or sound.seconds <= CORRECTION_S:
        return sound
    return engine.speak(text, pace=min(FASTEST, PAUSES * sound.seconds / CORRECTION_S))
