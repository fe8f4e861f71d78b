"""A session's JSON as rows of the tables that trends are read from."""

from __future__ import annotations

import statistics
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from formcheck.analysis.summary import SCHEMA, UNRECOGNISED
from formcheck.errors import StoreError
from formcheck.store.tables import MeasureRow, SetRow, VerdictRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.orm import Session

    from formcheck.store.nouns import Json

FULL_ONLY: Final = ("series",)
"""What the full record has beside the summary as a whole; of each movement it has ``events`` beside it."""

NEUTRAL_NAME: Final = "recording"
"""In the place of the video's own name, which may be a person's."""

_PERSONAL: Final = ("person", "pseudonym", "path", "folder")
"""Keys of a record that say whose or where it was; the store knows that by itself."""


def neutral(record: Json, where: object = None) -> Json:
    """Give a record without what may name a person: the video's own name, and whose it was.

    Parameters
    ----------
    record
        A summary or a whole session.json, also of an older formcheck.
    where
        The file it came from, for the error.

    Raises
    ------
    StoreError
        If it is none, or of a newer formcheck.
    """
    movements = record.get("movements")
    if not isinstance(record.get("versions"), dict) or not isinstance(movements, list):
        raise StoreError("not a session of formcheck", where=where, mend="Give a session.json, a track or a video")
    schema = record.get("schema")
    if not isinstance(schema, int) or schema > SCHEMA:
        raise StoreError("this session is of a newer formcheck", where=where, mend="Install the newer one")
    suffix = PurePath(str(record.get("file") or "")).suffix.lower()
    kept = _without_who(record)
    if isinstance(kept.get("live"), dict):
        kept["live"] = _without_who(kept["live"])
    return {**kept, "file": NEUTRAL_NAME + suffix}


def _without_who(record: Json) -> Json:
    return {key: value for key, value in record.items() if key not in _PERSONAL}


def without_series(record: Json) -> Json:
    """Give the summary that a whole record extends."""
    short = {key: value for key, value in record.items() if key not in FULL_ONLY}
    short["movements"] = [
        {key: value for key, value in movement.items() if key != "events"} for movement in record["movements"]
    ]
    return short


def movements_done(record: Json) -> list[tuple[str, str | None]]:
    """Give the movements that were found, each with its side, in the order of time."""
    return [(str(done["movement"]), done.get("side")) for done in sets_of(record)]


def add_sets(db: Session, judgement_id: int, record: Json, where: object = None) -> None:
    """Write the sets of a record, with their measures and verdicts, beneath a judgement.

    Raises
    ------
    StoreError
        If something in it is not what a session of formcheck has there.
    """
    try:
        rows = [(_set_row(judgement_id, number, done), done) for number, done in enumerate(sets_of(record), start=1)]
        db.add_all(row for row, _ in rows)
        db.flush()
        for row, done in rows:
            verdicts = {verdict.ref: verdict for verdict in _verdict_rows(row.id, done)}
            db.add_all(verdicts.values())
            db.add_all(_measure_rows(row.id, done))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise StoreError("not a session of formcheck, or a damaged one", where=where) from error


def sets_of(record: Json) -> list[Json]:
    """Give the sets of a record in the order of time: every movement that was recognised."""
    return [done for done in record["movements"] if done["movement"] != UNRECOGNISED]


def _set_row(judgement_id: int, ordinal: int, done: Json) -> SetRow:
    reps, holds, view = done["reps"], done["holds"], done.get("view") or {}
    ranges = [float(rep["range"]) for rep in reps.get("each", ()) if rep["counted"] and rep["range"] is not None]
    return SetRow(
        judgement_id=judgement_id,
        ordinal=ordinal,
        movement=done["movement"],
        name=done.get("name") or done["movement"],
        side=done.get("side"),
        start_s=float(done["start_s"]),
        end_s=float(done["end_s"]),
        in_position_s=done.get("in_position_s"),
        view=view.get("label"),
        near=view.get("near"),
        yaw_off_side_deg=view.get("yaw_off_side_deg"),
        view_share=view.get("share_of_time"),
        reps_counted=int(reps["counted"]),
        reps_not_counted=int(reps.get("not_counted", 0)),
        reps_clean=int(reps.get("clean", 0)),
        reps_target=int(reps.get("target", 0)),
        range_best=max(ranges, default=None),
        range_mean=statistics.fmean(ranges) if ranges else None,
        range_sd=statistics.stdev(ranges) if len(ranges) > 1 else None,
        held_s=_total(holds, "held_s"),
        held_good_s=_total(holds, "good_form_s"),
        held_unseen_s=_total(holds, "unseen_s"),
        why_nothing=done.get("why_nothing"),
    )


def _total(holds: list[Json], key: str) -> float:
    return float(sum(hold.get(key) or 0.0 for hold in holds))


def _verdict_rows(set_id: int, done: Json) -> Iterator[VerdictRow]:
    for cue in done.get("cues", ()):
        known: dict[str, Any] = {
            key: cue.get(key)
            for key in (
                "share_fault",
                "share_judged",
                "worst_time_s",
                "worst_value",
                "measure",
                "value",
                "unit",
                "sigma",
                "limit",
            )
        }
        yield VerdictRow(set_id=set_id, ref=cue["ref"], cue=cue.get("id", ""), verdict=cue["verdict"], **known)


def _measure_rows(set_id: int, done: Json) -> Iterator[MeasureRow]:
    known = sigmas(done)
    for name, measure in done.get("measures", {}).items():
        yield MeasureRow(
            set_id=set_id,
            name=name,
            mean=measure.get("mean"),
            low=measure.get("min"),
            high=measure.get("max"),
            unit=measure.get("unit"),
            sigma=known.get(name),
            at_peaks=measure.get("at_peaks"),
            in_holds=measure.get("in_holds"),
        )


def sigmas(done: Json) -> dict[str, float]:
    """Give the uncertainty of each measure that a cue judged; the largest where several did."""
    found: dict[str, float] = {}
    for cue in done.get("cues", ()):
        if cue.get("measure") and cue.get("sigma") is not None:
            name = str(cue["measure"]).replace(".", "_")
            found[name] = max(found.get(name, 0.0), float(cue["sigma"]))
    return found
