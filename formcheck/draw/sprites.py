"""Small pictures with transparency, made once, kept, and laid over a frame where they are needed."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Final, ParamSpec

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from formcheck.draw.style import Colour

    Image = NDArray[np.uint8]

P = ParamSpec("P")

SUPERSAMPLE: Final = 4
SUPERSAMPLE_LARGE: Final = 2
LARGE_PX: Final = 64
"""Shapes are drawn some times larger and averaged down, which is smoother than anti-aliased drawing alone;
the larger the shape, the less it takes."""

LINE_HEIGHT: Final = 1.3
"""Of a line of type, in sizes."""

BASELINE: Final = 1.0
"""From the top of the line to the baseline, in sizes: capitals (0.7 high) then stand in its middle."""

REGULAR: Final = 450
BOLD: Final = 620

_FONT: Final = cv2.FontFace("sans")
"""The font inside OpenCV (Rubik, SIL Open Font License): no file to find, with umlauts and degrees."""


KEPT_BYTES: Final = 40_000_000
"""Sprites that are kept may take so much together. By number they cannot be bounded well: the ring of a hold and large
type are large, and in five minutes they came to 62 MB for a window of 1280x720 and to 140 MB for one of 1920x1080. The
fullest screen of 1920x1080 has 29 MB of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """A small picture with transparency.

    Attributes
    ----------
    colour
        (h, w, 3) uint8, already multiplied by the opacity.
    keep
        (h, w, 3) uint8, how much of the picture below stays, 255 for all of it.
    """

    colour: Image
    keep: Image

    @property
    def width(self) -> int:
        """In pixels."""
        return int(self.keep.shape[1])

    @property
    def height(self) -> int:
        """In pixels."""
        return int(self.keep.shape[0])

    @property
    def nbytes(self) -> int:
        """What it takes in memory."""
        return int(self.colour.nbytes + self.keep.nbytes)


class Shelf:
    """Keeps sprites, those that were used last, by what they take in memory.

    Parameters
    ----------
    most_bytes
        What all of them may take together.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._sprites: OrderedDict[object, Sprite] = OrderedDict()
        self.nbytes = 0

    def get(self, key: object, make: Callable[[], Sprite]) -> Sprite:
        """Give the sprite of a key; it is made where it is not there."""
        sprite = self._sprites.pop(key, None)
        if sprite is None:
            sprite = make()
            self.nbytes += sprite.nbytes
        self._sprites[key] = sprite
        while self.nbytes > self._most_bytes and len(self._sprites) > 1:
            self.nbytes -= self._sprites.popitem(last=False)[1].nbytes
        return sprite


_SHELF: Final = Shelf(KEPT_BYTES)


def kept(make: Callable[P, Sprite]) -> Callable[P, Sprite]:
    """Keep the sprites that a function makes, on the shelf of all; its arguments tell them apart."""

    @wraps(make)
    def get(*args: P.args, **kwargs: P.kwargs) -> Sprite:
        key = (make, args, tuple(kwargs.items()))
        return _SHELF.get(key, lambda: make(*args, **kwargs))

    return get


def tinted(mask: Image, colour: Colour, opacity: float = 1.0) -> Sprite:
    """Make a sprite of one colour from a mask, (h, w) uint8."""
    return stacked([(mask, colour, opacity)])


def stacked(layers: list[tuple[Image, Colour, float]]) -> Sprite:
    """Make a sprite from masks of one size, each with its colour and opacity, the first one lowest."""
    height, width = layers[0][0].shape
    paint = np.zeros((height, width, 3), np.float32)
    keep = np.ones((height, width, 1), np.float32)
    for mask, colour, opacity in layers:
        cover = (mask.astype(np.float32) * (opacity / 255.0))[:, :, None]
        paint = paint * (1.0 - cover) + np.asarray(colour, np.float32) * cover
        keep = keep * (1.0 - cover)
    return Sprite(
        np.round(paint).astype(np.uint8),
        np.ascontiguousarray(np.repeat(np.round(keep * 255.0), 3, axis=2).astype(np.uint8)),
    )


def lay(image: Image, sprite: Sprite, x: int, y: int) -> None:
    """Lay a sprite over the picture, its top left corner at (x, y); what lies outside is cut off."""
    left, top = max(0, x), max(0, y)
    right = min(image.shape[1], x + sprite.width)
    bottom = min(image.shape[0], y + sprite.height)
    if right <= left or bottom <= top:
        return
    region = image[top:bottom, left:right]
    part = np.s_[top - y : bottom - y, left - x : right - x]
    below = cv2.multiply(region, sprite.keep[part], scale=1.0 / 255.0)
    cv2.add(below, sprite.colour[part], dst=region)


def shape_mask(width: int, height: int, draw: Callable[[Image, float], None]) -> Image:
    """Let ``draw(canvas, pixels_per_pixel)`` paint in white on a large canvas, and average it down."""
    factor = SUPERSAMPLE if max(width, height) <= LARGE_PX else SUPERSAMPLE_LARGE
    canvas = np.zeros((height * factor, width * factor), np.uint8)
    draw(canvas, float(factor))
    return np.asarray(cv2.resize(canvas, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


@lru_cache(maxsize=2048)
def text_width(text: str, size: int, weight: int) -> int:
    """Return the width of a line of type in pixels."""
    return int(cv2.getTextSize((0, 0), text, (0, 0), _FONT, size, weight)[2])


@kept
def text_sprite(text: str, size: int, weight: int, colour: Colour) -> Sprite:
    """Return one line of type, cut close at its sides, ``LINE_HEIGHT`` sizes high."""
    mask = np.zeros((line_height(size), max(1, text_width(text, size, weight)) + size), np.uint8)
    cv2.putText(mask, text, (0, round(BASELINE * size)), 255, _FONT, size, weight)
    inked = np.flatnonzero(mask.any(axis=0))
    used = int(inked[-1]) + 1 if inked.size else 1
    return tinted(np.ascontiguousarray(mask[:, :used]), colour)


def line_height(size: int) -> int:
    """Return the height of a line of type in pixels."""
    return int(np.ceil(LINE_HEIGHT * size))


@kept
def plate_sprite(width: int, height: int, radius: int, colour: Colour, opacity: float) -> Sprite:
    """Return a ground for type, with round corners."""
    corner = shape_mask(
        2 * radius,
        2 * radius,
        lambda canvas, k: _disc(canvas, radius * k),
    )
    mask = np.full((height, width), 255, np.uint8)
    mask[:radius, :radius] = corner[:radius, :radius]
    mask[:radius, -radius:] = corner[:radius, radius:]
    mask[-radius:, :radius] = corner[radius:, :radius]
    mask[-radius:, -radius:] = corner[radius:, radius:]
    return tinted(mask, colour, opacity)


def _disc(canvas: Image, radius: float) -> None:
    centre = round(radius)
    cv2.circle(canvas, (centre, centre), centre, 255, -1, cv2.LINE_AA)


def shortened(text: str, size: int, weight: int, max_width: int) -> str:
    """Return the text, or as much of its beginning as fits with an ellipsis."""
    if text_width(text, size, weight) <= max_width:
        return text
    kept = len(text)
    while kept > 0 and text_width(text[:kept].rstrip() + "…", size, weight) > max_width:
        kept -= 1
    return text[:kept].rstrip() + "…" if kept else ""


@lru_cache(maxsize=512)
def wrapped(text: str, size: int, weight: int, max_width: int, max_lines: int) -> tuple[str, ...]:
    """Break a text into at most ``max_lines`` lines of like length.

    The last one is shortened where it does not fit.
    """
    lines = _filled(text, size, weight, max_width, max_lines)
    width = max_width
    while len(lines) > 1 and not lines[-1].endswith("…"):
        width -= max(1, size // 2)
        narrower = _filled(text, size, weight, width, max_lines)
        if len(narrower) > len(lines) or any(line.endswith("…") for line in narrower):
            break
        lines = narrower
    return lines


def _filled(text: str, size: int, weight: int, max_width: int, max_lines: int) -> tuple[str, ...]:
    """Break a text so that each line takes as many words as fit; no line breaks at a no-break space."""
    lines: list[str] = []
    words = [word for word in text.split(" ") if word]
    while words and len(lines) < max_lines - 1:
        taken = 1
        while taken < len(words) and text_width(" ".join(words[: taken + 1]), size, weight) <= max_width:
            taken += 1
        lines.append(shortened(" ".join(words[:taken]), size, weight, max_width))
        words = words[taken:]
    if words:
        lines.append(shortened(" ".join(words), size, weight, max_width))
    return tuple(line for line in lines if line)
