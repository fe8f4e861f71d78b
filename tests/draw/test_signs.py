from __future__ import annotations

import itertools

import numpy as np
import pytest

from formcheck.draw.icons import RepMark, rep_dot, verdict_icon
from formcheck.draw.sprites import text_sprite, wrapped
from formcheck.draw.style import MIN_TEXT_PX, Style, scale_for
from formcheck.judge.verdict import Verdict

STYLE = Style()
SIGNS = [Verdict.GOOD, Verdict.NEARLY, Verdict.FAULT, Verdict.CANNOT_JUDGE]


def outline(sprite) -> np.ndarray:
    return sprite.keep[:, :, 0] < 128


def ink(sprite) -> np.ndarray:
    """Where a sign is light rather than dark or clear: its shape in greyscale, whatever its colour."""
    return outline(sprite) & (sprite.colour.max(axis=2) > 100)


def luminance(colour) -> float:
    share = np.asarray(colour[::-1]) / 255.0
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def contrast(first, second) -> float:
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("size", [18, 40, 90])
@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(SIGNS, 2)))
def test_verdicts_differ_in_shape_and_not_only_in_colour(one, other, size):
    first, second = (ink(verdict_icon(verdict, size, STYLE)) for verdict in (one, other))
    assert (first ^ second).sum() > 0.15 * (first | second).sum()


def test_a_flagged_repetition_differs_from_a_clean_one_in_shape():
    clean, flagged, wanted = (ink(rep_dot(mark, 20, STYLE)) for mark in RepMark)
    assert (clean ^ flagged).sum() > 0.1 * clean.sum()
    assert (clean ^ wanted).sum() > 0.3 * clean.sum()


@pytest.mark.parametrize("wall", [0, 128, 255])
def test_everything_on_a_plate_stands_out_from_it_in_a_dark_and_in_a_bright_room(wall):
    plate = [STYLE.plate_opacity * part + (1 - STYLE.plate_opacity) * wall for part in STYLE.plate]
    assert contrast(STYLE.ink, plate) >= 7
    assert contrast(STYLE.muted, plate) >= 4.5
    for verdict in SIGNS:
        assert contrast(STYLE.of(verdict), plate) >= 3


@pytest.mark.parametrize("size", [(320, 240), (854, 480), (480, 854), (3840, 2160)])
def test_type_is_never_too_small_to_read(size):
    scale = scale_for(*size)
    assert MIN_TEXT_PX <= scale.small <= scale.body <= scale.large


@pytest.mark.parametrize("glyph", ["°", "ä", "–", "±", "ß", "é"])
def test_letters_beyond_ascii_are_written_and_not_replaced_by_a_question_mark(glyph):
    written, missing = (text_sprite(text, 40, 500, STYLE.ink) for text in (glyph, "?"))
    assert outline(written).any()
    assert written.keep.shape != missing.keep.shape or not np.array_equal(written.keep, missing.keep)


def test_a_long_sentence_is_broken_into_lines_that_fit_and_are_of_like_length():
    words = "Turn a quarter to your left, so that I can see you from the side"
    lines = wrapped(words, 18, 620, 500, 3)
    assert " ".join(lines) == words
    widths = [text_sprite(line, 18, 620, STYLE.ink).width for line in lines]
    assert max(widths) <= 500
    assert min(widths) > 0.6 * max(widths)


def test_a_word_that_is_too_long_ends_in_an_ellipsis():
    assert wrapped("Donaudampfschifffahrtsgesellschaft", 18, 620, 120, 2)[-1].endswith("…")
