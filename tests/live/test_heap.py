from __future__ import annotations

import platform
import subprocess
import sys

import pytest

PROCESS = """
from pathlib import Path
from formcheck.live.heap import EVERY_S, FreeMemory

def own_mb():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(float(line.split()[1]) for line in lines if line.startswith("Private_Dirty")) / 1000

free, goes, stays = FreeMemory(), [], []
for _ in range(400):
    goes.append(bytearray(100_000))
    stays.append(bytearray(1_000))
goes.clear()
free.give_back(0.0)
told = [own_mb()]
for time_s in (EVERY_S - 1.0, EVERY_S):
    free.give_back(time_s)
    told.append(own_mb())
print(*told)
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other systems give memory back by themselves")
def test_what_lies_free_between_what_stays_is_given_back_once_a_minute() -> None:
    done = subprocess.run([sys.executable, "-c", PROCESS], capture_output=True, text=True, check=True)
    before_mb, early_mb, after_mb = map(float, done.stdout.split())
    assert before_mb - early_mb < 5.0
    assert before_mb - after_mb > 20.0
