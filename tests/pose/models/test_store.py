"""Where a model is found, and which files are refused."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from formcheck.errors import ModelError, OutputError
from formcheck.pose.models import add_model, added_models, find_local_model, find_model, load_manifest
from formcheck.pose.models.bundle import build_bundle
from formcheck.pose.models.flatbuffer import write

FULL = load_manifest()["full"].file
MINE = build_bundle(b"my detector", write({0: 3, 4: [{0: b"my weights"}]}, b"TFL3"))


@pytest.fixture(scope="session")
def full() -> Path:
    """Give the real default bundle."""
    return find_model("full").path


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """Write a bundle that formcheck does not know."""
    path = tmp_path / "mine.task"
    path.write_bytes(MINE)
    return path


def test_a_path_to_a_known_bundle_is_taken_and_called_by_its_true_name(
    full: Path, bare_machine: Path, tmp_path: Path
) -> None:
    renamed = tmp_path / "whatever.task"
    renamed.symlink_to(full)
    model = find_model(str(renamed))
    assert (model.name, model.path, model.source) == ("full", renamed, "given path")
    assert model.sha256 in load_manifest()["full"].hashes


def test_the_folder_in_the_environment_goes_before_the_cache(
    full: Path, bare_machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_model(full)
    assert find_model("full").source == "cache"
    (tmp_path / FULL).symlink_to(full)
    monkeypatch.setenv("FORMCHECK_MODEL_DIR", str(tmp_path))
    assert find_model("full").source == "FORMCHECK_MODEL_DIR"


def test_with_no_model_and_no_network_the_three_ways_out_are_told(
    bare_machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMCHECK_MODEL_DIR", str(tmp_path))
    with pytest.raises(ModelError) as refused:
        find_model("full")
    said = str(refused.value)
    assert "FORMCHECK_MODEL_DIR: not there; cache: not there; network: not tried" in said
    assert load_manifest()["full"].address in said
    assert "`formcheck models add FILE`" in said
    assert "set FORMCHECK_MODEL_DIR" in said
    assert "package index" in said
    assert "\n" not in said


def test_asked_without_the_network_the_mend_is_to_get_it(bare_machine: Path) -> None:
    with pytest.raises(ModelError, match="formcheck models get heavy"):
        find_local_model("heavy")


def test_an_unknown_name_is_answered_with_the_known_ones(bare_machine: Path, mine: Path) -> None:
    add_model(mine, trust=True)
    with pytest.raises(ModelError, match="Choose one of lite, full, heavy, mine"):
        find_model("huge")


def test_a_path_that_is_not_there_is_named(bare_machine: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"gone\.task: cannot be read \(No such file"):
        find_model(tmp_path / "gone.task")


def test_an_unofficial_bundle_is_refused_until_it_is_trusted(bare_machine: Path, mine: Path) -> None:
    with pytest.raises(ModelError, match=r"mine\.task --trust"):
        find_model(mine)
    with pytest.raises(ModelError, match="--trust"):
        add_model(mine)
    added = add_model(mine, trust=True)
    assert added.path.read_bytes() == MINE
    assert find_model("mine") == added
    assert find_model(mine).source == "given path"
    assert added_models() == ["mine"]


def test_a_bundle_that_is_cut_short_is_refused_even_on_trust(full: Path, bare_machine: Path, tmp_path: Path) -> None:
    cut = tmp_path / FULL
    cut.write_bytes(full.read_bytes()[:1_000_000])
    with pytest.raises(ModelError, match="cut short"):
        find_model(cut)
    for trust in (False, True):
        with pytest.raises(ModelError, match="cut short"):
            add_model(cut, trust=trust)
    assert not bare_machine.exists()


def test_a_wrong_bundle_in_a_folder_of_ones_own_is_told_not_passed_over(
    bare_machine: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / FULL).write_bytes(MINE)
    monkeypatch.setenv("FORMCHECK_MODEL_DIR", str(tmp_path))
    with pytest.raises(ModelError, match="is not a bundle that formcheck knows"):
        find_model("full")


def test_a_damaged_bundle_in_the_cache_is_not_used(full: Path, bare_machine: Path) -> None:
    path = add_model(full).path
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(ModelError, match="cache: damaged"):
        find_model("full")


def test_a_bundle_on_trust_never_takes_the_name_of_a_known_one(full: Path, bare_machine: Path, tmp_path: Path) -> None:
    known = add_model(full)
    claims = tmp_path / FULL
    claims.write_bytes(MINE)
    added = add_model(claims, trust=True)
    assert added.name.startswith("pose_landmarker_full-")
    assert find_model("full") == known
    assert find_model(added.name) == added


def test_adding_a_bundle_twice_changes_nothing(bare_machine: Path, mine: Path) -> None:
    first = add_model(mine, trust=True)
    assert add_model(mine) == first
    assert add_model(first.path, trust=True) == first
    assert first.path.read_bytes() == MINE


def test_a_list_of_trusted_models_that_is_damaged_is_named(bare_machine: Path, mine: Path) -> None:
    add_model(mine, trust=True)
    (bare_machine / "trusted.json").write_text(json.dumps(["not", "a", "list", "of", "ours"]))
    with pytest.raises(ModelError, match=r"trusted\.json"):
        find_model("mine")


def test_a_cache_that_cannot_be_made_is_an_error_in_one_line(bare_machine: Path, full: Path) -> None:
    bare_machine.parent.parent.mkdir(parents=True)
    bare_machine.parent.write_text("a file where the folder should be")
    with pytest.raises(OutputError) as refused:
        add_model(full)
    assert "\n" not in str(refused.value)


def test_finding_a_model_does_not_load_mediapipe(full: Path) -> None:
    code = (
        "import sys; from formcheck.pose.models import find_model; "
        f"find_model({str(full)!r}); "
        "print([name for name in ('mediapipe', 'cv2', 'numpy') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "[]"
