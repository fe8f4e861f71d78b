"""In the lunge both knees and the hips tell of each rock: any will do, and one that flies off is found out."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from formcheck.body.reading import Measured, Reason, Unit, Unknown
from formcheck.judge.verdict import Verdict
from tests.judge.test_movement import cue, judged
from tests.support.lunge import KNEELING, filmed, get_down, rocks, stand_up, view_of, whole_set

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formcheck.body.moment import Moment
    from formcheck.routine.schema import Movement

CONFUSED = Unknown(Unit.DEGREES, Reason.LEGS_CONFUSED)
FRONT, REAR, HIPS = "left_knee_flexion", "right_knee_flexion", "hips_ahead"


def unseen(moment: Moment, knee: str, from_s: float, until_s: float) -> Moment:
    """Hide a knee for a while."""
    return replace(moment, readings={**moment.readings, knee: CONFUSED}) if from_s < moment.time_s < until_s else moment


def legs_lost(moment: Moment, from_s: float, until_s: float) -> Moment:
    """Hide both knees for a while."""
    return unseen(unseen(moment, FRONT, from_s, until_s), REAR, from_s, until_s)


def slipped(moment: Moment, by: Mapping[str, float]) -> Moment:
    """Add to what is read, where it is."""
    readings = {ref: moment.readings[ref] for ref in by}
    changed = {ref: replace(r, value=r.value + by[ref]) for ref, r in readings.items() if isinstance(r, Measured)}
    return replace(moment, readings={**moment.readings, **changed})


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


def test_rocks_are_counted_and_the_hold_is_timed_by_the_hips_while_both_legs_are_lost(lunge: Movement) -> None:
    moments = filmed(whole_set(arm=160.0))
    whole, _ = judged(lunge, moments)
    (hold,) = whole.holds
    result, _ = judged(lunge, [legs_lost(m, 8.0, hold.end_s - 1.0) for m in moments])
    assert len(result.counted) == 5
    assert [each.range for each in result.counted] == pytest.approx([18.0] * 5, abs=1.0)
    (held,) = result.holds
    assert (held.start_s, held.end_s) == pytest.approx((hold.start_s, hold.end_s), abs=0.3)


def test_knees_that_slip_toward_each_other_over_hips_that_stay_are_no_further_rock(lunge: Movement) -> None:
    moments = filmed([*get_down(), *rocks(3), (6, KNEELING), *stand_up()])
    from_s = moments[-1].time_s - 8.7

    def slipping(moment: Moment) -> Moment:
        slip = 24.0 * math.sin(math.pi * min(1.0, max(0.0, (moment.time_s - from_s) / 2.5))) ** 2
        return slipped(moment, {FRONT: slip, REAR: -slip})

    result, _ = judged(lunge, [slipping(m) for m in moments])
    assert len(result.counted) == 3


def test_rocks_that_a_back_knee_whose_mark_sticks_does_not_show_are_told_by_the_hips(lunge: Movement) -> None:
    def stuck(moment: Moment) -> Moment:
        knee = moment.readings[REAR]
        return slipped(moment, {REAR: 95.0 - knee.value}) if isinstance(knee, Measured) else moment

    moments = filmed(whole_set())
    result, _ = judged(lunge, [stuck(m) if 6.0 < m.time_s < 20.0 else m for m in moments])
    assert [rep.why_not for rep in result.reps] == [None] * 5


def test_how_far_a_rock_goes_is_told_by_the_hips_where_the_knees_fall_a_little_short(lunge: Movement) -> None:
    def short(moment: Moment) -> Moment:
        knee = moment.readings[FRONT]
        lacks = 0.5 * (knee.value - KNEELING.front) if isinstance(knee, Measured) else 0.0
        return slipped(moment, {FRONT: -lacks, REAR: lacks})

    result, _ = judged(lunge, [short(m) if m.time_s > 6.0 else m for m in filmed(whole_set())])
    assert [rep.range for rep in result.counted] == pytest.approx([18.0] * 5, abs=1.5)


def test_who_gets_up_with_the_hips_still_where_they_were_holds_no_more(lunge: Movement) -> None:
    moments = filmed([*get_down(), *rocks(), (8, KNEELING), *stand_up()])
    over_s = moments[-1].time_s - 4.2

    def staying(moment: Moment) -> Moment:
        way = moment.readings[HIPS]
        stays = KNEELING.front / 80.0 - way.value if isinstance(way, Measured) else 0.0
        return slipped(moment, {HIPS: stays}) if moment.time_s > over_s else moment

    result, _ = judged(lunge, [staying(m) for m in moments])
    assert result.holds[-1].end_s == pytest.approx(over_s, abs=0.3)


def test_a_camera_that_is_pushed_while_the_knees_stay_is_no_further_rock(lunge: Movement) -> None:
    moments = filmed([*get_down(), *rocks(3), (6, KNEELING), *stand_up()])
    over_s = moments[-1].time_s - 4.2
    pushed = [slipped(m, {HIPS: 0.5}) if over_s - 4 < m.time_s < over_s - 2.5 else m for m in moments]
    result, _ = judged(lunge, pushed)
    assert len(result.reps) == len(result.counted) == 3


def test_who_is_taken_for_facing_the_other_way_while_the_legs_are_lost_does_no_rock(lunge: Movement) -> None:
    moments = filmed([*get_down(), *rocks(3), (6, KNEELING), *stand_up()])
    over_s = moments[-1].time_s - 4.2

    def turned(moment: Moment) -> Moment:
        mistaken = over_s - 4 < moment.time_s < over_s - 2.5
        return replace(slipped(moment, {HIPS: 0.3}), view=view_of(90.0)) if mistaken else moment

    result, _ = judged(lunge, [turned(legs_lost(m, over_s - 4.5, over_s - 1.5)) for m in moments])
    assert len(result.reps) == len(result.counted) == 3


def test_a_rock_on_top_of_which_somebody_is_taken_for_facing_the_other_way_is_one(lunge: Movement) -> None:
    moments = filmed(whole_set())
    whole, _ = judged(lunge, moments)
    peak_s = whole.counted[2].peak_s

    def turned(moment: Moment) -> Moment:
        way = moment.readings[HIPS]
        if abs(moment.time_s - peak_s) > 0.3 or not isinstance(way, Measured):
            return moment
        return replace(slipped(moment, {HIPS: -2.0 * way.value}), view=view_of(90.0))

    result, _ = judged(lunge, [turned(m) for m in moments])
    assert [rep.why_not for rep in result.reps] == [None] * 5


def test_knees_that_both_slip_now_and_then_over_hips_that_do_not_are_no_bouncing(lunge: Movement) -> None:
    def slipping(moment: Moment) -> Moment:
        slip = 5.0 if moment.time_s > 6.0 and int(moment.time_s / 0.2) % 3 == 0 else 0.0
        return slipped(moment, {FRONT: -slip, REAR: slip})

    result, _ = judged(lunge, [slipping(m) for m in filmed(whole_set())])
    assert len(result.counted) == 5
    assert cue(result, "G13").verdict is Verdict.GOOD


def test_rocks_that_were_not_seen_are_no_fault(lunge: Movement) -> None:
    moments = filmed(whole_set())
    hidden = [unseen(legs_lost(m, 9.0, 10.4), HIPS, 9.0, 10.4) for m in moments]
    result, _ = judged(lunge, hidden)
    assert len(result.counted) == 4
    assert cue(result, "3.12").verdict is Verdict.CANNOT_JUDGE
    assert cue(result, "3.12").reason == "not all repetitions could be seen"


def test_a_rock_of_which_both_knees_and_the_hips_tell_otherwise_each_was_not_seen(lunge: Movement) -> None:
    slip = {FRONT: 20.0, REAR: 20.0}
    result, _ = judged(lunge, [slipped(m, slip) if 8.8 < m.time_s < 10.6 else m for m in filmed(whole_set())])
    assert len(result.counted) == 4
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
