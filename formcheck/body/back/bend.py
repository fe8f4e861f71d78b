"""How much a back is bent, estimated from its outline by a small fitted model.

Each feature is taken to have a value in a flat back (which changes with the inclination of the trunk), to change
by so much for each degree of bend, and to scatter between people and moments; the features scatter together, as a
landmark that slips moves all of the outline. The estimate is the bend that explains the features best (generalised
least squares), from whatever features were seen, and its uncertainty follows from the same numbers.

The numbers stand in ``bend.toml``; ``python -m sample_videos.fitting rounding`` fits them. The estimate is an
inner quantity and is never shown: there is no landmark on the spine, and nobody may read lumbar degrees from it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.body.back.outline import BANDS, LEAST_BANDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.body.back.outline import Outline
    from formcheck.body.back.upright import Upright

    Floats = NDArray[np.float64]

NUMBERS: Final = Path(__file__).with_name("bend.toml")

FEATURES: Final = (*(f"behind_{number + 1}" for number in range(BANDS)), "chord", "seat_behind", "seat_up")
"""Outline behind each part of the trunk, hip first, and the chord's length; then how far the hips' mark has moved from
where it was in the same seat when upright, in the trunk's frame; all in trunk lengths. Who stands has no seat, and of
a stranger it was never seen: there a model knows only the first six."""

MIDDLE_INCLINATION_DEG: Final = 45.0
"""The values of a flat back are given for this inclination of the trunk."""

FITTED_INCLINATION_DEG: Final = (0.0, 60.0)
"""The range in which the fit knows flat backs; beyond it they are taken to look as at its end."""

KINDS: Final = tuple(f"{posture}_{against}" for posture in ("standing", "seated") for against in ("own", "anyone"))

MOST_MISFIT: Final = 2.5
"""Of rendered backs 97 % lie below; those beyond are misjudged twice as far as others, mostly since a hip or a
shoulder landmark slipped."""


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """The numbers of a fit; each array has a place for every feature that this fit knows, the first n of all.

    Attributes
    ----------
    flat
        (n,) value in a flat back at an inclination of 45 degrees.
    per_inclination
        (n,) by how much that changes with each degree of inclination.
    per_bend
        (n,) by how much a degree of bend changes it.
    scatter
        (n, n) covariance of what is left.
    """

    flat: Floats
    per_inclination: Floats
    per_bend: Floats
    scatter: Floats


def features(
    outline: Outline, upright: Upright | None, trunk_px: float, seat_px: tuple[float, float] | None = None
) -> Floats:
    """Give the (8,) features of a pose: against the person's own upright where it is known.

    Parameters
    ----------
    outline
        With its bands in lengths of ``trunk_px``.
    upright
        The person's own; None where there is none.
    trunk_px
        The person's trunk length at its longest.
    seat_px
        Where the hips were in the same seat when upright, pixels; None where that is not known.
    """
    moved = np.full(2, np.nan) if seat_px is None else outline.frame @ (outline.hip - np.array(seat_px)) / trunk_px
    if upright is None:
        return np.concatenate([outline.bands, [outline.chord_px / trunk_px], moved])
    return np.concatenate([outline.bands - upright.bands, [outline.chord_px / upright.chord_px], moved])


@dataclass(frozen=True, slots=True)
class Bend:
    """An estimate of how much a back is bent.

    Attributes
    ----------
    degrees, sigma_deg
        The bend of the whole spine against the upright one, and its standard uncertainty.
    misfit
        How far the features lie from any back, bent or flat: mean square in units of their scatter, 1 as a rule.
    """

    degrees: float
    sigma_deg: float
    misfit: float

    @property
    def fits(self) -> bool:
        """Whether the features look like a back's at all."""
        return self.misfit <= MOST_MISFIT


def flat_back(model: Model, inclination_deg: float) -> Floats:
    """Give the (n,) features of a flat back at an inclination of the trunk."""
    low, high = FITTED_INCLINATION_DEG
    at = min(max(inclination_deg, low), high)
    return model.flat + model.per_inclination * (at - MIDDLE_INCLINATION_DEG)


def bend_of(model: Model, values: Floats, inclination_deg: float) -> Bend | None:
    """Estimate the bend from the features that are there; None where fewer than three parts of the back were seen."""
    values = values[: len(model.flat)]
    seen = np.isfinite(values)
    if seen[:BANDS].sum() < LEAST_BANDS:
        return None
    slope = model.per_bend[seen]
    off = (values - flat_back(model, inclination_deg))[seen]
    precision = np.linalg.inv(model.scatter[np.ix_(seen, seen)])
    information = float(slope @ precision @ slope)
    degrees = float(slope @ precision @ off) / information
    left = off - slope * degrees
    return Bend(degrees, information**-0.5, float(left @ precision @ left) / (int(seen.sum()) - 1))


@cache
def fitted() -> dict[str, Model]:
    """Read the fitted numbers: ``standing`` and ``seated``, each ``_own`` (against the own upright) and ``_anyone``."""
    content = tomllib.loads(NUMBERS.read_text(encoding="utf-8"))
    return {name: _model(content[name]) for name in KINDS}


def _model(table: dict[str, list[float]]) -> Model:
    scatter = np.array(table["scatter"])
    return Model(
        flat=np.array(table["flat"]),
        per_inclination=np.array(table["per_inclination"]),
        per_bend=np.array(table["per_bend"]),
        scatter=np.outer(scatter, scatter) * np.array(table["correlation"]),
    )
