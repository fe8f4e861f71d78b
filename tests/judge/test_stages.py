"""The phases of a set: played one after the other, skipped, early, done again, or out of sight."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from formcheck.judge.session import judge_moments
from formcheck.judge.verdict import Verdict
from formcheck.routine.catalogue import load_movement
from tests.support.standing import (
    FACING,
    HINGED,
    PULLED,
    TURNED,
    Script,
    begins_s,
    come_up,
    facing_hinges,
    filmed,
    foot_up,
    hinges,
    last_hinge,
    last_pump,
    pumps,
    turn,
    two_holds,
    whole_set,
)

if TYPE_CHECKING:
    from formcheck.judge.result import SetResult
    from formcheck.routine.schema import Movement

FAR = replace(TURNED, yaw=90.0)
"""The raised leg away from the camera."""


@pytest.fixture(scope="module")
def stretch() -> Movement:
    return load_movement("standing-stretch")


def judged(movement: Movement, script: Script, side: str = "right", *, seed: int = 1) -> SetResult:
    (result,), _ = judge_moments(movement, filmed(script, side, seed=seed))
    return result


def counts(result: SetResult) -> dict[str, int]:
    return {phase.id: len(phase.counted) for phase in result.phases if phase.kind == "reps"}


def verdict(result: SetResult, ref: str) -> Verdict:
    return next(cue.verdict for cue in result.cues if cue.ref == ref)


@pytest.mark.parametrize("side", ["right", "left"])
def test_five_hinges_five_pumps_and_two_holds_are_told_apart(stretch: Movement, side: str) -> None:
    result = judged(stretch, whole_set(), side)
    assert result.side == side
    assert counts(result) == {"hinge-facing": 0, "hinges": 5, "pumps": 5}
    assert [len(result.phase(name).holds) for name in ("pointed", "toes-back")] == [1, 1]
    assert [phase.note for phase in result.phases] == [None] * len(result.phases)
    assert not [cue.ref for cue in result.cues if cue.verdict is Verdict.FAULT]


def test_both_holds_last_from_coming_to_rest_to_moving_on(stretch: Movement) -> None:
    script = whole_set()
    result = judged(stretch, script)
    for name, step in (("pointed", len(script) - 6), ("toes-back", len(script) - 4)):
        (hold,) = result.phase(name).holds
        start_s = begins_s(script, step)
        assert hold.start_s == pytest.approx(start_s, abs=0.3)
        assert hold.end_s == pytest.approx(start_s + 4.0, abs=0.5)


def test_the_part_that_faces_forward_and_the_turn_are_found_where_they_are(stretch: Movement) -> None:
    before = [*foot_up(FACING), *facing_hinges(3)]
    result = judged(stretch, [*before, *turn(), *whole_set()[3:]])
    assert counts(result) == {"hinge-facing": 3, "hinges": 5, "pumps": 5}
    turned = result.phase("turn")
    assert turned.start_s is not None
    assert turned.end_s is not None
    start_s = sum(seconds for seconds, _ in before)
    assert start_s <= turned.start_s <= turned.end_s <= start_s + 2.0


def test_who_starts_turned_to_the_foot_has_skipped_nothing(stretch: Movement) -> None:
    result = judged(stretch, whole_set())
    assert result.phase("hinge-facing").note is None
    assert result.phase("turn").note is None


def test_a_foot_on_the_far_side_pumps_as_well(stretch: Movement) -> None:
    result = judged(stretch, whole_set(FAR))
    assert counts(result) == {"hinge-facing": 0, "hinges": 5, "pumps": 5}
    assert len(result.phase("pointed").holds) == len(result.phase("toes-back").holds) == 1


def test_a_phase_that_wants_the_near_foot_is_not_judged_on_the_far_side(stretch: Movement) -> None:
    near = [
        phase.model_copy(update={"near": "raised"}) if phase.id in ("pumps", "pointed", "toes-back") else phase
        for phase in stretch.phases
    ]
    result = judged(stretch.model_copy(update={"phases": tuple(near)}), whole_set(FAR))
    assert counts(result) == {"hinge-facing": 0, "hinges": 5, "pumps": 0}
    assert not result.holds
    assert verdict(result, "4.15") is Verdict.GOOD
    pumped = next(cue for cue in result.cues if cue.ref == "4.18")
    assert pumped.verdict is Verdict.CANNOT_JUDGE
    assert "Turn around" in (pumped.mend or "")


def test_pumps_begun_early_are_counted_and_said_to_be_early(stretch: Movement) -> None:
    early = [*foot_up(), *hinges(2), *last_hinge(), *pumps(4), *last_pump(), *two_holds(), *come_up()]
    result = judged(stretch, early)
    assert counts(result) == {"hinge-facing": 0, "hinges": 3, "pumps": 5}
    assert result.phase("pumps").note == "begun early, after 3 of 5 of: Hinge toward the foot"


def test_short_holds_after_fewer_pumps_are_told_though_the_person_comes_up_at_once(stretch: Movement) -> None:
    script = [*foot_up(), *hinges(2), *last_hinge(), *pumps(2), *last_pump(), *two_holds(2.2), *come_up()]
    result = judged(stretch, script)
    for name in ("pointed", "toes-back"):
        (hold,) = result.phase(name).holds
        assert hold.held_s == pytest.approx(2.2, abs=0.5)


def test_who_stands_at_the_border_of_being_turned_to_the_foot_loses_no_hinge(stretch: Movement) -> None:
    (limit,) = (need.within.high for phase in stretch.phases if phase.id == "hinges" for need in phase.needs)
    within, beyond = (replace(TURNED, apart=limit + by) for by in (-2.0, 1.0))
    breathing = [(1.3, replace(beyond, trunk=48.0)), (1.3, beyond), (0.6, beyond)]
    assert counts(judged(stretch, [*foot_up(within), *hinges(2, within), *breathing * 3]))["hinges"] == 5


def test_hinges_done_again_after_the_pumps_are_said_and_not_counted(stretch: Movement) -> None:
    up = [(1.4, TURNED), (0.8, TURNED)]
    again = [*whole_set()[:-3], *up, *hinges(2), *come_up()]
    result = judged(stretch, again)
    assert counts(result)["hinges"] == 5
    assert (result.phase("hinges").note or "").startswith("done again: 2 more")


def test_pumps_left_out_are_said_to_be_skipped_only_where_they_would_have_been_seen(stretch: Movement) -> None:
    still = [*foot_up(), *hinges(4), (1.3, HINGED), (9.0, HINGED), *come_up()]
    near = judged(stretch, still)
    assert counts(near) == {"hinge-facing": 0, "hinges": 5, "pumps": 0}
    assert verdict(near, "4.18") is Verdict.FAULT


def test_a_foot_that_trembles_on_top_of_a_hinge_is_no_pump(stretch: Movement) -> None:
    trembling = replace(TURNED, trunk=47.0, ankle=110.0)
    one = [(1.3, HINGED), (0.4, trembling), (0.4, HINGED), (1.3, TURNED), (0.5, TURNED)]
    result = judged(stretch, [*foot_up(), *one * 3, *come_up()])
    assert counts(result) == {"hinge-facing": 0, "hinges": 3, "pumps": 0}


def test_who_comes_up_half_way_for_the_pumps_is_told_to_stay_hinged(stretch: Movement) -> None:
    risen = replace(PULLED, trunk=20.0)
    script = [*foot_up(), *hinges(4), (1.3, HINGED), (0.8, risen), (0.6, risen), *pumps(4, risen), *last_pump(risen)]
    result = judged(stretch, [*script, (3.0, replace(risen, ankle=120.0)), *come_up()])
    assert counts(result)["hinges"] == 5
    assert verdict(result, "4.16") is Verdict.FAULT


def test_a_foot_that_is_never_put_up_is_no_set(stretch: Movement) -> None:
    down = replace(TURNED, up=0.05)
    result = judged(stretch, [(3.0, down), *hinges(5, down), (2.0, down)])
    assert counts(result) == {"hinge-facing": 0, "hinges": 0, "pumps": 0}
    assert "one foot has to be up on the surface" in (result.why_nothing or "")
