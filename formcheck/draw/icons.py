"""The signs: one shape for each verdict, one for each kind of repetition, and the ring of a hold."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from formcheck.draw.sprites import Sprite, kept, shape_mask, stacked, text_sprite
from formcheck.judge.verdict import Verdict

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.draw.style import Colour, Style

    Image = NDArray[np.uint8]

PROGRESS_STEPS: Final = 48
"""Rings are drawn in so many steps, so that their pictures can be used again."""

DASHES: Final = 8
"""Of a ring that is not certain, or not running."""

DASH_SHARE: Final = 0.62
"""Of a dash in the way from one dash to the next."""


class RepMark(StrEnum):
    """The kinds of repetition dot."""

    CLEAN = "clean"
    FLAGGED = "flagged"
    WANTED = "wanted"


@kept
def verdict_icon(verdict: Verdict, size: int, style: Style) -> Sprite:
    """Return the sign of a verdict, ``size`` pixels wide and high.

    A tick in a disc is good, a half-filled diamond nearly, a cross in an octagon a fault, and a question
    mark in a broken ring cannot be judged: four outlines that differ without any colour.
    """
    colour = style.of(verdict)
    if verdict is Verdict.GOOD:
        ground = polygon_mask(size, circle_points(0.46))
        mark = strokes_mask(size, [[(0.29, 0.52), (0.44, 0.67), (0.72, 0.35)]], 0.105)
        return stacked([(ground, colour, 1.0), (mark, style.plate, 1.0)])
    if verdict is Verdict.NEARLY:
        rhomb = [(0.5, 0.03), (0.97, 0.5), (0.5, 0.97), (0.03, 0.5)]
        half = [(0.5, 0.03), (0.5, 0.97), (0.03, 0.5)]
        outline = strokes_mask(size, [[*_shrunk(rhomb, 0.87), _shrunk(rhomb, 0.87)[0]]], 0.09)
        return stacked([(polygon_mask(size, half), colour, 1.0), (outline, colour, 1.0)])
    if verdict is Verdict.FAULT:
        ground = polygon_mask(size, circle_points(0.5, corners=8))
        mark = strokes_mask(size, [[(0.34, 0.34), (0.66, 0.66)], [(0.66, 0.34), (0.34, 0.66)]], 0.12)
        return stacked([(ground, colour, 1.0), (mark, style.plate, 1.0)])
    ring = _dashed_ring(size, 0.44, 0.08)
    query = _fitted_glyph("?", size, 0.72)
    return stacked([(ring, colour, 1.0), (query, colour, 1.0)])


@kept
def rep_dot(mark: RepMark, size: int, style: Style) -> Sprite:
    """Return a repetition's dot: filled, filled with a cross, or an empty ring for one still wanted."""
    if mark is RepMark.WANTED:
        return stacked([(_ring(size, 0.41, 0.1, 1.0), style.muted, 0.75)])
    disc = polygon_mask(size, circle_points(0.46))
    if mark is RepMark.CLEAN:
        return stacked([(disc, style.ink, 1.0)])
    cross = strokes_mask(size, [[(0.32, 0.32), (0.68, 0.68)], [(0.68, 0.32), (0.32, 0.68)]], 0.13)
    return stacked([(disc, style.fault, 1.0), (cross, style.plate, 1.0)])


@kept
def progress_dot(step: int, size: int, style: Style) -> Sprite:
    """Return the dot of the repetition that is under way, filled clockwise by ``step``."""
    sweep = _ring(size, 0.41, 0.16, step / PROGRESS_STEPS)
    return stacked([(_ring(size, 0.41, 0.1, 1.0), style.muted, 0.75), (sweep, style.ink, 1.0)])


@kept
def hold_ring(step: int, size: int, style: Style, *, paused: bool) -> Sprite:
    """Return the ring of a hold: a whole line while it runs, a broken one while it is paused."""
    if paused:
        return stacked([(_dashed_ring(size, 0.45, 0.06, dashes=16), style.muted, 1.0)])
    track = _ring(size, 0.45, 0.07, 1.0)
    sweep = _ring(size, 0.45, 0.09, step / PROGRESS_STEPS)
    return stacked([(track, style.muted, 0.3), (sweep, style.good, 1.0)])


@kept
def pause_bars(size: int, colour: Colour) -> Sprite:
    """Return two upright bars."""
    bars = strokes_mask(size, [[(0.34, 0.2), (0.34, 0.8)], [(0.66, 0.2), (0.66, 0.8)]], 0.17)
    return stacked([(bars, colour, 1.0)])


def circle_points(radius: float, corners: int = 96) -> list[tuple[float, float]]:
    """Return corners of a circle about the middle of a square; the radius is a share of its side."""
    turn = [(corner + 0.5) * 2.0 * math.pi / corners for corner in range(corners)]
    return [(0.5 + radius * math.sin(angle), 0.5 - radius * math.cos(angle)) for angle in turn]


def _shrunk(points: list[tuple[float, float]], share: float) -> list[tuple[float, float]]:
    return [(0.5 + share * (x - 0.5), 0.5 + share * (y - 0.5)) for x, y in points]


def polygon_mask(size: int, points: list[tuple[float, float]]) -> Image:
    """Fill a polygon on a square mask; places are shares of its side."""

    def draw(canvas: Image, k: float) -> None:
        corners = np.round(np.asarray(points) * size * k).astype(np.int32)
        cv2.fillPoly(canvas, [corners], 255, cv2.LINE_AA)

    return shape_mask(size, size, draw)


def strokes_mask(size: int, lines: list[list[tuple[float, float]]], width: float) -> Image:
    """Draw lines onto a square mask; places and ``width`` are shares of its side."""

    def draw(canvas: Image, k: float) -> None:
        thickness = max(1, round(width * size * k))
        for line in lines:
            corners = np.round(np.asarray(line) * size * k).astype(np.int32)
            cv2.polylines(canvas, [corners], False, 255, thickness, cv2.LINE_AA)

    return shape_mask(size, size, draw)


def _ring(size: int, radius: float, width: float, share: float) -> Image:
    def draw(canvas: Image, k: float) -> None:
        _sweep(canvas, size * k, radius, width, 0.0, 360.0 * share)

    return shape_mask(size, size, draw)


def _dashed_ring(size: int, radius: float, width: float, dashes: int = DASHES) -> Image:
    def draw(canvas: Image, k: float) -> None:
        step = 360.0 / dashes
        for dash in range(dashes):
            _sweep(canvas, size * k, radius, width, dash * step, (dash + DASH_SHARE) * step)

    return shape_mask(size, size, draw)


def _sweep(canvas: Image, size: float, radius: float, width: float, start_deg: float, end_deg: float) -> None:
    if end_deg <= start_deg:
        return
    turn = np.radians(np.linspace(start_deg, end_deg, max(2, int((end_deg - start_deg) / 3))))
    outer, inner = (radius + width / 2) * size, (radius - width / 2) * size
    direction = np.stack([np.sin(turn), -np.cos(turn)], axis=1)
    edge = np.concatenate([direction * outer, direction[::-1] * inner]) + size / 2
    cv2.fillPoly(canvas, [np.round(edge).astype(np.int32)], 255, cv2.LINE_AA)


def _fitted_glyph(glyph: str, size: int, share: float) -> Image:
    """Return a glyph in the middle of a square mask, ``share`` of it as its size of type."""
    sprite = text_sprite(glyph, max(8, round(share * size)), 700, (255, 255, 255))
    inked = 255 - sprite.keep[:, :, 0]
    rows = np.flatnonzero(inked.any(axis=1))
    columns = np.flatnonzero(inked.any(axis=0))
    inked = inked[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1][:size, :size]
    mask = np.zeros((size, size), np.uint8)
    top, left = (size - inked.shape[0]) // 2, (size - inked.shape[1]) // 2
    mask[top : top + inked.shape[0], left : left + inked.shape[1]] = inked
    return mask
