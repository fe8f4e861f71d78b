"""The display matrix of a file is obeyed in all its eight right-angled forms."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from formcheck.video.orientation import Orientation, orientation_of

ONE = 1 << 16


@given(
    turned=st.booleans(),
    first=st.sampled_from([-1, 1]),
    second=st.sampled_from([-1, 1]),
    width=st.integers(1, 6),
    height=st.integers(1, 6),
)
def test_each_stored_pixel_lands_where_the_matrix_sends_it(
    turned: bool, first: int, second: int, width: int, height: int
) -> None:
    a, b, c, d = (0, first, second, 0) if turned else (first, 0, 0, second)
    orientation = orientation_of(np.array([a * ONE, b * ONE, 0, c * ONE, d * ONE, 0, 0, 0, 1 << 30], "i4").tobytes())
    image = np.arange(height * width * 3, dtype=np.uint8).reshape(height, width, 3)
    upright = orientation.apply(image)
    points = [(a * p + c * q, b * p + d * q) for q in range(height) for p in range(width)]
    left, top = min(x for x, _ in points), min(y for _, y in points)
    for (x, y), pixel in zip(points, image.reshape(-1, 3), strict=True):
        assert (upright[y - top, x - left] == pixel).all()
    assert upright.shape[1::-1] == orientation.size(width, height)
    assert upright.flags.c_contiguous


def test_a_file_without_a_matrix_is_upright() -> None:
    assert orientation_of(None) == Orientation()
    assert orientation_of(None).rotation_deg == 0


def test_a_turn_by_a_few_degrees_is_taken_as_none() -> None:
    cosine, sine = round(ONE * 0.9962), round(ONE * 0.0872)
    matrix = np.array([cosine, sine, 0, -sine, cosine, 0, 0, 0, 1 << 30], "i4").tobytes()
    assert orientation_of(matrix) == Orientation()
