"""The rows of one set: what was done of it, each cue, each measure over it."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from formcheck.judge.verdict import Verdict
from formcheck.report.kept import range_signal
from formcheck.report.measuredrows import Measured, peaks_over_reps, rows_at_peak, rows_over_span
from formcheck.report.row import CUES, DEGREES, FLAG, REPS, SECONDS, SHARE, Place, Row
from formcheck.store.facts import sigmas

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from formcheck.report.kept import KeptSession
    from formcheck.store.nouns import Json


def set_rows(kept: KeptSession, ordinal: int, done: Json) -> Iterator[Row]:
    """Give the rows of a set.

    Parameters
    ----------
    kept
        Its session.
    ordinal
        Which set of the session, from 1, as in the store.
    done
        Its entry in the record.
    """
    view = done.get("view") or {}
    place = Place(
        kept,
        str(ordinal),
        done["start_s"],
        done["end_s"],
        set=ordinal,
        movement=done["movement"],
        side=done["side"],
        view=view.get("label"),
    )
    nothing = done.get("why_nothing") or ""
    units = {name: over["unit"] for name, over in done["measures"].items()}
    measured = Measured(kept, units, sigmas(done), _unjudged(done))
    yield place.row("duration", "value", done["end_s"] - done["start_s"], SECONDS)
    yield place.row("in_position", "value", done.get("in_position_s"), SECONDS)
    yield place.row("view_off_side", "value", view.get("yaw_off_side_deg"), DEGREES, sigma=view.get("yaw_sigma_deg"))
    yield place.row("view", "share", view.get("share_of_time"), SHARE)
    for phase in _phases(done):
        told = {name: over.get("at_peaks") for name, over in done["measures"].items()} if phase.own else {}
        yield from _phase_rows(place, phase, measured, nothing, told)
    yield from _hold_rows(place, done, measured, nothing)
    for cue in done["cues"]:
        yield from _cue_rows(place, cue)
    yield from cue_count_rows(place, [done])
    for name, over in sorted(done["measures"].items()):
        for statistic in ("mean", "min", "max"):
            yield place.row(name, statistic, over[statistic], over["unit"], sigma=measured.sigmas.get(name))
        if done["holds"]:
            held, sigma = over.get("in_holds"), measured.sigmas.get(name)
            yield place.row(name, "in_holds", held, over["unit"], sigma=sigma, **_held_span(done))


def _held_span(done: Json) -> dict[str, Any]:
    """Give the span from the first hold to the end of the last."""
    holds = done["holds"]
    return {"start_s": min(hold["start_s"] for hold in holds), "end_s": max(hold["end_s"] for hold in holds)}


def cue_count_rows(place: Place, sets: Sequence[Json]) -> Iterator[Row]:
    """Give how many cues of some sets got which verdict, how many were judged, and how many could have been.

    Those whose moment never came were not asked.
    """
    verdicts = [Verdict(cue["verdict"]) for done in sets for cue in done["cues"]]
    for verdict in Verdict:
        yield place.row("cues", verdict.value, verdicts.count(verdict), CUES)
    asked = len(verdicts) - verdicts.count(Verdict.NOT_REACHED)
    yield place.row("cues", "judged", asked - verdicts.count(Verdict.CANNOT_JUDGE), CUES)
    yield place.row("cues", "asked", asked, CUES)


@dataclass(frozen=True, slots=True)
class _Phase:
    """Repetitions of one phase; ``own`` for those of the movement's main phase, which stand beneath the set itself."""

    id: str | None
    own: bool
    reps: Json


def _phases(done: Json) -> list[_Phase]:
    """Give the phases of repetitions, the main one first; a record without phases has that alone."""
    phases = [phase for phase in done.get("phases") or () if phase["kind"] == "reps"]
    main = next((phase for phase in phases if phase["reps"] == done["reps"]), None)
    others = [_Phase(phase["id"], False, phase["reps"]) for phase in phases if phase is not main]
    return [_Phase(main["id"] if main else None, True, done["reps"]), *others]


def _unjudged(done: Json) -> dict[str, str]:
    """Give why a measure could not be judged."""
    cues = [cue for cue in done["cues"] if cue["measure"] and cue["reason"]]
    return {str(cue["measure"]).replace(".", "_"): cue["reason"] for cue in cues}


def _phase_rows(
    place: Place, phase: _Phase, measured: Measured, nothing: str, told: Mapping[str, float | None]
) -> Iterator[Row]:
    reps = phase.reps
    here = place if phase.own else place.under(str(phase.id))
    here = here.within(phase=phase.id)
    each = reps.get("each") or []
    for statistic in ("counted", "not_counted", "clean", "target"):
        reason = nothing if statistic == "counted" and phase.own and not reps["counted"] else ""
        yield here.row("reps", statistic, reps.get(statistic), REPS, reason=reason)
    yield here.row("reps", "attempted", len(each), REPS)
    counted = [rep for rep in each if rep["counted"]]
    signal = range_signal(str(place.movement), phase.id)
    unit = measured.units.get(signal or "", "")
    yield from _spread_rows(here, "range", [rep["range"] for rep in counted], unit)
    yield from _spread_rows(here, "tempo", [rep["end_s"] - rep["start_s"] for rep in counted], SECONDS)
    for number, rep in enumerate(each, start=1):
        at = here.under(f"rep-{number}", rep=number, start_s=rep["start_s"], end_s=rep["end_s"])
        yield from _rep_rows(at, rep, unit)
        yield from rows_at_peak(at, rep["peak_s"], measured)
        yield from rows_over_span(at, measured, ("min", "max"))
    yield from peaks_over_reps(here, [rep["peak_s"] for rep in counted], measured, told)


def _spread_rows(place: Place, measure: str, values: list[float | None], unit: str) -> Iterator[Row]:
    """Give best, mean, spread, first and last over the repetitions that count."""
    known = [value for value in values if value is not None]
    reason = "" if known else "no repetition counted"
    several = reason or ("" if len(known) > 1 else "one repetition has no spread")
    found: dict[str, tuple[float | None, str]] = {
        "mean": (statistics.fmean(known) if known else None, reason),
        "sd": (statistics.stdev(known) if len(known) > 1 else None, several),
        "min": (min(known, default=None), reason),
        "max": (max(known, default=None), reason),
        "first": (known[0] if known else None, reason),
        "last": (known[-1] if known else None, reason),
    }
    for statistic, (value, why) in found.items():
        yield place.row(measure, statistic, value, unit, reason=why)


def _rep_rows(place: Place, rep: Json, unit: str) -> Iterator[Row]:
    start_s, end_s = rep["start_s"], rep["end_s"]
    yield place.row("counted", "value", float(rep["counted"]), FLAG, reason=rep.get("why_not") or "")
    yield place.row("faults", "count", len(rep["faults"]), CUES, reason=", ".join(rep["faults"]))
    yield place.row("start", "value", start_s, SECONDS)
    yield place.row("peak_time", "value", rep["peak_s"], SECONDS, start_s=rep["peak_s"], end_s=rep["peak_s"])
    yield place.row("end", "value", end_s, SECONDS)
    yield place.row("duration", "value", end_s - start_s, SECONDS)
    yield place.row("range", "value", rep["range"], unit)


def _hold_rows(place: Place, done: Json, measured: Measured, nothing: str) -> Iterator[Row]:
    holds = done["holds"]
    keys = (("held", "held_s"), ("good_form", "good_form_s"), ("unseen", "unseen_s"))
    reason = "" if holds else nothing
    for measure, key in keys:
        yield place.row(measure, "total", sum(hold[key] or 0.0 for hold in holds), SECONDS, reason=reason)
    phases = [phase for phase in done.get("phases") or () if phase["kind"] == "hold"]
    for number, hold in enumerate(holds, start=1):
        phase = next((phase["id"] for phase in phases if hold in phase["holds"]), None)
        span: dict[str, Any] = {"start_s": hold["start_s"], "end_s": hold["end_s"]}
        at = place.under(f"hold-{number}", hold=number, phase=phase, **span)
        for measure, key in keys:
            yield at.row(measure, "value", hold[key], SECONDS)
        yield from rows_over_span(at, measured, ("mean", "min", "max"))


def _cue_rows(place: Place, cue: Json) -> Iterator[Row]:
    at = place.under(f"cue-{cue['ref']}", cue=cue["ref"])
    measure = str(cue["measure"] or cue["id"]).replace(".", "_")
    unit = cue["unit"] or ""
    why: dict[str, Any] = {"verdict": cue["verdict"], "reason": cue["reason"] or ""}
    reason = why["reason"] or ("" if cue["worst_value"] is not None else "no worst moment")
    yield at.row(measure, "value", cue["value"], unit, name="value", sigma=cue["sigma"], **why)
    yield at.row(measure, "limit", cue["limit"], unit, name="limit", **why)
    yield at.row(measure, "share_fault", cue["share_fault"], SHARE, name="share_fault", **why)
    yield at.row(measure, "share_judged", cue["share_judged"], SHARE, name="share_judged", **why)
    worst_s = cue["worst_time_s"]
    when: dict[str, float] = {} if worst_s is None else {"start_s": worst_s, "end_s": worst_s}
    yield at.row(measure, "worst", cue["worst_value"], unit, name="worst", **{**why, **when, "reason": reason})
