"""How late the live coach is, how many frames it judges, and what it keeps in memory.

A camera made of a sample clip gives packed pictures (JPEG, as cameras over USB do) at an even rate, each with the
number of its frame drawn into a corner. What is handed to be drawn is read again: the number tells when it was
captured, whatever the program believes. The bare pose model is timed on the same pictures in the same process, before
and after.

    python -m benchmarks.live [--seconds 60] [--size 640x480] [--rate 30]
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import threading
import time
from array import array
from pathlib import Path
from typing import TYPE_CHECKING, Self

import cv2
import numpy as np

from formcheck.draw.blur import Showing
from formcheck.draw.screens.painter import Painter
from formcheck.live.live import AUTO, LiveSession, Wishes
from formcheck.live.unattended import Unattended
from formcheck.pose.estimator import Landmarker, model_picture
from formcheck.pose.models import find_model
from formcheck.routine.program import DEFAULT_PROGRAM
from formcheck.video.camera import fitted
from formcheck.video.capture_clock import RateMeter
from formcheck.video.frame import Frame
from formcheck.video.reader import VideoFile
from formcheck.video.source import PlayedSource, SourceState, Trouble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from formcheck.coach.screens import Screen
    from formcheck.pose.pose import Pose

    Image = NDArray[np.uint8]

CLIP = Path(__file__).parents[1] / "sample_videos" / "kneeling_lunge_good.mp4"
CLIP_S = 10.0
"""So much of it: the pictures lie ready in memory."""
BITS = 20
CELL_PX = 8
JPEG_QUALITY = 90
BARE_FRAMES = 150
WARM_FRAMES = 15
"""The first ones load the networks and search for the person."""
SETTLED_S = 10.0
"""By then all is loaded; growth of memory is counted from there (from a minute on in long runs)."""


def stamp(image: Image, number: int) -> None:
    """Draw a number into the top left corner, as light and dark cells in one row."""
    for bit in range(BITS):
        image[:CELL_PX, bit * CELL_PX : (bit + 1) * CELL_PX] = 255 if number >> bit & 1 else 0


def stamped(image: Image) -> int:
    """Read the number again."""
    row = image[CELL_PX // 2, CELL_PX // 2 : BITS * CELL_PX : CELL_PX].mean(axis=1)
    return sum(1 << bit for bit in range(BITS) if row[bit] > 127)


def pictures(size: tuple[int, int], rate: float) -> list[Image]:
    """Give the clip's frames at an even rate, in the camera's size."""
    with VideoFile(CLIP) as video:
        frames = [
            (frame.time_s, fitted(frame.image, size)) for frame in video.frames(long_side=max(size), end_s=CLIP_S)
        ]
    times = np.array([time_s for time_s, _ in frames])
    wanted = np.arange(0.0, min(CLIP_S, times[-1]), 1.0 / rate)
    return [frames[int(np.searchsorted(times, time_s, side="right")) - 1][1] for time_s in wanted]


class StampedCamera(PlayedSource):
    """A camera of packed pictures; the clip runs to and fro, so that it never jumps."""

    realtime = True
    name = "benchmark"

    def __init__(self, images: Sequence[Image], rate: float, seconds: float) -> None:
        super().__init__()
        height, width = images[0].shape[:2]
        self._images = images
        self._rate = rate
        self._seconds = seconds
        self._size = (width, height)
        self._meter = RateMeter()

    def captured_s(self, number: int) -> float:
        """Give the time at which a frame was captured."""
        return number / self._rate

    @property
    def state(self) -> SourceState:
        rate = self._meter.rate(self.now_s())
        return SourceState(Trouble.NONE, 0.0, self._size, rate, self._inbox.captured, self._inbox.dropped)

    def _play(self) -> None:
        there = len(self._images)
        for number in range(round(self._seconds * self._rate)):
            place = number % (2 * there)
            picture = self._images[place if place < there else 2 * there - 1 - place].copy()
            stamp(picture, number)
            packed = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1]
            if self._closing.wait(max(0.0, self.captured_s(number) - self.now_s())):
                break
            image = np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
            self._meter.add(self.now_s())
            self._inbox.put(Frame(number, self.captured_s(number), image, self._size))


class MeasuringFace(Unattended):
    """Draws each screen as a window does, and notes how old the picture in it is and how long drawing took."""

    def __init__(self, camera: StampedCamera, size: tuple[int, int]) -> None:
        super().__init__()
        self._camera = camera
        self._size = size
        self._painter = Painter(None, mirrored=True)
        self.ages_s = array("f")
        self.drawing_s = array("f")

    def show(
        self, image: Image | None, pose: Pose | None, screen: Screen, fresh: Callable[[], bool] = lambda: True
    ) -> bool:
        begun = time.perf_counter()
        self.draw(image, pose, screen)
        self.drawing_s.append(time.perf_counter() - begun)
        shown = super().show(image, pose, screen, fresh)
        if image is not None and shown:
            self.ages_s.append(self._camera.now_s() - self._camera.captured_s(stamped(image)))
        return shown

    def draw(self, image: Image | None, pose: Pose | None, screen: Screen) -> None:
        self._painter.paint(image, self._size, pose, screen, time.monotonic())


def bare_ms(images: Sequence[Image]) -> float:
    """Time the bare pose model, with the mask, on the first pictures: the median."""
    height, width = images[0].shape[:2]
    ready = [
        model_picture(Frame(n, n / 30, image, (width, height))).rgb for n, image in enumerate(images[:BARE_FRAMES])
    ]
    landmarker = Landmarker(find_model().path, video=True, people=1, mask=True)
    took = []
    for number, rgb in enumerate(ready):
        begun = time.perf_counter()
        result = landmarker(rgb, number * 33)
        if result.segmentation_masks:
            result.segmentation_masks[0].numpy_view()
        took.append(time.perf_counter() - begun)
    landmarker.close()
    return 1000 * statistics.median(took[WARM_FRAMES:])


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


class MemoryLog:
    """Looks at this process's memory once a second (Linux)."""

    def __init__(self) -> None:
        self.samples: list[tuple[float, float]] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _run(self) -> None:
        begun = time.monotonic()
        while not self._ended.wait(1.0):
            self.samples.append((time.monotonic() - begun, resident_mb()))


def lines(
    face: MeasuringFace, camera: StampedCamera, log: MemoryLog, bare: float, live: dict[str, object]
) -> Iterator[str]:
    ages = 1000 * np.asarray(face.ages_s)
    drawing = 1000 * np.asarray(face.drawing_s)
    seconds = camera.now_s()
    yield f"drawn {len(ages) / seconds:.1f} a second; captured {camera.state.captured}, let go {camera.state.dropped}"
    p50, p95, p99, most = np.percentile(ages, [50, 95, 99, 100])
    yield f"capture to drawn: p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms, at most {most:.0f} ms"
    yield f"as the record has it: {live['latency_ms']}"
    yield f"drawing: p50 {np.percentile(drawing, 50):.1f} ms, p95 {np.percentile(drawing, 95):.1f} ms"
    yield f"bare pose model {bare:.1f} ms; capture to drawn is {p50 / bare:.2f} times as long (p95 {p95 / bare:.2f})"
    half = len(ages) // 2
    yield f"drift: median {np.median(ages[:half]):.1f} ms in the first half, {np.median(ages[half:]):.1f} ms after"
    settled_s = min(60.0, max(SETTLED_S, seconds / 4))
    settled = [mb for at_s, mb in log.samples if at_s >= settled_s]
    if settled:
        most_mb, end_mb = max(settled), settled[-1]
        yield f"resident {settled[0]:.0f} MB after {settled_s:.0f} s, at most {most_mb:.0f} MB, at the end {end_mb:.0f}"
    yield f"pace: {live['pace'] or 'no change'}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--size", default="640x480")
    parser.add_argument("--rate", type=float, default=30.0)
    parser.add_argument("--screen", default="1280x720", help="size of what is drawn")
    parser.add_argument("--record", action="store_true", help="keep the video too")
    options = parser.parse_args()
    width, height = map(int, options.size.split("x"))
    screen_width, screen_height = map(int, options.screen.split("x"))
    images = pictures((width, height), options.rate)
    before = bare_ms(images)
    with tempfile.TemporaryDirectory() as passing, StampedCamera(images, options.rate, options.seconds) as camera:
        wishes = Wishes(
            program=DEFAULT_PROGRAM,
            movement=None,
            language="en",
            settings={"consent_given": True},
            model=AUTO,
            person=None,
            record=options.record,
            showing=Showing.BLURRED,
            pictures={},
            parent=Path(passing),
        )
        face = MeasuringFace(camera, (screen_width, screen_height))
        processor_s = time.process_time()
        with MemoryLog() as log:
            outcome = LiveSession(camera, wishes).run(face)
        processor_s = time.process_time() - processor_s
    after = bare_ms(images)
    if outcome.kept is None:
        raise SystemExit("not one frame came")
    live = outcome.kept.more["live"]
    frames = outcome.kept.analysis.track.header.frames
    print(f"{options.size} at {options.rate:g} a second for {options.seconds:g} s; screen {options.screen}")
    print(
        f"judged {frames / options.seconds:.1f} a second; processor {1000 * processor_s / frames:.1f} ms a judged frame"
    )
    for line in lines(face, camera, log, (before + after) / 2, live):
        print(line)


if __name__ == "__main__":
    main()
