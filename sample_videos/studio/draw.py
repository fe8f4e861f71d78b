"""Draw a clip: the person in the room through the camera, with the camera's faults, into an MP4."""

from __future__ import annotations

from contextlib import contextmanager
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from .body import Body
from .clip import Clip, Player, blocks_of, passer_walk
from .pose_ik import solve
from .record import truth_of, write_truth
from .renderer import Actor, Renderer
from .room import surfaces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Image = NDArray[np.uint8]

LENS_BLUR_PX: Final = 0.5
"""A cheap lens and the sensor's colour filter are never as sharp as a drawing."""
TIME_BASE_HZ: Final = 90_000
"""Ticks of the time stamps: every usual frame rate divides into it nearly evenly."""


class Set:
    """A clip ready to be drawn: people, room and camera in place.

    Parameters
    ----------
    clip
        What is drawn.
    """

    def __init__(self, clip: Clip) -> None:
        self.clip = clip
        self.body = Body(clip.person)
        self.player = Player(clip, self.body.skeleton)
        things = surfaces(clip.room, clip.seed, blocks_of(clip, self.body.skeleton))
        self.renderer = Renderer(clip.camera, clip.room, things)
        self.subject = self.renderer.add(self.body, clip.seed)
        self.passer: Actor | None = None
        if clip.passer is not None:
            self._passer_body = Body(clip.passer.person)
            self._passer_walk = passer_walk(clip)
            self.passer = self.renderer.add(self._passer_body, clip.seed + 1)
        self._rng = np.random.default_rng(clip.seed + 5)

    def _sharp(self, t: float) -> Image:
        self.subject.pose(solve(self.body.skeleton, self.player.posture(t)))
        if self.passer is not None and self.clip.passer is not None:
            walked = t - self.clip.passer.start_s
            self.passer.visible = 0 <= walked <= self._passer_walk.seconds
            if self.passer.visible:
                skeleton = self._passer_body.skeleton
                self.passer.pose(solve(skeleton, self._passer_walk.posture(skeleton, walked)))
        return self.renderer.draw()

    def picture(self, t: float) -> Image:
        """(height, width, 3) red green blue at a time of the clip."""
        film = self.clip.film
        moments = t + np.arange(film.blur_steps) / film.blur_steps * film.shutter / film.fps
        sharp = [self._sharp(float(moment)).astype(np.float32) for moment in moments]
        seen = cv2.GaussianBlur(np.stack(sharp).mean(axis=0), (0, 0), LENS_BLUR_PX)
        if film.noise:
            seen += film.noise * self._rng.standard_normal(seen.shape, dtype=np.float32)
        image: Image = np.clip(seen, 0, 255).astype(np.uint8)
        return image


@contextmanager
def _video(path: Path, clip: Clip) -> Iterator[Callable[[Image, float], None]]:
    """Open an MP4 and give what adds a picture to it."""
    rate = Fraction(clip.film.fps).limit_denominator(1001)
    container: Any = av.open(str(path), "w", options={"movflags": "+faststart"})
    with container:
        stream = container.add_stream("libx264", rate=rate)
        stream.width, stream.height, stream.pix_fmt = clip.camera.width, clip.camera.height, "yuv420p"
        stream.options = {"crf": str(clip.film.crf), "preset": "medium", "threads": "1"}
        stream.codec_context.time_base = Fraction(1, TIME_BASE_HZ)

        def add(image: Image, t: float) -> None:
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts = round(t * TIME_BASE_HZ)
            frame.time_base = Fraction(1, TIME_BASE_HZ)
            container.mux(stream.encode(frame))

        yield add
        container.mux(stream.encode(None))


def render(clip: Clip, folder: Path, progress: Callable[[int, int], None] | None = None) -> tuple[Path, Path]:
    """Draw a clip and write its truth beside it.

    Parameters
    ----------
    folder
        Where ``<name>.mp4`` and ``<name>.truth.json.gz`` go; made if it is not there.
    progress
        Called with the pictures drawn and wanted.

    Returns
    -------
    Paths of the video and of the truth.
    """
    folder.mkdir(parents=True, exist_ok=True)
    stage = Set(clip)
    performance = stage.player.play()
    video, truth = folder / f"{clip.name}.mp4", folder / f"{clip.name}.truth.json.gz"
    with _video(video, clip) as add:
        for number, t in enumerate(performance.times):
            image = stage.picture(float(t))
            add(image, float(t))
            if progress is not None:
                progress(number + 1, len(performance.times))
    write_truth(truth_of(clip, stage.body.skeleton, performance), truth)
    return video, truth


def still(clip: Clip, t: float) -> Image:
    """One picture of a clip."""
    return Set(clip).picture(t)
