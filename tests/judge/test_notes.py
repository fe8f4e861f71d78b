"""What a set tells of its measures: over all its time, at the peaks of the repetitions, in the holds."""

from __future__ import annotations

import pickle
from dataclasses import replace
from statistics import fmean, median
from typing import TYPE_CHECKING

import pytest

from formcheck.body.reading import Measured
from formcheck.judge.account import Hold
from formcheck.judge.notes import SetNotes
from formcheck.judge.session import judge_moments
from tests.support.lunge import Stance, filmed, get_down, moment, stand_up, whole_set

if TYPE_CHECKING:
    from formcheck.body.moment import Moment
    from formcheck.routine.schema import Movement

ROLES = {"rear": "right", "front": "left"}
REF = "left_knee_flexion"
"""Of the front knee, where the right one is down."""


def knee(moment: Moment) -> float:
    reading = moment.readings[REF]
    assert isinstance(reading, Measured)
    return reading.value


def test_a_measure_is_told_as_it_was_at_the_peaks_and_in_the_hold(lunge: Movement) -> None:
    moments = list(filmed(whole_set(hold_s=8.0, arm=170.0)))
    (result,), _ = judge_moments(lunge, moments, None)
    told = result.measures["front_knee_flexion"]
    peaks = [min(moments, key=lambda each: abs(each.time_s - rep.peak_s)) for rep in result.counted]
    held = [each for each in moments if any(hold.start_s <= each.time_s <= hold.end_s for hold in result.holds)]
    assert told.at_peaks == pytest.approx(fmean(map(knee, peaks)))
    assert told.in_holds == pytest.approx(median(map(knee, held)))
    assert told.low < (told.in_holds or 0.0) < (told.at_peaks or 0.0)


def test_without_a_repetition_or_a_hold_there_is_no_peak_and_no_hold_to_tell_of(lunge: Movement) -> None:
    (result,), _ = judge_moments(lunge, filmed([*get_down(), *stand_up()]), None)
    assert result.measures
    for told in result.measures.values():
        assert (told.at_peaks, told.in_holds) == (None, None)


def test_a_set_of_an_hour_takes_no_more_memory_than_one_of_minutes_and_tells_the_same(
    lunge: Movement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("formcheck.judge.sample.MOST_ROWS", 500)
    notes, bent = SetNotes(lunge), [moment(0.0, Stance(front=90.0 + degree, yaw=-80.0 - degree)) for degree in range(7)]
    hold = Hold(0.0, 1e6, 1e6, 1e6, 0.0)
    told, sizes = [], []
    for number in range(5_000):
        notes.add(replace(bent[number % 7], time_s=0.1 * number), 0.1, ROLES, kept=True)
        if number in {450, 4_999}:
            told.append(notes.result(side="right", reps=(), holds=(hold,), target=5))
            sizes.append(len(pickle.dumps(notes)))
    assert sizes[1] < 1.5 * sizes[0]
    for result in told:
        knee = result.measures["front_knee_flexion"]
        assert (knee.low, knee.high, knee.in_holds) == (90.0, 96.0, 93.0)
        assert knee.mean == pytest.approx(93.0, abs=0.1)
        assert result.view.view.yaw_deg == pytest.approx(-83.0)
        assert result.view.share_of_time == 1.0
