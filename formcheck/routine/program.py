"""Programs: movements one after the other, with what belongs to the whole session.

>>> from formcheck.routine.program import load_program
>>> load_program("hip-mobility").name
'Hip mobility'
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from formcheck.errors import RoutineError
from formcheck.resources import resource
from formcheck.routine.bands import Band
from formcheck.routine.catalogue import SUFFIX, faults_error, load_movement, read_table
from formcheck.routine.fault import Fault, expected, nearest, shown
from formcheck.routine.own_targets import OwnTargets, with_own_targets, worded
from formcheck.routine.plain import plain_faults
from formcheck.routine.program_schema import Evenness, ProgramFile, Step, is_program

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from formcheck.routine.measure_names import MeasureNames
    from formcheck.routine.program_schema import SessionWideCue
    from formcheck.routine.schema import Movement

FOLDER: Final = ("routines", "programs")
"""Programs have a folder of their own: the ids of movements are the files beside it."""

DEFAULT_PROGRAM: Final = "hip-mobility"
"""What is looked for in a recording when neither a movement nor a program was named."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program with its movements.

    Attributes
    ----------
    file
        What the program file says.
    movements
        The movement of each step.
    own
        A person's own targets by movement id; the movements follow them
        (:func:`program_with`).
    """

    file: ProgramFile
    movements: tuple[Movement, ...]
    own: Mapping[str, OwnTargets] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The program's id."""
        return self.file.id

    @property
    def version(self) -> int:
        """The program's version."""
        return self.file.version

    @property
    def name(self) -> str:
        """The program's name for people."""
        return self.file.name

    @property
    def about(self) -> str:
        """What it is, in a line."""
        return self.file.about

    @property
    def even(self) -> Evenness:
        """When two sides are even."""
        return self.file.even

    @property
    def cues(self) -> tuple[SessionWideCue, ...]:
        """The cues that belong to the whole session."""
        return self.file.cues

    def sides_of(self, movement: Movement) -> tuple[str, ...]:
        """Return the sides of a movement in the order in which the program wants them; ``both`` for one without."""
        return sides_of(self.file.steps[self.movements.index(movement)], movement)

    @property
    def left_out(self) -> frozenset[str]:
        """The movements that this person shall not do."""
        return frozenset(movement for movement, own in self.own.items() if own.left_out)

    def plan_for(self, done: Collection[str]) -> list[tuple[Movement, tuple[str, ...]]]:
        """Give the movements with their sides, of those that are left out only the ones that were done all the same."""
        asked = (each for each in self.movements if each.id not in self.left_out or each.id in done)
        return [(each, self.sides_of(each)) for each in asked]


def one_camera(program: Program) -> tuple[Band, Band]:
    """Give the height and the distance, metres, of the one camera that does best for all movements of a program.

    Where they want different ones it is the value that is off the worst of them by the least.
    """
    asked = [movement.camera for movement in program.movements if movement.id not in program.left_out]
    return _common([camera.height_m for camera in asked]), _common([camera.distance_m for camera in asked])


def _common(bands: Sequence[Band]) -> Band:
    low, high = max(band.low for band in bands), min(band.high for band in bands)
    middle = (low + high) / 2
    return Band(low=low, high=high) if low <= high else Band(low=middle, high=middle)


def sides_of(step: Step, movement: Movement) -> tuple[str, ...]:
    """Return the sides of a step in their order; ``("both",)`` for a movement that works both at once."""
    if movement.sides is None:
        return ("both",)
    first = movement.sides.first
    return step.sides or (first, "right" if first == "left" else "left")


def program_of_one(movement: Movement, program: Program) -> Program:
    """Return a program of one movement, with all else as in a whole program: what is asked before and after."""
    steps = (Step(movement=movement.id),)
    file = program.file.model_copy(
        update={"id": movement.id, "version": movement.version, "name": movement.name, "steps": steps}
    )
    return Program(file, (movement,))


def program_ids() -> tuple[str, ...]:
    """Return the ids of the programs that come with formcheck, in order of the alphabet."""
    return tuple(sorted(path.stem for path in resource(*FOLDER).glob(f"*{SUFFIX}")))


def program_with(program: Program, own: Mapping[str, OwnTargets], phrases: Callable[..., str]) -> Program:
    """Give a program with a person's own targets, by movement id; of movements that it has not they are passed over.

    Parameters
    ----------
    program
        From :func:`load_program`.
    own
        What is prescribed.
    phrases
        Gives the words of a key in the program's language (:class:`formcheck.routine.phrasebook.Phrases`).
    """
    mine = {movement.id: own[movement.id] for movement in program.movements if movement.id in own}
    movements = tuple(
        worded(with_own_targets(each, mine[each.id]), mine[each.id], phrases) if each.id in mine else each
        for each in program.movements
    )
    return replace(program, movements=movements, own=mine)


def load_program(name_or_path: str | Path, measures: MeasureNames | None = None) -> Program:
    """Read a program and its movements.

    Parameters
    ----------
    name_or_path
        The id of a program that comes with formcheck (``"hip-mobility"``), or the path of a file: a `Path`, or a
        text that has a folder or a suffix in it.
    measures
        The measures there are, to check the names in its movements against; None leaves them unchecked.

    Raises
    ------
    RoutineError
        There is no such program, or it has faults, or one of its movements has. All faults of a file are told,
        one a line, as ``file:line: where: expected ..., found ...``.
    """
    path = program_path(name_or_path)
    data, text = read_table(path)
    if not is_program(data):
        raise RoutineError(
            "is no program file: it has no [[steps]]", where=path, mend="Give a movement with --movement"
        )
    try:
        file = ProgramFile.model_validate(data)
    except ValidationError as error:
        raise faults_error([*plain_faults(error, data), *_repeated(data)], data, text, path) from error
    movements = []
    faults = _repeated(data)
    for place, step in enumerate(file.steps):
        try:
            movement = load_movement(_movement_of(step, path), measures)
        except RoutineError as error:
            if error.where != step.movement:
                raise  # The movement is there, and has faults of its own.
            mend = f". {error.mend}" if error.mend else ""
            faults.append(Fault(("steps", place, "movement"), f"{error.what}: {shown(step.movement)}{mend}"))
        else:
            movements.append(movement)
            if step.sides and movement.sides is None:
                wanted = expected("no sides, since this movement works both at once", shown(list(step.sides)))
                faults.append(Fault(("steps", place, "sides"), wanted))
    if faults:
        raise faults_error(faults, data, text, path)
    return Program(file, tuple(movements))


def program_path(name_or_path: str | Path) -> Path:
    """Find the file of a program.

    Raises
    ------
    RoutineError
        An id that no program has.
    """
    path = Path(name_or_path)
    if isinstance(name_or_path, Path) or path.suffix or path.name != name_or_path:
        return path
    ids = program_ids()
    if name_or_path in ids:
        return resource(*FOLDER, f"{name_or_path}{SUFFIX}")
    near = nearest(name_or_path, ids)
    mend = f'Did you mean "{near}"? ' if near else ""
    mend += f"There {'is' if len(ids) == 1 else 'are'}: {', '.join(ids)}. Name a file of your own with its suffix"
    raise RoutineError("no program of that name", where=name_or_path, mend=mend)


def _movement_of(step: Step, program: Path) -> str | Path:
    """Give the id of a step's movement, or its file, which is looked for beside the program's."""
    is_file = Path(step.movement).suffix or Path(step.movement).name != step.movement
    return program.parent / step.movement if is_file else step.movement


def _repeated(data: Mapping[str, object]) -> list[Fault]:
    """Find movements and cues that stand twice."""
    return [
        fault
        for table, key in (("steps", "movement"), ("cues", "ref"), ("cues", "id"))
        for fault in _twice(data, table, key)
    ]


def _twice(data: Mapping[str, object], table: str, key: str) -> Iterator[Fault]:
    entries = data.get(table)
    seen: set[str] = set()
    for place, entry in enumerate(entries if isinstance(entries, list) else []):
        value = entry.get(key) if isinstance(entry, dict) else None
        if isinstance(value, str) and value in seen:
            yield Fault((table, place, key), expected(f"each {key} once", f"{shown(value)} again"))
        elif isinstance(value, str):
            seen.add(value)
