"""A session in another language has no English on its screens, nor in what is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from formcheck.coach.coach import Coach, CoachSettings
from formcheck.coach.commands import Ask
from formcheck.judge.loading import load_program
from formcheck.routine.phrasebook import load_phrases, spoken_texts
from tests.coach.person import Led, rocks, stand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formcheck.coach.coach import Turn


def strings(turn: Turn) -> Iterator[str | None]:
    """Give all that a turn shows or says."""
    screen, snapshot = turn.screen, turn.screen.snapshot
    yield from (screen.title, *screen.lines, screen.help, screen.caption, *screen.notes)
    yield from (choice.words for choice in screen.choices)
    yield from (utterance.text for utterance in turn.utterances)
    if screen.place is not None:
        yield from (screen.place.title, screen.place.side_words, screen.place.next_words)
    for row in screen.summary:
        yield from (row.title, row.side_words, *(words for _, words in row.said))
    if snapshot is not None:
        yield from (snapshot.movement, snapshot.caption, snapshot.prompt, snapshot.hint, snapshot.side_words)
        for cue in snapshot.cues:
            yield from (cue.say, cue.title, cue.mend)


def test_a_german_session_shows_and_says_no_english() -> None:
    led = Led(CoachSettings(baseline_s=1.0))
    german, english = load_phrases("de"), load_phrases("en")
    led.coach = Coach(led.program, german, led.settings)
    led.wait(0.3)
    led.ask(Ask.NEXT)
    led.ask(Ask.NEXT)
    led.do(stand(13.0), yaw_deg=0.0)
    led.do([*stand(1.0), *rocks(1)])
    led.ask(Ask.NEXT)
    led.wait(3.0)
    led.ask(Ask.ANSWER, 5)
    led.away(5.0)
    led.ask(Ask.STOP)
    shown = {text for turn in led.turns for text in strings(turn) if text}
    coach = {way for key in english.keys for way in english.ways(key) if way not in german.ways(key)}
    texts = {text for text in spoken_texts(led.program.file.model_dump()) if german.text(text) != text}
    for movement in led.program.movements:
        texts |= {text for text in spoken_texts(movement.model_dump()) if german.text(text) != text}
    assert len(shown) > 40
    assert shown & (coach | texts) == set()


def test_where_the_one_camera_stands_is_said_while_somebody_is_still_beside_it() -> None:
    told = {}
    for language in ("en", "de"):
        coach = Coach(load_program("hip-mobility"), load_phrases(language), CoachSettings(consent_given=True))
        told[language] = " ".join(coach.tick(0.0).screen.lines)
    assert "The camera: 0.75\u00a0m high, level, 3–3.5\u00a0m away." in told["en"]
    assert "0,75\u00a0m hoch" in told["de"]
    # One movement alone has a camera of its own.
    lunge = Coach(Led().program, load_phrases("en"), replace(CoachSettings(), consent_given=True))
    assert "0.6–0.9\u00a0m high, level, 2.5–3.5\u00a0m away" in " ".join(lunge.tick(0.0).screen.lines)
