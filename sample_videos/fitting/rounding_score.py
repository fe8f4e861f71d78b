"""How well round backs are told from flat ones, on people the model was not fitted to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from rich.table import Table

from formcheck.body.back.bend import Bend, Model, bend_of
from formcheck.body.measures.rounding import index_of, index_reading
from sample_videos.fitting.rounding import POSTURES, Sample

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FLAT_DEG: Final = 12.0
ROUND_DEG: Final = 30.0
"""True bend of the spine up to which a back is flat, and from which on it is round (as the studio judges)."""

CLEARLY_ROUND_DEG: Final = 40.0

ALIKE_DEG: Final = 10.0
"""Round and flat backs are compared at an inclination of the trunk that is equal to within this."""

FAULT_INDEX: Final = 0.8


def judged(models: dict[str, Model], sample: Sample, *, own: bool) -> Bend | None:
    """Estimate the bend of a sample as the program would; None where it would not."""
    posture = next(name for name, movement in POSTURES.items() if movement == sample.movement)
    model = models[f"{posture}_{'own' if own else 'anyone'}"]
    bend = bend_of(model, sample.own if own else sample.anyone, sample.inclination_deg)
    return bend if bend is not None and bend.fits else None


@dataclass(frozen=True, slots=True)
class Score:
    """How well flat and round are told apart.

    Attributes
    ----------
    stills, seen
        Hinged stills, and those with an estimate.
    auc
        Share of pairs, flat and round at equal inclination, in which the round one has the higher index.
    flat_over, round_under, found
        Shares of flat stills over the fault limit, of round ones under it, and of clearly round ones that are a
        fault beyond their uncertainty.
    flat_fault
        Share of flat stills that would be a fault.
    error_deg
        Standard deviation of the estimated bend.
    covered
        Share of errors of the index within the stated uncertainty.
    head_slope
        Degrees of error for each degree that the head is dropped.
    """

    stills: int
    seen: int
    auc: float
    flat_over: float
    round_under: float
    found: float
    flat_fault: float
    error_deg: float
    covered: float
    head_slope: float


def score(models: dict[str, Model], samples: Sequence[Sample], *, own: bool = True) -> Score:
    """Measure the models on samples, hinged ones."""
    hinged = [sample for sample in samples if not sample.upright]
    pairs = [(sample, judged(models, sample, own=own)) for sample in hinged]
    seen = [(sample, bend) for sample, bend in pairs if bend is not None]
    truth = np.array([sample.bend_deg for sample, _ in seen])
    bend = np.array([estimate.degrees for _, estimate in seen])
    readings = [index_reading(estimate, own=own) for _, estimate in seen]
    index, sigma = np.array([reading.value for reading in readings]), np.array([reading.sigma for reading in readings])
    fault = index - FAULT_INDEX > sigma
    flat, rounded = truth <= FLAT_DEG, truth >= ROUND_DEG
    lean = np.array([sample.true_inclination_deg for sample, _ in seen])
    alike = np.abs(lean[flat][:, None] - lean[rounded][None]) <= ALIKE_DEG
    wins = (bend[flat][:, None] < bend[rounded][None])[alike]
    head = np.array([sample.head_deg for sample, _ in seen])
    true_index = np.array([index_of(degrees) for degrees in truth])
    return Score(
        stills=len(hinged),
        seen=len(seen),
        auc=float(wins.mean()),
        flat_over=float((index[flat] > FAULT_INDEX).mean()),
        round_under=float((index[rounded] < FAULT_INDEX).mean()),
        found=float(fault[truth >= CLEARLY_ROUND_DEG].mean()),
        flat_fault=float(fault[flat].mean()),
        error_deg=float((bend - truth).std()),
        covered=float((np.abs(index - true_index) <= sigma).mean()),
        head_slope=float(np.polyfit(head, bend - truth, 1)[0]) if np.ptp(head) else 0.0,
    )


def score_table(models: dict[str, Model], groups: Mapping[str, Sequence[Sample]]) -> Table:
    """Lay the scores out: for each group all, standing and seated, then without the own upright."""
    table = Table(
        "",
        "stills",
        "judged",
        "AUC",
        "flat > 0.8",
        "round < 0.8",
        "found",
        "flat fault",
        "sd, deg",
        "in 1 sigma",
        "head",
    )
    for name, samples in groups.items():
        rows = {name: (samples, True)}
        rows |= {f"  {p}": ([s for s in samples if s.movement == m], True) for p, m in POSTURES.items()}
        for title, (some, own) in (rows | {"  strangers": (samples, False)}).items():
            if not {True, False} <= {sample.bend_deg >= ROUND_DEG for sample in some}:
                table.add_row(title, "no flat ones, or no round ones")
                continue
            found = score(models, some, own=own)
            shares = (found.flat_over, found.round_under, found.found, found.flat_fault)
            table.add_row(
                title,
                str(found.stills),
                str(found.seen),
                f"{found.auc:.3f}",
                *(f"{share:.1%}" for share in shares),
                f"{found.error_deg:.1f}",
                f"{found.covered:.0%}",
                f"{found.head_slope:+.2f}",
            )
    return table
