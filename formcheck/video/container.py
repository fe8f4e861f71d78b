"""The file as FFmpeg sees it: opened safely, its picture track found, decoded past damage."""

from __future__ import annotations

import contextlib
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import av.error
from av.stream import Disposition

from formcheck.errors import VideoError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from av.container import InputContainer
    from av.packet import Packet
    from av.stream import Stream
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from formcheck.video.damage import Damage

MICROSECOND = Fraction(1, 1_000_000)

#: The largest side read, in pixels: twice 8K. A header that says more is a damaged one, and obeying it
#: would ask for gigabytes.
MAX_SIDE_PX = 16384

#: A container that cannot be read at so many places in a row is given up.
MAX_FAILED_READS = 20

#: FFmpeg can follow lists to other files and addresses; nothing but the one file is to be opened.
OPEN_OPTIONS = {"protocol_whitelist": "file"}

#: What FFmpeg also opens as if it were a video: play lists, and text as a terminal would show it.
NOT_A_VIDEO = frozenset({"hls", "dash", "concat", "concatf", "imf", "tty", "lavfi", "sdp", "rtsp"})
STILL_PICTURE = frozenset({"image2", "image2pipe"})
STILL_PICTURE_ENDING = "_pipe"

#: Formats whose own time line begins at zero, so that a browser shows a late first frame late. In others
#: (transport streams) the count begins anywhere, and players take the first stamp as zero.
ABSOLUTE_TIMELINE = frozenset({"mov", "mp4", "matroska", "webm"})

#: Pictures that were put beside the sound, not filmed.
NOT_FILMED = Disposition.attached_pic | Disposition.timed_thumbnails

#: Bytes by which an MP4 or MOV file is known, and where they stand (ISO/IEC 14496-12, section 4.3).
MP4_HEAD, MP4_HEAD_AT = b"ftyp", 4

CONVERT_MEND = "If it plays elsewhere, convert it to an MP4 file first"


def check_is_file(path: Path) -> None:
    """Say what is wrong with a path before FFmpeg is asked.

    Raises
    ------
    VideoError
        Missing, a folder or device, not permitted, or empty.
    """
    try:
        if path.is_dir():
            raise VideoError("is a folder, not a video", where=path)
        if path.exists() and not path.is_file():
            raise VideoError("is not an ordinary file", where=path)
        with path.open("rb") as file:
            if not file.read(1):
                raise VideoError("is empty (0 bytes)", where=path, mend="Copy it from the camera again")
    except FileNotFoundError as error:
        raise VideoError("there is no such file", where=path, mend="Check the spelling") from error
    except PermissionError as error:
        raise VideoError("no permission to read it", where=path) from error
    except OSError as error:
        raise VideoError(f"cannot be read ({error.strerror or error})", where=path) from error


@contextlib.contextmanager
def open_container(path: Path) -> Iterator[InputContainer]:
    """Open a file for reading, and close it again.

    Raises
    ------
    VideoError
        It is not a video.
    """
    check_is_file(path)
    try:
        # The whole path, since FFmpeg would take "a:b.mp4" for the address of a protocol "a".
        container = av.open(str(path.absolute()), metadata_errors="ignore", options=dict(OPEN_OPTIONS))
    except (av.error.FFmpegError, OSError) as error:
        raise _not_opened(path) from error
    with container:
        names = frozenset(container.format.name.split(","))
        if names & NOT_A_VIDEO:
            raise VideoError("is not a video", where=path)
        if names & STILL_PICTURE or container.format.name.endswith(STILL_PICTURE_ENDING):
            raise VideoError("is a still picture, not a video", where=path)
        yield container


def _not_opened(path: Path) -> VideoError:
    with path.open("rb") as file:
        head = file.read(len(MP4_HEAD) + MP4_HEAD_AT)
    if head[MP4_HEAD_AT:] == MP4_HEAD:
        # An MP4 file has its index at the end when the camera wrote it, and is unreadable without.
        return VideoError("breaks off before its index", where=path, mend="Copy it from the camera again")
    return VideoError("is not a video that can be read", where=path, mend=CONVERT_MEND)


def picture_track(container: InputContainer, path: Path) -> VideoStream:
    """Find the track that was filmed, and make it ready to decode.

    Raises
    ------
    VideoError
        There is none, its coding is unknown, or its size is absurd.
    """
    filmed = [stream for stream in container.streams.video if not stream.disposition & NOT_FILMED]
    if not filmed:
        heard = "only sound" if container.streams.audio else "no picture track"
        raise VideoError(f"has {heard}, no video", where=path)
    best = container.streams.best("video")
    stream = next((one for one in filmed if one is best), filmed[0])
    if stream.codec_context is None:
        raise VideoError("its video coding is unknown here", where=path, mend=CONVERT_MEND)
    width, height = stream.codec_context.width, stream.codec_context.height
    if min(width, height) < 1 or max(width, height) > MAX_SIDE_PX:
        raise VideoError(f"its header says {width}x{height} pixels, which cannot be right", where=path)
    return stream


def decode_whole(stream: VideoStream) -> None:
    """Prepare a track for fast decoding that stops at the first fault instead of painting it over.

    Several frames are decoded at once. What FFmpeg makes of a damaged frame then depends on how far its
    neighbours have come, and would differ from run to run; so no damaged frame may pass.
    """
    stream.thread_type = "AUTO"
    stream.codec_context.options = {"err_detect": "explode"}


def decode_damaged(stream: VideoStream) -> None:
    """Prepare a track for decoding frame after frame, past damage, with the same result in each run."""
    stream.thread_type = "SLICE"


def zero_of(container: InputContainer, stream: VideoStream) -> Fraction:
    """Give the stamp, in seconds, that a player shows as zero."""
    if ABSOLUTE_TIMELINE & frozenset(container.format.name.split(",")) or container.start_time is None:
        return Fraction(0)
    zero_s = container.start_time * MICROSECOND
    if stream.start_time is not None and stream.time_base is not None:
        own_s = stream.start_time * stream.time_base
        if abs(own_s - zero_s) <= MICROSECOND:
            return own_s  # The same instant, not cut to whole microseconds.
    return zero_s


def end_of(stream: VideoStream) -> Fraction | None:
    """Give the stamp, in seconds, at which the header says that this track ends; None if it does not."""
    if stream.duration and stream.time_base is not None:
        return (stream.duration + (stream.start_time or 0)) * stream.time_base
    # Matroska writes it as a tag, "00:01:02.500000000".
    hours, _, rest = stream.metadata.get("DURATION", "").partition(":")
    minutes, _, seconds = rest.partition(":")
    try:
        return Fraction(hours) * 3600 + Fraction(minutes) * 60 + Fraction(seconds)
    except (ValueError, ZeroDivisionError):
        return None


def end_of_all(container: InputContainer) -> Fraction | None:
    """Give the stamp, in seconds, at which the last of all tracks ends; None if nothing says it."""
    if not container.duration:
        return None
    return (container.duration + (container.start_time or 0)) * MICROSECOND


def seek(container: InputContainer, stream: VideoStream, stamp_s: Fraction) -> bool:
    """Go to the key frame at or before a stamp; False where the file cannot be searched."""
    try:
        container.seek(int(stamp_s / (stream.time_base or MICROSECOND)), stream=stream)
    except av.error.FFmpegError:
        return False
    return True


def packets(container: InputContainer, streams: tuple[Stream, ...], damage: Damage) -> Iterator[Packet[Stream]]:
    """Read packet by packet, past places that cannot be read; at the end one empty packet a track."""
    failed = 0
    while failed < MAX_FAILED_READS:
        try:
            for packet in container.demux(*streams):
                failed = 0
                yield packet
        except av.error.FFmpegError:
            failed += 1
            damage.left_out()
        else:
            return


def decoded(
    container: InputContainer, stream: VideoStream, damage: Damage, *, zero_s: Fraction, all_tracks: bool
) -> Iterator[VideoFrame]:
    """Decode the picture track, leaving out what cannot be decoded.

    Parameters
    ----------
    damage
        Told what was left out and how far the file could be read.
    zero_s
        The stamp that counts as zero.
    all_tracks
        Read the other tracks' packets too, to know how far the file goes; they are not decoded.
    """
    streams: tuple[Stream, ...] = tuple(container.streams) if all_tracks else (stream,)
    last_sent = last_given = -1
    for packet in packets(container, streams, damage):
        if packet.pts is not None and packet.time_base:
            damage.packet_read(float((packet.pts + (packet.duration or 0)) * packet.time_base - zero_s))
        if packet.stream is not stream:
            continue
        if packet.is_corrupt:
            damage.left_out()  # A part of it is missing: half a picture is worse than none.
            continue
        last_sent = max(last_sent, -1 if packet.pts is None else packet.pts)
        try:
            frames = stream.decode(packet)
        except av.error.FFmpegError:
            damage.left_out()
            continue
        for frame in frames:
            if frame.is_corrupt:
                damage.left_out()
            else:
                last_given = max(last_given, -1 if frame.pts is None else frame.pts)
                yield frame
    if damage.strict and last_given < last_sent:
        # PyAV does not tell of a fault among the last frames, those the decoder gives when nothing follows.
        damage.left_out()
