"""How well the rounding index parts round backs from flat ones, at the bottoms of the repetitions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.analysis.scoring.counting import main_reps
from formcheck.body.reading import Measured

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from formcheck.analysis.scoring.measured import Comparison
    from formcheck.analysis.scoring.truth import Act

MEASURE: Final = "rounding_index"

MOVEMENTS: Final = ("hip-rotation-90-90", "standing-stretch")
"""The movements in which the back has to stay flat."""

FLAT_UP_TO_DEG: Final = 12.0
ROUND_FROM_DEG: Final = 30.0
"""True bend of the spine: flat up to the first (it goes with any hinge), round from the second on (a viewer sees it);
what lies between is left out."""

THRESHOLD: Final = 0.8
"""The index beyond which the movement files call a back possibly round (domain, cues 2.11 and 4.9)."""

PEAK_HALF_S: Final = 0.25
"""The index is the median over half a second about the bottom (domain, section 4)."""

OFF_SIDE_MAX_DEG: Final = 15.0
"""Further off the side the outline is not the back's any more (domain, section 4)."""

ALIKE_DEG: Final = 10.0
"""Only repetitions with the trunk within this of each other are compared: leaning further shows more back."""

LEAST_FRAMES: Final = 3

HEAD_DROPPED_DEG: Final = 10.0
"""A head bent forward by this much is dropped."""

ARM_FAULTS: Final = ("support_hand_up_m", "reach_missing")
"""Faults of the truth that move an arm off its usual place beside the back."""


@dataclass(frozen=True, slots=True)
class BackRep:
    """One repetition at its bottom: true bend of the spine and inclination of the trunk, and the index.

    ``head_dropped`` and ``arms_off`` say whether head and arms are where they would mislead; ``reason`` why there is
    no index.
    """

    flexion_deg: float
    inclination_deg: float
    off_side_deg: float
    index: float | None
    head_dropped: bool = False
    arms_off: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Separation:
    """How well the index parts flat from round.

    Attributes
    ----------
    flat, rounded
        Repetitions of each kind seen from the side.
    unseen
        Repetitions from the side, flat or round, without an index.
    pairs
        Flat and round ones that are alike in trunk inclination.
    auc
        Share of those pairs in which the round one has the higher index, ties half; None without pairs.
    flat_called_round, round_found
        Shares beyond the limit; None where there are none.
    """

    flat: int
    rounded: int
    unseen: int
    pairs: int
    auc: float | None
    flat_called_round: float | None
    round_found: float | None


GROUPS: Final[dict[str, Callable[[BackRep], bool]]] = {
    "head dropped": lambda rep: rep.head_dropped,
    "head as usual": lambda rep: not rep.head_dropped,
    "an arm off its place": lambda rep: rep.arms_off,
}
"""What must not decide the index, told apart."""


def back_reps(act: Act, comparison: Comparison) -> tuple[BackRep, ...]:
    """Take the index of each repetition at its true bottom."""
    if act.movement not in MOVEMENTS:
        return ()
    truth = comparison.truth
    found = []
    for rep in main_reps(act):
        at = int(np.argmin(np.abs(truth.times_s - rep.peak_s)))
        index, reason = _index(rep.peak_s, comparison)
        found.append(
            BackRep(
                flexion_deg=float(truth.measures["spine_flexion"][at]),
                inclination_deg=float(truth.measures["trunk_inclination"][at]),
                off_side_deg=abs(abs(float(truth.azimuth_deg[at])) - 90.0),
                index=index,
                head_dropped=act.faults.get("head_dropped_deg", 0.0) >= HEAD_DROPPED_DEG,
                arms_off=any(act.faults.get(fault) for fault in ARM_FAULTS),
                reason=reason,
            )
        )
    return tuple(found)


def _index(peak_s: float, comparison: Comparison) -> tuple[float | None, str | None]:
    numbers = comparison.within(peak_s - PEAK_HALF_S, peak_s + PEAK_HALF_S)
    readings = [comparison.moments[number].readings.get(MEASURE) for number in numbers]
    values = [reading.value for reading in readings if isinstance(reading, Measured)]
    if len(values) >= LEAST_FRAMES:
        return float(np.median(values)), None
    reasons = [
        reading.reason.value for reading in readings if reading is not None and not isinstance(reading, Measured)
    ]
    return None, max(sorted(set(reasons)), key=reasons.count, default=None)


def kind_of(rep: BackRep) -> str | None:
    """Say whether a back that is seen from the side is ``flat`` or ``round``; None for what lies between, or aside."""
    if rep.off_side_deg > OFF_SIDE_MAX_DEG:
        return None
    if rep.flexion_deg <= FLAT_UP_TO_DEG:
        return "flat"
    return "round" if rep.flexion_deg >= ROUND_FROM_DEG else None


def separation(reps: Sequence[BackRep]) -> Separation:
    """Say how well the index parts these repetitions, seen from the side."""
    clear = [rep for rep in reps if kind_of(rep)]
    flat = [(r.inclination_deg, r.index) for r in clear if kind_of(r) == "flat" and r.index is not None]
    rounded = [(r.inclination_deg, r.index) for r in clear if kind_of(r) == "round" and r.index is not None]
    wins = [
        1.0 if r > f else 0.5 if r == f else 0.0
        for flat_trunk, f in flat
        for round_trunk, r in rounded
        if abs(flat_trunk - round_trunk) <= ALIKE_DEG
    ]
    return Separation(
        flat=len(flat),
        rounded=len(rounded),
        unseen=sum(rep.index is None for rep in clear),
        pairs=len(wins),
        auc=float(np.mean(wins)) if wins else None,
        flat_called_round=_share_beyond([index for _, index in flat]),
        round_found=_share_beyond([index for _, index in rounded]),
    )


def _share_beyond(indexes: Sequence[float]) -> float | None:
    return sum(index > THRESHOLD for index in indexes) / len(indexes) if indexes else None
