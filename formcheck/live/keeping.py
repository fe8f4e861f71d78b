"""A session's beginning and end on the disk: its journal becomes a track and a record, at once or after a crash."""

from __future__ import annotations

import contextlib
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from formcheck.analysis.analysis import Analysis, Presence
from formcheck.analysis.folder import SUFFIX as FOLDER_SUFFIX
from formcheck.analysis.folder import ResultFolder, write_record
from formcheck.coach.coach import Coach, CoachSettings
from formcheck.errors import RoutineError, TrackError
from formcheck.judge.loading import load_movement, load_program
from formcheck.live.journal import SUFFIX, Asked, Journal, Noted, Ticked
from formcheck.live.lock import held
from formcheck.live.sessionbook import SessionBook
from formcheck.pose.spool import Spool
from formcheck.pose.track import Track, TrackHeader
from formcheck.routine.own_targets import OwnTargets
from formcheck.routine.phrasebook import Phrases, load_phrases
from formcheck.routine.program import DEFAULT_PROGRAM, Program, program_of_one, program_with

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from pathlib import Path

    from formcheck.pose.pose import Observation

NAME: Final = "live-%Y-%m-%d-%H%M%S"
"""What a session is called: by when it was begun."""


@dataclass(frozen=True, slots=True)
class SessionHeader:
    """What is known when a session begins, and all that is needed to tell it again.

    Attributes
    ----------
    started
        Local date and time, ISO 8601.
    source, size
        What the frames come from, and their (width, height).
    model, model_sha256
        The pose model at the beginning.
    formcheck
        Version of the program.
    program, movement
        Id or file of the program and, where it was one alone, of the movement.
    language
        Of the coach.
    settings
        Of the coach, as plain data.
    person
        A pseudonym; None where none was given.
    own
        What is prescribed to them, by movement id, as plain data.
    """

    started: str
    source: str
    size: tuple[int, int]
    model: str
    model_sha256: str
    formcheck: str
    program: str
    movement: str | None
    language: str
    settings: dict[str, Any]
    person: str | None = None
    own: dict[str, dict[str, Any]] = field(default_factory=dict)

    def plain(self) -> dict[str, Any]:
        """Give it as plain data."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Guide:
    """What leads and judges a session.

    Attributes
    ----------
    coach
        Fresh.
    book
        For its turns.
    phrases
        The words of its language.
    program
        Told in that language.
    alone
        Whether one movement was asked for, and not a program.
    """

    coach: Coach
    book: SessionBook
    phrases: Phrases
    program: Program
    alone: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A session that was finished: its folder, what came of it, the files, and what the record has besides."""

    folder: ResultFolder
    analysis: Analysis
    files: list[Path]
    more: dict[str, Any]


def guide_of(header: SessionHeader) -> Guide:
    """Make the coach of a session.

    Raises
    ------
    RoutineError
        If there is no such program, movement or language, its file has faults, or all of it is left out for this
        person.
    """
    phrases = load_phrases(header.language)
    program = load_program(header.program or DEFAULT_PROGRAM)
    if header.movement is not None:
        program = program_of_one(load_movement(header.movement), program)
    own = {movement: OwnTargets(**targets) for movement, targets in header.own.items()}
    program = program_with(program, own, load_phrases())
    if program.left_out.issuperset(each.id for each in program.movements):
        raise RoutineError(
            "it is prescribed that none of this is done",
            where=program.id,
            mend="Train something else, or change it: formcheck people prescribe",
        )
    coach = Coach(program, phrases, CoachSettings(**header.settings), header.model)
    told = phrases.program(program)
    return Guide(coach, SessionBook(told.movements), phrases, told, header.movement is not None)


def session_folder(parent: Path, started: datetime) -> ResultFolder:
    """Choose the folder of a session that begins now."""
    stem = started.strftime(NAME)
    return ResultFolder(parent / f"{stem}{FOLDER_SUFFIX}", stem)


def journal_of(folder: ResultFolder) -> Path:
    """Give the journal of a session."""
    return folder.path / f"{folder.stem}{SUFFIX}"


def finish(folder: ResultFolder, guide: Guide, more: dict[str, Any], trouble: str | None = None) -> Kept | None:
    """Write the track and the record of a session whose journal is complete, and remove the journal.

    Parameters
    ----------
    folder
        Of the session.
    guide
        As it stands at the end.
    more
        What the record tells of the session besides what the journal and the coach know.
    trouble
        Why it ends early; None when it does not.

    Returns
    -------
    What was kept; None where there was no frame, and then nothing is left.

    Raises
    ------
    OutputError
        If it cannot be written; the journal is left.
    """
    journal = Journal(journal_of(folder))
    header = _header(journal)
    seen = Spool(entry for entry in journal.entries() if _is_seen(entry))  # type: ignore[misc]
    if not seen:
        _remove(journal.path)
        return None
    analysis = _analysis(header, seen, guide, trouble)
    live = {**_header_facts(header, guide), **more, **_noted(journal), **_coached(guide)}
    files = write_record(analysis, folder, {"live": live})
    _remove(journal.path)
    return Kept(folder, analysis, files, {"live": live})


def recover(path: Path) -> Kept | None:
    """Finish a session that broke off: its journal is told again to a coach, who comes to the same.

    Parameters
    ----------
    path
        The session's folder, or its journal.

    Returns
    -------
    As of :func:`finish`.

    Raises
    ------
    TrackError
        If there is no journal, it cannot be read, or the session is still running.
    RoutineError
        If the program it was led by is not there any more.
    OutputError
        If it cannot be written; the journal is left.
    """
    path = Journal(_journal_in(path)).path
    with held(path):
        return _told_again(Journal(path))


def _told_again(journal: Journal) -> Kept | None:
    guide = guide_of(_header(journal))
    last_s = 0.0
    for entry in journal.entries():
        if isinstance(entry, Noted):
            continue
        last_s = entry.time_s
        if isinstance(entry, Asked):
            turn = guide.coach.command(entry.command, entry.time_s)
        elif isinstance(entry, Ticked):
            turn = guide.coach.tick(entry.time_s)
        else:
            turn = guide.coach.see(entry)
        guide.book.add(turn)
    folder = ResultFolder(journal.path.parent, journal.path.stem)
    return finish(folder, guide, {"ending": "broken_off"}, f"the session broke off at {last_s:.1f} s")


def _journal_in(path: Path) -> Path:
    if not path.is_dir():
        return path
    found = sorted(path.glob(f"*{SUFFIX}"))
    if len(found) != 1:
        there = "no unfinished session" if not found else "more than one unfinished session"
        raise TrackError(f"there is {there} in it", where=path, mend=f"Name the {SUFFIX} file")
    return found[0]


def _header(journal: Journal) -> SessionHeader:
    try:
        header = SessionHeader(**journal.header)
    except TypeError as error:
        raise TrackError("the journal is of another version of formcheck", where=journal.path) from error
    width, height = header.size
    return SessionHeader(**{**header.plain(), "size": (width, height)})


def _is_seen(entry: object) -> bool:
    return not isinstance(entry, Asked | Ticked | Noted)


def _analysis(header: SessionHeader, seen: Spool, guide: Guide, trouble: str | None) -> Analysis:
    """Put together what was judged live as if it were a recording's analysis."""
    outcome = guide.coach.outcome()
    presence = Presence()
    for each in seen:
        presence.add(each)
    track = TrackHeader(
        video=header.source,
        duration_s=seen[-1].time_s,
        frames=len(seen),
        image_size=header.size,
        frame_rate=_rate(seen),
        rotation=0,
        model=header.model,
        model_sha256=header.model_sha256,
        formcheck=header.formcheck,
        trouble=trouble,
    )
    return Analysis(
        track=Track(track, seen),
        movements=guide.program.movements,
        program=None if guide.alone else guide.program,
        side=None,
        figure=outcome.figure,
        recognition=None,
        sets=outcome.sets,
        session=outcome.session,
        series=guide.book.series,
        presence=presence,
        own=guide.program.own,
    )


def _rate(seen: Iterable[Observation]) -> float | None:
    steps = [later.time_s - before.time_s for before, later in pairwise(seen) if later.time_s > before.time_s]
    return round(1.0 / median(steps), 3) if steps else None


def _header_facts(header: SessionHeader, guide: Guide) -> dict[str, Any]:
    return {
        "started": header.started,
        "person": header.person,
        "language": header.language,
        "program": guide.program.name,
        "settings": header.settings,
    }


def _noted(journal: Journal) -> dict[str, Any]:
    """Give what was noted of the camera and the pace, and what was asked for."""
    found: dict[str, list[dict[str, Any]]] = {"camera_troubles": [], "pace": [], "commands": []}
    places = {"camera": "camera_troubles", "pace": "pace"}
    for entry in journal.entries():
        if isinstance(entry, Noted) and entry.kind in places:
            found[places[entry.kind]].append({"time_s": round(entry.time_s, 3), **entry.more})
        elif isinstance(entry, Asked):
            asked = {"ask": entry.command.ask.value, "value": entry.command.value}
            found["commands"].append({"time_s": round(entry.time_s, 3), **asked})
    return found


def _coached(guide: Guide) -> dict[str, Any]:
    """Give what the coach alone knows: answers, what was left out, what happened and was said."""
    outcome = guide.coach.outcome()
    return {
        "steps": [
            {"movement": step.movement, "side": step.side, "standing": step.standing.value} for step in outcome.steps
        ],
        "answers": [asdict(answer) for answer in outcome.answers],
        "ticked": sorted(outcome.ticked),
        "happenings": guide.book.happenings,
        "said": guide.book.said,
    }


def _remove(journal: Path) -> None:
    with contextlib.suppress(OSError):
        journal.unlink(missing_ok=True)
