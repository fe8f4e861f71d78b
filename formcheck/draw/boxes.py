"""Boxes on a picture, and how they are divided."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Box:
    """A box in pixels; ``right`` and ``bottom`` are the first pixels outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """In pixels, never less than none."""
        return max(0, self.right - self.left)

    @property
    def height(self) -> int:
        """In pixels, never less than none."""
        return max(0, self.bottom - self.top)

    @property
    def middle(self) -> tuple[int, int]:
        """Its centre."""
        return (self.left + self.right) // 2, (self.top + self.bottom) // 2

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x < self.right and self.top <= y < self.bottom

    def meets(self, other: Box) -> bool:
        """Whether both have a pixel in common."""
        apart_x = self.right <= other.left or other.right <= self.left
        return not (apart_x or self.bottom <= other.top or other.bottom <= self.top)

    def moved(self, x: int, y: int) -> Box:
        """Return it somewhere else."""
        return Box(self.left + x, self.top + y, self.right + x, self.bottom + y)

    def inset(self, x: int, y: int | None = None) -> Box:
        """Return the box without a rim of ``x`` pixels at its sides and ``y`` above and below (``x`` if not given)."""
        down = x if y is None else y
        return Box(self.left + x, self.top + down, self.right - x, self.bottom - down)

    def split_at_x(self, share: float, gap: int) -> tuple[Box, Box]:
        """Divide it into a left and a right part with a gap between them."""
        at = self.left + round(share * (self.width - gap))
        return Box(self.left, self.top, at, self.bottom), Box(at + gap, self.top, self.right, self.bottom)

    def split_at_y(self, share: float, gap: int) -> tuple[Box, Box]:
        """Divide it into an upper and a lower part with a gap between them."""
        at = self.top + round(share * (self.height - gap))
        return Box(self.left, self.top, self.right, at), Box(self.left, at + gap, self.right, self.bottom)
