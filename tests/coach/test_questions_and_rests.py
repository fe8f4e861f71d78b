"""Between two sets: questions that need no answer, a rest without hurry, discomfort that is taken seriously."""

from __future__ import annotations

from dataclasses import replace

from formcheck.coach.coach import CoachSettings
from formcheck.coach.commands import Ask
from formcheck.coach.plan import Standing
from formcheck.coach.screens import ScreenKind as Kind
from formcheck.judge.loading import load_program
from tests.coach.person import Led, lunge, lunge_program, stand

ASKED = CoachSettings(consent_given=True, baseline_s=0.0)


def after_a_set(settings: CoachSettings = ASKED) -> Led:
    led = Led(settings)
    led.do([*stand(1.0), *lunge()])
    return led


def test_discomfort_and_change_are_asked_after_a_set_and_kept_with_it() -> None:
    led = after_a_set()
    assert (led.screen.kind, led.screen.title) == (Kind.QUESTION, "Discomfort, 0 to 10?")
    led.ask(Ask.ANSWER, 2)
    assert led.screen.title == "Notice any change?"
    led.ask(Ask.ANSWER, 0)
    assert led.screen.kind is Kind.INTRODUCTION
    answers = led.coach.outcome().answers
    assert [(each.ref, each.side, each.answer) for each in answers] == [
        ("G4", "right", "2"),
        ("G10", "right", "looser"),
    ]


def test_every_answer_has_a_key_of_its_own() -> None:
    led = after_a_set()
    keys = [choice.key for choice in led.screen.choices]
    assert len(set(keys)) == len(keys) == 11 + 2


def test_an_answer_that_there_is_not_is_passed_over() -> None:
    led = after_a_set()
    for value in (11, -1, None):
        led.ask(Ask.ANSWER, value)
    assert led.screen.title == "Discomfort, 0 to 10?"
    assert led.coach.outcome().answers == ()


def test_much_discomfort_leaves_the_other_side_out() -> None:
    led = after_a_set()
    led.ask(Ask.ANSWER, 6)
    assert "Let us leave this one here." in led.said
    assert [step.standing for step in led.coach.outcome().steps] == [Standing.DONE, Standing.SKIPPED]
    led.ask(Ask.SKIP)
    assert led.screen.kind is Kind.SUMMARY


def test_some_discomfort_is_answered_with_less_and_nothing_is_left_out() -> None:
    led = after_a_set()
    led.ask(Ask.ANSWER, 4)
    assert "Do less on the next one." in led.said
    assert Standing.SKIPPED not in {step.standing for step in led.coach.outcome().steps}


def test_questions_that_nobody_answers_go_away_and_are_asked_again_only_at_the_end() -> None:
    program = load_program("hip-mobility")
    place = next(n for n, movement in enumerate(program.movements) if movement.id == "kneeling-lunge")
    steps = (program.file.steps[place], program.file.steps[place + 1])
    two = replace(
        program,
        file=program.file.model_copy(update={"steps": steps}),
        movements=program.movements[place : place + 2],
    )
    led = Led(ASKED, program=two)
    led.do([*stand(1.0), *lunge(), *stand(26.0)])
    assert led.kinds.count(Kind.QUESTION) == 1
    led.do(stand(1.0), side="left")
    led.do(lunge(), side="left")
    assert Kind.QUESTION not in led.kinds[led.kinds.index(Kind.QUESTION) + 1 :]
    assert led.screen.kind is Kind.REST


def test_a_question_does_not_hold_up_who_goes_on() -> None:
    led = after_a_set()
    led.do(stand(1.0), side="left")
    led.do(lunge(), side="left")
    assert [(each.side, len(each.counted)) for each in led.coach.outcome().sets] == [("right", 5), ("left", 5)]


def test_at_the_end_there_is_time_to_answer() -> None:
    led = Led(ASKED, program=lunge_program())
    led.ask(Ask.NEXT)
    led.ask(Ask.SKIP)
    led.do(stand(1.0), side="left")
    led.do([*lunge(), *stand(30.0)], side="left")
    assert led.screen.kind is Kind.QUESTION
    led.wait(35.0)
    led.wait(61.0)
    assert led.screen.kind is Kind.SUMMARY


def test_a_rest_counts_down_and_can_be_cut_short_or_paused() -> None:
    program = load_program("hip-mobility")
    settings = replace(ASKED, questions=False)
    led = Led(settings, program=program)
    led.ask(Ask.NEXT)
    for _ in range(4):
        led.ask(Ask.SKIP)
    led.do(stand(1.0), side="left")
    led.do(lunge(), side="left")
    assert led.screen.kind is Kind.REST
    assert led.screen.countdown_s is not None
    assert 10.0 < led.screen.countdown_s < 20.0
    assert "Next: Standing stretch, right foot up" in led.screen.lines
    left_s = led.screen.countdown_s
    led.ask(Ask.PAUSE)
    led.wait(30.0)
    led.ask(Ask.PAUSE)
    assert led.screen.kind is Kind.REST
    assert led.screen.countdown_s is not None
    assert abs(led.screen.countdown_s - left_s) < 0.5
    assert led.ask(Ask.NEXT).screen.kind is Kind.INTRODUCTION
