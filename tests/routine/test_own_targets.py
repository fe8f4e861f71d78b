"""A person's own targets take the place of the movement file's, and nothing else of it changes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.judge.loading import load_movement, load_program
from formcheck.routine.catalogue import movement_ids
from formcheck.routine.cues import CountCue, MeasuredCue, RepCue, TimerCue
from formcheck.routine.own_targets import OwnTargets, not_followed, with_own_targets
from formcheck.routine.phrasebook import load_phrases
from formcheck.routine.program import program_with
from formcheck.routine.schema import Movement

EVERYTHING = st.builds(
    OwnTargets,
    reps=st.none() | st.integers(1, 30),
    hold_s=st.none() | st.floats(1, 90),
    knee_angle_deg=st.none() | st.floats(30, 180),
    easier=st.booleans(),
)


def lunge(**own: float | bool) -> Movement:
    return with_own_targets(load_movement("kneeling-lunge"), OwnTargets(**own))  # type: ignore[arg-type]


def cue(movement: Movement, ref: str) -> MeasuredCue | RepCue | TimerCue | CountCue:
    found = next(each for each in movement.cues if each.ref == ref)
    assert isinstance(found, MeasuredCue | RepCue | TimerCue | CountCue)
    return found


@pytest.mark.parametrize("name", movement_ids())
@settings(max_examples=20, deadline=None)
@given(own=EVERYTHING)
def test_a_movement_with_own_targets_is_a_movement_still(name: str, own: OwnTargets) -> None:
    movement = load_movement(name)
    followed = with_own_targets(movement, own)
    assert Movement.model_validate(followed.model_dump(by_alias=True)) == followed
    assert [each.ref for each in followed.cues] == [each.ref for each in movement.cues]
    if own == OwnTargets():
        assert followed == movement


def test_own_repetitions_are_those_of_the_main_phase() -> None:
    main = lunge(reps=8).main_phase
    assert main is not None
    assert main.target == 8
    stretch = with_own_targets(load_movement("standing-stretch"), OwnTargets(reps=8))
    assert [phase.target for phase in stretch.phases if phase.kind == "reps"] == [3, 8, 5]


@pytest.mark.parametrize("hold_s", [3.0, 10.0, 30.0, 60.0])
def test_an_own_hold_is_released_when_it_is_done_and_is_good_then(hold_s: float) -> None:
    movement = lunge(hold_s=hold_s)
    hold = movement.phase("hold").hold
    assert hold is not None
    assert hold.release_s == hold.target_s.low == hold_s
    timer = cue(movement, "3.13")
    assert isinstance(timer, TimerCue)
    assert timer.good.low <= hold_s <= timer.good.high
    assert timer.nearly.low < timer.good.low
    assert timer.nearly.high >= timer.good.high


def test_an_own_angle_at_the_knee_moves_its_bands_and_may_be_taken_up() -> None:
    movement = lunge(knee_angle_deg=140)
    (check,) = cue(movement, "3.4").checks  # type: ignore[union-attr]
    assert (check.good.low, check.good.high) == (25, 55)
    begun = next(each for each in movement.gate.conditions if each.measure == "front.knee_bend")
    assert begun.within.excess(40) < 0
    # What is asked for a straight knee keeps its tolerance about the own angle.
    stretch = with_own_targets(load_movement("standing-stretch"), OwnTargets(knee_angle_deg=150))
    (check,) = cue(stretch, "4.24").checks  # type: ignore[union-attr]
    assert check.good.high == 50


def test_in_the_easier_version_no_repetition_is_too_small() -> None:
    assert cue(lunge(), "3.10").good.excess(5) > 0  # type: ignore[union-attr]
    eased = cue(lunge(easier=True), "3.10")
    assert isinstance(eased, RepCue)
    assert eased.good.excess(5) < 0
    assert eased.nearly.high == 35


def test_what_a_movement_has_no_place_for_is_told() -> None:
    everything = OwnTargets(reps=8, hold_s=10, knee_angle_deg=90)
    assert not_followed(load_movement("kneeling-lunge"), everything) == ()
    assert not_followed(load_movement("adductor-rock-back"), everything) == ("knee_angle_deg",)


@pytest.mark.parametrize(("language", "said"), [("en", "Rock forward: 8 times."), ("de", "Nach vorn wiegen: 8-mal.")])
def test_the_words_name_the_own_targets_in_every_language(language: str, said: str) -> None:
    own = {"kneeling-lunge": OwnTargets(reps=8, knee_angle_deg=120)}
    program = program_with(load_program("hip-mobility"), own, load_phrases())
    told = load_phrases(language).program(program)
    movement = next(each for each in told.movements if each.id == "kneeling-lunge")
    assert movement.main_phase is not None
    assert movement.main_phase.prompt == said
    assert "120" in cue(movement, "3.4").say
    assert "8" in cue(movement, "3.12").title
    assert told.own == own


def test_what_is_left_out_is_not_missed_unless_it_was_done_all_the_same() -> None:
    own = {"kneeling-lunge": OwnTargets(left_out=True)}
    program = program_with(load_program("hip-mobility"), own, load_phrases())
    assert [movement.id for movement, _ in program.plan_for(())] == [
        "adductor-rock-back",
        "hip-rotation-90-90",
        "standing-stretch",
    ]
    assert len(program.plan_for({"kneeling-lunge"})) == 4
