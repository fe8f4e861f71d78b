"""Which movement is done when is found out; what is none of them is said with what it was closest to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from formcheck.judge.evenness import SessionResult, sum_up, with_session_cues
from formcheck.judge.recognition import RecognisedSession, Recogniser, Unrecognised
from formcheck.judge.session import judge_moments
from formcheck.judge.setwatch import LEAD_S
from formcheck.judge.verdict import Verdict
from formcheck.routine.program_schema import Evenness
from tests.support.lunge import (
    KNEELING,
    STANDING,
    Script,
    filmed,
    get_down,
    length_s,
    nobody,
    rocks,
    stand_up,
    whole_set,
)

if TYPE_CHECKING:
    from formcheck.body.moment import Moment
    from formcheck.judge.claims import Stretch
    from formcheck.judge.result import SetResult
    from formcheck.judge.verdict import Snapshot
    from formcheck.routine.schema import Movement

STROLL: Script = [(12.0, STANDING)]


def one_after_the_other(*parts: tuple[Script, str]) -> list[Moment]:
    moments: list[Moment] = []
    start_s = 0.0
    for script, side in parts:
        moments += filmed(script, side, start_s=start_s)
        start_s += length_s(script)
    return moments


def recognised(
    lunge: Movement, moments: list[Moment], side: str | None = None
) -> tuple[tuple[Stretch, ...], tuple[Unrecognised, ...]]:
    recogniser = Recogniser([lunge], side)
    for moment in moments:
        recogniser.feed(moment)
    stretches = recogniser.finish()
    return stretches, recogniser.unrecognised([(stretch.start_s, stretch.end_s) for stretch in stretches])


def judged(lunge: Movement, moments: list[Moment]) -> tuple[tuple[SetResult, ...], list[Snapshot]]:
    session = RecognisedSession({lunge.id: lunge}, recognised(lunge, moments)[0])
    snapshots = [session.feed(moment)[0] for moment in moments]
    return session.finish(), snapshots


def summed(lunge: Movement, sets: tuple[SetResult, ...]) -> SessionResult:
    return sum_up([(lunge, ("right", "left"))], sets, Evenness())


def test_both_sides_with_standing_about_between_are_two_sets(lunge: Movement) -> None:
    moments = one_after_the_other((whole_set(), "right"), (STROLL, "right"), (whole_set(), "left"))
    sets, _ = judged(lunge, moments)
    assert [(s.side, len(s.counted), len(s.holds)) for s in sets] == [("right", 5, 1), ("left", 5, 1)]


def test_a_recognised_set_is_the_one_that_is_found_when_its_movement_is_named(lunge: Movement) -> None:
    moments = filmed(whole_set(), noise=0.5)
    (named,), _ = judge_moments(lunge, moments)
    (found,), _ = judged(lunge, moments)
    assert [rep.peak_s for rep in found.counted] == [rep.peak_s for rep in named.counted]
    assert found.holds == named.holds
    assert [cue.verdict for cue in found.cues] == [cue.verdict for cue in named.cues]


def test_standing_about_is_no_movement_and_says_why(lunge: Movement) -> None:
    (stretch,), rest = recognised(lunge, one_after_the_other((STROLL, "right"), (whole_set(), "right")))
    before, after = rest
    assert before.start_s == 0.0
    assert before.end_s <= stretch.start_s <= stretch.end_s <= after.start_s
    assert before.closest == "kneeling-lunge"
    assert before.reason == "one knee has to be on the floor and the other in front"


def test_a_recording_of_something_else_is_unrecognised_from_beginning_to_end(lunge: Movement) -> None:
    moments = filmed([(2.0, STANDING)])
    stretches, (whole,) = recognised(lunge, moments)
    assert stretches == ()
    assert (whole.start_s, whole.end_s) == (moments[0].time_s, moments[-1].time_s)


def test_time_with_nobody_there_is_not_called_unrecognised(lunge: Movement) -> None:
    assert recognised(lunge, [nobody(n / 10) for n in range(100)]) == ((), ())
    assert recognised(lunge, []) == ((), ())


def test_pictures_of_other_time_name_no_movement_until_one_is_about_to_begin(lunge: Movement) -> None:
    moments = one_after_the_other((STROLL, "right"), (whole_set(), "right"))
    (done,), snapshots = judged(lunge, moments)
    for snapshot in snapshots:
        if snapshot.time_s < done.start_s - LEAD_S - 0.1:
            assert (snapshot.movement, snapshot.caption) == ("", "No movement of the routine")
        elif done.start_s - LEAD_S < snapshot.time_s < done.end_s:
            assert snapshot.movement == "Kneeling lunge"
    assert max(snapshot.reps for snapshot in snapshots) == 5


def test_a_side_that_was_given_is_the_only_one_looked_for(lunge: Movement) -> None:
    moments = one_after_the_other((whole_set(), "right"), (whole_set(), "left"))
    (stretch,), _ = recognised(lunge, moments, "left")
    assert stretch.side == "left"
    assert stretch.start_s > length_s(whole_set())


def side_asked_by_the_knees(lunge: Movement) -> Movement:
    """Return a movement whose position is kept on either side: only the role tells which it is."""
    either = next(each for each in lunge.gate.conditions if each.measure == "trunk_inclination")
    return lunge.model_copy(update={"gate": lunge.gate.model_copy(update={"conditions": (either,), "keep": (either,)})})


def test_changing_sides_without_leaving_the_position_begins_another_set(lunge: Movement) -> None:
    seated = [(0.5, KNEELING), *rocks(), (6.0, KNEELING)]
    moments = one_after_the_other((seated, "right"), (seated, "left"))
    first, second = recognised(side_asked_by_the_knees(lunge), moments)[0]
    assert (first.side, second.side) == ("right", "left")
    assert abs(first.end_s - length_s(seated)) < 1.5
    assert first.end_s <= second.start_s < length_s(seated) + 1.5


def test_a_side_that_was_mistaken_at_first_is_set_right_from_the_beginning(lunge: Movement) -> None:
    odd, seated = [(1.5, KNEELING)], [*rocks(), (6.0, KNEELING)]
    moments = one_after_the_other((odd, "left"), (seated, "right"))
    (only,), _ = recognised(side_asked_by_the_knees(lunge), moments)
    assert only.side == "right"
    assert only.start_s < 1.0


def cues_of(lunge: Movement, sets: tuple[SetResult, ...], ref: str) -> list[Verdict]:
    answered = with_session_cues(sets, summed(lunge, sets), [lunge])
    return [cue.verdict for result in answered for cue in result.cues if cue.ref == ref]


def test_two_sides_alike_are_even_and_their_cues_say_so(lunge: Movement) -> None:
    sets, _ = judged(lunge, one_after_the_other((whole_set(), "right"), (whole_set(), "left")))
    whole = summed(lunge, sets)
    assert (whole.verdict, whole.missing) == (Verdict.GOOD, ())
    assert whole.sides[0].totals["left"].reps == whole.sides[0].totals["right"].reps == 5
    assert len(whole.rests_s) == 1
    assert cues_of(lunge, sets, "3.1") == cues_of(lunge, sets, "3.18") == [Verdict.GOOD, Verdict.GOOD]


def test_fewer_repetitions_on_one_side_are_told(lunge: Movement) -> None:
    four = one_after_the_other((whole_set(), "right"), (whole_set(number=4), "left"))
    three = one_after_the_other((whole_set(), "right"), (whole_set(number=3), "left"))
    assert summed(lunge, judged(lunge, four)[0]).verdict is Verdict.NEARLY
    assert cues_of(lunge, judged(lunge, three)[0], "3.18") == [Verdict.FAULT, Verdict.FAULT]


def test_a_much_longer_hold_on_one_side_is_told(lunge: Movement) -> None:
    sets, _ = judged(lunge, one_after_the_other((whole_set(hold_s=7.0), "right"), (whole_set(hold_s=14.0), "left")))
    assert summed(lunge, sets).verdict is Verdict.FAULT


def test_a_shorter_hold_that_was_out_of_sight_for_as_long_is_no_fault(lunge: Movement) -> None:
    sets, _ = judged(lunge, one_after_the_other((whole_set(hold_s=7.0), "right"), (whole_set(hold_s=14.0), "left")))
    short, long = sets
    assert summed(lunge, (hidden_for(short, 1.0), long)).verdict is Verdict.FAULT
    covered = (hidden_for(short, 6.5), long)
    assert summed(lunge, covered).verdict is Verdict.CANNOT_JUDGE
    assert "out of sight for 6 s" in summed(lunge, covered).sides[0].words
    assert cues_of(lunge, covered, "3.18") == [Verdict.CANNOT_JUDGE, Verdict.CANNOT_JUDGE]


def hidden_for(result: SetResult, unseen_s: float) -> SetResult:
    return replace(result, holds=tuple(replace(hold, unseen_s=unseen_s) for hold in result.holds))


def test_beginning_with_the_other_side_is_nearly_right(lunge: Movement) -> None:
    sets, _ = judged(lunge, one_after_the_other((whole_set(), "left"), (whole_set(), "right")))
    assert cues_of(lunge, sets, "3.1") == [Verdict.NEARLY, Verdict.NEARLY]
    assert cues_of(lunge, sets, "3.18") == [Verdict.GOOD, Verdict.GOOD]


def test_a_side_that_is_missing_is_said_and_not_judged(lunge: Movement) -> None:
    sets, _ = judged(lunge, filmed(whole_set()))
    whole = summed(lunge, sets)
    assert whole.missing == ("Kneeling lunge, left knee down",)
    assert whole.verdict is Verdict.CANNOT_JUDGE
    assert cues_of(lunge, sets, "3.18") == [Verdict.CANNOT_JUDGE]


def test_repetitions_that_could_not_be_seen_make_no_side_uneven(lunge: Movement) -> None:
    from_the_front = whole_set(replace(KNEELING, yaw=0.0), number=0)
    moments = one_after_the_other((whole_set(), "right"), (from_the_front, "left"))
    whole = summed(lunge, judged(lunge, moments)[0])
    assert whole.verdict is Verdict.CANNOT_JUDGE


def test_movements_out_of_their_order_are_nearly_right_and_left_out_ones_are_named(lunge: Movement) -> None:
    (done,), _ = judged(lunge, filmed([*get_down(), *rocks(), (8.0, KNEELING), *stand_up()]))
    other = lunge.model_copy(update={"id": "other", "name": "Other"})
    third = lunge.model_copy(update={"id": "third", "name": "Third"})
    plan = [(other, ("right",)), (lunge, ("right",)), (third, ("right",))]
    later = replace(done, movement="other", name="Other", start_s=done.end_s + 5.0, end_s=done.end_s + 50.0)
    turned = sum_up(plan, [done, later], Evenness())
    assert turned.order is Verdict.NEARLY
    assert turned.missing == ("Third",)
    assert turned.rests_s == (5.0,)
    straight = sum_up(
        plan, [replace(done, movement="other", name="Other"), replace(later, movement=lunge.id)], Evenness()
    )
    assert straight.order is Verdict.GOOD
