from __future__ import annotations

from dataclasses import replace

import pytest

from formcheck.body.reading import Measured, Unit
from formcheck.draw.words import chip_words, chosen_cues, heading_of, measured_words, title_of
from formcheck.judge.verdict import Severity, Verdict


def test_a_cue_is_called_by_its_name_in_plain_words(figures):
    assert title_of(figures.trunk(Verdict.GOOD)) == "Upright torso"


def test_a_fault_says_how_to_correct_it_with_value_and_limit(figures):
    fault = replace(figures.trunk(Verdict.FAULT), say="Stack shoulders over hips.")
    assert chip_words(fault, None) == (
        "Stack shoulders over hips",
        "31°, good up to 10°",
    )


def test_a_knee_is_told_by_the_angle_that_is_drawn_at_it(figures):
    flexed = replace(
        figures.trunk(Verdict.FAULT),
        reading=Measured(62.0, Unit.DEGREES, 3.0),
        limit=75.0,
        measure="front.knee_flexion",
    )
    assert measured_words(flexed, sigma=False) == "118°, good up to 105°"


def test_what_cannot_be_judged_says_how_to_mend_it_unless_the_hint_already_does(figures):
    cue = figures.trunk(Verdict.CANNOT_JUDGE, None)
    assert chip_words(cue, None) == ("Upright torso", "Turn a quarter to your left")
    assert "quarter" not in chip_words(cue, "Turn a quarter to your left")[1]


@pytest.mark.parametrize(
    ("value", "limit", "unit", "words"),
    [
        (31.2, 10.0, Unit.DEGREES, "31° ± 3°, good up to 10°"),
        (-15.0, -10.0, Unit.DEGREES, "15° ± 3°, good up to 10°"),
        (128.0, 150.0, Unit.DEGREES, "128° ± 3°, good from 150°"),
        (-0.12, 0.0, Unit.FEET, "-0.12 foot lengths ± 3.00 foot lengths, good from 0.00 foot lengths"),
        (31.2, None, Unit.DEGREES, "31° ± 3°"),
        (-0.2, 10.0, Unit.DEGREES, "0° ± 3°, good from 10°"),
    ],
)
def test_a_value_is_told_with_its_uncertainty_and_the_limit_it_missed(figures, value, limit, unit, words):
    cue = replace(figures.trunk(Verdict.FAULT), reading=Measured(value, unit, 3.0), limit=limit)
    assert measured_words(cue, sigma=True) == words


def test_only_a_few_cues_are_shown_and_the_worst_first(figures):
    shown = chosen_cues(figures.crowded(), 4)
    assert [cue.verdict for cue in shown] == [
        Verdict.FAULT,
        Verdict.FAULT,
        Verdict.NEARLY,
        Verdict.CANNOT_JUDGE,
    ]


def test_two_faults_that_call_for_the_same_share_one_chip(figures):
    trunk = figures.trunk(Verdict.FAULT)
    again = replace(trunk, ref="3.11", id="trunk-again")
    other = replace(trunk, ref="3.19", id="heel", say="Front heel down.")
    assert [cue.ref for cue in chosen_cues(figures.snapshot(cues=(trunk, other, again)), 4)] == [trunk.ref, "3.19"]


def test_a_fault_of_safety_comes_before_one_of_form(figures):
    form = figures.trunk(Verdict.FAULT)
    safety = replace(form, id="knee-path", severity=Severity.SAFETY)
    assert chosen_cues(figures.snapshot(cues=(form, safety)), 4)[0] is safety


def test_cues_whose_moment_never_came_are_not_shown(figures):
    assert chosen_cues(figures.snapshot(cues=(figures.trunk(Verdict.NOT_REACHED),)), 4) == []


def test_the_heading_names_the_side_once_it_is_known(figures):
    assert heading_of(figures.snapshot()) == "Kneeling lunge · right side"
    assert heading_of(figures.snapshot(side=None)) == "Kneeling lunge"
