"""A process that keeps sessions until it is killed; run by the tests. It tells each number that is committed.

    python -m tests.store.writer STORE STILL ROUNDS SECONDS

Each session has a record and a still; every fifth is deleted again, every seventh is judged again.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from formcheck.store.store import open_store
from tests.support.sessions import lunge_record, lunge_session


def write_forever(address: str, still: Path, seed: int, told: int) -> None:
    """Keep one session after the other; write ``+number`` when it is done, ``?number`` before it is deleted."""
    store = open_store(address)
    number = 0
    while True:
        number += 1
        record = lunge_record(knee_deg=seed + number / 1000)
        still.write_bytes(f"picture {seed} {number}".encode())
        kept = store.sessions.add(lunge_session(number, None, record=record, stills=(still,))).id
        os.write(told, f"+{kept}\n".encode())
        if number % 7 == 0:
            store.sessions.judged(kept, lunge_record(knee_deg=-seed - number / 1000))
        if number % 5 == 0:
            os.write(told, f"?{kept}\n".encode())
            store.eraser.delete_sessions([kept])


def main(address: str, still: str, rounds: int, seconds: float) -> None:
    """Kill a writer so many times, each time after another stretch of its work; tell what each had committed."""
    import signal

    lunge_record()  # Judged once, before the writers are split off.
    for round_number in range(rounds):
        reading, told = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            write_forever(address, Path(still), round_number + 1, told)
        os.close(told)
        first = os.read(reading, 100).decode()  # It has opened the store and kept a session: now any moment will do.
        time.sleep(seconds * ((round_number * 0.618) % 1.0))  # Never the same moment of a writing.
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(reading) as lines:
            print(" ".join((first + lines.read()).splitlines()), flush=True)
        sys.stdin.readline()  # The test looks at the store, and then wants the next.


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
