"""Two evaluations side by side: what moved, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from formcheck.analysis.scoring.figures import TARGETS, Target

if TYPE_CHECKING:
    from collections.abc import Mapping

    Json = Mapping[str, Any]

LEAST_CHANGE: Final = {"share": 0.005, "count": 0.5, "seconds": 0.01, "degrees": 0.05, "ratio": 0.005}
"""Changes smaller than this, in the unit of the figure, are not told."""

MAE: Final = Target("mean error", "degrees", "lower")

NOTABLE_MAE: Final = {"deg": 0.1, "trunk": 0.005, "foot": 0.01}
"""The same for the mean error of a measure."""


@dataclass(frozen=True, slots=True)
class Move:
    """A figure that moved; ``worse_by`` is in steps worth telling, negative where it got better."""

    what: str
    old: float
    new: float
    worse_by: float


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved between two evaluations: figures, worst first; misses that are new, and that are gone."""

    figures: tuple[Move, ...]
    new_misses: tuple[str, ...]
    gone_misses: tuple[str, ...]
    clips_added: tuple[str, ...]
    clips_gone: tuple[str, ...]


def compare(old: Json, new: Json) -> Moved:
    """Say what moved from one evaluation to another."""
    moves = [*_figure_moves(old, new), *_measure_moves(old, new)]
    before, after = _misses(old), _misses(new)
    names_before, names_after = ({clip["name"] for clip in record["clips"]} for record in (old, new))
    return Moved(
        figures=tuple(sorted(moves, key=lambda move: (-move.worse_by, move.what))),
        new_misses=tuple(after[key] for key in sorted(after.keys() - before.keys())),
        gone_misses=tuple(before[key] for key in sorted(before.keys() - after.keys())),
        clips_added=tuple(sorted(names_after - names_before)),
        clips_gone=tuple(sorted(names_before - names_after)),
    )


def _figure_moves(old: Json, new: Json) -> list[Move]:
    groups = [("", old["figures"], new["figures"])]
    for dimension, found in new["by"].items():
        before = old["by"].get(dimension, {})
        groups += [(f"{group}: ", before[group], found[group]) for group in found if group in before]
    moves = []
    for group, before, after in groups:
        for name, target in TARGETS.items():
            was, now = (side.get(name, {}).get("value") for side in (before, after))
            if was is not None and now is not None:
                moves += _move(group + target.label, target, was, now, LEAST_CHANGE[target.kind])
    return moves


def _measure_moves(old: Json, new: Json) -> list[Move]:
    def keyed(record: Json) -> dict[tuple[str, str, str], Json]:
        return {(row["measure"], row["view"], row["aspect"]): row for row in record["measures"]}

    before, moves = keyed(old), []
    for key, row in keyed(new).items():
        was, now = before.get(key, {}).get("mae"), row["mae"]
        if was is not None and now is not None:
            label = f"mean error of {key[0]}, {key[1]}" + (f", {key[2]}" if key[2] else "")
            moves += _move(label, MAE, was, now, NOTABLE_MAE.get(row["unit"], 0.01))
    return moves


def _move(label: str, target: Target, was: float, now: float, least: float) -> list[Move]:
    worse_by = (target.badness(now) - target.badness(was)) / least
    return [Move(label, was, now, round(worse_by, 2))] if abs(worse_by) >= 1.0 else []


def _misses(record: Json) -> dict[tuple[str, str, str], str]:
    return {
        (miss["clip"], miss["kind"], miss["key"]): f"{miss['clip']}: {miss['kind']}: {miss['words']}"
        for miss in record["misses"]
    }
