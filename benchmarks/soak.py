"""Twenty minutes of live running: what stays in memory, whether picture and time drift apart, the oldest picture shown.

The camera, the coach and the drawing are those of ``benchmarks.live``. Memory is told every half a minute, in all and
what is this process's own; its growth is counted from the fifth minute on, since until then screens are drawn for the
first time and what was drawn is kept (40 MB at most).

    python -m benchmarks.soak [--minutes 20] [--screen 1280x720]
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.live import MeasuringFace, StampedCamera, pictures
from formcheck.draw.blur import Showing
from formcheck.live.live import AUTO, LiveSession, Wishes
from formcheck.routine.program import DEFAULT_PROGRAM

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from formcheck.coach.screens import Screen
    from formcheck.pose.pose import Pose

    Image = NDArray[np.uint8]

TELL_EVERY_S = 30.0
SETTLED_S = 300.0


def memory_mb() -> tuple[float, float]:
    """Give what is resident, and what of it is this process's own (Linux)."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()[1:]
    kb = {name: float(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    return kb["Rss"] / 1000, (kb["Private_Clean"] + kb["Private_Dirty"]) / 1000


class WatchingFace(MeasuringFace):
    """Draws, and tells every half a minute how things stand."""

    def __init__(self, camera: StampedCamera, size: tuple[int, int]) -> None:
        super().__init__(camera, size)
        self._begun_s: float | None = None
        self._told = 0
        self._told_ages = 0
        self.memory: list[tuple[float, float, float]] = []
        self.drifts_s: list[float] = []

    def show(
        self, image: Image | None, pose: Pose | None, screen: Screen, fresh: Callable[[], bool] = lambda: True
    ) -> bool:
        shown = super().show(image, pose, screen, fresh)
        at_s = self._camera.now_s()
        if self._begun_s is None and at_s > 0.0:
            self._begun_s = time.time() - self._camera.now_s()
        if self._begun_s is not None and at_s >= (self._told + 1) * TELL_EVERY_S:
            self._tell(at_s, self._begun_s)
        return shown

    def _tell(self, at_s: float, begun_s: float) -> None:
        self._told = int(at_s // TELL_EVERY_S)
        # The session's clock against the calendar's: they are not the same clock.
        drift_s = self._camera.now_s() - (time.time() - begun_s)
        resident, own = memory_mb()
        ages = 1000 * np.asarray(self.ages_s[self._told_ages :])
        self._told_ages = len(self.ages_s)
        self.memory.append((at_s, resident, own))
        self.drifts_s.append(drift_s)
        median, oldest = (float(np.median(ages)), float(ages.max())) if ages.size else (0.0, 0.0)
        print(
            f"{at_s:6.0f} s  resident {resident:5.0f} MB, own {own:5.0f} MB; {len(ages) / TELL_EVERY_S:4.1f} drawn a "
            f"second, {median:3.0f} ms old, the oldest {oldest:3.0f}; clock {1000 * drift_s:+.0f} ms",
            flush=True,
        )


def report(face: WatchingFace) -> None:
    ages = 1000 * np.asarray(face.ages_s)
    half = len(ages) // 2
    print(f"median age {np.median(ages[:half]):.1f} ms in the first half, {np.median(ages[half:]):.1f} ms after")
    print(
        f"the oldest picture shown {ages.max():.0f} ms; the clock was off by {1000 * max(map(abs, face.drifts_s)):.0f}"
    )
    settled = [row for row in face.memory if row[0] >= min(SETTLED_S, face.memory[-1][0] / 2)]
    grown, owned = (settled[-1][place] - settled[0][place] for place in (1, 2))
    minutes = (settled[-1][0] - settled[0][0]) / 60
    most = max(row[1] for row in settled) - settled[0][1]
    print(
        f"from {settled[0][0]:.0f} s on, {minutes:.0f} minutes: {grown:+.1f} MB (own {owned:+.1f}), at most {most:+.1f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--size", default="640x480")
    parser.add_argument("--rate", type=float, default=30.0)
    parser.add_argument("--screen", default="1280x720", help="size of what is drawn")
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    screen_width, screen_height = map(int, options.screen.split("x"))
    images = pictures((width, height), options.rate)
    with (
        tempfile.TemporaryDirectory() as passing,
        StampedCamera(images, options.rate, 60 * options.minutes) as camera,
    ):
        wishes = Wishes(
            program=DEFAULT_PROGRAM,
            movement=None,
            language="en",
            settings={"consent_given": True},
            model=AUTO,
            person=None,
            record=False,
            showing=Showing.BLURRED,
            pictures={},
            parent=Path(passing),
        )
        face = WatchingFace(camera, (screen_width, screen_height))
        outcome = LiveSession(camera, wishes).run(face)
    if outcome.kept is None or not face.memory:
        raise SystemExit("not one frame came, or it was over before half a minute")
    report(face)


if __name__ == "__main__":
    main()
