"""The lunge as it is shipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from formcheck.routine.catalogue import load_movement

if TYPE_CHECKING:
    from formcheck.routine.schema import Movement


@pytest.fixture(scope="session")
def lunge() -> Movement:
    return load_movement("kneeling-lunge")
