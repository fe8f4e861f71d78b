"""The movements whose last repetition is held: how they are counted, which side they are on, what spoils them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from formcheck.judge.loading import load_movement
from formcheck.judge.recognition import Recogniser
from formcheck.judge.session import judge_moments
from formcheck.judge.verdict import Verdict
from tests.support.floor import filmed, ways

if TYPE_CHECKING:
    from formcheck.judge.claims import Stretch
    from formcheck.judge.ledger import CueResult
    from formcheck.judge.result import SetResult
    from tests.support.floor import Keys

LAST_REACH_S = 2.0 + 4 * 3.3 + 1.4
"""When the last of five repetitions has arrived."""


def rocked(rock: Keys, **others: Keys) -> SetResult:
    end_s = rock[-1][0]
    still = {
        "shoulders_over_hips": -0.2,
        "shoulders_over_hips_side_on": -0.2,
        "hip_height": 0.8,
        "left_knee_height": 0.0,
    }
    script = {key: [(0.0, value), (end_s, value)] for key, value in still.items()}
    script |= {"left_rock": rock, "carried_back": rock} | others
    movement = load_movement("adductor-rock-back")
    (only,), _ = judge_moments(movement, filmed(movement, script, yaw_deg=90))
    return only


def reached(**others: Keys) -> tuple[SetResult, ...]:
    trunk = ways(8, 42)
    end_s = trunk[-1][0]
    still = {"seat_over_feet": 0.1, "chest_height": 1.2, "left_shin_in_front": 0.8, "right_shin_in_front": -0.8}
    script = (
        {key: [(0.0, value), (end_s, value)] for key, value in still.items()} | {"trunk_inclination": trunk} | others
    )
    movement = load_movement("hip-rotation-90-90")
    sets, _ = judge_moments(movement, filmed(movement, script, yaw_deg=90))
    return sets


def cue(done: SetResult, ref: str) -> CueResult:
    return next(cue for cue in done.cues if cue.ref == ref)


def test_a_reach_is_held_though_all_of_them_were_too_small_to_count() -> None:
    (done,) = reached(trunk_inclination=ways(10, 19))
    assert not done.counted
    (hold,) = done.holds
    assert hold.start_s == pytest.approx(LAST_REACH_S, abs=0.5)
    assert hold.end_s > LAST_REACH_S + 6.5
    assert cue(done, "2.13").verdict is Verdict.GOOD


def test_who_turned_a_little_as_they_sat_down_has_not_turned_away() -> None:
    trunk = [(0.0, -8.0), (1.6, -8.0), *((2.4 + time_s, lean) for time_s, lean in ways(8, 42))]
    still = {"seat_over_feet": 0.1, "chest_height": 1.2, "left_shin_in_front": 0.8, "right_shin_in_front": -0.8}
    script = {key: [(0.0, value), (trunk[-1][0], value)] for key, value in still.items()}
    movement = load_movement("hip-rotation-90-90")
    settling = filmed(movement, script | {"trunk_inclination": trunk}, yaw_deg=86)
    settled = filmed(movement, script | {"trunk_inclination": trunk}, yaw_deg=62)
    (done,), _ = judge_moments(movement, [*settling[:40], *settled[40:]])
    assert len(done.counted) == 5


def test_who_seemed_turned_otherwise_just_before_the_first_reach_has_not_turned_away() -> None:
    """They rested facing as they reach, for all that is known as the reach is seen to begin."""
    trunk = ways(8, 42)
    still = {"seat_over_feet": 0.1, "chest_height": 1.2, "left_shin_in_front": 0.8, "right_shin_in_front": -0.8}
    script = {key: [(0.0, value), (trunk[-1][0], value)] for key, value in still.items()} | {"trunk_inclination": trunk}
    movement = load_movement("hip-rotation-90-90")
    before, reaching = (filmed(movement, script, yaw_deg=yaw) for yaw in (86, 62))
    begins = int(2.0 * 15)
    (done,), _ = judge_moments(movement, [*before[:begins], *reaching[begins:]])
    assert len(done.counted) == 5


@pytest.mark.parametrize(("reach_deg", "counted"), [(14.3, 0), (16.0, 5)])
def test_a_reach_counts_from_fifteen_degrees_on(reach_deg: float, counted: int) -> None:
    (done,) = reached(trunk_inclination=ways(10, 10 + reach_deg))
    assert len(done.counted) == counted


def test_a_foot_that_seems_too_far_ahead_for_seconds_ends_no_hold() -> None:
    ahead = [(0.0, 1.3), (LAST_REACH_S + 1, 1.3), (LAST_REACH_S + 2, 1.95), (LAST_REACH_S + 11, 1.95)]
    (done,) = reached(left_foot_ahead=ahead, feet_ahead=[(0.0, 0.3), (LAST_REACH_S + 11, 0.8)])
    (hold,) = done.holds
    assert hold.held_s == pytest.approx(7.0, abs=0.5)


def test_who_stretches_the_legs_out_has_left_the_hold() -> None:
    out = [(0.0, 0.3), (LAST_REACH_S + 3, 0.3), (LAST_REACH_S + 3.5, 1.7), (LAST_REACH_S + 11, 1.7)]
    (done,) = reached(feet_ahead=out)
    (hold,) = done.holds
    assert hold.held_s == pytest.approx(3.0, abs=0.5)


def test_who_sits_with_the_legs_stretched_out_is_in_no_90_90() -> None:
    assert not any(done.in_position_s for done in reached(feet_ahead=[(0.0, 1.6), (30.0, 1.6)]))


def recognised(trunk: Keys, left_shin: Keys) -> Stretch:
    """Find the only stretch of somebody whose trunk and shins move so."""
    still = {"seat_over_feet": 0.1, "chest_height": 1.2}
    script = {key: [(0.0, value), (trunk[-1][0], value)] for key, value in still.items()}
    script |= {
        "trunk_inclination": trunk,
        "left_shin_in_front": left_shin,
        "right_shin_in_front": [(time_s, -value) for time_s, value in left_shin],
    }
    movement = load_movement("hip-rotation-90-90")
    recogniser = Recogniser([movement])
    for moment in filmed(movement, script, yaw_deg=90):
        recogniser.feed(moment)
    (only,) = recogniser.finish()
    return only


@pytest.mark.parametrize("exchanged_s", [6.4, 12.0])
def test_legs_that_seem_exchanged_for_seconds_of_the_hold_are_nobody_s_other_side(exchanged_s: float) -> None:
    over_s = LAST_REACH_S + 0.3 + exchanged_s
    wrong = [(0.0, 0.8), (LAST_REACH_S, 0.8), (LAST_REACH_S + 0.3, -0.8), (over_s, -0.8)]
    trunk = ways(8, 42, hold_s=exchanged_s + 1)
    done = recognised(trunk, [*wrong, (over_s + 0.3, 0.8), (trunk[-1][0], 0.8)])
    assert done.side == "left"
    assert done.end_s > over_s


def test_legs_that_cannot_be_told_apart_after_a_wrong_look_are_nobody_s_other_side() -> None:
    trunk = [(0.0, 8.0), *[(at_s + 14, value) for at_s, value in ways(8, 42)]]
    wrong = [(0.0, 0.8), (4.0, 0.8), (4.3, -0.8), (7.0, -0.8), (7.3, 0.0), (14.0, 0.0), (14.5, 0.8)]
    done = recognised(trunk, [*wrong, (trunk[-1][0], 0.8)])
    assert done.side == "left"
    assert done.start_s < 1


def test_the_fifth_rock_counts_though_it_never_comes_back_and_is_the_hold() -> None:
    done = rocked(ways(0.15, 0.75))
    assert len(done.counted) == 5
    (hold,) = done.holds
    assert hold.start_s == pytest.approx(LAST_REACH_S, abs=0.3)
    assert hold.held_s == pytest.approx(7.0, abs=0.4)
    assert cue(done, "G8").verdict is cue(done, "1.15").verdict is Verdict.GOOD


def test_a_hold_of_two_seconds_is_a_hold_and_too_short() -> None:
    done = rocked(ways(0.15, 0.75, hold_s=2.0))
    assert len(done.counted) == 5
    assert cue(done, "1.15").verdict is Verdict.FAULT


def test_rocks_on_the_hands_do_not_count_and_it_is_said_why() -> None:
    rock = ways(0.15, 0.75)
    done = rocked(rock, left_elbow_over_wrist=[(0, 0.45), (rock[-1][0], 0.45)])
    assert not done.counted
    assert done.why_nothing is not None
    assert "the forearms were off the floor" in done.why_nothing


def test_who_rocks_on_the_hands_is_still_told_to_stay_back_in_the_hold() -> None:
    rock = ways(0.15, 0.75)
    creeping = [(at_s, 0.15 if at_s > LAST_REACH_S + 7.5 else value) for at_s, value in rock]
    creeping.insert(-2, (LAST_REACH_S + 1.5, 0.75))
    creeping[-3:-2] = [(LAST_REACH_S + 1.5, 0.75), (LAST_REACH_S + 7.0, 0.55)]
    hands = {"left_elbow_over_wrist": [(0.0, 0.45), (rock[-1][0], 0.45)]}
    assert cue(rocked(rock, **hands), "1.13").verdict is Verdict.GOOD
    assert cue(rocked(creeping, **hands), "1.13").verdict in {Verdict.NEARLY, Verdict.FAULT}


def test_who_stays_on_straight_arms_before_the_camera_is_not_in_position() -> None:
    movement = load_movement("adductor-rock-back")
    still = {"shoulders_over_hips": 0.1, "shoulders_over_hips_end_on": 0.1}
    for propped, taken_up in ((0.66, True), (0.9, False)):
        arms = dict.fromkeys(("propped_on_left_end_on", "propped_on_right_end_on"), propped)
        script = {key: [(0.0, value), (6.0, value)] for key, value in (still | arms).items()}
        sets, _ = judge_moments(movement, filmed(movement, script, yaw_deg=0))
        assert bool(sets[0].in_position_s) is taken_up


def test_rocks_that_do_not_come_all_the_way_forward_are_nearly_or_at_fault() -> None:
    assert cue(rocked(ways(0.15, 0.75)), "1.9").verdict is Verdict.GOOD
    short = [(at_s, value if value != 0.15 or at_s <= 2 else 0.42) for at_s, value in ways(0.15, 0.75)]
    assert cue(rocked(short), "1.9").verdict in {Verdict.NEARLY, Verdict.FAULT}


def test_rocks_that_stay_back_from_the_first_on_are_at_fault_though_each_comes_back_to_where_it_began() -> None:
    stays_back = [(at_s, value if value != 0.15 or at_s <= 2 else 0.43) for at_s, value in ways(0.15, 0.75)]
    found = cue(rocked(stays_back), "1.9")
    assert found.verdict is Verdict.FAULT
    assert found.value == pytest.approx((0.75 - 0.43) / (0.75 - 0.15), abs=0.05)


def test_rocks_that_go_less_far_each_time_are_nearly_and_never_a_fault() -> None:
    keys = ways(0.15, 0.75)
    tiring = [(at_s, value - 0.01 * at_s if value == 0.75 else value) for at_s, value in keys]
    assert cue(rocked(tiring), "1.11").verdict is Verdict.NEARLY
    assert cue(rocked(keys), "1.11").verdict is Verdict.GOOD


def test_a_sitter_whose_shoulders_seem_high_to_a_camera_that_looks_down_is_known_to_sit() -> None:
    end_s = ways(8, 42)[-1][0]
    (done,) = reached(chest_height=[(0, 2.15), (end_s, 2.15)])
    assert len(done.counted) == 5
    (stood,) = reached(chest_height=[(0, 2.6), (end_s, 2.6)])
    assert not stood.counted


def test_the_last_reach_lasts_as_long_as_it_bounces_and_the_hold_begins_then() -> None:
    """Up in 0.4 s would be too fast for a reach; with its bouncing it took two seconds."""
    before = ways(8, 42)[:-4]
    bouncing = [(before[-1][0] + 0.4 + 0.2 * n, 42.0 - 5.0 * (n % 2)) for n in range(9)]
    still_s = bouncing[-1][0]
    (done,) = reached(trunk_inclination=[*before, *bouncing, (still_s + 7, 42), (still_s + 8.4, 8), (still_s + 11, 8)])
    assert len(done.counted) == 5
    assert done.holds[0].start_s == pytest.approx(still_s, abs=0.3)


def test_the_hold_of_a_reach_ends_where_the_touching_hand_lets_go() -> None:
    lets_go_s = LAST_REACH_S + 6.0
    end_s = ways(8, 42)[-1][0]
    hand = [
        (0, 0.4),
        (LAST_REACH_S, 0.4),
        (LAST_REACH_S + 0.8, 0.0),
        (lets_go_s, 0.0),
        (lets_go_s + 0.4, 0.5),
        (end_s, 0.5),
    ]
    (done,) = reached(right_hand_over_seat=hand)
    assert len(done.counted) == 5
    assert done.holds[0].end_s == pytest.approx(lets_go_s, abs=0.4)


def test_the_leg_in_front_is_told_by_the_whole_set_and_not_by_how_it_began() -> None:
    end_s = ways(8, 42)[-1][0]
    left = [(0.0, -0.7), (2.5, -0.7), (3.0, 0.8), (end_s, 0.8)]
    right = [(at_s, -value) for at_s, value in left]
    (done,) = reached(left_shin_in_front=left, right_shin_in_front=right)
    assert done.side == "left"
    assert len(done.counted) == 5
