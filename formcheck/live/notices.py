"""Small notices for the screen, only when they matter: the camera, the rate, the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.live.pace import LEAST_RATE
from formcheck.video.source import Trouble

if TYPE_CHECKING:
    from formcheck.routine.phrasebook import Phrases
    from formcheck.video.source import SourceState

TROUBLE_KEYS: Final = {
    Trouble.LOST: "camera.lost",
    Trouble.STALLED: "camera.stalled",
    Trouble.BLACK: "camera.dark",
    Trouble.FROZEN: "camera.frozen",
}
"""The words for what is amiss with a camera."""


def notices(
    phrases: Phrases, state: SourceState, judged_rate: float | None, others: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """Say what of the technique a person should know now.

    Parameters
    ----------
    phrases
        In whose language.
    state
        How the source is doing.
    judged_rate
        Frames a second that are judged; None while unknown.
    others
        What else there is to say, in words.
    """
    said = []
    if state.trouble is not Trouble.NONE:
        said.append(phrases(TROUBLE_KEYS[state.trouble]))
    elif judged_rate is not None and judged_rate < LEAST_RATE:
        said.append(phrases("camera.slow", rate=f"{judged_rate:.0f}"))
    return (*said, *others)
