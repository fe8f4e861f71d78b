"""Skin, cloth, hair, floors and walls, painted by code.

Pictures are float arrays of red, green, blue in 0 to 255, some with a fourth channel: 255 drawn, 0 not.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

from .body import Body, Faces, triangles
from .data import body_folder
from .vectors import Floats, vec
from .wardrobe import HIDDEN_MARGIN_M, Layer

if TYPE_CHECKING:
    from .person import Colour

Picture = NDArray[np.float32]
TEXTURE_PX = 1024
EYE_PX = 128


def noise(rng: np.random.Generator, size: int, *, octaves: int = 6, base: int = 4, persist: float = 0.55) -> Picture:
    """(size, size) cloudy noise of about -1 to 1."""
    total = np.zeros((size, size), np.float32)
    amplitude = 1.0
    for octave in range(octaves):
        n = min(size, base * 2**octave)
        grain = rng.standard_normal((n, n)).astype(np.float32)
        total += amplitude * cv2.resize(grain, (size, size), interpolation=cv2.INTER_CUBIC)
        amplitude *= persist
    scaled: Picture = total / (np.abs(total).max() + 1e-6)
    return scaled


def plain(colour: Colour, size: int = 8) -> Picture:
    """One colour all over."""
    return np.ones((size, size, 3), np.float32) * np.array(colour, np.float32)


# ---------------------------------------------------------------------- people


def rest_map(body: Body, faces: Faces, size: int) -> tuple[Floats, NDArray[np.bool_]]:
    """For every texel the point of the body at rest that it colours.

    Returns
    -------
    (size, size, 3) metres, (size, size) bool
        The second says where there is one.
    """
    corners = triangles(faces)
    texels = body.texture[corners[..., 1]] * [size, -size] + [0, size]
    points = body.vertices[corners[..., 0]]
    place = np.zeros((size, size, 3))
    filled = np.zeros((size, size), bool)
    for uv, xyz in zip(texels, points, strict=True):
        x0, y0 = np.maximum(np.floor(uv.min(axis=0)).astype(int), 0)
        x1, y1 = np.minimum(np.ceil(uv.max(axis=0)).astype(int) + 1, size)
        edges = np.array([uv[1] - uv[0], uv[2] - uv[0]])
        det = edges[0, 0] * edges[1, 1] - edges[0, 1] * edges[1, 0]
        if abs(det) < 1e-9 or x1 <= x0 or y1 <= y0:
            continue
        gx, gy = np.meshgrid(np.arange(x0, x1) + 0.5 - uv[0, 0], np.arange(y0, y1) + 0.5 - uv[0, 1])
        b = (gx * edges[1, 1] - gy * edges[1, 0]) / det
        c = (gy * edges[0, 0] - gx * edges[0, 1]) / det
        inside = (b >= -0.02) & (c >= -0.02) & (b + c <= 1.02)
        weights = np.stack([1 - b - c, b, c], axis=-1)[inside]
        place[y0:y1, x0:x1][inside] = weights @ xyz
        filled[y0:y1, x0:x1] |= inside
    return place, filled


def _bleed(picture: Picture, filled: NDArray[np.bool_], steps: int = 4) -> Picture:
    """Carry colour a few texels over the seams, or they show as hairlines."""
    mask = filled.astype(np.float32)
    for _ in range(steps):
        total = cv2.blur(picture * mask[..., None], (3, 3))
        share = cv2.blur(mask, (3, 3))
        new = (share > 0) & (mask == 0)
        picture[new] = total[new] / share[new][:, None]
        mask[new] = 1
    if picture.shape[2] == 4:
        # Far from any face nothing is seen, but smaller copies of the texture mix it in at the seams.
        picture[mask == 0, 3] = 255
    return picture


class _Skin:
    """A face and a body being painted."""

    def __init__(self, body: Body, place: Floats, rng: np.random.Generator) -> None:
        self.body, self.place = body, place
        size = place.shape[0]
        self.colour = np.array(body.person.skin, np.float32)
        shade = 1 + 0.06 * noise(rng, size, octaves=9, base=8, persist=0.7) + 0.04 * noise(rng, size, octaves=5)
        self.picture: Picture = np.ones((size, size, 3), np.float32) * self.colour * shade[..., None]

    def blob(self, centre: Floats, radii: tuple[float, float, float], colour: object, strength: float) -> None:
        k = self.body.person.height_m / 1.75
        away = (((self.place - centre) / (np.array(radii) * k)) ** 2).sum(axis=-1)
        share = (strength * np.exp(-away))[..., None].astype(np.float32)
        self.picture = self.picture * (1 - share) + np.array(colour, np.float32) * share

    def face(self) -> None:
        markers = self.body.skeleton.markers
        k = self.body.person.height_m / 1.75
        nose, eye, ear = markers["nose"], markers["eye.L"], markers["ear.L"]
        red = self.colour * (0.98, 0.78, 0.74)
        for sign in (1.0, -1.0):
            flip = vec(sign, 1, 1)
            self.blob(vec(sign * 0.042 * k, nose[1] + 0.005, eye[2] + 0.01), (0.022, 0.018, 0.05), red, 0.4)
            self.blob(eye * flip + vec(0, 0.006, 0.015), (0.021, 0.012, 0.03), self.colour * 0.62, 0.5)
            self.blob(eye * flip + vec(0, 0, 0.02), (0.018, 0.006, 0.03), self.colour * 0.3, 0.7)
            self.blob(
                vec(sign * 0.008 * k, nose[1] - 0.006, nose[2] - 0.012),
                (0.005, 0.004, 0.012),
                self.colour * 0.35,
                0.7,
            )
            self.blob(ear * flip, (0.02, 0.03, 0.03), red, 0.4)
            for step in np.linspace(-1, 1, 9):
                brow = vec(sign * (0.002 + 0.017 * step), 0.023 - 0.004 * step**2 + 0.002 * step, 0.015) * k
                self.blob(eye * flip + brow, (0.004, 0.0032, 0.03), self.body.person.hair, 0.75)
        self.blob(nose, (0.016, 0.014, 0.02), red, 0.3)
        self._lips()
        if self.body.person.beard:
            self._beard(nose)

    def _lips(self) -> None:
        size = self.picture.shape[0]
        painted = cv2.imread(str(body_folder() / "textures/mpfb_lips.jpg"), cv2.IMREAD_GRAYSCALE)
        if painted is None:
            return
        share = (cv2.resize(painted, (size, size)).astype(np.float32) / 255 * 0.65)[..., None]
        lips = (self.colour * np.array((0.80, 0.50, 0.48))).astype(np.float32)
        self.picture = self.picture * (1 - share) + lips * share

    def _beard(self, nose: Floats) -> None:
        k = self.body.person.height_m / 1.75
        x, y, z = np.moveaxis(self.place, -1, 0)
        head = self.body.skeleton.heads["head"]
        below = (y < nose[1] - 0.012 * k) & (y > nose[1] - 0.12 * k) & (z > head[2]) & (y > head[1] - 0.06 * k)
        del x
        share = cv2.GaussianBlur(below.astype(np.float32), (0, 0), 4)[..., None] * 0.55
        self.picture = self.picture * (1 - share) + np.array(self.body.person.hair, np.float32) * share


@lru_cache(maxsize=2)
def skin_map(body: Body) -> tuple[Floats, NDArray[np.bool_]]:
    """Give the rest map of a body's surface; it takes seconds and several layers need it."""
    return rest_map(body, body.groups["body"], TEXTURE_PX)


def paint_skin(body: Body, worn: list[Layer], rng: np.random.Generator) -> Picture:
    """(n, n, 4) texture of the skin, left out well under the clothes."""
    place, filled = skin_map(body)
    skin = _Skin(body, place, rng)
    skin.face()
    shown = np.ones(filled.shape, np.float32) * 255
    for layer in worn:
        if layer.name in ("top", "bottom", "shoes"):
            shown[layer.region(place, -HIDDEN_MARGIN_M) & filled] = 0
    return _bleed(np.dstack([skin.picture, shown]), filled, steps=8)


def paint_layer(body: Body, layer: Layer, rng: np.random.Generator) -> Picture:
    """(n, n, 4) texture of a layer, drawn only where the layer is."""
    place, filled = skin_map(body)
    person, clothes = body.person, body.person.clothes
    colours = {"top": clothes.top, "bottom": clothes.bottom, "shoes": clothes.shoes, "hair": person.hair}
    colour = np.array(colours[layer.name] or person.hair, np.float32)
    size = TEXTURE_PX
    if layer.name == "hair":
        shade = 1 + 0.35 * noise(rng, size, octaves=9, base=8, persist=0.7)
    else:
        shade = (
            1 + 0.05 * noise(rng, size, octaves=9, base=32, persist=0.8) + 0.10 * noise(rng, size, octaves=4, base=8)
        )
    picture: Picture = np.ones((size, size, 3), np.float32) * colour * shade[..., None]
    if layer.name == "top" and clothes.stripe is not None:
        band = np.abs(place[..., 1] - body.skeleton.heads["spine01"][1] - 0.02) < 0.03
        picture[band] = clothes.stripe
    # The shell itself reaches further than the layer; the fourth channel cuts the hem.
    inside = layer.region(place, 0.0).astype(np.float32) * 255
    return _bleed(np.dstack([picture, inside]), filled, steps=8)


def paint_eye(body: Body, side: str) -> Picture:
    """(n, n, 4) texture of an eyeball that looks straight ahead."""
    faces = body.groups[f"helper-{side.lower()}-eye"]
    texture = body.texture[[t for face in faces for _, t in face]]
    place, _ = rest_map(body, faces, TEXTURE_PX)
    low, high = texture.min(axis=0), texture.max(axis=0)
    x0, x1 = int(low[0] * TEXTURE_PX), int(high[0] * TEXTURE_PX) + 1
    y0, y1 = int((1 - high[1]) * TEXTURE_PX), int((1 - low[1]) * TEXTURE_PX) + 1
    centre = body.skeleton.markers[f"eye.{side}"]
    away = place[y0:y1, x0:x1] - centre
    ahead = away / (np.linalg.norm(away, axis=-1, keepdims=True) + 1e-9) @ vec(0, 0, 1)
    angle = np.degrees(np.arccos(np.clip(ahead, -1, 1)))
    picture = np.ones((TEXTURE_PX, TEXTURE_PX, 4), np.float32) * (232, 226, 222, 255)
    part = picture[y0:y1, x0:x1]
    part[angle < 27] = (*body.person.iris, 255)
    part[angle < 11] = (8, 8, 8, 255)
    return picture


# ---------------------------------------------------------------------- rooms


def paint_planks(colour: Colour, rng: np.random.Generator, size: int = 1024) -> Picture:
    """Floorboards."""
    picture = np.ones((size, size, 3), np.float32) * np.array(colour, np.float32)
    board = size // 8
    for k in range(8):
        rows = picture[k * board : (k + 1) * board]
        rows *= 1 + 0.10 * float(rng.standard_normal())
        streaks = rng.standard_normal((board, 24)).astype(np.float32)
        grain = cv2.resize(streaks, (size, board), interpolation=cv2.INTER_CUBIC) * 0.05
        clouds = cv2.resize(noise(rng, 256, octaves=5), (size, size))[:board] * 0.10
        rows *= (1 + grain + clouds)[..., None]
        rows[:3] *= 0.55
        joint = int(rng.integers(size - 3))
        rows[:, joint : joint + 3] *= 0.65
    return picture


def paint_tiles(colour: Colour, rng: np.random.Generator, size: int = 1024) -> Picture:
    """Square tiles with grout."""
    picture = np.ones((size, size, 3), np.float32) * np.array(colour, np.float32)
    picture *= (1 + 0.05 * noise(rng, size, octaves=7))[..., None]
    tile = size // 6
    for k in range(6):
        for m in range(6):
            picture[k * tile : (k + 1) * tile, m * tile : (m + 1) * tile] *= 1 + 0.04 * float(rng.standard_normal())
        picture[k * tile : k * tile + 4] *= 0.75
        picture[:, k * tile : k * tile + 4] *= 0.75
    return picture


def paint_carpet(colour: Colour, rng: np.random.Generator, size: int = 1024) -> Picture:
    """Short pile."""
    pile = 1 + 0.07 * rng.standard_normal((size, size)).astype(np.float32) + 0.06 * noise(rng, size, octaves=5)
    return np.ones((size, size, 3), np.float32) * np.array(colour, np.float32) * pile[..., None]


def paint_wall(colour: Colour, rng: np.random.Generator, size: int = 512) -> Picture:
    """Plaster with a skirting board at the bottom."""
    picture = np.ones((size, size, 3), np.float32) * np.array(colour, np.float32)
    picture *= (1 + 0.03 * noise(rng, size, octaves=7, base=8))[..., None]
    picture[-int(size * 0.043) :] = (225, 225, 220)
    picture[-int(size * 0.047) : -int(size * 0.043)] *= 0.6
    return picture


def paint_poster(rng: np.random.Generator) -> Picture:
    """Give a framed picture of nothing in particular."""
    picture = np.ones((64, 48, 3), np.float32) * rng.integers(60, 200, 3).astype(np.float32)
    picture += 60 * noise(rng, 64, octaves=4, base=2)[:, :48, None] * rng.standard_normal(3).astype(np.float32)
    framed = cv2.copyMakeBorder(picture, 4, 4, 4, 4, cv2.BORDER_CONSTANT, value=(40, 35, 30))
    return np.asarray(framed, np.float32)


def paint_mottled(colour: Colour, rng: np.random.Generator, amount: float = 0.08) -> Picture:
    """Wood, cloth or rubber, by the amount of mottling."""
    return plain(colour, 128) * (1 + amount * noise(rng, 128, octaves=6, base=8))[..., None]
