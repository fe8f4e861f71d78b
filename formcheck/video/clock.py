"""From the time stamps of a stream to seconds that only ever grow."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction

#: A time stamp that falls back by less than this is a fault of one frame, which is then left out. One that
#: falls back by more begins a new count (recordings joined end to end), and the clock goes on from there.
NEW_COUNT_S = 0.5

#: What one frame lasts where neither stamps nor rate are given; the rate most raw streams mean.
DEFAULT_PERIOD_S = 0.04


class MediaClock:
    """Gives each decoded frame its time in seconds.

    Where the presentation stamps run backwards more often than the decoding stamps (some AVI files), the
    latter are used: the rule FFmpeg names the best effort time stamp. Where there are none at all (raw
    streams), the frame rate counts.

    Parameters
    ----------
    time_base
        Seconds a tick of the stream.
    zero_s
        The time that a player shows as zero.
    frame_rate
        Frames a second, for streams without stamps; None when not known.
    """

    def __init__(self, time_base: Fraction, zero_s: Fraction, frame_rate: Fraction | None) -> None:
        self._time_base = time_base
        self._zero_s = zero_s
        self._period_s = 1.0 / float(frame_rate) if frame_rate else DEFAULT_PERIOD_S
        self._last_pts: int | None = None
        self._last_dts: int | None = None
        self._faulty_pts = 0
        self._faulty_dts = 0
        self._shift_s = 0.0
        self._last_s: float | None = None
        self.new_counts = 0

    def time_s(self, pts: int | None, dts: int | None) -> float | None:
        """Give the time of the next frame, or None when it is not after the one before it."""
        stamp = self._best_stamp(pts, dts)
        last_s = self._last_s
        if stamp is None:
            time_s = 0.0 if last_s is None else last_s + self._period_s
        else:
            time_s = float(stamp * self._time_base - self._zero_s) + self._shift_s
            if last_s is not None and time_s < last_s - NEW_COUNT_S:
                self.new_counts += 1
                self._shift_s += last_s + self._period_s - time_s
                time_s = last_s + self._period_s
        if last_s is not None and time_s <= last_s:
            return None
        self._last_s = time_s
        return time_s

    def _best_stamp(self, pts: int | None, dts: int | None) -> int | None:
        if dts is not None:
            self._faulty_dts += self._last_dts is not None and dts <= self._last_dts
            self._last_dts = dts
        if pts is not None:
            self._faulty_pts += self._last_pts is not None and pts <= self._last_pts
            self._last_pts = pts
        if pts is not None and (dts is None or self._faulty_pts <= self._faulty_dts):
            return pts
        return dts
