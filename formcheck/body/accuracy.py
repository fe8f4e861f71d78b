"""How right each measure is, from where and in which posture: bias, uncertainty, and how much depth to believe.

The numbers stand in ``accuracy.json`` beside this module. They were fitted to rendered stills of random people,
clothes and cameras whose truth is exactly known (``python -m sample_videos.fitting accuracy``), and are no claim
about people the renderer cannot draw.

A *cell* is a measure seen in one way: from which view, on the near or the far side, in which posture, with the limb
how. Cells with too few stills are left out of the file, and the next wider one answers. Between views and
between postures the cells are blended, so that a reading does not jump when somebody turns or sinks.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from formcheck.body import geometry
from formcheck.body.reading import Reading, Unknown

if TYPE_CHECKING:
    from formcheck.body.joints import Joints
    from formcheck.body.sight import Sight

DATA: Final = Path(__file__).with_name("accuracy.json")

FORMAT: Final = "formcheck-accuracy"

ANY: Final = "*"
"""Stands for any view, side or posture in the name of a cell."""

SOLE: Final = "sole"
"""How a foot is held, in the name of a cell, that is read by its sole."""

MODELS: Final = ("lite", "full", "heavy")
"""Pose models whose poses are meant: fitted to ``full``, whose sisters were taught with the same pictures."""

VIEW_KNOTS: Final = (
    ("side", 0.0),
    ("side", 10.0),
    ("off_side", 20.0),
    ("off_side", 25.0),
    ("oblique", 35.0),
    ("oblique", 55.0),
    ("frontal", 65.0),
    ("frontal", 90.0),
)
"""Names of views at degrees off the exact side view; between two of them both have their share."""

POSTURE_KNOTS: Final = (("low", 0.40), ("kneeling", 0.60), ("kneeling", 1.15), ("standing", 1.35))
"""Names of postures at heights of the hips above the lowest point of the legs, trunk lengths. A leg is 1.7 trunks
and a thigh 0.85 (Winter): one stands above, kneels about there, and sits or lies below half a trunk."""

LYING_SHANK_DEG: Final = 55.0
"""A shank more than this from the vertical of the picture lies rather than stands."""

FOLDED_TRUNK_DEG: Final = 45.0
"""A trunk more than this from the vertical of the picture is folded."""

TRUNK_KNOTS: Final = (("upright", FOLDED_TRUNK_DEG - 10.0), ("folded", FOLDED_TRUNK_DEG + 10.0))
"""Between these both have their share: what holds of the one does not give way to the other at a stroke, or a trunk
that goes through 45 degrees, or is held there, would seem to jump by the difference (5 degrees, sitting)."""

HAND_AT_HIP_TRUNKS: Final = 0.5
"""A wrist this near to its hip in the picture rests on it, or on the floor beside it."""

Shares = tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of a measure seen in one way.

    Attributes
    ----------
    sigma
        One sigma of the model's error, in the measure's unit; the scatter of the landmarks is not in it.
    bias
        What the measure reads too much, in its unit.
    depth
        Share of the model's depth that an angle takes in, 0 to 1.
    """

    sigma: float
    bias: float = 0.0
    depth: float = 0.0


@dataclass(frozen=True, slots=True)
class Fitted:
    """What the data file holds of a measure.

    Attributes
    ----------
    limb
        Which limb's posture it may depend on: ``leg``, ``foot``, ``arm`` or ``trunk``.
    factor
        By how much its sigmas are wider in recordings than in the stills they were fitted to.
    cells
        By place, such as ``side/near/kneeling``; the empty one for everything.
    """

    limb: str
    factor: float
    cells: dict[str, Cell]


@cache
def table() -> dict[str, Fitted]:
    """Read the data file, once."""
    loaded = json.loads(DATA.read_text("utf-8"))
    return {
        name: Fitted(
            entry["limb"],
            entry["factor"],
            {key: Cell(cell["sigma"], cell["bias"], cell["depth"]) for key, cell in entry["cells"].items()},
        )
        for name, entry in loaded["measures"].items()
    }


def forget() -> None:
    """Read the data file anew: it was written again."""
    table.cache_clear()
    _cell.cache_clear()


def accuracy(sight: Sight, measure: str, side: str = "") -> Cell | None:
    """Give what is known of a measure in this sight; None of one that was never fitted, or of another model's poses.

    Parameters
    ----------
    sight
        The pose as it is looked at.
    measure
        Its name in the registry.
    side
        ``left`` or ``right``; empty for measures of the whole body.
    """
    fitted = table().get(measure) if sight.model in MODELS else None
    if fitted is None:
        return None
    views, postures = situation(sight)
    near = aspect(sight, side)
    limbs = _limb_shares(sight, fitted.limb, side)
    parts = [
        (of_view * of_posture * of_limb, _cell(measure, view, near, posture, limb))
        for view, of_view in views
        for posture, of_posture in postures
        for limb, of_limb in limbs
    ]
    return Cell(
        sigma=fitted.factor * math.sqrt(sum(weight * cell.sigma**2 for weight, cell in parts)),
        bias=sum(weight * cell.bias for weight, cell in parts),
        depth=sum(weight * cell.depth for weight, cell in parts),
    )


def without_bias(reading: Reading, sight: Sight, measure: str, side: str = "") -> Reading:
    """Take off what a measure is known to read too much in this sight."""
    known = None if isinstance(reading, Unknown) else accuracy(sight, measure, side)
    if isinstance(reading, Unknown) or known is None or known.bias == 0:
        return reading
    return replace(reading, value=reading.value - known.bias)


@cache
def _cell(measure: str, view: str, side: str, posture: str, limb: str) -> Cell:
    """Give the narrowest cell there is for a place.

    Where a posture was hardly ever seen from a view, what holds from that view on the whole and what holds in that
    posture on the whole are both asked, and the worse is believed: sitting, seen from the front, is not standing.
    """
    cells = table()[measure].cells
    wider = ((ANY, ANY, ANY, SOLE),) if limb == SOLE else ((view, side, posture), (view, ANY, posture))
    for place in ((view, side, posture, limb), *wider):
        found = cells.get("/".join(place))
        if found is not None:
            return found
    everything = cells[""]
    of_view = cells.get(f"{view}/{side}") or cells.get(view) or everything
    of_posture = cells.get(f"{ANY}/{ANY}/{posture}") or everything
    return Cell(max(of_view.sigma, of_posture.sigma), depth=of_view.depth)


def situation(sight: Sight) -> tuple[Shares, Shares]:
    """Name the view and the posture of a sight, each with its share where it stands between two."""
    return _situation(sight.view.yaw_deg, sight.off_side_deg, hips_above_legs(sight.joints, sight.figure.trunk_px))


@lru_cache(maxsize=8)
def _situation(yaw_deg: float | None, off_side_deg: float, hips_above: float) -> tuple[Shares, Shares]:
    views = _shares(off_side_deg, VIEW_KNOTS)
    behind = yaw_deg is not None and abs(yaw_deg) > 90.0
    named = tuple((_from_behind(view) if behind else view, share) for view, share in views)
    return named, _shares(hips_above, POSTURE_KNOTS)


def _from_behind(view: str) -> str:
    return {"oblique": "back_oblique", "frontal": "back"}.get(view, view)


def _shares(x: float, knots: tuple[tuple[str, float], ...]) -> Shares:
    if x <= knots[0][1]:
        return ((knots[0][0], 1.0),)
    for (below, low), (above, high) in pairwise(knots):
        if x <= high:
            if below == above:
                return ((below, 1.0),)
            share = (x - low) / (high - low)
            return ((below, 1.0 - share), (above, share))
    return ((knots[-1][0], 1.0),)


def aspect(sight: Sight, side: str) -> str:
    """Say whether a side is ``near`` to the camera or ``far``; ``both`` where neither is, ``body`` without a side."""
    if not side:
        return "body"
    if sight.near is None:
        return "both"
    return "near" if side == sight.near else "far"


@lru_cache(maxsize=8)
def hips_above_legs(joints: Joints, trunk_px: float) -> float:
    """Height of the middle of the hips above the lowest landmark of the legs in the picture, trunk lengths."""
    lowest = max(joints.at(f"{side}_{part}")[1] for side in ("left", "right") for part in ("knee", "ankle", "heel"))
    return (lowest - joints.mid("hip")[1]) / trunk_px


def by_sole(sight: Sight, side: str) -> bool:
    """Say whether the foot of a side is up on something and its sole was seen."""
    return sight.joints.sole is not None and sight.joints.raised == side


def _limb_shares(sight: Sight, limb: str, side: str) -> Shares:
    """Name how a limb is held, with the shares of both where it stands between two."""
    if limb == "trunk":
        return _shares(_trunk_tilt_deg(sight.joints), TRUNK_KNOTS)
    return ((limb_state(sight, limb, side), 1.0),)


def _trunk_tilt_deg(joints: Joints) -> float:
    return abs(geometry.lean(joints.mid("hip"), joints.mid("shoulder")))


def limb_state(sight: Sight, limb: str, side: str) -> str:
    """Say in a word how a limb is held, by how it looks in the picture.

    A leg ``lies`` or ``stands`` by its shank; a foot is read by its ``sole``, else it is as its leg. An arm is ``up``
    with the wrist above the shoulder, ``at_hip`` with the wrist near the hip, else ``out``. The trunk is ``folded`` or
    ``upright``.
    """
    joints = sight.joints
    if limb == "trunk":
        return "folded" if _trunk_tilt_deg(joints) > FOLDED_TRUNK_DEG else "upright"
    if not side:
        return "any"
    if limb == "foot" and by_sole(sight, side):
        return SOLE
    if limb in ("leg", "foot"):
        tilt = abs(geometry.lean(joints.at(f"{side}_ankle"), joints.at(f"{side}_knee")))
        return "lies" if tilt > LYING_SHANK_DEG else "stands"
    shoulder, wrist, hip = (joints.at(f"{side}_{joint}") for joint in ("shoulder", "wrist", "hip"))
    if wrist[1] < shoulder[1]:
        return "up"
    return "at_hip" if geometry.distance(wrist, hip) < HAND_AT_HIP_TRUNKS * sight.figure.trunk_px else "out"
