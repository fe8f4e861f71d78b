"""``formcheck live`` from the first frame to the record, with the real model and the real coach."""

from __future__ import annotations

import json
import signal
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from formcheck.live.journal import Journal
from formcheck.store.nouns import Consent, ConsentKind, Prescription, Source
from formcheck.store.store import open_store
from tests.integration.contract import SUMMARY

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from formcheck.pose.models import Model

SAMPLES = Path(__file__).parents[2] / "sample_videos"
CLIP = SAMPLES / "rock-back-not-back-short-hold.mp4"
PATIENCE_S = 60.0


def folder_in(parent: Path) -> Path:
    (folder,) = parent.glob("live-*_formcheck")
    return folder


def told(summary: dict[str, Any]) -> list[tuple[object, ...]]:
    """Give what was done and how it was judged, without the values that the filter's lag touches."""
    return [
        (done["movement"], done["side"], done["reps"]["counted"], len(done["holds"]))
        for done in summary["movements"]
        if done["movement"] != "unrecognised" and done["in_position_s"] > 0
    ]


def test_a_session_without_a_window_counts_as_analyse_does_and_keeps_the_same_kind_of_record(
    formcheck: Callable[..., Any], model: Model, tmp_path: Path
) -> None:
    with open_store(str(tmp_path / "records.db")) as store:
        store.people.add("P-7", [Consent(ConsentKind.RECORDS, "2026-01", date.today())])
        store.people.prescribe("P-7", Prescription("adductor-rock-back", date.today(), hold_s=8))
    options = ("--no-window", "--yes", "--mute", "--summary-json", "-", "--store", tmp_path / "records.db")
    live = formcheck("live", "--source", CLIP, *options, "--person", "p-7")
    assert live.code == 0
    assert "kept as session 1 of P-7" in live.err
    summary = live.summary()
    jsonschema.validate(summary, SUMMARY)
    assert summary["live"]["person"] == "P-7"
    assert summary["prescribed"]["adductor-rock-back"]["hold_s"] == 8
    with open_store(str(tmp_path / "records.db")) as store:
        (line,) = store.sessions.of("P-7")
    assert line.source is Source.LIVE
    assert summary["live"]["ending"] == "done"
    assert any(event["kind"] == "step_begun" for event in summary["live"]["happenings"])
    folder = folder_in(tmp_path)
    record = json.loads((folder / "session.json").read_text("utf-8"))
    assert len(record["series"]["time_s"]) == record["frames"] == summary["frames"]
    assert list(folder.glob("*.journal")) == []
    (track,) = folder.glob("*.track")
    again = formcheck("rescore", track, "--summary-json", "-")
    assert told(again.summary()) == told(summary)
    assert told(summary)[0][:2] == ("adductor-rock-back", "both")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_session_is_told_at_the_next_start_and_can_be_finished(
    formcheck: Callable[..., Any], start: Callable[..., subprocess.Popen[bytes]], model: Model, tmp_path: Path
) -> None:
    child = start("live", "--source", CLIP, "--realtime", "--no-window", "--yes", "--mute", "--out", tmp_path)
    _wait_for_frames(tmp_path, 30)
    child.send_signal(signal.SIGKILL)
    child.wait()
    folder = folder_in(tmp_path)
    assert not (folder / "session.json").exists()
    (journal,) = folder.glob("*.journal")
    kept = sum(type(entry).__name__ == "Observation" for entry in Journal(journal).entries())
    missing = formcheck("live", "--source", tmp_path / "none.mp4", "--no-window", "--yes", "--mute")
    assert missing.code == 2
    assert f"formcheck live --recover {folder.name}" in missing.err
    finished = formcheck("live", "--recover", folder, "--summary-json", "-")
    assert finished.code == 3
    summary = finished.summary()
    jsonschema.validate(summary, SUMMARY)
    assert summary["frames"] == kept
    assert "broke off" in summary["trouble"]
    assert not journal.exists()
    assert (folder / "session.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")
def test_ctrl_c_ends_a_session_cleanly_and_keeps_it(
    start: Callable[..., subprocess.Popen[bytes]], model: Model, tmp_path: Path
) -> None:
    child = start(
        "live", "--source", CLIP, "--realtime", "--no-window", "--yes", "--mute", "--record", "--out", tmp_path
    )
    _wait_for_frames(tmp_path, 15)
    child.send_signal(signal.SIGINT)
    assert child.wait(PATIENCE_S) == 130
    folder = folder_in(tmp_path)
    assert sorted(path.suffix for path in folder.iterdir()) == [".json", ".mp4", ".track"]
    assert json.loads((folder / "session.json").read_text("utf-8"))["live"]["ending"] == "stopped"


def test_nobody_is_watched_who_has_not_agreed(
    formcheck: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    refused = formcheck("live", "--source", CLIP, "--no-window", "--mute")
    assert refused.code == 2
    assert "--yes" in refused.err
    assert list(tmp_path.glob("live-*")) == []


def test_a_camera_that_is_not_there_is_one_line(formcheck: Callable[..., Any], tmp_path: Path) -> None:
    missing = formcheck("live", "--source", "97", "--no-window", "--yes", "--mute")
    assert missing.code == 2
    assert "camera 97: there is no such camera" in missing.err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_an_unfinished_session_is_told(formcheck: Callable[..., Any], tmp_path: Path) -> None:
    nothing = formcheck("live", "--recover", tmp_path)
    assert nothing.code == 2
    assert "no unfinished session" in nothing.err


def _wait_for_frames(parent: Path, frames: int) -> None:
    """Wait until so many frames of the session are on the disk."""
    end_s = time.monotonic() + PATIENCE_S
    kept = 0
    while kept < frames:
        assert time.monotonic() < end_s, "no frames were kept"
        time.sleep(0.2)
        for journal in parent.glob("*/*.journal"):
            if journal.stat().st_size > 1000:
                kept = sum(type(entry).__name__ == "Observation" for entry in Journal(journal).entries())
