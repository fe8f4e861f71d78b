"""The third pass: the annotated video and the stills of the worst moments."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2

from formcheck.analysis.bystanders import Bystanders
from formcheck.analysis.progress import Listener, Stage, nobody_listens
from formcheck.body.reading import Measured, Unit
from formcheck.draw.blur import Showing, hide, plain_ground
from formcheck.draw.heads import RecordedHeads
from formcheck.draw.overlay import Overlay, still
from formcheck.errors import OutputError
from formcheck.files import atomic_write
from formcheck.judge.verdict import CueState, Severity, Verdict
from formcheck.video.prefetch import prefetch
from formcheck.video.reader import VideoFile
from formcheck.video.writer import VideoWriter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from formcheck.analysis.analysis import Analysis
    from formcheck.judge.verdict import Snapshot
    from formcheck.pose.pose import Observation
    from formcheck.video.frame import Frame

    Image = NDArray[np.uint8]

JPEG_QUALITY: Final = 90
"""Text stays sharp at this quality; a still of 1080p takes about 300 kB."""

LATE_START_S: Final = 0.5
"""A recording whose first frame comes later than this was cut out of a longer one; an earlier one keeps its zero."""

SAME_FRAME_S: Final = 0.002
"""Two readings of one file give a frame the same time but for rounding."""


@dataclass(frozen=True, slots=True)
class WantedStill:
    """A still to be made: of which cue, at what time, into which file."""

    cue: CueState
    title: str
    time_s: float
    path: Path


def wanted_stills(analysis: Analysis, folder: Path) -> list[WantedStill]:
    """List the worst moment of each fault, set by set."""
    wanted = []
    severities = {
        (movement.id, cue.ref): Severity(cue.severity) for movement in analysis.movements for cue in movement.cues
    }
    for number, result in enumerate(analysis.sets, start=1):
        prefix = f"fault_set{number}" if len(analysis.sets) > 1 else "fault"
        for cue in result.cues:
            if cue.verdict is not Verdict.FAULT or cue.worst_time_s is None:
                continue
            if cue.worst_value is None or cue.unit is None:
                continue
            reading = Measured(cue.worst_value, Unit(cue.unit), cue.sigma or 0.0)
            state = CueState(
                cue.ref,
                cue.id,
                cue.verdict,
                severities[result.movement, cue.ref],
                reading,
                cue.limit,
                cue.say,
                cue.parts,
                measure=cue.measure or "",
                title=cue.title,
            )
            path = folder / f"{prefix}_{cue.ref}_{cue.id}.jpg"
            wanted.append(WantedStill(state, f"{result.name} · {clock(cue.worst_time_s)}", cue.worst_time_s, path))
    return sorted(wanted, key=lambda still: still.time_s)


def clock(time_s: float) -> str:
    """Write a time as a player does: minutes and seconds, with a tenth."""
    return f"{int(time_s // 60)}:{time_s % 60:04.1f}"


def draw_video(
    video_path: Path,
    analysis: Analysis,
    target: Path | None,
    stills: list[WantedStill],
    showing: Showing = Showing.BLURRED,
    model: Path | None = None,
    listener: Listener = nobody_listens,
) -> list[Path]:
    """Write the annotated video and the stills.

    Parameters
    ----------
    video_path
        The recording the analysis was made from.
    analysis
        What to draw.
    target
        Where the video goes; None for the stills alone.
    stills
        From :func:`wanted_stills`.
    showing
        What of the camera's picture is in both.
    model
        The pose model, with which heads of other people are found where more than one was counted; None to hide that
        of the main subject alone.
    listener
        Told of the progress.

    Returns
    -------
    The files written.

    Raises
    ------
    VideoError
        If the video cannot be read any more.
    OutputError
        If a picture cannot be written. Nothing half-written is left.
    """
    if target is None and not stills:
        return []
    begin_s, end_s = (analysis.track.observations[at].time_s for at in (0, -1))
    pending = list(stills)
    overlay = Overlay()
    others = Bystanders(model if showing is Showing.BLURRED else None, analysis.track.observations)
    with others, VideoFile(video_path) as video:
        shown = _shown(analysis, showing, others)
        writer = _writer(target, video, analysis)
        try:
            for frame, seen, snapshot in _side_by_side(video, analysis):
                listener(Stage.DRAWING, frame.time_s - begin_s, end_s - begin_s)
                if writer is None and frame.time_s < pending[0].time_s - SAME_FRAME_S:
                    continue
                image = shown(frame, seen)
                pending = _take_stills(pending, image, seen, snapshot)
                if writer is not None:
                    writer.write(overlay.annotate(image, seen.pose, snapshot), frame.time_s - _first_s(analysis))
                elif not pending:
                    break
        except BaseException:
            if writer is not None:
                writer.abort()
            raise
        if writer is not None:
            writer.finish()
    made = [wanted.path for wanted in stills if wanted not in pending]
    return [target, *made] if target is not None else made


def _shown(analysis: Analysis, showing: Showing, others: Bystanders) -> Callable[[Frame, Observation], Image]:
    """Give what makes of a frame the picture that may be kept."""
    if showing is Showing.UNBLURRED:
        return lambda frame, _: frame.image
    if showing is Showing.SKELETON:
        return lambda frame, seen: plain_ground(frame.image, seen.pose)
    heads = RecordedHeads(analysis.track.observations)

    def blurred(frame: Frame, seen: Observation) -> Image:
        own = heads.at(seen.time_s)
        # Of no head at all the whole picture is hidden, and others with it.
        return hide(frame.image, (*own, *others.heads(frame, seen.pose)) if own else ())

    return blurred


def _first_s(analysis: Analysis) -> float:
    """Return when the drawn video begins: a range is cut out, a whole recording keeps its own zero."""
    first_s = analysis.track.observations[0].time_s
    return first_s if first_s > LATE_START_S else 0.0


def _writer(target: Path | None, video: VideoFile, analysis: Analysis) -> VideoWriter | None:
    if target is None:
        return None
    rate = analysis.track.header.frame_rate
    return VideoWriter(target, (video.info.width, video.info.height), frame_rate_hint=rate or 30.0)


def _side_by_side(video: VideoFile, analysis: Analysis) -> Iterator[tuple[Frame, Observation, Snapshot]]:
    """Frames with the observation of the same time; a frame that only one pass could read is passed over."""
    observations = analysis.track.observations
    frames = prefetch(video.frames(start_s=observations[0].time_s, end_s=observations[-1].time_s + SAME_FRAME_S))
    with closing(frames):
        replay = analysis.replay()
        seen, snapshot = next(replay)
        for frame in frames:
            while seen.time_s < frame.time_s - SAME_FRAME_S:
                following = next(replay, None)
                if following is None:
                    return
                seen, snapshot = following
            if abs(seen.time_s - frame.time_s) <= SAME_FRAME_S:
                yield frame, seen, snapshot


def _take_stills(pending: list[WantedStill], image: Image, seen: Observation, snapshot: Snapshot) -> list[WantedStill]:
    """Write the stills whose moment has come; return those still to come."""
    while pending and seen.time_s >= pending[0].time_s - SAME_FRAME_S:
        wanted, *pending = pending
        _write_jpeg(wanted.path, still(image, seen.pose, snapshot, wanted.cue, wanted.title))
    return pending


def _write_jpeg(path: Path, image: Image) -> None:
    encoded, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    if not encoded:
        raise OutputError("the picture cannot be written", where=path)
    with atomic_write(path) as temporary:
        temporary.write_bytes(data.tobytes())
