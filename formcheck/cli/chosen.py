"""Which sessions a command is about: named by their numbers, by the person, or by a results folder."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from formcheck.cli.records import open_records
from formcheck.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from formcheck.report.kept import KeptSession
    from formcheck.store.nouns import Act, Person, SessionLine
    from formcheck.store.store import Store

ChosenArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="SESSION...|PERSON|FOLDER",
        help="Numbers of sessions (formcheck sessions list), a pseudonym for all of theirs, or results folders.",
    ),
]

_RECORD: Final = "session.json"


@dataclass(slots=True)
class Chosen:
    """The sessions that were asked for, each read when its turn comes: a person may have hundreds.

    Attributes
    ----------
    store
        The records; None where only results folders were asked for.
    people
        Those of whom all sessions were asked for.
    lines
        The sessions of the store that were asked for one by one.
    openers
        What reads each, by the session's name; one that was asked for twice is there once.
    older
        Names of the sessions that were asked for with their person alone and are not of that person's newest day.
    """

    store: Store | None
    people: list[Person] = field(default_factory=list)
    lines: list[SessionLine] = field(default_factory=list)
    openers: dict[str, Callable[[], KeptSession]] = field(default_factory=dict)
    older: set[str] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.openers)

    def each(self) -> Iterator[KeptSession]:
        """Give one session after the other.

        Raises
        ------
        StoreError
            If one of them is missing or damaged.
        """
        for opened in self.openers.values():
            yield opened()

    def of_newest_days(self) -> Iterator[KeptSession]:
        """Give the same, but of each person who was asked for as a whole the newest day alone.

        Raises
        ------
        StoreError
            If one of them is missing or damaged.
        """
        one_by_one = {str(line.id) for line in self.lines}
        for name, opened in self.openers.items():
            if name not in self.older or name in one_by_one:
                yield opened()

    def note(self, act: Act) -> None:
        """Note in the audit what was done to them; a results folder stands in no records, and in no audit."""
        if self.store is not None:
            for person in self.people:
                self.store.audit.note(act, person)
            for line in self.lines:
                self.store.audit.note(act, line)


@contextmanager
def chosen(words: list[str], place: str | None) -> Iterator[Chosen]:
    """Find the sessions that were asked for. The records are opened only where they are needed.

    A word is a results folder where there is one of that name, else a session where it is a number, else a person.

    Raises
    ------
    StoreError
        If one of them is not there, or a person has no sessions.
    """
    folders = [Path(word) for word in words if _is_folder(word)]
    if len(folders) == len(words):
        found = Chosen(None)
        _add_folders(found, folders)
        yield found
        return
    with open_records(place) as store:
        found = Chosen(store)
        for word in words:
            if not _is_folder(word):
                _add_kept(found, store, word)
        _add_folders(found, folders)
        yield found


def _is_folder(word: str) -> bool:
    path = Path(word)
    return (path / _RECORD).is_file() or path.suffix == ".json" or len(path.parts) > 1


def _add_folders(found: Chosen, folders: list[Path]) -> None:
    from formcheck.report.kept import open_folder
    from formcheck.store.facts import NEUTRAL_NAME

    names = [NEUTRAL_NAME] if len(folders) == 1 else [f"{NEUTRAL_NAME}-{number + 1}" for number in range(len(folders))]
    for folder, name in zip(folders, names, strict=True):
        found.openers[name] = partial(open_folder, folder, name)


def _add_kept(found: Chosen, store: Store, word: str) -> None:
    from formcheck.report.kept import open_kept

    if word.isdecimal():
        found.lines.append(store.sessions.line(int(word)))
        lines = found.lines[-1:]
    else:
        found.people.append(store.people.get(word))
        lines = store.sessions.of(word)
        if not lines:
            raise StoreError("no session of this person is kept", where=word)
        newest_day = lines[-1].done_at.astimezone().date()
        found.older |= {str(line.id) for line in lines if line.done_at.astimezone().date() < newest_day}
    for line in lines:
        found.openers[str(line.id)] = partial(open_kept, store, line.id)
