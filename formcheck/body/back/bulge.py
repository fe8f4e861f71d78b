"""What the outline of the back says. Features only: no verdict rests on them yet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from formcheck.pose.pose import BackProfile

MIDDLE_THIRD: Final = (1 / 3, 2 / 3)
"""The part of the trunk chord behind which a round back stands out: nearer the ends lie hip and shoulder blade."""

SEEN_SHARE: Final = 0.5
"""With fewer of its stations than this the middle third was not seen."""


def bulge(profile: BackProfile, facing: float) -> float | None:
    """How far the outline lies behind the middle third of the trunk chord, in lengths of that chord.

    Rounding shows as a rise from the person's own upright to the bottom of a hinge, not in the value itself,
    which holds the depth of the trunk and of the clothes as well.

    Parameters
    ----------
    profile
        The outline on both sides of the chord.
    facing
        1 when the person faces to the right of the picture, -1 to the left (:attr:`View.forward`). Only a
        view from the side shows the back as an outline: the caller sees to that.

    Returns
    -------
    The mean over the stations that were seen; None where fewer than half of them were, or the chord has no length.
    """
    low, high = MIDDLE_THIRD
    middle = (profile.stations >= low) & (profile.stations <= high)
    # Row 0 lies on the left of the direction hip to shoulder: behind whoever faces to the right.
    behind = profile.outline[0 if facing > 0 else 1][middle]
    seen = behind[np.isfinite(behind)]
    chord = float(np.hypot(*(profile.chord[1] - profile.chord[0])))
    if chord == 0 or len(seen) == 0 or len(seen) < SEEN_SHARE * len(behind):
        return None
    return float(seen.mean()) / chord
