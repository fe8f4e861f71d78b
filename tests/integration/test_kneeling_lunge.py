"""A kneeling lunge on video comes out as it was done: five rocks, one hold, the fault that was there."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest

from formcheck.analysis.analysis import judge_track
from formcheck.analysis.summary import summary
from formcheck.analysis.watching import watch
from formcheck.body.figure import survey
from formcheck.body.reader import Reader
from formcheck.judge.composing import own_measures
from formcheck.judge.session import Session
from formcheck.pose.landmarks import OTHER
from formcheck.pose.smoothing import OneEuro
from formcheck.pose.track import load, mirrored
from tests.integration.recordings import (
    SAMPLES,
    at_rate,
    changed,
    clip,
    flipped,
    pictures,
    without_every_third,
    write,
)

if TYPE_CHECKING:
    from pathlib import Path

    from formcheck.pose.models import Model
    from formcheck.routine.schema import Movement
    from tests.integration.command import Analysed

HOLD_START_S, HOLD_S, HOLD_TOLERANCE_S = 17.8, 7.95, 0.5
LEAN_DEG, LEAN_TOLERANCE_DEG = 30.0, 6.0
NAMES = ("good", "lean30")


def one_set(summed: dict[str, Any]) -> dict[str, Any]:
    """Give the one set of a recording."""
    assert len(summed["movements"]) == 1
    only: dict[str, Any] = summed["movements"][0]
    return only


def cue(done: dict[str, Any], ref: str) -> dict[str, Any]:
    return next(cue for cue in done["cues"] if cue["ref"] == ref)


def faults(done: dict[str, Any]) -> list[str]:
    return [cue["ref"] for cue in done["cues"] if cue["verdict"] == "fault"]


def true_angles(name: str) -> list[dict[str, float]]:
    frames = json.loads((SAMPLES / f"kneeling_lunge_{name}.json").read_text("utf-8"))["frames"]
    return [frame["truth"] for frame in frames]


def assert_counts(done: dict[str, Any], name: str, side: str = "right") -> None:
    """Five rocks, one hold, on the right knee, and the trunk as it was."""
    assert done["side"] == side
    assert (done["reps"]["counted"], done["reps"]["not_counted"]) == (5, 0)
    assert len(done["holds"]) == 1
    assert cue(done, "3.14")["verdict"] == {"good": "good", "lean30": "fault"}[name]
    assert done["reps"]["clean"] == {"good": 5, "lean30": 0}[name]


class TestDoneWell:
    def test_the_command_ends_well(self, good: Analysed) -> None:
        assert good.outcome.code == 0
        assert good.outcome.summary()["frames"] == good.outcome.summary()["frames_with_person"] == 516

    def test_five_rocks_are_counted_and_all_are_clean(self, good: Analysed) -> None:
        assert_counts(one_set(good.summary), "good")

    def test_each_rock_peaks_within_its_own_time_and_they_follow_one_another(self, good: Analysed) -> None:
        each = one_set(good.summary)["reps"]["each"]
        assert all(rep["start_s"] < rep["peak_s"] < rep["end_s"] for rep in each)
        assert all(before["end_s"] <= after["start_s"] for before, after in itertools.pairwise(each))

    def test_the_hold_is_timed_to_half_a_second(self, good: Analysed) -> None:
        (hold,) = one_set(good.summary)["holds"]
        assert hold["start_s"] == pytest.approx(HOLD_START_S, abs=HOLD_TOLERANCE_S)
        assert hold["held_s"] == pytest.approx(HOLD_S, abs=HOLD_TOLERANCE_S)
        assert hold["good_form_s"] == pytest.approx(HOLD_S, abs=HOLD_TOLERANCE_S)
        assert hold["unseen_s"] == 0.0

    def test_no_fault_is_found(self, good: Analysed) -> None:
        assert faults(one_set(good.summary)) == []
        assert list(good.folder.glob("fault_*")) == []

    def test_the_trunk_is_upright(self, good: Analysed) -> None:
        assert cue(one_set(good.summary), "3.14")["verdict"] == "good"


class TestLeaningForward:
    def test_five_rocks_are_counted_and_none_is_clean(self, lean30: Analysed) -> None:
        done = one_set(lean30.summary)
        assert_counts(done, "lean30")
        assert all("3.14" in rep["faults"] for rep in done["reps"]["each"])

    def test_the_trunk_is_told_at_fault_with_its_angle(self, lean30: Analysed) -> None:
        trunk = cue(one_set(lean30.summary), "3.14")
        assert trunk["verdict"] == "fault"
        assert trunk["value"] == pytest.approx(LEAN_DEG, abs=LEAN_TOLERANCE_DEG)
        assert trunk["share_fault"] > 0.9

    def test_the_mean_lean_is_measured_to_six_degrees(self, lean30: Analysed) -> None:
        done = one_set(lean30.summary)
        true_mean = float(np.mean([angles["trunk_incl"] for angles in true_angles("lean30")]))
        measured = done["measures"]["trunk_inclination"]
        assert measured["mean"] == pytest.approx(true_mean, abs=LEAN_TOLERANCE_DEG)
        assert measured["unit"] == "deg"

    def test_the_hold_is_timed_but_none_of_it_was_in_good_form(self, lean30: Analysed) -> None:
        (hold,) = one_set(lean30.summary)["holds"]
        assert hold["start_s"] == pytest.approx(HOLD_START_S, abs=HOLD_TOLERANCE_S)
        assert hold["held_s"] == pytest.approx(HOLD_S, abs=HOLD_TOLERANCE_S)
        assert hold["good_form_s"] < 0.5

    def test_there_is_a_still_of_the_worst_moment_of_each_fault(self, lean30: Analysed) -> None:
        told = {f"fault_{cue['ref']}_{cue['id']}.jpg" for cue in one_set(lean30.summary)["cues"] if faults_of(cue)}
        assert "fault_3.14_upright-torso.jpg" in told
        assert {still.name for still in lean30.folder.glob("fault_*")} == told
        assert all(still.read_bytes()[:2] == b"\xff\xd8" for still in lean30.folder.glob("fault_*"))


def faults_of(cue: dict[str, Any]) -> bool:
    return bool(cue["verdict"] == "fault" and cue["worst_time_s"] is not None)


@pytest.mark.parametrize("name", NAMES)
class TestWhatIsWritten:
    def test_the_annotated_video_keeps_every_frame_at_its_time(self, name: str, request: pytest.FixtureRequest) -> None:
        analysed: Analysed = request.getfixturevalue(name)
        assert times(analysed.video) == pytest.approx(times(clip(name)), abs=0.001)

    def test_the_annotated_video_plays_in_browsers(self, name: str, request: pytest.FixtureRequest) -> None:
        analysed: Analysed = request.getfixturevalue(name)
        with av.open(str(analysed.video)) as container:
            context = container.streams.video[0].codec_context
            assert (context.name, context.pix_fmt, context.width, context.height) == ("h264", "yuv420p", 960, 540)
        content = analysed.video.read_bytes()
        assert content.index(b"moov") < content.index(b"mdat")

    def test_nothing_unfinished_is_left(self, name: str, request: pytest.FixtureRequest) -> None:
        analysed: Analysed = request.getfixturevalue(name)
        kinds = {path.suffix for path in analysed.folder.iterdir()}
        assert kinds <= {".json", ".track", ".mp4", ".jpg", ".html"}
        assert not [path.name for path in analysed.folder.iterdir() if path.name.startswith(".")]


def times(video: Path) -> list[float]:
    with av.open(str(video)) as container:
        return sorted(float(p.pts * p.time_base) for p in container.demux(video=0) if p.pts is not None and p.time_base)


@pytest.mark.parametrize("name", NAMES)
class TestTheTrackAlone:
    """What does not hang on the pose model is shown on the poses it gave."""

    def test_judged_again_it_gives_the_same(self, name: str, request: pytest.FixtureRequest, lunge: Movement) -> None:
        analysed: Analysed = request.getfixturevalue(name)
        assert summary(judge_track(load(analysed.track), lunge)) == analysed.summary

    def test_mirrored_it_is_the_same_lunge_on_the_other_side(
        self, name: str, request: pytest.FixtureRequest, lunge: Movement
    ) -> None:
        analysed: Analysed = request.getfixturevalue(name)
        there = one_set(analysed.summary)
        swapped = one_set(summary(judge_track(mirrored(load(analysed.track)), lunge)))
        assert swapped["side"] == OTHER[there["side"]]
        assert swapped["view"]["near"] == OTHER[there["view"]["near"]]
        for part in ("reps", "holds"):
            assert close(swapped[part], there[part])
        verdicts = {cue["ref"]: cue["verdict"] for cue in there["cues"]}
        assert {cue["ref"]: cue["verdict"] for cue in swapped["cues"]} == verdicts

    def test_told_the_side_it_finds_the_same(self, name: str, request: pytest.FixtureRequest, lunge: Movement) -> None:
        analysed: Analysed = request.getfixturevalue(name)
        told = one_set(summary(judge_track(load(analysed.track), lunge, "right")))
        assert_counts(told, name)

    def test_the_live_driver_gives_the_same_counts_and_verdicts(
        self, name: str, request: pytest.FixtureRequest, lunge: Movement
    ) -> None:
        analysed: Analysed = request.getfixturevalue(name)
        track = load(analysed.track)
        smooth, session = OneEuro(), Session(lunge)
        reader = Reader(lunge.measure_refs(), survey(track.observations), own_measures(lunge), track.header.model)
        for seen in track.observations:
            session.feed(reader.read(smooth(seen)))
        (live,) = session.finish()
        recorded = one_set(analysed.summary)
        assert (len(live.counted), len(live.reps)) == (5, 5)
        assert [cue.verdict.value for cue in live.cues] == [cue["verdict"] for cue in recorded["cues"]]
        (hold,) = live.holds
        assert hold.held_s == pytest.approx(recorded["holds"][0]["held_s"], abs=HOLD_TOLERANCE_S)


def close(one: Any, other: Any) -> bool:
    """Compare plain data, numbers to a hundredth: mirroring and swapping round differently."""
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(close(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(close, one, other))
    if isinstance(one, float):
        return bool(one == pytest.approx(other, abs=0.01))
    return bool(one == other)


WAYS = {
    "12 fps": lambda shown: at_rate(shown, 12),
    "24 fps": lambda shown: at_rate(shown, 24),
    "29.97 fps": lambda shown: at_rate(shown, 30_000 / 1001),
    "60 fps": lambda shown: at_rate(shown, 60),
    "every third frame dropped": without_every_third,
}


def analysed_again(model: Model, video: Path, movement: Movement) -> dict[str, Any]:
    track, stopped = watch(video, model)
    assert not stopped
    assert track.header.trouble is None
    return one_set(summary(judge_track(track, movement)))


@pytest.mark.slow
def test_a_camera_of_12_frames_a_second_sees_the_same(model: Model, lunge: Movement, tmp_path: Path) -> None:
    video = write(tmp_path / "slow.mp4", at_rate(pictures(clip("good")), 12))
    assert_counts(analysed_again(model, video, lunge), "good")


@pytest.mark.slow
def test_with_every_third_frame_dropped_it_is_the_same(model: Model, lunge: Movement, tmp_path: Path) -> None:
    video = write(tmp_path / "dropped.mp4", without_every_third(pictures(clip("lean30"))))
    assert_counts(analysed_again(model, video, lunge), "lean30")


def test_a_video_turned_by_its_metadata_is_analysed_upright(model: Model, lunge: Movement, tmp_path: Path) -> None:
    shown = itertools.islice(pictures(clip("good")), 200)
    video = write(tmp_path / "turned.mp4", shown, rotation_deg=90)
    track, _ = watch(video, model)
    assert track.header.rotation in {90, 270}
    done = one_set(summary(judge_track(track, lunge)))
    assert done["side"] == "right"
    assert done["reps"]["counted"] >= 1


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("way", WAYS)
def test_at_any_frame_rate_it_is_the_same(name: str, way: str, model: Model, lunge: Movement, tmp_path: Path) -> None:
    video = write(tmp_path / "other.mp4", WAYS[way](pictures(clip(name))))
    assert_counts(analysed_again(model, video, lunge), name)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("rotation_deg", [90, 180, 270])
def test_turned_by_any_angle_it_is_the_same(
    name: str, rotation_deg: int, model: Model, lunge: Movement, tmp_path: Path
) -> None:
    video = write(tmp_path / "turned.mp4", pictures(clip(name)), rotation_deg=rotation_deg)
    assert_counts(analysed_again(model, video, lunge), name)


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_mirrored_video_is_the_same_lunge_on_the_other_side(
    name: str, model: Model, lunge: Movement, tmp_path: Path
) -> None:
    video = write(tmp_path / "mirrored.mp4", changed(pictures(clip(name)), flipped))
    assert_counts(analysed_again(model, video, lunge), name, side="left")
