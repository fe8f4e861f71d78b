from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from formcheck.coach.arbiter import MOST_A_SET
from formcheck.coach.commands import Ask
from formcheck.coach.course import CHANGE_LEAST_S, DOUBTED_S, Course
from formcheck.coach.lead import REMARK_S, Lead
from formcheck.coach.plan import Step
from formcheck.coach.settings import CoachSettings
from formcheck.coach.utterance import Urgency, Utterance
from formcheck.judge.claims import KEPT_LEAST_S
from formcheck.routine.catalogue import load_movement
from formcheck.routine.phrasebook import load_phrases
from tests.coach.person import FORWARD, Led, lunge_program
from tests.coach.person import KNEELING as KNEELS
from tests.support.lunge import KNEELING, Script, filmed, get_down, length_s, rocks, stand_up

if TYPE_CHECKING:
    from formcheck.routine.schema import Movement
    from tests.coach.person import Part


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


def test_a_side_that_is_not_due_is_doubted_at_first_where_the_due_one_would_fit_as_well(seated: Movement) -> None:
    script = [*get_down(), *rocks(), (4.0, KNEELING)]
    doubted = doubts(seated, (script, "left"))
    assert {side for _, side in doubted} == {"left"}
    assert doubted[-1][0] - doubted[0][0] == pytest.approx(DOUBTED_S, abs=0.1)
    assert doubts(load_movement("kneeling-lunge"), (script, "left")) == []


def test_nobody_is_corrected_while_the_side_is_doubted_and_then_for_what_is_still_amiss(seated: Movement) -> None:
    settings = CoachSettings(consent_given=True, questions=False, baseline_s=0.0)
    led = Led(settings, replace(lunge_program(), movements=(seated,)))
    led.ask(Ask.NEXT)
    led.do([(1.6, KNEELS), (1.8, KNEELS), *stoops(3, trunk=0.0)])
    led.do(stoops(5, trunk=30.0), side="left", yaw_deg=-90.0)
    turned_s = next(turn.time_s for turn in led.turns if turn.snapshot and turn.snapshot.side == "left")
    said_s = [each.born_s for turn in led.turns for each in turn.utterances if each.urgency >= Urgency.CORRECT]
    after_s = [at_s - turned_s for at_s in said_s if at_s >= turned_s]
    assert after_s
    assert DOUBTED_S <= after_s[0] < DOUBTED_S + 1.0


def stoops(number: int, trunk: float) -> list[Part]:
    """So many rocks with the trunk leaning forward."""
    builds = [(0.6, KNEELS), (1.5, FORWARD), (1.5, KNEELS)] * number
    return [(seconds, replace(build, trunk=trunk)) for seconds, build in builds]


# ---- what is said of it ----------------------------------------------------------------------------------------------


def heard_as_the_other_side_is_found(correction: Utterance, *later_s: float) -> list[list[str]]:
    """Give what is said as the left side is found where the right one is due, and at some times after that."""
    lead = Lead(lunge_program(), load_phrases("en"), CoachSettings(consent_given=True))
    for moment in filmed([*get_down(), *rocks(2)], "left"):
        lead.course.feed(moment)
    assert lead.course.floor is not None
    assert lead.course.floor.side == "left"
    lead.pass_on((correction,))
    lead.adopt(lead.course.floor, correction.born_s, on_the_way=False)
    said = []
    for at_s in (0.0, *later_s):
        lead.remark(correction.born_s + at_s)
        said.append([each.text for each in lead.take()[0]])
    return said


def test_that_it_is_the_other_side_is_not_said_over_a_correction() -> None:
    correction = Utterance("Sit tall. Chest up.", 20.0, 21.0, Urgency.CORRECT, source="3.14")
    said = heard_as_the_other_side_is_found(correction, 0.5, 1.1, 1.2)
    assert said == [["Sit tall. Chest up."], [], ["That is the other side. Fine."], []]


def test_that_it_is_the_other_side_is_not_said_while_that_is_doubted(seated: Movement) -> None:
    lead = Lead(replace(lunge_program(), movements=(seated,)), load_phrases("en"), CoachSettings(consent_given=True))
    adopted, doubted = False, []
    for moment in filmed([*get_down(), *rocks(3), (4.0, KNEELING)], "left"):
        lead.course.feed(moment)
        if lead.course.floor is not None and not adopted:
            lead.adopt(lead.course.floor, moment.time_s, on_the_way=False)
            adopted = True
        lead.remark(moment.time_s)
        doubted += [lead.course.side_is_doubted for each in lead.take()[0] if "other side" in each.text]
    assert doubted == [False]


def test_what_could_not_be_said_of_the_order_in_its_time_is_left_unsaid() -> None:
    correction = Utterance("Sit tall. Chest up.", 20.0, 21.0, Urgency.CORRECT, source="3.14")
    assert heard_as_the_other_side_is_found(correction, REMARK_S + 0.1) == [["Sit tall. Chest up."], []]


# ---- whose set it is -------------------------------------------------------------------------------------------------


def test_who_only_stays_in_a_position_that_two_movements_share_does_the_one_that_is_due() -> None:
    lunge = load_movement("kneeling-lunge")
    twin = lunge.model_copy(update={"id": "its-twin"})
    course, had = Course([twin, lunge], Step(lunge, "right", rest_s=20.0)), []
    for moment in filmed([*get_down(), (KEPT_LEAST_S + 6.0, KNEELING)], "right"):
        course.feed(moment)
        had += [course.floor.movement.id] if course.floor else []
    assert set(had) == {"kneeling-lunge"}


def test_what_was_said_often_enough_on_one_side_is_said_on_the_other_again(seated: Movement) -> None:
    settings = CoachSettings(consent_given=True, questions=False, baseline_s=0.0)
    led = Led(settings, replace(lunge_program(), movements=(seated,)))
    led.ask(Ask.NEXT)
    led.do([(1.6, KNEELS), (1.0, KNEELS), *stoops(4, trunk=30.0)])
    led.do([(5.0, replace(KNEELS, trunk=30.0))])
    led.do(stoops(4, trunk=30.0), side="left", yaw_deg=-90.0)
    said = [(turn.snapshot.side, each.source) for turn in led.turns for each in turn.utterances if turn.snapshot]
    sides = [side for side, source in said if source == "3.14"]
    assert sides.count("right") == MOST_A_SET
    assert "left" in sides
