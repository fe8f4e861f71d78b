"""Repetitions and holds are weighed as a person with a stop-watch would."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.analysis.scoring.counting import (
    RepScore,
    TrueHold,
    score_hold,
    score_holds,
    score_reps,
    strays,
    true_holds,
)
from formcheck.analysis.scoring.truth import Act, Span, TrueRep, Truth, read_truth
from formcheck.body.view import UNKNOWN_VIEW
from formcheck.judge.account import Hold
from formcheck.judge.loading import load_movement
from formcheck.judge.result import RepResult, SetResult, ViewSummary
from tests.support.truths import truth, write_truth

if TYPE_CHECKING:
    from pathlib import Path

LUNGE = load_movement("kneeling-lunge")
STANDING = load_movement("standing-stretch")

ACT = Act(
    movement="kneeling-lunge",
    side="right",
    start_s=0.0,
    end_s=40.0,
    reps_meant=5,
    faults={},
    phases=(Span(name="getting_out", start_s=36.0, end_s=40.0),),
    reps=tuple(
        TrueRep(name="rock", start_s=3.0 * n, end_s=3.0 * n + 3.0, number=n, peak_s=3.0 * n + 1.5) for n in range(1, 6)
    ),
    holds=(Span(name="upright", start_s=20.0, end_s=26.0), Span(name="side_bend", start_s=28.5, end_s=33.0)),
    cues=(),
)


@pytest.fixture(scope="module")
def side_on(tmp_path_factory: pytest.TempPathFactory) -> Truth:
    """Filmed from the right."""
    return read_truth(write_truth(tmp_path_factory.mktemp("truth") / "x.json.gz", truth()))


def rocks(act: Act, known: Truth, *sets: SetResult) -> RepScore:
    (score,) = score_reps(act, LUNGE, known, sets)
    return score


def a_set(peaks: list[float], *holds: Hold) -> SetResult:
    reps = tuple(RepResult(p - 1, p, p + 1, 20.0, (), counted=True, why_not=None) for p in peaks)
    view = ViewSummary(UNKNOWN_VIEW, 1.0)
    return SetResult("kneeling-lunge", "Lunge", 1, "right", 0.0, 40.0, 30.0, view, 5, reps, holds, (), {})


def a_hold(start_s: float, end_s: float) -> Hold:
    return Hold(start_s, end_s, end_s - start_s, end_s - start_s, 0.0)


def test_repetitions_counted_near_their_peaks_are_right(side_on: Truth) -> None:
    score = rocks(ACT, side_on, a_set([4.6, 7.4, 10.5, 13.5, 16.5]))
    assert (score.expected, score.counted, score.matched, score.exact) == (5, 5, 5, True)
    assert score.peak_errors_s == pytest.approx((0.1, -0.1, 0.0, 0.0, 0.0))


def test_a_repetition_that_is_not_counted_is_missed(side_on: Truth) -> None:
    score = rocks(ACT, side_on, a_set([4.5, 7.5, 13.5, 16.5]))
    assert (score.counted, score.matched, score.off_by, score.exact) == (4, 4, 1, False)


def test_one_that_does_not_count_is_rightly_left_out_and_wrongly_counted(side_on: Truth) -> None:
    quick = ACT.reps[2].model_copy(update={"counts": False, "why_not": "too short"})
    act = ACT.model_copy(update={"reps": (*ACT.reps[:2], quick, *ACT.reps[3:])})
    left_out = rocks(act, side_on, a_set([4.5, 7.5, 13.5, 16.5]))
    assert (left_out.done, left_out.expected, left_out.exact) == (5, 4, True)
    assert left_out.should_not == ("too short",)
    counted = a_set([4.5, 7.5, 10.5, 13.5, 16.5])
    assert not rocks(act, side_on, counted).exact
    # It was done, so it is miscounted, and no stray.
    assert not strays(replace(side_on, acts=(act,)), LUNGE, [counted])


def test_what_cannot_be_seen_from_the_front_is_told_apart(side_on: Truth) -> None:
    in_front = replace(side_on, azimuth_deg=side_on.azimuth_deg * 0.0)
    assert rocks(ACT, side_on).seen
    assert not rocks(ACT, in_front).seen
    assert [hold.seen for hold in score_holds(ACT, LUNGE, in_front, [])] == [False]


@pytest.mark.parametrize(("near", "from_afar"), [(None, True), ("raised", False)])
def test_a_phase_that_asks_for_a_side_toward_the_camera_is_seen_with_that_side_only(
    side_on: Truth, near: str | None, from_afar: bool
) -> None:
    phases = tuple(each.model_copy(update={"near": near}) if each.id == "pumps" else each for each in STANDING.phases)
    asking = STANDING.model_copy(update={"phases": phases})
    pump = TrueRep(name="pump", start_s=3.0, end_s=4.0, number=1, peak_s=3.5)
    for side, seen in (("right", True), ("left", from_afar)):
        act = ACT.model_copy(update={"movement": "standing-stretch", "side": side, "reps": (pump,), "holds": ()})
        scores = {score.phase: score for score in score_reps(act, asking, side_on, [])}
        assert scores["pumps"].seen is seen
        assert scores["hinges"].seen


def test_two_holds_that_have_phases_of_their_own_are_two() -> None:
    holds = (Span(name="pointed", start_s=20.0, end_s=24.0), Span(name="toes_back", start_s=24.5, end_s=28.0))
    act = ACT.model_copy(update={"movement": "standing-stretch", "holds": holds})
    assert [(hold.name, hold.phase) for hold in true_holds(act, STANDING)] == [
        ("pointed", "pointed"),
        ("toes_back", "toes-back"),
    ]


def test_a_count_that_is_right_by_chance_is_not_exact(side_on: Truth) -> None:
    score = rocks(ACT, side_on, a_set([4.5, 7.5, 10.5, 13.5, 30.0]))
    assert (score.counted, score.matched, score.exact) == (5, 4, False)


def test_other_repetitions_of_the_truth_do_not_count(side_on: Truth) -> None:
    pump = TrueRep(name="pump", start_s=30.0, end_s=31.0, number=1, peak_s=30.5)
    assert rocks(ACT.model_copy(update={"reps": (*ACT.reps, pump)}), side_on).done == 5


@given(peaks=st.lists(st.floats(0, 40), max_size=12))
def test_no_repetition_is_matched_twice(side_on: Truth, peaks: list[float]) -> None:
    score = rocks(ACT, side_on, a_set(peaks))
    assert score.matched <= min(score.done, score.counted)
    assert len(score.peak_errors_s) == score.matched


def test_holds_that_follow_each_other_closely_are_one() -> None:
    assert true_holds(ACT, LUNGE) == [TrueHold(20.0, 33.0, 36.0, "upright+side_bend")]


def test_a_hold_after_a_long_break_is_another_one() -> None:
    late = ACT.model_copy(update={"holds": (ACT.holds[0], Span(name="side_bend", start_s=31.0, end_s=34.0))})
    (hold,) = true_holds(late, LUNGE)
    assert hold.end_s == 26.0


@pytest.mark.parametrize(("end_s", "error_s"), [(33.0, 0.0), (35.9, 0.0), (32.0, -1.0), (37.5, 1.5)])
def test_staying_in_position_until_one_gets_up_is_no_mistake(end_s: float, error_s: float) -> None:
    (hold,) = true_holds(ACT, LUNGE)
    score = score_hold(hold, [a_set([], a_hold(20.0, end_s))])
    assert score.found
    assert score.end_error_s == pytest.approx(error_s)
    assert score.held_error_s == pytest.approx(error_s)


def test_a_hold_in_two_pieces_is_told_as_two() -> None:
    score = score_hold(TrueHold(20.0, 30.0, 30.0), [a_set([], a_hold(20.5, 24.0), a_hold(25.0, 30.0))])
    assert (score.pieces, score.start_error_s) == (2, 0.5)
    assert score.held_error_s == pytest.approx(-1.5)


def test_a_hold_that_was_not_timed_is_not_found() -> None:
    score = score_hold(TrueHold(20.0, 30.0, 30.0), [a_set([], a_hold(5.0, 9.0))])
    assert not score.found
    assert score.held_error_s is None


def test_what_was_counted_while_something_else_happened_is_told_with_what_it_was(tmp_path: Path) -> None:
    known = read_truth(write_truth(tmp_path / "x.json.gz", truth()))
    rightly = [rep.peak_s for rep in known.acts[0].reps]
    found = strays(known, LUNGE, [a_set([0.5, *rightly], a_hold(0.2, 1.9))])
    assert [(stray.kind, stray.doing) for stray in found] == [
        ("rep", "kneeling-lunge: setup"),
        ("hold", "kneeling-lunge: setup"),
    ]


def test_all_repetitions_of_a_clip_without_the_movement_are_strays(tmp_path: Path) -> None:
    known = read_truth(write_truth(tmp_path / "x.json.gz", truth(acts=[])))
    result = replace(a_set([3.0, 6.0]), side=None)
    assert [stray.doing for stray in strays(known, LUNGE, [result])] == ["kneeling-lunge"] * 2
