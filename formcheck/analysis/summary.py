"""The summary of an analysis: the contract that other programs read, and the full record that extends it.

The keys of :func:`summary` stay as they are; more may be added. ``session.json`` is the same with the events
and the time series. Numbers that are unknown are null, never made up.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

import formcheck
from formcheck.routine.own_targets import not_followed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formcheck.analysis.analysis import Analysis
    from formcheck.judge.account import Hold
    from formcheck.judge.evenness import BothSides, SessionResult
    from formcheck.judge.ledger import CueResult
    from formcheck.judge.recognition import Unrecognised
    from formcheck.judge.result import MeasureSummary, PhaseResult, RepResult, SetResult, ViewSummary
    from formcheck.judge.verdict import Event

SCHEMA: Final = 1

UNRECOGNISED: Final = "unrecognised"
"""In the place of a movement's id: time with a person that belongs to no movement of the program."""

DECIMALS: Final = 3
"""A thousandth of a second, of a degree and of a trunk: finer than anything that is measured here."""

LIMITS: Final = (
    "Apparent angles, estimated from one camera without markers. Practice feedback, not medical advice; "
    "it does not measure joints as a goniometer does."
)

CONVENTION: Final = (
    "Angles in degrees of clinical flexion, 0 = anatomical position; trunk_inclination 0 = upright, + = forward; "
    "trunk = the person's own trunk length, foot = the person's own foot length."
)

Json = dict[str, Any]


def summary(analysis: Analysis) -> Json:
    """Sum an analysis up as plain data, ready for JSON."""
    header = analysis.track.header
    return {
        "schema": SCHEMA,
        "file": header.video,
        "duration_s": _rounded(header.duration_s),
        "frames": header.frames,
        "frames_with_person": analysis.frames_with_person,
        "versions": {
            "formcheck": formcheck.__version__,
            "model": header.model,
            "model_sha256": header.model_sha256,
            "routine": analysis.routine,
        },
        "trouble": header.trouble,
        "notes": notes(analysis),
        "movements": [entry for entry, _ in _entries(analysis)],
        "sides_even": _sides_even(analysis.session),
        "prescribed": _prescribed(analysis),
        "disclaimer": analysis.program.file.disclaimer if analysis.program else None,
        "convention": CONVENTION,
        "limits": LIMITS,
    }


def session_record(analysis: Analysis) -> Json:
    """Give the full record but for :func:`series_columns`: the summary with what happened when."""
    record = summary(analysis)
    for movement, (_, result) in zip(record["movements"], _entries(analysis), strict=True):
        movement["events"] = [_event(event) for event in result.events] if result else []
    return record


def series_columns(analysis: Analysis) -> Iterator[tuple[str, list[float | None]]]:
    """Give the time and the reported measures over it, column by column: together they are too long to hold."""
    yield "time_s", [_rounded(time_s) for time_s in analysis.series.time_s]
    for name, column in analysis.series.columns():
        yield name, [_rounded(value) for value in column]


def notes(analysis: Analysis) -> list[str]:
    """Say in plain sentences what a reader has to know about the recording as a whole."""
    frames = len(analysis.track.observations)
    presence = analysis.presence
    found = []
    if analysis.track.header.trouble:
        found.append(f"The recording is incomplete: {analysis.track.header.trouble}.")
    if presence.with_person == 0:
        found.append("Nobody was seen in this recording.")
    elif presence.with_person < FEW_SEEN_SHARE * frames:
        found.append(f"Somebody was seen in {presence.with_person / frames:.0%} of the frames only.")
    if presence.with_several:
        found.append("More than one person was in the picture; the main one was followed.")
    if presence.unsure:
        found.append(
            f"For {presence.unsure / frames:.0%} of the frames it was not clear whom to follow; they are not judged."
        )
    found += _range_note(analysis)
    rate = analysis.track.header.frame_rate
    if rate is not None and rate < LOW_RATE:
        found.append(f"The recording has {rate:.1f} frames a second; {LOW_RATE:g} or more are judged more surely.")
    if analysis.figure is not None and analysis.figure.too_small:
        found.append("The person is too small in the picture to be judged. Come closer to the camera.")
    return found


def _range_note(analysis: Analysis) -> list[str]:
    """Say that only a stretch was analysed, where that was wanted (a broken end is told by itself)."""
    seen, header = analysis.track.observations, analysis.track.header
    if not seen or header.trouble:
        return []
    first_s, last_s = seen[0].time_s, seen[-1].time_s
    if first_s <= WHOLE_SLACK_S and last_s >= header.duration_s - WHOLE_SLACK_S:
        return []
    return [f"Only {first_s:.1f} to {last_s:.1f} s of the recording were analysed."]


WHOLE_SLACK_S: Final = 0.5
"""A recording's first and last frame may lie so far from its ends and still be all of it."""

FEW_SEEN_SHARE: Final = 0.8
"""Below this share of frames with a person a reader should know."""

LOW_RATE: Final = 12.0
"""Frames a second below which quick movements slip through (domain, section 5)."""


def _entries(analysis: Analysis) -> list[tuple[Json, SetResult | None]]:
    """Give the sets and the time that belongs to none of them, in the order of time."""
    entries: list[tuple[Json, SetResult | None]] = [(_movement(result), result) for result in analysis.sets]
    entries += [(_unrecognised(time), None) for time in analysis.unrecognised]
    return sorted(entries, key=lambda entry: float(entry[0]["start_s"]))


def _unrecognised(time: Unrecognised) -> Json:
    """Give time that belongs to no movement the keys of a set in which nothing was done."""
    view = {"label": time.view.value, "near": None, "yaw_off_side_deg": None, "yaw_deg": None, "yaw_sigma_deg": None}
    return {
        "movement": UNRECOGNISED,
        "name": "No movement of the routine",
        "closest": time.closest,
        "reason": time.reason,
        "side": None,
        "start_s": _rounded(time.start_s),
        "end_s": _rounded(time.end_s),
        "in_position_s": 0.0,
        "view": {**view, "share_of_time": _rounded(time.view_share)},
        "reps": _reps((), 0),
        "holds": [],
        "phases": [],
        "cues": [],
        "measures": {},
        "why_nothing": time.reason,
    }


def _prescribed(analysis: Analysis) -> Json:
    """Give a person's own targets, and which of them a movement has no place for."""
    files = {movement.id: movement for movement in analysis.movements}
    return {
        movement: {**asdict(own), "not_followed": list(not_followed(files[movement], own))}
        for movement, own in analysis.own.items()
    }


def _sides_even(session: SessionResult) -> Json:
    return {
        "verdict": session.verdict.value,
        "movements": {each.movement: _both_sides(each) for each in session.sides},
        "order": {"verdict": session.order.value, "reason": session.order_words or None},
        "rests_s": [_rounded(rest_s) for rest_s in session.rests_s],
        "missing": list(session.missing),
    }


def _both_sides(sides: BothSides) -> Json:
    totals = {side: {"reps": of.reps, "hold_s": _rounded(of.hold_s)} for side, of in sides.totals.items()}
    return {
        "left": totals.get("left"),
        "right": totals.get("right"),
        "verdict": sides.verdict.value,
        "words": sides.words,
        "first": sides.first or None,
        "wanted_first": sides.wanted_first,
        "order": sides.order.value,
    }


def _movement(result: SetResult) -> Json:
    return {
        "movement": result.movement,
        "name": result.name,
        "side": result.side,
        "start_s": _rounded(result.start_s),
        "end_s": _rounded(result.end_s),
        "in_position_s": _rounded(result.in_position_s),
        "view": _view(result.view),
        "reps": _reps(result.reps, result.reps_target),
        "holds": [_hold(hold) for hold in result.holds],
        "phases": [_phase(phase) for phase in result.phases],
        "cues": [_cue(cue) for cue in result.cues],
        "measures": {name: _measure(measure) for name, measure in sorted(result.measures.items())},
        "why_nothing": result.why_nothing,
    }


def _measure(measure: MeasureSummary) -> Json:
    return {
        "mean": _rounded(measure.mean),
        "min": _rounded(measure.low),
        "max": _rounded(measure.high),
        "at_peaks": _rounded(measure.at_peaks),
        "in_holds": _rounded(measure.in_holds),
        "unit": measure.unit,
    }


def _view(seen: ViewSummary) -> Json:
    return {
        "label": seen.view.label.value,
        "near": seen.view.near,
        "yaw_off_side_deg": _rounded(seen.view.off_side_deg),
        "yaw_deg": _rounded(seen.view.yaw_deg),
        "yaw_sigma_deg": _rounded(seen.view.sigma_deg),
        "share_of_time": _rounded(seen.share_of_time),
    }


def _phase(phase: PhaseResult) -> Json:
    return {
        "id": phase.id,
        "kind": phase.kind,
        "title": phase.title,
        "start_s": _rounded(phase.start_s),
        "end_s": _rounded(phase.end_s),
        "reps": _reps(phase.reps, phase.target),
        "holds": [_hold(hold) for hold in phase.holds],
        "note": phase.note,
    }


def _reps(reps: Sequence[RepResult], target: int) -> Json:
    counted = [rep for rep in reps if rep.counted]
    return {
        "counted": len(counted),
        "not_counted": len(reps) - len(counted),
        "clean": sum(not rep.faults for rep in counted),
        "target": target,
        "each": [_rep(rep) for rep in reps],
    }


def _rep(rep: RepResult) -> Json:
    return {
        "start_s": _rounded(rep.start_s),
        "peak_s": _rounded(rep.peak_s),
        "end_s": _rounded(rep.end_s),
        "range": _rounded(rep.range),
        "faults": list(rep.faults),
        "counted": rep.counted,
        "why_not": rep.why_not,
    }


def _hold(hold: Hold) -> Json:
    return {
        "start_s": _rounded(hold.start_s),
        "end_s": _rounded(hold.end_s),
        "held_s": _rounded(hold.held_s),
        "good_form_s": _rounded(hold.good_form_s),
        "unseen_s": _rounded(hold.unseen_s),
    }


def _cue(cue: CueResult) -> Json:
    return {
        "ref": cue.ref,
        "id": cue.id,
        "title": cue.title,
        "verdict": cue.verdict.value,
        "share_fault": _rounded(cue.share_fault),
        "share_judged": _rounded(cue.share_judged),
        "worst_time_s": _rounded(cue.worst_time_s),
        "worst_value": _rounded(cue.worst_value),
        "measure": cue.measure,
        "value": _rounded(cue.value),
        "unit": cue.unit,
        "sigma": _rounded(cue.sigma),
        "limit": _rounded(cue.limit),
        "reason": cue.reason,
        "mend": cue.mend,
    }


def _event(event: Event) -> Json:
    return {
        "kind": event.kind.value,
        "time_s": _rounded(event.time_s),
        "subject": event.subject,
        "detail": event.detail,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS)
