"""Movement files for the judge: loaded, and checked against the measures there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body.measures import MEASURES
from formcheck.routine import catalogue
from formcheck.routine import program as programs
from formcheck.routine.measure_names import MeasureNames

if TYPE_CHECKING:
    from pathlib import Path

    from formcheck.routine.program import Program
    from formcheck.routine.schema import Movement

MEASURE_NAMES: Final = MeasureNames(
    sided=frozenset(name for name, measure in MEASURES.items() if measure.of_side),
    unsided=frozenset(name for name, measure in MEASURES.items() if measure.of_body),
)
"""The measures that a movement file may name."""


def load_movement(name_or_path: str | Path) -> Movement:
    """Load a movement that the judge can judge.

    Parameters
    ----------
    name_or_path
        The id of a movement that comes with the program, such as ``kneeling-lunge``, or a file.

    Raises
    ------
    RoutineError
        If there is no such movement, or the file has faults: each is told with its line.
    """
    return catalogue.load_movement(name_or_path, MEASURE_NAMES)


def load_program(name_or_path: str | Path) -> Program:
    """Load a program all of whose movements the judge can judge.

    Parameters
    ----------
    name_or_path
        The id of a program that comes with formcheck, such as ``hip-mobility``, or a file.

    Raises
    ------
    RoutineError
        If there is no such program, or it or one of its movements has faults: each is told with its line.
    """
    return programs.load_program(name_or_path, MEASURE_NAMES)
