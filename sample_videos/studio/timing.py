"""When things happen: smooth curves, and the score of a performance.

A score is written like a piece of music: channels (depth of a rock, height of an arm) move to values in
so many seconds, and what that means (phase, repetition, hold) is noted beside it as spans.
"""

from __future__ import annotations

from bisect import bisect_right
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

SpanKind = Literal["phase", "rep", "hold"]

TREMOR_HZ = (0.21, 0.37, 0.83, 2.3, 4.7, 7.9)
"""Slow sway, breathing and the physiological tremor of muscles at work (which lies at 6 to 12 Hz)."""
TREMOR_SHARES = (0.45, 0.28, 0.14, 0.07, 0.04, 0.02)


def minimum_jerk(x: float) -> float:
    """Smooth way from 0 to 1: the fifth-order polynomial of a minimum-jerk reach (Flash and Hogan, 1985)."""
    x = min(1.0, max(0.0, x))
    return x * x * x * (10 - 15 * x + 6 * x * x)


@dataclass(slots=True)
class Curve:
    """A value over time: it rests between moves, and moves smoothly."""

    times: list[float]
    values: list[float]

    def __call__(self, t: float) -> float:
        """Value at a time."""
        i = bisect_right(self.times, t)
        if i == 0:
            return self.values[0]
        if i == len(self.times):
            return self.values[-1]
        t0, t1 = self.times[i - 1], self.times[i]
        a, b = self.values[i - 1], self.values[i]
        return a if a == b else a + (b - a) * minimum_jerk((t - t0) / (t1 - t0))


@dataclass(frozen=True, slots=True)
class Span:
    """Something that lasts.

    Attributes
    ----------
    kind
        ``phase``, ``rep`` or ``hold``.
    name
        Of the phase; for reps what is repeated (``rock``, ``hinge``, ``pump``), for holds what is held.
    start_s, end_s
        A rep that turns into the hold ends at its peak.
    number
        Of the rep, from 1; 0 for others.
    peak_s
        When a rep is deepest.
    """

    kind: SpanKind
    name: str
    start_s: float
    end_s: float
    number: int = 0
    peak_s: float | None = None


@dataclass(frozen=True, slots=True)
class Wobble:
    """A bounce: a channel swinging about its value between two times."""

    channel: str
    start_s: float
    end_s: float
    amplitude: float
    hz: float

    def __call__(self, t: float) -> float:
        """Value to add at a time."""
        if not self.start_s < t < self.end_s:
            return 0.0
        fade = np.sin(np.pi * (t - self.start_s) / (self.end_s - self.start_s)) ** 0.5
        return float(-self.amplitude * fade * np.abs(np.sin(np.pi * self.hz * (t - self.start_s))))


@dataclass(slots=True)
class Score:
    """Channels over time and what they mean."""

    now: float = 0.0
    curves: dict[str, Curve] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    wobbles: list[Wobble] = field(default_factory=list)

    def set(self, **values: float) -> None:
        """Give channels their values from now on (and before, for a new one), without a move."""
        for channel, value in values.items():
            curve = self.curves.get(channel)
            if curve is None:
                self.curves[channel] = Curve([self.now], [value])
            else:
                curve.times += [self.now, self.now]
                curve.values += [curve.values[-1], value]

    def move(self, seconds: float, **targets: float) -> None:
        """Move channels to values together, and let that time pass."""
        for channel, target in targets.items():
            curve = self.curves[channel]
            if curve.times[-1] < self.now:
                curve.times.append(self.now)
                curve.values.append(curve.values[-1])
            curve.times.append(self.now + seconds)
            curve.values.append(target)
        self.now += seconds

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        """Note what is played inside as a phase."""
        start = self.now
        yield
        self.spans.append(Span("phase", name, start, self.now))

    @contextmanager
    def hold(self, name: str) -> Iterator[None]:
        """Note what is played inside as a hold."""
        start = self.now
        yield
        self.spans.append(Span("hold", name, start, self.now))

    def rep(self, name: str, number: int, start_s: float, peak_s: float) -> None:
        """Note a repetition that ends now."""
        self.spans.append(Span("rep", name, start_s, self.now, number, peak_s))

    def values(self, t: float) -> dict[str, float]:
        """All channels at a time."""
        out = {channel: curve(t) for channel, curve in self.curves.items()}
        for wobble in self.wobbles:
            out[wobble.channel] += wobble(t)
        return out


class Tremor:
    """Small movements nobody can suppress: a sum of sines with random phases, one row a channel."""

    def __init__(self, rng: np.random.Generator, channels: int) -> None:
        self._hz = np.array(TREMOR_HZ) * rng.uniform(0.85, 1.15, (channels, len(TREMOR_HZ)))
        self._phase = rng.uniform(0, 2 * np.pi, self._hz.shape)

    def __call__(self, t: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """(channels,) values of about -1 to 1."""
        swing = np.sin(2 * np.pi * self._hz * t + self._phase)
        total: np.ndarray[tuple[int], np.dtype[np.float64]] = swing @ np.array(TREMOR_SHARES)
        return total
