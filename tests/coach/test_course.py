from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from formcheck.coach.course import CHANGE_LEAST_S, DOUBTED_S, Course
from formcheck.coach.plan import Step
from formcheck.routine.catalogue import load_movement
from tests.support.lunge import KNEELING, Script, filmed, get_down, length_s, rocks, stand_up

if TYPE_CHECKING:
    from formcheck.routine.schema import Movement


@pytest.fixture(scope="module")
def seated() -> Movement:
    """Give a movement whose position is kept on either side: only the role tells which it is."""
    lunge = load_movement("kneeling-lunge")
    either = next(each for each in lunge.gate.conditions if each.measure == "trunk_inclination")
    gate = lunge.gate.model_copy(update={"conditions": (either,), "keep": (either,)})
    return lunge.model_copy(update={"gate": gate})


def doubts(movement: Movement, *parts: tuple[Script, str]) -> list[tuple[float, str | None]]:
    """Give when the side was doubted, and which had the floor."""
    course = Course([movement], Step(movement, "right", rest_s=20.0))
    found, start_s = [], 0.0
    for script, side in parts:
        for moment in filmed(script, side, start_s=start_s):
            course.feed(moment)
            if course.side_is_doubted:
                found.append((moment.time_s, course.floor.side if course.floor else None))
        start_s += length_s(script)
    return found


def test_a_side_that_turns_into_the_other_within_the_position_is_doubted_for_a_while(seated: Movement) -> None:
    script = [(0.5, KNEELING), *rocks(), (6.0, KNEELING)]
    doubted = doubts(seated, (script, "right"), (script, "left"))
    assert {side for _, side in doubted} == {"left"}
    assert doubted[0][0] > length_s(script)
    assert doubted[-1][0] - doubted[0][0] == pytest.approx(DOUBTED_S, abs=0.1)


def test_who_gets_up_and_takes_up_the_other_side_is_not_doubted() -> None:
    script = [*get_down(), *rocks(), (6.0, KNEELING), *stand_up()]
    assert length_s(stand_up()) + length_s(get_down()) > CHANGE_LEAST_S
    assert doubts(load_movement("kneeling-lunge"), (script, "right"), (script, "left")) == []
