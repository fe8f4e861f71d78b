"""What an activity that is none of the four movements gives, and what such activities share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .common import vary

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from sample_videos.studio.posture import Posture
    from sample_videos.studio.skeleton import Skeleton
    from sample_videos.studio.timing import Score

    from .common import Act, Values


@dataclass(frozen=True, slots=True)
class Activity:
    """One activity.

    Attributes
    ----------
    channels
        What it moves; all begin at 0.
    play
        Writes it into a score.
    posture
        Posture for the channel values, in position.
    path
        Key postures from standing to the position, the position itself not among them.
    enter_s
        Seconds for each step of that path; none for what is done standing.
    """

    channels: tuple[str, ...]
    play: Callable[[Score, Act, np.random.Generator], None]
    posture: Callable[[Skeleton, Values, Act], Posture]
    path: Callable[[Skeleton], list[Posture]] = lambda _: []
    enter_s: tuple[float, ...] = ()


def to_and_fro(channel: str, *, stay_s: float = 0.3, back: float = 0.0) -> Callable[..., None]:
    """Give what plays repetitions of one channel, to the act's depth and back."""

    def play(score: Score, act: Act, rng: np.random.Generator) -> None:
        for _ in range(act.reps):
            seconds = vary(rng, act.rep_s, 0.08)
            score.move(seconds * 0.5, **{channel: act.depth * float(rng.uniform(0.9, 1.0))})
            score.wait(vary(rng, stay_s, 0.3))
            score.move(seconds * 0.5, **{channel: back})
            score.wait(vary(rng, 0.35, 0.3))

    return play
