"""A small writer of flatbuffers, enough to give a TFLite network a new root without touching the rest.

The official library lays the same data out differently from version to version. A pose bundle is recognised
by its hash, so it must come out the same everywhere: hence this one, whose layout is fixed by the code below.

The format (https://flatbuffers.dev/internals/): little-endian; the file begins with the offset of the root
table and a four-letter identifier; a reference is an unsigned offset forward from where it stands; a table
begins with the distance back to its vtable, a list of where in the table each slot lies.

Python's own types say what is written::

    dict   a table: slot number -> scalar or reference     list   a vector of references
    int    a scalar of 4 bytes in a table                  tuple  a vector of floats of 4 bytes
    str    text                                            bytes  a vector of bytes, aligned to 16
    Kept   a reference to something in the old file
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final, TypeAlias

_OFFSET_BYTES: Final = 4
_VECTOR_ALIGN: Final = 16  # what TFLite's schema asks of the data of a buffer
_KEPT_ALIGN: Final = 64  # moved by a multiple of this, the old file keeps every alignment it may have


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that stays as it is in the old file, by its position there."""

    position: int


Node: TypeAlias = "dict[int, int | Node] | list[Node] | tuple[float, ...] | str | bytes | Kept"


@dataclass(frozen=True, slots=True)
class Root:
    """The root table of a flatbuffer.

    Attributes
    ----------
    data
        The whole file.
    slots
        Slot number -> position in the file of the scalar or reference; absent slots are left out.
    """

    data: bytes
    slots: dict[int, int]

    def scalar(self, slot: int) -> int:
        """Read an unsigned 4-byte scalar."""
        return _uint(self.data, self.slots[slot])

    def target(self, slot: int) -> int:
        """Follow a reference to a position in the file."""
        return _follow(self.data, self.slots[slot])

    def targets(self, slot: int) -> list[int]:
        """Follow each reference of a vector; an absent vector is an empty one."""
        if slot not in self.slots:
            return []
        vector = self.target(slot)
        cells = range(vector + _OFFSET_BYTES, vector + _OFFSET_BYTES * (1 + _uint(self.data, vector)), _OFFSET_BYTES)
        return [_follow(self.data, cell) for cell in cells]


def read_root(data: bytes) -> Root:
    """Read which slots the root table of a flatbuffer has and where."""
    table = _follow(data, 0)
    vtable = table - struct.unpack_from("<i", data, table)[0]
    (size,) = struct.unpack_from("<H", data, vtable)
    places = struct.unpack_from(f"<{size // 2 - 2}H", data, vtable + 4)
    return Root(data, {slot: table + place for slot, place in enumerate(places) if place})


def write(root: dict[int, int | Node], identifier: bytes, old: bytes = b"") -> bytes:
    """Write a flatbuffer.

    Parameters
    ----------
    root
        The root table.
    identifier
        The four letters that name the kind of file.
    old
        The file that the `Kept` positions are of; it is put behind what is new, unchanged.

    Returns
    -------
    bytes
        The file.
    """
    writer = _Writer()
    start = writer.reserve(_OFFSET_BYTES)
    writer.out += identifier
    writer.point(start, writer.put(root))
    if old:
        writer.pad(_KEPT_ALIGN)
    moved_by = len(writer.out)
    for cell, position in writer.kept:
        writer.point(cell, moved_by + position)
    return bytes(writer.out) + old


class _Writer:
    """Puts each thing before what it refers to, as references only point forward."""

    def __init__(self) -> None:
        self.out = bytearray()
        self.kept: list[tuple[int, int]] = []

    def put(self, node: Node) -> int:
        """Write a node and all below it; gives its position."""
        match node:
            case dict():
                return self._table(node)
            case list():
                return self._references(node)
            case tuple():
                return self._vector(len(node), struct.pack(f"<{len(node)}f", *node), _OFFSET_BYTES)
            case str():
                return self._vector(len(node.encode()), node.encode() + b"\0", _OFFSET_BYTES)
            case bytes():
                return self._vector(len(node), node, _VECTOR_ALIGN)
            case Kept():
                raise TypeError("the root of a file is new, never kept")

    def reserve(self, size: int) -> int:
        """Leave room for a reference or more; gives its position."""
        self.pad(_OFFSET_BYTES)
        self.out += bytes(size)
        return len(self.out) - size

    def point(self, cell: int, position: int) -> None:
        """Set the reference in a cell."""
        struct.pack_into("<I", self.out, cell, position - cell)

    def pad(self, align: int, before: int = 0) -> None:
        """Fill up so that what comes `before` bytes later is aligned."""
        self.out += bytes(-(len(self.out) + before) % align)

    def _table(self, fields: dict[int, int | Node]) -> int:
        cells = {slot: _OFFSET_BYTES * (1 + place) for place, slot in enumerate(fields)}
        slots = range(max(fields) + 1)
        self.pad(_OFFSET_BYTES)
        vtable = len(self.out)
        sizes = (4 + 2 * len(slots), _OFFSET_BYTES * (1 + len(fields)))
        self.out += struct.pack(f"<{2 + len(slots)}H", *sizes, *(cells.get(slot, 0) for slot in slots))
        table = self.reserve(sizes[1])
        struct.pack_into("<i", self.out, table, table - vtable)
        for slot, value in fields.items():
            self._fill(table + cells[slot], value)
        return table

    def _references(self, nodes: list[Node]) -> int:
        vector = self.reserve(_OFFSET_BYTES * (1 + len(nodes)))
        struct.pack_into("<I", self.out, vector, len(nodes))
        for number, node in enumerate(nodes):
            self._fill(vector + _OFFSET_BYTES * (1 + number), node)
        return vector

    def _fill(self, cell: int, value: int | Node) -> None:
        match value:
            case int():
                struct.pack_into("<I", self.out, cell, value)
            case Kept(position):
                self.kept.append((cell, position))
            case _:
                self.point(cell, self.put(value))

    def _vector(self, count: int, data: bytes, align: int) -> int:
        self.pad(align, before=_OFFSET_BYTES)
        position = len(self.out)
        self.out += struct.pack("<I", count) + data
        return position


def _uint(data: bytes, position: int) -> int:
    (value,) = struct.unpack_from("<I", data, position)
    return int(value)


def _follow(data: bytes, cell: int) -> int:
    return cell + _uint(data, cell)
