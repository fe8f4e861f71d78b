"""The sole of a foot that is up on something, read from the segmentation mask while it is at hand.

With a leg up and the trunk folded over it the pose model takes an upright foot for a pointed one: its toes follow what
feet usually do, not the picture. The mask shows the foot as it is. Hands and shins lie on its upper side, so it is its
under side that is read: from the heel on, the outermost edge of the person along the shank, up to the toes. A line
through that edge goes on; the mask, as ever, does not.

A foot that the model did not expect stands faintly in the mask, and beside it, as faintly, the pointed one that it did.
So the edge is read at three values, from hardly to surely, of which two must agree, and what would be a foot pointed
further than feet go is left out. Where that says nothing, what lies over the ankle is read alone: in 15 rendered
stretches that tells a quarter of what was refused, and is as right (4 % more than 15 degrees off).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from formcheck.pose.landmarks import INDEX
from formcheck.pose.raised import raised_side
from formcheck.pose.silhouette import EDGE_VALUE, trunk_chord

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Doubles = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Edge = list[tuple[float, float]]

EDGE_VALUES: Final = (0.25, EDGE_VALUE, 0.8)
"""Of 25 rendered stretches, frame by frame, the middle one alone leaves 3 % of the soles more than 15 degrees off; two
that agree leave 2 % and find as many."""

AGREEMENT_DEG: Final = 12.0
"""The most by which the lines of two edges may differ."""

TINY_SHANK_PX: Final = 16.0
"""Below this length, in mask pixels, a foot is as small as the blur of its edge."""

CELL_SHANKS: Final = 0.04
"""The mask is sampled so finely: two pixels of a shank of fifty."""

OUTWARD_SHANKS: Final = (-0.72, 0.92)
"""What is sampled along the shank, from the ankle, + away from the knee. A foot is 0.62 of a shank."""

UPWARD_SHANKS: Final = (-0.52, 1.0)
"""The same across the shank, + toward the toes."""

ANKLE_CELLS: Final = 7
"""The heel hangs together with what lies so near to the ankle's landmark."""

HEEL_OUTWARD_SHANKS: Final = (-0.3, 0.6)
HEEL_UPWARD_SHANKS: Final = 0.35
"""Where the heel is looked for: along the shank, and below this across it."""

HEEL_DIRECTION: Final = (0.6, -0.8)
"""The heel is what lies furthest this way, along and across the shank, also of a foot pointed by 60 degrees, whose toes
lie nearly as far below it."""

HEEL_USUAL: Final = (0.18, -0.10)
HEEL_OFF_SHANKS: Final = 0.3
"""Where the heel is beside the ankle's landmark, and how far off it may be found: beyond that the landmark was not at
the ankle."""

POINTED_MOST_DEG: Final = 140.0
"""No foot points further from its shin. What seems to is the shank itself, or the foot the model expected."""

DROP_CELLS: Final = 5
"""Where the edge falls back by more than this from one row to the next, the foot ends and an arm or nothing begins."""

GAP_CELLS: Final = 6
"""So many rows in which the mask is too faint are passed over."""

LONGEST_SHANKS: Final = 0.75
SHORTEST_SHANKS: Final = 0.3
"""Of what is taken for a sole. In shorter ones the toes are missing, and little shows which way the foot points."""

ROUND_HEEL_SHANKS: Final = 0.08
ROUND_TOES_SHANKS: Final = 0.03
"""So much at the ends is round and tells nothing of the direction."""

STRAIGHT_SHANKS: Final = 0.03
"""Points further beside the line are no sole: often the model gives some of the surface under the heel to the person.
The line is begun from the whole edge and from its upper half, and the one that more of the points lie on is kept."""

FEWEST_ROWS: Final = 4


def raised_sole(mask: Floats, points: Floats, scale: tuple[float, float]) -> Floats | None:
    """Find the line under the sole of the foot that is up.

    Parameters
    ----------
    mask
        (h, w) probability, 0 to 1, that a pixel of the model's picture shows the person. Only read.
    points
        (33, 2) landmarks in pixels of the source picture.
    scale
        Source pixels per mask pixel, across and down.

    Returns
    -------
    ndarray or None
        (2, 2) pixels of the source picture: the line's end at the heel and its end at the toes. None where no foot is
        up, or where the mask does not show it clearly.
    """
    side = raised_side(points)
    if side is None:
        return None
    per_pixel = np.asarray(scale, dtype=np.float64)
    knee, ankle = (points[INDEX[f"{side}_{joint}"]] / per_pixel for joint in ("knee", "ankle"))
    axes = _axes(trunk_chord(points)[0] / per_pixel, knee, ankle)
    if axes is None:
        return None
    seen = _sampled(mask, ankle, axes)
    ends = _ends(seen)
    if ends is None:
        ends = _ends(_over_the_surface(seen, axes))
    if ends is None:
        return None
    in_source: Floats = ((ankle + ends @ axes) * per_pixel).astype(np.float32)
    return in_source


def _ends(seen: Floats) -> Doubles | None:
    """Read the line under the sole, heel and toes, (2, 2), in shanks along and across; None where it is not clear."""
    heel = _heel(seen >= EDGE_VALUE)
    if heel is None:
        return None
    lines = [line for edge in _edges(seen, heel) if (line := _line(edge)) is not None]
    pairs = [(abs(a[0] - b[0]), a, b) for a, b in combinations(lines, 2)]
    apart, one, other = min(pairs, key=lambda pair: pair[0], default=(math.inf, None, None))
    if one is None or other is None or apart > AGREEMENT_DEG:
        return None
    ends: Doubles = (np.array(one[1]) + np.array(other[1])) / 2
    return ends


def _over_the_surface(seen: Floats, axes: Doubles) -> Floats:
    """Leave of what was sampled only what is over the ankle in the picture.

    The model often gives the top of what the foot rests on to the person, as surely as the foot: it lies below.
    """
    away, up = np.meshgrid(_OUTWARD, _UPWARD)
    over: Floats = np.where(away * axes[0, 1] + up * axes[1, 1] <= 0.0, seen, np.float32(0.0))
    return over


def heel_at(mask: Floats, hips: Doubles, knee: Doubles, ankle: Doubles) -> Doubles | None:
    """Give the ankle of a leg whose ankle is only roughly known, by its heel; all in pixels of the mask.

    None where the person does not end in a heel there.
    """
    for nearest in (math.inf, HEEL_OFF_SHANKS):
        axes = _axes(hips, knee, ankle)
        heel = None if axes is None else _heel(_sampled(mask, ankle, axes) >= EDGE_VALUE, nearest)
        if axes is None or heel is None:
            return None
        row, column = heel
        off = np.array([_OUTWARD[column] - HEEL_USUAL[0], _UPWARD[row] - HEEL_USUAL[1]])
        moved = off @ axes
        knee, ankle = knee + moved / 2, ankle + moved
    return ankle


def _axes(hips: Doubles, knee: Doubles, ankle: Doubles) -> Doubles | None:
    """Give the two axes of a foot, (2, 2), each as long as the shank: away from the knee, and toward the toes.

    Toes are on the side of the shank that is the upper side of the whole leg, hip to ankle.
    """
    along, leg = ankle - knee, ankle - hips
    length = float(np.hypot(*along))
    if not math.isfinite(length) or length < TINY_SHANK_PX:
        return None
    above = np.array([leg[1], -leg[0]]) * (1.0 if leg[0] > 0 else -1.0)
    across = np.array([along[1], -along[0]])
    axes: Doubles = np.stack([along, across if across @ above > 0 else -across])
    return axes


def _steps(low: float, high: float) -> Doubles:
    steps: Doubles = low + CELL_SHANKS * np.arange(round((high - low) / CELL_SHANKS) + 1, dtype=np.float64)
    return steps


_OUTWARD: Final = _steps(*OUTWARD_SHANKS)
_UPWARD: Final = _steps(*UPWARD_SHANKS)
"""Where the columns and the rows of the grid lie, in shanks from the ankle."""


def _toward_heel() -> Doubles:
    """Give how far each cell lies in the direction of heels, minus infinity where none is looked for."""
    away, up = np.meshgrid(_OUTWARD, _UPWARD)
    within = (away > HEEL_OUTWARD_SHANKS[0]) & (away < HEEL_OUTWARD_SHANKS[1]) & (up < HEEL_UPWARD_SHANKS)
    return np.where(within, HEEL_DIRECTION[0] * away + HEEL_DIRECTION[1] * up, -np.inf)


_TOWARD_HEEL: Final = _toward_heel()


def _feet() -> Flags:
    """Give where feet can be, in rows above the heel's and columns from it (the heel's own in the middle)."""
    away, up = np.meshgrid(np.arange(1 - len(_OUTWARD), len(_OUTWARD)), np.arange(len(_UPWARD)))
    far = CELL_SHANKS * np.hypot(away, up)
    pointed = np.degrees(np.arctan2(up, -away))
    return np.asarray((far <= LONGEST_SHANKS) & ((pointed <= POINTED_MOST_DEG) | (far < ROUND_HEEL_SHANKS)))


_FEET: Final = _feet()


def _sampled(mask: Floats, ankle: Doubles, axes: Doubles) -> Floats:
    """Read the mask on the grid of a foot: a row for each step across the shank, a column for each along it.

    Positions count from the picture's corner, so the centre of the first pixel is (0.5, 0.5).
    """
    first = ankle + np.array([OUTWARD_SHANKS[0], UPWARD_SHANKS[0]]) @ axes - 0.5
    to_mask = np.column_stack([CELL_SHANKS * axes.T, first])
    size = (len(_OUTWARD), len(_UPWARD))
    read = cv2.warpAffine(mask, to_mask, size, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderValue=0.0)
    return read.astype(np.float32, copy=False)


def _heel(person: Flags, off_most: float = HEEL_OFF_SHANKS) -> tuple[int, int] | None:
    """Find the row and column of the heel, in what hangs together at the ankle; None where it is not there."""
    _, labels = cv2.connectedComponents(person.astype(np.uint8), connectivity=4)
    row, column = (round(-low / CELL_SHANKS) for low in (UPWARD_SHANKS[0], OUTWARD_SHANKS[0]))
    near = labels[row - ANKLE_CELLS : row + ANKLE_CELLS + 1, column - ANKLE_CELLS : column + ANKLE_CELLS + 1]
    counts = np.bincount(near.ravel())
    counts[0] = 0
    leg = int(counts.argmax())
    if leg == 0:
        return None
    toward = np.where(labels == leg, _TOWARD_HEEL, -np.inf)
    row, column = divmod(int(toward.argmax()), toward.shape[1])
    off = math.hypot(_OUTWARD[column] - HEEL_USUAL[0], _UPWARD[row] - HEEL_USUAL[1])
    return (row, column) if math.isfinite(toward[row, column]) and off <= off_most else None


def _edges(seen: Floats, heel: tuple[int, int]) -> list[Edge]:
    """Follow the under side of the foot from the heel on, at each of the mask's values.

    Returns
    -------
    For each value the points of the edge, in shanks along and across the shank.
    """
    row, column = heel
    above, width = seen[row:], seen.shape[1]
    feet = _FEET[: len(above), width - 1 - column : 2 * width - 1 - column]
    person = (above >= np.array(EDGE_VALUES)[:, None, None]) & feet
    outermost = np.where(person.any(axis=2), width - 1 - person[:, :, ::-1].argmax(axis=2), -1)
    values = above.tolist()
    return [
        [
            (OUTWARD_SHANKS[0] + CELL_SHANKS * _crossing(values[step], cell, edge), float(_UPWARD[row + step]))
            for step, cell in _unbroken(cells)
        ]
        for edge, cells in zip(EDGE_VALUES, outermost.tolist(), strict=True)
    ]


def _unbroken(cells: list[int]) -> list[tuple[int, int]]:
    """Give rows and cells of an edge up to where the foot ends; -1 stands for a row with nothing in it."""
    kept: list[tuple[int, int]] = []
    for step, cell in enumerate(cells):
        if cell < 0:
            continue
        if kept:
            missed = step - kept[-1][0] - 1
            if missed > GAP_CELLS or kept[-1][1] - cell > DROP_CELLS + missed:
                break
        kept.append((step, cell))
    return kept


def _crossing(values: list[float], inside: int, edge: float) -> float:
    """Give where, in columns, a row falls through an edge's value beyond the last cell inside it."""
    if inside + 1 == len(values) or values[inside + 1] >= edge:
        return float(inside)
    return inside + (values[inside] - edge) / (values[inside] - values[inside + 1])


def _line(edge: Edge) -> tuple[float, tuple[tuple[float, float], tuple[float, float]]] | None:
    """Lay a line through an edge, heel first, leaving out its round ends and what bulges under the heel.

    Returns
    -------
    The angle between the way to the knee and the line from heel to toes, degrees, and the line's two ends. None where
    the edge is too short.
    """
    length = math.dist(edge[0], edge[-1]) if edge else 0.0
    if length < SHORTEST_SHANKS:
        return None
    straight = [point for point in edge if ROUND_HEEL_SHANKS <= math.dist(edge[0], point) <= length - ROUND_TOES_SHANKS]
    if len(straight) < FEWEST_ROWS:
        return None
    begun = (straight, straight[-max(FEWEST_ROWS, len(straight) // 2) :])
    on_it = max((_beside(straight, _axis(points)) for points in begun), key=len)
    if len(on_it) < FEWEST_ROWS:
        return None
    axis = _axis(on_it)
    return 180.0 - math.degrees(axis.turn), (axis.foot_of(edge[0]), axis.foot_of(edge[-1]))


@dataclass(frozen=True, slots=True)
class _Axis:
    """A line through (x, y), at ``turn`` from the way along the shank, radians from 0 to half a turn."""

    x: float
    y: float
    turn: float

    def beside(self, point: tuple[float, float]) -> float:
        """Give how far a point lies beside it."""
        return (point[1] - self.y) * math.cos(self.turn) - (point[0] - self.x) * math.sin(self.turn)

    def foot_of(self, point: tuple[float, float]) -> tuple[float, float]:
        """Give the point on it that is nearest."""
        along = (point[0] - self.x) * math.cos(self.turn) + (point[1] - self.y) * math.sin(self.turn)
        return self.x + along * math.cos(self.turn), self.y + along * math.sin(self.turn)


def _beside(points: Edge, axis: _Axis) -> Edge:
    return [point for point in points if abs(axis.beside(point)) <= STRAIGHT_SHANKS]


def _axis(points: Edge) -> _Axis:
    """Give the principal axis of points."""
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    xx, xy, yy = (
        sum((p[a] - m) * (p[b] - n) for p in points)
        for (a, m), (b, n) in (((0, x), (0, x)), ((0, x), (1, y)), ((1, y), (1, y)))
    )
    turn = math.atan2(2 * xy, xx - yy) / 2
    return _Axis(x, y, turn + math.pi if turn < 0 else turn)
