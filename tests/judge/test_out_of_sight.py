"""From the front the rocks are hardly seen: what can be judged there is judged all the same, and the rest says so."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from formcheck.body.reading import Reason, Unit, Unknown
from formcheck.judge.verdict import Verdict
from tests.judge.test_movement import cue, judged
from tests.support.lunge import KNEELING, filmed, get_down, rocks, stand_up

if TYPE_CHECKING:
    from formcheck.judge.result import SetResult
    from formcheck.routine.schema import Movement
    from tests.support.lunge import Stance

FRONT = replace(KNEELING, yaw=0.0)
UP = replace(FRONT, arm=170.0, lean=12.0)
UNSEEN_KNEES = {f"{side}_knee_flexion": Unknown(Unit.DEGREES, Reason.WRONG_VIEW) for side in ("left", "right")}


def from_the_front(
    lunge: Movement, *hold: tuple[float, Stance], base: Stance = FRONT, until_s: float = 99.0, blind_s: float = 99.0
) -> SetResult:
    """Judge five rocks and a hold of which the camera sees no knee bend, until ``blind_s``."""
    moments = filmed([*get_down(base), *rocks(base=base), *hold, *stand_up(base)])
    blind = [replace(m, readings={**m.readings, **(UNSEEN_KNEES if m.time_s < blind_s else {})}) for m in moments]
    hidden = [m for m in blind if m.time_s < until_s]
    return judged(lunge, hidden)[0]


def test_nothing_is_counted_and_nothing_timed_and_it_is_said_why(lunge: Movement) -> None:
    result = from_the_front(lunge, (8, FRONT))
    assert (result.reps, result.holds) == ((), ())
    assert result.why_nothing == "the repetitions cannot be seen from this view"


def test_the_knee_s_path_is_judged_all_the_time_where_its_peaks_are_not_seen(lunge: Movement) -> None:
    assert cue(from_the_front(lunge, (8, FRONT)), "3.11").verdict is Verdict.GOOD


def test_the_count_cannot_be_judged_and_says_how_to_turn(lunge: Movement) -> None:
    found = cue(from_the_front(lunge, (8, FRONT)), "3.12")
    assert (found.verdict, found.reason) == (Verdict.CANNOT_JUDGE, "the repetitions cannot be seen from this view")
    assert found.mend == "Turn a quarter to your left, so that the camera sees you from the side"


def test_an_arm_that_was_raised_and_a_bend_with_it_are_good(lunge: Movement) -> None:
    result = from_the_front(lunge, (1, UP), (8, UP), (1, FRONT))
    assert [cue(result, ref).verdict for ref in ("3.16", "3.17", "3.7")] == [Verdict.GOOD] * 3


def test_an_arm_that_was_never_raised_is_a_fault_and_no_bend_is_asked_for(lunge: Movement) -> None:
    result = from_the_front(lunge, (8, FRONT))
    assert cue(result, "3.16").verdict is Verdict.FAULT
    assert (cue(result, "3.17").verdict, cue(result, "3.17").reason) == (Verdict.NOT_REACHED, "the arm was not raised")


def test_a_bend_to_the_wrong_side_is_seen(lunge: Movement) -> None:
    wrong = replace(UP, lean=-14.0)
    assert cue(from_the_front(lunge, (1, wrong), (8, wrong)), "3.17").verdict in {Verdict.NEARLY, Verdict.FAULT}


def test_a_recording_that_ends_in_position_is_judged_too(lunge: Movement) -> None:
    assert cue(from_the_front(lunge, (1, UP), (8, UP), until_s=31), "3.16").verdict is Verdict.GOOD


def test_who_was_hardly_in_position_is_not_asked_for_the_arm(lunge: Movement) -> None:
    found = cue(from_the_front(lunge, until_s=7.0), "3.16")
    assert (found.verdict, found.reason) == (Verdict.NOT_REACHED, "the position was kept for less than 5 s")


def test_an_arm_that_is_raised_only_in_getting_up_was_not_raised_in_the_hold(lunge: Movement) -> None:
    standing = replace(FRONT, arm=170.0, drop=0.0, lift=0.9)
    moments = filmed([*get_down(FRONT), *rocks(base=FRONT), (0.2, standing), (3.0, standing)])
    result, _ = judged(lunge, [replace(m, readings={**m.readings, **UNSEEN_KNEES}) for m in moments])
    assert cue(result, "3.16").verdict is Verdict.FAULT


def test_a_single_rock_that_seems_to_be_seen_is_not_counted(lunge: Movement) -> None:
    result = from_the_front(lunge, (1, UP), (8, UP), (1, FRONT), blind_s=18.5)
    assert (result.counted, result.holds) == ((), ())
    assert cue(result, "3.16").verdict is Verdict.GOOD
    assert cue(result, "3.12").verdict is Verdict.CANNOT_JUDGE


def test_from_the_side_none_of_this_is_so(lunge: Movement) -> None:
    result = from_the_front(lunge, (8, KNEELING), base=KNEELING)
    assert cue(result, "3.16").verdict is Verdict.NOT_REACHED
    assert cue(result, "3.11").verdict is Verdict.NOT_REACHED
