"""Bands: what values are good, and what values nearly are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, StrictFloat, model_validator

from formcheck.routine.fault import expected, shown

if TYPE_CHECKING:
    from pydantic_core import CoreSchema

OPEN_ENDS = {"-inf": float("-inf"), "inf": float("inf")}
"""How a file writes the end of a band that is left open."""


class Part(BaseModel):
    """The base of everything in a movement file: frozen, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> Self:
        """Return itself: it never changes."""
        return self


class Band(Part):
    """A closed interval; an end that is None is open."""

    low: StrictFloat = Field(default=float("-inf"), description="Smallest value that still belongs to the band")
    high: StrictFloat = Field(default=float("inf"), description="Largest value that still belongs to the band")

    @model_validator(mode="before")
    @classmethod
    def _from_pair(cls, value: object) -> object:
        if not isinstance(value, list | tuple):
            return value
        if len(value) != 2:
            raise ValueError(expected("[low, high]", shown(value)))
        low, high = (OPEN_ENDS.get(end, end) if isinstance(end, str) else end for end in value)
        return {"low": low, "high": high}

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.high:
            raise ValueError(expected("[low, high] with low <= high", str(self)))
        return self

    def __str__(self) -> str:
        return f"[{self.low:g}, {self.high:g}]"

    @classmethod
    def __get_pydantic_json_schema__(cls, _core_schema: CoreSchema, _handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Describe a band as files write it: a pair, and not an object."""
        return {
            "title": "Band",
            "description": '[low, high]; "-inf" and "inf" leave an end open',
            "type": "array",
            "items": {"anyOf": [{"type": "number"}, {"enum": list(OPEN_ENDS)}]},
            "minItems": 2,
            "maxItems": 2,
        }

    def excess(self, value: float) -> float:
        """How far a value lies outside the band; negative inside: minus the distance to the nearer end."""
        return max(self.low - value, value - self.high)

    def nearest_limit(self, value: float) -> float | None:
        """Return the end of the band that the value is nearest to; None when that end is open."""
        limit = self.low if self.low - value >= value - self.high else self.high
        return limit if abs(limit) != float("inf") else None


class Graded(Part):
    """Two bands: within `good` all is well, within `nearly` it almost is, beyond it is a fault."""

    good: Band
    nearly: Band

    @model_validator(mode="after")
    def _nested(self) -> Self:
        if self.nearly.low > self.good.low or self.nearly.high < self.good.high:
            raise ValueError(expected(f"`nearly` to contain `good` {self.good}", str(self.nearly)))
        return self
