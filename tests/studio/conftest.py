"""People of sticks for the studio's tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.studio.stick import stick_skeleton

if TYPE_CHECKING:
    from sample_videos.studio.skeleton import Skeleton


@pytest.fixture(scope="session")
def skeleton() -> Skeleton:
    """Give a person of 1.75 m."""
    return stick_skeleton()
