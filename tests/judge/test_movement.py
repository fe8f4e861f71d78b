"""The judge as a whole: a person does the lunge, and is told what was seen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.judge.session import judge_moments
from formcheck.judge.verdict import EventKind, Verdict
from tests.support.lunge import (
    KNEELING,
    STANDING,
    STRIDE,
    Script,
    filmed,
    get_down,
    mirrored,
    nobody,
    rocks,
    stand_up,
    whole_set,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.body.moment import Moment
    from formcheck.judge.ledger import CueResult
    from formcheck.judge.result import SetResult
    from formcheck.judge.verdict import Snapshot
    from formcheck.routine.schema import Movement

DEEP = replace(KNEELING, front=108.0)
FROM_FRONT = replace(KNEELING, yaw=0.0)


def judged(movement: Movement, moments: Sequence[Moment], side: str | None = None) -> tuple[SetResult, list[Snapshot]]:
    """Judge one set and return its result with all snapshots."""
    (result,), snapshots = judge_moments(movement, moments, side)
    return result, snapshots


def cue(result: SetResult, ref: str) -> CueResult:
    return next(cue for cue in result.cues if cue.ref == ref)


def kinds(result: SetResult) -> list[str]:
    return [event.kind.value for event in result.events]


# ---- the exercise as it is meant --------------------


def test_a_good_lunge_is_five_reps_one_hold_and_nothing_to_correct(lunge: Movement) -> None:
    result, _ = judged(lunge, filmed(whole_set(hold_s=8.0, arm=170.0), noise=0.5))
    assert result.side == "right"
    assert len(result.counted) == len(result.reps) == 5
    assert [rep.faults for rep in result.reps] == [()] * 5
    assert [hold.held_s for hold in result.holds] == [pytest.approx(8.3, abs=0.4)]
    assert result.holds[0].good_form_s == pytest.approx(result.holds[0].held_s, abs=0.3)
    assert not [c.ref for c in result.cues if c.verdict is Verdict.FAULT]
    assert cue(result, "3.14").verdict is Verdict.GOOD
    assert result.why_nothing is None


def test_what_happens_is_told_in_its_order(lunge: Movement) -> None:
    result, snapshots = judged(lunge, filmed(whole_set()))
    assert kinds(result) == [
        "phase_changed",
        *["rep_counted"] * 5,
        "hold_started",
        "phase_changed",
        "hold_paused",
        "hold_ended",
        "phase_changed",
    ]
    assert [event.subject for event in result.events if event.kind is EventKind.PHASE_CHANGED] == [
        "rocks",
        "hold",
        "done",
    ]
    times = [event.time_s for event in result.events]
    assert times == sorted(times)
    assert [event for snapshot in snapshots for event in snapshot.events] == list(result.events)


def test_the_snapshots_lead_through_the_exercise(lunge: Movement) -> None:
    _, snapshots = judged(lunge, filmed(whole_set()))
    told = list(dict.fromkeys((s.phase_kind, s.caption, s.prompt) for s in snapshots))
    assert told == [
        *((phase.kind, phase.title, phase.prompt) for phase in lunge.phases),
        ("done", "Done", None),
    ]
    counts = [s.reps for s in snapshots]
    assert counts == sorted(counts)
    assert (counts[0], counts[-1], snapshots[-1].reps_target) == (0, 5, 5)
    assert snapshots[-1].reps_flagged == (False,) * 5
    assert snapshots[0].roles == {}
    assert snapshots[-1].roles == {"rear": "right", "front": "left"}
    assert {s.hint for s in snapshots} == {None}


def test_the_hold_counts_up_on_the_screen(lunge: Movement) -> None:
    _, snapshots = judged(lunge, filmed(whole_set(hold_s=8)))
    seconds = [s.hold.held_s for s in snapshots if s.hold]
    assert seconds == sorted(seconds)
    assert 0.3 < seconds[0] < 1.0  # the stillness that showed that it is one
    assert seconds[-1] > 8
    assert {s.hold.target_s for s in snapshots if s.hold} == {15.0}


def test_progress_shows_each_rock_on_the_screen(lunge: Movement) -> None:
    _, snapshots = judged(lunge, filmed(whole_set()))
    second_rock = [s.rep_progress for s in snapshots if 9.2 < s.time_s < 12.2]
    assert max(p for p in second_rock if p is not None) == pytest.approx(1.0, abs=0.05)
    assert second_rock[0] == pytest.approx(0.0, abs=0.05)


# ---- neither the camera nor the side matters --------------------


@pytest.mark.parametrize("fps", [12, 24, 29.97, 60])
def test_any_frame_rate_gives_the_same_result(lunge: Movement, fps: float) -> None:
    result, _ = judged(lunge, filmed(whole_set(), fps=fps, noise=0.5))
    assert len(result.counted) == 5
    assert result.holds[0].held_s == pytest.approx(8.3, abs=0.4)


def test_lost_frames_give_the_same_result(lunge: Movement) -> None:
    result, _ = judged(lunge, filmed(whole_set(), drop=0.33, noise=0.5))
    assert len(result.counted) == 5
    assert result.holds[0].held_s == pytest.approx(8.3, abs=0.4)


@pytest.mark.parametrize("trunk", [2.0, 30.0])
def test_a_mirrored_recording_gives_the_same_result_with_sides_swapped(lunge: Movement, trunk: float) -> None:
    moments = filmed(whole_set(replace(KNEELING, trunk=trunk)), noise=0.5)
    here, _ = judged(lunge, moments)
    there, _ = judged(lunge, mirrored(moments))
    assert (here.side, there.side) == ("right", "left")
    assert here.reps == there.reps
    assert here.holds == there.holds
    assert [(c.ref, c.verdict, c.share_fault, c.value) for c in here.cues] == [
        (c.ref, c.verdict, c.share_fault, c.value) for c in there.cues
    ]


@settings(max_examples=4, deadline=None)
@given(start_s=st.floats(0.0, 10000.0), number=st.integers(1, 7))
def test_when_the_recording_begins_does_not_matter(lunge: Movement, start_s: float, number: int) -> None:
    script = whole_set(number=number)
    here, _ = judged(lunge, filmed(script, fps=15))
    there, _ = judged(lunge, filmed(script, fps=15, start_s=start_s))
    assert len(here.counted) == len(there.counted) == number
    assert [h.held_s for h in here.holds] == pytest.approx([h.held_s for h in there.holds], abs=1e-3)


# ---- faults --------------------


def test_leaning_forward_is_a_fault_of_every_rep_and_of_the_hold(lunge: Movement) -> None:
    result, snapshots = judged(lunge, filmed(whole_set(replace(KNEELING, trunk=30)), noise=0.5))
    assert len(result.counted) == 5
    assert all("3.14" in rep.faults for rep in result.counted)
    upright = cue(result, "3.14")
    assert upright.verdict is Verdict.FAULT
    assert upright.share_fault > 0.9
    assert upright.value == pytest.approx(30, abs=1)
    assert upright.limit == 10
    assert result.holds[0].good_form_s < 0.5
    assert snapshots[-1].reps_flagged == (True,) * 5
    raised = [event for event in result.events if event.kind is EventKind.CUE_RAISED and event.subject == "3.14"]
    assert [event.detail for event in raised] == ["Stack shoulders over hips."]


def test_a_setup_is_judged_from_its_first_moment_however_soon_the_rocks_begin(lunge: Movement) -> None:
    closed = replace(KNEELING, front=55.0)
    at_once: Script = [(1.5, DEEP), (1.5, closed)] * 5
    result, _ = judged(lunge, filmed([*get_down(closed, wait_s=1.0), *at_once, (8, closed), *stand_up()]))
    right_angle = cue(result, "3.4")
    assert right_angle.verdict is Verdict.FAULT
    assert right_angle.value == pytest.approx(55, abs=2)
    raised_s = next(event.time_s for event in result.events if event.subject == "3.4")
    assert [event.time_s for event in result.events] == sorted(event.time_s for event in result.events)
    assert raised_s < result.reps[0].peak_s


def test_leaning_in_one_rep_flags_that_rep(lunge: Movement) -> None:
    leaning = replace(DEEP, trunk=32.0)
    third: Script = [(0.6, KNEELING), (1.5, leaning), (1.0, leaning), (1.5, KNEELING)]
    result, _ = judged(lunge, filmed([*get_down(), *rocks(2), *third, *rocks(2), (8, KNEELING), *stand_up()]))
    assert ["3.14" in rep.faults for rep in result.counted] == [False, False, True, False, False]
    worst_s = cue(result, "3.14").worst_time_s
    assert worst_s is not None
    assert result.reps[2].start_s <= worst_s <= result.reps[2].end_s


def test_rocking_far_too_deep_is_counted_and_flagged(lunge: Movement) -> None:
    result, _ = judged(lunge, filmed([*get_down(), *rocks(5, deep=45), (8, KNEELING), *stand_up()]))
    assert len(result.counted) == 5
    assert all("3.10" in rep.faults for rep in result.counted)


def test_a_rep_with_the_back_knee_in_the_air_does_not_count(lunge: Movement) -> None:
    hovering = replace(DEEP, lift=0.3)
    second: Script = [(0.6, replace(KNEELING, lift=0.3)), (1.5, hovering), (1.5, replace(KNEELING, lift=0.3))]
    result, _ = judged(lunge, filmed([*get_down(), *rocks(1), *second, *rocks(1), (3, KNEELING), *stand_up()]))
    assert [rep.why_not for rep in result.reps] == [None, "the back knee was off the floor", None]
    assert len(result.counted) == 2


def test_a_rep_done_after_turning_away_does_not_count(lunge: Movement) -> None:
    turned = replace(KNEELING, yaw=-60.0)
    result, _ = judged(
        lunge, filmed([*get_down(), *rocks(2), (2.0, turned), *rocks(2, base=turned), (3, turned), *stand_up(turned)])
    )
    assert [rep.why_not is None for rep in result.reps] == [True, True, False, False]
    assert "turned away" in str(result.reps[2].why_not)
    # Four were done, and how many were right is not seen: that is nobody's fault.
    assert cue(result, "3.12").verdict is Verdict.CANNOT_JUDGE


def test_reps_done_after_turning_the_side_to_the_camera_count(lunge: Movement) -> None:
    oblique = replace(KNEELING, yaw=-60.0)
    at_once: Script = [(0.1, KNEELING), (1.0, DEEP), (1.5, KNEELING)]
    script: Script = [*get_down(base=oblique), *rocks(2, base=oblique), *at_once, (3, KNEELING), *stand_up()]
    result, _ = judged(lunge, filmed(script))
    assert [rep.why_not for rep in result.reps] == [None, None, None]


# ---- rests and holds --------------------


def test_a_rest_between_two_rocks_is_no_hold(lunge: Movement) -> None:
    result, _ = judged(lunge, filmed([*get_down(), *rocks(2), (3, KNEELING), *rocks(3), (8, KNEELING), *stand_up()]))
    assert len(result.counted) == 5
    assert len(result.holds) == 1
    assert kinds(result).count("hold_started") == kinds(result).count("hold_ended") == 1


def test_a_long_stillness_before_all_rocks_are_done_is_a_hold_and_the_set_goes_on(lunge: Movement) -> None:
    result, snapshots = judged(
        lunge, filmed([*get_down(), *rocks(2), (7, KNEELING), *rocks(3), (8, KNEELING), *stand_up()])
    )
    assert len(result.counted) == 5
    assert [hold.held_s for hold in result.holds] == [pytest.approx(7.6, abs=0.6), pytest.approx(8.3, abs=0.4)]
    done_s = next(s.time_s for s in snapshots if s.phase == "done")
    assert done_s > result.holds[1].end_s


@pytest.mark.parametrize("after", [[(1.5, KNEELING), (1, KNEELING), *stand_up()], stand_up()])
def test_rocking_forward_into_the_hold_and_staying_there_is_a_hold_and_no_sixth_rock(
    lunge: Movement, after: Script
) -> None:
    result, _ = judged(lunge, filmed([*get_down(), *rocks(5), (0.6, KNEELING), (1.5, DEEP), (8, DEEP), *after]))
    assert [rep.why_not for rep in result.reps] == [None] * 5
    assert max(hold.held_s for hold in result.holds) > 8
    assert cue(result, "3.13").verdict is Verdict.GOOD


@pytest.mark.parametrize("top_s", [0.01, 1.0])
def test_two_rocks_too_many_are_seven(lunge: Movement, top_s: float) -> None:
    rock: Script = [(0.6, KNEELING), (1.5, DEEP), (top_s, DEEP), (1.5, KNEELING)]
    result, _ = judged(lunge, filmed([*get_down(), *rock * 7, (8, KNEELING), *stand_up()]))
    assert len(result.counted) == 7
    assert cue(result, "3.12").value == 7
    assert max(hold.held_s for hold in result.holds) == pytest.approx(8.5, abs=0.4)


def test_a_pause_after_the_last_rock_is_not_shown_as_a_hold_that_goes_on(lunge: Movement) -> None:
    result, snapshots = judged(lunge, filmed([*get_down(), *rocks(5), (0.6, KNEELING), *rocks(2), *stand_up()]))
    assert kinds(result).count("hold_started") == kinds(result).count("hold_ended")
    assert len(result.counted) == 7
    assert {s.phase for s in snapshots if s.rep_progress and s.rep_progress > 0.9} == {"rocks"}
    assert snapshots[-1].hold is None
    assert snapshots[-1].phase != "hold"


def test_raising_the_arm_does_not_end_the_hold(lunge: Movement) -> None:
    up = replace(KNEELING, arm=170.0)
    result, _ = judged(lunge, filmed([*get_down(), *rocks(5), (4, KNEELING), (1.5, up), (5, up), *stand_up()]))
    assert [round(hold.held_s) for hold in result.holds] == [11]
    assert cue(result, "3.16").verdict is Verdict.GOOD


def test_every_pause_is_told_once_and_ends_in_going_on_or_in_the_end(lunge: Movement) -> None:
    wobble: Script = [(0.5, replace(KNEELING, front=front)) for front in (60.0, 75.0, 60.0, 90.0)]
    result, _ = judged(lunge, filmed([*get_down(), *rocks(5), (4, KNEELING), *wobble, (4, KNEELING), *stand_up()]))
    told = [kind for kind in kinds(result) if kind.startswith("hold")]
    assert told == ["hold_started", "hold_paused", "hold_resumed", "hold_paused", "hold_ended"]


def test_after_the_hold_nothing_is_asked_any_more(lunge: Movement) -> None:
    stirring: Script = [(0.5, replace(KNEELING, trunk=35.0, front=front)) for front in (60.0, 75.0) * 5]
    _, snapshots = judged(lunge, filmed([*get_down(), *rocks(5), (8, KNEELING), *stirring]))
    first = next(n for n, s in enumerate(snapshots) if s.phase == "done")
    assert {s.phase for s in snapshots[first:]} == {"done"}
    assert {s.cues for s in snapshots[first + 1 :]} == {()}


# ---- what cannot be seen --------------------


def test_from_the_front_the_knee_s_path_is_judged_and_the_trunk_is_not(lunge: Movement) -> None:
    result, snapshots = judged(lunge, filmed(whole_set(FROM_FRONT)))
    trunk, knee = cue(result, "3.14"), cue(result, "3.5")
    assert trunk.verdict is Verdict.CANNOT_JUDGE
    assert trunk.reason == "this cannot be seen from the front"
    # The right knee is down and should be near the camera: from facing it, that is a turn to the left.
    assert trunk.mend == "Turn a quarter to your left, so that the camera sees you from the side"
    assert knee.verdict is Verdict.GOOD
    assert snapshots[-1].hint == trunk.mend


def test_from_the_front_a_knee_that_falls_inward_is_a_fault(lunge: Movement) -> None:
    inward = replace(FROM_FRONT, over_toe=-0.4, shank=-20.0)
    result, _ = judged(lunge, filmed(whole_set(inward)))
    assert cue(result, "3.5").verdict is Verdict.FAULT
    assert cue(result, "3.11").verdict is Verdict.FAULT
    assert all({"3.5", "3.11"} <= set(rep.faults) for rep in result.counted)


def test_from_an_oblique_view_a_knee_that_seems_to_fall_inward_is_not_judged(lunge: Movement) -> None:
    oblique = replace(KNEELING, yaw=-45.0, over_toe=-0.5, shank=-20.0)
    result, _ = judged(lunge, filmed(whole_set(oblique)))
    assert [cue(result, ref).verdict for ref in ("3.5", "3.11")] == [Verdict.CANNOT_JUDGE] * 2
    assert str(cue(result, "3.5").mend).endswith("so that the camera sees you from the front")


def test_from_the_side_the_knee_s_path_says_how_to_turn(lunge: Movement) -> None:
    result, _ = judged(lunge, filmed(whole_set()))
    assert cue(result, "3.5").verdict is Verdict.CANNOT_JUDGE
    assert str(cue(result, "3.5").mend).startswith("Turn a quarter to your right")


def test_a_person_who_steps_out_is_lost_and_found_again(lunge: Movement) -> None:
    result, snapshots = judged(lunge, filmed(whole_set(), away=[(11.9, 12.7)]))
    assert kinds(result).count("person_lost") == kinds(result).count("person_found") == 1
    assert {s.hint for s in snapshots if 11.9 < s.time_s < 12.7} == {"Step into the picture"}
    assert len(result.counted) == 5  # nobody moved meanwhile: it was the pause before the third


def test_seconds_nobody_saw_are_not_held(lunge: Movement) -> None:
    result, _ = judged(lunge, filmed(whole_set(hold_s=10), away=[(26.0, 28.0)]))
    (hold,) = result.holds
    assert hold.unseen_s == pytest.approx(2.0, abs=0.1)
    assert hold.held_s + hold.unseen_s <= hold.end_s - hold.start_s + 1e-6


def test_a_lean_is_a_fault_even_when_every_tenth_frame_is_unseen(lunge: Movement) -> None:
    moments = filmed(whole_set(replace(KNEELING, trunk=30)))
    hidden = [nobody(m.time_s) if n % 10 == 0 else m for n, m in enumerate(moments)]
    result, _ = judged(lunge, hidden)
    assert cue(result, "3.14").verdict is Verdict.FAULT
    assert len(result.counted) == 5


# ---- whatever happens --------------------

stances = st.sampled_from(
    [
        KNEELING,
        DEEP,
        STANDING,
        STRIDE,
        FROM_FRONT,
        replace(DEEP, yaw=0.0),
        replace(KNEELING, trunk=35.0),
        replace(KNEELING, arm=160.0),
        replace(KNEELING, yaw=-130.0),
    ]
)


@settings(max_examples=25, deadline=None)
@given(
    script=st.lists(st.tuples(st.floats(0.3, 5.0), stances), min_size=1, max_size=15),
    fps=st.sampled_from([8.0, 15.0]),
    away=st.lists(st.tuples(st.floats(0, 30), st.floats(0, 30)), max_size=3),
)
def test_whatever_a_person_does_the_books_agree(
    lunge: Movement, script: Script, fps: float, away: list[tuple[float, float]]
) -> None:
    sets, snapshots = judge_moments(lunge, filmed(script, fps=fps, away=away))
    for result in sets:
        counted = [event for event in result.events if event.kind is EventKind.REP_COUNTED]
        assert len(counted) == len(result.counted)
        assert all(rep.counted == (rep.why_not is None) for rep in result.reps)
        assert all(h.held_s + h.unseen_s <= h.end_s - h.start_s + 1e-6 for h in result.holds)
        assert kinds(result).count("hold_started") == kinds(result).count("hold_ended")
        assert all(0 <= c.share_fault <= 1 and 0 <= c.share_judged <= 1 for c in result.cues)
        assert all(c.reason for c in result.cues if c.verdict in {Verdict.CANNOT_JUDGE, Verdict.NOT_REACHED})
        assert bool(result.counted) == (result.why_nothing is None)
    assert all(s.rep_progress is None or 0 <= s.rep_progress <= 1 for s in snapshots)
    assert all(s.reps == len(s.reps_flagged) for s in snapshots)
