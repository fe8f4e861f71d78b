"""The page on writing movement files shows what the files really say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from formcheck.resources import resource
from formcheck.routine.plain import movement_json_schema

PAGE = (Path(__file__).parents[2] / "docs" / "write-a-routine.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.split("\n")[0])
def test_each_piece_that_is_shown_stands_so_in_the_squat_or_the_kneeling_lunge(snippet: str) -> None:
    shown = (("examples", "squat.toml"), ("kneeling-lunge.toml",))
    assert any(snippet in resource("routines", *parts).read_text(encoding="utf-8") for parts in shown)


def test_the_page_names_each_way_in_which_a_cue_can_be_judged() -> None:
    for way in movement_json_schema()["properties"]["cues"]["items"]["discriminator"]["mapping"]:
        assert f"`{way}`" in PAGE
