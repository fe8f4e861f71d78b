"""The outline of the back, drawn on the picture where a cue is about how round it is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.draw.strokes import line

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.draw.figure import Figure
    from formcheck.draw.style import Colour, Scale, Style

    Image = NDArray[np.uint8]

WIDTH_UNITS: Final = 0.9
CASING_UNITS: Final = 0.22


def draw_back(image: Image, figure: Figure, colour: Colour, scale: Scale, style: Style) -> None:
    """Draw the outline behind the trunk as far as it was seen and is the back's, with a dark edge."""
    seen = [(a, b) for a, b in pairwise(figure.back) if np.isfinite(a).all() and np.isfinite(b).all()]
    width = scale.px(WIDTH_UNITS, at_least=2)
    for tint, wide in ((style.casing, width + 2 * scale.px(CASING_UNITS)), (colour, width)):
        for start, end in seen:
            line(image, start, end, tint, wide)
