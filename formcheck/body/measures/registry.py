"""The registry of named measures: what each means, its unit, and how well it can be known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body.measures import (
    angles,
    arms,
    clearances,
    directions,
    feet,
    heights,
    on_floor,
    paths,
    pelvis,
    rocking,
    rounding,
    trunk,
)

if TYPE_CHECKING:
    from formcheck.body.measures.base import Measure

MEASURES: Final[dict[str, Measure]] = {
    **angles.MEASURES,
    **feet.MEASURES,
    **arms.MEASURES,
    **trunk.MEASURES,
    **pelvis.MEASURES,
    **heights.MEASURES,
    **clearances.MEASURES,
    **paths.MEASURES,
    **directions.MEASURES,
    **rocking.MEASURES,
    **on_floor.MEASURES,
    **rounding.MEASURES,
}
"""Every measure a movement file may name."""
