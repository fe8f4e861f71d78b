"""In the lunge both knees tell of each rock: either will do, and one that flies off is found out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from formcheck.body.reading import Measured, Reason, Unit, Unknown
from formcheck.judge.verdict import Verdict
from tests.judge.test_movement import cue, judged
from tests.support.lunge import KNEELING, filmed, get_down, rocks, stand_up, whole_set

if TYPE_CHECKING:
    from formcheck.body.moment import Moment
    from formcheck.routine.schema import Movement

CONFUSED = Unknown(Unit.DEGREES, Reason.LEGS_CONFUSED)
FRONT, REAR = "left_knee_flexion", "right_knee_flexion"


def unseen(moment: Moment, knee: str, from_s: float, until_s: float) -> Moment:
    """Hide a knee for a while."""
    return replace(moment, readings={**moment.readings, knee: CONFUSED}) if from_s < moment.time_s < until_s else moment


@pytest.mark.parametrize("knee", [FRONT, REAR])
def test_rocks_are_counted_while_one_knee_is_not_seen(lunge: Movement, knee: str) -> None:
    result, _ = judged(lunge, [unseen(m, knee, 8.0, 16.0) for m in filmed(whole_set())])
    assert len(result.counted) == 5


def test_a_front_knee_that_flies_off_in_a_pause_is_no_further_rock(lunge: Movement) -> None:
    moments = filmed([*get_down(), *rocks(3), (6, KNEELING), *stand_up()])
    over_s = moments[-1].time_s - 4.2

    def flown(moment: Moment) -> Moment:
        knee = moment.readings[FRONT]
        if not over_s - 4 < moment.time_s < over_s - 2.5 or not isinstance(knee, Measured):
            return moment
        return replace(moment, readings={**moment.readings, FRONT: replace(knee, value=knee.value + 20.0)})

    result, _ = judged(lunge, [flown(m) for m in moments])
    assert len(result.reps) == len(result.counted) == 3


def test_rocks_that_were_not_seen_are_no_fault(lunge: Movement) -> None:
    moments = filmed(whole_set())
    hidden = [unseen(unseen(m, FRONT, 9.0, 10.4), REAR, 9.0, 10.4) for m in moments]
    result, _ = judged(lunge, hidden)
    assert len(result.counted) == 4
    assert cue(result, "3.12").verdict is Verdict.CANNOT_JUDGE
    assert cue(result, "3.12").reason == "not all repetitions could be seen"


def test_a_knee_that_comes_and_goes_while_the_two_differ_by_a_little_is_no_bouncing(lunge: Movement) -> None:
    def flickering(moment: Moment) -> Moment:
        knee = moment.readings[FRONT]
        if not isinstance(knee, Measured) or not 8.0 < moment.time_s < 16.0:
            return moment
        moment = replace(moment, readings={**moment.readings, FRONT: replace(knee, value=knee.value + 8.0)})
        return unseen(moment, REAR, *((8.0, 16.0) if int(moment.time_s / 0.3) % 2 else (0.0, 0.0)))

    result, _ = judged(lunge, [flickering(m) for m in filmed(whole_set())])
    assert cue(result, "G13").verdict is Verdict.GOOD


@pytest.mark.parametrize(("rocks_that_bounce", "verdict"), [(5, Verdict.FAULT), (1, Verdict.NEARLY)])
def test_bouncing_that_both_knees_show_is_bouncing_where_most_rocks_do(
    lunge: Movement, rocks_that_bounce: int, verdict: Verdict
) -> None:
    deep, less = replace(KNEELING, front=KNEELING.front + 18.0), replace(KNEELING, front=KNEELING.front + 13.0)
    plain = [(0.6, KNEELING), (1.5, deep), (1.5, KNEELING)]
    bounced = [(0.6, KNEELING), (1.5, deep), *[(0.25, less), (0.25, deep)] * 3, (1.5, KNEELING)]
    script = [*get_down(), *bounced * rocks_that_bounce, *plain * (5 - rocks_that_bounce), (8, KNEELING), *stand_up()]
    result, _ = judged(lunge, filmed(script))
    assert len(result.counted) == 5
    assert cue(result, "G13").verdict is verdict


def test_one_knee_whose_mark_slips_now_and_then_is_no_bouncing(lunge: Movement) -> None:
    def slipping(moment: Moment) -> Moment:
        knee = moment.readings[FRONT]
        if moment.time_s < 6.0 or not isinstance(knee, Measured):
            return moment
        slipped = 9.0 if int(moment.time_s / 0.2) % 3 == 0 else 0.1 * (int(moment.time_s / 0.1) % 2)
        return replace(moment, readings={**moment.readings, FRONT: replace(knee, value=knee.value - slipped)})

    result, _ = judged(lunge, [slipping(m) for m in filmed(whole_set())])
    assert len(result.counted) == 5
    assert cue(result, "G13").verdict is Verdict.GOOD
