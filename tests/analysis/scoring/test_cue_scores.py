"""A verdict is weighed by what was really done, and by what the camera could see."""

from __future__ import annotations

import pytest

from formcheck.analysis.scoring.cues import TOO_SMALL, base_ref, ref_order, score_cues, set_of, unknown_refs
from formcheck.analysis.scoring.figures import is_blind_fault, is_false_alarm
from formcheck.analysis.scoring.truth import Act, Span, TrueCue, TrueRep
from formcheck.body.view import UNKNOWN_VIEW
from formcheck.judge.ledger import CueResult
from formcheck.judge.loading import load_movement
from formcheck.judge.result import SetResult, ViewSummary
from formcheck.judge.verdict import Verdict

LUNGE, ROCK_BACK = load_movement("kneeling-lunge"), load_movement("adductor-rock-back")


def spoken(ref: str, value: float, verdict: str, judgeable: str = "yes", lasts_s: float = 3.0) -> TrueCue:
    return TrueCue.model_validate(
        {
            "ref": ref,
            "span": "rep rock 1",
            "start_s": 5.0,
            "end_s": 5.0 + lasts_s,
            "value": value,
            "verdict": verdict,
            "judgeable": judgeable,
        }
    )


def act_with(*cues: TrueCue, side: str = "right", start_s: float = 0.0, end_s: float = 30.0) -> Act:
    return Act.model_validate(
        {
            "movement": "kneeling-lunge",
            "side": side,
            "start_s": start_s,
            "end_s": end_s,
            "reps_meant": 5,
            "faults": {},
            "phases": (),
            "reps": (),
            "holds": (),
            "cues": cues,
        }
    )


def a_set(side: str | None = "right", start_s: float = 0.0, end_s: float = 30.0, **verdicts: Verdict) -> SetResult:
    cues = tuple(CueResult(ref.strip("_").replace("_", "."), ref, "", "", verdict) for ref, verdict in verdicts.items())
    view = ViewSummary(UNKNOWN_VIEW, 1.0)
    return SetResult("kneeling-lunge", "Lunge", 1, side, start_s, end_s, 20.0, view, 5, (), (), cues, {})


def test_the_worst_of_a_cues_spans_is_its_truth() -> None:
    act = act_with(spoken("3.14", 4.0, "good"), spoken("3.14", 24.0, "fault"), spoken("3.14", 14.0, "nearly"))
    (score,) = score_cues(act, LUNGE, a_set(_3_14=Verdict.GOOD))
    assert (score.truth, score.value, score.verdict) == ("fault", 24.0, "good")


def test_the_way_back_is_not_asked_of_a_rock_that_turned_into_the_hold() -> None:
    rocked = act_with(spoken("1.9", 0.2, "fault", lasts_s=2.8), spoken("1.9", 0.95, "good", lasts_s=1.0))
    hold = Span(name="back", start_s=7.8, end_s=14.0)
    (score,) = score_cues(rocked.model_copy(update={"holds": (hold,)}), ROCK_BACK, None)
    assert (score.truth, score.value) == ("good", 0.95)


def test_a_hold_that_goes_on_in_the_reach_is_weighed_as_one() -> None:
    held = act_with(spoken("3.13", 2.8, "fault", lasts_s=2.8))
    parts = tuple(Span(name=n, start_s=a, end_s=b) for n, a, b in (("upright", 5, 7.8), ("side_bend", 10, 13)))
    (score,) = score_cues(held.model_copy(update={"holds": parts}), LUNGE, None)
    assert (score.truth, score.value, score.clear) == ("good", 8.0, False)
    (alone,) = score_cues(held.model_copy(update={"holds": parts[:1]}), LUNGE, None)
    assert (alone.truth, alone.clear) == ("fault", True)


def test_a_fault_that_is_over_in_a_blink_is_nearly() -> None:
    act = act_with(spoken("3.14", 24.0, "fault", lasts_s=0.2))
    (score,) = score_cues(act, LUNGE, a_set(_3_14=Verdict.GOOD))
    assert score.truth == "nearly"


def test_a_look_at_the_peak_is_long_enough_for_a_fault() -> None:
    act = act_with(spoken("3.11", -0.3, "fault", lasts_s=0.399))
    (score,) = score_cues(act, LUNGE, a_set(_3_11=Verdict.FAULT))
    assert (score.truth, score.clear) == ("fault", True)


@pytest.mark.parametrize(("value", "clear"), [(24.0, False), (31.0, True)])
def test_a_fault_is_clear_beyond_its_limit_by_the_tolerance_once_more(value: float, clear: bool) -> None:
    act = act_with(spoken("3.14", value, "fault"))
    (score,) = score_cues(act, LUNGE, a_set(_3_14=Verdict.NEARLY))
    assert score.clear is clear


@pytest.mark.parametrize(("counted", "clear"), [(4.0, False), (3.0, True)])
def test_one_repetition_too_few_is_no_clear_fault(counted: float, clear: bool) -> None:
    (score,) = score_cues(act_with(spoken("3.12", counted, "fault")), LUNGE, a_set(_3_12=Verdict.NEARLY))
    assert score.clear is clear


@pytest.mark.parametrize(("range_deg", "clear"), [(7.0, False), (4.0, True)])
def test_rocks_that_are_a_trifle_too_small_make_no_clear_fault_of_the_count(range_deg: float, clear: bool) -> None:
    small = [spoken("3.10", range_deg, "nearly").model_copy(update={"span": f"rep rock {n}"}) for n in (1, 2)]
    reps = tuple(
        TrueRep(
            name="rock", number=n, start_s=n, end_s=n + 1, peak_s=n, counts=n > 2, why_not=None if n > 2 else TOO_SMALL
        )
        for n in range(1, 6)
    )
    act = act_with(spoken("3.12", 3.0, "fault"), *small).model_copy(update={"reps": reps})
    scores = {score.ref: score for score in score_cues(act, LUNGE, a_set(_3_12=Verdict.GOOD, _3_10=Verdict.GOOD))}
    assert (scores["3.12"].truth, scores["3.12"].clear) == ("fault", clear)


def test_no_fault_is_clear_where_the_camera_needs_wider_tolerance() -> None:
    act = act_with(spoken("3.14", 50.0, "fault", judgeable="widened"))
    (score,) = score_cues(act, LUNGE, a_set(_3_14=Verdict.NEARLY))
    assert (score.judgeable, score.clear) == ("widened", False)


def test_spans_that_the_camera_sees_speak_before_those_it_does_not() -> None:
    act = act_with(spoken("3.14", 40.0, "fault", judgeable="no"), spoken("3.14", 3.0, "good"))
    (score,) = score_cues(act, LUNGE, a_set(_3_14=Verdict.GOOD))
    assert (score.truth, score.judgeable) == ("good", "yes")


def test_a_cue_of_two_halves_of_which_one_is_seen_can_be_judged_in_part() -> None:
    act = act_with(spoken("3.14", 3.0, "good", judgeable="no"), spoken("3.14s", 30.0, "fault"))
    (score,) = score_cues(act, LUNGE, a_set(_3_14=Verdict.CANNOT_JUDGE))
    assert (score.ref, score.judgeable, score.truth, score.clear) == ("3.14", "partly", "fault", True)


def test_a_fault_on_good_form_is_a_false_alarm_only_where_it_can_be_seen() -> None:
    seen, unseen = (
        score_cues(act_with(spoken("3.14", 3.0, "good", judgeable)), LUNGE, a_set(_3_14=Verdict.FAULT))[0]
        for judgeable in ("yes", "no")
    )
    assert is_false_alarm(seen)
    assert not is_blind_fault(seen)
    assert is_blind_fault(unseen)
    assert not is_false_alarm(unseen)


def test_a_right_count_of_too_few_is_no_mistake_from_a_bad_view() -> None:
    act = act_with(spoken("3.12", 3.0, "fault", judgeable="no"))
    (score,) = score_cues(act, LUNGE, a_set(_3_12=Verdict.FAULT))
    assert not is_blind_fault(score)


def test_an_act_for_which_no_set_was_found_is_not_reached() -> None:
    (score,) = score_cues(act_with(spoken("3.14", 3.0, "good")), LUNGE, None)
    assert score.verdict == "not_reached"


def test_the_set_of_the_same_side_belongs_to_an_act() -> None:
    left, right = a_set("left", 0.0, 60.0), a_set("right", 20.0, 60.0)
    assert set_of(act_with(side="right", start_s=30.0, end_s=60.0), [left, right]) is right
    assert set_of(act_with(side="left", start_s=0.0, end_s=20.0), [left, right]) is left
    assert set_of(act_with(side="left", start_s=70.0, end_s=80.0), [left, right]) is None


def test_cues_that_only_one_of_the_two_knows_are_told() -> None:
    truth_only, routine_only = unknown_refs(act_with(spoken("3.14", 1.0, "good"), spoken("2.7", 0.0, "good")), LUNGE)
    assert truth_only == {"2.7"}
    assert "3.16" in routine_only
    assert "3.14" not in routine_only


def test_cues_stand_in_the_order_of_the_tables() -> None:
    assert sorted(["4.1", "3.14", "G13", "3.4", "G7"], key=ref_order) == ["G7", "G13", "3.4", "3.14", "4.1"]
    assert [base_ref(ref) for ref in ("3.14s", "G7", "2.4r", "3.5")] == ["3.14", "G7", "2.4", "3.5"]
