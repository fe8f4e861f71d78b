"""The truth file: what :mod:`truth` and :mod:`cues` know of a clip, as compact JSON (see TRUTH.md)."""

from __future__ import annotations

import gzip
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from formcheck.pose.landmarks import LANDMARKS

from .counting import why_not
from .cue_table import REPS
from .cues import Sight, derived, true_verdicts
from .movements import NUMBER, OTHER, act_block
from .set_cues import set_verdicts
from .truth import Track, contacts, measures, places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .clip import Clip, Performance
    from .skeleton import Skeleton
    from .timing import Span
    from .vectors import Floats

FORMAT: Final = "formcheck-truth"
VERSION: Final = 1
RATIO_MEASURES: Final = (
    "rock",
    "buttock_heel",
    "knee_separation",
    "knee_over_toe",
    "reach",
    "surface_height",
)
"""Measures without a degree sign; with the clearances and heights they keep three decimals."""


def _is_ratio(name: str) -> bool:
    stem = name.split(".")[0]
    return stem in RATIO_MEASURES or stem.endswith(("_clearance", "_height"))


def _rounded(name: str, values: Floats) -> list[float]:
    return [round(float(v), 3 if _is_ratio(name) else 1) for v in values]


def azimuth(track: Track, clip: Clip) -> Floats:
    """(n,) where the camera is, seen from the person: 0 in front, 90 at the left."""
    to_camera = clip.camera.eye - track.middle("hip")
    yaw = np.degrees(np.arctan2(to_camera[:, 0], to_camera[:, 2]))
    turned: Floats = (yaw - track.facing_deg + 180) % 360 - 180
    return turned


def truth_of(clip: Clip, skeleton: Skeleton, performance: Performance) -> dict[str, Any]:
    """Everything that is known of a clip, ready to be written.

    Parameters
    ----------
    performance
        The clip, played through.

    Returns
    -------
    dict
        As described in TRUTH.md.
    """
    track = Track(skeleton, performance.postures, performance.posed)
    found = measures(track)
    seen_from = azimuth(track, clip)
    times = performance.times

    def sight(start: float, end: float) -> Sight:
        inside = (times >= start) & (times <= max(end, start + 0.1))
        middle = np.exp(1j * np.radians(seen_from[inside])).mean() if inside.any() else 1.0
        return Sight(float(np.degrees(np.angle(middle))), clip.camera.tilt_deg, clip.camera.height_m)

    return {
        "format": FORMAT,
        "version": VERSION,
        "name": clip.name,
        "title": clip.title,
        "about": clip.about,
        "seed": clip.seed,
        "licence": "CC0-1.0",
        "fps": clip.film.fps,
        "frames": len(times),
        "size": [clip.camera.width, clip.camera.height],
        "person": asdict(clip.person)
        | {
            "trunk_m": round(skeleton.trunk, 4),
            "thigh_m": round(skeleton.thigh, 4),
            "shank_m": round(skeleton.shank, 4),
        },
        "camera": asdict(clip.camera)
        | {
            "tilt_deg": round(clip.camera.tilt_deg, 2),
            "matrix": [[round(float(x), 5) for x in row] for row in clip.camera.matrix()],
        },
        "film": asdict(clip.film),
        "room": asdict(clip.room),
        "second_person": clip.passer is not None,
        "walks_in": clip.walks_in,
        "walks_out": clip.walks_out,
        "segments": [
            {"name": s.name, "start_s": round(s.start_s, 3), "end_s": round(s.end_s, 3)} for s in performance.segments
        ],
        "acts": [_act(clip, performance, k, times, found | places(track), sight) for k in range(len(clip.acts))],
        "landmark_names": list(LANDMARKS),
        "times_s": [round(float(t), 4) for t in times],
        "landmarks_mm": np.round(track.points * 1000).astype(int).tolist(),
        "landmarks_px": _pixels(clip, track),
        "camera_azimuth_deg": [round(float(v), 1) for v in seen_from],
        "measures": {name: _rounded(name, values) for name, values in found.items()},
        "contacts": {part: _runs(flags) for part, flags in contacts(track, _block_top(clip, skeleton)).items()},
    }


def _block_top(clip: Clip, skeleton: Skeleton) -> float | None:
    """Height of the surface that feet are put on; all acts of a clip share one."""
    blocks = [act_block(skeleton, spot.act) for spot in clip.acts if spot.act.movement != OTHER]
    return next((block.high[1] for block in blocks if block is not None), None)


def _pixels(clip: Clip, track: Track) -> list[list[list[float] | None]]:
    frames, count, _ = track.points.shape
    pixels = clip.camera.project(track.points.reshape(-1, 3)).reshape(frames, count, 2)
    return [
        [None if np.isnan(p[0]) else [round(float(p[0]), 1), round(float(p[1]), 1)] for p in frame] for frame in pixels
    ]


def _runs(flags: list[bool]) -> list[list[int]]:
    """Frames in which a flag is set, as [first, last] pairs."""
    padded = np.diff(np.r_[0, np.array(flags, int), 0])
    return [[int(a), int(b) - 1] for a, b in zip(np.where(padded == 1)[0], np.where(padded == -1)[0], strict=True)]


def _act(
    clip: Clip, performance: Performance, number: int,
    times: Floats, found: dict[str, Floats], sight: Callable[[float, float], Sight],
) -> dict[str, Any]:  # fmt: skip
    spot = clip.acts[number]
    act, spans = spot.act, performance.act_spans[number]
    start, end = performance.act_times[number]
    inside = (times >= start) & (times <= end)
    reps = [s for s in spans if s.kind == "rep"]
    verdicts, reasons, main = [], [], ""
    if act.movement != OTHER:
        mine = derived({k: v[inside] for k, v in found.items()}, act, spans, times[inside])
        verdicts = true_verdicts(act, spans, times[inside], mine, sight)
        verdicts += set_verdicts(act, spans, times[inside], mine, sight)
        reasons = [why_not(act, rep, spans, times[inside], mine) for rep in reps]
        main = REPS[act.movement][1]
    return {
        "movement": act.movement,
        "number": NUMBER.get(act.movement, 0),
        "activity": act.activity,
        "side": act.side,
        "start_s": round(start, 3),
        "end_s": round(end, 3),
        "reps_meant": act.reps if act.movement != OTHER else 0,
        "faults": {k: v for k, v in asdict(act.faults).items() if v},
        "phases": [_span(s) for s in spans if s.kind == "phase"],
        "reps": [_rep(rep, reason) for rep, reason in zip(reps, reasons, strict=True)],
        "reps_counted": sum(rep.name == main and reason is None for rep, reason in zip(reps, reasons, strict=True)),
        "holds": [_span(s) for s in spans if s.kind == "hold"],
        "cues": [
            {
                "ref": v.ref,
                "span": v.span,
                "start_s": round(v.start_s, 3),
                "end_s": round(v.end_s, 3),
                "value": round(v.value, 3),
                "verdict": v.verdict,
                "judgeable": v.judgeable,
                "view_off_deg": None if v.view_off_deg is None else round(v.view_off_deg, 1),
            }
            for v in verdicts
        ],
    }


def _span(span: Span) -> dict[str, Any]:
    return {"name": span.name, "start_s": round(span.start_s, 3), "end_s": round(span.end_s, 3)}


def _rep(rep: Span, reason: str | None) -> dict[str, Any]:
    return _span(rep) | {
        "number": rep.number,
        "peak_s": round(float(rep.peak_s or rep.end_s), 3),
        "counts": reason is None,
        "why_not": reason,
    }


def write_truth(truth: dict[str, Any], path: Path) -> None:
    """Write a truth file; the same truth gives the same bytes."""
    text = json.dumps(truth, separators=(",", ":"), ensure_ascii=False).encode()
    path.write_bytes(gzip.compress(text, 9, mtime=0))


def read_truth(path: Path) -> dict[str, Any]:
    """Read a truth file."""
    loaded: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    return loaded
