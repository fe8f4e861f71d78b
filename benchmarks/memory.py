"""How much memory `formcheck analyse` takes over a long recording.

Loops a sample clip at 640x360 (packets copied, not encoded again), analyses it with the real command in a
process of its own, and samples that process's resident memory. Linux only: it reads /proc.

    python benchmarks/memory.py --minutes 60 [--no-video] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import av

from formcheck.video.reader import VideoFile
from formcheck.video.writer import VideoWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
CLIP = ROOT / "sample_videos" / "kneeling-lunge-left-good.mp4"
LONG_SIDE_PX = 640
SAMPLE_EVERY_S = 0.5
SETTLED_S = 60.0
"""By then the model is loaded and its buffers are filled; growth is counted from there."""


def small_copy(clip: Path, target: Path) -> None:
    with VideoFile(clip) as video:
        scale = LONG_SIDE_PX / max(video.info.width, video.info.height)
        size = round(video.info.width * scale), round(video.info.height * scale)
        with VideoWriter(target, size, frame_rate_hint=video.info.frame_rate or 30.0) as writer:
            for frame in video.frames(long_side=LONG_SIDE_PX):
                writer.write(frame.image, frame.time_s)


def loop(clip: Path, target: Path, minutes: float) -> int:
    """Write the clip again and again, its packets as they are, until it lasts long enough; return its frames."""
    frames = 0
    with av.open(str(target), "w") as out:
        stream = None
        begin = 0
        while stream is None or begin * stream.time_base < minutes * 60:
            with av.open(str(clip)) as source:
                template = source.streams.video[0]
                stream = stream or out.add_stream_from_template(template)
                step = end = 0
                for packet in source.demux(template):
                    if packet.dts is None:
                        continue
                    step, end = max(1, packet.pts - end), max(end, packet.pts)
                    packet.pts, packet.dts = packet.pts + begin, packet.dts + begin
                    packet.time_base, packet.stream = template.time_base, stream
                    out.mux(packet)
                    frames += 1
                begin += end + step
                stream.time_base = template.time_base
    return frames


def resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def samples(process: subprocess.Popen[bytes]) -> Iterator[tuple[float, float]]:
    start = time.monotonic()
    while process.poll() is None:
        yield time.monotonic() - start, resident_mb(process.pid)
        time.sleep(SAMPLE_EVERY_S)


def analyse(video: Path, folder: Path, *, with_video: bool) -> list[tuple[float, float]]:
    command = [sys.executable, "-c", "from formcheck.cli.main import main; main()", "analyse", str(video)]
    command += ["--out", str(folder), *([] if with_video else ["--no-video"])]
    with subprocess.Popen(command, cwd=ROOT) as process:
        taken = list(samples(process))
    if process.returncode:
        sys.exit(f"formcheck analyse ended with code {process.returncode}")
    return taken


def report(taken: list[tuple[float, float]], frames: int) -> None:
    settled = next((mb for at_s, mb in taken if at_s >= SETTLED_S), taken[-1][1])
    for at_s, mb in taken[:: max(1, len(taken) // 30)]:
        print(f"{at_s:8.0f} s  {mb:7.0f} MB")
    at_s, peak = max(taken, key=lambda sample: sample[1])
    print(f"{frames} frames in {taken[-1][0]:.0f} s")
    print(f"after the first minute {settled:.0f} MB, at most {peak:.0f} MB at {at_s:.0f} s")
    print(f"growth {peak - settled:.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--no-video", action="store_true")
    parser.add_argument("--keep", type=Path, help="folder for the looped video and the results")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        folder = options.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        small, looped = folder / "small.mp4", folder / "looped.mp4"
        small_copy(CLIP, small)
        frames = loop(small, looped, options.minutes)
        report(analyse(looped, folder, with_video=not options.no_video), frames)


if __name__ == "__main__":
    main()
