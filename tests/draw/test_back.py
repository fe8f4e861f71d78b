"""A cue about how round the back is shows the outline it was read from, in the colour of its verdict."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from formcheck.body.reading import Measured, Reason, Unit, Unknown
from formcheck.draw.overlay import annotate
from formcheck.draw.style import Style
from formcheck.draw.words import measured_words
from formcheck.judge.verdict import Verdict
from formcheck.pose.pose import BackProfile
from formcheck.pose.silhouette import trunk_chord

STATIONS = np.linspace(0, 1, 24, dtype=np.float32)
DEPTH_TRUNKS = 0.35
STYLE = Style()


def with_back(pose, gone: slice = slice(0, 0)):
    """Give the one who faces right a back on the left, a third of the trunk's length behind the chord."""
    chord = trunk_chord(pose.points)
    trunk = float(np.hypot(*(chord[1] - chord[0])))
    outline = np.stack([np.full(24, DEPTH_TRUNKS * trunk), np.full(24, 0.2 * trunk)]).astype(np.float32)
    outline[0, gone] = np.nan
    return replace(pose, back=BackProfile(chord, STATIONS, outline))


def rounding(figures, verdict: Verdict):
    reading = Unknown(Unit.RATIO, Reason.BACK_HIDDEN)
    if verdict is not Verdict.CANNOT_JUDGE:
        reading = Measured(0.9, Unit.RATIO, 0.05)
    return replace(
        figures.trunk(verdict), id="no-rounding", measure="rounding_index", reading=reading, limit=0.6, parts=()
    )


def on_the_outline(image, pose, share: float, half: int = 3):
    """Cut out a small window about the outline, so far up the trunk."""
    hip, shoulder = trunk_chord(pose.points)
    x, y = hip + share * (shoulder - hip) - np.array([DEPTH_TRUNKS * (hip[1] - shoulder[1]), 0])
    return image[int(y) - half : int(y) + half, int(x) - half : int(x) + half]


def has(window, colour) -> bool:
    return bool((np.abs(window.astype(int) - colour).max(axis=2) <= 2).any())


@pytest.mark.parametrize("verdict", [Verdict.GOOD, Verdict.NEARLY, Verdict.FAULT])
def test_the_outline_of_the_back_is_drawn_in_the_colour_of_the_verdict(figures, grey, verdict):
    pose = with_back(figures.pose())
    drawn = annotate(grey.copy(), pose, figures.silent(cues=(rounding(figures, verdict),)))
    for share in (0.2, 0.5, 0.8):
        assert has(on_the_outline(drawn, pose, share), STYLE.of(verdict))


def test_nothing_is_drawn_behind_the_back_for_other_cues_or_what_cannot_be_judged(figures, grey):
    pose = with_back(figures.pose())
    for cue in (figures.trunk(Verdict.FAULT), rounding(figures, Verdict.CANNOT_JUDGE)):
        drawn = annotate(grey.copy(), pose, figures.silent(cues=(cue,)))
        assert not has(on_the_outline(drawn, pose, 0.25), STYLE.of(cue.verdict))


def test_the_outline_has_a_gap_where_it_was_not_seen(figures, grey):
    pose = with_back(figures.pose(), gone=slice(9, 15))
    drawn = annotate(grey.copy(), pose, figures.silent(cues=(rounding(figures, Verdict.FAULT),)))
    assert has(on_the_outline(drawn, pose, 0.2), STYLE.fault)
    assert not has(on_the_outline(drawn, pose, 0.5), STYLE.fault)
    assert has(on_the_outline(drawn, pose, 0.85), STYLE.fault)


def test_a_pose_without_an_outline_is_drawn_as_ever(figures, grey):
    snapshot = figures.silent(cues=(rounding(figures, Verdict.FAULT),))
    drawn = annotate(grey.copy(), figures.pose(), snapshot)
    assert not has(on_the_outline(drawn, figures.pose(), 0.5), STYLE.fault)


def test_the_outline_keeps_its_place_on_a_picture_of_another_size(figures):
    pose = with_back(figures.pose(960, 540))
    large = np.full((1080, 1920, 3), 128, np.uint8)
    drawn = annotate(large, pose, figures.silent(cues=(rounding(figures, Verdict.FAULT),)))
    double = replace(pose, points=pose.points * 2, image_size=(1920, 1080))
    assert has(on_the_outline(drawn, double, 0.5, half=5), STYLE.fault)


def test_rounding_is_called_possible_and_an_index(figures):
    assert measured_words(rounding(figures, Verdict.FAULT), sigma=True) == (
        "possible rounding, index 0.90 ± 0.05, good up to 0.60"
    )
    assert measured_words(rounding(figures, Verdict.GOOD), sigma=False) == "index 0.90"
