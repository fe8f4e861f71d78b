"""A recorded video analysed in one call, for programs; the command line does the same step by step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from formcheck.analysis.analysis import judge_program, judge_track
from formcheck.analysis.watching import watch
from formcheck.judge.loading import load_movement, load_program
from formcheck.pose.models import DEFAULT_MODEL, find_model
from formcheck.routine.program import DEFAULT_PROGRAM

if TYPE_CHECKING:
    from formcheck.analysis.analysis import Analysis
    from formcheck.pose.track import Track


def analyse(
    video: str | Path,
    movement: str | Path | None = None,
    side: str | None = None,
    *,
    program: str | Path = DEFAULT_PROGRAM,
    model: str | Path = DEFAULT_MODEL,
    time_range: tuple[float, float | None] = (0.0, None),
) -> Analysis:
    """Analyse a recorded video.

    Parameters
    ----------
    video
        The video file.
    movement
        The id of a movement that comes with formcheck, or a movement file: the recording is judged by it alone.
        None: which movements of the program were done when is found out.
    side
        ``left`` or ``right`` where it is known; else it is found out.
    program
        The id of a program that comes with formcheck, or a program file; where no movement is given.
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
    if movement is not None:
        one = load_movement(movement)
        return judge_track(_watched(video, model, time_range), one, side)
    several = load_program(program)
    return judge_program(_watched(video, model, time_range), several, side)


def _watched(video: str | Path, model: str | Path, time_range: tuple[float, float | None]) -> Track:
    track, _ = watch(Path(video), find_model(model), time_range=time_range)
    return track
