"""The signs of help with place and camera: what to do, without a word."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from formcheck.draw.icons import circle_points, polygon_mask, strokes_mask, verdict_icon
from formcheck.draw.sprites import Sprite, stacked
from formcheck.judge.verdict import Verdict

if TYPE_CHECKING:
    from formcheck.draw.style import Style

Point = tuple[float, float]
Strokes = list[list[Point]]

LINE: Final = 0.075
"""Width of the strokes, share of the sign's side."""
HEAD_LENGTH, HEAD_HALF = 0.17, 0.13
"""Of an arrow's head."""
HEAD_DOWN, HEAD_RADIUS = 0.08, 0.10
"""Of a person's head from above: how far below the sign's middle, and its size."""
HEAD_GAP: Final = 0.035
"""The head is parted from the shoulders, or the two look like a hat."""
FROM_RIM: Final = 0.06
"""What a sign that fills its square leaves free, for the width of its strokes."""


def _person(x: float, *, feet: float = 0.92, height: float = 0.76) -> tuple[Strokes, list[Point]]:
    """Return a standing person as strokes, and the corners of the head."""
    top = feet - height

    def at(dx: float, share: float) -> Point:
        return x + dx * height, top + share * height

    strokes = [
        [at(0.0, 0.32), at(0.0, 0.62)],
        [at(-0.19, 0.58), at(-0.15, 0.36), at(0.15, 0.36), at(0.19, 0.58)],
        [at(-0.13, 1.0), at(0.0, 0.62), at(0.13, 1.0)],
    ]
    head = [(x + (px - 0.5) * 1.0, top + 0.13 * height + (py - 0.5)) for px, py in circle_points(0.125 * height)]
    return strokes, head


def _arrow(start: Point, end: Point) -> Strokes:
    """Return a straight arrow."""
    way = math.atan2(end[1] - start[1], end[0] - start[0])
    return [[start, end], _arrow_head(end, way)]


def _arrow_head(tip: Point, way: float) -> list[Point]:
    back = (tip[0] - HEAD_LENGTH * math.cos(way), tip[1] - HEAD_LENGTH * math.sin(way))
    aside = (-HEAD_HALF * math.sin(way), HEAD_HALF * math.cos(way))
    return [(back[0] + aside[0], back[1] + aside[1]), tip, (back[0] - aside[0], back[1] - aside[1])]


def _camera(x: float, y: float, side: float) -> Strokes:
    """Return a camera seen from the front, its centre at (x, y)."""
    half, high = side / 2.0, side * 0.36
    lens = [(x + (px - 0.5) * side, y + (py - 0.5) * side) for px, py in circle_points(0.2, corners=24)]
    return [
        [(x - half, y - high), (x + half, y - high), (x + half, y + high), (x - half, y + high), (x - half, y - high)],
        [*lens, lens[0]],
    ]


def _turn(degrees: float) -> Strokes:
    """Return an arrow round a person seen from above, by so many degrees; left turns are positive."""
    radius, middle = 0.38, (0.5, 0.56)
    start = math.radians(-90.0 + math.copysign(12.0, -degrees))
    ends = start - math.radians(degrees)
    turn = [start + (ends - start) * step / 24.0 for step in range(25)]
    arc = [(middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)) for angle in turn]
    way = ends - math.copysign(math.pi / 2.0, degrees)
    return [arc, _arrow_head(arc[-1], way)]


def _from_above() -> list[list[Point]]:
    """Shoulders, the gap about the head, head and nose of a person who faces up, as corners of shapes."""
    shoulders = [(0.5 + 0.46 * (x - 0.5), 0.62 + 0.18 * (y - 0.5)) for x, y in circle_points(0.5, corners=48)]
    gap, head = ([(x, y + HEAD_DOWN) for x, y in circle_points(HEAD_RADIUS + wider)] for wider in (HEAD_GAP, 0.0))
    return [shoulders, gap, head, [(0.45, 0.51), (0.5, 0.42), (0.55, 0.51)]]


def _filling(strokes: Strokes, shapes: Strokes) -> tuple[Strokes, Strokes]:
    """Move and enlarge a sign so that it fills its square: seen from three metres, each pixel counts."""
    xs, ys = zip(*(point for line in (*strokes, *shapes) for point in line), strict=True)
    scale = (1.0 - 2.0 * FROM_RIM) / max(max(xs) - min(xs), max(ys) - min(ys))
    x, y = (max(xs) + min(xs)) / 2.0, (max(ys) + min(ys)) / 2.0

    def moved(lines: Strokes) -> Strokes:
        return [[(0.5 + scale * (px - x), 0.5 + scale * (py - y)) for px, py in line] for line in lines]

    return moved(strokes), moved(shapes)


def _frame(left: float, top: float, right: float, bottom: float) -> Strokes:
    """Return the corners of a picture."""
    arm = 0.16
    return [
        [(left, top + arm), (left, top), (left + arm, top)],
        [(right - arm, top), (right, top), (right, top + arm)],
        [(right, bottom - arm), (right, bottom), (right - arm, bottom)],
        [(left + arm, bottom), (left, bottom), (left, bottom - arm)],
    ]


def _sun() -> Strokes:
    rays = [math.radians(45.0 * number) for number in range(8)]
    disc = [(0.5 + (x - 0.5), 0.5 + (y - 0.5)) for x, y in circle_points(0.19, corners=32)]
    return [[*disc, disc[0]]] + [
        [(0.5 + r * math.cos(ray), 0.5 + r * math.sin(ray)) for r in (0.30, 0.44)] for ray in rays
    ]


_HOURGLASS: Final[Strokes] = [
    [(0.22, 0.1), (0.78, 0.1)],
    [(0.22, 0.9), (0.78, 0.9)],
    [(0.28, 0.1), (0.28, 0.26), (0.72, 0.74), (0.72, 0.9)],
    [(0.72, 0.1), (0.72, 0.26), (0.28, 0.74), (0.28, 0.9)],
]


_SCREEN: Final[list[list[Point]]] = [[(0.06, 0.22), (0.15, 0.22), (0.15, 0.78), (0.06, 0.78)]]
"""A screen with its camera, seen from the side."""

_CROSS: Final[Strokes] = [[(0.56, 0.2), (0.97, 0.86)], [(0.97, 0.2), (0.56, 0.86)]]
"""Through the person who is one too many."""


def _strokes_of(kind: str) -> tuple[Strokes, list[list[Point]]]:
    """Return the lines and the filled shapes of a sign; none of a kind that is not known."""
    person, head = _person(0.76)
    if kind == "closer":
        return [*person, *_arrow((0.60, 0.5), (0.38, 0.5))], [head, *_SCREEN]
    if kind == "back":
        return [*person, *_arrow((0.30, 0.5), (0.52, 0.5))], [head, *_SCREEN]
    if kind in _TURNS:
        return _filling(_turn(_TURNS[kind]), _from_above())
    if kind == "raise_camera":
        return [*_camera(0.5, 0.74, 0.6), *_arrow((0.5, 0.44), (0.5, 0.06))], []
    if kind == "lower_camera":
        return [*_camera(0.5, 0.26, 0.6), *_arrow((0.5, 0.56), (0.5, 0.94))], []
    if kind == "step_in":
        person, head = _person(0.16, feet=0.86, height=0.62)
        return [*person, *_arrow((0.34, 0.52), (0.66, 0.52)), *_frame(0.48, 0.1, 0.96, 0.9)], [head]
    if kind == "alone":
        first, first_head = _person(0.26)
        return [*first, *person], [first_head, head]
    if kind == "light":
        return _sun(), []
    return (_HOURGLASS, []) if kind == "wait" else ([], [])


_TURNS: Final = {"turn_left": 72.0, "turn_right": -72.0, "turn_around": 165.0}
"""Degrees to the person's own left."""


@lru_cache(maxsize=32)
def pictogram(kind: str, size: int, style: Style) -> Sprite | None:
    """Return the sign of a kind of help (:class:`formcheck.coach.screens.Screen`), None of a kind that has none."""
    if kind == "ok":
        return verdict_icon(Verdict.GOOD, size, style)
    strokes, shapes = _strokes_of(kind)
    if not strokes:
        return None
    inks = [style.ink, style.plate] if kind in _TURNS else []
    inks += [style.ink] * (len(shapes) - len(inks))
    layers = [(polygon_mask(size, shape), ink, 1.0) for shape, ink in zip(shapes, inks, strict=True)]
    layers.append((strokes_mask(size, strokes, LINE), style.ink, 1.0))
    if kind == "alone":
        layers.append((strokes_mask(size, _CROSS, 2.2 * LINE), style.plate, 1.0))
        layers.append((strokes_mask(size, _CROSS, LINE), style.fault, 1.0))
    return stacked(layers)


@lru_cache(maxsize=8)
def skipped_sign(size: int, style: Style) -> Sprite:
    """Return the sign of what was left out: on to the next."""
    first, second = ([(x, 0.2), (x + 0.34, 0.5), (x, 0.8)] for x in (0.08, 0.42))
    bar = strokes_mask(size, [[(0.88, 0.2), (0.88, 0.8)]], 0.12)
    return stacked(
        [
            (polygon_mask(size, first), style.muted, 1.0),
            (polygon_mask(size, second), style.muted, 1.0),
            (bar, style.muted, 1.0),
        ]
    )
