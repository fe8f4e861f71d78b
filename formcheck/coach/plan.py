"""The steps of a session, one movement on one side each: which is due, which are done, which comes next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from formcheck.coach.screens import Place

if TYPE_CHECKING:
    from formcheck.routine.phrasebook import Phrases
    from formcheck.routine.program import Program
    from formcheck.routine.schema import Movement


@dataclass(frozen=True, slots=True)
class Step:
    """One movement on one side.

    Attributes
    ----------
    movement
        The movement file.
    side
        ``left``, ``right`` or ``both``.
    rest_s
        The longest rest after it; 0 where the other side of the same movement follows, or nothing does.
    """

    movement: Movement
    side: str
    rest_s: float


class Standing(StrEnum):
    """How a step stands."""

    WAITING = "waiting"
    DONE = "done"
    SKIPPED = "skipped"


def steps_of(program: Program) -> tuple[Step, ...]:
    """List the steps of a program in their order."""
    steps: list[Step] = []
    for each, movement in zip(program.file.steps, program.movements, strict=True):
        sides = program.sides_of(movement)
        rest_s = each.rest_s.high if each.rest_s.high < float("inf") else 0.0
        steps += [Step(movement, side, rest_s if side == sides[-1] else 0.0) for side in sides]
    return tuple(steps)


class Plan:
    """Where in the program a session is.

    Parameters
    ----------
    program
        With its texts in the language of the session. What this person shall not do is left out from the beginning.
    """

    def __init__(self, program: Program) -> None:
        self.steps = steps_of(program)
        self.standing = [
            Standing.SKIPPED if step.movement.id in program.left_out else Standing.WAITING for step in self.steps
        ]
        self._never = program.left_out
        self.at = 0 if self.over else self.standing.index(Standing.WAITING)

    @property
    def step(self) -> Step:
        """The step that is due."""
        return self.steps[self.at]

    @property
    def over(self) -> bool:
        """Whether no step is left."""
        return Standing.WAITING not in self.standing

    def find(self, movement: str, side: str | None) -> int | None:
        """Find the place of a movement on a side; None where the program does not have it."""
        places = (n for n, step in enumerate(self.steps) if step.movement.id == movement and step.side == side)
        return next(places, None)

    def close(self, standing: Standing) -> None:
        """Mark the step that is due as done or left out."""
        self.standing[self.at] = standing

    def reopen(self, place: int) -> None:
        """Go to a step, to do it (again)."""
        self.at = place
        self.standing[place] = Standing.WAITING

    @property
    def before(self) -> int:
        """The step before this one, of those that this person may do; this one where there is none."""
        return max((n for n in range(self.at) if self.steps[n].movement.id not in self._never), default=self.at)

    @property
    def next(self) -> int | None:
        """The step after this one: its other side, then what follows, then what was passed over; None at the end."""
        waiting = [n for n, each in enumerate(self.standing) if each is Standing.WAITING and n != self.at]
        same = [n for n in waiting if self.steps[n].movement.id == self.step.movement.id]
        later = [n for n in waiting if n > self.at]
        return next(iter([*same, *later, *waiting]), None)

    def title(self, phrases: Phrases, place: int) -> str:
        """Say a step, ``Kneeling lunge, right knee down``."""
        step = self.steps[place]
        side = phrases.side_words(step.movement, step.side)
        return phrases("introduction.side", movement=step.movement.name, side=side) if side else step.movement.name

    def place(self, phrases: Phrases) -> Place:
        """Say where the session is."""
        step, following = self.step, self.next
        next_words = "" if following is None else self._next_words(phrases, following)
        return Place(
            step=self.at,
            steps=len(self.steps),
            movement=step.movement.id,
            title=step.movement.name,
            side=step.side,
            side_words=phrases.side_words(step.movement, step.side),
            next_words=next_words,
        )

    def _next_words(self, phrases: Phrases, place: int) -> str:
        step = self.steps[place]
        side = phrases.side_words(step.movement, step.side)
        words = side if side and step.movement.id == self.step.movement.id else self.title(phrases, place)
        return phrases("place.then", what=words)
