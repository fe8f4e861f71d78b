"""The real model, and the sample clips as frames."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pytest
from known_poses import SAMPLES

from formcheck.errors import ModelError
from formcheck.pose.estimator import MODEL_LONG_SIDE_PX
from formcheck.pose.models import find_model
from formcheck.video.reader import VideoFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formcheck.video.frame import Frame


@pytest.fixture(scope="session")
def model() -> Path:
    """Give the default pose model, fetched on first use as for any user."""
    try:
        return find_model("full").path
    except ModelError as error:
        pytest.skip(f"no pose model on this machine, and none to be had: {error}")


@pytest.fixture(scope="session")
def sample() -> Callable[[str, int], list[Frame]]:
    """Give the first frames of a sample clip."""

    def frames(name: str, count: int) -> list[Frame]:
        with VideoFile(SAMPLES / f"{name}.mp4") as video:
            return list(islice(video.frames(long_side=MODEL_LONG_SIDE_PX), count))

    return frames
