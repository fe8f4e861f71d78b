"""Every word a person may hear or read while training is there in every language, and fits where it stands."""

from __future__ import annotations

import string
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.errors import RoutineError
from formcheck.judge import snapshots, words
from formcheck.resources import resource
from formcheck.routine import phrasebook
from formcheck.routine.catalogue import load_movement, movement_ids, read_table
from formcheck.routine.phrasebook import ENGLISH, Phrases, languages, load_phrases, spoken_texts
from formcheck.routine.program import load_program, program_ids
from formcheck.routine.terms import LONGEST_SAY

if TYPE_CHECKING:
    from pathlib import Path

    from formcheck.routine.schema import Movement

OTHERS = [code for code in languages() if code != ENGLISH]

FORBIDDEN = {
    "en": ("pain-free", "cure", "heal", "treat", "injur", "safe", "abnormal", "deeper", "harder"),
    "de": ("heil", "therap", "verletz", "sicher", "abnormal", "schmerzfrei", "tiefer gehen", "härter"),
}
"""Nothing is promised, no harm is foretold, no more is asked for."""


def files() -> list[Path]:
    """Give every movement and program file that comes with formcheck."""
    top = resource("routines")
    return [*top.glob("*.toml"), *top.glob("examples/*.toml"), *top.glob("programs/*.toml")]


def texts() -> set[str]:
    told = {text for file in files() for text in spoken_texts(read_table(file)[0])}
    return told | words.SPOKEN | {snapshots.DONE_TITLE}


def table(language: str) -> dict[str, Any]:
    return tomllib.loads(resource(*phrasebook.FOLDER, f"{language}.toml").read_text(encoding="utf-8"))


def places(text: str) -> list[str]:
    """Give the names of what is filled into a text."""
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_of_every_movement_and_program_is_there(language: str) -> None:
    assert sorted(texts() - table(language)["texts"].keys()) == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_is_translated_that_nobody_says_any_more(language: str) -> None:
    assert sorted(table(language)["texts"].keys() - texts()) == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_word_of_the_coach_is_there_and_none_is_left_over(language: str) -> None:
    heads = {"schema", "language", "name", "texts"}
    english, other = (
        {f"{head}.{key}" for head, entries in table(code).items() if head not in heads for key in entries}
        for code in (ENGLISH, language)
    )
    assert other == english == load_phrases(language).keys


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_filled_in_is_the_same_in_every_language(language: str) -> None:
    english, other = load_phrases(), load_phrases(language)
    for key in english.keys:
        wanted = {tuple(places(way)) for way in english.ways(key)}
        assert {tuple(places(way)) for way in other.ways(key)} == wanted, key
    for text in texts():
        assert places(other.text(text)) == places(text), text


@pytest.mark.parametrize("language", languages())
def test_what_is_said_within_a_repetition_has_six_words_at_most(language: str) -> None:
    phrases = load_phrases(language)
    short = [
        way for key in phrases.keys if key.split(".")[0] in {"hold", "safety", "praise"} for way in phrases.ways(key)
    ]
    short += [cue.say for file in movement_ids() for cue in phrases.movement(load_movement(file)).cues]
    assert [say for say in short if len(say.split()) > LONGEST_SAY] == []


@pytest.mark.parametrize("language", languages())
def test_nothing_is_promised_and_no_more_is_asked_for(language: str) -> None:
    phrases = load_phrases(language)
    said = [way for key in phrases.keys for way in phrases.ways(key)]
    assert [way for way in said for word in FORBIDDEN[language] if word in way.lower()] == []


def bare(movement: Movement) -> Any:
    """Give a movement's data with every text for people blotted out."""
    return phrasebook._told(movement.model_dump(), lambda _text: "")


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", movement_ids())
def test_a_movement_told_in_another_language_is_judged_by_the_same_numbers(name: str, language: str) -> None:
    movement = load_movement(name)
    told = load_phrases(language).movement(movement)
    assert told.name != movement.name
    assert [cue.quote for cue in told.cues] == [cue.quote for cue in movement.cues]
    assert bare(told) == bare(movement)


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("name", program_ids())
def test_a_program_told_in_another_language_keeps_its_steps_and_sides(name: str, language: str) -> None:
    program = load_program(name)
    told = load_phrases(language).program(program)
    assert told.name != program.name
    assert told.file.steps == program.file.steps
    assert [told.sides_of(m) for m in told.movements] == [program.sides_of(m) for m in program.movements]
    assert told.file.disclaimer != program.file.disclaimer


def test_english_movements_are_told_as_they_are_written() -> None:
    program = load_program("hip-mobility")
    assert load_phrases().program(program) == program


@pytest.mark.parametrize(
    ("language", "side", "wanted"), [("en", "right", "right knee down"), ("de", "left", "Knie links am Boden")]
)
def test_a_side_has_its_words(language: str, side: str, wanted: str) -> None:
    phrases = load_phrases(language)
    assert phrases.side_words(load_movement("kneeling-lunge"), side) == wanted
    assert phrases.side_words(load_movement("adductor-rock-back"), "both") == ""


def test_what_can_be_said_in_several_ways_is_said_in_each_of_them_in_turn() -> None:
    phrases = load_phrases()
    ways = phrases.ways("praise.mended")
    assert len(ways) > 1
    assert tuple(phrases("praise.mended", turn) for turn in range(len(ways))) == ways
    assert phrases("praise.mended", len(ways)) == ways[0]


def test_a_key_without_words_is_a_mistake_and_not_silence() -> None:
    with pytest.raises(KeyError):
        load_phrases("de")("hold.no_such_key")


@given(st.text(max_size=30))
def test_a_text_without_words_in_the_language_is_said_as_it_is_written(text: str) -> None:
    phrases = Phrases("xx", "None", {}, {})
    assert phrases.text(text) == text


def test_an_unknown_language_is_named_with_those_there_are() -> None:
    with pytest.raises(RoutineError, match="no language of that name") as caught:
        load_phrases("dee")
    assert caught.value.mend == 'Did you mean "de"? There are: en, de'
