"""The evaluation as plain data: what is written as JSON, told in Markdown, and compared with an older one."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

import formcheck
from formcheck.analysis.scoring.cues import ref_order
from formcheck.analysis.scoring.figures import (
    DIMENSIONS,
    FLOOR_KNEE,
    FLOOR_KNEES,
    REFUSED,
    TARGETS,
    Figure,
    breakdown,
    can_be_false,
    coverage,
    figures,
    is_blind_fault,
    is_false_alarm,
    share,
)
from formcheck.analysis.scoring.marker_counts import marker_record
from formcheck.analysis.scoring.measured import VIEWS
from formcheck.analysis.scoring.misses import misses
from formcheck.analysis.scoring.rounding import GROUPS, THRESHOLD, kind_of, separation
from formcheck.analysis.scoring.runner import PROGRAM
from formcheck.analysis.scoring.truth import OTHER
from formcheck.body.measures import MEASURES
from formcheck.errors import FormcheckError
from formcheck.judge.loading import load_program

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from formcheck.analysis.scoring.clip import ActScore, ClipScore
    from formcheck.analysis.scoring.cues import CueScore
    from formcheck.analysis.scoring.marker_counts import MarkerCase
    from formcheck.analysis.scoring.measured import Sample
    from formcheck.analysis.scoring.raw import RawSample
    from formcheck.analysis.scoring.runner import Outcome

    Json = dict[str, Any]

FORMAT: Final = "formcheck-evaluation"
VERSION: Final = 2

DECIMALS: Final = 4

BAND_PERCENTILES: Final = (2.5, 97.5)
"""Between these lie 95 % of the errors."""


def evaluation(
    outcomes: Sequence[Outcome], left_out: Sequence[str] = (), markers: Sequence[MarkerCase] | None = None
) -> Json:
    """Sum outcomes up as plain data. The same outcomes give the same data: no date, no duration of the work.

    Parameters
    ----------
    outcomes
        From :func:`formcheck.analysis.scoring.runner.run`.
    left_out
        Names of clips that were not scored, since no track may be made.
    markers
        What was counted in marker recordings; None where there were none.
    """
    clips = [outcome.score for outcome in outcomes if outcome.score is not None]
    acts = [act for clip in clips for act in clip.acts]
    program = load_program(PROGRAM)
    record: Json = {
        "format": FORMAT,
        "version": VERSION,
        "formcheck": formcheck.__version__,
        "models": [list(pair) for pair in sorted({(clip.model, clip.model_sha256) for clip in clips})],
        "routines": {movement.id: movement.version for movement in program.movements},
        "clips": [_clip(clip) for clip in clips],
        "failed": [{"clip": o.clip, "trouble": o.trouble} for o in outcomes if o.score is None],
        "left_out": list(left_out),
        "figures": _figures(figures(clips, acts)),
        "by": {
            dimension: {group: _figures(found) for group, found in breakdown(clips, by).items()}
            for dimension, by in DIMENSIONS.items()
        },
        "measures": _measures(acts, lambda _: "all"),
        "measures_by": {"movement": _measures(acts, DIMENSIONS["movement"])},
        "sigmas": [rounded_values(asdict(row)) for row in coverage([act for act in acts if act.movement != OTHER])],
        "floor_knees": _floor_knees(acts),
        "raw": _raw(acts),
        "cues": _cue_table(acts),
        "cues_unmatched": _unmatched(acts),
        "labels": _labels(acts),
        "rounding": _rounding(acts),
        "misses": [asdict(miss) for miss in misses(clips)],
    }
    if markers is not None:
        record["markers"] = marker_record(markers)
        record["figures"] |= _figures({"markers_exact": share(case.exact for case in markers)})
    return record


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
        "strays": [rounded_values(asdict(stray)) for stray in clip.strays],
    }


def _act(act: ActScore) -> Json:
    return {
        "movement": act.movement,
        "activity": act.activity,
        "person": act.person,
        "view": act.view,
        "band": act.band,
        "distance": act.distance,
        "floor_camera": act.floor_camera,
        "judged": act.judged,
        "given": act.given,
        "recognition": rounded_values(asdict(act.recognition)),
        "reps": [rounded_values(asdict(score) | {"exact": score.exact}) for score in act.reps],
        "reps_found": [rounded_values(asdict(score) | {"exact": score.exact}) for score in act.reps_found],
        "holds": [rounded_values(asdict(hold)) for hold in act.holds],
        "cues": [rounded_values(asdict(cue)) for cue in act.cues],
        "seen": rounded_values(asdict(act.seen)),
        "backs": [rounded_values(asdict(rep)) for rep in act.backs],
        "notes": list(act.notes),
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
    gathered: dict[tuple[str, str], list[CueScore]] = {}
    for act in acts:
        for cue in act.cues:
            gathered.setdefault((act.movement, cue.ref), []).append(cue)
    rows = []
    for movement, ref in sorted(gathered, key=lambda key: (key[0], ref_order(key[1]))):
        cues = gathered[movement, ref]
        counted = Counter((cue.judgeable, cue.truth, cue.verdict) for cue in cues)
        clear = [cue for cue in cues if cue.clear]
        good = [cue for cue in cues if can_be_false(cue)]
        blind = [cue for cue in cues if cue.judgeable == "no"]
        visible = [cue for cue in cues if cue.judgeable == "yes"]
        cells = [
            {"judgeable": judgeable, "truth": truth, "verdict": verdict, "n": n}
            for (judgeable, truth, verdict), n in sorted(counted.items())
        ]
        rows.append(
            {
                "movement": movement,
                "ref": ref,
                "tallied": cues[0].tallied,
                "cells": cells,
                "clear_faults": len(clear),
                "clear_found": sum(cue.verdict == "fault" for cue in clear),
                "faults": sum(cue.truth == "fault" for cue in visible),
                "faults_found": sum(cue.truth == "fault" and cue.verdict == "fault" for cue in visible),
                "good_form": len(good),
                "false_alarms": sum(is_false_alarm(cue) for cue in good),
                "visible": len(visible),
                "answered": sum(cue.verdict not in REFUSED for cue in visible),
                "blind": len(blind),
                "refused": sum(cue.verdict in REFUSED for cue in blind),
                "blind_faults": sum(is_blind_fault(cue) for cue in blind),
            }
        )
    return rows


def _floor_knees(acts: Sequence[ActScore]) -> list[Json]:
    """Sum up knees that lie on the floor by the camera that sees them."""
    rows = []
    for camera in ("good", "between", "low"):
        inside = [act for act in acts if act.movement == FLOOR_KNEES and act.floor_camera == camera]
        for measure in (FLOOR_KNEE, "knee_flexion"):
            samples = [sample for act in inside for sample in act.samples if sample.measure == measure]
            if samples:
                rows.append({"camera": camera, "acts": len(inside), "measure": measure, **_row(samples)})
    return rows


def _raw(acts: Sequence[ActScore]) -> list[Json]:
    """Sum up plain angles of landmarks beside ours, on the frames in which ours are told."""
    gathered: dict[tuple[str, str, str], list[RawSample]] = {}
    for act in acts:
        for sample in act.raw:
            gathered.setdefault((act.movement, sample.measure, sample.view), []).append(sample)
    rows = []
    for (movement, measure, view), samples in sorted(gathered.items()):
        raw = np.abs(np.concatenate([sample.raw_error for sample in samples]).astype(np.float64))
        ours = np.abs(np.concatenate([sample.our_error for sample in samples]).astype(np.float64))
        both = np.isfinite(raw) & np.isfinite(ours)
        rows.append(
            {
                "movement": movement,
                "measure": measure,
                "view": view,
                "n": len(raw),
                "raw_mae_all": _mean(raw[np.isfinite(raw)]),
                "judged": _mean(np.isfinite(ours).astype(np.float64)),
                "raw_mae": _mean(raw[both]),
                "our_mae": _mean(ours[both]),
            }
        )
    return rows


def _mean(values: NDArray[np.float64]) -> float | None:
    return _rounded(float(values.mean())) if len(values) else None


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
    groups = {"all": [rep for act in acts for rep in act.backs]} | {
        movement: [rep for act in acts if act.movement == movement for rep in act.backs]
        for movement in sorted({act.movement for act in acts if act.backs})
    }
    groups |= {name: [rep for rep in groups["all"] if chosen(rep)] for name, chosen in GROUPS.items()}
    reasons = Counter(rep.reason for rep in groups["all"] if kind_of(rep) and rep.index is None)
    return {
        "threshold": THRESHOLD,
        "groups": {name: rounded_values(asdict(separation(reps))) for name, reps in groups.items()},
        "why_unseen": {str(reason): n for reason, n in sorted(reasons.items(), key=str)},
    }


def rounded_values(values: Json) -> Json:
    """Round the numbers in plain data, so that the same outcome is written alike everywhere."""
    return {name: _rounded_value(value) for name, value in values.items()}


def _rounded_value(value: Any) -> Any:
    if isinstance(value, float):
        return _rounded(value)
    if isinstance(value, tuple | list):
        return [_rounded_value(each) for each in value]
    return value


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS) + 0.0  # no negative zero
