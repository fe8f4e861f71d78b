"""Help with place and camera comes calmly, and a raised hand is understood."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.coach.coach import CoachSettings
from formcheck.coach.commands import Ask
from formcheck.coach.events import Happening
from formcheck.coach.framing import SETTLE_S
from formcheck.coach.screens import ScreenKind as Kind
from formcheck.pose.landmarks import INDEX
from tests.coach.person import FPS, KNEELING, PX_PER_M, SIZE, STANDING, Led, filmed, rocks, stand, with_hand_up
from tests.support.figure import seen

if TYPE_CHECKING:
    from formcheck.pose.pose import Pose

QUIET = CoachSettings(consent_given=True, questions=False, baseline_s=0.0)


def at_framing() -> Led:
    led = Led(QUIET)
    led.ask(Ask.NEXT)
    led.ask(Ask.NEXT)
    assert led.screen.kind is Kind.FRAMING
    return led


def show(led: Led, pose: Pose | None, seconds: float = 1.0, *, people: int = 1, ambiguous: bool = False) -> None:
    for _ in range(round(seconds * FPS)):
        led.time_s += 1.0 / FPS
        here = None if pose is None else replace(pose, time_s=led.time_s)
        led.see(replace(seen(here, led.time_s, ambiguous=ambiguous), people=people))


def lower(pose: Pose, by_px: float) -> Pose:
    return replace(pose, points=pose.points + np.array([0.0, by_px], np.float32))


def test_an_empty_picture_asks_to_step_in_and_says_so_when_somebody_is_seen() -> None:
    led = at_framing()
    led.away(3.0)
    assert (led.screen.help_kind, led.screen.help) == ("step_in", "Step into the picture.")
    led.do(stand(2.0))
    assert "Now I can see you." in led.said
    assert led.screen.kind is Kind.READY


def test_nobody_is_hurried_into_the_picture() -> None:
    led = at_framing()
    led.away(120.0)
    assert led.screen.kind is Kind.FRAMING
    asked = [words for words in led.said if words == "Step into the picture."]
    assert 10 <= len(asked) <= 16


def test_feet_below_the_picture_ask_to_step_back() -> None:
    led = at_framing()
    show(led, lower(filmed(STANDING, 0.0), 220.0))
    assert (led.screen.help_kind, led.screen.help) == ("back", "Step back, I can't see your feet.")


def test_a_head_above_the_picture_is_named_as_well() -> None:
    led = at_framing()
    show(led, lower(filmed(STANDING, 0.0), -400.0))
    assert led.screen.help == "Step back, I can't see your head."


def test_half_a_person_is_simply_asked_back() -> None:
    led = at_framing()
    show(led, lower(filmed(STANDING, 0.0), 700.0))
    assert led.screen.help == "Step back a little."


def test_somebody_far_away_is_asked_closer() -> None:
    led = at_framing()
    pose = filmed(STANDING, 0.0)
    middle = np.array([SIZE[0] / 2, SIZE[1] / 2], np.float32)
    show(led, replace(pose, points=middle + (pose.points - middle) * np.float32(30.0 / PX_PER_M)))
    assert led.screen.help_kind == "closer"


def test_a_second_person_who_may_be_taken_for_the_first_is_asked_out() -> None:
    led = at_framing()
    show(led, filmed(STANDING, 0.0), 0.5)
    show(led, filmed(STANDING, 0.0), 1.0, people=2, ambiguous=True)
    assert (led.screen.help_kind, led.screen.help) == ("alone", "One person only, please.")


def test_in_the_dark_light_is_asked_for() -> None:
    led = at_framing()
    pose = filmed(STANDING, 0.0)
    show(led, replace(pose, visibility=np.full(33, 0.2, np.float32)))
    assert led.screen.help_kind == "light"


@pytest.mark.parametrize(
    ("yaw_deg", "kind"),
    [(-90.0, "ok"), (0.0, "turn_left"), (-30.0, "turn_left"), (180.0, "turn_right"), (90.0, "ok")],
)
def test_whoever_is_to_be_seen_from_the_side_is_told_how_to_turn(yaw_deg: float, kind: str) -> None:
    led = at_framing()
    led.do(stand(0.9), yaw_deg=yaw_deg)
    assert led.screen.help_kind == kind


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 6)), min_size=1, max_size=20))
def test_help_does_not_flicker(spells: list[tuple[bool, int]]) -> None:
    """However short the spells are, what is shown stands for half a second at least."""
    led = at_framing()
    pose = filmed(STANDING, 0.0)
    for there, frames in spells:
        show(led, pose if there else None, frames / FPS)
    kinds = [(turn.time_s, turn.screen.help_kind) for turn in led.turns if turn.screen.kind is Kind.FRAMING]
    changes = [time_s for (_, before), (time_s, after) in pairwise(kinds) if before != after]
    assert all(later - earlier >= SETTLE_S - 1e-6 for earlier, later in pairwise(changes))


def test_a_hand_raised_for_a_second_goes_on_and_is_shown_meanwhile() -> None:
    led = Led(QUIET)
    led.do(stand(1.0))
    led.do(stand(0.6), hand="right")
    assert led.screen.kind is Kind.WARM_UP
    assert led.screen.share is not None
    assert led.screen.help == "Keep your hand up for a second."
    led.do(stand(0.8), hand="right")
    assert led.screen.kind is Kind.INTRODUCTION


def test_a_hand_that_stays_up_is_one_command_only() -> None:
    led = Led(QUIET)
    led.do(stand(6.0), hand="left")
    raised = [mark for mark in led.coach.outcome().marks if mark.kind is Happening.HAND_RAISED]
    assert len(raised) == 1
    led.do(stand(1.0))
    led.do(stand(1.5), hand="left")
    assert led.screen.kind is Kind.FRAMING


def test_a_hand_that_only_passes_by_is_none() -> None:
    led = Led(QUIET)
    for _ in range(4):
        led.do(stand(0.6), hand="right")
        led.do(stand(0.6))
    assert led.kinds == [Kind.WARM_UP]


def test_a_hand_that_waves_is_none() -> None:
    led = Led(QUIET)
    for number in range(60):
        led.time_s += 1.0 / FPS
        pose = with_hand_up(filmed(STANDING, led.time_s), "right")
        points = pose.points.copy()
        points[INDEX["right_wrist"], 0] += 120.0 * np.sin(number * 0.9)
        led.see(seen(replace(pose, points=points), led.time_s))
    assert led.kinds == [Kind.WARM_UP]


def test_in_a_movement_that_raises_an_arm_a_raised_hand_is_none() -> None:
    led = Led(QUIET)
    led.do([(1.6, KNEELING), (1.8, KNEELING), *rocks(5)])
    led.do([(4.0, KNEELING)], hand="right")
    assert Kind.PAUSED not in led.kinds


def test_who_does_not_want_it_is_not_understood_by_hand() -> None:
    led = Led(replace(QUIET, raise_hand=False))
    led.do(stand(3.0), hand="right")
    assert led.kinds == [Kind.WARM_UP]
