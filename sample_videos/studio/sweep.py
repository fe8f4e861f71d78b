"""Random clips for measuring: bodies, clothes, rooms, cameras, movements and faults drawn from wide ranges.

Every draw is fixed by the seed. The ranges are those of :mod:`single`, :mod:`recordings` and :mod:`chance`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from .errors import StudioError
from .recordings import random_high, random_other, random_routine, random_whole
from .single import random_backs, random_clip, random_faulty

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .clip import Clip

KINDS: Final[dict[str, Callable[[np.random.Generator, str, int], Clip]]] = {
    "movements": random_clip,
    "other": random_other,
    "routine": random_routine,
    "high": random_high,
    "whole": random_whole,
    "faulty": random_faulty,
    "backs": random_backs,
}
"""What a sweep can be of: one movement a clip, none of them, parts of the routine, M2 seen from above and in front, all
of the routine on both sides, one clear fault a clip as it is best seen, flat and round backs in turn."""


def sweep(count: int, seed: int, *, kind: str = "movements", fps: float | None = None) -> Iterator[Clip]:
    """Draw clips; clip k of a kind and seed is the same however many are drawn.

    Parameters
    ----------
    kind
        One of ``KINDS``.
    fps
        Films every clip at this rate and without motion blur, which is cheaper to draw; what is performed
        stays the same.

    Raises
    ------
    StudioError
        There is no such kind.
    """
    if kind not in KINDS:
        raise StudioError("there is no such kind of sweep", where=kind, mend=f"Choose one of: {', '.join(KINDS)}")
    for k in range(count):
        # The plain sweep came first and is drawn from seed and number alone.
        entropy = [seed, k] if kind == "movements" else [seed, k, list(KINDS).index(kind)]
        name = f"{'sweep' if kind == 'movements' else kind}-{seed}-{k:04d}"
        clip = KINDS[kind](np.random.default_rng(entropy), name, k)
        film = clip.film if fps is None else replace(clip.film, fps=fps, blur_steps=1)
        yield replace(clip, film=film)
