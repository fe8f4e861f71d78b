"""Timing a hold by the media's clock, with what was not seen and what was not good said apart."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.judge.account import Account
from formcheck.judge.holds import HoldTimer
from formcheck.routine.schema import HoldRule, Place
from tests.support.signals import Sample, curve, sampled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from formcheck.judge.account import Hold

RULE = HoldRule.model_validate(
    {"still": ("front.knee_flexion",), "at_depth": 0.85, "drift_max": 12.0, "target_s": [5.0, 15.0], "release_s": 15.0}
)
ANY_DEPTH = RULE.model_copy(update={"at_depth": None})
STEP_S = 1 / 30


def timed(
    samples: Iterable[Sample],
    rule: HoldRule = RULE,
    *,
    form_good: Callable[[float], bool] = lambda _: True,
    may_start: Callable[[float], bool] = lambda _: True,
    spread: float = 0.0,
) -> list[Hold]:
    """All holds that a timer finds, the one at the end of the recording too."""
    timer = HoldTimer(rule)
    holds = [timer.update(t, (value,), spread, may_start=may_start(t), form_good=form_good(t)) for t, value in samples]
    return [hold for hold in [*holds, timer.finish()] if hold is not None]


def film(*keys: tuple[float, float], **how: object) -> list[Sample]:
    return sampled(curve(keys), keys[-1][0], **how)  # type: ignore[arg-type]


def held_from_2_to_10(**how: object) -> list[Sample]:
    """Film two seconds of moving, eight of stillness, and then being away for good."""
    return film((0, 60), (1, 110), (2, 90), (10, 90), (11, 40), (16, 40), **how)


def test_who_only_passes_through_the_depth_on_the_way_up_holds_no_more() -> None:
    (hold,) = timed(film((0, 40), (2, 90), (8, 90), (8.5, 40), (9.2, 40), (9.7, 140), (11, 140)), spread=50.0)
    assert hold.end_s == pytest.approx(8.0, abs=0.3)


def test_who_comes_back_to_the_depth_and_rests_there_again_goes_on_holding() -> None:
    (hold,) = timed(film((0, 40), (2, 90), (6, 90), (6.4, 60), (7.0, 60), (7.4, 90), (12, 90)), spread=50.0)
    assert hold.end_s == pytest.approx(12.0, abs=0.1)
    assert hold.held_s == pytest.approx(10.0 - 1.1, abs=0.35)


# ---- beginning -----------------------------------------------------------------------------------------------------


def test_a_hold_begins_when_the_person_came_to_rest_and_not_when_that_was_noticed() -> None:
    hold = timed(held_from_2_to_10())[0]
    assert hold.start_s == pytest.approx(2.0, abs=0.35)
    assert hold.end_s == pytest.approx(10.0, abs=0.4)


def test_someone_who_keeps_moving_holds_nothing() -> None:
    assert timed(film(*[(n, 90.0 + 40 * (n % 2)) for n in range(12)])) == []


def test_a_stop_shorter_than_the_stillness_asked_for_is_no_hold() -> None:
    assert timed(film((0, 30), (1, 90), (1.2, 90), (2.2, 30), (3.2, 90))) == []


def test_a_slow_slide_is_no_beginning_of_a_hold() -> None:
    assert timed(sampled(lambda t: 60 + 7 * t, 5)) == []


def test_a_hold_begins_when_the_bouncing_before_it_is_over() -> None:
    bouncing = [(1.0 + 0.22 * n, 90.0 - 3.5 * (n % 2)) for n in range(12)]
    still_s = bouncing[-1][0] + 0.2
    hold = timed(film((0, 50), *bouncing, (still_s, 90), (10, 90), (11, 40), (16, 40)), spread=30.0)[0]
    assert hold.start_s == pytest.approx(still_s, abs=0.3)


def test_a_tremble_within_the_stillness_of_a_large_range_is_no_bouncing() -> None:
    trembling = [(2.0 + 0.22 * n, 90.0 - 1.5 * (n % 2)) for n in range(36)]
    hold = timed(film((0, 50), *trembling, (10.8, 40), (16, 40)), spread=30.0)[0]
    assert hold.start_s == pytest.approx(2.0, abs=0.3)


def test_a_hold_does_not_begin_before_it_may() -> None:
    hold = timed(held_from_2_to_10(), may_start=lambda t: t >= 5)[0]
    assert 4.2 <= hold.start_s <= 5.0


def test_a_hold_that_may_begin_only_now_is_still_counted_from_when_the_person_was_still() -> None:
    """The last repetition is counted a moment after the person came to rest: that moment is held already."""
    hold = timed(held_from_2_to_10(), may_start=lambda t: t >= 2.75)[0]
    assert hold.start_s == pytest.approx(2.0, abs=0.35)


def test_every_measure_that_can_be_seen_has_to_be_still() -> None:
    rule = RULE.model_copy(update={"still": ("front.knee_flexion", "trunk_inclination")})
    arm_moving = HoldTimer(rule)
    unseen_trunk = HoldTimer(rule)
    for n in range(60):
        arm_moving.update(n * STEP_S, (90.0, 10.0 * n), 0.0, may_start=True, form_good=True)
        unseen_trunk.update(n * STEP_S, (90.0, None), 0.0, may_start=True, form_good=True)
    assert not arm_moving.running
    assert unseen_trunk.running


POINTED = RULE.model_copy(
    update={"still": ("raised.ankle_angle", "trunk_inclination"), "at_depth": 0.6, "still_sd": 4.0}
)
"""Two measures, at a depth of the first."""


def pointed(foot: Callable[[float], float], trunk: Callable[[float], float]) -> HoldTimer:
    timer = HoldTimer(POINTED)
    for n in range(int(5.0 / STEP_S)):
        t = n * STEP_S
        timer.update(t, (foot(t), trunk(t)), 50.0, may_start=foot(t) > 100.0, form_good=True)
    return timer


def test_a_hold_begins_when_the_body_has_folded_and_not_when_the_foot_alone_kept_still() -> None:
    timer = pointed(curve(((0, 70), (1, 120), (5, 120))), curve(((0, 42), (1, 42), (1.8, 47), (5, 47))))
    assert timer.start_s == pytest.approx(1.8, abs=0.3)
    assert timer.held_s == pytest.approx(5.0 - timer.start_s, abs=2 * STEP_S)


def test_a_hold_of_a_foot_that_trembles_at_first_begins_where_the_foot_arrived() -> None:
    still_from_s = 2.5

    def foot(t: float) -> float:
        trembling = 6.0 if 1.2 < t < still_from_s and int(t * 4) % 2 else 0.0
        return curve(((0, 70), (1, 120), (5, 120)))(t) - trembling

    assert pointed(foot, lambda _: 45.0).start_s == pytest.approx(1.0, abs=0.3)


def running(foot: Callable[[float], float | None], rule: HoldRule, spread: float) -> bool:
    """Whether a hold is timed after three seconds with this foot and a trunk that keeps still."""
    timer = HoldTimer(rule)
    for n in range(int(3.0 / STEP_S)):
        timer.update(
            n * STEP_S, (foot(n * STEP_S), 45.0), spread, may_start=foot(n * STEP_S) is not None, form_good=True
        )
    return timer.running


@pytest.mark.parametrize(("trembles", "spread", "held"), [(12.0, 50.0, True), (0.0, 50.0, False), (12.0, 14.0, False)])
def test_a_foot_that_is_known_to_tremble_is_held_and_one_that_goes_so_far_at_most_is_moving(
    trembles: float, spread: float, held: bool
) -> None:
    foot = curve([(0.3 * n, 120.0 - 7.0 * (n % 2)) for n in range(12)])
    assert running(foot, POINTED.model_copy(update={"trembles": trembles}), spread) is held


@pytest.mark.parametrize(("seen_of_eight", "held"), [(6, True), (4, False)])
def test_a_foot_that_flickers_is_held_and_one_that_is_hardly_seen_is_not(seen_of_eight: int, held: bool) -> None:
    def foot(t: float) -> float | None:
        return 120.0 if round(t / STEP_S) % 8 < seen_of_eight else None

    assert running(foot, POINTED, 50.0) is held


def test_a_hold_reaches_back_to_no_moment_before_the_person_folded() -> None:
    timer = HoldTimer(POINTED)
    for n in range(int(5.0 / STEP_S)):
        up = n * STEP_S < 3.0
        timer.update(n * STEP_S, (120.0, None), 50.0, may_start=not up, may_settle=not up, form_good=True)
    assert timer.start_s == pytest.approx(3.0, abs=2 * STEP_S)


def test_who_comes_up_from_a_short_hold_has_held_it_whatever_the_foot_does_then() -> None:
    timer = HoldTimer(POINTED)
    holds = []
    foot, trunk = curve(((0, 120), (2, 120), (3, 60), (6, 60))), curve(((0, 47), (2, 47), (3.2, 5), (6, 5)))
    for n in range(int(6.0 / STEP_S)):
        t = n * STEP_S
        up = trunk(t) < 40.0
        holds.append(timer.update(t, (foot(t), trunk(t)), 50.0, may_start=not up, may_settle=not up, form_good=True))
    (hold,) = [hold for hold in holds if hold is not None]
    assert hold.held_s == pytest.approx(2.0, abs=0.4)


def test_a_person_with_a_large_range_may_sway_a_little_more() -> None:
    swaying = [(n * STEP_S, 90.0 + (2.6 if n % 6 < 3 else -2.6)) for n in range(90)]
    assert timed(swaying) == []
    assert timed(swaying, spread=80.0) != []


# ---- breaks --------------------------------------------------------------------------------------------------------


def test_a_wobble_within_the_grace_is_held_time() -> None:
    hold = timed(film((0, 90), (4, 90), (4.3, 110), (4.6, 90), (9, 90)))
    assert [round(h.held_s) for h in hold] == [9]


def test_a_break_longer_than_the_grace_pauses_the_hold_and_is_not_held() -> None:
    samples = film((0, 90), (4, 90), (4.3, 115), (5.7, 115), (6, 90), (10, 90))
    holds = timed(samples)
    assert len(holds) == 1
    assert holds[0].held_s == pytest.approx(10 - 1.8, abs=0.25)
    assert holds[0].end_s == pytest.approx(10, abs=0.05)


def test_the_timer_says_that_it_is_paused_and_that_it_goes_on() -> None:
    timer = HoldTimer(RULE)
    paused = []
    for t, value in film((0, 90), (4, 90), (4.2, 115), (5.7, 115), (6, 90), (10, 90)):
        timer.update(t, (value,), 0.0, may_start=True, form_good=True)
        paused.append((t, timer.paused))
    spans = [t for t, is_paused in paused if is_paused]
    assert spans[0] == pytest.approx(4.1 + 0.8, abs=0.1)
    assert spans[-1] == pytest.approx(5.85, abs=0.1)


def test_a_break_of_more_than_two_and_a_half_seconds_ends_the_hold_where_it_was_left() -> None:
    samples = film((0, 90), (4, 90), (4.2, 115), (7.2, 115), (7.4, 90), (12, 90))
    first, second = timed(samples)
    assert first.end_s == pytest.approx(4.0, abs=0.1)
    assert first.held_s == pytest.approx(4.0, abs=0.1)
    assert second.start_s == pytest.approx(7.4, abs=0.2)


def test_seconds_in_which_nothing_was_seen_are_not_held() -> None:
    hold = timed(film((0, 90), (10, 90), unseen=[(4.0, 6.0)]))[0]
    assert hold.unseen_s == pytest.approx(2.0, abs=0.07)
    assert hold.held_s == pytest.approx(8.0, abs=0.1)
    assert hold.end_s == pytest.approx(10.0, abs=0.05)


def test_a_single_unseen_frame_costs_a_single_frame() -> None:
    hold = timed([(n * STEP_S, None if n == 120 else 90.0) for n in range(301)])[0]
    assert hold.held_s + hold.unseen_s == pytest.approx(10.0, abs=1e-6)
    assert hold.unseen_s == pytest.approx(STEP_S, abs=1e-6)


def test_seconds_of_which_no_frame_ever_came_are_not_held() -> None:
    samples = [(t, v) for t, v in film((0, 90), (10, 90)) if not 4 < t < 6]
    hold = timed(samples)[0]
    assert hold.held_s == pytest.approx(8.0, abs=0.1)
    assert hold.unseen_s == pytest.approx(2.0, abs=0.1)


def test_a_recording_that_jumps_ahead_ends_the_hold_before_the_jump() -> None:
    samples = [(t, v) for t, v in film((0, 90), (30, 90)) if not 4 < t < 24]
    first, second = timed(samples)
    assert first.end_s == pytest.approx(4.0, abs=0.05)
    assert first.held_s == pytest.approx(4.0, abs=0.05)
    assert second.held_s == pytest.approx(6.0, abs=0.05)


def test_sinking_slowly_deeper_is_part_of_the_hold() -> None:
    hold = timed(film((0, 90), (2, 90)) + [(2 + n * STEP_S, 90 + 2.5 * n * STEP_S) for n in range(1, 301)])
    assert [round(h.held_s) for h in hold] == [12]


def test_where_any_depth_will_do_going_deeper_quickly_is_part_of_it_but_for_the_way_there() -> None:
    samples = film((0, 90), (4, 90), (5.5, 115), (10, 115))
    (anywhere,) = timed(samples, ANY_DEPTH)
    assert anywhere.end_s == pytest.approx(10, abs=0.05)
    assert 9.0 < anywhere.held_s < 9.8
    assert len(timed(samples, RULE)) == 2


def test_coming_out_quickly_is_not() -> None:
    hold = timed(film((0, 90), (6, 90), (7, 50), (12, 50)))[0]
    assert hold.end_s == pytest.approx(6.0, abs=0.1)


def test_a_hold_ends_where_the_person_began_to_leave_it_and_not_where_that_was_certain() -> None:
    for away_s in (1.0, 10.0):
        (hold,) = timed(film((0, 90), (6, 90), (8, 60), (8 + away_s, 60)), form_good=lambda t: t < 20)[:1]
        assert hold.end_s == pytest.approx(6.0, abs=0.1)
        assert hold.held_s == hold.good_form_s == pytest.approx(hold.end_s - hold.start_s)


def test_who_sinks_out_of_a_hold_slowly_has_held_it_all_the_while() -> None:
    sinking = [(6 + n * STEP_S, 90 + 6.0 * n * STEP_S) for n in range(1, 301)]
    hold = timed(film((0, 90), (6, 90)) + sinking)[0]
    assert hold.end_s > 9


def test_a_hold_that_was_not_seen_to_the_end_ends_where_it_was_last_seen() -> None:
    hold = timed(film((0, 90), (6, 90), (6.5, 84), (14, 84), unseen=[(6.5, 14)]))[0]
    assert hold.end_s == pytest.approx(6.5, abs=0.05)


# ---- form ----------------------------------------------------------------------------------------------------------


def test_good_form_is_timed_only_while_the_form_is_good() -> None:
    hold = timed(film((0, 90), (10, 90)), form_good=lambda t: not 3 <= t < 6)[0]
    assert hold.held_s == pytest.approx(10, abs=0.05)
    assert hold.good_form_s == pytest.approx(7, abs=0.1)


def test_what_nobody_could_judge_was_not_good_form() -> None:
    hold = timed(film((0, 90), (10, 90)), form_good=lambda _: False)[0]
    assert hold.good_form_s == 0


def test_a_hold_can_be_cut_back_to_where_the_next_movement_began() -> None:
    timer = HoldTimer(RULE)
    for t, value in film((0, 90), (8, 90)):
        timer.update(t, (value,), 0.0, may_start=True, form_good=True)
    hold = timer.cut(6.5)
    assert (hold.end_s, hold.held_s) == (pytest.approx(6.5), pytest.approx(6.5))
    assert not timer.running


def test_a_hold_of_an_hour_takes_no_more_memory_than_one_of_minutes() -> None:
    account = Account(0.0, 0.7, form_good=True)
    sizes = []
    for number in range(1, 36_000):
        account.enter(0.7 + number * 0.1, 0.1, form_good=True)
        sizes += [len(pickle.dumps(account))] if number in {3_000, 35_999} else []
    assert sizes[1] < 1.5 * sizes[0]
    account.cut(3590.0)
    assert account.hold.held_s == pytest.approx(3590.0, abs=0.2)


def test_cutting_a_hold_back_takes_away_what_was_held_later_and_nothing_else() -> None:
    timer = HoldTimer(RULE)
    for t, value in film((0, 90), (4, 90), (4.2, 120), (5.8, 120), (6, 90), (9, 90)):
        timer.update(t, (value,), 0.0, may_start=True, form_good=True)
    hold = timer.cut(5.0)
    assert (hold.end_s, hold.held_s) == (pytest.approx(4.1, abs=0.05), pytest.approx(4.1, abs=0.05))


def test_a_pause_at_rest_is_no_part_of_the_hold_at_another_depth_that_follows() -> None:
    samples = film((0, 90), (1.5, 90), (2.4, 94), (10, 94))
    (hold,) = timed(samples, ANY_DEPTH, spread=14.0)
    assert hold.start_s == pytest.approx(2.3, abs=0.3)


def test_who_pulls_the_toes_back_for_two_seconds_and_comes_up_has_held_them() -> None:
    rule = RULE.model_copy(update={"at_depth": None, "below_depth": 0.4, "still": ("raised.ankle_angle", "trunk")})
    timer = HoldTimer(rule)
    toes, trunk = curve([(0, 70), (2, 70), (3, 80), (4, 80)]), curve([(0, 50), (2, 50), (3, 5), (4, 5)])
    ended = [
        timer.update(t, (toes(t), trunk(t)), 40.0, may_start=t < 2.3, form_good=True) for t, _ in film((0, 0), (8, 0))
    ]
    (hold,) = [hold for hold in [*ended, timer.finish()] if hold is not None]
    assert hold.held_s == pytest.approx(2.1, abs=0.3)


# ---- where the body is, while the limbs are not seen ---------------------------------------------------------------

BY_SEAT = ANY_DEPTH.model_copy(update={"place": Place(measure="seat_over_feet", drift=0.1)})


def by_seat(legs_seen_until_s: float, seat: Callable[[float], float]) -> list[Hold]:
    """Hold still for ten seconds, the legs lost from some time on, the seat seen all along."""
    timer = HoldTimer(BY_SEAT)
    ended = []
    for t, value in film((0, 90), (10, 90)):
        seen = value if t < legs_seen_until_s else None
        ended.append(timer.update(t, (seen,), 0.0, may_start=True, form_good=True, place=seat(t)))
    return [hold for hold in [*ended, timer.finish()] if hold is not None]


def test_a_hold_goes_on_while_the_legs_are_lost_and_the_seat_is_where_it_was() -> None:
    (hold,) = by_seat(4.0, lambda _: 0.7)
    assert (hold.held_s, hold.unseen_s) == (pytest.approx(10.0, abs=0.1), 0.0)


def test_a_hold_whose_legs_were_lost_ends_as_the_seat_rises() -> None:
    (hold,) = by_seat(4.0, lambda t: 0.7 if t < 6.0 else 1.4)
    assert hold.held_s == pytest.approx(6.0, abs=0.2)


# ---- properties ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fps", [10, 12, 24, 29.97, 30, 60])
def test_the_seconds_held_do_not_depend_on_the_frame_rate(fps: float) -> None:
    hold = timed(held_from_2_to_10(fps=fps))[0]
    assert hold.held_s == pytest.approx(8.0, abs=0.35)


def test_the_seconds_held_do_not_depend_on_frames_that_never_came() -> None:
    hold = timed(held_from_2_to_10(drop=0.4))[0]
    assert hold.held_s == pytest.approx(8.0, abs=0.35)


stretches = st.lists(
    st.tuples(st.floats(0.1, 4.0), st.sampled_from([90.0, 90.0, 90.0, 94.0, 120.0, None])), min_size=1, max_size=14
)


@settings(max_examples=80, deadline=None)
@given(stretches, st.floats(8.0, 60.0), st.floats(0.0, 3600.0), st.lists(st.booleans(), min_size=1, max_size=9))
def test_what_is_held_and_what_is_unseen_is_never_more_than_the_time_it_took(
    parts: list[tuple[float, float | None]], fps: float, start_s: float, form: list[bool]
) -> None:
    samples: list[Sample] = []
    end_s = 0.0
    for length_s, value in parts:
        samples += [(start_s + end_s + n / fps, value) for n in range(1, int(length_s * fps) + 1)]
        end_s += length_s
    for hold in timed(samples, form_good=lambda t: form[int(t * 3) % len(form)]):
        assert hold.held_s + hold.unseen_s <= hold.end_s - hold.start_s + 1e-6
        assert 0 <= hold.good_form_s <= hold.held_s + 1e-9
        assert hold.unseen_s >= 0
        assert start_s <= hold.start_s <= hold.end_s <= start_s + end_s + 1e-6
