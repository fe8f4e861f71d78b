"""What a program file may say: movements in their order, and the cues that belong to the whole session.

A program is TOML like a movement file. It tells which movements come one after the other, on which sides, with how
much rest, what is ticked off before, said meanwhile and asked afterwards, and when the two sides are worked evenly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import Field, StrictFloat, StrictInt, model_validator

from formcheck.routine.bands import Band, Part
from formcheck.routine.cues import KeptCue, SessionCue, SpokenCue
from formcheck.routine.fault import expected, shown
from formcheck.routine.terms import Side, Slug, Words

if TYPE_CHECKING:
    from collections.abc import Mapping

Sentences = Annotated[str, Field(min_length=1, max_length=600)]


def is_program(data: Mapping[str, object]) -> bool:
    """Tell whether the plain data of a file is meant to be a program: only that has steps."""
    return "steps" in data


class Step(Part):
    """A movement of the program."""

    movement: Words = Field(description="A movement's id, or a file beside the program file")
    sides: tuple[Side, ...] = Field(
        default=(), description="In which order; none: the movement's own first side, then the other"
    )
    rest_s: Band = Field(default=Band(), description="Rest before the next step")

    @model_validator(mode="after")
    def _each_side_once(self) -> Self:
        if len(set(self.sides)) < len(self.sides):
            raise ValueError(expected("each side once", shown(list(self.sides))))
        return self


class Evenness(Part):
    """When the two sides were worked alike: by repetitions and by seconds held."""

    reps_good: StrictInt = Field(default=0, ge=0, description="Repetitions they may differ by and be even")
    reps_nearly: StrictInt = Field(default=1, ge=0, description="... and be nearly even")
    hold_good_s: StrictFloat = Field(default=2.0, ge=0, description="Seconds held they may differ by and be even")
    hold_nearly_s: StrictFloat = Field(default=5.0, ge=0, description="... and be nearly even")

    @model_validator(mode="after")
    def _nested(self) -> Self:
        if self.reps_nearly < self.reps_good or self.hold_nearly_s < self.hold_good_s:
            raise ValueError(expected("nearly to allow no less than good", "less"))
        return self


class ProgramCue(SpokenCue):
    """A cue of the whole session that is said, ticked off or asked."""

    items: tuple[Words, ...] = Field(default=(), description="What would do, for a checklist")
    answers: tuple[Words, ...] = Field(default=(), description="What may be answered, in this order")
    scale: Band | None = Field(default=None, description="A number that may be answered instead")
    ease_off_from: StrictFloat | None = Field(default=None, description="From this number on: do less")
    stop_from: StrictFloat | None = Field(default=None, description="From this number on: end the set")

    @model_validator(mode="after")
    def _answered_once(self) -> Self:
        if self.answers and self.scale is not None:
            raise ValueError(expected("answers or a scale", "both"))
        return self


SessionWideCue = Annotated[ProgramCue | SessionCue | KeptCue, Field(discriminator="how")]


class ProgramFile(Part):
    """A program file."""

    schema_version: Literal[1] = Field(alias="schema")
    id: Slug
    version: StrictInt = Field(ge=1)
    name: Words
    about: str
    source: str
    disclaimer: Sentences = Field(description="Shown before, and in every report")
    steps: tuple[Step, ...] = Field(min_length=1)
    even: Evenness = Field(default=Evenness())
    cues: tuple[SessionWideCue, ...] = ()
