"""Whoever walks through the picture has a face too."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.analysis.bystanders import Bystanders
from formcheck.errors import ModelError
from formcheck.pose.models import find_model
from formcheck.pose.pose import Observation
from formcheck.pose.subject import Watcher
from formcheck.video.reader import VideoFile

CLIP = Path(__file__).parents[2] / "sample_videos" / "kneeling-lunge-second-person.mp4"
WALKS_S = (13.4, 13.9)
HEADS_OF_WALKER = {13.417: (468, 78), 13.75: (497, 78)}
"""Their middles, pixels, read off the frames."""
HEAD_PX = 14
HEAD_OF_SUBJECT = (323, 142)


def test_the_head_of_somebody_who_walks_by_is_found_and_not_that_of_the_subject() -> None:
    try:
        model = find_model("full").path
    except ModelError as error:
        pytest.skip(f"no pose model on this machine, and none to be had: {error}")
    with VideoFile(CLIP) as video:
        frames = list(video.frames(start_s=WALKS_S[0], end_s=WALKS_S[1]))
    with Watcher(model) as watcher:
        seen = list(watcher.watch(frames))
    with Bystanders(model, seen) as others:
        for frame, each in zip(frames, seen, strict=True):
            heads = others.heads(frame, each.pose)
            x, y = HEADS_OF_WALKER.get(round(frame.time_s, 3), (0, 0))
            if x:
                assert any(max(abs(head.x - x), abs(head.y - y)) + HEAD_PX <= head.reach for head in heads)
            assert not any(abs(head.x - HEAD_OF_SUBJECT[0]) < head.reach for head in heads)


def test_where_nobody_else_was_counted_nobody_is_looked_for() -> None:
    alone = [Observation(index, index / 10, None, people=1) for index in range(20)]
    with VideoFile(CLIP) as video, Bystanders(Path("no such model"), alone) as others:
        assert all(others.heads(frame, None) == () for frame in video.frames(end_s=0.5))
