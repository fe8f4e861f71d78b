"""Every number of a session as rows. A report, a CSV and a trend show these, and nothing is computed twice."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from formcheck.analysis.summary import UNRECOGNISED
from formcheck.errors import StoreError
from formcheck.report.row import DISCOMFORT, FLAG, FRAMES, RATE, REPS, SECONDS, SHARE, Place, Row
from formcheck.report.setrows import cue_count_rows, set_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formcheck.report.kept import KeptSession
    from formcheck.store.nouns import Json

SESSION: Final = "session"
"""What the ids of the rows of the whole session begin with."""

NOT_ASKED: Final = "not asked"


def rows_of(session: KeptSession) -> tuple[Row, ...]:
    """Give every number of a session, in the order of its record.

    The same record gives the same rows, and each id occurs once.

    Parameters
    ----------
    session
        From :func:`formcheck.report.kept.open_kept` or ``open_folder``.

    Returns
    -------
    tuple[Row, ...]
        Of the session as a whole, of each set, its repetitions, holds, cues and measures. Values are rounded to
        thousandths.

    Raises
    ------
    StoreError
        If something in its record is not what a session of formcheck has there.
    """
    try:
        return tuple(_rows(session, session.record))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise StoreError("not a session of formcheck, or a damaged one", where=session.name) from error


def _rows(session: KeptSession, record: Json) -> Iterator[Row]:
    whole = Place(session, SESSION, 0.0, record["duration_s"])
    yield from _recording(whole, record)
    yield from _self_report(whole)
    yield from _both_sides(whole, record)
    yield from cue_count_rows(whole, [done for done in record["movements"] if done["movement"] != UNRECOGNISED])
    ordinal = nowhere = 0
    for done in record["movements"]:
        if done["movement"] == UNRECOGNISED:
            nowhere += 1
            yield _unrecognised(whole, nowhere, done)
        else:
            ordinal += 1
            yield from set_rows(session, ordinal, done)


def _recording(whole: Place, record: Json) -> Iterator[Row]:
    frames, seen = record["frames"], record["frames_with_person"]
    yield whole.row("duration", "value", record["duration_s"], SECONDS)
    yield whole.row("frames", "count", frames, FRAMES)
    yield whole.row("frames_with_person", "count", seen, FRAMES)
    yield whole.row("frames_with_person", "share", seen / frames if frames else None, SHARE)
    yield whole.row("frame_rate", "value", whole.kept.frame_rate, RATE)


def _self_report(whole: Place) -> Iterator[Row]:
    """Give what the person said as numbers; the change they felt is words, and no row."""
    said = whole.kept.self_report
    answers = {} if said is None else asdict(said)
    for name, unit in (
        ("warm_up", FLAG),
        ("discomfort_before", DISCOMFORT),
        ("discomfort_during", DISCOMFORT),
        ("discomfort_after", DISCOMFORT),
    ):
        answer = answers.get(name)
        yield whole.row(name, "value", answer, unit, reason="" if answer is not None else NOT_ASKED)


def _both_sides(whole: Place, record: Json) -> Iterator[Row]:
    even = record.get("sides_even") or {}
    for movement, sides in (even.get("movements") or {}).items():
        for side in ("left", "right"):
            place = whole.under(f"{movement}/{side}", movement=movement, side=side)
            total = sides.get(side)
            reason = "" if total else "this side was not seen"
            yield place.row("reps", "total", total and total["reps"], REPS, reason=reason)
            yield place.row("held", "total", total and total["hold_s"], SECONDS, reason=reason)
    for number, rest_s in enumerate(even.get("rests_s") or (), start=1):
        yield whole.row("rest", "value", rest_s, SECONDS, name=f"rest-{number}/value")


def _unrecognised(whole: Place, number: int, time: Json) -> Row:
    start_s, end_s = time["start_s"], time["end_s"]
    place = whole.under(f"unrecognised-{number}", movement=UNRECOGNISED, start_s=start_s, end_s=end_s)
    return place.row("duration", "value", end_s - start_s, SECONDS, reason=time.get("reason") or "")
