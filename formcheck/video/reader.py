"""Frames out of a video file, upright and with their true times."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np
from av.sidedata.sidedata import SideData
from av.video.reformatter import Interpolation, VideoReformatter

from formcheck.errors import VideoError
from formcheck.video.clock import MediaClock
from formcheck.video.container import (
    CONVERT_MEND,
    MICROSECOND,
    decode_damaged,
    decode_whole,
    decoded,
    end_of,
    end_of_all,
    open_container,
    packets,
    picture_track,
    seek,
    zero_of,
)
from formcheck.video.damage import Damage, DamageFoundError
from formcheck.video.frame import Frame
from formcheck.video.orientation import orientation_of

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Generator, Iterator

    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    _TimedFrame = tuple[VideoFrame, float]
    _Prepare = Callable[[VideoStream], None]

#: Pixel shapes outside 1:4 to 4:1 are a damaged header, not a lens: they are taken as square.
MAX_PIXEL_ASPECT = 4


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What a video file says of itself.

    Attributes
    ----------
    path
        The file.
    width, height
        Pixels of the upright picture with square pixels.
    rotation_deg
        Clockwise turn that the file asks for, already applied to each frame: 0, 90, 180 or 270.
    duration_s
        Seconds from time zero to the end of the last frame, as the header has it (as counted, where the
        header has nothing).
    frame_rate
        Frames a second on average, not rounded; None where neither the header nor a count gives one.
    frames_estimate
        How many frames to expect, for a progress bar; None when unknown.
    codec, pixel_format
        FFmpeg's names, such as ``h264`` and ``yuv420p10le``.
    """

    path: Path
    width: int
    height: int
    rotation_deg: int
    duration_s: float
    frame_rate: float | None
    frames_estimate: int | None
    codec: str
    pixel_format: str


class VideoFile:
    """A video file open for reading.

    The same file may be read several times over; each time gives the same frames. Use it as a context
    manager: leaving the block ends all reading.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    VideoError
        Missing, a folder, not permitted, empty, not a video, without a picture track, of an absurd size,
        or without one frame that can be decoded.

    Attributes
    ----------
    info
        What the file says of itself.
    trouble
        After reading: what could not be read, in plain words; None when all could.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self.trouble: str | None = None
        self._closed = False
        with open_container(self.path) as container:
            stream = picture_track(container, self.path)
            self._zero_s = zero_of(container, stream)
            own_end_s = end_of(stream)
            # Where only the end of the longest track is known, the others are watched to see the file's end.
            self._watch_all = own_end_s is None
            end_s = end_of_all(container) if own_end_s is None else own_end_s
            rate = stream.average_rate or stream.guessed_rate
            decode_damaged(stream)
            seen = decoded(container, stream, Damage().pass_over(), zero_s=self._zero_s, all_tracks=False)
            first = next(seen, None)
            if first is None:
                raise VideoError("no frame of it can be decoded", where=self.path, mend=CONVERT_MEND)
            self._has_stamps = first.pts is not None or first.dts is not None
            self._orientation = orientation_of(_display_matrix(first))
            square = _square_pixel_size(first.width, first.height, stream.sample_aspect_ratio)
            width, height = self._orientation.size(*square)
            frames, codec, pixel_format = stream.frames, stream.codec_context.name, first.format.name
        if end_s is None or not self._has_stamps:
            duration_s, frames = self._measure(rate)
            rate = rate or (Fraction(frames / duration_s) if duration_s > 0 else None)
        else:
            duration_s = max(0.0, float(end_s - self._zero_s))
        self._rate = rate
        self.info = VideoInfo(
            path=self.path,
            width=width,
            height=height,
            rotation_deg=self._orientation.rotation_deg,
            duration_s=duration_s,
            frame_rate=float(rate) if rate else None,
            frames_estimate=frames or (round(duration_s * rate) if rate else 0) or None,
            codec=codec,
            pixel_format=pixel_format,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End all reading: what still iterates gives no further frame."""
        self._closed = True

    def frames(
        self, *, long_side: int | None = None, start_s: float = 0.0, end_s: float | None = None
    ) -> Generator[Frame, None, None]:
        """Decode frame by frame.

        Parameters
        ----------
        long_side
            Pixels of the longer side of the pictures given; never more than the source has. None for
            the full size.
        start_s, end_s
            Only frames at or after `start_s` and before `end_s`. The index of a frame counts from 0 at
            the first frame given.

        Yields
        ------
        Frame
            In order of time, each later than the one before. A frame that cannot be decoded is left out
            and told of in `trouble`.

        Raises
        ------
        VideoError
            The file has gone, or is no longer the same.
        """
        self.trouble = None
        damage = Damage()
        source_size = (self.info.width, self.info.height)
        width, height = self._orientation.size(*_fitted(source_size, long_side))
        reformatter = VideoReformatter()
        index = 0
        for frame, time_s in self._timed(start_s, damage):
            if self._closed:
                return
            if end_s is not None and time_s >= end_s:
                self.trouble = damage.in_words(None)
                return
            if time_s < start_s and start_s > 0:
                continue
            # One pass from the decoder's own planes to small BGR: the full size is never copied.
            small = reformatter.reformat(
                frame,
                width,
                height,
                format="bgr24",
                interpolation=Interpolation.AREA,
                src_color_range=frame.color_range,
                threads=1,
            )
            stored = small.to_ndarray().astype(np.uint8, copy=False)
            yield Frame(index, time_s, self._orientation.apply(stored), source_size)
            index += 1
        self.trouble = damage.in_words(self.info.duration_s)

    def _timed(self, start_s: float, damage: Damage) -> Iterator[_TimedFrame]:
        """Decode with times, from somewhere not after `start_s`: fast while all is well, then with care."""
        last_s = -1.0
        try:
            for timed in self._sought(start_s, damage, decode_whole):
                last_s = timed[1]
                yield timed
        except DamageFoundError:
            # Times joined end to end can be told only by reading all that went before.
            again_s = 0.0 if damage.new_counts else max(start_s, last_s)
            for timed in self._sought(again_s, damage.pass_over(), decode_damaged):
                if timed[1] > last_s:
                    yield timed

    def _sought(self, start_s: float, damage: Damage, prepare: _Prepare) -> Iterator[_TimedFrame]:
        """Decode from the key frame at or before `start_s`, or from the beginning where there is no way."""
        # Without stamps the time is told by counting, and so from the beginning.
        if start_s > 0 and self._has_stamps:
            sought = self._timed_from(start_s, damage, prepare)
            first = next(sought, None)
            if first is not None and first[1] <= start_s:
                yield first
                yield from sought
                return
            sought.close()  # The file's index is missing or wrong.
        yield from self._timed_from(None, damage, prepare)

    def _timed_from(
        self, start_s: float | None, damage: Damage, prepare: _Prepare
    ) -> Generator[_TimedFrame, None, None]:
        with open_container(self.path) as container:
            stream = picture_track(container, self.path)
            prepare(stream)
            if start_s is not None and not seek(container, stream, Fraction(start_s) + self._zero_s):
                return
            time_base = stream.time_base or MICROSECOND
            clock = MediaClock(time_base, self._zero_s, self._rate)
            for frame in decoded(container, stream, damage, zero_s=self._zero_s, all_tracks=self._watch_all):
                time_s = clock.time_s(frame.pts, frame.dts)
                if time_s is None:
                    continue
                damage.frame_read(time_s, float((frame.duration or 0) * time_base))
                damage.new_counts = clock.new_counts
                yield frame, time_s

    def _measure(self, rate: Fraction | None) -> tuple[float, int]:
        """Count the packets of a file whose header does not tell how long it is.

        Returns
        -------
        Seconds, frames.
        """
        frames = 0
        reached = Damage().pass_over()
        with open_container(self.path) as container:
            stream = picture_track(container, self.path)
            for packet in packets(container, (stream,), reached):
                if not packet.size:
                    continue
                frames += 1
                if packet.pts is not None and packet.time_base:
                    reached.packet_read(float((packet.pts + (packet.duration or 0)) * packet.time_base - self._zero_s))
        if not self._has_stamps and rate:
            return float(frames / rate), frames
        return reached.packets_until_s, frames


def _display_matrix(frame: VideoFrame) -> bytes | None:
    data = frame.side_data.get("DISPLAYMATRIX")
    return bytes(data) if isinstance(data, SideData) else None


def _square_pixel_size(width: int, height: int, aspect: Fraction | None) -> tuple[int, int]:
    """Stretch the shorter direction of the pixels, so that none of the picture's detail is lost."""
    if not aspect or not Fraction(1, MAX_PIXEL_ASPECT) <= aspect <= MAX_PIXEL_ASPECT:
        return width, height
    return (round(width * aspect), height) if aspect >= 1 else (width, round(height / aspect))


def _fitted(size: tuple[int, int], long_side: int | None) -> tuple[int, int]:
    """Shrink a size until its longer side fits, keeping its shape; never enlarge."""
    if long_side is None or long_side >= max(size):
        return size
    width, height = (max(1, round(side * long_side / max(size))) for side in size)
    return width, height
