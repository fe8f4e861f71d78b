"""What is prescribed to a person is what the judge follows, for the day it was prescribed on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from formcheck.errors import StoreError
from formcheck.routine.own_targets import OwnTargets
from formcheck.store.nouns import Prescription
from formcheck.store.prescribed import own_targets
from formcheck.store.rejudging import judge_again
from tests.support.sessions import MONDAY, lunge_session, lunge_track, with_person

if TYPE_CHECKING:
    from formcheck.store.store import Store

DAY = MONDAY.date()


def prescribe(store: Store, on: date, **targets: int | bool) -> None:
    store.people.prescribe("P-014", Prescription("kneeling-lunge", on, **targets))  # type: ignore[arg-type]


def test_a_day_has_what_was_prescribed_then(store: Store) -> None:
    with_person(store)
    prescribe(store, DAY, reps=8)
    prescribe(store, DAY + timedelta(days=7), reps=10, easier=True)
    wanted = {-1: {}, 0: {"kneeling-lunge": OwnTargets(reps=8)}, 6: {"kneeling-lunge": OwnTargets(reps=8)}}
    assert {days: own_targets(store, "P-014", DAY + timedelta(days=days)) for days in wanted} == wanted
    newer = own_targets(store, "P-014", DAY + timedelta(days=7))
    assert newer == {"kneeling-lunge": OwnTargets(reps=10, easier=True)}
    with pytest.raises(StoreError):
        own_targets(store, "P-999", DAY)


def test_a_session_judged_again_is_judged_by_what_was_prescribed_on_its_day(store: Store) -> None:
    with_person(store)
    line = store.sessions.add(lunge_session(8, track=lunge_track()))
    prescribe(store, DAY + timedelta(days=7), reps=8)
    prescribe(store, DAY + timedelta(days=9), reps=5)
    again = judge_again(store, line.id)
    assert ("kneeling-lunge", "right", "3.12", "good", "fault") in again.changed
    summary = store.sessions.get(line.id).summary
    assert summary["movements"][0]["reps"]["target"] == 8
    assert summary["prescribed"]["kneeling-lunge"]["reps"] == 8
    assert summary["prescribed"]["kneeling-lunge"]["not_followed"] == []
