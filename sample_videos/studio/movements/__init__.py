"""The four movements, and other activities: how each goes over time, and the posture at any moment of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sample_videos.studio.posture import Posture, mirrored

from . import hip_rotation, kneeling_lunge, other, rock_back, standing_stretch
from .common import Act, Block, Movement, Side

if TYPE_CHECKING:
    from sample_videos.studio.skeleton import Skeleton

    from .common import Values

MOVEMENTS: Final[dict[str, Movement]] = {
    "adductor-rock-back": rock_back,
    "hip-rotation-90-90": hip_rotation,
    "kneeling-lunge": kneeling_lunge,
    "standing-stretch": standing_stretch,
}
"""By the names they have in the routine files."""

OTHER: Final = "other"
"""What an act is called that is none of the four."""

PERFORMED: Final[dict[str, Movement]] = {**MOVEMENTS, OTHER: other}
"""All that can be performed."""

NUMBER: Final = {name: i + 1 for i, name in enumerate(MOVEMENTS)}
"""M1 to M4 of the domain tables."""

_CANONICAL_SIDE: Final = {
    "hip-rotation-90-90": "left",
    "kneeling-lunge": "right",
    "standing-stretch": "right",
}


def is_mirrored(act: Act) -> bool:
    """Whether the act's side is the mirror image of how the module draws it."""
    canonical = _CANONICAL_SIDE.get(act.movement)
    return canonical is not None and act.side != canonical


def act_posture(skeleton: Skeleton, values: Values, act: Act) -> Posture:
    """Posture of an act on its own side, seen from its own origin."""
    posture = PERFORMED[act.movement].posture(skeleton, values, act)
    return mirrored(posture) if is_mirrored(act) else posture


def act_block(skeleton: Skeleton, act: Act) -> Block | None:
    """Give the surface an act needs, for a foot or to sit on, seen from its own origin; None where there is none."""
    if act.movement == OTHER:
        return other.block(skeleton, act)
    if act.movement != "standing-stretch":
        return None
    block = standing_stretch.block(skeleton, act)
    if not is_mirrored(act):
        return block
    (x0, y0, z0), (x1, y1, z1) = block.low, block.high
    return Block((-x1, y0, z0), (-x0, y1, z1))


__all__ = [
    "MOVEMENTS",
    "NUMBER",
    "OTHER",
    "PERFORMED",
    "Act",
    "Block",
    "Side",
    "act_block",
    "act_posture",
    "is_mirrored",
]
