"""What a set gives to hear, judged by the real judge: good work is left in peace, a fault is corrected in time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formcheck.coach.arbiter import Arbiter
from formcheck.coach.utterance import Tone, Urgency, Utterance
from formcheck.judge.session import judge_moments
from formcheck.routine.catalogue import load_movement
from formcheck.routine.phrasebook import languages, load_phrases
from tests.support.lunge import KNEELING, Script, filmed, get_down, length_s, rocks, stand_up, whole_set

IN_TIME_S = 1.5
"""A fault is spoken of within so long after it began."""


def heard(script: Script, language: str = "en") -> list[Utterance]:
    phrases = load_phrases(language)
    movement = phrases.movement(load_movement("kneeling-lunge"))
    arbiter = Arbiter(movement, phrases)
    sets, snapshots = judge_moments(movement, filmed(script))
    said = [utterance for snapshot in snapshots for utterance in arbiter.hear(snapshot)]
    return said + list(arbiter.end_of_set(sets[0]))


def corrections(said: list[Utterance]) -> list[Utterance]:
    return [utterance for utterance in said if utterance.urgency >= Urgency.CORRECT]


@pytest.mark.parametrize("language", languages())
def test_a_good_set_is_counted_held_and_praised_and_never_corrected(language: str) -> None:
    said = heard(whole_set(arm=170.0, hold_s=17.0), language)
    phrases = load_phrases(language)
    assert corrections(said) == []
    assert [each.text for each in said if each.source == "count"] == ["1", "2", "3", "4", "5"]
    assert [each.tone for each in said if each.source == "hold"] == [Tone.START, Tone.MARK, Tone.MARK, Tone.RELEASE]
    assert said[-1].text in phrases.ways("praise.set_clean")
    assert said[-1].tone is Tone.DONE


def test_who_begins_to_lean_is_told_so_in_time_and_praised_once_upright_again() -> None:
    leaning = replace(KNEELING, trunk=32.0)
    upright = [*get_down(), *rocks(2)]
    said = heard([*upright, *rocks(1, base=leaning), *rocks(4), *stand_up()])
    (only,) = corrections(said)
    praise = [each for each in said if each.source == "praise" and each.tone is None]
    assert only.text == "Stack shoulders over hips."
    assert length_s(upright) < only.born_s <= length_s(upright) + IN_TIME_S
    assert [each.born_s > only.born_s for each in praise] == [True]


def test_of_a_set_in_which_nothing_was_done_nothing_is_said() -> None:
    assert [each for each in heard([(3.0, KNEELING)]) if each.tone is Tone.DONE] == []
