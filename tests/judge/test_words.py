"""Words for what could not be seen: none is missing, and they turn a person the right way."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from formcheck.body.geometry import wrapped
from formcheck.body.reading import Reason, Unit, Unknown
from formcheck.body.view import UNKNOWN_VIEW, View, ViewLabel
from formcheck.judge.words import mend_words, reason_words, turn_words
from tests.support.lunge import view_of

VIEWS = ("side", "front", "back", "oblique", "any")
WORDLESS = {Reason.NO_FLOOR, Reason.NO_BASELINE}
"""Nothing a person could do at once would mend these."""


@pytest.mark.parametrize("reason", Reason)
def test_no_reason_lacks_words(reason: Reason) -> None:
    for label, part in itertools.product(ViewLabel, (None, "left_foot_index")):
        words = reason_words(Unknown(Unit.DEGREES, reason, part), View(label, None, 10.0))
        assert words
        assert "{" not in words
        assert "_" not in words


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason not in WORDLESS])
def test_no_reason_lacks_its_mend(reason: Reason) -> None:
    for view, wanted, near in itertools.product(
        (view_of(0), view_of(100), view_of(180), UNKNOWN_VIEW), VIEWS, ("left", "right", None)
    ):
        words = mend_words(Unknown(Unit.DEGREES, reason, "left_foot_index"), view, (wanted,), near)
        assert words
        assert words[0].isupper()
        assert not words.endswith(".")
        assert "_" not in words


@pytest.mark.parametrize(
    ("yaw_deg", "wanted", "near", "words"),
    [
        (0, "side", "right", "Turn a quarter to your left"),
        (0, "side", "left", "Turn a quarter to your right"),
        (180, "side", "right", "Turn a quarter to your right"),
        (180, "side", "left", "Turn a quarter to your left"),
        (90, "front", None, "Turn a quarter to your left"),
        (-90, "front", None, "Turn a quarter to your right"),
        (-50, "side", None, "Turn an eighth to your left"),
        (-75, "side", "right", "Turn a little to your left"),
        (90, "side", "right", "Turn around"),
        (175, "front", None, "Turn around"),
        (90, "back", None, "Turn a quarter to your right"),
        (0, "oblique", None, "Turn an eighth to your "),
    ],
)
def test_a_person_is_told_which_way_to_turn_and_how_far(
    yaw_deg: float, wanted: str, near: str | None, words: str
) -> None:
    assert turn_words(view_of(yaw_deg), (wanted,), near).startswith(words)


@given(st.floats(-179, 180), st.sampled_from(["side", "front", "back"]))
def test_turning_as_told_brings_the_wanted_view_nearer(yaw_deg: float, wanted: str) -> None:
    ideals = {"side": (90.0, -90.0), "front": (0.0,), "back": (180.0,)}[wanted]

    def off(yaw: float) -> float:
        return min(abs(wrapped(ideal - yaw)) for ideal in ideals)

    assume(off(yaw_deg) > 10)
    words = turn_words(view_of(yaw_deg), (wanted,), None)
    amounts = {"a quarter": 90.0, "an eighth": 45.0, "a little": 10.0, "around": 180.0}
    amount = next(deg for name, deg in amounts.items() if words.startswith(f"Turn {name}"))
    # Turning to one's own right brings the left side toward the camera: the yaw grows.
    turned = wrapped(yaw_deg + (amount if "your right" in words or amount == 180 else -amount))
    assert off(turned) < off(yaw_deg)


def test_without_a_view_there_is_no_left_nor_right() -> None:
    assert turn_words(UNKNOWN_VIEW, ("side",), "right") == "Turn so that the camera sees you from the side"
