"""Sessions to be kept: a stick person's lunge, judged once, and variations of what was found in it."""

from __future__ import annotations

import copy
import functools
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from formcheck.analysis.analysis import judge_track
from formcheck.analysis.summary import series_columns, session_record
from formcheck.judge.loading import load_movement
from formcheck.store.nouns import Consent, ConsentKind, NewSession
from tests.support.truths import perfect_track

if TYPE_CHECKING:
    from formcheck.pose.track import Track
    from formcheck.store.store import Store

MONDAY = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
AGREED = Consent(ConsentKind.RECORDS, "2026-01", date(2026, 2, 27))


@functools.cache
def lunge_track(reps: int = 5) -> Track:
    """Give the track of a lunge, from a video that bears a name."""
    track = perfect_track(reps=reps)
    return replace(track, header=replace(track.header, video="Erika_Mustermann.MP4"))


@functools.cache
def _lunge_record() -> dict[str, Any]:
    analysis = judge_track(lunge_track(), load_movement("kneeling-lunge"))
    return {**session_record(analysis), "series": dict(series_columns(analysis))}


def lunge_record(knee_deg: float | None = None, side: str | None = None, **changes: Any) -> dict[str, Any]:
    """Give the whole record of the lunge; with another knee angle or side where these are given."""
    record = copy.deepcopy(_lunge_record())
    (done,) = record["movements"]
    if knee_deg is not None:
        done["measures"]["front_knee_flexion"]["mean"] = knee_deg
    if side is not None:
        done["side"] = side
    return {**record, **changes}


def lunge_session(day: int = 0, person: str | None = "P-014", **changes: Any) -> NewSession:
    """Give a session done so many days after Monday."""
    known: dict[str, Any] = {"record": lunge_record(), "done_at": MONDAY + timedelta(days=day), "person": person}
    return NewSession(**{**known, **changes})


def with_person(store: Store, pseudonym: str = "P-014", **more: Any) -> Store:
    """Give the store with a person in it who agreed that sessions are kept."""
    store.people.add(pseudonym, [AGREED], **more)
    return store
