"""``formcheck evaluate`` scores what has a track, tells what it cannot, and says what moved."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from formcheck.analysis.scoring.tracks import find_clips, pose_stage
from formcheck.cli.errors import ExitCode
from formcheck.cli.main import app
from formcheck.errors import FormcheckError
from tests.support.truths import truth, write_clip, write_truth

if TYPE_CHECKING:
    from pathlib import Path

    from typer.testing import Result


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    folder = tmp_path / "clips"
    (folder / "more").mkdir(parents=True)
    write_clip(folder, "good")
    write_clip(folder / "more", "short", told=3)
    return folder


def evaluate(folder: Path, *more: str, jobs: int = 1) -> Result:
    return CliRunner().invoke(app, ["evaluate", str(folder), "--jobs", str(jobs), *more])


def test_clips_with_tracks_are_scored_without_a_pose_model_and_compared(clips: Path, tmp_path: Path) -> None:
    page, record = tmp_path / "validation.md", tmp_path / "new.json"
    write_truth(clips / "untracked.json.gz", truth())
    result = evaluate(clips, "--tracks-only", "--markdown", str(page), "--json", str(record), jobs=2)
    assert result.exit_code == ExitCode.DONE, result.output
    assert "1 clips without a track were left out" in result.output
    assert "2 clips" in result.output
    assert "`more/short`: kneeling-lunge rocks, side, worked side near: 3 counted of 5" in page.read_text("utf-8")
    assert str(tmp_path) not in page.read_text("utf-8")
    found = json.loads(record.read_text("utf-8"))
    assert [clip["name"] for clip in found["clips"]] == ["good", "more/short"]
    assert found["left_out"] == ["untracked"]
    assert found["figures"]["reps_exact"]["value"] == 0.5

    (clips / "untracked.json.gz").unlink()
    (clips / "broken.truth.json.gz").write_bytes(b"nothing")
    (clips / "broken.track").write_bytes(b"nothing")
    result = evaluate(clips, "--json", str(tmp_path / "again.json"), "--compare", str(record))
    # One clip that cannot be scored is told and does not stop the others, which come out as before.
    assert "No figure moved" in result.output
    again = json.loads((tmp_path / "again.json").read_text("utf-8"))
    assert {**again, "failed": [], "left_out": ["untracked"]} == found
    assert result.exit_code == ExitCode.PARTLY
    assert "1 clips could not be scored" in result.output
    assert "broken.truth.json.gz" in result.output


def test_a_folder_without_clips_is_told_with_what_a_clip_is(tmp_path: Path) -> None:
    result = evaluate(tmp_path)
    assert isinstance(result.exception, FormcheckError)
    assert "no clip with truth" in str(result.exception)
    assert ".truth.json.gz" in str(result.exception)


def test_clips_are_found_below_the_folder_by_either_name_of_their_truth(clips: Path) -> None:
    write_truth(clips / "plain.json.gz", truth())
    assert [clip.name for clip in find_clips(clips)] == ["good", "more/short", "plain"]


def test_tracks_made_by_the_same_code_bear_the_same_stamp() -> None:
    assert pose_stage() == pose_stage()
    assert len(pose_stage()) == 64
