"""How far apart the same form can come out in two recordings: the band outside of which a difference is a change.

What a trend compares are statistics of whole sets: the mean of a measure over the peaks of the repetitions, its median
in the holds, the mean range of a repetition, the seconds held. For each set that is recognised in clips with truth the
error of each statistic is taken: over many people, cameras and clothes. The band is the minimal detectable change of
clinical measurement, 1.96 times the square root of two times the standard deviation of that error, since two sets are
off by an error each; or what 95 of 100 pairs of sets from different clips stay within, where that is wider: the errors
need not be normal, and a hold that is missed now and then has to be in the band. The part of the error that is a
person's own does not differ between their own sessions: for one person a band is rather too wide.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, Final

import numpy as np
from rich.table import Table

import formcheck
from formcheck.analysis.analysis import judge_program
from formcheck.analysis.scoring.tracks import find_clips, pose_stage, track_of
from formcheck.analysis.scoring.truth import read_truth
from formcheck.files import atomic_write
from formcheck.judge.loading import load_program
from formcheck.report import change
from formcheck.report.change import FEWEST_SETS, Kind
from formcheck.routine.program import DEFAULT_PROGRAM

from .figures import set_figures

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from formcheck.pose.models import Model


COVERED: Final = 0.95
NORMAL_95: Final = 1.96
"""The share of differences that a band covers, and how many standard deviations do so where errors are normal."""


@dataclass(frozen=True, slots=True)
class SetError:
    """By how much one figure of one set was off: in which clip, what it is, ours less the truth in its unit."""

    clip: str
    kind: Kind
    unit: str
    error: float


def set_errors(folder: Path, work: Path, model: Model, told: Callable[[str], None]) -> list[SetError]:
    """Compare the statistics of every recognised set with their truth, in every clip of a folder.

    Parameters
    ----------
    folder, work, model
        As :func:`formcheck.analysis.scoring.tracks.track_of` takes them.
    told
        Called with the name of each clip that is finished.
    """
    program, stage = load_program(DEFAULT_PROGRAM), pose_stage()
    found: list[SetError] = []
    for clip in find_clips(folder):
        if clip.video is None and clip.track is None:
            continue
        truth, sets = read_truth(clip.truth), judge_program(track_of(clip, work, model, stage), program).sets
        for act in truth.acts:
            figures = set_figures(act, truth, sets, program)
            found += [SetError(clip.name, each.kind, each.unit, each.error) for each in figures]
        told(clip.name)
    return found


def band_of(errors: Sequence[SetError]) -> float:
    """Give the difference of two sets that 95 of 100 stay within when nothing has changed."""
    values, clips = np.array([each.error for each in errors]), np.array([each.clip for each in errors])
    first, second = np.triu_indices(len(values), 1)
    apart = np.abs(values[first] - values[second])[clips[first] != clips[second]]
    return float(max(NORMAL_95 * np.sqrt(2.0) * np.std(values, ddof=1), np.quantile(apart, COVERED)))


def by_kind(found: Sequence[SetError]) -> dict[Kind, list[SetError]]:
    """Sort errors by what a band is for, leaving out what too few sets tell of."""
    kinds: dict[Kind, list[SetError]] = {}
    for each in found:
        kinds.setdefault(each.kind, []).append(each)
    return {kind: kinds[kind] for kind in sorted(kinds) if len({each.clip for each in kinds[kind]}) >= FEWEST_SETS}


def bands_record(found: Sequence[SetError], folders: Sequence[Path]) -> dict[str, Any]:
    """Give the data file of :mod:`formcheck.report.change`."""
    return {
        "formcheck": formcheck.__version__,
        "from": [folder.name for folder in folders],
        "clips": len({each.clip for each in found}),
        "bands": [
            {
                **kind._asdict(),
                "unit": errors[0].unit,
                "sets": len(errors),
                "bias": _short(fmean(each.error for each in errors)),
                "sd": _short(float(np.std([each.error for each in errors], ddof=1))),
                "band": _short(band_of(errors)),
            }
            for kind, errors in by_kind(found).items()
        ],
    }


def write_bands(record: dict[str, Any]) -> None:
    """Write the data file, a band a line."""
    lines = ",\n".join(f"  {json.dumps(band)}" for band in record["bands"])
    head = json.dumps({key: value for key, value in record.items() if key != "bands"}, indent=1)
    with atomic_write(Path(change.__file__).with_name(change.DATA)) as temporary:
        temporary.write_text(f'{head[:-2]},\n "bands": [\n{lines}\n ]\n}}\n', encoding="utf-8")


def _short(value: float) -> float:
    return float(f"{value:.3g}")


NUMBERS: Final = ("sets", "bias", "sd", "band")


def bands_table(record: dict[str, Any]) -> Table:
    """Show the bands."""
    table = Table(title=f"Bands from {record['clips']} clips", title_justify="left")
    for column in ("movement", "measure", "statistic", "view", *NUMBERS):
        table.add_column(column, justify="right" if column in NUMBERS else "left")
    for band in record["bands"]:
        seen = f"{band['view']}, {band['aspect']}" if band["aspect"] else band["view"]
        numbers = (f"{band[name]:g}" for name in NUMBERS)
        table.add_row(band["movement"], band["measure"], band["statistic"], seen, *numbers)
    return table
