"""One number over time, as a rep counter or a hold timer is told it, with an answer known by thought."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Sample = tuple[float, float | None]


@dataclass(frozen=True)
class Rock:
    """A rise by ``amplitude`` and the way back, in ``period_s``, after keeping still for ``pause_s``.

    ``top_s`` is a rest at the peak, ``back_to`` the share of the amplitude at which it ends.
    """

    amplitude: float = 18.0
    period_s: float = 3.0
    pause_s: float = 0.6
    top_s: float = 0.0
    back_to: float = 0.0


def swing(share: float) -> float:
    """Half a cosine from 0 to 1: how limbs speed up and slow down."""
    return (1.0 - math.cos(math.pi * min(1.0, max(0.0, share)))) / 2


def keyframes(rocks: Iterable[Rock], *, rest: float = 90.0, lead_s: float = 1.5, tail_s: float = 1.5) -> list[Sample]:
    """(time, value) points of a set; between two of them the signal swings."""
    at_s, level = 0.0, rest
    keys: list[tuple[float, float]] = [(0.0, rest), (lead_s, rest)]
    at_s = lead_s
    for rock in rocks:
        low = rest + rock.back_to * rock.amplitude
        for wait_s, value in (
            (rock.pause_s, level),
            (rock.period_s / 2, rest + rock.amplitude),
            (rock.top_s, rest + rock.amplitude),
            (rock.period_s / 2, low),
        ):
            if wait_s > 0:
                at_s += wait_s
                keys.append((at_s, value))
        level = low
    keys.append((at_s + tail_s, level))
    return list(keys)


def curve(keys: Sequence[tuple[float, float | None]]) -> Callable[[float], float]:
    """Return the swinging curve through the points."""
    times = [key[0] for key in keys]
    values = [float(key[1] or 0.0) for key in keys]

    def at(time_s: float) -> float:
        after = int(np.searchsorted(times, time_s, side="right"))
        if after == 0:
            return values[0]
        if after == len(times):
            return values[-1]
        span_s = times[after] - times[after - 1]
        share = swing((time_s - times[after - 1]) / span_s)
        return values[after - 1] + share * (values[after] - values[after - 1])

    return at


def sampled(
    at: Callable[[float], float],
    end_s: float,
    *,
    fps: float = 30.0,
    noise: float = 0.0,
    drop: float = 0.0,
    unseen: Iterable[tuple[float, float]] = (),
    start_s: float = 0.0,
    seed: int = 1,
) -> list[Sample]:
    """Sample a curve as a camera would.

    ``noise`` is a standard deviation, ``drop`` the share of frames that never come, ``unseen`` spans in which the
    value is None, ``start_s`` what the media's clock shows at the beginning.
    """
    random = np.random.default_rng(seed)
    samples: list[Sample] = []
    for number in range(int(end_s * fps) + 1):
        time_s = number / fps
        scatter, dropped = noise * float(random.standard_normal()), random.random() < drop
        if dropped:
            continue
        hidden = any(start <= time_s <= end for start, end in unseen)
        samples.append((start_s + time_s, None if hidden else at(time_s) + scatter))
    return samples
