"""The list of models that comes with formcheck."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from formcheck.errors import ModelError
from formcheck.pose.models import DEFAULT_MODEL, load_manifest

if TYPE_CHECKING:
    from pathlib import Path


def test_the_three_official_models_are_listed_each_with_its_licence_and_hash() -> None:
    manifest = load_manifest()
    assert list(manifest) == ["lite", "full", "heavy"]
    for name, entry in manifest.items():
        assert entry.address.startswith("https://")
        assert entry.address.endswith(f"/pose_landmarker_{name}.task")
        assert entry.licence == "Apache-2.0"
        assert re.fullmatch("[0-9a-f]{64}", entry.sha256)


def test_the_default_has_a_second_source() -> None:
    assert load_manifest()[DEFAULT_MODEL].built is not None


def test_no_hash_stands_for_two_models() -> None:
    hashes = [digest for entry in load_manifest().values() for digest in entry.hashes]
    assert len(hashes) == len(set(hashes))


@pytest.mark.parametrize("text", ["[full]\nbytes = 3\n", "not toml at all", "[full]\nwheel = 3\n"])
def test_a_damaged_list_is_an_error_that_names_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.toml"
    path.write_text(text)
    with pytest.raises(ModelError, match=r"manifest\.toml"):
        load_manifest(path)
