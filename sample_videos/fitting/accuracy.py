"""Fit bias, uncertainty and share of depth of every measure, cell by cell (see formcheck.body.accuracy)."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from rich.table import Table

from formcheck.body import accuracy as known
from formcheck.body.depth import included_angle
from formcheck.body.measures.base import model_sigma
from formcheck.body.measures.registry import MEASURES
from formcheck.body.reading import Unit
from formcheck.files import atomic_write

from .readings import Row, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from .readings import Seen

    Floats = NDArray[np.float64]
    Place = tuple[str, ...]

COVERED: Final = 0.68
"""Share of errors within one stated sigma."""

FEWEST_STILLS, FEWEST_CLIPS = 20, 5
"""A cell with fewer is left to the wider one."""

HALF_STILLS, HALF_CLIPS = 12, 4
"""What each half of the seeds must hold before a bias or a share of depth is believed."""

BIAS_GAIN: Final = 0.08
"""A bias found on one half must lower the other half's error by this share, both ways round."""

BIAS_SPREAD: Final = 0.5
"""The two halves' biases may differ by this share of their mean."""

LARGEST_BIAS: Final = {Unit.DEGREES: 20.0}
"""More is no bias but a failure: taking it off would answer with what is usual in the pictures drawn here."""

LARGEST_BIAS_LENGTHS: Final = 0.15
"""The same, of measures in trunks, feet and ratios."""

MIRRORED: Final = (
    "lateral_lean",
    "trunk_twist",
    "pelvic_obliquity",
    "knee_below_other",
    "ankle_below_other",
    "hip_offset",
)
"""Measures that change their sign in a mirror: what they read too much on the whole is chance."""

OF_FLOOR: Final = "floor_"
"""Begins the names of measures that reckon their own uncertainty, from what is known of camera and floor."""

DEPTH_SHARES: Final = (0.0, 0.25, 0.5, 0.75, 1.0)
DEPTH_GAIN: Final = 0.05
"""Depth must lower the mean error by this share in both halves. The error as it is, not its scatter: a share that
scatters less about a bias of its own would stand or fall with the correction of that."""

DEPTH_JOINTS: Final = {
    "knee_flexion": ("hip", "knee", "ankle"),
    "hip_flexion": ("shoulder", "hip", "knee"),
    "shoulder_elevation": ("hip", "shoulder", "wrist"),
    "elbow_extension": ("shoulder", "elbow", "wrist"),
}
"""Joint angles that can take in depth; those with a flexion read 180 less the included angle."""

_ARM: Final = ("shoulder_elevation", "elbow_extension", "elbow_height", "wrist_height", "forearm_from_level", "reach")
_FOOT: Final = ("ankle_angle",)
_TRUNK: Final = ("trunk_inclination", "lateral_lean", "trunk_twist", "shoulder_height", "pelvic_obliquity")


def limb_of(measure: str) -> str:
    """Say whose posture a measure may depend on."""
    return "arm" if measure in _ARM else "trunk" if measure in _TRUNK else "foot" if measure in _FOOT else "leg"


def place_of(seen: Seen, measure: str, side: str) -> Place:
    """Give the narrowest cell a reading belongs to: the view and posture with the larger share."""
    views, postures = known.situation(seen.sight)
    limb = known.limb_state(seen.sight, limb_of(measure), side)
    return _main(views), known.aspect(seen.sight, side), _main(postures), limb


def _main(shares: known.Shares) -> str:
    return max(shares, key=lambda share: share[1])[0]


@dataclass(frozen=True, slots=True, eq=False)
class _Half:
    """Errors of one half of the clips."""

    errors: Floats
    clips: int

    @property
    def enough(self) -> bool:
        return len(self.errors) >= HALF_STILLS and self.clips >= HALF_CLIPS


def _halves(errors: Floats, clips: Sequence[str]) -> tuple[_Half, _Half]:
    """Part by clip, so that no person is in both."""
    order = {clip: number for number, clip in enumerate(sorted(set(clips)))}
    odd = np.array([order[clip] % 2 == 1 for clip in clips])
    names = np.array(clips)
    return tuple(_Half(errors[half], len(set(names[half]))) for half in (~odd, odd))  # type: ignore[return-value]


def bias_of(errors: Floats, clips: Sequence[str], largest: float) -> float:
    """Give what readings are too large by, if both halves of the clips agree and each mends the other; else 0."""
    halves = _halves(errors, clips)
    if not all(half.enough for half in halves):
        return 0.0
    biases = [float(np.median(half.errors)) for half in halves]
    mean = sum(biases) / 2
    if abs(mean) > largest or abs(biases[0] - biases[1]) > BIAS_SPREAD * abs(mean):
        return 0.0
    for half, learned in zip(halves, reversed(biases), strict=True):
        if np.abs(half.errors - learned).mean() > (1 - BIAS_GAIN) * np.abs(half.errors).mean():
            return 0.0
    return float(np.median(errors))


def sigma_of(errors: Floats, extra: Floats) -> float:
    """Give the sigma that, joined with what is stated besides, covers its share of the errors."""
    low, high = 0.0, float(np.abs(errors).max()) + 1e-6
    for _ in range(40):
        middle = (low + high) / 2
        covered = float((np.abs(errors) <= np.hypot(middle, extra)).mean())
        low, high = (middle, high) if covered < COVERED else (low, middle)
    return high


def depth_of(errors: Floats, clips: Sequence[str]) -> float:
    """Choose a share of depth.

    Parameters
    ----------
    errors
        (n, shares) degrees, a column for each of the shares tried.
    """
    halves = _halves(errors, clips)
    if not all(half.enough for half in halves):
        return 0.0
    means = [np.abs(half.errors).mean(axis=0) for half in halves]
    best = int(np.argmin(means[0] + means[1]))
    return DEPTH_SHARES[best] if all(mean[best] <= (1 - DEPTH_GAIN) * mean[0] for mean in means) else 0.0


def _wider(place: Place) -> Iterable[Place]:
    """Give the cells a place counts in, the widest first; ``*`` stands for any view or side."""
    view, _, posture = place[:3]
    yield from (place[:length] for length in range(len(place) + 1))
    yield known.ANY, known.ANY, posture
    yield view, known.ANY, posture


def fit_depth(stills: Sequence[Seen]) -> dict[str, dict[str, float]]:
    """Give the shares of depth by measure and cell."""
    found: dict[str, dict[str, float]] = {}
    for measure, joints in DEPTH_JOINTS.items():
        groups: dict[Place, list[tuple[str, list[float]]]] = defaultdict(list)
        for seen in stills:
            for side in ("left", "right"):
                names = tuple(f"{side}_{joint}" for joint in joints)
                if seen.sight.joints.problem(*names):
                    continue
                angles = [included_angle(seen.sight.joints, names, share) for share in DEPTH_SHARES]
                truth = seen.truth[f"{side}_{measure}"]
                flexed = measure.endswith("flexion")
                errors = [(180.0 - a if flexed else a) - truth for a in angles if a is not None]
                if len(errors) == len(DEPTH_SHARES):
                    for place in _wider(place_of(seen, measure, side)[:3]):
                        groups[place].append((seen.clip, errors))
        found[measure] = {
            "/".join(place): depth_of(np.array([errors for _, errors in group]), [clip for clip, _ in group])
            for place, group in groups.items()
            if _enough([clip for clip, _ in group]) or not place
        }
    return found


def _enough(clips: Sequence[str]) -> bool:
    return len(clips) >= FEWEST_STILLS and len(set(clips)) >= FEWEST_CLIPS


def fit_cells(stills: Sequence[Seen], depths: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Fit bias and sigma of every cell of every measure that has a truth; the depths must be in force already."""
    groups: dict[str, dict[Place, list[tuple[Row, float]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows(stills):
        narrowest = place_of(row.seen, row.measure, row.side)
        if narrowest[-1] == known.SOLE or row.measure.startswith(OF_FLOOR):
            continue  # of landmarks a foot that is read by its sole says nothing
        model = model_sigma(row.seen.sight, row.measure, row.side)
        for place in _wider(narrowest):
            groups[row.measure][place].append((row, model))
    out: dict[str, Any] = {}
    for measure, cells in sorted(groups.items()):
        fitted = {
            "/".join(place): _cell(measure, cell, depths.get(measure, {}), place)
            for place, cell in sorted(cells.items())
            if not place or _enough([row.seen.clip for row, _ in cell])
        }
        out[measure] = {"limb": limb_of(measure), "cells": fitted}
    return out


def _cell(measure: str, cell: list[tuple[Row, float]], depths: dict[str, float], place: Place) -> dict[str, float]:
    errors = np.array([row.error for row, _ in cell])
    stated = np.array([row.reading.sigma for row, _ in cell])
    model = np.array([sigma for _, sigma in cell])
    extra = np.sqrt(np.maximum(0.0, stated**2 - model**2))
    unit = MEASURES[measure].unit
    largest = LARGEST_BIAS.get(unit, LARGEST_BIAS_LENGTHS)
    # In the widest cells views and postures with biases of their own are mixed: they only say how uncertain it is.
    narrow = len(place) >= 3 and known.ANY not in place and measure not in MIRRORED
    bias = bias_of(errors, [row.seen.clip for row, _ in cell], largest) if narrow else 0.0
    digits = 2 if unit is Unit.DEGREES else 4
    names = ["/".join(place[:length]) for length in range(min(3, len(place)), -1, -1)]
    depth = next((depths[name] for name in names if name in depths), 0.0)
    return {
        "sigma": round(sigma_of(errors - bias, extra), digits),
        "bias": round(bias, digits),
        "depth": depth,
        "stills": len(cell),
    }


def write(measures: dict[str, Any], path: Path, stills: int) -> None:
    """Write the data file, one line a cell."""
    lines = []
    for name, entry in measures.items():
        cells = ",\n".join(f"   {json.dumps(key)}: {json.dumps(cell)}" for key, cell in entry["cells"].items())
        about = f'"limb": {json.dumps(entry["limb"])}, "factor": {entry.get("factor", 1.0)}'
        lines.append(f'  {json.dumps(name)}: {{{about}, "cells": {{\n{cells}\n  }}}}')
    head = {"format": known.FORMAT, "version": 1, "stills": stills}
    body = ",\n".join(lines)
    text = json.dumps(head)[:-1] + ',\n "measures": {\n' + body + ("\n" if body else "") + " }\n}\n"
    with atomic_write(path) as temporary:
        temporary.write_text(text, "utf-8")
    known.forget()


def widen(factors: dict[str, float], path: Path) -> None:
    """Note by how much the sigmas of some measures must be wider in recordings than in stills."""
    loaded = json.loads(path.read_text("utf-8"))
    for name, entry in loaded["measures"].items():
        entry["factor"] = factors.get(name, 1.0)
    write(loaded["measures"], path, loaded["stills"])


def fit_accuracy(stills: Sequence[Seen], path: Path) -> None:
    """Fit everything on stills and frames and write it; the depths first, because the readings rest on them.

    The cells of feet that are read by their soles stay: they are fitted by themselves.
    """
    soles = sole_cells(json.loads(path.read_text("utf-8"))) if path.exists() else {}
    depths = fit_depth(stills)
    bare = {
        measure: {
            "limb": limb_of(measure),
            "cells": {key: {"sigma": 0.0, "bias": 0.0, "depth": depth, "stills": 0} for key, depth in cells.items()},
        }
        for measure, cells in depths.items()
    }
    write(bare, path, len(stills))
    measures = fit_cells(stills, depths)
    for measure, cells in soles.items():
        measures[measure]["cells"] |= cells
    write(measures, path, len(stills))


def sole_cells(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Give by measure the cells of feet that are read by their soles."""
    return {
        measure: {key: cell for key, cell in entry["cells"].items() if key.endswith(f"/{known.SOLE}")}
        for measure, entry in data["measures"].items()
        if entry["limb"] == "foot"
    }


@dataclass(frozen=True, slots=True)
class Held:
    """How a measure's readings of stills hold.

    Attributes
    ----------
    readings
        How many.
    raw_mae, mae
        Mean absolute error before and after biases were taken off, in the measure's unit.
    covered
        Share of errors within the stated sigma.
    sigma
        Median of what was stated.
    """

    readings: int
    raw_mae: float
    mae: float
    covered: float
    sigma: float


def held(stills: Sequence[Seen]) -> dict[tuple[str, str], Held]:
    """Say by measure and view how well readings and their uncertainty hold."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows(stills):
        groups[row.measure, place_of(row.seen, row.measure, row.side)[0]].append(row)
    out = {}
    for key, group in sorted(groups.items()):
        errors = np.abs([row.error - row.bias for row in group])
        sigmas = np.array([row.reading.sigma for row in group])
        out[key] = Held(
            len(group),
            float(np.abs([row.error for row in group]).mean()),
            float(errors.mean()),
            float((errors <= sigmas).mean()),
            float(np.median(sigmas)),
        )
    return out


FEWEST_SHOWN = 12
"""Readings a line of the table rests on."""


def accuracy_table(train: Sequence[Seen], test: Sequence[Seen]) -> Table:
    """Give a table of what :func:`held` says of the stills learned from and of the others."""
    learned, unseen = held(train), held(test)
    table = Table(title="Errors of stills and frames, and the share within one stated sigma", title_justify="left")
    for column in ("measure", "view"):
        table.add_column(column)
    for column in ("stills", "before", "MAE", "sigma", "covered, learned", "covered, unseen"):
        table.add_column(column, justify="right")
    for (measure, view), shown in unseen.items():
        if shown.readings < FEWEST_SHOWN:
            continue
        before = learned.get((measure, view))
        table.add_row(
            measure,
            view,
            str(shown.readings),
            *(f"{value:.3g}" for value in (shown.raw_mae, shown.mae, shown.sigma)),
            "" if before is None else f"{before.covered:.0%}",
            f"{shown.covered:.0%}",
        )
    return table
