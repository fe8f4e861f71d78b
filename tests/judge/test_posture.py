"""Which knee is down, and whether the starting position was taken up, kept or left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from formcheck.body.reading import Reason, Unit, Unknown
from formcheck.judge.posture import Posture
from formcheck.judge.roles import RoleFinder, parts_of, roles_for
from formcheck.routine.catalogue import load_movement
from tests.support import standing
from tests.support.lunge import KNEELING, STANDING, Stance, moment, nobody

if TYPE_CHECKING:
    from collections.abc import Iterable

    from formcheck.body.moment import Moment
    from formcheck.routine.schema import Gate, Movement

RIGHT_DOWN = {"rear": "right", "front": "left"}
LEFT_DOWN = {"rear": "left", "front": "right"}
STEP_S = 0.05


def spell(start_s: float, end_s: float, stance: Stance | None = KNEELING, side: str = "right") -> list[Moment]:
    """Moments of one stance, or of nobody."""
    times = [n * STEP_S for n in range(round(start_s / STEP_S), round(end_s / STEP_S))]
    return [nobody(t) if stance is None else moment(t, stance, side) for t in times]


def roles_over(movement: Movement, moments: Iterable[Moment]) -> list[dict[str, str]]:
    finder = RoleFinder(movement)
    return [finder.update(m) for m in moments]


def kept_over(gate: Gate, moments: Iterable[Moment]) -> tuple[Posture, list[tuple[float, bool]]]:
    posture = Posture(gate)
    return posture, [(m.time_s, posture.update(m, RIGHT_DOWN)) for m in moments]


def changes(kept: list[tuple[float, bool]]) -> list[tuple[float, bool]]:
    return [now for before, now in zip([(0.0, False), *kept], kept, strict=False) if before[1] != now[1]]


# ---- roles -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("side", "roles"), [("right", RIGHT_DOWN), ("left", LEFT_DOWN)])
def test_the_lower_knee_is_the_rear_one(lunge: Movement, side: str, roles: dict[str, str]) -> None:
    assert roles_over(lunge, spell(0, 1, side=side))[-1] == roles


def test_knees_at_the_same_height_tell_nothing(lunge: Movement) -> None:
    assert roles_over(lunge, spell(0, 2, STANDING))[-1] == {}
    assert roles_over(lunge, spell(0, 2, replace(KNEELING, drop=0.19)))[-1] == {}


def test_a_flicker_to_the_other_knee_changes_nothing(lunge: Movement) -> None:
    moments = [*spell(0, 1), *spell(1, 1.2, side="left"), *spell(1.2, 2), *spell(2, 2.2, side="left"), *spell(2.2, 3)]
    assert {tuple(sorted(r.items())) for r in roles_over(lunge, moments) if r} == {
        (("front", "left"), ("rear", "right"))
    }


def test_two_glimpses_of_the_other_knee_seconds_apart_change_nothing(lunge: Movement) -> None:
    moments = [*spell(0, 1), *spell(1, 1.05, side="left"), *spell(1.05, 4, STANDING), *spell(4, 4.05, side="left")]
    assert roles_over(lunge, moments)[-1] == RIGHT_DOWN


def test_changing_legs_changes_the_roles_after_a_moment(lunge: Movement) -> None:
    roles = roles_over(lunge, [*spell(0, 1), *spell(1, 2, side="left")])
    changed = roles.index(LEFT_DOWN) * STEP_S
    assert changed == pytest.approx(1.3, abs=STEP_S + 1e-9)


def test_hidden_knees_leave_the_roles_as_they_were(lunge: Movement) -> None:
    hidden = [
        replace(m, readings=dict.fromkeys(m.readings, Unknown(Unit.TRUNKS, Reason.NOT_VISIBLE, "left_knee")))
        for m in spell(1, 2)
    ]
    assert roles_over(lunge, [*spell(0, 1), *hidden])[-1] == RIGHT_DOWN


def test_a_side_that_is_given_settles_all_roles(lunge: Movement) -> None:
    assert roles_for(lunge, "left") == LEFT_DOWN
    assert roles_for(lunge, None) == {}


def test_a_joint_is_named_after_the_side_that_plays_its_role() -> None:
    assert parts_of(("front.knee", "rear.hip"), LEFT_DOWN) == ("right_knee", "left_hip")
    assert parts_of(("front.knee", "rear.hip"), {"rear": "left"}) == ("left_hip",)


# ---- the position -------------------------------------------------------------------------------------------------


def test_the_position_is_taken_after_a_second_in_it_and_counts_from_its_beginning(lunge: Movement) -> None:
    posture, kept = kept_over(lunge.gate, [*spell(0, 2, STANDING), *spell(2, 5)])
    assert changes(kept) == [(pytest.approx(3.0, abs=STEP_S), True)]
    assert posture.since_s == pytest.approx(2.0, abs=STEP_S)


def test_a_position_broken_before_its_second_is_over_has_to_begin_anew(lunge: Movement) -> None:
    _, kept = kept_over(lunge.gate, [*spell(0, 0.8), *spell(0.8, 0.9, STANDING), *spell(0.9, 3)])
    assert changes(kept) == [(pytest.approx(1.9, abs=STEP_S), True)]


def test_a_blink_while_taking_the_position_costs_nothing(lunge: Movement) -> None:
    _, kept = kept_over(lunge.gate, [*spell(0, 0.5), *spell(0.5, 0.6, None), *spell(0.6, 2)])
    assert changes(kept) == [(pytest.approx(1.0, abs=STEP_S), True)]


def test_what_kept_the_gate_shut_is_counted(lunge: Movement) -> None:
    posture, _ = kept_over(lunge.gate, [*spell(0, 1, STANDING), *spell(1, 5, replace(KNEELING, lift=0.5))])
    assert posture.why_not.most_common(1)[0][0] == "the back knee has to be on the floor"


def test_a_wobble_out_of_the_position_does_not_end_it(lunge: Movement) -> None:
    _, kept = kept_over(lunge.gate, [*spell(0, 2), *spell(2, 2.7, STANDING), *spell(2.7, 5)])
    assert changes(kept) == [(1.0, True)]


def test_leaving_the_position_ends_it_and_says_how(lunge: Movement) -> None:
    posture, kept = kept_over(lunge.gate, [*spell(0, 2), *spell(2, 4, replace(KNEELING, hip=0.1))])
    assert changes(kept) == [(1.0, True), (pytest.approx(2.85, abs=STEP_S), False)]
    assert posture.why_left == "the hips came down"


def test_who_sits_with_one_knee_up_is_in_no_lunge(lunge: Movement) -> None:
    sitting = replace(KNEELING, hip=0.6, seat=0.35, yaw=0.0)
    _, kept = kept_over(lunge.gate, spell(0, 3, sitting))
    assert changes(kept) == []


def test_who_rocks_so_deep_that_the_hips_are_low_over_the_feet_is_in_the_lunge_still(lunge: Movement) -> None:
    _, kept = kept_over(lunge.gate, [*spell(0, 2), *spell(2, 5, replace(KNEELING, seat=0.3))])
    assert changes(kept) == [(1.0, True)]


def test_who_stands_on_the_leg_that_was_taken_for_the_one_that_kneels_is_in_no_lunge(lunge: Movement) -> None:
    _, kept = kept_over(lunge.gate, [*spell(0, 2), *spell(2, 4, replace(KNEELING, hip=1.32))])
    assert changes(kept)[-1][1] is False


@pytest.mark.parametrize(("yaw_deg", "up", "stays"), [(180.0, 0.2, True), (180.0, 0.05, False), (-90.0, 0.2, False)])
def test_a_raised_foot_that_seems_to_hang_is_still_up_where_the_body_hides_it(
    yaw_deg: float, up: float, *, stays: bool
) -> None:
    gate = load_movement("standing-stretch").gate
    posture = Posture(gate)
    raised, seems = standing.Stance(yaw=yaw_deg), standing.Stance(yaw=yaw_deg, up=up)
    for n in range(round(6 / STEP_S)):
        now = standing.moment(n * STEP_S, raised if n * STEP_S < 2 else seems)
        posture.update(now, {"raised": "right", "stance": "left"})
    assert posture.kept is stays


def test_an_unseen_position_is_kept_for_a_while_and_then_given_up(lunge: Movement) -> None:
    _, kept = kept_over(lunge.gate, [*spell(0, 2), *spell(2, 4.3, None), *spell(4.3, 6)])
    assert changes(kept) == [(1.0, True)]
    posture, kept = kept_over(lunge.gate, [*spell(0, 2), *spell(2, 6, None)])
    assert changes(kept)[-1] == (pytest.approx(4.5, abs=2 * STEP_S), False)
    assert posture.why_left == "the person was out of sight"


def test_one_bad_frame_after_an_unseen_second_does_not_end_the_position(lunge: Movement) -> None:
    moments = [*spell(0, 2), *spell(2, 3.2, None), *spell(3.2, 3.25, STANDING), *spell(3.25, 6)]
    assert changes(kept_over(lunge.gate, moments)[1]) == [(1.0, True)]


def test_a_movement_that_asks_nothing_more_keeps_its_position_while_someone_is_there(lunge: Movement) -> None:
    gate = lunge.gate.model_copy(update={"keep": ()})
    assert changes(kept_over(gate, [*spell(0, 2), *spell(2, 8, STANDING)])[1]) == [(1.0, True)]
