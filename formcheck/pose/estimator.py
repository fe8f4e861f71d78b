"""From a frame to a pose: the wrapper around MediaPipe's PoseLandmarker.

MediaPipe is imported only when a landmarker is made, so that a track can be read and judged without it.
Its landmarks are not smoothed here, nor by MediaPipe (its task graph has no filter).
"""

from __future__ import annotations

import os
import re
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Self

import cv2
import numpy as np

from formcheck.errors import ModelError
from formcheck.pose.libraries import missing_library_error
from formcheck.pose.limb import RaisedLeg
from formcheck.pose.pose import Observation, Pose
from formcheck.pose.silhouette import back_profile
from formcheck.pose.sole import raised_sole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import TracebackType

    from numpy.typing import NDArray

    from formcheck.video.frame import Frame

MODEL_LONG_SIDE_PX: Final = 640
"""The model itself sees 224 to 256 pixels of a crop: a larger picture costs time and gives nothing."""

WIDTH_MULTIPLE_PX: Final = 4
"""MediaPipe 0.10.33 ends the whole process on reading a mask whose width is not a multiple of this."""

_NOISE: Final = re.compile(
    rb"(INFO: Created TensorFlow|WARNING: All log messages before absl|[IW]\d{4} [\d:.]+ +\d+ [\w.]+:\d+\])"
)
"""How the lines begin that MediaPipe's native code logs without being asked: information and warnings."""


@dataclass(frozen=True, slots=True, eq=False)
class ModelPicture:
    """A frame as the model gets it.

    Attributes
    ----------
    rgb
        (h, w, 3) uint8, contiguous, long side at most 640, padded on the right to a width of 4 n.
    scale
        Source pixels per pixel of it, across and down; the padding lies beyond the source's right border.
    source_size
        (width, height) of the upright source picture.
    """

    rgb: NDArray[np.uint8]
    scale: tuple[float, float]
    source_size: tuple[int, int]


def model_picture(frame: Frame) -> ModelPicture:
    """Scale a frame down for the model, in RGB, and pad its width."""
    image = frame.image
    height, width = image.shape[:2]
    shrink = min(1.0, MODEL_LONG_SIDE_PX / max(height, width))
    if shrink < 1.0:
        width, height = max(1, round(width * shrink)), max(1, round(height * shrink))
        image = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    missing = -width % WIDTH_MULTIPLE_PX
    if missing:
        image = cv2.copyMakeBorder(image, 0, 0, 0, missing, cv2.BORDER_REPLICATE).astype(np.uint8, copy=False)
    source_width, source_height = frame.source_size
    rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB).astype(np.uint8, copy=False)
    return ModelPicture(rgb, (source_width / width, source_height / height), frame.source_size)


class Landmarker:
    """MediaPipe's own object, made quietly, with its failures as errors a user can read.

    Parameters
    ----------
    model
        A ``.task`` bundle.
    video
        True for the VIDEO mode, which follows one person from frame to frame; else each picture is new.
    people
        The most people looked for.
    mask
        Whether the segmentation mask is made.

    Raises
    ------
    ModelError
        If MediaPipe refuses the bundle.
    MissingLibraryError
        If a system library is missing that MediaPipe needs.
    """

    def __init__(self, model: Path, *, video: bool, people: int, mask: bool) -> None:
        if not model.is_file():
            raise ModelError("there is no such pose model", where=model, mend="Run formcheck models get full")
        try:
            with _without_native_noise():
                import mediapipe
                from mediapipe.tasks.python import BaseOptions, vision

                mode = vision.RunningMode.VIDEO if video else vision.RunningMode.IMAGE
                options = vision.PoseLandmarkerOptions(
                    base_options=BaseOptions(model_asset_path=str(model)),
                    running_mode=mode,
                    num_poses=people,
                    output_segmentation_masks=mask,
                )
                self._task: Any = vision.PoseLandmarker.create_from_options(options)
        except (OSError, ImportError) as error:
            raise missing_library_error(error) or _refused(model) from error
        except (ValueError, RuntimeError, IndexError) as error:
            raise _refused(model) from error
        self._image: Any = mediapipe.Image
        self._format: Any = mediapipe.ImageFormat.SRGB
        self._quiet = False

    def __call__(self, rgb: NDArray[np.uint8], time_ms: int | None = None) -> Any:
        """Find people in a picture; ``time_ms``, strictly increasing, is asked for in VIDEO mode."""
        if self._quiet:
            return self._detect(rgb, time_ms)
        # The native code warns once more, when it projects its first landmarks.
        with _without_native_noise():
            result = self._detect(rgb, time_ms)
        self._quiet = bool(result.pose_landmarks)
        return result

    def _detect(self, rgb: NDArray[np.uint8], time_ms: int | None) -> Any:
        image = self._image(self._format, rgb)
        return self._task.detect(image) if time_ms is None else self._task.detect_for_video(image, time_ms)

    def close(self) -> None:
        """Free the native object; a second call does nothing."""
        self._task.close()


class Estimator:
    """Finds one person's pose in the frames of one video or camera, in their order.

    A context manager. Left unclosed, MediaPipe prints a traceback when Python ends.

    Parameters
    ----------
    model
        A ``.task`` bundle.
    mask
        Whether the silhouette is taken: for the back, for a raised leg that the landmarks lost, and for a sole.

    Raises
    ------
    ModelError, MissingLibraryError
        As :class:`Landmarker`.
    """

    def __init__(self, model: Path, *, mask: bool = True) -> None:
        self._mask = mask
        self._landmarker = Landmarker(model, video=True, people=1, mask=mask)
        self._last_ms = -1
        self._leg = RaisedLeg()

    def observe(self, frame: Frame) -> Observation:
        """Look for the person in a frame; the pose is None when nobody is found."""
        pose = self.pose(model_picture(frame), frame.time_s)
        return Observation(frame.index, frame.time_s, pose)

    def pose(self, picture: ModelPicture, time_s: float) -> Pose | None:
        """Give the pose in a prepared picture."""
        result = self._landmarker(picture.rgb, self._next_ms(time_s))
        found = poses_in(result, picture, time_s)
        if not found:
            return None
        if not self._mask or not result.segmentation_masks:
            return found[0]
        # The view belongs to the mask's native memory: nothing of it may outlive the result.
        mask = result.segmentation_masks[0].numpy_view()[:, :, 0]
        pose = self._leg.mended(mask, found[0], picture.scale)
        return replace(
            pose,
            back=back_profile(mask, pose.points, picture.scale),
            sole=raised_sole(mask, pose.points, picture.scale),
        )

    def forget(self, picture: ModelPicture, time_s: float) -> None:
        """Let go of the person that is being followed; the next picture is searched anew."""
        self._landmarker(np.zeros_like(picture.rgb), self._next_ms(time_s))
        self._leg = RaisedLeg()

    def _next_ms(self, time_s: float) -> int:
        """MediaPipe takes whole milliseconds that must grow, whatever the media's own stamps do."""
        self._last_ms = max(round(time_s * 1000), self._last_ms + 1)
        return self._last_ms

    def close(self) -> None:
        """Free the native object; a second call does nothing."""
        self._landmarker.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def poses_in(result: Any, picture: ModelPicture, time_s: float) -> list[Pose]:
    """Turn MediaPipe's result into poses in pixels of the source picture, without what the mask tells."""
    height, width = picture.rgb.shape[:2]
    to_source = np.array([width * picture.scale[0], height * picture.scale[1]], dtype=np.float64)
    poses = []
    for marks, world in zip(result.pose_landmarks, result.pose_world_landmarks, strict=True):
        seen = np.array([(m.x, m.y, m.visibility, m.presence) for m in marks], dtype=np.float64)
        metres = np.array([(m.x, m.y, m.z) for m in world], dtype=np.float32)
        points = (seen[:, :2] * to_source).astype(np.float32)
        sure = seen[:, 2:].astype(np.float32)
        poses.append(Pose(time_s, picture.source_size, points, metres, sure[:, 0].copy(), sure[:, 1].copy()))
    return poses


def _refused(model: Path) -> ModelError:
    return ModelError(
        "MediaPipe refuses this pose model", where=model, mend="Get it again with formcheck models get full"
    )


@contextmanager
def _without_native_noise() -> Iterator[None]:
    """Keep the native code's chatter off the user's screen.

    It writes to file descriptor 2 and heeds no environment variable, so the descriptor is turned to a file
    for the while; whatever else was written there meanwhile, by Python or another thread, is passed on.
    """
    with ExitStack() as opened:
        try:
            screen = os.dup(2)
            opened.callback(os.close, screen)
            kept = opened.enter_context(tempfile.TemporaryFile())
        except OSError:  # No screen to keep clean, or a disk too full for the chatter: it may come through.
            yield
            return
        os.dup2(kept.fileno(), 2)
        try:
            yield
        finally:
            os.dup2(screen, 2)
            kept.seek(0)
            for line in kept:
                if not _NOISE.match(line):
                    os.write(2, line)
