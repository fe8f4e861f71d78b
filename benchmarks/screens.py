"""How long the screens of a live session take to draw, as processor time of one thread.

Draws each kind of screen over a grey 640x480 picture with a person on it, again and again, and prints the median and
the slowest of each, in milliseconds.

    python benchmarks/screens.py [--size 1280x720] [--rounds 100]
"""

from __future__ import annotations

import argparse
import statistics
import time

import cv2
import numpy as np

from formcheck.draw.screens.painter import Painter
from formcheck.judge.verdict import HoldState, Verdict
from tests.draw.conftest import Figures
from tests.support.screens import every_screen

CAMERA = (640, 480)
FRAME_S = 1.0 / 30.0
WARM_ROUNDS = 3
"""Sprites are made in the first ones and kept."""


def measure(size: tuple[int, int], rounds: int) -> dict[str, list[float]]:
    """Give the milliseconds of each round by screen."""
    camera, pose = np.full((CAMERA[1], CAMERA[0], 3), 128, np.uint8), Figures.pose(*CAMERA, lean_deg=31.0)
    snapshot = Figures.snapshot(cues=(Figures.trunk(Verdict.FAULT),), hold=HoldState(6.4, 15.0, paused=False))
    taken: dict[str, list[float]] = {}
    for name, screen in every_screen(snapshot).items():
        painter = Painter(mirrored=True)
        times = []
        for number in range(rounds + WARM_ROUNDS):
            start = time.thread_time()
            painter.paint(camera, size, pose, screen, number * FRAME_S)
            times.append(1000.0 * (time.thread_time() - start))
        taken[name] = times[WARM_ROUNDS:]
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", default="1280x720")
    parser.add_argument("--rounds", type=int, default=100)
    asked = parser.parse_args()
    cv2.setNumThreads(1)
    width, _, height = asked.size.partition("x")
    for name, times in measure((int(width), int(height)), asked.rounds).items():
        print(f"{name:16} {statistics.median(times):6.2f} {max(times):6.2f}")


if __name__ == "__main__":
    main()
