"""How well the first feature of the outline parts round backs from flat ones. No verdict rests on it yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.analysis.scoring.counting import main_reps
from formcheck.body.back import bulge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.analysis.scoring.measured import Comparison
    from formcheck.analysis.scoring.truth import Act
    from formcheck.pose.pose import Observation

MOVEMENTS: Final = ("hip-rotation-90-90", "standing-stretch")
"""The movements in which the back has to stay flat."""

FLAT_BELOW_DEG: Final = 10.0
ROUND_FROM_DEG: Final = 30.0
"""True bend of the spine: flat below the first, round from the second on; what lies between is left out."""

THRESHOLD: Final = 0.07
"""Bulge from upright to bottom, in chord lengths, that parted all thirty clips of the first look."""

PEAK_HALF_S: Final = 0.25
"""The feature is the median over half a second about the bottom (domain, section 4)."""

OFF_SIDE_MAX_DEG: Final = 15.0
"""Further off the side the outline is not the back's any more (domain, section 4)."""

ALIKE_DEG: Final = 10.0
"""Only repetitions with the trunk within this of each other are compared: leaning further shows more back."""

LEAST_FRAMES: Final = 3


@dataclass(frozen=True, slots=True)
class BackRep:
    """One repetition: true bend of the spine and inclination of the trunk at its bottom, and the feature."""

    flexion_deg: float
    inclination_deg: float
    off_side_deg: float
    feature: float | None


@dataclass(frozen=True, slots=True)
class Separation:
    """How well the feature parts flat from round.

    Attributes
    ----------
    flat, rounded
        Repetitions of each kind seen from the side.
    unseen
        Repetitions from the side without a feature.
    pairs
        Flat and round ones that are alike in trunk inclination.
    auc
        Share of those pairs in which the round one has the higher feature, ties half; None without pairs.
    flat_called_round, round_found
        Shares beyond the threshold; None where there are none.
    """

    flat: int
    rounded: int
    unseen: int
    pairs: int
    auc: float | None
    flat_called_round: float | None
    round_found: float | None


def back_reps(act: Act, comparison: Comparison, observations: Sequence[Observation]) -> tuple[BackRep, ...]:
    """Take the feature of each repetition: bulge at its bottom minus the person's own before the first one."""
    if act.movement not in MOVEMENTS:
        return ()
    setups = [phase for phase in act.phases if phase.name == "setup"]
    upright = _bulge(setups[-1].start_s, setups[-1].end_s, comparison, observations) if setups else None
    truth = comparison.truth
    found = []
    for rep in main_reps(act):
        at = int(np.argmin(np.abs(truth.times_s - rep.peak_s)))
        bottom = _bulge(rep.peak_s - PEAK_HALF_S, rep.peak_s + PEAK_HALF_S, comparison, observations)
        found.append(
            BackRep(
                flexion_deg=float(truth.measures["spine_flexion"][at]),
                inclination_deg=float(truth.measures["trunk_inclination"][at]),
                off_side_deg=abs(abs(float(truth.azimuth_deg[at])) - 90.0),
                feature=None if bottom is None or upright is None else bottom - upright,
            )
        )
    return tuple(found)


def _bulge(start_s: float, end_s: float, comparison: Comparison, observations: Sequence[Observation]) -> float | None:
    values = []
    for number in comparison.within(start_s, end_s):
        pose, view = observations[number].pose, comparison.moments[number].view
        if pose is not None and pose.back is not None and view.yaw_deg is not None:
            value = bulge(pose.back, view.forward)
            values += [] if value is None else [value]
    return float(np.median(values)) if len(values) >= LEAST_FRAMES else None


def separation(reps: Sequence[BackRep]) -> Separation:
    """Say how well the feature parts these repetitions, seen from the side."""
    side_on = [rep for rep in reps if rep.off_side_deg <= OFF_SIDE_MAX_DEG]
    flat = [(r.inclination_deg, r.feature) for r in side_on if r.flexion_deg < FLAT_BELOW_DEG and r.feature is not None]
    rounded = [
        (r.inclination_deg, r.feature) for r in side_on if r.flexion_deg >= ROUND_FROM_DEG and r.feature is not None
    ]
    wins = [
        1.0 if r > f else 0.5 if r == f else 0.0
        for flat_trunk, f in flat
        for round_trunk, r in rounded
        if abs(flat_trunk - round_trunk) <= ALIKE_DEG
    ]
    return Separation(
        flat=len(flat),
        rounded=len(rounded),
        unseen=sum(rep.feature is None for rep in side_on),
        pairs=len(wins),
        auc=float(np.mean(wins)) if wins else None,
        flat_called_round=_share_beyond([feature for _, feature in flat]),
        round_found=_share_beyond([feature for _, feature in rounded]),
    )


def _share_beyond(features: Sequence[float]) -> float | None:
    return sum(feature > THRESHOLD for feature in features) / len(features) if features else None
