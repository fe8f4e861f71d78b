"""The evaluation as plain data: what is written as JSON, told in Markdown, and compared with an older one."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

import formcheck
from formcheck.analysis.scoring.cues import ref_order
from formcheck.analysis.scoring.figures import DIMENSIONS, TARGETS, Figure, breakdown, figures
from formcheck.analysis.scoring.measured import VIEWS
from formcheck.analysis.scoring.misses import misses
from formcheck.analysis.scoring.rounding import THRESHOLD, separation
from formcheck.body.measures import MEASURES
from formcheck.errors import FormcheckError
from formcheck.judge.loading import load_movement
from formcheck.routine.catalogue import movement_ids

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from formcheck.analysis.scoring.clip import ActScore, ClipScore
    from formcheck.analysis.scoring.measured import Sample
    from formcheck.analysis.scoring.runner import Outcome

    Json = dict[str, Any]

FORMAT: Final = "formcheck-evaluation"
VERSION: Final = 1

DECIMALS: Final = 4

BAND_PERCENTILES: Final = (2.5, 97.5)
"""Between these lie 95 % of the errors."""


def evaluation(outcomes: Sequence[Outcome], left_out: Sequence[str] = ()) -> Json:
    """Sum outcomes up as plain data. The same outcomes give the same data: no date, no duration of the work.

    Parameters
    ----------
    outcomes
        From :func:`formcheck.analysis.scoring.runner.run`.
    left_out
        Names of clips that were not scored, since no track may be made.
    """
    clips = [outcome.score for outcome in outcomes if outcome.score is not None]
    acts = [act for clip in clips for act in clip.acts]
    return {
        "format": FORMAT,
        "version": VERSION,
        "formcheck": formcheck.__version__,
        "models": [list(pair) for pair in sorted({(clip.model, clip.model_sha256) for clip in clips})],
        "routines": {name: load_movement(name).version for name in movement_ids()},
        "clips": [_clip(clip) for clip in clips],
        "failed": [{"clip": o.clip, "trouble": o.trouble} for o in outcomes if o.score is None],
        "left_out": list(left_out),
        "figures": _figures(figures(clips, acts)),
        "by": {
            dimension: {group: _figures(found) for group, found in breakdown(clips, by).items()}
            for dimension, by in DIMENSIONS.items()
        },
        "measures": _measures(acts, lambda _: "all"),
        "measures_by": {dimension: _measures(acts, by) for dimension, by in DIMENSIONS.items() if dimension != "view"},
        "cues": _cue_table(acts),
        "cues_unmatched": _unmatched(acts),
        "labels": _labels(acts),
        "rounding": _rounding(acts),
        "misses": [asdict(miss) for miss in misses(clips)],
    }


def read_evaluation(path: Path) -> Json:
    """Read an evaluation that was written earlier.

    Raises
    ------
    FormcheckError
        If it is missing, or none of ours.
    """
    try:
        loaded = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise FormcheckError(f"the evaluation cannot be read ({error})", where=path) from error
    if not isinstance(loaded, dict) or loaded.get("format") != FORMAT or loaded.get("version") != VERSION:
        raise FormcheckError(f"not an evaluation of version {VERSION}", where=path, mend="Evaluate again with --json")
    return loaded


def _clip(clip: ClipScore) -> Json:
    return {
        "name": clip.name,
        "title": clip.title,
        "duration_s": round(clip.duration_s, 2),
        "frames": clip.frames,
        "expected_frames": clip.expected_frames,
        "frames_with_person": clip.frames_with_person,
        "acts": [_act(act) for act in clip.acts],
        "strays": [_rounded_values(asdict(stray)) for stray in clip.strays],
    }


def _act(act: ActScore) -> Json:
    return {
        "movement": act.movement,
        "person": act.person,
        "view": act.view,
        "distance": act.distance,
        "judged": act.judged,
        "side": {"true": act.sight.side_true, "found": act.sight.side_found},
        "reps": None if act.reps is None else _rounded_values(asdict(act.reps)),
        "hold": None if act.hold is None else _rounded_values(asdict(act.hold)),
        "cues": [_rounded_values(asdict(cue)) for cue in act.cues],
        "backs": [_rounded_values(asdict(rep)) for rep in act.backs],
    }


def _figures(found: dict[str, Figure]) -> Json:
    return {
        name: {"value": _rounded(figure.value), "n": figure.n, "met": TARGETS[name].met(figure.value)}
        for name, figure in found.items()
        if figure.n
    }


def _measures(acts: Sequence[ActScore], by: Callable[[ActScore], str]) -> list[Json]:
    gathered: dict[tuple[str, str, str, str], list[Sample]] = {}
    for act in acts:
        for sample in act.samples:
            gathered.setdefault((by(act), sample.measure, sample.view, sample.aspect), []).append(sample)
    order = list(MEASURES)
    aspects = ("", "both", "near", "far")
    keys = sorted(gathered, key=lambda key: (key[0], order.index(key[1]), VIEWS.index(key[2]), aspects.index(key[3])))
    rows = []
    for key in keys:
        row = _row(gathered[key])
        if row["n"]:
            group, measure, view, aspect = key
            unit = MEASURES[measure].unit.value
            rows.append({"group": group, "measure": measure, "unit": unit, "view": view, "aspect": aspect, **row})
    return rows


def _row(samples: Sequence[Sample]) -> Json:
    """Sum errors up: how many, how many of them known, and how far off those are."""
    error = np.concatenate([sample.error for sample in samples]).astype(np.float64)
    sigma = np.concatenate([sample.sigma for sample in samples]).astype(np.float64)
    known = np.isfinite(error)
    row: Json = {"n": len(error), "judged": _rounded(float(known.mean())) if len(error) else None}
    if not known.any():
        return row | dict.fromkeys(("bias", "mae", "low", "high", "rmse", "within_sigma"))
    error, sigma = error[known], sigma[known]
    low, high = np.percentile(error, BAND_PERCENTILES)
    sums = {
        "bias": error.mean(),
        "mae": np.abs(error).mean(),
        "low": low,
        "high": high,
        "rmse": np.sqrt((error**2).mean()),
        "within_sigma": (np.abs(error) <= sigma).mean(),
    }
    return row | {name: _rounded(float(value)) for name, value in sums.items()}


def _cue_table(acts: Sequence[ActScore]) -> list[Json]:
    """Count truth against verdict for each cue, by whether the camera can judge it."""
    counted: Counter[tuple[str, str, str, str, str]] = Counter()
    clear: Counter[tuple[str, str, str]] = Counter()
    for act in acts:
        for cue in act.cues:
            counted[act.movement, cue.ref, cue.judgeable, cue.truth, cue.verdict] += 1
            clear[act.movement, cue.ref, cue.verdict] += cue.clear
    rows = []
    for movement, ref in sorted({key[:2] for key in counted}, key=lambda key: (key[0], ref_order(key[1]))):
        cells = [
            {"judgeable": key[2], "truth": key[3], "verdict": key[4], "n": n}
            for key, n in sorted(counted.items())
            if key[:2] == (movement, ref)
        ]
        found = clear[movement, ref, "fault"]
        total = sum(n for key, n in clear.items() if key[:2] == (movement, ref))
        good = Counter[str]()
        for key, n in counted.items():
            if key[:2] == (movement, ref) and key[2] != "no" and key[3] == "good":
                good[key[4]] += n
        rows.append(
            {
                "movement": movement,
                "ref": ref,
                "cells": cells,
                "clear_faults": total,
                "clear_found": found,
                "good_form": good.total(),
                "false_alarms": good["fault"],
            }
        )
    return rows


def _unmatched(acts: Sequence[ActScore]) -> Json:
    found: dict[str, Json] = {}
    for act in acts:
        if act.judged:
            entry = found.setdefault(act.movement, {"truth_only": set(), "routine_only": set()})
            entry["truth_only"] |= act.true_only
            entry["routine_only"] |= act.ours_only
    return {
        movement: {kind: sorted(refs, key=ref_order) for kind, refs in entry.items()}
        for movement, entry in sorted(found.items())
    }


def _labels(acts: Sequence[ActScore]) -> list[Json]:
    counted: Counter[tuple[str, str]] = Counter()
    for act in acts:
        counted.update(act.sight.labels)
    return [{"true": true, "found": found, "frames": n} for (true, found), n in sorted(counted.items())]


def _rounding(acts: Sequence[ActScore]) -> Json:
    groups = {"all": list(acts)} | {
        movement: [act for act in acts if act.movement == movement]
        for movement in sorted({act.movement for act in acts if act.backs})
    }
    found = {name: separation([rep for act in group for rep in act.backs]) for name, group in groups.items()}
    return {"threshold": THRESHOLD, "groups": {name: _rounded_values(asdict(s)) for name, s in found.items()}}


def _rounded_values(values: Json) -> Json:
    return {name: _rounded_value(value) for name, value in values.items()}


def _rounded_value(value: Any) -> Any:
    if isinstance(value, float):
        return _rounded(value)
    if isinstance(value, tuple | list):
        return [_rounded_value(each) for each in value]
    return value


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS) + 0.0  # no negative zero
