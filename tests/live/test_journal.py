"""A session is kept as it goes: whatever becomes of the program, all but the last second can be read back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formcheck.coach.commands import Ask, Command
from formcheck.errors import OutputError, TrackError
from formcheck.live.journal import Asked, Journal, JournalWriter, Noted, Ticked, unfinished_in
from formcheck.live.keeping import recover
from formcheck.live.lock import held
from formcheck.pose.pose import Observation
from formcheck.pose.spool import packed

TOP = Path(__file__).parents[2]
KILLED_AFTER_S = (0.0, 0.2, 0.48, 0.55, 1.02, 1.3)
LOST_S = 1.0

WRITING_FOR_EVER = """
import sys, time
from pathlib import Path
from formcheck.live.journal import JournalWriter
from formcheck.pose.pose import Observation

journal = JournalWriter(Path(sys.argv[1]), {"begun": True})
begun = time.monotonic()
index = 0
while True:
    time_s = time.monotonic() - begun
    journal.see(Observation(index, time_s, None))
    print(index, time_s, flush=True)
    index += 1
    time.sleep(0.002)
"""


def write_some(path: Path, frames: int = 5) -> list[object]:
    with JournalWriter(path, {"program": "hip-mobility"}) as journal:
        for index in range(frames):
            journal.see(Observation(index, index / 10, None))
        journal.ask(Command(Ask.ANSWER, 3.0), 0.5)
        journal.tick(0.6)
        journal.note("lost", 0.7, where="camera 0")
    return list(Journal(path).entries())


def plain(entry: object) -> object:
    return packed(entry) if isinstance(entry, Observation) else entry


def test_what_was_kept_is_read_back_in_its_order(tmp_path: Path) -> None:
    path = tmp_path / "session.journal"
    entries = write_some(path)
    assert [type(entry) for entry in entries] == [Observation] * 5 + [Asked, Ticked, Noted]
    assert entries[5:] == [
        Asked(Command(Ask.ANSWER, 3.0), 0.5),
        Ticked(0.6),
        Noted("lost", 0.7, {"where": "camera 0"}),
    ]
    assert Journal(path).header == {"program": "hip-mobility"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1), flip=st.none() | st.integers(0, 255))
def test_a_journal_cut_off_or_damaged_anywhere_is_read_up_to_there(
    tmp_path: Path, share: float, flip: int | None
) -> None:
    path = tmp_path / "session.journal"
    whole = [plain(entry) for entry in write_some(path)]
    data = path.read_bytes()
    place = int(share * (len(data) - 1))
    path.write_bytes(data[:place] if flip is None else data[:place] + bytes([flip]) + data[place + 1 :])
    try:
        kept = [plain(entry) for entry in Journal(path).entries()]
    except TrackError:
        return  # cut off before its beginning, which is told
    assert kept == whole[: len(kept)]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_process_leaves_all_but_the_last_second(tmp_path: Path) -> None:
    for number, after_s in enumerate(KILLED_AFTER_S):
        path = tmp_path / f"{number}.journal"
        command = [sys.executable, "-c", WRITING_FOR_EVER, str(path)]
        environment = {**os.environ, "PYTHONPATH": str(TOP)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as child:
            assert child.stdout is not None
            first = child.stdout.readline()
            time.sleep(after_s)
            child.send_signal(signal.SIGKILL)
            lines = (first + child.stdout.read()).splitlines(keepends=True)
        last_s = float([line for line in lines if line.endswith("\n")][-1].split()[1])
        seen = [entry for entry in Journal(path).entries() if isinstance(entry, Observation)]
        assert [entry.index for entry in seen] == list(range(len(seen)))
        assert (seen[-1].time_s if seen else 0.0) >= last_s - LOST_S


def test_a_disk_that_fills_up_does_not_end_the_session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    with JournalWriter(tmp_path / "session.journal", {}) as journal:
        monkeypatch.setattr(os, "fsync", full)
        journal.tick(1.0)
    assert isinstance(journal.error, OutputError)
    assert "the disk is full" in str(journal.error)


def test_a_folder_that_is_not_there_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the folder does not exist"):
        JournalWriter(tmp_path / "nowhere" / "session.journal", {})


@pytest.mark.parametrize("content", [b"", b"formcheck-journal 9\n", b"formcheck-journal 1\n", b"something else"])
def test_a_file_that_is_no_journal_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "session.journal"
    path.write_bytes(content)
    with pytest.raises(TrackError):
        Journal(path)


def test_unfinished_sessions_are_found(tmp_path: Path) -> None:
    folder = tmp_path / "live_formcheck"
    folder.mkdir()
    write_some(folder / "live.journal")
    assert unfinished_in(tmp_path) == [folder / "live.journal"]


WRITING_UNTIL_TOLD = """
import sys
from pathlib import Path
from formcheck.live.journal import JournalWriter
from formcheck.live.lock import held

path = Path(sys.argv[1])
with held(path), JournalWriter(path, {"begun": True}):
    print("running", flush=True)
    sys.stdin.read()
"""


def test_a_session_that_is_still_running_is_neither_recovered_nor_told_as_broken_off(tmp_path: Path) -> None:
    folder = tmp_path / "live_formcheck"
    folder.mkdir()
    path = folder / "live.journal"
    command = [sys.executable, "-c", WRITING_UNTIL_TOLD, str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(TOP)}
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline().strip() == b"running"
        assert unfinished_in(tmp_path) == []
        with pytest.raises(TrackError, match="still running"):
            recover(folder)
        assert path.exists()
        child.kill()
    # A dead process is no obstacle, however it died: what is wrong now is the journal's own content.
    assert unfinished_in(tmp_path) == [path]
    with pytest.raises(TrackError, match="another version"):
        recover(folder)
    with held(path):
        pass
    assert sorted(each.name for each in folder.iterdir()) == ["live.journal"]
