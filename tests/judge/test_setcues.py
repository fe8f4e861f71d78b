"""Cues that the whole set answers: how many, how long, how far and how fast."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from formcheck.judge.movement import Judge
from formcheck.judge.session import judge_moments
from formcheck.judge.setcues import scatter
from formcheck.judge.verdict import Verdict
from tests.support.lunge import KNEELING, filmed, get_down, rocks, stand_up, whole_set

if TYPE_CHECKING:
    from formcheck.judge.ledger import CueResult
    from formcheck.routine.schema import Movement
    from tests.support.lunge import Script


def cue(movement: Movement, script: Script, ref: str) -> CueResult:
    (result,), _ = judge_moments(movement, filmed(script))
    return next(cue for cue in result.cues if cue.ref == ref)


@pytest.mark.parametrize(
    ("number", "verdict"),
    [(5, Verdict.GOOD), (4, Verdict.NEARLY), (6, Verdict.NEARLY), (3, Verdict.FAULT), (1, Verdict.FAULT)],
)
def test_five_are_asked_for_and_one_short_is_nearly(lunge: Movement, number: int, verdict: Verdict) -> None:
    found = cue(lunge, whole_set(number=number), "3.12")
    assert (found.verdict, found.value, found.limit, found.unit) == (verdict, number, 5, "reps")


@pytest.mark.parametrize(("hold_s", "verdict"), [(3.5, Verdict.NEARLY), (8.0, Verdict.GOOD), (14.0, Verdict.GOOD)])
def test_a_hold_is_judged_by_how_long_it_was_held(lunge: Movement, hold_s: float, verdict: Verdict) -> None:
    found = cue(lunge, whole_set(hold_s=hold_s), "3.13")
    assert (found.verdict, found.value) == (verdict, pytest.approx(hold_s + 0.3, abs=0.5))


def test_without_a_hold_there_is_none_to_judge(lunge: Movement) -> None:
    found = cue(lunge, [*get_down(), *rocks(5), *stand_up()], "3.13")
    assert (found.verdict, found.value) == (Verdict.NOT_REACHED, None)
    assert found.reason


@pytest.mark.parametrize(
    ("deep", "verdict"), [(12, Verdict.GOOD), (25, Verdict.GOOD), (33, Verdict.NEARLY), (45, Verdict.FAULT)]
)
def test_small_rocks_are_good_and_deep_ones_are_not(lunge: Movement, deep: float, verdict: Verdict) -> None:
    found = cue(lunge, [*get_down(), *rocks(5, deep=deep), (8, KNEELING), *stand_up()], "3.10")
    assert (found.verdict, found.value) == (verdict, pytest.approx(deep, abs=1))


def test_slow_rocks_are_good_and_hasty_ones_are_not(lunge: Movement) -> None:
    slow = cue(lunge, [*get_down(), *rocks(5, period_s=4), (8, KNEELING), *stand_up()], "G7")
    hasty = cue(lunge, [*get_down(), *rocks(5, deep=30, period_s=1.4), (8, KNEELING), *stand_up()], "G7")
    assert slow.verdict is Verdict.GOOD
    assert hasty.verdict is not Verdict.GOOD
    assert slow.value is not None
    assert hasty.value is not None
    assert hasty.value < 1.6 < 3 < slow.value


def test_one_side_alone_says_nothing_of_both(lunge: Movement) -> None:
    found = cue(lunge, whole_set(), "3.18")
    assert (found.verdict, found.reason) == (Verdict.CANNOT_JUDGE, "only one side was seen")
    assert found.mend == "Film the other side as well"


def test_every_judged_cue_of_the_file_is_in_the_result_in_its_order(lunge: Movement) -> None:
    told = [cue.ref for cue in Judge(lunge).finish().cues]
    silent = {cue.ref for cue in lunge.cues if cue.how in {"prompt", "checklist", "question", "logged"}}
    assert told == [cue.ref for cue in lunge.cues if cue.ref not in silent]


def test_a_movement_that_may_be_seen_from_anywhere_is_judged_from_the_front_too(lunge: Movement) -> None:
    anywhere = lunge.model_copy(update={"camera": lunge.camera.model_copy(update={"primary": "any"})})
    from_front = replace(KNEELING, yaw=0.0)
    (result,), snapshots = judge_moments(anywhere, filmed([*get_down(from_front), (12, from_front)]))
    assert next(cue for cue in result.cues if cue.ref == "3.12").verdict is Verdict.FAULT
    assert {snapshot.hint for snapshot in snapshots} == {None}


@pytest.mark.parametrize("noise", [0.5, 2.0])
def test_the_scatter_of_a_signal_is_told_whether_it_moves_or_not(noise: float) -> None:
    random = np.random.default_rng(2)
    still = [float(v) for v in random.normal(90, noise, 400)]
    moving = [v + 20 * float(np.sin(n / 30)) for n, v in enumerate(still)]
    assert scatter(still) == pytest.approx(noise, rel=0.15)
    assert scatter(moving) == pytest.approx(noise, rel=0.15)
    assert scatter([]) == scatter([None, None, 3.0]) == 0.0
