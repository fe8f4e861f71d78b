"""How right the ankle is where it is read by the sole of a raised foot: fitted to recordings of the standing stretch.

Stills have few raised feet and hardly a pumping one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from rich.table import Table

from formcheck.analysis.scoring.measured import true_values
from formcheck.analysis.scoring.tracks import find_clips, pose_stage, track_of
from formcheck.analysis.scoring.truth import read_truth
from formcheck.body import accuracy as known
from formcheck.body.figure import survey
from formcheck.body.joints import Joints
from formcheck.body.measures.base import model_sigma
from formcheck.body.measures.feet import ankle_angle
from formcheck.body.reader import Reader
from formcheck.body.reading import Measured, Unit
from formcheck.body.sight import Sight
from formcheck.pose.zerophase import butterworth

from .accuracy import FEWEST_CLIPS, FEWEST_STILLS, LARGEST_BIAS, bias_of, sigma_of, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from formcheck.analysis.scoring.tracks import Clip
    from formcheck.pose.models import Model

MEASURE: Final = "ankle_angle"
MOVEMENT: Final = "standing-stretch"

EVERY: Final = 3
"""Frames between two that are read: neighbours say the same."""

ELSEWHERE: Final = (known.ANY, known.ANY, known.ANY, known.SOLE)
"""The cell of all soles not seen from the side, for the views of which too few were seen."""

SIDE: Final = "side"


@dataclass(frozen=True, slots=True)
class SoleError:
    """One reading of an ankle by the sole.

    Attributes
    ----------
    clip, place
        Where it was read, and the narrowest cell it belongs to.
    value, truth
        Degrees, as the formula gives it and as it is.
    scatter
        What is stated besides the model's own error, degrees.
    """

    clip: str
    place: tuple[str, ...]
    value: float
    truth: float
    scatter: float


def sole_errors(folders: Iterable[Path], work: Path, model: Model, told: Callable[[str], None]) -> list[SoleError]:
    """Read every raised foot of the standing stretches in some folders.

    Parameters
    ----------
    folders, work, model
        Each folder, and the others, as :func:`formcheck.analysis.scoring.tracks.track_of` takes them.
    told
        Called with the name of each clip that is finished.
    """
    found: list[SoleError] = []
    stage = pose_stage()
    for clip in (clip for folder in folders for clip in find_clips(folder)):
        found += _of_clip(clip, work, model, stage)
        told(clip.name)
    return found


def _of_clip(clip: Clip, work: Path, model: Model, stage: str) -> Iterator[SoleError]:
    truth = read_truth(clip.truth)
    acts = [act for act in truth.acts if act.movement == MOVEMENT]
    if not acts:
        return
    track = track_of(clip, work, model, stage)
    figure = survey(track.observations)
    if figure is None:
        return
    reader = Reader([f"raised.{MEASURE}"], figure, model=track.header.model)
    values = true_values(truth)
    for number, seen in enumerate(butterworth(track.observations)):
        moment = reader.read(seen)
        act = next((act for act in acts if act.start_s <= seen.time_s <= act.end_s), None)
        if number % EVERY or seen.pose is None or act is None:
            continue
        sight = Sight(Joints(seen.pose), moment.view, figure, model=track.header.model)
        read = moment.readings.get(f"{act.side}_{MEASURE}")
        if not known.by_sole(sight, act.side) or not isinstance(read, Measured):
            continue
        value = ankle_angle(sight, act.side)
        if isinstance(value, Measured):
            views, postures = known.situation(sight)
            view, posture = (max(shares, key=lambda share: share[1])[0] for shares in (views, postures))
            frame = int(np.abs(truth.times_s - seen.time_s).argmin())
            scatter = float(np.sqrt(max(0.0, value.sigma**2 - model_sigma(sight, MEASURE, act.side) ** 2)))
            place = (view, known.aspect(sight, act.side), posture, known.SOLE)
            true = float(values[f"{act.side}_{MEASURE}"][frame])
            yield SoleError(clip.name, place, value.value, true, scatter)


def fit_soles(errors: Sequence[SoleError], path: Path) -> None:
    """Fit bias and sigma of each cell that was seen often enough, and put them into the data file."""
    groups: dict[tuple[str, ...], list[SoleError]] = defaultdict(list)
    for error in errors:
        groups[error.place].append(error)
        if error.place[0] != SIDE:
            groups[ELSEWHERE].append(error)
    cells = {
        "/".join(place): _cell(group)
        for place, group in sorted(groups.items())
        if len(group) >= FEWEST_STILLS and len({error.clip for error in group}) >= FEWEST_CLIPS
    }
    data = json.loads(path.read_text("utf-8"))
    entry = data["measures"][MEASURE]
    others = {key: cell for key, cell in entry["cells"].items() if not key.endswith(f"/{known.SOLE}")}
    entry["cells"] = dict(sorted((others | cells).items()))
    write(data["measures"], path, data["stills"])


def _cell(group: Sequence[SoleError]) -> dict[str, Any]:
    off = np.array([error.value - error.truth for error in group])
    bias = bias_of(off, [error.clip for error in group], LARGEST_BIAS[Unit.DEGREES])
    sigma = sigma_of(off - bias, np.array([error.scatter for error in group]))
    return {"sigma": round(sigma, 2), "bias": round(bias, 2), "depth": 0.0, "stills": len(group)}


def sole_table(errors: Sequence[SoleError]) -> Table:
    """Give a table of how soles agree with the truth, clip by clip."""
    table = Table(title="Ankles by the sole of a raised foot, degrees", title_justify="left")
    table.add_column("clip")
    for column in ("readings", "r", "bias", "scatter about it"):
        table.add_column(column, justify="right")
    for clip in sorted({error.clip for error in errors}):
        mine = [error for error in errors if error.clip == clip]
        values, truths = (np.array([getattr(error, name) for error in mine]) for name in ("value", "truth"))
        together = float(np.corrcoef(values, truths)[0, 1]) if len(mine) > 1 else float("nan")
        bias = float(np.median(values - truths))
        scatter = float(np.median(np.abs(values - truths - bias)))
        table.add_row(clip, str(len(mine)), f"{together:.2f}", f"{bias:.1f}", f"{scatter:.1f}")
    return table
