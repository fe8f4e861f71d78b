"""The first pass: a video becomes a track."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

import formcheck
from formcheck.analysis.progress import Listener, Stage, nobody_listens
from formcheck.errors import VideoError, one_line
from formcheck.pose.estimator import MODEL_LONG_SIDE_PX
from formcheck.pose.spool import Spool
from formcheck.pose.subject import Watcher
from formcheck.pose.track import Track, TrackHeader
from formcheck.pose.zerophase import load_ahead
from formcheck.video.prefetch import prefetch
from formcheck.video.reader import VideoFile

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from formcheck.pose.models import Model
    from formcheck.pose.pose import Observation

INTERRUPTED: Final = "you stopped it"
"""How a track says that it ends early because of Ctrl-C."""


def watch(
    path: Path,
    model: Model,
    *,
    time_range: tuple[float, float | None] = (0.0, None),
    listener: Listener = nobody_listens,
) -> tuple[Track, bool]:
    """Find the poses in a video.

    Ctrl-C ends it early and keeps what was done.

    Parameters
    ----------
    path
        The video.
    model
        From :func:`formcheck.pose.models.find_model`.
    time_range
        From and to, in seconds of the media; None for its end.
    listener
        Told of the progress.

    Returns
    -------
    The track, and whether it was stopped by Ctrl-C.

    Raises
    ------
    VideoError
        If the video cannot be read, or has no frame in the range.
    ModelError, MissingLibraryError
        If the pose model cannot be run.
    """
    load_ahead()  # The poses will be smoothed next.
    start_s, end_s = time_range
    with VideoFile(path) as video:
        info = video.info
        last_s = min(info.duration_s, end_s) if end_s is not None else info.duration_s
        frames = video.frames(long_side=MODEL_LONG_SIDE_PX, start_s=start_s, end_s=end_s)
        observations = Spool()
        interrupted = False
        with closing(prefetch(frames)) as ahead, Watcher(model.path) as watcher:
            try:
                _collect(watcher.watch(ahead), observations, start_s, last_s, listener)
            except KeyboardInterrupt:
                interrupted = True
        if not observations and not interrupted:
            raise VideoError(
                f"there is no frame between {start_s:g} s and {last_s:g} s",
                where=path,
                mend=f"The video lasts {info.duration_s:.1f} s: choose a range within it",
            )
        header = TrackHeader(
            video=one_line(path.name),
            duration_s=info.duration_s,
            frames=len(observations),
            image_size=(info.width, info.height),
            frame_rate=info.frame_rate,
            rotation=info.rotation_deg,
            model=model.name,
            model_sha256=model.sha256,
            formcheck=formcheck.__version__,
            trouble=_trouble(observations, video.trouble, interrupted=interrupted),
        )
        return Track(header, observations), interrupted


def _collect(found: Iterable[Observation], into: Spool, start_s: float, last_s: float, listener: Listener) -> None:
    for observation in found:
        into.append(observation)
        listener(Stage.WATCHING, observation.time_s - start_s, max(last_s - start_s, 0.0))


def _trouble(observations: Spool, trouble: str | None, *, interrupted: bool) -> str | None:
    if not interrupted:
        return trouble
    until_s = observations[-1].time_s if observations else 0.0
    return f"{INTERRUPTED} at {until_s:.1f} s"
