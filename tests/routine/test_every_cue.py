"""No cue of the source is left out: each is judged, said, ticked off, asked or kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.cli.cuetable import cue_table
from formcheck.judge.loading import load_movement, load_program

DOCS = Path(__file__).parents[2] / "docs"

NUMBERS = {
    "adductor-rock-back": [f"1.{n}" for n in range(1, 17)],
    "hip-rotation-90-90": [f"2.{n}" for n in range(1, 16)],
    "kneeling-lunge": [f"3.{n}" for n in range(1, 20) if n not in {3, 6}],
    "standing-stretch": [f"4.{n}" for n in range(1, 26)],
}
"""The cue tables as the project numbers them; 3.3 and 3.6 are no cues of their own."""

GENERAL = [f"G{n}" for n in range(1, 16) if n != 6]

PER_SET = ["G7", "G8", "G11", "G13"]
"""General cues that every movement asks for itself."""


@pytest.mark.parametrize("movement", NUMBERS)
def test_each_row_of_a_movements_table_stands_in_its_file(movement: str) -> None:
    refs = {cue.ref for cue in load_movement(movement).cues}
    assert refs >= {*NUMBERS[movement], *PER_SET}
    assert refs <= {*NUMBERS[movement], *GENERAL}


def test_each_general_row_stands_in_the_program_or_in_every_movement() -> None:
    program = {cue.ref for cue in load_program("hip-mobility").cues}
    assert program | set(PER_SET) >= set(GENERAL)


@pytest.mark.parametrize("movement", NUMBERS)
def test_each_cue_has_its_quote_and_those_that_are_spoken_have_words(movement: str) -> None:
    for cue in load_movement(movement).cues:
        assert cue.quote, cue.ref
        assert cue.say or cue.how in {"count", "logged", "timer", "kept", "question"}, cue.ref


def test_the_page_of_all_cues_is_the_one_the_files_make() -> None:
    program = load_program("hip-mobility")
    page = cue_table(program.movements, program.cues)
    assert (DOCS / "cues.md").read_text(encoding="utf-8") == page, "make it anew: formcheck routine cues > docs/cues.md"
