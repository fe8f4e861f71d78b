"""Small videos whose pictures tell their own number and which way is up."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any, Protocol

import av
import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

TICK = Fraction(1, 90_000)
RED, GREEN, BLUE = (40, 40, 220), (40, 200, 40), (220, 60, 40)


def numbered_picture(number: int, width: int, height: int) -> NDArray[np.uint8]:
    """Draw a grey picture, red in its top left corner, green in its top right one.

    The number stands as eight dark or light stripes along the bottom half.
    """
    image = np.full((height, width, 3), 128, np.uint8)
    image[: height // 4, : width // 4] = RED
    image[: height // 4, -(width // 4) :] = GREEN
    for bit in range(8):
        left, right = bit * width // 8, (bit + 1) * width // 8
        image[height // 2 :, left:right] = 225 if number >> bit & 1 else 30
    return image


def number_in(image: NDArray[np.uint8]) -> int:
    """Read the number back."""
    height, width = image.shape[:2]
    row = image[height * 3 // 4].mean(axis=1)
    return sum(1 << bit for bit in range(8) if row[(2 * bit + 1) * width // 16] > 128)


def corner_colours(image: NDArray[np.uint8]) -> dict[str, str]:
    """Say which corner is red and which is green."""
    height, width = image.shape[:2]
    y, x = height // 8, width // 8
    places = {"top left": (y, x), "top right": (y, -x), "bottom left": (-y, x), "bottom right": (-y, -x)}
    found = {}
    for name, colour in (("red", RED), ("green", GREEN)):
        distance = {place: float(np.abs(image[at].astype(int) - colour).sum()) for place, at in places.items()}
        found[name] = min(distance, key=distance.__getitem__)
    return found


class MakeVideo(Protocol):
    def __call__(self, name: str, times_s: Sequence[float] = ..., **how: Any) -> Path: ...


TEN_A_SECOND = tuple(number / 10 for number in range(30))


def write_video(
    path: Path,
    times_s: Sequence[float] = TEN_A_SECOND,
    *,
    size: tuple[int, int] = (64, 48),
    codec: str = "libx264",
    pixel_format: str = "yuv420p",
    rotation_deg: int = 0,
    mirrored: bool = False,
    pixel_aspect: Fraction | None = None,
    sound_s: float = 0.0,
    rate: Fraction = Fraction(10),
    options: dict[str, str] | None = None,
    container_options: dict[str, str] | None = None,
) -> Path:
    """Write a small video with the given times."""
    with av.open(str(path), "w", options=container_options or {}) as container:
        stream = container.add_stream(codec, rate=rate, options={"g": "10", "bf": "2"} if options is None else options)
        assert isinstance(stream, av.VideoStream)
        stream.width, stream.height = size
        stream.pix_fmt = pixel_format
        stream.time_base = stream.codec_context.time_base = TICK
        if pixel_aspect:
            stream.codec_context.sample_aspect_ratio = pixel_aspect
        if rotation_deg or mirrored:
            stream.set_display_rotation(rotation_deg, hflip=mirrored)
        sound = container.add_stream("aac", rate=8000) if sound_s else None
        container.start_encoding()
        ticks = [round(time_s / TICK) for time_s in times_s]
        for number, tick in enumerate(ticks):
            frame = av.VideoFrame.from_ndarray(numbered_picture(number, *size), format="bgr24")
            frame.pts, frame.time_base = tick, TICK
            container.mux(stream.encode(frame.reformat(format=pixel_format)))
        container.mux(stream.encode(None))
        if sound is not None:
            write_silence(container, sound, sound_s)
    return path


def write_silence(container: Any, stream: Any, seconds: float) -> None:
    silence = np.zeros((1, 1024), np.float32)
    for part in range(int(seconds * 8000 / 1024)):
        frame = av.AudioFrame.from_ndarray(silence, format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 8000, part * 1024, Fraction(1, 8000)
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


@pytest.fixture
def make_video(tmp_path: Path) -> MakeVideo:
    """Write a small video into the test's own folder."""

    def make(name: str, times_s: Sequence[float] = TEN_A_SECOND, **how: Any) -> Path:
        return write_video(tmp_path / name, times_s, **how)

    return make
