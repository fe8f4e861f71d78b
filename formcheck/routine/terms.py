"""The words that movement and program files are made of: names, spoken words, lengths of time, conditions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StrictFloat, StringConstraints

from formcheck.routine.bands import Band, Part
from formcheck.routine.fault import expected

LONGEST_SAY = 6
"""Words of a correction or a lead: what can be said in 1.5 seconds, within a repetition."""


def _few_words(say: str) -> str:
    if len(say.split()) > LONGEST_SAY:
        raise ValueError(expected(f"at most {LONGEST_SAY} words", f"{len(say.split())}"))
    return say


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
RoleName = Annotated[str, StringConstraints(pattern=r"^[a-z]+$", max_length=20)]
MeasureRef = Annotated[str, StringConstraints(pattern=r"^([a-z]+\.)?[a-z][a-z0-9_]*$", max_length=60)]
Ref = Annotated[str, StringConstraints(pattern=r"^[A-Z]?[0-9]+(\.[0-9]+)?$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
FewWords = Annotated[str, StringConstraints(max_length=60), AfterValidator(_few_words)]
SideWords = Annotated[str, StringConstraints(pattern=r"^[^{}]*\{side\}[^{}]*$", max_length=60)]
Seconds = Annotated[StrictFloat, Field(ge=0, le=600)]
Share = Annotated[StrictFloat, Field(ge=0, le=1)]
ViewName = Literal["side", "front", "back", "oblique", "any"]
Side = Literal["left", "right"]
SeverityName = Literal["safety", "form", "refinement", "information"]


class Condition(Part):
    """A measure that lies within a band."""

    measure: MeasureRef
    within: Band
    needed: StrictBool = Field(
        default=True, description="False: where the measure is unknown the condition is passed over"
    )
    why: Words = Field(description="What is wrong when it does not hold, as said to a person")
