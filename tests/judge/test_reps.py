"""Counting rocks in one signal, whatever the person, the pace and the camera."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.judge.reps import RepCounter
from formcheck.routine.schema import RepRule
from tests.support.signals import Rock, Sample, curve, keyframes, sampled

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formcheck.judge.rep import Rep

RULE = RepRule(signal="front.knee_flexion", min_excursion=8.0, min_s=1.2, max_s=10.0)
HELD_RULE = RULE.model_copy(update={"last_is_held": True})
FIVE = (Rock(),) * 5


def found(samples: Iterable[Sample], rule: RepRule = RULE, target: int = 5, noise: float = 0.0) -> list[Rep]:
    """All that the counter reports of a signal."""
    counter = RepCounter(rule, target, noise)
    reps = [counter.update(time_s, value) for time_s, value in samples]
    return [rep for rep in reps if rep is not None]


def film(
    rocks: Iterable[Rock], *, rest: float = 90.0, lead_s: float = 1.5, tail_s: float = 1.5, **how: object
) -> list[Sample]:
    """Film a person rocking."""
    keys = keyframes(rocks, rest=rest, lead_s=lead_s, tail_s=tail_s)
    return sampled(curve(keys), keys[-1][0], **how)  # type: ignore[arg-type]


def counted(samples: Iterable[Sample], rule: RepRule = RULE, target: int = 5) -> int:
    return sum(rep.why_not is None for rep in found(samples, rule, target))


# ---- what counts -----------------------------------------------------------------------------------------------


def test_five_rocks_are_five() -> None:
    reps = found(film(FIVE))
    assert [rep.why_not for rep in reps] == [None] * 5


def test_each_rock_is_told_with_its_times_and_its_range() -> None:
    reps = found(film([Rock(amplitude=18, period_s=3, pause_s=1)] * 3))
    for number, rep in enumerate(reps):
        began_s = 1.5 + 4 * number + 1
        assert rep.start_s == pytest.approx(began_s, abs=0.2)
        assert rep.peak_s == pytest.approx(began_s + 1.5, abs=0.05)
        assert rep.end_s == pytest.approx(began_s + 3, abs=0.2)
        assert rep.range == pytest.approx(18, abs=0.2)


@pytest.mark.parametrize("fps", [10, 12, 15, 23.976, 24, 29.97, 30, 48, 60])
def test_the_camera_s_frame_rate_does_not_change_the_count(fps: float) -> None:
    assert counted(film(FIVE, fps=fps)) == 5


@pytest.mark.parametrize("seed", range(5))
def test_frames_that_never_came_do_not_change_the_count(seed: int) -> None:
    assert counted(film(FIVE, drop=0.33, seed=seed)) == 5


@pytest.mark.parametrize("period_s", [2.0, 3.0, 5.0, 8.0])
def test_a_slow_person_and_a_brisk_one_both_do_five(period_s: float) -> None:
    assert counted(film([Rock(period_s=period_s, pause_s=0.0)] * 5)) == 5


def test_a_leg_that_the_pose_model_lost_for_a_moment_is_no_rock() -> None:
    reps = found(film([Rock(), Rock(), Rock(amplitude=70), Rock(), Rock(), Rock()]))
    assert [rep.why_not for rep in reps] == [None, None, "much larger than the others", None, None, None]


def test_a_timid_first_rock_does_not_forbid_the_larger_ones_that_follow() -> None:
    assert counted(film([Rock(amplitude=9), *[Rock(amplitude=25)] * 4])) == 5


def test_who_has_shown_what_their_rocks_are_like_is_not_lost_for_one_that_is_seen_a_little_too_small() -> None:
    assert counted(film([Rock(amplitude=a) for a in (9.5, 7.2, 9.0, 6.9, 9.2)])) == 5


def test_rocks_all_seen_a_little_too_small_are_none_and_neither_is_a_sixth() -> None:
    assert counted(film([Rock(amplitude=7.2)] * 5)) == 0
    assert counted(film([*[Rock(amplitude=9.5)] * 5, Rock(amplitude=7.2)])) == 5


def test_a_small_rock_that_begins_very_slowly_rises_from_where_it_began() -> None:
    # Settling, 1.5 lower for a moment; a second of creeping; then up by 8.3 in all, and back.
    settling = [(0.0, 88.5), (0.5, 88.5), (1.0, 90.0), (2.5, 90.0)]
    rock = [(3.3, 91.5), (4.3, 98.3), (5.8, 90.0), (7.5, 90.0)]
    assert counted(sampled(curve(settling + rock), 7.5)) == 1


def test_a_pause_between_rocks_belongs_to_no_rock() -> None:
    reps = found(film([Rock(), Rock(pause_s=12), Rock(pause_s=5)]))
    assert [rep.why_not for rep in reps] == [None] * 3
    assert all(rep.end_s - rep.start_s < 3.3 for rep in reps)


def test_a_moment_s_rest_at_the_peak_is_still_one_rock() -> None:
    assert counted(film([Rock(top_s=2.0)] * 5)) == 5


def test_scatter_of_the_landmarks_is_no_rock() -> None:
    assert found(film([], lead_s=20, noise=1.0)) == []
    assert counted(film(FIVE, noise=1.0)) == 5


def test_a_noisy_picture_asks_for_larger_rocks() -> None:
    rocks = film([Rock(amplitude=11)] * 3)
    assert len(found(rocks, noise=1.0)) == 3
    assert found(rocks, noise=6.0) == []


def test_someone_who_comes_back_only_most_of_the_way_is_counted() -> None:
    assert counted(film([Rock(back_to=0.4)] * 5)) == 5


def test_a_bounce_at_the_bottom_of_a_rock_is_one_rock() -> None:
    keys = [(0, 90), (2, 90), (3.5, 110), (4.0, 105), (4.5, 110), (5.0, 105), (5.5, 110), (7.0, 90), (8.5, 90)]
    assert counted(sampled(curve(keys), 8.5)) == 1


def test_coming_back_less_than_half_way_and_going_again_is_one_rock() -> None:
    keys = [(0, 90), (2, 90), (3.5, 110), (4.5, 103), (5.5, 110), (7.0, 90), (8.5, 90)]
    assert counted(sampled(curve(keys), 8.5)) == 1


def test_a_range_that_grows_as_the_person_loosens_up_is_followed() -> None:
    assert counted(film([Rock(amplitude=a) for a in (12, 15, 19, 24, 30)])) == 5


def test_a_range_that_shrinks_as_the_person_tires_is_followed() -> None:
    assert counted(film([Rock(amplitude=a) for a in (30, 25, 20, 17, 14)])) == 5


@pytest.mark.parametrize("drift_per_s", [-0.6, -0.3, 0.3, 0.6])
def test_a_person_who_slides_slowly_off_their_first_rest_is_counted(drift_per_s: float) -> None:
    keys = keyframes([Rock(pause_s=2)] * 5)
    straight = curve(keys)
    assert counted(sampled(lambda t: straight(t) + drift_per_s * t, keys[-1][0])) == 5


def test_a_new_rest_between_two_rocks_is_neither_a_rock_nor_the_end_of_counting() -> None:
    """Half-way through, the person settles ten degrees deeper, waits, and goes on from there."""
    first = [(0, 90), (1.5, 90), (3, 108), (4.5, 90), (5.5, 90), (7, 108), (8.5, 90)]
    deeper = [(9.5, 90), (11, 100), (20, 100), (21.5, 118), (23, 100), (24, 100), (25.5, 118), (27, 100), (29, 100)]
    reps = found(sampled(curve(first + deeper), 29))
    assert [round(rep.peak_s) for rep in reps if rep.why_not is None] == [3, 7, 22, 26]


# ---- what does not -----------------------------------------------------------------------------------------------


def test_getting_into_position_is_no_rock() -> None:
    keys = [(0, 5), (1.5, 95), (2.0, 80), (2.6, 90), (5, 90)]
    assert found(sampled(curve(keys), 5)) == []


def test_walking_in_is_no_rock() -> None:
    """Until the leg has come to rest there is nothing to rise from: eight strides, then the lunge."""
    strides = [(0.4 * n, 60.0 if n % 2 else 10.0) for n in range(16)]
    keys = [*strides, (7.0, 90), (9.0, 90)]
    assert found(sampled(curve(keys), 9)) == []


def test_standing_up_at_the_end_is_no_rock() -> None:
    keys = keyframes(FIVE, tail_s=2)
    end_s = keys[-1][0]
    assert counted(sampled(curve([*keys, (end_s + 1.5, 5), (end_s + 4, 5)]), end_s + 4)) == 5


def test_rocks_too_small_to_be_rocks_leave_no_trace() -> None:
    assert found(film([Rock(amplitude=6)] * 5)) == []


def test_a_rock_too_fast_to_be_one_is_told_and_not_counted() -> None:
    reps = found(film([Rock(), Rock(period_s=1.0)]))
    assert [rep.why_not is None for rep in reps] == [True, False]
    assert "too fast" in str(reps[1].why_not)


def test_a_rock_that_takes_too_long_is_told_and_not_counted() -> None:
    reps = found(film([Rock(), Rock(period_s=15)]))
    assert [rep.why_not is None for rep in reps] == [True, False]
    assert "too long" in str(reps[1].why_not)


def test_a_rock_unseen_at_its_peak_for_over_half_a_second_does_not_count() -> None:
    # The second rock rises from 8.7 s on and is highest at 11.7 s; what is hidden is a tenth of it.
    reps = found(film([Rock(period_s=6, pause_s=0.6)] * 3, unseen=[(11.35, 12.0)]))
    assert [rep.why_not is None for rep in reps] == [True, False, True]
    assert "not seen" in str(reps[1].why_not)


def test_a_rock_unseen_for_a_blink_counts() -> None:
    assert counted(film(FIVE, unseen=[(7.1, 7.35)])) == 5


def test_a_rock_of_which_many_blinks_were_unseen_does_not_count() -> None:
    blinks = [(at / 10, at / 10 + 0.3) for at in range(60, 85, 6)]
    reps = found(film([Rock()] * 3, unseen=blinks))
    assert [rep.why_not is None for rep in reps] == [True, False, True]


def test_a_rock_whose_whole_way_up_was_unseen_does_not_count() -> None:
    """The person is at rest, cannot be seen for a second and a half, and is then at the peak."""
    reps = found(film([Rock()] * 3, unseen=[(5.6, 7.1)]))
    assert [rep.why_not is None for rep in reps] == [True, False, True]


def test_a_rock_whose_frames_never_came_does_not_count() -> None:
    samples = [(t, v) for t, v in film([Rock()] * 3) if not 6.3 < t < 7.6]
    assert counted(samples) == 2


def test_a_rise_that_never_comes_back_is_no_rock() -> None:
    keys = [(0, 90), (2, 90), (3.5, 110), (20, 110)]
    assert found(sampled(curve(keys), 20)) == []


# ---- the last one is held ----------------------------------------------------------------------------------------


def last_held(target: int, hold_s: float) -> list[Sample]:
    keys = keyframes([Rock()] * (target - 1), tail_s=0.5)
    at_s, rest = keys[-1][0], 90.0
    keys += [
        (at_s + 1.5, rest + 18),
        (at_s + 1.5 + hold_s, rest + 18),
        (at_s + 3 + hold_s, rest),
        (at_s + 5 + hold_s, rest),
    ]
    return sampled(curve(keys), keys[-1][0], noise=0.2)


def test_the_last_rock_that_turns_into_the_hold_counts_at_its_peak() -> None:
    reps = found(last_held(5, 8.0), HELD_RULE)
    assert [rep.why_not for rep in reps] == [None] * 5
    assert [rep.held for rep in reps] == [False] * 4 + [True]


def test_a_rock_that_becomes_the_hold_early_and_sinks_on_had_its_peak_on_arriving() -> None:
    keys = [*keyframes([Rock()], tail_s=0.5)]
    at_s = keys[-1][0] + 1.5
    keys += [(at_s, 108.0), (at_s + 5.0, 113.0)]
    last = found(sampled(curve(keys), at_s + 5.0), HELD_RULE.model_copy(update={"min_excursion": 10.0}))[-1]
    assert last.held
    assert last.peak_s == pytest.approx(at_s, abs=0.6)


@given(st.floats(2.4, 9.0), st.floats(0.0, 2.5))
def test_a_rock_that_becomes_the_hold_is_told_once_whatever_is_out_of_sight_on_its_top(
    from_s: float, for_s: float
) -> None:
    keys = [(0.0, 90.0), (1.5, 90.0), (3.0, 108.0), (13.0, 108.0)]
    seen = [
        (time_s, None if from_s <= time_s < from_s + for_s else value) for time_s, value in sampled(curve(keys), 13.0)
    ]
    assert [rep.held for rep in found(seen, HELD_RULE)] == [True]


def test_coming_out_of_the_hold_is_not_a_sixth_rock() -> None:
    assert len(found(last_held(5, 20.0), HELD_RULE)) == 5


@pytest.mark.parametrize(("back_to", "reps"), [(99.0, 3), (92.0, 4)])
def test_sinking_half_way_out_of_an_early_hold_and_into_it_again_is_no_rock(back_to: float, reps: int) -> None:
    rocks = keyframes([Rock(amplitude=20)] * 2, rest=90, lead_s=1.5, tail_s=0.5)
    now_s = rocks[-1][0]
    steps = [(1.5, 110.0), (5.0, 110.0), (1.5, back_to), (1.5, 110.0), (1.5, back_to), (2.0, back_to)]
    for step_s, value in steps:
        now_s += step_s
        rocks.append((now_s, value))
    assert counted(sampled(curve(rocks), now_s), HELD_RULE) == reps


def test_a_rest_at_the_peak_of_an_earlier_rock_is_not_the_last_one() -> None:
    reps = found(film([Rock(top_s=2.0)] * 3, tail_s=3), HELD_RULE)
    assert [rep.held for rep in reps] == [False] * 3


PUMP_RULE = HELD_RULE.model_copy(update={"min_excursion": 12.0, "min_s": 0.6, "max_s": 6.0})


def test_a_last_pump_that_is_kept_up_trembling_was_the_hold_once_it_comes_back() -> None:
    pumps = film((*(Rock(55.0, 1.5),) * 4, Rock(55.0, 1.5, top_s=5.0)), rest=70.0)
    until_s = pumps[-1][0] - 1.5 - 0.75
    trembling = [
        (at_s, value - 13.0 * (at_s % 1.4 > 0.7) if until_s - 5.0 < at_s < until_s else value) for at_s, value in pumps
    ]
    reps = found(trembling, PUMP_RULE)
    assert [rep.held for rep in reps] == [False] * 4 + [True]
    assert [rep.why_not for rep in reps] == [None] * 5


@pytest.mark.parametrize(("since_s", "counts"), [(14.2, 1), (12.0, 0)])
def test_a_hold_counts_the_rock_that_it_is_on_top_of_and_not_one_that_rose_within_it(
    since_s: float, counts: int
) -> None:
    """The hold of a rock that was paused goes on as soon as the next one is up there: that may come back yet."""
    samples = [sample for sample in film(FIVE) if sample[0] <= 14.6]
    counter = RepCounter(HELD_RULE, 5, 0.0)
    before = sum(counter.update(time_s, value) is not None for time_s, value in samples)
    counter.rest_on(14.6, since_s)
    assert (before, counter.counted - before) == (3, counts)


def test_a_rock_that_rose_out_of_sight_counts_for_no_hold_on_top_of_it() -> None:
    samples = [(t, None if 13.1 < t < 14.2 else value) for t, value in film(FIVE) if t <= 14.6]
    counter = RepCounter(HELD_RULE, 5, 0.0)
    for time_s, value in samples:
        counter.update(time_s, value)
    assert counter.rest_on(14.6, 14.2) is None
    assert counter.counted == 3


def test_a_rock_as_slow_as_they_may_be_is_not_taken_for_the_hold() -> None:
    reps = found(film([Rock(period_s=9.5)] * 3), HELD_RULE)
    assert [rep.held for rep in reps] == [False] * 3


def test_without_the_rule_a_rock_has_to_come_back() -> None:
    samples = [(t, v) for t, v in last_held(5, 8.0) if t < 23]
    assert counted(samples, HELD_RULE) == 5
    assert counted(samples, RULE) == 4


# ---- what the overlay asks -----------------------------------------------------------------------------------------


def test_progress_runs_from_rest_to_the_person_s_own_peak() -> None:
    counter = RepCounter(RULE, 5, 0.0)
    assert counter.depth(95.0) is None  # no rest is known yet
    for time_s, value in film([Rock(amplitude=20)] * 2):
        counter.update(time_s, value)
    assert counter.depth(90.0) == pytest.approx(0.0, abs=0.02)
    assert counter.depth(100.0) == pytest.approx(0.5, abs=0.02)
    assert counter.depth(140.0) == pytest.approx(2.5, abs=0.05)
    assert counter.depth(None) is None


def test_progress_stays_at_the_top_where_attempts_too_small_to_count_end_in_the_hold() -> None:
    counter = RepCounter(HELD_RULE, 5, 0.0)
    keys = [*keyframes([Rock(amplitude=4.5)] * 2, tail_s=0.5)]
    keys += [(keys[-1][0] + 1.5, 94.5), (keys[-1][0] + 6.0, 94.5)]
    for time_s, value in sampled(curve(keys), keys[-1][0]):
        counter.update(time_s, value)
    assert counter.counted == 0
    assert counter.depth(94.5, usual=4.5) == pytest.approx(1.0, abs=0.1)


def test_after_the_position_was_left_a_new_rest_has_to_be_found_and_the_count_stays() -> None:
    counter = RepCounter(RULE, 5, 0.0)
    for time_s, value in film([Rock()] * 2):
        counter.update(time_s, value)
    counter.restart()
    later = [(time_s + 30, None if value is None else value - 25) for time_s, value in film([Rock()] * 3)]
    assert [rep.why_not for rep in (counter.update(*sample) for sample in later) if rep] == [None] * 3
    assert counter.counted == 5


# ---- properties ------------------------------------------------------------------------------------------------------

own_range = st.floats(12.0, 45.0)
shares = st.floats(0.8, 1.25)
"""Of the person's own range: below a third of it a rise is not taken for a rock, by design."""


@st.composite
def sets(draw: st.DrawFn) -> list[Rock]:
    """Draw a set as people do it: a range of their own (half as much again as the least that counts), any pace."""
    amplitude = draw(own_range)
    return [
        Rock(max(12.0, amplitude * draw(shares)), draw(st.floats(2.0, 8.0)), draw(st.floats(0.0, 4.0)))
        for _ in range(draw(st.integers(0, 7)))
    ]


@settings(max_examples=60, deadline=None)
@given(sets(), st.floats(10.0, 60.0), st.floats(0.0, 0.4), st.integers(0, 99))
def test_any_number_of_rocks_is_that_number(rocks: list[Rock], fps: float, noise: float, seed: int) -> None:
    assert counted(film(rocks, fps=fps, noise=noise, seed=seed)) == len(rocks)


@settings(max_examples=25, deadline=None)
@given(sets(), st.floats(-100.0, 4000.0))
def test_when_the_clock_began_does_not_matter(rocks: list[Rock], start_s: float) -> None:
    here, there = found(film(rocks)), found(film(rocks, start_s=start_s))
    assert [rep.why_not is None for rep in here] == [rep.why_not is None for rep in there]
    assert [rep.peak_s + start_s for rep in here] == pytest.approx([rep.peak_s for rep in there], abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0.2, 5.0), st.floats(0.0, 130.0)), min_size=2, max_size=14))
def test_never_more_is_counted_than_there_are_peaks(turns: list[tuple[float, float]]) -> None:
    at_s, keys = 0.0, [(0.0, 90.0)]
    for wait_s, value in turns:
        at_s += wait_s
        keys.append((at_s, value))
    values = [value for _, value in keys]
    peaks = sum(b > a and b >= c for a, b, c in zip(values, values[1:], values[2:], strict=False))
    reps = found(sampled(curve(keys), at_s))
    assert sum(rep.why_not is None for rep in reps) <= peaks
    assert all(rep.start_s <= rep.peak_s <= rep.end_s for rep in reps)
    assert all(a.end_s <= b.start_s and a.end_s < b.peak_s for a, b in itertools.pairwise(reps))


# ---- left at its top ----------------------------------------------------------------------------------------------


def left_at(value: float, rule: RepRule = HELD_RULE) -> Rep | None:
    """Rock twice, rise once more to a value, and have the position broken off there."""
    counter = RepCounter(rule, 5, 0.0)
    for time_s, at in film([Rock(amplitude=18)] * 2):
        counter.update(time_s, at)
    since_s = 1.5 + film([Rock(amplitude=18)] * 2)[-1][0]
    for time_s, at in sampled(curve([(0, 90), (1.5, value), (1.7, value)]), 1.7):
        counter.update(since_s + time_s, at)
    return counter.break_off(since_s + 2.0)


def test_the_last_repetition_counts_where_it_is_left_at_its_top() -> None:
    rep = left_at(108)
    assert rep is not None
    assert (rep.why_not, rep.held) == (None, True)


def test_half_a_repetition_that_is_broken_off_is_none() -> None:
    assert left_at(98) is None


def test_what_has_to_come_back_is_lost_where_it_is_broken_off() -> None:
    assert left_at(108, RULE) is None
