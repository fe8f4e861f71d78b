"""A session leads: from the disclaimer to the summary, at the person's own pace, with nobody at the keys."""

from __future__ import annotations

from dataclasses import replace

from formcheck.coach.coach import CoachSettings
from formcheck.coach.commands import Ask
from formcheck.coach.events import Happening
from formcheck.coach.plan import Standing
from formcheck.coach.screens import ScreenKind as Kind
from formcheck.coach.utterance import Tone
from tests.coach.person import KNEELING, STANDING, Led, lunge, rocks, stand

CONSENTED = CoachSettings(consent_given=True)
UNASKED = replace(CONSENTED, questions=False)


def at_the_lunge(settings: CoachSettings = UNASKED) -> Led:
    """Begin a session in which the first lunge is about to be introduced."""
    led = Led(replace(settings, baseline_s=0.0))
    led.do(stand(1.0))
    led.ask(Ask.NEXT)
    return led


def done_on(led: Led) -> list[tuple[str | None, int, int]]:
    return [(each.side, len(each.counted), len(each.holds)) for each in led.coach.outcome().sets]


def test_nothing_is_judged_before_the_disclaimer_was_agreed_to() -> None:
    led = Led(CoachSettings())
    led.do([*stand(1.0), *lunge()])
    assert led.kinds == [Kind.CONSENT]
    assert done_on(led) == []
    assert led.ask(Ask.SKIP).screen.kind is Kind.CONSENT
    assert led.ask(Ask.NEXT).screen.kind is Kind.WARM_UP


def test_who_does_not_agree_can_leave_at_once() -> None:
    led = Led(CoachSettings())
    led.ask(Ask.STOP)
    assert led.coach.done


def test_what_is_ticked_off_is_shown_and_kept() -> None:
    led = Led()
    ticked = [choice.ticked for choice in led.ask(Ask.TICK, 1).screen.choices if choice.ticked is not None]
    assert ticked == [False, True, False, False]
    led.ask(Ask.TICK, 0)
    led.ask(Ask.TICK, 0)
    led.ask(Ask.TICK, 99)
    assert led.coach.outcome().ticked == ("G2.1",)


def test_with_nobody_at_the_keys_both_sides_are_led_through_to_the_summary() -> None:
    led = Led(UNASKED)
    led.do(stand(2.0))
    led.ask(Ask.NEXT)
    led.do([*stand(19.0), *lunge()])
    led.do(stand(12.0), side="left")
    led.do(lunge(), side="left")
    step = [Kind.INTRODUCTION, Kind.FRAMING, Kind.READY, Kind.WORK]
    assert led.kinds == [Kind.WARM_UP, Kind.BASELINE, *step, *step, Kind.SUMMARY]
    assert [(row.side_words, row.reps, row.reps_target, row.skipped) for row in led.screen.summary] == [
        ("right knee down", 5, 5, False),
        ("left knee down", 5, 5, False),
    ]
    assert not led.coach.done
    led.ask(Ask.STOP)
    assert led.coach.done


def test_standing_tall_for_three_seconds_is_counted_down_and_taken_once() -> None:
    led = Led()
    led.ask(Ask.NEXT)
    led.do(stand(4.0))
    tones = [each.tone for turn in led.turns for each in turn.utterances if each.tone]
    assert tones == [Tone.READY] * 3 + [Tone.DONE]
    assert led.screen.kind is Kind.INTRODUCTION


def test_who_cannot_stand_is_not_kept_waiting() -> None:
    led = Led()
    led.do([(1.0, KNEELING)])
    led.wait(1.0)
    led.ask(Ask.NEXT)
    assert led.screen.kind is Kind.BASELINE
    led.wait(16.0)
    assert led.screen.kind is Kind.INTRODUCTION
    assert Happening.BASELINE_SKIPPED in {event.kind for event in led.coach.outcome().marks}


def test_a_position_taken_up_early_is_judged_from_then_on() -> None:
    led = at_the_lunge()
    led.do(lunge())
    assert led.kinds == [Kind.WARM_UP, Kind.INTRODUCTION, Kind.WORK, Kind.INTRODUCTION]
    assert done_on(led) == [("right", 5, 1)]


def test_even_the_warm_up_need_not_be_clicked_away() -> None:
    led = Led(UNASKED)
    led.do([*stand(2.0), *lunge()])
    assert done_on(led) == [("right", 5, 1)]


def test_leaving_the_picture_pauses_and_coming_back_goes_on_with_the_same_set() -> None:
    led = at_the_lunge()
    led.do([(1.6, KNEELING), (1.8, KNEELING), *rocks(2)])
    led.away(20.0)
    assert led.screen.kind is Kind.PAUSED
    assert Tone.ATTENTION in {each.tone for turn in led.turns for each in turn.utterances}
    led.last = STANDING
    led.do([*stand(1.5), (1.6, KNEELING), (2.0, KNEELING), *rocks(3)])
    assert led.screen.kind is Kind.WORK
    assert led.screen.snapshot is not None
    assert led.screen.snapshot.reps == 5
    assert [side for side, _, _ in done_on(led)] == ["right"]


def test_somebody_lost_from_sight_for_a_moment_is_not_interrupted() -> None:
    led = at_the_lunge()
    led.do([(1.6, KNEELING), (1.8, KNEELING), *rocks(2)])
    led.away(1.5)
    led.do(rocks(3))
    assert Kind.PAUSED not in led.kinds
    assert done_on(led)[0][1] == 5


def test_a_lost_camera_pauses_too() -> None:
    led = at_the_lunge()
    led.do([(1.6, KNEELING), (1.8, KNEELING), *rocks(1)])
    led.wait(6.0)
    assert led.screen.kind is Kind.PAUSED


def test_nothing_is_counted_in_a_pause_that_was_asked_for() -> None:
    led = at_the_lunge()
    led.do([(1.6, KNEELING), (1.8, KNEELING), *rocks(2)])
    assert led.ask(Ask.PAUSE).screen.kind is Kind.PAUSED
    led.do(rocks(2))
    assert led.screen.kind is Kind.PAUSED
    assert led.ask(Ask.PAUSE).screen.kind is Kind.WORK
    led.do([(1.5, KNEELING), *rocks(3)])
    assert done_on(led)[0][1] == 5


def test_a_countdown_goes_on_where_it_was_paused() -> None:
    led = at_the_lunge()
    led.ask(Ask.NEXT)
    led.ask(Ask.NEXT)
    assert led.screen.kind is Kind.READY
    led.do(stand(1.0))
    led.ask(Ask.PAUSE)
    led.do(stand(10.0))
    led.ask(Ask.NEXT)
    assert led.screen.kind is Kind.READY
    led.do(stand(0.2))
    assert led.screen.countdown_s is not None
    assert 1.5 < led.screen.countdown_s < 2.2


def test_a_step_that_is_skipped_is_left_out_and_told_so() -> None:
    led = at_the_lunge()
    assert led.screen.place is not None
    assert (led.screen.place.side, led.screen.place.next_words) == ("right", "then: left knee down")
    place = led.ask(Ask.SKIP).screen.place
    assert place is not None
    assert (place.side, place.next_words) == ("left", "")
    assert led.ask(Ask.SKIP).screen.kind is Kind.SUMMARY
    assert [row.skipped for row in led.screen.summary] == [True, True]
    assert [each.side for each in led.coach.outcome().skipped] == ["right", "left"]


def test_one_can_go_back_to_a_step_that_was_skipped() -> None:
    led = at_the_lunge()
    led.ask(Ask.SKIP)
    led.ask(Ask.BACK)
    led.do(lunge())
    assert done_on(led) == [("right", 5, 1)]
    assert led.coach.outcome().steps[0].standing is Standing.DONE


def test_a_step_that_is_repeated_begins_at_nought() -> None:
    led = at_the_lunge()
    led.do([(1.6, KNEELING), (1.8, KNEELING), *rocks(3)])
    assert led.ask(Ask.REPEAT).screen.kind is Kind.INTRODUCTION
    led.do([(2.0, KNEELING)])
    assert led.screen.kind is Kind.WORK
    assert led.screen.snapshot is not None
    assert led.screen.snapshot.reps == 0
    led.do([*rocks(5), (7.0, KNEELING), *stand(4.0)])
    assert [count for _, count, _ in done_on(led)] == [3, 5]


def test_who_has_had_enough_of_a_movement_is_done_with_it() -> None:
    led = at_the_lunge()
    led.do([(1.6, KNEELING), (1.8, KNEELING), *rocks(2)])
    led.ask(Ask.NEXT)
    assert led.screen.kind is Kind.INTRODUCTION
    assert led.screen.place is not None
    assert led.screen.place.side == "left"
    assert [count for _, count, _ in done_on(led)] == [2]


def test_who_is_done_with_a_movement_is_not_led_back_to_it_while_they_still_kneel() -> None:
    led = at_the_lunge()
    led.do([(1.6, KNEELING), (1.8, KNEELING), *rocks(2)])
    led.ask(Ask.NEXT)
    led.do([(3.0, KNEELING)])
    assert led.kinds[-2:] == [Kind.WORK, Kind.INTRODUCTION]
    assert led.screen.place is not None
    assert led.screen.place.side == "left"


def test_the_other_side_first_is_fine_and_its_set_is_whole() -> None:
    led = at_the_lunge()
    led.do(stand(1.0), side="left")
    led.do(lunge(), side="left")
    assert "That is the other side. Fine." in led.said
    assert done_on(led) == [("left", 5, 1)]
    assert led.screen.place is not None
    assert led.screen.place.side == "right"


def test_after_the_last_repetition_whoever_gets_up_is_done() -> None:
    led = at_the_lunge()
    led.do([*lunge(hold_s=0.3), *stand(3.0)])
    assert led.screen.kind is Kind.INTRODUCTION
    assert done_on(led)[0][1] == 5


def test_whoever_breaks_off_is_waited_for() -> None:
    led = at_the_lunge()
    led.do([(1.6, KNEELING), (1.8, KNEELING), *rocks(3), *stand(1.4), *stand(23.6)])
    assert led.screen.kind is Kind.WORK
    led.do([(1.6, KNEELING), (2.0, KNEELING), *rocks(2), (7.0, KNEELING), *stand(4.0)])
    assert done_on(led) == [("right", 5, 1)]


def test_stop_is_there_on_every_screen_and_keeps_what_was_done() -> None:
    led = at_the_lunge()
    led.do([(1.6, KNEELING), (1.8, KNEELING), *rocks(3)])
    assert all(any(c.command.ask is Ask.STOP for c in turn.screen.choices) for turn in led.turns)
    assert led.ask(Ask.STOP).screen.kind is Kind.SUMMARY
    assert [row.reps for row in led.screen.summary] == [3]


def test_asking_for_the_outcome_on_the_way_changes_nothing() -> None:
    asked, unasked = at_the_lunge(), at_the_lunge()
    for led in (asked, unasked):
        led.do([(1.6, KNEELING), (1.8, KNEELING), *rocks(3)])
        if led is asked:
            assert done_on(led)[0][1] == 3
        led.do([*rocks(2), (7.0, KNEELING), *stand(4.0)])
    assert asked.coach.outcome().sets == unasked.coach.outcome().sets


def test_the_same_session_gives_the_same_turns() -> None:
    first, second = at_the_lunge(), at_the_lunge()
    for led in (first, second):
        led.do([*stand(1.0), *lunge()])
    for one, other in zip(first.turns, second.turns, strict=True):
        assert (one.screen, one.utterances, one.events) == (other.screen, other.utterances, other.events)


def test_who_leaves_the_picture_while_it_counts_down_is_looked_for_again() -> None:
    led = at_the_lunge()
    led.ask(Ask.NEXT)
    led.ask(Ask.NEXT)
    led.do(stand(1.0))
    assert led.screen.kind is Kind.READY
    led.away(1.5)
    assert led.screen.kind is Kind.FRAMING
