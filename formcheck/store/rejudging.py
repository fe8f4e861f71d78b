"""Sessions judged again by the rules of today; how they were judged before is kept beside it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from formcheck.analysis.analysis import judge_program, judge_track
from formcheck.analysis.summary import series_columns, session_record
from formcheck.body.camera import CameraHint
from formcheck.errors import StoreError
from formcheck.judge.loading import load_movement, load_program
from formcheck.routine.catalogue import movement_ids
from formcheck.routine.phrasebook import load_phrases
from formcheck.routine.program import Program, program_ids, program_with
from formcheck.store.facts import neutral, without_series
from formcheck.store.prescribed import own_targets

if TYPE_CHECKING:
    from formcheck.analysis.analysis import Analysis
    from formcheck.routine.own_targets import OwnTargets
    from formcheck.routine.schema import Movement
    from formcheck.store.nouns import Json, SessionRecord
    from formcheck.store.store import Store


@dataclass(frozen=True, slots=True)
class Again:
    """A session that was judged again.

    Attributes
    ----------
    session
        Its number.
    kept
        Whether the judgement is a new one; one that says the same is not kept twice.
    changed
        The cues whose verdict is another one now: movement, side, ref, verdict before and verdict now.
    """

    session: int
    kept: bool
    changed: tuple[tuple[str, str | None, str, str | None, str | None], ...]


def full_record(analysis: Analysis) -> Json:
    """Give the whole record of an analysis, as session.json has it."""
    return {**session_record(analysis), "series": dict(series_columns(analysis))}


def judge_again(store: Store, session: int, routine: Movement | Program | None = None) -> Again:
    """Judge a session again from its track, told the same of the camera and the side as before.

    What was prescribed to its person on the day it was done is followed.

    Parameters
    ----------
    store
        Where it is kept.
    session
        Its number.
    routine
        By what; None for what it was judged by before, as it is today.

    Raises
    ------
    StoreError
        If there is no such session, it has no track, or what it was judged by is not there any more.
    """
    before = store.sessions.get(session)
    told = before.judged_with
    routine = routine or _routine_of(before)
    own = _own_targets(store, before)
    hint = CameraHint(**told["camera"]) if told.get("camera") else None
    track = store.sessions.track(session)
    side = told.get("side")
    if isinstance(routine, Program):
        analysis = judge_program(track, program_with(routine, own, load_phrases()), side, hint)
    else:
        analysis = judge_track(track, routine, side, hint, own.get(routine.id))
    judged = neutral(full_record(analysis))
    # What no judge tells stays as it was: how a live session ran, how its pictures show the person.
    record = {**{key: value for key, value in before.summary.items() if key not in judged}, **judged}
    now = json.loads(json.dumps(without_series(record)))
    if now == before.summary:
        return Again(session, kept=False, changed=())
    store.sessions.judged(session, record)
    return Again(session, kept=True, changed=_changes(before.summary, now))


def _routine_of(record: SessionRecord) -> Movement | Program:
    name = str(record.line.routine or "").partition("@")[0]
    if name in program_ids():
        return load_program(name)
    if name in movement_ids():
        return load_movement(name)
    raise StoreError(
        f"what it was judged by ({name or 'nothing'}) does not come with formcheck",
        where=f"session {record.line.id}",
        mend="Give its file with --movement or --program",
    )


def _own_targets(store: Store, record: SessionRecord) -> dict[str, OwnTargets]:
    """Give what was prescribed on the session's day: the one it was judged for before, else the one it was done on."""
    line, told_day = record.line, record.judged_with.get("prescribed_on")
    if line.person is None:
        return {}
    day = date.fromisoformat(told_day) if told_day else line.done_at.astimezone().date()
    return own_targets(store, line.person, day)


def _changes(before: Json, now: Json) -> tuple[tuple[str, str | None, str, str | None, str | None], ...]:
    then, today = _verdicts(before), _verdicts(now)
    places = dict.fromkeys([*then, *today])
    return tuple((*place, then.get(place), today.get(place)) for place in places if then.get(place) != today.get(place))


def _verdicts(summary: Json) -> dict[tuple[str, str | None, str], str]:
    return {
        (done["movement"], done["side"], cue["ref"]): cue["verdict"]
        for done in summary["movements"]
        for cue in done["cues"]
    }
