"""A recorded video analysed in one call, for programs; the command line does the same step by step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from formcheck.analysis.analysis import judge_track
from formcheck.analysis.watching import watch
from formcheck.judge.loading import load_movement
from formcheck.pose.models import DEFAULT_MODEL, find_model

if TYPE_CHECKING:
    from formcheck.analysis.analysis import Analysis


def analyse(
    video: str | Path,
    movement: str | Path = "kneeling-lunge",
    side: str | None = None,
    *,
    model: str | Path = DEFAULT_MODEL,
    time_range: tuple[float, float | None] = (0.0, None),
) -> Analysis:
    """Analyse a recorded video.

    Parameters
    ----------
    video
        The video file.
    movement
        The id of a movement that comes with the program, or a movement file.
    side
        ``left`` or ``right`` where it is known; else it is found out.
    model
        ``lite``, ``full`` or ``heavy``, or a model file. It is fetched when it is not on this machine.
    time_range
        From and to, in seconds of the video; None for its end.

    Returns
    -------
    The analysis. Ctrl-C keeps what was done: ``analysis.track.header.trouble`` then says so.

    Raises
    ------
    FormcheckError
        With one line on what is wrong, where, and what to do.
    """
    loaded = load_movement(movement)
    track, _ = watch(Path(video), find_model(model), time_range=time_range)
    return judge_track(track, loaded, side)
