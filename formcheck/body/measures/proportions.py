"""Whether a knee's mark lies where a knee can be: thigh and shank of one leg are about as long as each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body import geometry
from formcheck.body.reading import Reason
from formcheck.body.view import ViewLabel

if TYPE_CHECKING:
    from formcheck.body.sight import Sight

THIGH_LEAST: Final = 0.68
"""Of the leg toward the camera the thigh, from the middle of the hips, is 0.84 to 1.07 shanks long in side views of
rendered people (5th to 95th percentile, 6000 looks): with less its knee's mark has slid up the thigh, as those of
kneeling people do for seconds, and the angle is 16 to 23 degrees too small."""

THIGH_MOST: Final = 1.3
"""No thigh of either leg is longer than so many shanks: then the knee errs by 37 to 48 degrees."""


def slid_knee(sight: Sight, side: str) -> tuple[Reason, str] | None:
    """Why this knee's mark is not to be believed, and that it is the knee's; None where it may be.

    Only from the side, where both bones lie in the picture's plane. The far leg's thigh is half hidden by the near one
    and seems shorter; nothing is said of it for that.
    """
    if sight.view.label is not ViewLabel.SIDE:
        return None
    knee, ankle = sight.joints.at(f"{side}_knee"), sight.joints.at(f"{side}_ankle")
    thigh_px = geometry.distance(sight.joints.mid("hip"), knee)
    shank_px = geometry.distance(knee, ankle)
    short = side == sight.near and thigh_px < THIGH_LEAST * shank_px
    return (Reason.NOT_VISIBLE, f"{side}_knee") if short or thigh_px > THIGH_MOST * shank_px else None
