"""Drawing itself: needs the body data and the off-screen renderer; run with -m studio."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from sample_videos.studio.body import Body
from sample_videos.studio.catalogue import CLIPS, PEOPLE
from sample_videos.studio.clip import Film, simulate
from sample_videos.studio.draw import Set, render
from sample_videos.studio.pose_ik import solve
from sample_videos.studio.record import read_truth

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.studio


@pytest.mark.parametrize("who", list(PEOPLE))
def test_a_body_is_as_tall_as_asked_and_stands_on_the_floor(who: str) -> None:
    body = Body(PEOPLE[who])
    assert np.ptp(body.vertices[body.skin, 1]) == pytest.approx(PEOPLE[who].height_m, abs=1e-6)
    assert body.vertices[body.skin, 1].min() == pytest.approx(0, abs=1e-9)
    assert body.weights.sum(axis=1)[body.skin] == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("name", list(CLIPS))
def test_nobody_sinks_into_the_floor(name: str) -> None:
    clip = replace(CLIPS[name], film=Film(fps=1.0))
    body = Body(clip.person)
    for posed in simulate(clip, body.skeleton).posed:
        lowest = body.skinned(body.vertices[body.skin], body.weights[body.skin], posed)[:, 1].min()
        assert lowest > -0.06


def test_the_drawn_person_covers_the_landmarks() -> None:
    stage = Set(CLIPS["kneeling-lunge-right-good"])
    stage.picture(2.0)
    mask = stage.renderer.mask(stage.subject)
    assert mask.any()
    joints = solve(stage.body.skeleton, stage.player.posture(2.0)).joints
    middle = [joints[f"{side}_{joint}"] for side in ("left", "right") for joint in ("hip", "shoulder", "knee", "elbow")]
    for x, y in stage.clip.camera.project(np.array(middle)):
        assert mask[round(y), round(x)]


def test_a_rendered_clip_has_as_many_frames_as_its_truth(tmp_path: Path) -> None:
    clip = replace(CLIPS["rock-back-not-back-short-hold"], film=Film(fps=2.0))
    video, truth_file = render(clip, tmp_path)
    truth = read_truth(truth_file)
    with av.open(str(video)) as container:
        times = [float(frame.time or 0) for frame in container.decode(video=0)]
    assert len(times) == truth["frames"]
    assert times == pytest.approx(truth["times_s"], abs=1e-3)
