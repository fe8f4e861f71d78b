"""Two people in one picture: the main one is judged, and the other one is mentioned."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from formcheck.analysis.analysis import judge_track
from formcheck.analysis.summary import summary
from formcheck.analysis.watching import watch
from tests.integration.recordings import clip, pictures, write

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from formcheck.pose.models import Model
    from formcheck.routine.schema import Movement
    from tests.integration.recordings import Image

ABOUT_THE_PERSON = slice(220, 760)  # columns of a clip, so that the two stand as near as two mats do
SMALLER = 0.7
COMPANY = "More than one person was in the picture; the main one was followed."


def side_by_side(main: str, other: str) -> Iterator[tuple[float, Image]]:
    """Show one clip, and another beside it as if farther from the camera."""
    for (time_s, near), (_, far) in zip(pictures(clip(main)), pictures(clip(other)), strict=True):
        large, beside = near[:, ABOUT_THE_PERSON], far[:, ABOUT_THE_PERSON]
        small = cv2.resize(beside, None, fx=SMALLER, fy=SMALLER, interpolation=cv2.INTER_AREA)
        missing = large.shape[0] - small.shape[0]
        above = np.broadcast_to(small[:1], (missing, small.shape[1], 3))
        yield time_s, np.hstack([large, np.vstack([above, small])]).astype(np.uint8, copy=False)


def judged(video: Path, model: Model, movement: Movement) -> dict[str, Any]:
    track, _ = watch(video, model)
    return summary(judge_track(track, movement))


def verdict(summed: dict[str, Any], ref: str) -> str:
    (done,) = summed["movements"]
    return next(str(cue["verdict"]) for cue in done["cues"] if cue["ref"] == ref)


@pytest.mark.parametrize(("main", "other", "trunk"), [("good", "lean30", "good"), ("lean30", "good", "fault")])
def test_the_nearer_of_two_is_judged_and_the_other_is_mentioned(
    main: str, other: str, trunk: str, model: Model, lunge: Movement, tmp_path: Path
) -> None:
    shown = itertools.islice(side_by_side(main, other), 80)
    summed = judged(write(tmp_path / "two.mp4", shown), model, lunge)
    assert COMPANY in summed["notes"]
    assert verdict(summed, "3.14") == trunk


@pytest.mark.slow
@pytest.mark.parametrize(("main", "other", "trunk"), [("good", "lean30", "good"), ("lean30", "good", "fault")])
def test_the_whole_set_of_the_nearer_one_is_counted(
    main: str, other: str, trunk: str, model: Model, lunge: Movement, tmp_path: Path
) -> None:
    summed = judged(write(tmp_path / "two.mp4", side_by_side(main, other)), model, lunge)
    (done,) = summed["movements"]
    assert (done["reps"]["counted"], len(done["holds"])) == (5, 1)
    assert verdict(summed, "3.14") == trunk
    assert COMPANY in summed["notes"]


def test_somebody_alone_is_told_of_no_company(good: Any) -> None:
    assert COMPANY not in good.summary["notes"]
