"""``formcheck analyse --person``: what was filmed stands in the records, and nothing does without being asked."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.integration.recordings import clip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formcheck.pose.models import Model
    from tests.integration.command import Outcome


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the records be in the test's own folder; gives their file."""
    monkeypatch.setenv("FORMCHECK_STORE", str(tmp_path / "records.db"))
    return tmp_path / "records.db"


def test_a_video_analysed_for_a_person_is_kept_whole(
    model: Model, formcheck: Callable[..., Outcome], place: Path
) -> None:
    short = ("analyse", clip("good"), "-m", "kneeling-lunge", "--no-video", "--time-range", 0, 2)
    assert formcheck(*short).code == 0
    assert not place.exists(), "nothing is kept in the records unless a person is named"
    assert formcheck(*short, "--person", "P-1").code == 2
    assert formcheck("people", "add", "P-1", "--consent", "2026-01").code == 0
    kept = formcheck(*short, "--person", "P-1", "--when", "2026-03-02")
    assert kept.code == 0
    assert "kept as session 1 of P-1" in kept.err
    shown = json.loads(formcheck("sessions", "show", 1, "--json").out)
    assert shown["line"]["source"] == "recorded"
    assert {"track", "record"} <= {file["kind"] for file in shown["files"]}
    assert shown["judged_with"]["side"] is None
    assert b"kneeling_lunge" not in place.read_bytes()
    again = formcheck(*short, "--person", "P-1")
    assert again.code == 3
    assert "in the records already" in again.err
