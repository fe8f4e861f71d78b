"""How fast recordings are analysed, against the bare pose model on the same frames.

Three ways in turn, again and again, so that a noisy machine is as unkind to each of them:

    bare       MediaPipe's PoseLandmarker with the mask, on frames that lie ready in memory
    no video   all that `formcheck analyse --no-video` does after its imports
    video      all that `formcheck analyse` does after its imports

Each begins with loading the model. The ratios are medians of those within a round. Judge and readings are
timed apart, on the track.

    python benchmarks/speed.py [VIDEO] [--rounds 5]
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from formcheck.analysis.analysis import judge_track
from formcheck.analysis.folder import result_folders, write_pictures, write_record
from formcheck.analysis.watching import watch
from formcheck.body.figure import survey
from formcheck.body.reader import Reader
from formcheck.judge.composing import own_measures
from formcheck.judge.loading import load_movement
from formcheck.judge.session import Session
from formcheck.pose.estimator import MODEL_LONG_SIDE_PX, Landmarker, model_picture
from formcheck.pose.models import find_model
from formcheck.video.reader import VideoFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.pose.models import Model
    from formcheck.pose.track import Track
    from formcheck.routine.schema import Movement

CLIP = Path(__file__).parents[1] / "sample_videos" / "kneeling_lunge_lean30.mp4"
MOVEMENT = "kneeling-lunge"


def bare(clip: Path, model: Model) -> Callable[[], None]:
    with VideoFile(clip) as video:
        pictures = [
            (model_picture(frame).rgb, round(frame.time_s * 1000))
            for frame in video.frames(long_side=MODEL_LONG_SIDE_PX)
        ]

    def run() -> None:
        landmarker = Landmarker(model.path, video=True, people=1, mask=True)
        for rgb, time_ms in pictures:
            result = landmarker(rgb, time_ms)
            if result.segmentation_masks:
                result.segmentation_masks[0].numpy_view()
        landmarker.close()

    return run


def analysed(clip: Path, model: Model, movement: Movement, folder: Path, *, with_video: bool) -> None:
    place = result_folders([clip], folder)[0]
    track, _ = watch(clip, model)
    analysis = judge_track(track, movement)
    write_record(analysis, place)
    write_pictures(analysis, clip, place, with_video=with_video)


def timed(work: Callable[[], None]) -> tuple[float, float]:
    """Give seconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def judging_ms(track: Track, movement: Movement) -> float:
    """Milliseconds of the processor that readings and judge take a frame."""
    figure = survey(track.observations)
    seen = list(track.observations)
    reader = Reader(movement.measure_refs(), figure, own_measures(movement), track.header.model)
    session = Session(movement)
    _, seconds = timed(lambda: [session.feed(reader.read(each)) for each in seen] and None)
    return 1000 * seconds / len(seen)


def start_s(*arguments: str) -> float:
    command = [sys.executable, "-c", "from formcheck.cli.main import main; main()", *arguments]
    return timed(partial(subprocess.run, command, check=True, capture_output=True, cwd=CLIP.parents[1]))[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("video", type=Path, nargs="?", default=CLIP)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    model, movement = find_model("full"), load_movement(MOVEMENT)
    track, _ = watch(options.video, model)
    frames = len(track.observations)
    with tempfile.TemporaryDirectory() as passing:
        analyse = partial(analysed, options.video, model, movement, Path(passing))
        ways = {
            "bare": bare(options.video, model),
            "no video": partial(analyse, with_video=False),
            "video": partial(analyse, with_video=True),
        }
        rounds = [{name: timed(work) for name, work in ways.items()} for _ in range(options.rounds)]
    print(f"{frames} frames, {options.rounds} rounds; medians")
    print("way        frames/s   of bare   processor ms/frame")
    for name in ways:
        rate = statistics.median(frames / each[name][0] for each in rounds)
        share = statistics.median(each["bare"][0] / each[name][0] for each in rounds)
        processor = statistics.median(1000 * each[name][1] / frames for each in rounds)
        print(f"{name:10} {rate:8.1f} {share:9.2f} {processor:12.1f}")
    print(f"judge and readings {judging_ms(track, movement):.2f} ms/frame")
    print(f"formcheck --version {min(start_s('--version') for _ in range(options.rounds)):.2f} s")


if __name__ == "__main__":
    main()
