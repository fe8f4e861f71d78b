"""Tracks for the scale: given, kept from an earlier run, or made now and kept."""

from __future__ import annotations

import ast
import contextlib
import hashlib
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from formcheck.analysis.scoring.truth import SUFFIX as TRUTH_SUFFIX
from formcheck.analysis.scoring.truth import WORD as TRUTH_WORD
from formcheck.analysis.watching import watch
from formcheck.errors import FormcheckError, TrackError, TruthError
from formcheck.files import make_folder
from formcheck.pose import track as track_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.pose.models import Model
    from formcheck.pose.track import Track

VIDEO_SUFFIX: Final = ".mp4"

_PACKAGE: Final = Path(__file__).parents[2]

_POSE_STAGE: Final = (
    "pose/estimator.py",
    "pose/limb.py",
    "pose/people.py",
    "pose/raised.py",
    "pose/silhouette.py",
    "pose/sole.py",
    "pose/subject.py",
    "video/clock.py",
    "video/orientation.py",
    "video/reader.py",
)
"""What decides how a track comes out; which model was run is told by the model's own hash."""

_KEY_DIGITS: Final = 16  # of each hash in a file name: enough never to meet its double


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip with truth: its name below the folder, its truth, and its video or a track given with it."""

    name: str
    truth: Path
    video: Path | None
    track: Path | None


def find_clips(folder: Path) -> list[Clip]:
    """Find the clips with truth in a folder and those below it, in the order of their names.

    Raises
    ------
    TruthError
        If there is no such folder, or none in it.
    """
    if not folder.is_dir():
        raise TruthError("no such folder", where=folder)
    clips = []
    for truth in folder.rglob(f"*{TRUTH_SUFFIX}"):
        stem = truth.name.removesuffix(TRUTH_SUFFIX).removesuffix(TRUTH_WORD)
        video, track = truth.with_name(stem + VIDEO_SUFFIX), truth.with_name(stem + track_file.SUFFIX)
        name = truth.relative_to(folder).with_name(stem).as_posix()
        clips.append(Clip(name, truth, video if video.is_file() else None, track if track.is_file() else None))
    if not clips:
        raise TruthError(
            "no clip with truth in this folder",
            where=folder,
            mend=f"A clip is NAME{VIDEO_SUFFIX} (or {track_file.SUFFIX}) beside NAME{TRUTH_WORD}{TRUTH_SUFFIX}",
        )
    return sorted(clips, key=lambda clip: clip.name)


def pose_stage() -> str:
    """Give a hash of the code that makes tracks, by which one made by other code is known.

    Comments and layout do not count.
    """
    hashed = hashlib.sha256(_mediapipe_version().encode())
    for path in _POSE_STAGE:
        hashed.update(ast.dump(ast.parse((_PACKAGE / path).read_bytes())).encode())
    return hashed.hexdigest()


def _mediapipe_version() -> str:
    try:
        return version("mediapipe")
    except PackageNotFoundError:
        return "none"


def track_of(clip: Clip, work: Path, model: Model | None, stage: str) -> Track:
    """Give the track of a clip: the one given with it, one kept in the work folder, or a new one.

    Parameters
    ----------
    clip
        From :func:`find_clips`.
    work
        Folder of kept tracks.
    model
        The pose model; None to make no tracks.
    stage
        From :func:`pose_stage`.

    Raises
    ------
    TrackError
        If no track is given and none may be made.
    FormcheckError
        If the video or the given track cannot be read, or the track not be kept.
    """
    if clip.track is not None:
        return track_file.load(clip.track)
    if clip.video is None:
        raise TrackError("neither a video nor a track lies beside this truth", where=clip.truth)
    if model is None:
        raise TrackError("no track lies beside this video", where=clip.video, mend="Leave out --tracks-only")
    kept = work / f"{_key(clip.video, model, stage)}{track_file.SUFFIX}"
    with contextlib.suppress(TrackError):  # none kept yet, or one that was damaged: a new one is made
        return track_file.load(kept)
    track, stopped = watch(clip.video, model)
    if stopped:
        raise KeyboardInterrupt
    track_file.save(track, make_folder(work) / kept.name)
    return track


def _key(video: Path, model: Model, stage: str) -> str:
    try:
        with video.open("rb") as file:
            of_video = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FormcheckError(f"cannot be read ({error.strerror or error})", where=video) from error
    return "-".join(digits[:_KEY_DIGITS] for digits in (of_video, model.sha256, stage))


def with_tracks(clips: Sequence[Clip]) -> list[Clip]:
    """Give the clips that can be scored without the pose model."""
    return [clip for clip in clips if clip.track is not None]
