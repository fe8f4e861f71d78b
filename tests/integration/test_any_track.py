"""Whatever the poses of a recording are like, they are judged without a crash, and no number is made up."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import jsonschema
import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formcheck.analysis.analysis import judge_track
from formcheck.analysis.folder import write_session
from formcheck.analysis.summary import summary
from formcheck.judge.loading import load_movement
from formcheck.pose.track import Track, load
from tests.integration.contract import SUMMARY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formcheck.pose.pose import Observation, Pose
    from tests.integration.command import Analysed

FRAMES = 140
Damage = tuple[str, int, int, float]


def unseen(seen: Observation, _: float) -> Observation:
    return replace(seen, pose=None)


def ambiguous(seen: Observation, _: float) -> Observation:
    return replace(seen, ambiguous=True, people=2)


def changed(change: Callable[[Pose, float], Pose]) -> Callable[[Observation, float], Observation]:
    return lambda seen, much: seen if seen.pose is None else replace(seen, pose=change(seen.pose, much))


def shifted(pose: Pose, much: float) -> Pose:
    return replace(pose, points=pose.points + np.float32(much * 1000), world=pose.world + np.float32(much))


def shrunk(pose: Pose, much: float) -> Pose:
    return replace(pose, points=pose.points * np.float32(1 - much), world=pose.world * np.float32(1 - much))


def on_one_spot(pose: Pose, _: float) -> Pose:
    return replace(pose, points=np.zeros_like(pose.points), world=np.zeros_like(pose.world))


def upside_down(pose: Pose, _: float) -> Pose:
    return replace(pose, points=pose.points[:, ::-1].copy(), world=-pose.world)


def hidden(pose: Pose, much: float) -> Pose:
    return replace(pose, visibility=np.full_like(pose.visibility, 1 - much))


def scattered(pose: Pose, much: float) -> Pose:
    noise = np.random.default_rng(round(pose.time_s * 1000)).normal(0, much * 80, pose.points.shape)
    return replace(pose, points=(pose.points + noise).astype(np.float32))


DAMAGES: dict[str, Callable[[Observation, float], Observation]] = {
    "unseen": unseen,
    "ambiguous": ambiguous,
    **{change.__name__: changed(change) for change in (shifted, shrunk, on_one_spot, upside_down, hidden, scattered)},
}

damages = st.lists(
    st.tuples(
        st.sampled_from(sorted(DAMAGES)),
        st.integers(0, FRAMES),
        st.integers(1, FRAMES),
        st.floats(0, 1),
    ),
    max_size=4,
)


@cache
def whole(path: Path) -> Track:
    return load(path)


def damaged(track: Track, start: int, found: list[Damage], pace: float, every: int) -> Track:
    """Cut a piece out of a track, at another pace and with frames left out, and damage spans of it."""
    observations = list(track.observations[start : start + FRAMES : every])
    for name, begin, length, much in found:
        for at in range(begin, min(begin + length, len(observations))):
            observations[at] = DAMAGES[name](observations[at], much)
    return Track(track.header, tuple(at_pace(seen, pace) for seen in observations))


def at_pace(seen: Observation, pace: float) -> Observation:
    time_s = seen.time_s * pace
    return replace(seen, time_s=time_s, pose=None if seen.pose is None else replace(seen.pose, time_s=time_s))


def no_constant(name: str) -> Any:
    raise AssertionError(f"{name} is no number of JSON")


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.integers(0, 400),
    found=damages,
    pace=st.sampled_from([0.1, 0.5, 1.0, 3.0]),
    every=st.integers(1, 12),
    side=st.sampled_from([None, "left", "right"]),
)
def test_a_damaged_track_is_judged_and_every_number_is_one(
    start: int, found: list[Damage], pace: float, every: int, side: str | None, good: Analysed, tmp_path: Path
) -> None:
    track = damaged(whole(good.track), start, found, pace, every)
    analysis = judge_track(track, load_movement("kneeling-lunge"), side)
    summed = summary(analysis)
    jsonschema.validate(json.loads(json.dumps(summed, allow_nan=False)), SUMMARY)
    write_session(analysis, tmp_path / "session.json")
    session = json.loads((tmp_path / "session.json").read_text("utf-8"), parse_constant=no_constant)
    assert len(session["series"]["time_s"]) == len(track.observations)


def test_a_track_of_nobody_says_so(good: Analysed) -> None:
    track = damaged(whole(good.track), 0, [("unseen", 0, FRAMES, 0.0)], 1.0, 1)
    summed = summary(judge_track(track, load_movement("kneeling-lunge")))
    assert summed["frames_with_person"] == 0
    assert "Nobody was seen in this recording." in summed["notes"]
    assert all(done["why_nothing"] for done in summed["movements"])
