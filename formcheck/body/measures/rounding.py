"""The rounding index: how round the back is, against the person's own when upright.

It comes from the outline behind the trunk (domain, section 4), never from a landmark of the head or the arms. It is
an index and no angle: 0 as flat as when upright, below 0.6 good, from 0.8 on possibly round, near 1 as round as a
back gets. Fitted and tested on rendered people whose spines are known exactly (``python -m sample_videos.fitting
rounding``).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from formcheck.body.back.bend import bend_of, features, fitted
from formcheck.body.back.outline import outline_of
from formcheck.body.back.seat import has_moved
from formcheck.body.back.upright import OFF_SIDE_DEG, stands
from formcheck.body.camera import Source
from formcheck.body.measures.base import Measure
from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.body.view import ViewLabel

if TYPE_CHECKING:
    from formcheck.body.back.bend import Bend
    from formcheck.body.sight import Sight

STEEPEST_DEG: Final = 15.0
"""A camera that is known to look down by more than this hides a bend: one at head height passed a round back, one that
looked down by 14 degrees cost nothing."""

BEND_SCALE_DEG: Final = 22.0
"""The index is the hyperbolic tangent of the bend over this: a bend of 12 degrees gives 0.5, of 15 degrees 0.6, of
24 degrees 0.8, of 30 degrees 0.88 (a little less as it is weighed, below). So a bend of 30 degrees, the least that
counts as round, stands out of the limit of 0.8 by about as much as one is usually off."""

SIGMA_SHARE: Final = 0.7
"""The index levels off at both ends and so do its errors: with this share of what follows from the bend's own
uncertainty, 68 % of the errors on rendered people are covered."""

SHARPEST_INDEX: Final = 0.02
"""Where the index levels off its error shrinks, but never to nothing."""

OWN_BEND_DEG: Final = 40.0
"""How far backs bend, give or take (one does not bend by much more than 60 degrees). What is seen is weighed against
that, so that an uncertain reading says less: a seated one 0.92 of itself, a standing one 0.96."""

STRANGER_BEND_DEG: Final = 20.0
"""The same where the person's own upright outline is not known: what is seen of a stranger says little by itself, for
the same outline may be a round back or a deep chest."""

STRANGER_SIGMA: Final = 0.2
"""Without the person's own upright outline, in the same posture, nobody is called round: no index exceeds 0.8 by
more than this."""


def index_of(bend_deg: float) -> float:
    """Give the index for a bend; 0 for a back that is flatter than when upright."""
    return max(0.0, math.tanh(bend_deg / BEND_SCALE_DEG))


def index_sigma(bend_deg: float, sigma_deg: float) -> float:
    """Give the uncertainty of the index for a bend that is uncertain by so much."""
    spread = math.tanh((bend_deg + sigma_deg) / BEND_SCALE_DEG) - math.tanh((bend_deg - sigma_deg) / BEND_SCALE_DEG)
    return max(SHARPEST_INDEX, SIGMA_SHARE * spread / 2)


def index_reading(bend: Bend, *, own: bool) -> Measured:
    """Turn an estimated bend into the index; ``own`` says whether the own upright outline in that posture was known."""
    usual_deg = OWN_BEND_DEG if own else STRANGER_BEND_DEG
    share = usual_deg**2 / (usual_deg**2 + bend.sigma_deg**2)
    sigma = index_sigma(share * bend.degrees, math.sqrt(share) * bend.sigma_deg)
    return Measured(index_of(share * bend.degrees), Unit.RATIO, sigma if own else max(sigma, STRANGER_SIGMA))


def rounding_index(sight: Sight) -> Reading:
    """How round the back is, 0 as flat as when upright."""
    if sight.view.label is ViewLabel.UNKNOWN:
        return Unknown(Unit.RATIO, Reason.VIEW_UNKNOWN)
    if sight.view.label is not ViewLabel.SIDE:
        return Unknown(Unit.RATIO, Reason.WRONG_VIEW)
    if sight.off_side_deg > OFF_SIDE_DEG:
        return Unknown(Unit.RATIO, Reason.NOT_SQUARE)
    camera = sight.figure.camera
    if camera.source is not Source.TYPICAL and camera.tilt_deg - camera.tilt_sigma_deg > STEEPEST_DEG:
        return Unknown(Unit.RATIO, Reason.CAMERA_HIGH)
    outline = outline_of(sight.joints, sight.view.forward, sight.figure.trunk_px)
    if outline is None:
        return Unknown(Unit.RATIO, Reason.BACK_HIDDEN)
    if sight.seat_px is not None and has_moved(sight.joints.mid("hip"), sight.seat_px, sight.figure.trunk_px):
        return Unknown(Unit.RATIO, Reason.OUTLINE_UNCLEAR)
    back = sight.figure.back
    same = back.like(sight.joints)
    upright = same or back.unlike(sight.joints)
    posture = "standing" if stands(sight.joints) else "seated"
    model = fitted()[f"{posture}_{'anyone' if upright is None else 'own'}"]
    bend = bend_of(model, features(outline, upright, sight.figure.trunk_px, sight.seat_px), outline.inclination_deg)
    if bend is None:
        return Unknown(Unit.RATIO, Reason.BACK_HIDDEN)
    if not bend.fits:
        return Unknown(Unit.RATIO, Reason.OUTLINE_UNCLEAR)
    return index_reading(bend, own=same is not None)


MEASURES: Final = {
    "rounding_index": Measure(
        Unit.RATIO, "how round the back is, 0 = as flat as when upright, from the side", of_body=rounding_index
    ),
}
