"""``formcheck models`` as a user meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner, Result

from formcheck.cli.models import models_app
from formcheck.errors import ModelError
from formcheck.pose.models import find_model, load_manifest, store
from formcheck.pose.models.bundle import build_bundle
from formcheck.pose.models.flatbuffer import write

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def full() -> Path:
    """Give the real default bundle."""
    return find_model("full").path


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a machine with an empty cache and no network; gives the cache."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("FORMCHECK_MODEL_DIR", raising=False)
    monkeypatch.setenv("FORMCHECK_OFFLINE", "1")
    monkeypatch.setattr(store, "checkout", lambda: None)
    return store.cache_folder()


def models(*arguments: object) -> Result:
    return CliRunner().invoke(models_app, [str(argument) for argument in arguments])


def listed() -> dict[str, dict[str, object]]:
    result = models("list", "--json")
    assert result.exit_code == 0
    return {line["name"]: line for line in json.loads(result.stdout)}


def test_the_list_tells_what_is_here_and_what_is_not(full: Path, cache: Path) -> None:
    assert models("add", full).exit_code == 0
    lines = listed()
    assert list(lines) == ["lite", "full", "heavy"]
    assert lines["full"]["path"] == str(cache / load_manifest()["full"].file)
    assert lines["full"]["source"] == "cache"
    assert lines["lite"]["path"] is None


def test_the_table_is_for_people(cache: Path) -> None:
    result = models("list")
    assert result.exit_code == 0
    for words in ("full (default)", "30.7 MB", "Apache-2.0", "not here"):
        assert words in result.stdout


def test_get_prints_nothing_but_the_path(full: Path, cache: Path) -> None:
    models("add", full)
    assert models("get", "full").stdout.strip() == str(cache / load_manifest()["full"].file)


def test_a_bundle_of_ones_own_is_added_on_trust_and_listed_as_unknown(cache: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.task"
    mine.write_bytes(build_bundle(b"my detector", write({0: 3, 4: []}, b"TFL3")))
    assert isinstance(models("add", mine).exception, ModelError)
    assert "--model mine" in models("add", mine, "--trust").stdout
    assert listed()["mine"]["licence"] is None


def test_a_damaged_bundle_in_a_folder_of_ones_own_is_shown_in_the_list(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / load_manifest()["lite"].file).write_bytes(b"cut short")
    monkeypatch.setenv("FORMCHECK_MODEL_DIR", str(tmp_path))
    assert "not a whole pose bundle" in str(listed()["lite"]["problem"])
