"""The sample clips as other cameras would have recorded them."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np

from formcheck.video.reader import VideoFile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Pictures = Iterable[tuple[float, Image]]

SAMPLES = Path(__file__).parents[2] / "sample_videos"
TICK = Fraction(1, 90_000)
ENCODER = {"preset": "ultrafast", "crf": "18"}


def clip(name: str) -> Path:
    """Give a sample clip: ``good`` or ``lean30``."""
    return SAMPLES / f"kneeling_lunge_{name}.mp4"


def pictures(path: Path) -> Iterator[tuple[float, Image]]:
    """Give the pictures of a video with their times."""
    with VideoFile(path) as video:
        for frame in video.frames():
            yield frame.time_s, frame.image


def write(path: Path, shown: Pictures, *, rotation_deg: int = 0) -> Path:
    """Write pictures as a video; with a rotation they are stored turned, and the file says how to turn them back."""
    turns = rotation_deg // 90
    with av.open(str(path), "w") as container:
        stream = None
        for time_s, image in shown:
            stored = np.ascontiguousarray(np.rot90(image, -turns))
            if stream is None:
                stream = container.add_stream("libx264", rate=Fraction(30), options=ENCODER)
                stream.height, stream.width = stored.shape[:2]
                stream.pix_fmt = "yuv420p"
                stream.time_base = stream.codec_context.time_base = TICK
                if rotation_deg:
                    stream.set_display_rotation(rotation_deg)
            frame = av.VideoFrame.from_ndarray(stored, format="bgr24")
            frame.pts, frame.time_base = round(time_s / TICK), TICK
            container.mux(stream.encode(frame.reformat(format="yuv420p")))
        assert stream is not None, "a video of no pictures"
        container.mux(stream.encode(None))
    return path


def at_rate(shown: Pictures, fps: float) -> Iterator[tuple[float, Image]]:
    """Show what a camera of another rate would have caught: at each of its moments the last picture there was."""
    number = 0
    last: Image | None = None
    for (time_s, image), (next_s, _) in pairwise([*shown, (float("inf"), np.empty(0, np.uint8))]):
        last, ends_s = image, min(next_s, time_s + 0.05)
        while number / fps < ends_s - 1e-9:
            yield number / fps, last
            number += 1


def without_every_third(shown: Pictures) -> Iterator[tuple[float, Image]]:
    """Leave out every third picture; the others keep their times."""
    return (one for number, one in enumerate(shown) if number % 3 != 2)


def changed(shown: Pictures, change: Callable[[Image], Image]) -> Iterator[tuple[float, Image]]:
    """Change every picture alike."""
    return ((time_s, change(image)) for time_s, image in shown)


def flipped(image: Image) -> Image:
    """Swap left and right."""
    return np.ascontiguousarray(image[:, ::-1])
