"""Sprites are kept for as long as there is room for them; what is drawn does not depend on it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from formcheck.draw.sprites import REGULAR, Shelf, Sprite, tinted, wrapped

ROOM = 4 * 100 * 6
"""For four sprites of 10 by 10 pixels."""


def square(side: int) -> Sprite:
    return tinted(np.full((side, side), 255, np.uint8), (1, 2, 3))


@given(st.lists(st.integers(1, 25), max_size=60))
def test_a_shelf_never_takes_more_than_its_room_but_for_one_sprite_that_is_larger(sides: list[int]) -> None:
    shelf = Shelf(ROOM)
    for side in sides:
        sprite = shelf.get(side, lambda side=side: square(side))  # type: ignore[misc]
        assert sprite.width == side
        assert shelf.nbytes <= max(ROOM, sprite.nbytes)


def test_what_was_used_last_is_not_made_again_and_what_was_not_used_for_long_makes_room() -> None:
    shelf, made = Shelf(ROOM), []

    def get(name: str) -> Sprite:
        def make() -> Sprite:
            made.append(name)
            return square(10)

        return shelf.get(name, make)

    for name in "abcd":
        get(name)
    first = get("a")
    get("e")
    assert get("a") is first
    assert made == list("abcde")
    get("b")
    assert made == list("abcdeb")


@given(width=st.integers(40, 900), size=st.integers(12, 40))
def test_a_value_never_parts_from_its_unit_at_the_end_of_a_line(width: int, size: int) -> None:
    lines = wrapped("The camera: 0.75\u00a0m high, level, 3–3.5\u00a0m away.", size, REGULAR, width, 20)
    assert not any(line.endswith(("0.75", "3.5")) or line.startswith("m ") for line in lines)
