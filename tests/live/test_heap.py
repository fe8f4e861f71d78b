from __future__ import annotations

import platform
from pathlib import Path

import numpy as np
import pytest

from formcheck.live.heap import EVERY_S, FreeMemory

BLOCK = 100_000


def own_mb() -> float:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(float(line.split()[1]) for line in lines if line.startswith("Private_Dirty")) / 1000


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other systems give memory back by themselves")
def test_what_lies_free_between_what_stays_is_given_back_once_a_minute() -> None:
    free, stays, goes = FreeMemory(), [], []
    for _ in range(400):
        goes.append(np.ones(BLOCK, np.uint8))
        stays.append(np.ones(500, np.uint8))
    goes.clear()
    free.give_back(0.0)
    free.give_back(EVERY_S - 1.0)
    before_mb = own_mb()
    free.give_back(EVERY_S)
    assert before_mb - own_mb() > 0.5 * 400 * BLOCK / 1e6
    assert len(stays) == 400
