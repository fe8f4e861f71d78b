"""The words of the coach, and of the movements, in a person's language.

A language is a TOML file in ``routines/words``. The coach's own words have keys (``hold.release``). The texts of
movement and program files are written there in English; another language gives its words for each of them under
``[texts]``, by the English text itself, so that what two movements say alike is translated once and a changed text
is never said in words that no longer fit.

>>> from formcheck.routine.phrasebook import load_phrases
>>> load_phrases("en")("hold.release")
'And release.'
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from formcheck.errors import RoutineError
from formcheck.resources import resource
from formcheck.routine.catalogue import SUFFIX, read_table
from formcheck.routine.fault import expected, nearest, shown
from formcheck.routine.own_targets import worded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from formcheck.routine.program import Program
    from formcheck.routine.schema import Movement

FOLDER: Final = ("routines", "words")

ENGLISH: Final = "en"
"""The language of the movement files; what another language lacks is said in it."""

SPOKEN_KEYS: Final = frozenset({"name", "about", "title", "prompt", "say", "why", "items", "answers", "disclaimer"})
"""The keys of movement and program files whose texts are for the person who trains."""

UNSPOKEN_TABLES: Final = frozenset({"measures"})
"""Tables that speak to whoever writes a file, and to nobody who trains."""

_HEAD: Final = ("schema", "language", "name", "texts")


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of one language.

    Attributes
    ----------
    language
        Its code: ``en``.
    name
        Its own name for itself.
    """

    language: str
    name: str
    _ways: Mapping[str, tuple[str, ...]] = field(repr=False)
    _texts: Mapping[str, str] = field(repr=False)

    def __call__(self, key: str, turn: int = 0, **values: object) -> str:
        """Say what a key stands for.

        Parameters
        ----------
        key
            Its table and name, ``hold.release``.
        turn
            Where there are several ways to say it: which one, taken in turn.
        values
            What is filled in.

        Raises
        ------
        KeyError
            No language has words for this key, or a value that they need is missing.
        """
        ways = self._ways[key]
        return ways[turn % len(ways)].format(**values)

    @property
    def keys(self) -> frozenset[str]:
        """The keys there are words for."""
        return frozenset(self._ways)

    def ways(self, key: str) -> tuple[str, ...]:
        """Give all the ways to say what a key stands for, with nothing filled in."""
        return self._ways[key]

    def text(self, english: str) -> str:
        """Say an English text of a movement file in this language; as it is where the language has no words for it."""
        return self._texts.get(english, english)

    def side_words(self, movement: Movement, side: str) -> str:
        """Say a side of a movement, ``right knee down``; empty where both are worked at once."""
        if movement.sides is None or side not in {"left", "right"}:
            return ""
        return self.text(movement.sides.say).format(side=self.text(side))

    def movement(self, movement: Movement) -> Movement:
        """Give a movement with its texts in this language, and everything else as it is."""
        return type(movement).model_validate(_told(movement.model_dump(by_alias=True), self.text))

    def program(self, program: Program) -> Program:
        """Give a program with its texts and those of its movements in this language."""
        told = _told(program.file.model_dump(by_alias=True), self.text)
        # A step names its movement by its id, which is nobody's language.
        file = type(program.file).model_validate(told)
        movements = (self.movement(each) for each in program.movements)
        # A person's own targets are named by no file: their words are put together once more.
        worded_too = (
            worded(each, program.own[each.id], self) if each.id in program.own else each for each in movements
        )
        return replace(program, file=file, movements=tuple(worded_too))


def languages() -> tuple[str, ...]:
    """Return the codes of the languages there are, English first."""
    codes = sorted(path.stem for path in resource(*FOLDER).glob(f"*{SUFFIX}"))
    return (ENGLISH, *(code for code in codes if code != ENGLISH))


@cache
def load_phrases(language: str = ENGLISH) -> Phrases:
    """Read the words of a language.

    Parameters
    ----------
    language
        Its code, ``"de"``.

    Raises
    ------
    RoutineError
        There is no such language, or its file has faults.
    """
    known = languages()
    if language not in known:
        near = nearest(language, known)
        meant = f'Did you mean "{near}"? ' if near else ""
        raise RoutineError("no language of that name", where=language, mend=f"{meant}There are: {', '.join(known)}")
    path = resource(*FOLDER, f"{language}{SUFFIX}")
    data, _ = read_table(path)
    if data.get("language") != language:
        raise RoutineError(f"language: {expected(language, shown(data.get('language')))}", where=path)
    ways = dict(_ways(data, path)) if language == ENGLISH else {**load_phrases()._ways, **dict(_ways(data, path))}
    texts = _texts(data, path)
    return Phrases(language, str(data.get("name", language)), MappingProxyType(ways), MappingProxyType(texts))


def spoken_texts(node: object) -> Iterator[str]:
    """Give every text for people in a movement or program file, as `tomllib` or a model's dump gives its data."""
    found: list[str] = []

    def note(text: str) -> str:
        found.append(text)
        return text

    _told(node, note)
    yield from dict.fromkeys(text for text in found if text)


def _told(node: Any, tell: Callable[[str], str]) -> Any:
    """Copy plain data with the texts for people told anew."""
    if isinstance(node, dict):
        return {key: _entry_told(key, value, tell) for key, value in node.items()}
    return type(node)(_told(each, tell) for each in node) if isinstance(node, list | tuple) else node


def _entry_told(key: object, value: Any, tell: Callable[[str], str]) -> Any:
    if key in UNSPOKEN_TABLES:
        return value
    return _text_told(value, tell) if key in SPOKEN_KEYS else _told(value, tell)


def _text_told(value: Any, tell: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return tell(value)
    if isinstance(value, list | tuple):
        return type(value)(_text_told(each, tell) for each in value)
    return _told(value, tell)


def _ways(data: Mapping[str, object], path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for table, entries in data.items():
        if table in _HEAD:
            continue
        if not isinstance(entries, dict):
            raise RoutineError(f"{table}: {expected('a table of words', shown(entries))}", where=path)
        for key, words in entries.items():
            ways = tuple(words) if isinstance(words, list) else (words,)
            if not ways or not all(isinstance(way, str) and way for way in ways):
                raise RoutineError(f"{table}.{key}: {expected('words, or a list of them', shown(words))}", where=path)
            yield f"{table}.{key}", ways


def _texts(data: Mapping[str, object], path: Path) -> dict[str, str]:
    texts = data.get("texts", {})
    if not isinstance(texts, dict):
        raise RoutineError(f"texts: {expected('a table', shown(texts))}", where=path)
    for english, words in texts.items():
        if not isinstance(words, str) or not words:
            raise RoutineError(f"texts: {english}: {expected('words', shown(words))}", where=path)
    return dict(texts)
