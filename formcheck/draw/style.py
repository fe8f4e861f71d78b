"""How the overlay looks: its colours, and sizes that follow the picture's size."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from formcheck.judge.verdict import Verdict

Colour = tuple[int, int, int]
"""Blue, green, red, each 0 to 255, as OpenCV keeps them."""

MARGIN_SHARE: Final = 0.04
"""Of the long side, kept free on every edge: players and phones cover or crop the rim."""

LIVE_MARGIN_SHARE: Final = 0.02
"""The same for a window: nothing crops it, so a little air is enough."""

MIN_TEXT_PX: Final = 13
"""The smallest type that is still read without effort on a small picture."""

MIN_PANEL_SIDE_PX: Final = 200
"""A picture with a shorter side has no room for words; it gets the skeleton alone."""


@dataclass(frozen=True, slots=True)
class Style:
    """The colours of the overlay.

    The verdicts' colours are those of Okabe and Ito (bluish green, yellow, vermilion), which people with any
    of the common colour vision deficiencies tell apart, lightened until each stands out from the plate by
    3:1 even in front of a white wall. A shape always says the same as the colour.

    Attributes
    ----------
    ink, muted
        Type that matters, and type beside it.
    plate, plate_opacity
        The ground under type, and how much of the picture it hides.
    near, far
        Limbs of the side toward the camera, and of the other.
    casing
        The thin dark edge that keeps a pale line visible in a bright room.
    good, nearly, fault, cannot_judge
        One for each verdict.
    ground
        Behind a screen without a picture, dark, so that it does not light up a dim room.
    button
        Under a choice.
    accent
        What is worked, and what comes next: Okabe and Ito's sky blue, which is no verdict's colour.
    flesh, mat, block, block_top
        Of the figure that shows a movement, of the floor under it, and of what it rests a foot on.
    """

    ink: Colour = (250, 248, 245)
    muted: Colour = (206, 198, 185)
    plate: Colour = (25, 21, 14)
    plate_opacity: float = 0.80
    near: Colour = (252, 238, 211)
    far: Colour = (204, 180, 134)
    casing: Colour = (45, 34, 16)
    good: Colour = (155, 199, 47)
    nearly: Colour = (78, 220, 242)
    fault: Colour = (69, 122, 255)
    cannot_judge: Colour = (206, 198, 185)
    ground: Colour = (34, 29, 22)
    button: Colour = (62, 53, 42)
    accent: Colour = (240, 190, 96)
    flesh: Colour = (214, 220, 228)
    mat: Colour = (66, 58, 46)
    block: Colour = (92, 84, 72)
    block_top: Colour = (120, 110, 96)

    def of(self, verdict: Verdict) -> Colour:
        """Return the colour of a verdict."""
        return {
            Verdict.GOOD: self.good,
            Verdict.NEARLY: self.nearly,
            Verdict.FAULT: self.fault,
            Verdict.CANNOT_JUDGE: self.cannot_judge,
            Verdict.NOT_REACHED: self.muted,
        }[verdict]


@dataclass(frozen=True, slots=True)
class Scale:
    """Sizes in pixels for one size of picture.

    Attributes
    ----------
    width, height
        Of the picture.
    unit
        A hundredth of the short side; everything else is a multiple of it.
    margin
        Free on every edge.
    small, body, large
        Sizes of type.
    """

    width: int
    height: int
    unit: float
    margin: int
    small: int
    body: int
    large: int

    @property
    def portrait(self) -> bool:
        """Whether the picture is higher than wide."""
        return self.height > self.width

    @property
    def gap(self) -> int:
        """Between panels that stand together."""
        return max(4, round(1.2 * self.unit))

    def px(self, units: float, at_least: int = 1) -> int:
        """Turn units into whole pixels."""
        return max(at_least, round(units * self.unit))


LIVE_UNIT_SHARE: Final = 1.3
"""What is watched from three metres is larger by so much than what is watched on one's lap."""

LIVE_SMALL_UNITS: Final = 4.2
LIVE_BODY_UNITS: Final = 6.0
LIVE_LARGE_UNITS: Final = 7.4
"""Type for three metres: on a laptop (screen 18 cm high) a capital of the body's type is 7.5 mm, nine minutes of arc;
five are the limit of good sight."""


@lru_cache(maxsize=16)
def live_scale(width: int, height: int) -> Scale:
    """Return the sizes for a window of ``width`` by ``height`` pixels that is seen from across a room."""
    unit = min(width, height) / 100.0
    return Scale(
        width=width,
        height=height,
        unit=LIVE_UNIT_SHARE * unit,
        margin=round(LIVE_MARGIN_SHARE * max(width, height)),
        small=max(MIN_TEXT_PX, round(LIVE_SMALL_UNITS * unit)),
        body=max(MIN_TEXT_PX, round(LIVE_BODY_UNITS * unit)),
        large=max(MIN_TEXT_PX + 1, round(LIVE_LARGE_UNITS * unit)),
    )


@lru_cache(maxsize=16)
def scale_for(width: int, height: int) -> Scale:
    """Return the sizes for a picture of ``width`` by ``height`` pixels."""
    unit = min(width, height) / 100.0
    return Scale(
        width=width,
        height=height,
        unit=unit,
        margin=round(MARGIN_SHARE * max(width, height)),
        small=max(MIN_TEXT_PX, round(2.7 * unit)),
        body=max(MIN_TEXT_PX + 1, round(3.3 * unit)),
        large=max(MIN_TEXT_PX + 2, round(4.0 * unit)),
    )
