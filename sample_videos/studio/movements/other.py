"""What is none of the four movements: squats, toe touches, a stretch on a chair, cat and cow, just standing about.

A program has to leave these alone. All face z at the origin. Channels: ``enter`` (key postures of getting
there) and those of the activity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .common import Act, Block, Values, along_path, off_the_floor
from .others_low import CAT_COW, CHAIR, LONG_SITTING, seat
from .others_standing import FIDGETING, MARCHING, SQUATS, TOE_TOUCHES

if TYPE_CHECKING:
    import numpy as np

    from sample_videos.studio.posture import Posture
    from sample_videos.studio.skeleton import Skeleton
    from sample_videos.studio.timing import Score

    from .activity import Activity

ACTIVITIES: Final[dict[str, Activity]] = {
    "squats": SQUATS,
    "toe-touches": TOE_TOUCHES,
    "fidgeting": FIDGETING,
    "chair-stretch": CHAIR,
    "long-sitting-stretch": LONG_SITTING,
    "cat-cow": CAT_COW,
    "marching": MARCHING,
}
"""By name."""


def perform(score: Score, act: Act, rng: np.random.Generator) -> None:
    """Get there, do it, get up."""
    activity = ACTIVITIES[act.activity]
    steps = len(activity.enter_s)
    gets_in, gets_out = act.gets_in and steps > 0, act.gets_out and steps > 0
    score.set(enter=0.0 if gets_in else float(steps), **dict.fromkeys(activity.channels, 0.0))
    if gets_in:
        with score.phase("getting_in"):
            score.wait(1.0)
            for step, seconds in enumerate(activity.enter_s):
                score.move(seconds, enter=step + 1.0)
                score.wait(0.15)
    with score.phase("activity"):
        score.wait(act.still_s)
        activity.play(score, act, rng)
        score.wait(0.8)
    if gets_out:
        with score.phase("getting_out"):
            for step, seconds in reversed(list(enumerate(activity.enter_s))):
                score.move(seconds, enter=float(step))
            score.wait(0.7)


def posture(skeleton: Skeleton, values: Values, act: Act) -> Posture:
    """Posture for the channel values."""
    activity = ACTIVITIES[act.activity]
    there = activity.posture(skeleton, values, act)
    enter = values["enter"]
    if enter >= len(activity.enter_s):
        return there
    return off_the_floor(skeleton, along_path([*activity.path(skeleton), there], enter))


def block(skeleton: Skeleton, act: Act) -> Block | None:
    """Give what is sat on."""
    return seat(skeleton, act) if act.activity == "chair-stretch" else None
