"""Of rows of numbers that go on for ever a bounded number is kept, evenly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.judge.sample import EvenSample


@given(st.integers(0, 200), st.integers(1, 40))
def test_what_is_kept_is_bounded_and_even_and_all_there_is_where_that_is_little(rows: int, most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("formcheck.judge.sample.MOST_ROWS", most)
        sample = EvenSample(2)
        for number in range(rows):
            sample.add((number, -number))
    kept = list(sample.column(0))
    every = int(kept[1]) if len(kept) > 1 else max(1, rows)
    assert len(sample) == len(kept) <= most
    assert kept == list(range(0, rows, every))
    assert list(sample.column(1)) == [-number for number in kept]
    assert every == 1 or rows > most
    assert len(kept) >= min(rows, most // 2)
