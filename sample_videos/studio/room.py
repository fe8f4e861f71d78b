"""The room: floor, walls, a mat, furniture against the walls, light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from . import painting
from .vectors import IDENTITY, Floats, turn_y, vec

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .movements import Block
    from .painting import Picture
    from .person import Colour

WALL_M = 2.7
HALF_M = 4.6
"""Half the side of the room; every camera stands within it."""


@dataclass(frozen=True, slots=True)
class Room:
    """What is around the person.

    Attributes
    ----------
    wall, floor
        Colours.
    floor_kind
        What the floor is made of.
    mat
        Colour of the exercise mat; None for none.
    clutter
        How many pieces of furniture and pictures stand and hang about, 0 to 6.
    yaw_deg
        The room's own turn against the subject.
    light_yaw_deg, light_height
        Where the main light comes from: direction on the floor plan, and 0.5 low to 3 high.
    warmth
        -1 blueish to 1 yellowish.
    brightness
        1 is a well-lit room, 0.5 dim.
    contrast
        Share of the light that is directed: 0.3 overcast to 1 sun.
    """

    wall: Colour = (196, 200, 198)
    floor: Colour = (140, 104, 72)
    floor_kind: Literal["planks", "tiles", "carpet"] = "planks"
    mat: Colour | None = (70, 92, 120)
    clutter: int = 3
    yaw_deg: float = 0.0
    light_yaw_deg: float = 50.0
    light_height: float = 1.4
    warmth: float = 0.1
    brightness: float = 1.0
    contrast: float = 0.7


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """Flat faces with one texture.

    Attributes
    ----------
    points, normals, texture
        (4 n, 3), (4 n, 3), (4 n, 2): four corners a face.
    picture
        What is painted on them.
    casts
        Whether it throws a shadow.
    """

    points: Floats
    normals: Floats
    texture: Floats
    picture: Picture
    casts: bool = True


_SQUARE = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])


def box(low: Floats, high: Floats, picture: Picture, turn: Floats = IDENTITY, at: Floats | None = None) -> Surface:
    """Six faces between two corners, turned and moved."""
    points, normals = [], []
    for axis in range(3):
        u, v = [(2, 1), (0, 2), (0, 1)][axis]
        for end, sign in ((low, -1.0), (high, 1.0)):
            for a, b in _SQUARE:
                corner = np.zeros(3)
                corner[axis] = end[axis]
                corner[u] = high[u] if a else low[u]
                corner[v] = high[v] if b else low[v]
                points.append(corner)
                normal = np.zeros(3)
                normal[axis] = sign
                normals.append(normal)
    moved = np.array(points) @ turn.T + (np.zeros(3) if at is None else at)
    return Surface(moved, np.array(normals) @ turn.T, np.tile(_SQUARE, (6, 1)), picture)


def _quad(corners: Floats, normal: Floats, picture: Picture, repeat: float = 1.0) -> Surface:
    return Surface(corners, np.tile(normal, (4, 1)), _SQUARE * repeat, picture, casts=False)


def surfaces(room: Room, seed: int, blocks: list[tuple[Block, Floats, float]]) -> Iterator[Surface]:
    """Everything in the room that does not move.

    Parameters
    ----------
    seed
        For the grain of the floor and where the furniture stands.
    blocks
        Surfaces for feet: the block, and the place and yaw of the act it belongs to.
    """
    rng = np.random.default_rng(seed)
    turn = turn_y(room.yaw_deg)
    yield _floor(room, rng, turn)
    yield from _walls(room, rng, turn)
    if room.mat is not None:
        rubber = painting.paint_mottled(room.mat, rng, 0.05)
        yield box(vec(-0.48, 0, -1.0), vec(0.48, 0.006, 1.0), rubber)
    wood = painting.paint_mottled((112, 84, 60), rng, 0.15)
    for block, at, yaw in blocks:
        yield from _bench(block, at, turn_y(yaw), wood, rng)
    yield from _furniture(room, rng, turn)


def _floor(room: Room, rng: np.random.Generator, turn: Floats) -> Surface:
    paint = {"planks": painting.paint_planks, "tiles": painting.paint_tiles, "carpet": painting.paint_carpet}
    h = HALF_M
    corners = np.array([[-h, 0, -h], [h, 0, -h], [h, 0, h], [-h, 0, h]]) @ turn.T
    return _quad(corners, vec(0, 1, 0), paint[room.floor_kind](room.floor, rng), repeat=4.0)


def _walls(room: Room, rng: np.random.Generator, turn: Floats) -> Iterator[Surface]:
    plaster = painting.paint_wall(room.wall, rng)
    h = HALF_M
    for k in range(4):
        wall = turn @ turn_y(90.0 * k)
        corners = np.array([[-h, 0, -h], [h, 0, -h], [h, WALL_M, -h], [-h, WALL_M, -h]])
        yield _quad(corners @ wall.T, wall @ vec(0, 0, 1), plaster)
    white = painting.plain((235, 235, 232))
    lid = np.array([[-h, WALL_M, -h], [h, WALL_M, -h], [h, WALL_M, h], [-h, WALL_M, h]])
    yield _quad(lid @ turn.T, vec(0, -1, 0), white)


def _bench(block: Block, at: Floats, turn: Floats, wood: Picture, rng: np.random.Generator) -> Iterator[Surface]:
    """Give a surface for the foot with a folded towel on it."""
    low, high = np.array(block.low), np.array(block.high)
    towel = painting.paint_mottled((188, 190, 186), rng, 0.05)
    yield box(low, high - vec(0, 0.014, 0), wood, turn, at)
    yield box(
        vec(low[0] + 0.08, high[1] - 0.014, low[2] + 0.005),
        vec(high[0] - 0.08, high[1], high[2] - 0.10),
        towel,
        turn,
        at,
    )


def _furniture(room: Room, rng: np.random.Generator, turn: Floats) -> Iterator[Surface]:
    h = HALF_M
    for k in range(room.clutter):
        wall = turn @ turn_y(90.0 * (k % 4))
        x = float(rng.uniform(-2.6, 2.6))
        hung = np.array(
            [[x, 1.3, -h + 0.02], [x + 0.5, 1.3, -h + 0.02], [x + 0.5, 2.0, -h + 0.02], [x, 2.0, -h + 0.02]]
        )
        yield _quad(hung @ wall.T, wall @ vec(0, 0, 1), painting.paint_poster(rng))
        # Nothing darker than dark wood: a dark box behind dark hair leaks into a silhouette.
        colour = [int(c) for c in 0.35 * rng.integers(80, 190, 3) + 0.65 * rng.integers(95, 180)]
        wide, deep, tall = rng.uniform((0.5, 0.35, 0.4), (1.6, 0.5, 1.1))
        x = float(rng.uniform(-3.2, 2.0))
        stuff = painting.paint_mottled((colour[0], colour[1], colour[2]), rng, 0.12)
        yield box(vec(x, 0, -h + 0.03), vec(x + wide, tall, -h + 0.03 + deep), stuff, wall)


def light_direction(room: Room) -> Floats:
    """(3,) toward the main light."""
    away = turn_y(room.light_yaw_deg) @ vec(0, room.light_height, 1.0)
    return away / np.linalg.norm(away)
